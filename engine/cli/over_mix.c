#include "cli/over_mix.h"

#include "cli/terminal.h"
#include "cli/yearly.h"

#include <limits.h>
#include <stdio.h>

enum { MIX_WORLDS = 200 }; /* of each scenario, at most */

bool over_mix_load(const Options *options, Mix *mix, Error *error) {
    char root[PATH_MAX], path[PATH_MAX + 64];
    session_root(root);
    snprintf(path, sizeof path, "%s/scenarios/mix.json", root);
    return mix_load(mix, options->mix ? options->mix : path, error);
}

static bool run_sets(const Session *session, const Study *study, const uint64_t *masks, uint32_t count,
                     Ensemble *out, Error *error) {
    ControlSet sets[LEVERS_MAX + 1];
    const ControlSet *pointers[LEVERS_MAX + 1];
    for (uint32_t i = 0; i < count; i++) {
        lever_set_init(&sets[i], NULL, study->levers, masks[i]);
        pointers[i] = &sets[i];
    }
    const Scenario *s = &session->scenario;
    bool good = ensemble_run(session->race, &s->parameters, &s->catalogue, pointers, count, &study->options,
                             out, error);
    for (uint32_t i = 0; i < count; i++) control_set_clear(&sets[i]);
    return good;
}

static bool add_scenario(const Session *session, const Options *options, const LeverList *levers,
                         uint32_t entry, MixWorth *out, Error *error) {
    uint64_t masks[LEVERS_MAX + 1];
    Progress progress = progress_begin();
    Study study = session_study(session, options, levers, &progress);
    Ensemble ensemble;
    Frequency frequency;
    uint32_t count = mix_worth_masks(&study, masks);
    bool ran = run_sets(session, &study, masks, count, &ensemble, error);
    progress_end(&progress);
    if (!ran) return false;
    bool good = !ensemble.partial && yearly_frequency(session, &ensemble, &frequency, error);
    if (good) {
        double times = out->mix->entries.items[entry].times;
        frequency.rate.low *= times;
        frequency.rate.mean *= times;
        frequency.rate.high *= times;
        mix_worth_add(out, entry, &frequency, masks, &ensemble);
    }
    ensemble_clear(&ensemble);
    return good;
}

bool over_mix_run(const Options *options, const LeverList *levers, Mix *mix, MixWorth *out, Error *error) {
    Options each = *options; /* on top of every incident as it was */
    each.control_count = 0;
    if (each.replications > MIX_WORLDS) each.replications = MIX_WORLDS;
    if (!over_mix_load(options, mix, error)) return false;
    mix_worth_init(out, mix, levers->list.count, each.replications);
    bool good = true;
    for (uint32_t i = 0; good && i < mix->entries.count; i++) {
        Session session;
        good = session_open(&session, mix->entries.items[i].scenario, &each, SETS_AS_IT_WAS, error);
        if (!good) break;
        good = add_scenario(&session, &each, levers, i, out, error);
        session_close(&session);
    }
    if (good) return true;
    mix_worth_clear(out);
    mix_clear(mix);
    return false;
}
