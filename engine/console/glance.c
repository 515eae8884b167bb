#include "console/glance.h"

#include <string.h>

static bool race_now(const RunRequest *request, uint32_t worlds, const atomic_bool *stop, Ensemble *out,
                     Error *error) {
    const Scenario *s = &request->loaded->scenario;
    const uint32_t wanted[] = {METRIC_CUSTOMERS, request->metric};
    EnsembleOptions options = {.seed = request->seed,
                               .replications = worlds,
                               .worlds_per_draw = COLUMNS_WORLDS_PER_DRAW,
                               .scope = SCOPE_ALL,
                               .response_off = request->response_off,
                               .no_hashes = true,
                               .wanted = wanted,
                               .wanted_count = sizeof wanted / sizeof *wanted,
                               .stop = stop};
    ControlSet set;
    setting_control_set(&request->now, request->loaded, "now", &set);
    const ControlSet *sets[] = {&set};
    bool good =
        ensemble_run(request->loaded->race, &s->parameters, &s->catalogue, sets, 1, &options, out, error);
    control_set_clear(&set);
    return good;
}

static int64_t *column_of(Ensemble *ensemble, uint32_t set, uint32_t probe) {
    return ensemble->values + (set * ensemble->column_count + ensemble->columns[probe]) * ensemble->stride;
}

/* Puts the pinned set before the present one. */
static void set_beside(Ensemble *now, Columns *pinned) {
    uint32_t worlds = now->replications;
    Ensemble both = *now;
    int64_t *all = heap_take((size_t)now->probe_count * worlds, sizeof *all);
    columns_copy(pinned, worlds, all, worlds);
    both.set_count = 2;
    both.stride = worlds;
    both.values = heap_take(2 * (size_t)now->column_count * worlds, sizeof *both.values);
    for (uint32_t probe = 0; probe < now->probe_count; probe++) {
        if (now->columns[probe] == NONE) continue;
        memcpy(column_of(&both, 0, probe), all + (size_t)probe * worlds, worlds * sizeof *all);
        memcpy(column_of(&both, 1, probe), ensemble_values(now, 0, probe), worlds * sizeof *all);
    }
    free(all);
    free(now->values);
    *now = both;
}

bool glance_run(const RunRequest *request, Columns *pinned, uint32_t worlds, const atomic_bool *stop,
                Ensemble *out, Error *error) {
    if (!race_now(request, worlds, stop, out, error)) return false;
    if (pinned && !out->partial) set_beside(out, pinned);
    return true;
}
