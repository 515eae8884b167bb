/* Many choices of levers on the same worlds, in batches, so that a lattice of 65,536 never lies in memory at
 * once: each choice's values are shown to a visitor and forgotten. */
#pragma once

#include "race/ensemble.h"
#include "world/lever.h"

#define LATTICE_BATCH 512 /* many, so that sets whose clocks run alike meet in one walk */

typedef struct Study { /* all borrowed */
    const Race *race;
    const ParameterSet *parameters;
    const Catalogue *catalogue;
    const ControlSet *base; /* what the levers come on top of; NULL: the world as it is */
    const LeverList *levers;
    EnsembleOptions options; /* its progress counts worlds × choices */
} Study;

/* One choice's values: ensemble_values(ensemble, set, probe), for the worlds of the study. */
typedef void LatticeVisit(void *context, uint64_t mask, const Ensemble *ensemble, uint32_t set);

/* Visits every mask in order, on the calling thread. False with an error for the user's data, and false with
 * *stopped when the progress asked to stop: what was visited before is whole. */
bool lattice_run(const Study *study, const uint64_t *masks, uint32_t count, LatticeVisit *visit,
                 void *context, bool *stopped, Error *error);
