#include "measure/lattice.h"

#include "measure/stages.h"

#include <stdlib.h>

static bool run_batch(const Study *study, const uint64_t *masks, uint32_t count, Stages *stages,
                      Ensemble *out, Error *error) {
    ControlSet *sets = heap_take(count, sizeof *sets);
    const ControlSet **pointers = heap_take(count, sizeof *pointers);
    for (uint32_t i = 0; i < count; i++) {
        lever_set_init(&sets[i], study->base, study->levers, masks[i]);
        pointers[i] = &sets[i];
    }
    EnsembleOptions options = stages_next(stages, count);
    bool good =
        ensemble_run(study->race, study->parameters, study->catalogue, pointers, count, &options, out, error);
    stages_done(stages, options.replications);
    for (uint32_t i = 0; i < count; i++) control_set_clear(&sets[i]);
    free(sets);
    free(pointers);
    return good;
}

bool lattice_run(const Study *study, const uint64_t *masks, uint32_t count, LatticeVisit *visit,
                 void *context, bool *stopped, Error *error) {
    Stages stages = stages_begin(&study->options, (uint64_t)count * study->options.replications);
    *stopped = false;
    for (uint32_t first = 0; first < count && !*stopped; first += LATTICE_BATCH) {
        uint32_t batch = count - first < LATTICE_BATCH ? count - first : LATTICE_BATCH;
        Ensemble ensemble;
        if (!run_batch(study, masks + first, batch, &stages, &ensemble, error)) return false;
        for (uint32_t i = 0; i < batch && !ensemble.partial; i++)
            visit(context, masks[first + i], &ensemble, i);
        *stopped = ensemble.partial || (stages.asked_to_stop && first + batch < count);
        ensemble_clear(&ensemble);
    }
    return !*stopped;
}
