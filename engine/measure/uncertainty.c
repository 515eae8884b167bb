#include "measure/uncertainty.h"

enum { BASE, ASSUMED, RUNS };

bool uncertainty_run(const Race *race, const ParameterSet *parameters, const Catalogue *catalogue,
                     const ControlSet *set, const EnsembleOptions *options, uint32_t probe, Uncertainty *out,
                     Error *error) {
    static const ParameterScope scopes[RUNS] = {SCOPE_ALL, SCOPE_SWAP_ASSUMED};
    Ensemble runs[RUNS] = {{0}};
    uint32_t worlds = options->replications;
    bool good = true;
    for (int i = 0; i < RUNS && good; i++) {
        EnsembleOptions each = *options;
        each.scope = scopes[i];
        each.wanted = &probe;
        each.wanted_count = 1;
        good = ensemble_run(race, parameters, catalogue, &set, 1, &each, &runs[i], error);
        if (good && runs[i].replications < worlds) worlds = runs[i].replications;
    }
    if (good) {
        const int64_t *base = ensemble_values(&runs[BASE], 0, probe);
        uint32_t per_draw = runs[BASE].worlds_per_draw;
        *out = (Uncertainty){
            .layers = variance_layers(base, worlds, per_draw),
            .assumed = variance_share(base, ensemble_values(&runs[ASSUMED], 0, probe), worlds, per_draw),
            .worlds = worlds};
    }
    for (int i = 0; i < RUNS; i++) ensemble_clear(&runs[i]);
    return good;
}
