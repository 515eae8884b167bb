/* One progress over several ensembles: what the user sees counts all worlds of a study, and a wish to stop
 * that comes with the last word of an ensemble is not lost. */
#pragma once

#include "race/ensemble.h"

typedef struct Stages {
    const EnsembleOptions *told; /* whose progress is told; borrowed */
    uint64_t before, total;      /* worlds, times what each counts */
    uint32_t weight;             /* of a world in the ensemble under way */
    bool asked_to_stop;
} Stages;

Stages stages_begin(const EnsembleOptions *told, uint64_t total);
/* The options of the next ensemble, each of whose worlds counts `weight`. */
EnsembleOptions stages_next(Stages *stages, uint32_t weight);
/* After it: so many worlds were asked for. */
void stages_done(Stages *stages, uint32_t worlds);
