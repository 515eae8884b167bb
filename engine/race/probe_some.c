/* Probes that are asked of some organisations or assets alone, one control set after the other. */
#include "race/probe.h"

#include <string.h>

static SetMask only(uint32_t set) {
    return UINT64_C(1) << set;
}

static uint32_t node_at(const RaceState *run, uint32_t node, uint32_t set) {
    SetMask mask = only(set);
    return node_of(run, node, &mask)->at;
}

static uint32_t first_contained_at(const RaceState *run, AssetId asset, uint32_t set) {
    SetMask mask = only(set);
    return asset_first_contained(asset_of(run, asset, &mask));
}

/* ------------------------------------------------------------------ first notice */

static int64_t noticed_first(const Reading *reading, uint32_t set) {
    const RaceState *run = reading->run;
    uint32_t first = NEVER;
    for (uint32_t i = 0; i < run->touched_orgs.count; i++) {
        SetMask mask = only(set);
        OrgId org = run->touched_orgs.items[i];
        uint32_t at = org_of(run, org, &mask)->noticed_at;
        if (at < first && reading_org(reading, org)) first = at;
    }
    return first == NEVER ? METRIC_NONE : (int64_t)first;
}

void probe_first_notice(const Reading *reading, int64_t *values) {
    for (uint32_t set = 0; set < reading->run->set_count; set++) values[set] = noticed_first(reading, set);
}

/* ------------------------------------------------------------------ stay */

/* The asset state of an organisation that was taken first: the beginning of the intruder's stay; NONE. */
static uint32_t opening_node(const RaceState *run, OrgId org, uint32_t set) {
    const Race *race = run->race;
    const Organisation *owner = &race->world->orgs[org];
    uint32_t first = NONE, earliest = NEVER;
    uint32_t end = race->node_first[owner->first_asset + owner->asset_count];
    for (uint32_t node = race->node_first[owner->first_asset]; node < end; node++) {
        uint32_t at = node_at(run, node, set);
        if (at >= earliest) continue;
        earliest = at;
        first = node;
    }
    return first;
}

static uint32_t stay_ends(const Reading *reading, OrgId org, uint32_t set) {
    const Organisation *owner = &reading->run->race->world->orgs[org];
    uint32_t end = reading->by;
    for (uint32_t i = 0; i < owner->asset_count; i++) {
        uint32_t at = first_contained_at(reading->run, owner->first_asset + i, set);
        if (at < end) end = at;
    }
    return end;
}

static int64_t mean_stay(const Reading *reading, uint32_t set) {
    const RaceState *run = reading->run;
    uint64_t seconds = 0, count = 0;
    for (uint32_t i = 0; i < run->touched_nodes.count; i++) {
        uint32_t node = run->touched_nodes.items[i], from = node_at(run, node, set);
        OrgId org = run->race->world->assets[run->race->node_asset[node]].owner;
        if (from > reading->by || !reading_org(reading, org) || opening_node(run, org, set) != node) continue;
        uint32_t end = stay_ends(reading, org, set);
        seconds += end > from ? end - from : 0;
        count++;
    }
    return count ? (int64_t)(seconds / count) : METRIC_NONE;
}

void probe_stay(const Reading *reading, int64_t *values) {
    for (uint32_t set = 0; set < reading->run->set_count; set++) values[set] = mean_stay(reading, set);
}

/* ------------------------------------------------------------------ countries */

typedef Vec(const char *) Countries;

static void see(Countries *seen, const char *country) {
    for (uint32_t i = 0; i < seen->count; i++)
        if (strcmp(seen->items[i], country) == 0) return;
    if (*country) vec_push(seen, country);
}

void probe_countries(const Reading *reading, int64_t *values) {
    const RaceState *run = reading->run;
    Countries seen = {0};
    for (uint32_t set = 0; set < run->set_count; set++) {
        seen.count = 0;
        for (uint32_t i = 0; i < run->hit_orgs.count; i++) {
            SetMask mask = only(set);
            OrgId org = run->hit_orgs.items[i];
            if (org_of(run, org, &mask)->hit_at <= reading->by && reading_org(reading, org))
                see(&seen, world_org_profile(run->race->world, org)->country);
        }
        values[set] = seen.count;
    }
    vec_clear(&seen);
}

/* ------------------------------------------------------------------ assets */

static uint64_t seconds_out(const AssetState *state, uint32_t by) {
    uint32_t since = state->contained_at < state->lost_at ? state->contained_at : state->lost_at;
    return state->out_seconds + (since < by ? by - since : 0);
}

void probe_outage(const Reading *reading, int64_t *values) {
    const RaceState *run = reading->run;
    for (uint32_t set = 0; set < run->set_count; set++) {
        uint64_t longest = 0;
        for (uint32_t i = 0; i < run->touched_assets.count; i++) {
            SetMask mask = only(set);
            AssetId asset = run->touched_assets.items[i];
            uint64_t out = seconds_out(asset_of(run, asset, &mask), reading->by);
            if (out > longest && reading_asset(reading, asset)) longest = out;
        }
        values[set] = (int64_t)longest;
    }
}

void probe_machines_in_state(const Reading *reading, int64_t *values) {
    const RaceState *run = reading->run;
    for (uint32_t set = 0; set < run->set_count; set++) {
        int64_t count = 0;
        for (uint32_t i = 0; i < run->touched_nodes.count; i++) {
            SetMask mask = only(set);
            uint32_t node = run->touched_nodes.items[i];
            if (run->race->node_state[node] == reading->probe->state &&
                reading_asset(reading, run->race->node_asset[node]))
                count += state_fallen(run, node, reading->by, &mask);
        }
        values[set] = count;
    }
}
