#include "measure/stages.h"

Stages stages_begin(const EnsembleOptions *told, uint64_t total) {
    return (Stages){.told = told, .total = total, .weight = 1};
}

/* Ensembles report 32 bits; a lattice of 65,536 choices over 100,000 worlds has more. */
static bool tell(void *context, uint32_t done, uint32_t total) {
    Stages *stages = context;
    (void)total;
    uint64_t all = stages->before + (uint64_t)done * stages->weight, scale = 1 + stages->total / UINT32_MAX;
    bool go_on = stages->told->progress(stages->told->context, (uint32_t)(all / scale),
                                        (uint32_t)(stages->total / scale));
    stages->asked_to_stop |= !go_on;
    return go_on;
}

EnsembleOptions stages_next(Stages *stages, uint32_t weight) {
    EnsembleOptions options = *stages->told;
    stages->weight = weight;
    if (options.progress) {
        options.progress = tell;
        options.context = stages;
    }
    return options;
}

void stages_done(Stages *stages, uint32_t worlds) {
    stages->before += (uint64_t)worlds * stages->weight;
}
