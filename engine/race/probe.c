/* Reading what a replication left. */
#include "race/state.h"

typedef struct Reading {
    RaceState *run;
    const Probe *probe;
    const ProbePlan *plan;
    uint32_t by; /* second at which it is read */
} Reading;

static bool org_matches(const Reading *reading, OrgId org) {
    return reading->plan->orgs[reading->run->race->world->orgs[org].profile] &&
           org_selector_in_share(&reading->probe->orgs, reading->run->race->world, org);
}

static int64_t orgs_hit(const Reading *reading) {
    const RaceState *run = reading->run;
    int64_t count = 0;
    for (uint32_t i = 0; i < run->hit_orgs.count; i++) {
        OrgId org = run->hit_orgs.items[i];
        count += run->orgs[org].hit_at <= reading->by && org_matches(reading, org);
    }
    return count;
}

static bool was_out(const RaceState *run, AssetId asset, uint32_t by) {
    const AssetState *state = &run->assets[asset];
    return state->out_seconds > 0 || state->contained_at <= by || state->lost_at <= by;
}

static int64_t needing(const Reading *reading, AssetId asset) {
    const Race *race = reading->run->race;
    int64_t count = 0;
    for (uint32_t i = race->needing_populations.first[asset]; i < race->needing_populations.first[asset + 1];
         i++) {
        uint32_t population = race->needing_populations.items[i];
        if (reading->plan->orgs[race->world->populations[population].profile])
            count += reading->run->draw->sizes[population];
    }
    for (uint32_t i = race->needing_orgs.first[asset]; i < race->needing_orgs.first[asset + 1]; i++) {
        OrgId org = race->needing_orgs.items[i];
        count += org_matches(reading, org) && state_present(reading->run, org);
    }
    return count;
}

/* Whether an organisation is without something it needs, though it was not hit itself. */
static bool lacks_something(const RaceState *run, OrgId org, uint32_t by, AssetId except_before) {
    const Edges *needs = &run->race->needed_by_org;
    for (uint32_t i = needs->first[org]; i < needs->first[org + 1]; i++)
        if (needs->items[i] < except_before && was_out(run, needs->items[i], by)) return true;
    return false;
}

/* Populations are counted whole and the hit among them taken off; whoever needs several assets is counted at
 * the first of them that was out. */
static int64_t orgs_disrupted(const Reading *reading) {
    const RaceState *run = reading->run;
    const Race *race = run->race;
    int64_t count = 0;
    for (uint32_t i = 0; i < run->touched_assets.count; i++) {
        AssetId asset = run->touched_assets.items[i];
        if (!was_out(run, asset, reading->by)) continue;
        count += needing(reading, asset);
        for (uint32_t k = race->needing_orgs.first[asset]; k < race->needing_orgs.first[asset + 1]; k++) {
            OrgId org = race->needing_orgs.items[k];
            if (org_matches(reading, org) && state_present(run, org) &&
                lacks_something(run, org, reading->by, asset))
                count--;
        }
    }
    for (uint32_t i = 0; i < run->hit_orgs.count; i++) {
        OrgId org = run->hit_orgs.items[i];
        if (run->orgs[org].hit_at <= reading->by && org_matches(reading, org))
            count -= lacks_something(run, org, reading->by, NONE);
    }
    return count;
}

static bool node_matches(const Reading *reading, uint32_t node) {
    return reading->run->nodes[node].at <= reading->by &&
           matcher_holds(reading->run->race, &reading->plan->assets, reading->run->race->node_asset[node]);
}

static int64_t assets_in_state(const Reading *reading) {
    const RaceState *run = reading->run;
    int64_t count = 0;
    for (uint32_t i = 0; i < run->touched_nodes.count; i++) {
        uint32_t node = run->touched_nodes.items[i];
        count += run->race->node_state[node] == reading->probe->state && node_matches(reading, node);
    }
    return count;
}

static int64_t assets_online(const Reading *reading) {
    const RaceState *run = reading->run;
    int64_t count = 0;
    for (uint32_t i = 0; i < reading->plan->member_count; i++) {
        AssetId asset = reading->plan->members[i];
        count += run->assets[asset].contained_at > reading->by &&
                 state_present(run, run->race->world->assets[asset].owner);
    }
    return count;
}

static uint32_t asset_machines(const RaceState *run, AssetId asset, uint32_t by) {
    const Race *race = run->race;
    uint32_t most = run->assets[asset].machines_before;
    for (uint32_t node = race->node_first[asset]; node < race->node_first[asset + 1]; node++) {
        if (!(STATE_BIT(race->node_state[node]) & STATE_IMPACTS)) continue;
        uint32_t fallen = state_fallen(run, node, by);
        if (fallen > most) most = fallen;
    }
    return most;
}

/* A restored group keeps what fell before; it is touched as an asset, a fallen one at least as a node. */
static int64_t machines(const Reading *reading) {
    RaceState *run = reading->run;
    const Race *race = run->race;
    int64_t count = 0;
    for (uint32_t i = 0; i < run->touched_nodes.count; i++) {
        uint32_t node = run->touched_nodes.items[i];
        AssetId asset = race->node_asset[node];
        if (!(STATE_BIT(race->node_state[node]) & STATE_IMPACTS) ||
            !world_asset_profile(race->world, asset)->is_group)
            continue;
        uint32_t first = race->node_first[asset];
        while (!(run->nodes[first].touched && (STATE_BIT(race->node_state[first]) & STATE_IMPACTS))) first++;
        if (first == node && matcher_holds(race, &reading->plan->assets, asset))
            count += asset_machines(run, asset, reading->by);
    }
    return count;
}

static uint64_t records_held(const RaceState *run, AssetId asset) {
    const Race *race = run->race;
    uint32_t table = race->profile_records[race->world->assets[asset].profile];
    if (table == NONE) return 0;
    return quantile_whole(&run->draw->tables[table], world_records_bits(race->world, asset),
                          UINT64_C(1) << 40);
}

/* The least of what is held and rate × time to containment. */
static int64_t records(const Reading *reading) {
    const RaceState *run = reading->run;
    const Race *race = run->race;
    uint64_t count = 0;
    for (uint32_t i = 0; i < run->touched_nodes.count; i++) {
        uint32_t node = run->touched_nodes.items[i];
        AssetId asset = race->node_asset[node];
        if (race->node_state[node] != STATE_exfiltrated || !node_matches(reading, node)) continue;
        uint64_t held = records_held(run, asset),
                 rate = run->draw->rate[race->arcs[run->nodes[node].arc].rule];
        uint32_t end =
            run->assets[asset].contained_at < reading->by ? run->assets[asset].contained_at : reading->by;
        uint64_t seconds = end > run->nodes[node].at ? end - run->nodes[node].at : 0;
        uint64_t flown = (uint64_t)(((unsigned __int128)rate * seconds) >> 16);
        count += rate > 0 && flown < held ? flown : held;
    }
    return (int64_t)count;
}

static uint64_t lost_seconds(const RaceState *run, OrgId org, uint32_t by) {
    const OrgState *state = &run->orgs[org];
    return state->lost_seconds + (state->lost_from < by ? by - state->lost_from : 0);
}

static int64_t operations_hours(const Reading *reading) {
    const RaceState *run = reading->run;
    uint64_t seconds = 0;
    for (uint32_t i = 0; i < run->lost_orgs.count; i++)
        if (org_matches(reading, run->lost_orgs.items[i]))
            seconds += lost_seconds(run, run->lost_orgs.items[i], reading->by);
    return (int64_t)(seconds / 3600);
}

static int64_t management_hours(const Reading *reading) {
    const RaceState *run = reading->run;
    uint64_t seconds = 0;
    for (uint32_t i = 0; i < run->touched_assets.count; i++) {
        AssetId asset = run->touched_assets.items[i];
        const AssetState *state = &run->assets[asset];
        uint32_t since = state->contained_at < state->lost_at ? state->contained_at : state->lost_at;
        uint64_t out = state->out_seconds + (since < reading->by ? reading->by - since : 0);
        if (out > 0) seconds += out * (uint64_t)needing(reading, asset);
    }
    return (int64_t)(seconds / 3600);
}

static int64_t money(const Reading *reading) {
    const RaceState *run = reading->run;
    unsigned __int128 cent_seconds = 0;
    for (uint32_t i = 0; i < run->lost_orgs.count; i++) {
        OrgId org = run->lost_orgs.items[i];
        if (world_org_profile(run->race->world, org)->kind == ORG_customer && org_matches(reading, org))
            cent_seconds += (unsigned __int128)run->draw->hourly_loss * lost_seconds(run, org, reading->by);
    }
    return (int64_t)(cent_seconds / 360000) + (int64_t)run->paid;
}

/* Of the assets that the probe selects: "when was the cloud shut". */
static uint32_t first_contained(const Reading *reading) {
    const RaceState *run = reading->run;
    uint32_t first = NEVER;
    for (uint32_t i = 0; i < run->touched_assets.count; i++) {
        AssetId asset = run->touched_assets.items[i];
        uint32_t at = run->assets[asset].contained_at;
        if (at < first && matcher_holds(run->race, &reading->plan->assets, asset)) first = at;
    }
    return first;
}

static int64_t since_first_take(const RaceState *run, uint32_t at) {
    if (at == NEVER || run->first_take == NEVER) return METRIC_NONE;
    return at > run->first_take ? at - run->first_take : 0;
}

static int64_t dwell(const Reading *reading) {
    uint32_t end = first_contained(reading);
    return since_first_take(reading->run, end < reading->by ? end : reading->by);
}

static int64_t depth(const Reading *reading) {
    const RaceState *run = reading->run;
    int64_t most = 0;
    for (uint32_t i = 0; i < run->touched_nodes.count; i++) {
        const NodeState *node = &run->nodes[run->touched_nodes.items[i]];
        if (node->at <= reading->by && node->depth > most) most = node->depth;
    }
    return most;
}

static int64_t state_time(const Reading *reading, bool last) {
    const RaceState *run = reading->run;
    int64_t time = METRIC_NONE;
    for (uint32_t i = 0; i < run->touched_nodes.count; i++) {
        uint32_t node = run->touched_nodes.items[i];
        if (run->race->node_state[node] != reading->probe->state || !node_matches(reading, node)) continue;
        int64_t at = run->nodes[node].at;
        if (time == METRIC_NONE || (last ? at > time : at < time)) time = at;
    }
    return time;
}

int64_t probe_value(RaceState *run, uint32_t probe, uint32_t by) {
    Reading reading = {run, &run->race->adversary->probes.items[probe], &run->race->probes[probe], by};
    switch (reading.probe->kind) {
    case PROBE_ORGS_HIT:
        return orgs_hit(&reading);
    case PROBE_ORGS_DISRUPTED:
        return orgs_disrupted(&reading);
    case PROBE_ASSETS_IN_STATE:
        return assets_in_state(&reading);
    case PROBE_ASSETS_ONLINE:
        return assets_online(&reading);
    case PROBE_MACHINES:
        return machines(&reading);
    case PROBE_RECORDS:
        return records(&reading);
    case PROBE_OPERATIONS_HOURS:
        return operations_hours(&reading);
    case PROBE_MANAGEMENT_HOURS:
        return management_hours(&reading);
    case PROBE_MONEY:
        return money(&reading);
    case PROBE_FIRST_NOTICE:
        return since_first_take(run, run->first_notice);
    case PROBE_FIRST_CONTAINED:
        return since_first_take(run, first_contained(&reading));
    case PROBE_DWELL:
        return dwell(&reading);
    case PROBE_DEPTH:
        return depth(&reading);
    case PROBE_FIRST_STATE:
        return state_time(&reading, false);
    case PROBE_LAST_STATE:
        return state_time(&reading, true);
    }
    return METRIC_NONE;
}
