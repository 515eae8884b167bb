/* What the api files find behind sandbox_host while a scenario's Lua runs. The loader owns it and frees it
 * after the sandbox, so a Lua error loses nothing. */
#pragma once

#include "base/json.h"
#include "exercise/definition.h"
#include "script/scenario.h"

typedef struct Loading {
    Scenario *scenario;
    JsonDocument *facts;    /* entries in the order of scenario->facts; NULL without a facts.json */
    Definition *definition; /* of the exercise that is being read; NULL while a scenario is */
    uint64_t cast_seed;
    const char *version; /* of the exercise, as asked for */
} Loading;

/* folder/file, in the arena. */
const char *loading_path(Arena *arena, const char *folder, const char *file);
/* Runs a file in a sandbox of its own, and what it left to be done when it ends. */
bool loading_run(Loading *loading, const char *root, const char *file, Error *error);
