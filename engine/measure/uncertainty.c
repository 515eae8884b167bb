#include "measure/uncertainty.h"

enum { BASE, LUCK, INPUTS, ASSUMED, RUNS };

static Ratio share_of(const Ensemble *runs, int swapped, uint32_t probe, uint32_t worlds) {
    return variance_share(ensemble_values(&runs[BASE], 0, probe), ensemble_values(&runs[swapped], 0, probe),
                          worlds, runs[BASE].worlds_per_draw);
}

bool uncertainty_run(const Race *race, const ParameterSet *parameters, const Catalogue *catalogue,
                     const ControlSet *set, const EnsembleOptions *options, uint32_t probe, Uncertainty *out,
                     Error *error) {
    static const ParameterScope scopes[RUNS] = {SCOPE_ALL, SCOPE_ALL, SCOPE_SWAP_ALL, SCOPE_SWAP_ASSUMED};
    Ensemble runs[RUNS] = {{0}};
    uint32_t worlds = options->replications;
    bool good = true;
    for (int i = 0; i < RUNS && good; i++) {
        EnsembleOptions each = *options;
        each.scope = scopes[i];
        each.swap_luck = i == LUCK;
        good = ensemble_run(race, parameters, catalogue, &set, 1, &each, &runs[i], error);
        if (good && runs[i].replications < worlds) worlds = runs[i].replications;
    }
    if (good) {
        *out = (Uncertainty){.luck = share_of(runs, LUCK, probe, worlds),
                             .inputs = share_of(runs, INPUTS, probe, worlds),
                             .assumed = share_of(runs, ASSUMED, probe, worlds),
                             .worlds = worlds};
    }
    for (int i = 0; i < RUNS; i++) ensemble_clear(&runs[i]);
    return good;
}
