/* Scenarios of a few lines, read from a folder of their own that is removed again. */
#pragma once

#include "script/scenario.h"

/* Three lines stand before the snippet, which begins at line 4: the vocabulary, a scenario of ten days, and a
 * world of vendor "V", msp "M" with an rmm_server and 3 customers "C" with an endpoint_group each. */
bool try_snippet(Scenario *out, const char *snippet, Error *error);
/* The whole file is the caller's; `facts` may be NULL. */
bool try_scenario(Scenario *out, const char *lua, const char *facts, bool with_world, Error *error);
/* The sentence from the file's own name on: "scenario.lua:4: …". */
const char *try_sentence(const Error *error);
