/* The mix of attacks that a year brings: a list of scenarios, each with how many times its own rate to take.
 * Data that a user edits (scenarios/mix.json), so that what is left out is as visible as what is in. */
#pragma once

#include "base/arena.h"
#include "base/error.h"
#include "base/vec.h"

#include <stdbool.h>

typedef struct MixEntry {
    const char *scenario, *why;
    double times; /* of the scenario's own yearly rate; 1 unless said */
} MixEntry;

typedef struct Mix {
    Arena arena; /* owns the texts */
    const char *title, *note;
    Vec(MixEntry) entries;
} Mix;

/* On failure nothing needs clearing. */
bool mix_load(Mix *mix, const char *path, Error *error);
void mix_clear(Mix *mix);
