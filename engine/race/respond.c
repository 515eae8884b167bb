/* The cascade that goes up, and comes back down: whoever notices, is told enough or is warned does its work,
 * and then contains, tells and repairs. Nothing here cancels: being contained by others does not end a duty.
 */
#include "race/state.h"

static const Response *response_of(const RaceState *run, uint32_t response) {
    return &run->race->adversary->responses.items[response];
}

static uint32_t profile_of(const RaceState *run, OrgId org) {
    return run->race->world->orgs[org].profile;
}

static size_t weight_place(const RaceState *run, uint32_t response, OrgId org) {
    return (size_t)response * run->weights->plan->map.posture_count + state_posture(run, org);
}

/* ------------------------------------------------------------------ containing */

void respond_contain(RaceState *run, AssetId asset, uint32_t at, OrgId by, uint32_t response) {
    if (at > run->horizon) return;
    AssetState *state = state_touch_asset(run, asset);
    if (at >= state->contained_at) return;
    state->contained_at = at;
    state_note(run, at, HAPPENED_CONTAINED, asset, by, response, STATE_reached);
    if (!run->race->has_contained_trigger) return;
    queue_push(&run->queue, (Event){queue_key(at, CLASS_REPORT, run->race->asset_rank[asset]), 0,
                                    EVENT_CONTAINED, asset, at, 0});
}

void respond_contain_access(RaceState *run, AccessId access, uint32_t at) {
    if (at > run->horizon || at >= run->access_contained_at[access]) return;
    if (run->access_contained_at[access] == NEVER) vec_push(&run->touched_accesses, access);
    run->access_contained_at[access] = at;
}

static void contain_assets_of(RaceState *run, OrgId org, uint32_t response, uint32_t at, OrgId by) {
    const World *world = run->race->world;
    const uint8_t *matches = run->race->responses[response].contained;
    AssetId first = world->orgs[org].first_asset, end = first + world->orgs[org].asset_count;
    for (AssetId asset = first; asset < end; asset++)
        if (matches[world->assets[asset].profile]) respond_contain(run, asset, at, by, response);
}

static void contain_provider_access(RaceState *run, OrgId org, uint32_t at) {
    const World *world = run->race->world;
    AssetId first = world->orgs[org].first_asset, end = first + world->orgs[org].asset_count;
    for (AssetId asset = first; asset < end; asset++)
        for (uint32_t i = world->access_in.first[asset]; i < world->access_in.first[asset + 1]; i++) {
            AccessId access = world->access_in.items[i];
            if (world->assets[world->accesses[access].from].owner != org)
                respond_contain_access(run, access, at);
        }
}

static void contain_what_it_says(RaceState *run, OrgId org, uint32_t response, uint32_t at) {
    const World *world = run->race->world;
    switch (response_of(run, response)->contain) {
    case CONTAIN_NOTHING:
        break;
    case CONTAIN_OWN:
        contain_assets_of(run, org, response, at, org);
        break;
    case CONTAIN_PROVIDER_ACCESS:
        contain_provider_access(run, org, at);
        break;
    case CONTAIN_CLIENTS:
        for (uint32_t i = world->clients.first[org]; i < world->clients.first[org + 1]; i++)
            if (state_present(run, world->clients.items[i]))
                contain_assets_of(run, world->clients.items[i], response, at, org);
        break;
    }
}

/* ------------------------------------------------------------------ working */

static bool vault_intact(const RaceState *run, OrgId org) {
    uint32_t vault = run->race->vault_of[org];
    return vault != NONE && run->assets[vault].lost_at == NEVER;
}

static uint64_t work_of(const RaceState *run, OrgId org, uint32_t response, uint64_t bits) {
    size_t place = weight_place(run, response, org);
    const QuantileTable *table = &run->draw->tables[run->race->response_after[response]];
    unsigned __int128 work = (unsigned __int128)quantile_at(table, bits) * run->weights->react[place];
    if (response_of(run, response)->restores && vault_intact(run, org))
        work = (work >> 16) * run->weights->recover[place];
    return (uint64_t)(work >> 32);
}

/* Starts the work of a response; what it contains is known at once, what it tells and repairs comes when
 * done. */
static void start_work(RaceState *run, OrgId org, uint32_t response, OrgId source, uint32_t at) {
    const Race *race = run->race;
    const World *world = race->world;
    if (!org_selector_in_share(&response_of(run, response)->by, world, org)) return;
    Name name = name_join(response_of(run, response)->key, world->orgs[org].name);
    if (source != NONE) name = name_join(name, world->orgs[source].name);
    Odds odds = run->weights->respond[weight_place(run, response, org)];
    if (!draw_coin(draw_bits(run->context, draw_key(name, DRAW_COMPLY, 0)), odds)) return;
    uint64_t work = work_of(run, org, response, draw_bits(run->context, draw_key(name, DRAW_REACT, 0)));
    const Workload *load = &race->workloads[race->profile_workload[profile_of(run, org)]];
    uint32_t done = workload_finish(load, at, work, run->horizon);
    if (done > run->horizon) return;
    contain_what_it_says(run, org, response, done);
    const Response *what = response_of(run, response);
    if (what->tell || what->restores || run->log)
        queue_push(&run->queue, (Event){queue_key(done, CLASS_CONTAIN, race->org_rank[org]), name,
                                        EVENT_RESPOND, org, response, source});
}

/* Starts each response of an organisation that this trigger sets off and that has not acted yet. */
static void start_once(RaceState *run, OrgId org, uint32_t slot, uint32_t response, uint32_t at) {
    OrgState *state = state_touch_org(run, org);
    if (state->responded >> slot & 1u) return;
    state->responded |= 1u << slot;
    start_work(run, org, response, NONE, at);
}

static uint32_t slots_of(const RaceState *run, OrgId org, const uint32_t **responses) {
    uint32_t profile = profile_of(run, org);
    *responses = &run->race->profile_responses[(size_t)profile * RESPONSES_PER_PROFILE];
    return run->response_off ? 0 : run->race->profile_response_count[profile];
}

/* ------------------------------------------------------------------ what sets it off */

void respond_noticed(RaceState *run, OrgId org, uint32_t at, uint32_t rule) {
    if (!state_present(run, org)) return;
    OrgState *state = state_touch_org(run, org);
    if (run->first_notice == NEVER) run->first_notice = at;
    if (state->noticed_at == NEVER) {
        state->noticed_at = at;
        state_note(run, at, HAPPENED_NOTICED, org, NONE, rule, STATE_reached);
        act_count(run, ACTION_ON_NOTICED, org, at);
    }
    const uint32_t *responses;
    uint32_t count = slots_of(run, org, &responses);
    for (uint32_t slot = 0; slot < count; slot++)
        if (response_of(run, responses[slot])->trigger == TRIGGER_NOTICE)
            start_once(run, org, slot, responses[slot], at);
}

void respond_state(RaceState *run, OrgId org, State state, uint32_t at) {
    const uint32_t *responses;
    uint32_t count = slots_of(run, org, &responses);
    for (uint32_t slot = 0; slot < count; slot++) {
        const Response *response = response_of(run, responses[slot]);
        if (response->trigger == TRIGGER_STATE && response->state == state)
            start_once(run, org, slot, responses[slot], at);
    }
}

void respond_warn(RaceState *run, OrgId org, OrgId source, uint32_t response, uint32_t at) {
    if (!state_present(run, org)) return;
    OrgState *state = state_touch_org(run, org);
    if (state->warned_at == NEVER) {
        state->warned_at = at;
        state_note(run, at, HAPPENED_WARNED, org, source, response, STATE_reached);
    }
    const uint32_t *responses;
    uint32_t count = slots_of(run, org, &responses);
    for (uint32_t slot = 0; slot < count; slot++) {
        if (response_of(run, responses[slot])->trigger != TRIGGER_WARNING) continue;
        bool heard = source == NONE || run->race->responses[responses[slot]].from[profile_of(run, source)];
        if (heard) start_work(run, org, responses[slot], source, at);
    }
}

static void add_report(RaceState *run, OrgId org, OrgId source, uint32_t slot, uint32_t response,
                       uint64_t weight, uint32_t at) {
    if (!run->race->responses[response].from[profile_of(run, source)]) return;
    bool is_new;
    uint64_t *sum = marks_at(&run->reports, ((uint64_t)org + 1) * RESPONSES_PER_PROFILE + slot, &is_new);
    *sum += weight;
    if (*sum >= run->draw->report_threshold[response]) start_once(run, org, slot, response, at);
}

/* A report counts once per distinct source, whichever way it came. */
static void report(RaceState *run, OrgId org, OrgId source, uint32_t by_response, uint32_t at) {
    if (!state_present(run, org)) return;
    bool is_new;
    marks_at(&run->told_pairs, ((uint64_t)org + 1) << 32 | source, &is_new);
    if (!is_new) return;
    state_touch_org(run, org);
    state_note(run, at, HAPPENED_REPORTED, org, source, by_response, STATE_reached);
    const uint32_t *responses;
    uint32_t count = slots_of(run, org, &responses);
    uint64_t weight = run->draw->report_weight[by_response];
    for (uint32_t slot = 0; slot < count; slot++)
        if (response_of(run, responses[slot])->trigger == TRIGGER_REPORTS)
            add_report(run, org, source, slot, responses[slot], weight, at);
}

/* ------------------------------------------------------------------ telling, when the work is done */

static void tell_clients(RaceState *run, OrgId org, uint32_t response, uint32_t at) {
    const World *world = run->race->world;
    for (uint32_t i = world->clients.first[org]; i < world->clients.first[org + 1]; i++)
        respond_warn(run, world->clients.items[i], org, response, at);
}

static void tell_everybody(RaceState *run, OrgId org, uint32_t response, uint32_t at) {
    const ResponsePlan *plan = &run->race->responses[response];
    for (uint32_t i = 0; i < plan->audience_count; i++)
        if (plan->audience[i] != org) respond_warn(run, plan->audience[i], org, response, at);
}

static void tell_providers(RaceState *run, OrgId org, uint32_t response, uint32_t at) {
    const World *world = run->race->world;
    for (uint32_t i = world->providers.first[org]; i < world->providers.first[org + 1]; i++)
        report(run, world->providers.items[i], org, response, at);
}

/* Each channel is used once by an organisation; whom a response names, each once. */
static bool tells_now(OrgState *state, uint32_t tell, uint32_t channel) {
    if (!(tell & channel) || (state->told & channel)) return false;
    state->told |= (uint8_t)channel;
    return true;
}

static void repair(RaceState *run, OrgId org, uint32_t response, uint32_t at) {
    const World *world = run->race->world;
    const uint8_t *matches = run->race->responses[response].restored;
    AssetId first = world->orgs[org].first_asset, end = first + world->orgs[org].asset_count;
    for (AssetId asset = first; asset < end; asset++) {
        const AssetState *state = &run->assets[asset];
        if (!matches[world->assets[asset].profile] || state->lost_at == NEVER) continue;
        RestoreOrder order = {.share = run->draw->response_share[response],
                              .eviction = run->draw->response_eviction[response],
                              .stages = response_of(run, response)->restore.stages,
                              .work_seconds = at - state->lost_at,
                              .name = name_join(response_of(run, response)->key, world->assets[asset].name)};
        act_restore(run, asset, order, at);
    }
}

void respond_done(RaceState *run, const Event *event) {
    OrgId org = event->a;
    uint32_t response = event->b, at = event_second(event);
    const Response *what = response_of(run, response);
    OrgState *state = state_touch_org(run, org);
    state_note(run, at, HAPPENED_RESPONDED, org, event->c, response, STATE_reached);
    if (what->restores) repair(run, org, response, at);
    if (tells_now(state, what->tell, TELL_PROVIDERS)) tell_providers(run, org, response, at);
    if (what->tell & TELL_NAMED) report(run, run->race->responses[response].named, org, response, at);
    if (tells_now(state, what->tell, TELL_CLIENTS)) tell_clients(run, org, response, at);
    if (tells_now(state, what->tell, TELL_EVERYBODY)) tell_everybody(run, org, response, at);
}
