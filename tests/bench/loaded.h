/* A scenario loaded and compiled for a bench, run through the same entry as `keyfall run`. */
#pragma once

#include "race/ensemble.h"
#include "script/scenario.h"

typedef struct Loaded {
    Scenario scenario;
    Race *race;
} Loaded;

bool loaded_open(Loaded *loaded, const char *root, const char *name); /* says on stderr what is wrong */
void loaded_close(Loaded *loaded);
/* Runs that many worlds from the first on, with one seed; the caller clears. Says what is wrong. */
bool loaded_run(const Loaded *loaded, const ControlSet *const *sets, uint32_t count, uint32_t worlds,
                uint32_t threads, Ensemble *out);
