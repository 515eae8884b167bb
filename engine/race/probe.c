/* Reading what a replication left, for every set of the walk at once: whatever was touched is looked at once,
 * and counts under each of the sets that share it. */
#include "race/probe.h"

static SetMask hit_by(const RaceState *run, OrgId org, uint32_t by) {
    SetMask hit = 0;
    for (const Link *link = run->orgs[org]; link; link = link->next)
        if (((const OrgState *)link)->hit_at <= by) hit |= link->sets;
    return hit;
}

static void orgs_hit(const Reading *reading) {
    const RaceState *run = reading->run;
    for (uint32_t i = 0; i < run->hit_orgs.count; i++) {
        OrgId org = run->hit_orgs.items[i];
        if (reading_org(reading, org)) tally_count(reading->counts, hit_by(run, org, reading->by));
    }
}

static SetMask was_out(const RaceState *run, AssetId asset, uint32_t by) {
    SetMask out = 0;
    for (const Link *link = run->assets[asset]; link; link = link->next) {
        const AssetState *state = (const AssetState *)link;
        if (state->out_seconds > 0 || state->contained_at <= by || state->lost_at <= by) out |= link->sets;
    }
    return out;
}

static bool is_needed(const Race *race, AssetId asset) {
    const uint32_t *populations = race->needing_populations.first + asset;
    const uint32_t *orgs = race->needing_orgs.first + asset;
    return populations[0] < populations[1] || orgs[0] < orgs[1];
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
        count += reading_org(reading, org) && state_present(reading->run, org);
    }
    return count;
}

/* The sets in which an organisation is without something it needs, though it was not hit itself. */
static SetMask lacks_something(const RaceState *run, OrgId org, uint32_t by, AssetId except_before) {
    const Edges *needs = &run->race->needed_by_org;
    SetMask lacks = 0;
    for (uint32_t i = needs->first[org]; i < needs->first[org + 1]; i++)
        if (needs->items[i] < except_before) lacks |= was_out(run, needs->items[i], by);
    return lacks;
}

/* Populations are counted whole and the hit among them taken off; whoever needs several assets is counted at
 * the first of them that was out. */
static void orgs_disrupted(const Reading *reading) {
    const RaceState *run = reading->run;
    const Race *race = run->race;
    for (uint32_t i = 0; i < run->touched_assets.count; i++) {
        AssetId asset = run->touched_assets.items[i];
        SetMask out = is_needed(race, asset) ? was_out(run, asset, reading->by) : 0;
        if (!out) continue;
        tally_add(reading->counts, out, needing(reading, asset));
        for (uint32_t k = race->needing_orgs.first[asset]; k < race->needing_orgs.first[asset + 1]; k++) {
            OrgId org = race->needing_orgs.items[k];
            if (reading_org(reading, org) && state_present(run, org))
                tally_add(reading->counts, out & lacks_something(run, org, reading->by, asset), -1);
        }
    }
    for (uint32_t i = 0; i < run->hit_orgs.count; i++) {
        OrgId org = run->hit_orgs.items[i];
        if (!reading_org(reading, org)) continue;
        SetMask lacks = lacks_something(run, org, reading->by, NONE);
        tally_add(reading->counts, hit_by(run, org, reading->by) & lacks, -1);
    }
}

static bool node_matches(const Reading *reading, uint32_t node) {
    return reading_asset(reading, reading->run->race->node_asset[node]);
}

static void assets_in_state(const Reading *reading) {
    const RaceState *run = reading->run;
    for (uint32_t i = 0; i < run->touched_nodes.count; i++) {
        uint32_t node = run->touched_nodes.items[i];
        if (run->race->node_state[node] != reading->probe->state || !node_matches(reading, node)) continue;
        for (const Link *link = run->nodes[node]; link; link = link->next)
            if (((const NodeState *)link)->at <= reading->by) tally_count(reading->counts, link->sets);
    }
}

/* All that are there, but for those that were touched and are contained. */
static void assets_online(const Reading *reading) {
    const RaceState *run = reading->run;
    const Race *race = run->race;
    uint32_t touched = 0;
    for (uint32_t i = 0; i < run->touched_assets.count; i++) {
        AssetId asset = run->touched_assets.items[i];
        if (!reading_asset(reading, asset) || !state_present(run, race->world->assets[asset].owner)) continue;
        touched++;
        tally_count(reading->counts, ~state_contained(run, asset, reading->by, run->sets) & run->sets);
    }
    uint32_t present = run->draw->present[reading->probe - race->adversary->probes.items];
    tally_add(reading->counts, run->sets, (int64_t)present - touched);
}

static bool is_impact(const RaceState *run, uint32_t node) {
    return STATE_BIT(run->race->node_state[node]) & STATE_IMPACTS;
}

static uint32_t asset_machines(const RaceState *run, AssetId asset, uint32_t by, SetMask *sets) {
    const Race *race = run->race;
    uint32_t most = asset_of(run, asset, sets)->machines_before;
    for (uint32_t node = race->node_first[asset]; node < race->node_first[asset + 1]; node++) {
        if (!is_impact(run, node)) continue;
        uint32_t fallen = state_fallen(run, node, by, sets);
        if (fallen > most) most = fallen;
    }
    return most;
}

/* A restored group keeps what fell before; it is touched as an asset, a fallen one at least as a node. */
static void machines(const Reading *reading) {
    RaceState *run = reading->run;
    const Race *race = run->race;
    for (uint32_t i = 0; i < run->touched_nodes.count; i++) {
        uint32_t node = run->touched_nodes.items[i];
        AssetId asset = race->node_asset[node];
        if (!is_impact(run, node) || !world_asset_profile(race->world, asset)->is_group) continue;
        uint32_t first = race->node_first[asset];
        while (!(run->nodes[first] && is_impact(run, first))) first++;
        if (first != node || !reading_asset(reading, asset)) continue;
        EACH_PART(part, run->sets) {
            uint32_t fallen = asset_machines(run, asset, reading->by, &part);
            tally_add(reading->counts, part, fallen);
        }
    }
}

static uint64_t records_held(const RaceState *run, AssetId asset) {
    const Race *race = run->race;
    uint32_t table = race->profile_records[race->world->assets[asset].profile];
    if (table == NONE) return 0;
    return quantile_whole(&run->draw->tables[table], world_records_bits(race->world, asset),
                          UINT64_C(1) << 40);
}

/* The least of what is held and rate × time to containment. */
static uint64_t records_flown(const RaceState *run, uint32_t node, uint32_t by, uint64_t held,
                              SetMask *sets) {
    const NodeState *state = node_of(run, node, sets);
    if (state->at > by) return 0;
    uint64_t rate = run->draw->rate[run->race->arcs[state->arc].rule];
    uint32_t contained = asset_of(run, run->race->node_asset[node], sets)->contained_at;
    uint32_t end = contained < by ? contained : by;
    uint64_t seconds = end > state->at ? end - state->at : 0;
    uint64_t flown = (uint64_t)(((unsigned __int128)rate * seconds) >> 16);
    return rate > 0 && flown < held ? flown : held;
}

static void records(const Reading *reading) {
    const RaceState *run = reading->run;
    const Race *race = run->race;
    for (uint32_t i = 0; i < run->touched_nodes.count; i++) {
        uint32_t node = run->touched_nodes.items[i];
        if (race->node_state[node] != STATE_exfiltrated || !node_matches(reading, node)) continue;
        uint64_t held = records_held(run, race->node_asset[node]);
        EACH_PART(part, run->sets) {
            uint64_t flown = records_flown(run, node, reading->by, held, &part);
            tally_add(reading->counts, part, (int64_t)flown);
        }
    }
}

static uint64_t lost_seconds(const OrgState *state, uint32_t by) {
    return state->lost_seconds + (state->lost_from < by ? by - state->lost_from : 0);
}

/* Of all groups together; an organisation without one counts as one computer. */
static uint32_t computers_of(const RaceState *run, OrgId org) {
    const World *world = run->race->world;
    const Organisation *owner = &world->orgs[org];
    uint64_t computers = 0;
    for (AssetId asset = owner->first_asset; asset < owner->first_asset + owner->asset_count; asset++)
        if (world_asset_profile(world, asset)->is_group) computers += state_machines(run, asset);
    if (computers > INT32_MAX) return INT32_MAX;
    return computers ? (uint32_t)computers : 1;
}

/* Seconds of operations lost by the organisations that match. */
static void operations_seconds(const Reading *reading) {
    const RaceState *run = reading->run;
    for (uint32_t i = 0; i < run->lost_orgs.count; i++) {
        OrgId org = run->lost_orgs.items[i];
        if (!reading_org(reading, org)) continue;
        for (const Link *link = run->orgs[org]; link; link = link->next)
            tally_add(reading->counts, link->sets,
                      (int64_t)lost_seconds((const OrgState *)link, reading->by));
    }
}

/* The same of customers, times the computers of each: what money is lost by. Whole minutes leave room for
 * sums. */
static void computer_minutes(const Reading *reading) {
    const RaceState *run = reading->run;
    for (uint32_t i = 0; i < run->lost_orgs.count; i++) {
        OrgId org = run->lost_orgs.items[i];
        if (world_org_profile(run->race->world, org)->kind != ORG_customer || !reading_org(reading, org))
            continue;
        int64_t computers = computers_of(run, org);
        for (const Link *link = run->orgs[org]; link; link = link->next)
            tally_add(reading->counts, link->sets,
                      (int64_t)(lost_seconds((const OrgState *)link, reading->by) / 60) * computers);
    }
}

static void management_seconds(const Reading *reading) {
    const RaceState *run = reading->run;
    for (uint32_t i = 0; i < run->touched_assets.count; i++) {
        AssetId asset = run->touched_assets.items[i];
        int64_t who = is_needed(run->race, asset) ? needing(reading, asset) : 0;
        if (who == 0) continue;
        for (const Link *link = run->assets[asset]; link; link = link->next) {
            const AssetState *state = (const AssetState *)link;
            uint32_t since = state->contained_at < state->lost_at ? state->contained_at : state->lost_at;
            uint64_t out = state->out_seconds + (since < reading->by ? reading->by - since : 0);
            tally_add(reading->counts, link->sets, (int64_t)out * who);
        }
    }
}

/* ------------------------------------------------------------------ times and extremes, set by set */

static void keep_least(int64_t *values, SetMask sets, int64_t value) {
    for (; sets; sets &= sets - 1) {
        int64_t *held = &values[sets_lowest(sets)];
        if (*held == METRIC_NONE || value < *held) *held = value;
    }
}

static void keep_greatest(int64_t *values, SetMask sets, int64_t value) {
    for (; sets; sets &= sets - 1) {
        int64_t *held = &values[sets_lowest(sets)];
        if (*held == METRIC_NONE || value > *held) *held = value;
    }
}

/* The latest of the first seconds: what comes later changes none of them. NEVER while a set has none. */
static uint32_t latest_of(const int64_t *values, uint32_t count) {
    int64_t latest = 0;
    for (uint32_t set = 0; set < count; set++) {
        if (values[set] == METRIC_NONE) return NEVER;
        if (values[set] > latest) latest = values[set];
    }
    return (uint32_t)latest;
}

/* Of the assets that the probe selects: "when was the cloud shut". */
static void first_contained(const Reading *reading, int64_t *values) {
    const RaceState *run = reading->run;
    uint32_t bound = NEVER;
    for (uint32_t i = 0; i < run->touched_assets.count; i++) {
        AssetId asset = run->touched_assets.items[i];
        for (const Link *link = run->assets[asset]; link; link = link->next) {
            uint32_t at = asset_first_contained((const AssetState *)link);
            if (at >= bound || !reading_asset(reading, asset)) continue;
            keep_least(values, link->sets, at);
            bound = latest_of(values, run->set_count);
        }
    }
}

static int64_t since_first_take(const RaceState *run, uint32_t set, int64_t at) {
    if (at == METRIC_NONE || !(run->begun >> set & 1u)) return METRIC_NONE;
    int64_t first = run->first_take[set];
    return at > first ? at - first : 0;
}

static void dwell(const Reading *reading, int64_t *values) {
    const RaceState *run = reading->run;
    first_contained(reading, values);
    for (uint32_t set = 0; set < run->set_count; set++) {
        bool ends = values[set] != METRIC_NONE && values[set] < reading->by;
        values[set] = since_first_take(run, set, ends ? values[set] : reading->by);
    }
}

static void depth(const Reading *reading, int64_t *values) {
    const RaceState *run = reading->run;
    keep_greatest(values, run->sets, 0);
    for (uint32_t i = 0; i < run->touched_nodes.count; i++)
        for (const Link *link = run->nodes[run->touched_nodes.items[i]]; link; link = link->next) {
            const NodeState *node = (const NodeState *)link;
            if (node->at <= reading->by) keep_greatest(values, link->sets, node->depth);
        }
}

static void state_time(const Reading *reading, bool last, int64_t *values) {
    const RaceState *run = reading->run;
    for (uint32_t i = 0; i < run->touched_nodes.count; i++) {
        uint32_t node = run->touched_nodes.items[i];
        if (run->race->node_state[node] != reading->probe->state || !node_matches(reading, node)) continue;
        for (const Link *link = run->nodes[node]; link; link = link->next) {
            uint32_t at = ((const NodeState *)link)->at;
            if (at > reading->by) continue;
            if (last)
                keep_greatest(values, link->sets, at);
            else
                keep_least(values, link->sets, at);
        }
    }
}

/* ------------------------------------------------------------------ one probe */

static void read_counts(const Reading *reading) {
    switch (reading->probe->kind) {
    case PROBE_ORGS_HIT:
        orgs_hit(reading);
        leaves_count(reading);
        break;
    case PROBE_ORGS_DISRUPTED:
        orgs_disrupted(reading);
        break;
    case PROBE_ASSETS_IN_STATE:
        assets_in_state(reading);
        break;
    case PROBE_ASSETS_ONLINE:
        assets_online(reading);
        break;
    case PROBE_MACHINES:
        machines(reading);
        break;
    case PROBE_RECORDS:
        records(reading);
        break;
    case PROBE_OPERATIONS_HOURS:
        operations_seconds(reading);
        break;
    case PROBE_MONEY:
        computer_minutes(reading);
        break;
    case PROBE_MANAGEMENT_HOURS:
        management_seconds(reading);
        break;
    default:
        break;
    }
}

static int64_t money_of(const RaceState *run, uint32_t set, int64_t minutes) {
    unsigned __int128 cent_minutes = (unsigned __int128)run->draw->hourly_loss * (uint64_t)minutes;
    return (int64_t)(cent_minutes / 6000) + (int64_t)run->paid[set];
}

static void read_count(const Reading *reading, int64_t *values) {
    read_counts(reading);
    for (uint32_t set = 0; set < reading->run->set_count; set++) {
        values[set] = tally_of(reading->counts, set);
        if (reading->probe->kind == PROBE_MONEY)
            values[set] = money_of(reading->run, set, values[set]);
        else if (reading->probe->kind == PROBE_OPERATIONS_HOURS ||
                 reading->probe->kind == PROBE_MANAGEMENT_HOURS)
            values[set] /= 3600;
    }
}

static bool asks_all(const OrgSelector *orgs) {
    return !orgs->kinds && !orgs->label && !orgs->tag && !orgs->country && !orgs->sector && orgs->share >= 1;
}

static void any_notice(const RaceState *run, int64_t *values) {
    for (SetMask left = run->noticed; left; left &= left - 1)
        values[sets_lowest(left)] = run->first_notice[sets_lowest(left)];
}

static void since_first_takes(const RaceState *run, int64_t *values) {
    for (uint32_t set = 0; set < run->set_count; set++) values[set] = since_first_take(run, set, values[set]);
}

/* The others look at organisations and assets that the attack has met, each of which listens for itself. */
static bool reads_every_asset(ProbeKind kind) {
    return kind == PROBE_ORGS_DISRUPTED || kind == PROBE_ASSETS_ONLINE || kind == PROBE_MANAGEMENT_HOURS ||
           kind == PROBE_FIRST_CONTAINED || kind == PROBE_DWELL || kind == PROBE_OUTAGE;
}

void probe_read(RaceState *run, uint32_t probe, uint32_t by, int64_t *values) {
    if (reads_every_asset(run->race->adversary->probes.items[probe].kind)) advisory_hear_all(run);
    Tally counts = {.all = run->sets};
    Reading reading = {run, &run->race->adversary->probes.items[probe], &run->race->probes[probe], by,
                       &counts};
    for (uint32_t set = 0; set < run->set_count; set++) values[set] = METRIC_NONE;
    switch (reading.probe->kind) {
    case PROBE_FIRST_NOTICE:
        if (asks_all(&reading.probe->orgs))
            any_notice(run, values);
        else
            probe_first_notice(&reading, values);
        since_first_takes(run, values);
        break;
    case PROBE_FIRST_CONTAINED:
        first_contained(&reading, values);
        since_first_takes(run, values);
        break;
    case PROBE_DWELL:
        dwell(&reading, values);
        break;
    case PROBE_STAY:
        probe_stay(&reading, values);
        break;
    case PROBE_COUNTRIES:
        probe_countries(&reading, values);
        break;
    case PROBE_OUTAGE:
        probe_outage(&reading, values);
        break;
    case PROBE_MACHINES_IN_STATE:
        probe_machines_in_state(&reading, values);
        break;
    case PROBE_DEPTH:
        depth(&reading, values);
        break;
    case PROBE_FIRST_STATE:
    case PROBE_LAST_STATE:
        state_time(&reading, reading.probe->kind == PROBE_LAST_STATE, values);
        break;
    default:
        read_count(&reading, values);
    }
}
