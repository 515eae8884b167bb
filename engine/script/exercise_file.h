/* scenarios/<name>/exercise.lua, read into a definition, and the scenario made ready for it: its levers
 * become actions that sleep, its measures probes, and the organisations that players act for no longer act
 * alone. */
#pragma once

#include "exercise/definition.h"
#include "script/scenario.h"

bool exercise_file_exists(const Scenario *scenario);
/* `scenario` has been loaded with its world and not compiled; it must outlive the definition. `version` is
 * "full" or one that the file declares; `seed` says which organisations the casts are. On failure `out` is
 * untouched and the scenario must be cleared. */
bool exercise_file_load(Definition *out, Scenario *scenario, const char *root, const char *version,
                        uint64_t seed, Error *error);
