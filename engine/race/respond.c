/* The cascade that goes up, and comes back down: whoever notices, is told enough or is warned does its work,
 * and then contains, tells and repairs. Nothing here cancels: being contained by others does not end a duty.
 */
#include "race/forecast.h"

static const Response *response_of(const RaceState *run, uint32_t response) {
    return &run->race->adversary->responses.items[response];
}

static uint32_t profile_of(const RaceState *run, OrgId org) {
    return run->race->world->orgs[org].profile;
}

/* ------------------------------------------------------------------ containing */

static void push_contained(RaceState *run, AssetId asset, uint32_t at, SetMask sets) {
    if (!run->race->has_contained_trigger) return;
    queue_push(&run->queue, (Event){.key = queue_key(at, CLASS_REPORT, run->race->asset_rank[asset]),
                                    .sets = sets,
                                    .kind = EVENT_CONTAINED,
                                    .a = asset,
                                    .b = at});
}

static void contain_state(RaceState *run, AssetState *state, AssetId asset, uint32_t at, OrgId by,
                          uint32_t response) {
    state->contained_at = at;
    state_note(run, at, HAPPENED_CONTAINED, asset, by, response, STATE_reached);
    push_contained(run, asset, at, state->link.sets);
}

static void contain_touched(RaceState *run, AssetId asset, Start start, OrgId by, uint32_t response) {
    for (Link *link = run->assets[asset]; link; link = link->next) {
        SetMask part = link->sets & start.sets;
        AssetState *state = (AssetState *)link;
        if (!part || start.at >= state->contained_at) continue;
        if (part != link->sets) state = asset_own(run, asset, part);
        contain_state(run, state, asset, start.at, by, response);
    }
}

/* The earliest containment counts, in whatever order they come: hence no listening, but for a release. */
void respond_contain(RaceState *run, AssetId asset, const Start *starts, uint32_t count, OrgId by,
                     uint32_t response) {
    if (run->release_waits) state_listen_at(run, asset);
    SetMask touched = chain_sets(run->assets[asset]);
    for (uint32_t i = 0; i < count; i++) {
        Start start = starts[i];
        SetMask fresh = start.sets & ~touched;
        if (start.at > run->horizon) continue;
        if (start.sets & touched) contain_touched(run, asset, start, by, response);
        if (fresh) contain_state(run, asset_add(run, asset, fresh), asset, start.at, by, response);
        touched |= fresh;
    }
}

void respond_contain_access(RaceState *run, AccessId access, uint32_t at, SetMask sets) {
    if (at > run->horizon) return;
    EACH_PART(part, sets) {
        if (at < access_of(run, access, &part)->contained_at)
            access_own(run, access, part)->contained_at = at;
    }
}

void respond_contain_own(RaceState *run, OrgId org, const Advisory *order, const Start *starts,
                         uint32_t count) {
    const World *world = run->race->world;
    const uint8_t *matches = run->race->responses[order->response].contained;
    AssetId first = world->orgs[org].first_asset, end = first + world->orgs[org].asset_count;
    for (AssetId asset = first; asset < end; asset++)
        if (matches[world->assets[asset].profile])
            respond_contain(run, asset, starts, count, order->source, order->response);
}

static void contain_clients(RaceState *run, Advisory order) {
    const Edges *clients = &run->race->world->clients;
    uint32_t first = clients->first[order.source], end = clients->first[order.source + 1];
    bool later = advisory_may_wait(run, end - first);
    for (uint32_t i = first; i < end; i++) {
        OrgId client = clients->items[i];
        if (state_present(run, client) && !(later && advisory_may_wait_for(run, client)))
            respond_contain_own(run, client, &order, &order.start, 1);
    }
    if (later) advisory_send(run, order);
}

static void contain_provider_access(RaceState *run, OrgId org, uint32_t at, SetMask sets) {
    const World *world = run->race->world;
    AssetId first = world->orgs[org].first_asset, end = first + world->orgs[org].asset_count;
    for (AssetId asset = first; asset < end; asset++)
        for (uint32_t i = world->access_in.first[asset]; i < world->access_in.first[asset + 1]; i++) {
            AccessId access = world->access_in.items[i];
            if (world->assets[world->accesses[access].from].owner != org)
                respond_contain_access(run, access, at, sets);
        }
}

/* At all the seconds at which the work is done. */
static void contain_what_it_says(RaceState *run, OrgId org, uint32_t response, const Start *done,
                                 uint32_t count) {
    Advisory order = {org, response, ADVISORY_CONTAIN, {0}};
    switch (response_of(run, response)->contain) {
    case CONTAIN_NOTHING:
        break;
    case CONTAIN_OWN:
        respond_contain_own(run, org, &order, done, count);
        break;
    case CONTAIN_PROVIDER_ACCESS:
        for (uint32_t i = 0; i < count; i++) contain_provider_access(run, org, done[i].at, done[i].sets);
        break;
    case CONTAIN_CLIENTS:
        for (uint32_t i = 0; i < count; i++) {
            order.start = done[i];
            contain_clients(run, order);
        }
        break;
    }
}

/* ------------------------------------------------------------------ working */

/* The sets in which the backups are there to restore from. */
static SetMask vault_intact(const RaceState *run, OrgId org, SetMask sets) {
    uint32_t vault = run->race->vault_of[org];
    return vault == NONE ? 0 : sets & ~state_lost(run, vault, sets);
}

/* What an organisation sets out to do, and its luck with it under every control set. */
typedef struct Work {
    OrgId org, source; /* source: whose warning it heeds, or NONE */
    uint32_t response;
    const Response *what;
    const Workload *load;
    Name name;
    uint64_t coin, bits, amount; /* whether it complies; how much work, in fixed point */
} Work;

static Work work_of(const RaceState *run, OrgId org, uint32_t response, OrgId source) {
    const Race *race = run->race;
    const World *world = race->world;
    const Response *what = response_of(run, response);
    Work work = {.org = org,
                 .source = source,
                 .response = response,
                 .what = what,
                 .load = &race->workloads[race->profile_workload[profile_of(run, org)]],
                 .name = name_join(what->key, world->orgs[org].name)};
    if (source != NONE) work.name = name_join(work.name, world->orgs[source].name);
    work.coin = run_bits(run, work.name, DRAW_COMPLY, 0);
    work.bits = run_bits(run, work.name, DRAW_REACT, 0);
    work.amount = quantile_at(&run->draw->tables[race->response_after[response]], work.bits);
    return work;
}

/* In a forecast: whether it complies, and with how much work, as far as that is still open. */
static Work redrawn(const RaceState *run, Work work, uint32_t at, const ResponseRung *rung, bool intact) {
    const QuantileTable *table = &run->draw->tables[run->race->response_after[work.response]];
    Timer timer = timer_of_wait(run, table, at);
    timer.load = work.load;
    timer.factor = rung->react;
    timer.recover = intact ? rung->recover : UINT64_C(1) << 16;
    forecast_redraw(run, &timer, rung->respond, false, work.name, DRAW_COMPLY, DRAW_REACT, 0, &work.coin,
                    &work.bits);
    work.amount = quantile_at(table, work.bits);
    return work;
}

#define FINISHED_AT_ONCE 32
/* When one response of an organisation will be done; what it contains is known now. */
typedef struct Finished {
    Start items[FINISHED_AT_ONCE];
    uint32_t count;
} Finished;

static void contain_finished(RaceState *run, const Work *work, Finished *finished) {
    contain_what_it_says(run, work->org, work->response, finished->items, finished->count);
    finished->count = 0;
}

/* What it tells and repairs comes when it is done. */
static void do_work(RaceState *run, const Work *work, Start start, uint64_t seconds, Finished *finished) {
    uint32_t done = workload_finish(work->load, start.at, seconds, run->horizon);
    if (done > run->horizon) return;
    if (finished->count == FINISHED_AT_ONCE) contain_finished(run, work, finished);
    finished->items[finished->count++] = (Start){done, start.sets};
    if (work->what->tell || work->what->restores || run->log)
        queue_push(&run->queue, (Event){.key = queue_key(done, CLASS_CONTAIN, run->race->org_rank[work->org]),
                                        .tie = work->name,
                                        .sets = start.sets,
                                        .kind = EVENT_RESPOND,
                                        .a = work->org,
                                        .b = work->response,
                                        .c = work->source});
}

/* With backups that are there it takes less. */
static void work_on_rung(RaceState *run, const Work *work, const ResponseRung *rung, Start start,
                         SetMask intact, Finished *finished) {
    unsigned __int128 seconds = (unsigned __int128)work->amount * rung->react;
    if (start.sets & ~intact)
        do_work(run, work, (Start){start.at, start.sets & ~intact}, (uint64_t)(seconds >> 32), finished);
    if (!(start.sets & intact)) return;
    seconds = (seconds >> 16) * rung->recover;
    do_work(run, work, (Start){start.at, start.sets & intact}, (uint64_t)(seconds >> 32), finished);
}

static const ResponseRung *rungs_of(const RaceState *run, uint32_t response, uint16_t joint) {
    const SetPlan *plan = run->weights->plan;
    return run->weights->responses + (size_t)response * plan->joint_parts + plan->joints[joint].first;
}

/* Organisations of one joint: each rung takes its own time. */
static void work_by_rungs(RaceState *run, Work work, uint16_t joint, SetMask sets, const Start *starts,
                          uint32_t count) {
    const Weights *weights = run->weights;
    const ResponseRung *rungs = rungs_of(run, work.response, joint);
    uint32_t rung_count = weights->response_rungs[(size_t)work.response * weights->plan->joint_count + joint];
    SetMask intact = work.what->restores ? vault_intact(run, work.org, sets) : 0;
    if (forecast_is_past(run)) {
        assert(count == 1);
        work = redrawn(run, work, starts->at, rungs, intact);
    }
    Finished finished;
    finished.count = 0;
    for (uint32_t i = 0; i < rung_count; i++) {
        if (!draw_coin(work.coin, rungs[i].respond)) continue;
        SetMask on_it = rungs[i].sets & sets;
        for (uint32_t k = 0; k < count; k++)
            if (starts[k].sets & on_it)
                work_on_rung(run, &work, &rungs[i], (Start){starts[k].at, starts[k].sets & on_it}, intact,
                             &finished);
    }
    contain_finished(run, &work, &finished);
}

static void set_to_work(RaceState *run, const Work *work, const Start *starts, uint32_t count) {
    SetMask all = 0;
    for (uint32_t i = 0; i < count; i++) all |= starts[i].sets;
    EACH_PART(part, all) {
        uint16_t joint = state_joint(run, work->org, &part);
        work_by_rungs(run, *work, joint, part, starts, count);
    }
}

static bool takes_part(const RaceState *run, OrgId org, uint32_t response) {
    return org_selector_in_share(&response_of(run, response)->by, run->race->world, org);
}

/* Starts each response of an organisation that this trigger sets off and that has not acted yet. */
static void start_once(RaceState *run, OrgId org, uint32_t slot, uint32_t response, uint32_t at,
                       SetMask sets) {
    if (run->brief && run->race->restores_idly && response_of(run, response)->restores) return;
    SetMask fresh = 0;
    EACH_PART(part, sets) {
        if (org_of(run, org, &part)->responded >> slot & 1u) continue;
        org_own(run, org, part)->responded |= 1u << slot;
        fresh |= part;
    }
    if (!fresh || !takes_part(run, org, response)) return;
    Work work = work_of(run, org, response, NONE);
    set_to_work(run, &work, &(Start){at, fresh}, 1);
}

/* The places, in the list of an organisation's responses, of those that a trigger sets off. */
static uint32_t slots_of(const RaceState *run, OrgId org, TriggerKind trigger) {
    return run->response_off ? 0 : run->race->trigger_slots[profile_of(run, org) * TRIGGER_COUNT + trigger];
}

static uint32_t response_at(const RaceState *run, OrgId org, uint32_t slot) {
    return run->race->profile_responses[(size_t)profile_of(run, org) * RESPONSES_PER_PROFILE + slot];
}

/* ------------------------------------------------------------------ what sets it off */

static void first_to_notice(RaceState *run, OrgId org, uint32_t at, uint32_t rule, SetMask sets) {
    for (SetMask first = sets & ~run->noticed; first; first &= first - 1)
        run->first_notice[sets_lowest(first)] = at;
    run->noticed |= sets;
    EACH_PART(part, sets) {
        if (org_of(run, org, &part)->noticed_at != NEVER) continue;
        org_own(run, org, part)->noticed_at = at;
        state_note(run, at, HAPPENED_NOTICED, org, NONE, rule, STATE_reached);
        act_count(run, ACTION_ON_NOTICED, org, at, part);
    }
}

void respond_noticed(RaceState *run, OrgId org, uint32_t at, uint32_t rule, SetMask sets) {
    if (!state_present(run, org)) return;
    first_to_notice(run, org, at, rule, sets);
    for (uint32_t slots = slots_of(run, org, TRIGGER_NOTICE); slots; slots &= slots - 1) {
        uint32_t slot = (uint32_t)__builtin_ctz(slots);
        start_once(run, org, slot, response_at(run, org, slot), at, sets);
    }
}

void respond_state(RaceState *run, OrgId org, State state, uint32_t at, SetMask sets) {
    for (uint32_t slots = slots_of(run, org, TRIGGER_STATE); slots; slots &= slots - 1) {
        uint32_t slot = (uint32_t)__builtin_ctz(slots), response = response_at(run, org, slot);
        if (response_of(run, response)->state == state) start_once(run, org, slot, response, at, sets);
    }
}

/* When it is done, of one set, whether or not that is by the horizon; NEVER: it is not taken up. */
static uint32_t done_at(const RaceState *run, const Work *work, uint32_t at) {
    SetMask set = 1;
    const ResponseRung *rung = rungs_of(run, work->response, state_joint(run, work->org, &set));
    if (!draw_coin(work->coin, rung->respond)) return NEVER;
    uint64_t seconds = (uint64_t)((unsigned __int128)work->amount * rung->react >> 32);
    return workload_finish(work->load, at, seconds, run->horizon);
}

uint32_t respond_own_containment(const RaceState *run, AssetId asset, State state, uint32_t at) {
    const Asset *taken = &run->race->world->assets[asset];
    uint32_t earliest = NEVER;
    for (uint32_t slots = slots_of(run, taken->owner, TRIGGER_STATE); slots; slots &= slots - 1) {
        uint32_t response = response_at(run, taken->owner, (uint32_t)__builtin_ctz(slots));
        const Response *what = response_of(run, response);
        if (what->state != state || what->contain != CONTAIN_OWN || what->restores ||
            !run->race->responses[response].contained[taken->profile] ||
            !takes_part(run, taken->owner, response))
            continue;
        Work work = work_of(run, taken->owner, response, NONE);
        uint32_t done = done_at(run, &work, at);
        if (done < earliest) earliest = done;
    }
    return earliest > run->horizon ? NEVER : earliest;
}

static void warn_state(RaceState *run, OrgState *state, OrgId org, const Advisory *warning, uint32_t at) {
    state->warned_at = at;
    state_note(run, at, HAPPENED_WARNED, org, warning->source, warning->response, STATE_reached);
}

static void be_warned(RaceState *run, OrgId org, const Advisory *warning, Start start) {
    SetMask untouched = start.sets;
    for (Link *link = run->orgs[org]; link; link = link->next) {
        SetMask part = link->sets & start.sets;
        untouched &= ~part;
        OrgState *state = (OrgState *)link;
        if (!part || start.at >= state->warned_at) continue;
        if (part != link->sets) state = org_own(run, org, part);
        warn_state(run, state, org, warning, start.at);
    }
    if (untouched) warn_state(run, org_add(run, org, untouched), org, warning, start.at);
}

void respond_heed(RaceState *run, OrgId org, const Advisory *warning, const Start *starts, uint32_t count) {
    if (!state_present(run, org)) return;
    OrgId source = warning->source;
    for (uint32_t i = 0; i < count && !run->counts_only; i++) be_warned(run, org, warning, starts[i]);
    for (uint32_t slots = slots_of(run, org, TRIGGER_WARNING); slots; slots &= slots - 1) {
        uint32_t heeded = response_at(run, org, (uint32_t)__builtin_ctz(slots));
        if (source != NONE && !run->race->responses[heeded].from[profile_of(run, source)]) continue;
        if (!takes_part(run, org, heeded)) continue;
        Work work = work_of(run, org, heeded, source);
        set_to_work(run, &work, starts, count);
    }
}

static const SumState sum_none = {.sum = 0};

static void add_report(RaceState *run, OrgId org, OrgId source, uint32_t slot, uint32_t response,
                       uint64_t weight, uint32_t at, SetMask sets) {
    if (!run->race->responses[response].from[profile_of(run, source)]) return;
    bool is_new;
    uint64_t *mark = marks_at(&run->reports, ((uint64_t)org + 1) * RESPONSES_PER_PROFILE + slot, &is_new);
    Link *sums = (Link *)(uintptr_t)*mark;
    SetMask enough = 0;
    EACH_PART(part, sets) {
        chain_of(sums, &part);
        SumState *state = (SumState *)chain_own(&run->sum_pool, &sums, part, &sum_none, sizeof(SumState));
        state->sum += weight;
        if (state->sum >= run->draw->report_threshold[response]) enough |= part;
        chain_join(&sums, &run->sum_pool, &state->link);
    }
    *mark = (uint64_t)(uintptr_t)sums;
    if (enough) start_once(run, org, slot, response, at, enough);
}

/* A report counts once per distinct source, whichever way it came. */
static void report(RaceState *run, OrgId org, OrgId source, uint32_t by_response, uint32_t at, SetMask sets) {
    if (!state_present(run, org)) return;
    bool is_new;
    SetMask *told = marks_at(&run->told_pairs, ((uint64_t)org + 1) << 32 | source, &is_new);
    sets &= ~*told;
    if (!sets) return;
    *told |= sets;
    state_note(run, at, HAPPENED_REPORTED, org, source, by_response, STATE_reached);
    uint64_t weight = run->draw->report_weight[by_response];
    for (uint32_t slots = slots_of(run, org, TRIGGER_REPORTS); slots; slots &= slots - 1) {
        uint32_t slot = (uint32_t)__builtin_ctz(slots);
        add_report(run, org, source, slot, response_at(run, org, slot), weight, at, sets);
    }
}

/* ------------------------------------------------------------------ telling, when the work is done */

static void tell_many(RaceState *run, const uint32_t *orgs, uint32_t count, Advisory warning) {
    bool later = advisory_may_wait(run, count);
    for (uint32_t i = 0; i < count; i++)
        if (orgs[i] != warning.source && !(later && advisory_may_wait_for(run, orgs[i])))
            respond_heed(run, orgs[i], &warning, &warning.start, 1);
    if (later) advisory_send(run, warning);
}

static void tell_clients(RaceState *run, OrgId org, uint32_t response, uint32_t at, SetMask sets) {
    const Edges *clients = &run->race->world->clients;
    tell_many(run, clients->items + clients->first[org], clients->first[org + 1] - clients->first[org],
              (Advisory){org, response, ADVISORY_CLIENTS, {at, sets}});
}

static void tell_everybody(RaceState *run, OrgId org, uint32_t response, uint32_t at, SetMask sets) {
    const ResponsePlan *plan = &run->race->responses[response];
    tell_many(run, plan->audience, plan->audience_count,
              (Advisory){org, response, ADVISORY_EVERYBODY, {at, sets}});
}

static void tell_providers(RaceState *run, OrgId org, uint32_t response, uint32_t at, SetMask sets) {
    const World *world = run->race->world;
    for (uint32_t i = world->providers.first[org]; i < world->providers.first[org + 1]; i++)
        report(run, world->providers.items[i], org, response, at, sets);
}

/* Each channel is used once by an organisation; whom a response names, each once. */
static SetMask tells_now(RaceState *run, OrgId org, uint32_t tell, uint32_t channel, SetMask sets) {
    SetMask now = 0;
    if (!(tell & channel)) return now;
    EACH_PART(part, sets) {
        if (org_of(run, org, &part)->told & channel) continue;
        org_own(run, org, part)->told |= (uint8_t)channel;
        now |= part;
    }
    return now;
}

static void repair_asset(RaceState *run, AssetId asset, uint32_t response, uint32_t at, SetMask sets) {
    Name name = run->race->world->assets[asset].name;
    RestoreOrder order = {.share = run->draw->response_share[response],
                          .eviction = run->draw->response_eviction[response],
                          .stages = response_of(run, response)->restore.stages,
                          .name = name_join(response_of(run, response)->key, name)};
    EACH_PART(part, state_lost(run, asset, sets)) {
        order.work_seconds = at - asset_of(run, asset, &part)->lost_at;
        act_restore(run, asset, order, at, part);
    }
}

static void repair(RaceState *run, OrgId org, uint32_t response, uint32_t at, SetMask sets) {
    const World *world = run->race->world;
    const uint8_t *matches = run->race->responses[response].restored;
    AssetId first = world->orgs[org].first_asset, end = first + world->orgs[org].asset_count;
    for (AssetId asset = first; asset < end; asset++)
        if (matches[world->assets[asset].profile]) repair_asset(run, asset, response, at, sets);
}

void respond_done(RaceState *run, const Event *event) {
    OrgId org = event->a;
    uint32_t response = event->b, at = event_second(event);
    const Response *what = response_of(run, response);
    SetMask sets = event->sets, now;
    state_note(run, at, HAPPENED_RESPONDED, org, event->c, response, STATE_reached);
    if (what->restores) repair(run, org, response, at, sets);
    if ((now = tells_now(run, org, what->tell, TELL_PROVIDERS, sets)))
        tell_providers(run, org, response, at, now);
    if (what->tell & TELL_NAMED) report(run, run->race->responses[response].named, org, response, at, sets);
    if ((now = tells_now(run, org, what->tell, TELL_CLIENTS, sets)))
        tell_clients(run, org, response, at, now);
    if ((now = tells_now(run, org, what->tell, TELL_EVERYBODY, sets)))
        tell_everybody(run, org, response, at, now);
}
