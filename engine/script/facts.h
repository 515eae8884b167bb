/* facts.json of a scenario: what has been published, and by whom (docs/formats/facts.schema.json). */
#pragma once

#include "script/loading.h"
#include "script/sandbox_lua.h"

/* Reads the file into the scenario, and keeps the document for values; a missing file gives no facts. */
bool facts_load(Loading *loading, const char *path, Error *error);

/* Remembers that the scenario uses a fact of one of its comma-separated keys; a part (key.part) is its fact.
 * Each use is kept once; its texts are copied. */
void facts_note(Scenario *scenario, const char *keys, FactUse use);
const Fact *facts_find(const Scenario *scenario, const char *key); /* or NULL */
const char *facts_nearest(const Scenario *scenario, const char *key);
/* Pushes the fact's value: a number, a text, or a table of them. */
void facts_push_value(lua_State *L, const Loading *loading, const Fact *fact);
