#include "loaded.h"

#include <stdio.h>

bool loaded_open(Loaded *loaded, const char *root, const char *name) {
    Error error = {{0}};
    if (!scenario_load(&loaded->scenario, root, name, &error)) {
        fprintf(stderr, "%s\n", error.text);
        return false;
    }
    const Scenario *s = &loaded->scenario;
    if (race_compile(s->world, &s->adversary, &s->parameters, &s->catalogue, s->kit, &loaded->race, &error))
        return true;
    fprintf(stderr, "%s\n", error.text);
    scenario_clear(&loaded->scenario);
    return false;
}

void loaded_close(Loaded *loaded) {
    race_destroy(loaded->race);
    scenario_clear(&loaded->scenario);
}

bool loaded_run(const Loaded *loaded, const ControlSet *const *sets, uint32_t count, uint32_t worlds,
                uint32_t threads, Ensemble *out) {
    const Scenario *s = &loaded->scenario;
    EnsembleOptions options = {.seed = 1, .replications = worlds, .threads = threads, .scope = SCOPE_ALL};
    Error error = {{0}};
    bool good = ensemble_run(loaded->race, &s->parameters, &s->catalogue, sets, count, &options, out, &error);
    if (!good) fprintf(stderr, "%s\n", error.text);
    return good;
}
