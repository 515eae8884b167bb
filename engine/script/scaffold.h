/* A new scenario from the files of scripts/templates/scenario: a folder that runs, back-tests and lints at
 * once. */
#pragma once

#include "base/arena.h"
#include "base/error.h"
#include "base/vec.h"

typedef struct Scaffold {
    Arena arena;
    const char *name, *title, *folder;
    Vec(const char *) files; /* written, relative to the folder */
} Scaffold;

/* `name_or_path` is a name, for a folder of <root>/scenarios, or a path to the folder to make. The name (its
 * last part) is of a-z, 0-9 and hyphens, and begins with a letter. Nothing that is there already is touched.
 * On failure *out is untouched; the caller clears it otherwise. */
bool scaffold_create(Scaffold *out, const char *root, const char *name_or_path, Error *error);
void scaffold_clear(Scaffold *scaffold);
