#include "race/state.h"

#include <string.h>

static const NodeState node_untouched = {.at = NEVER, .arc = NONE};
static const AssetState asset_untouched = {.contained_at = NEVER, .lost_at = NEVER};
static const OrgState org_untouched = {
    .hit_at = NEVER, .noticed_at = NEVER, .warned_at = NEVER, .lost_from = NEVER, .posture = UINT16_MAX};

RaceState *race_state_create(const Race *race) {
    const World *world = race->world;
    const Adversary *adversary = race->adversary;
    RaceState *run = heap_take(1, sizeof *run);
    run->race = race;
    run->nodes = heap_take(race->node_count, sizeof *run->nodes);
    run->assets = heap_take(world->asset_count, sizeof *run->assets);
    run->orgs = heap_take(world->org_count, sizeof *run->orgs);
    run->access_contained_at = heap_take(world->access_count, sizeof(uint32_t));
    run->access_released_at = heap_take(world->access_count, sizeof(uint32_t));
    run->chosen_at = heap_take(race->candidate_count, sizeof(uint32_t));
    run->choice_made = heap_take(adversary->choices.count, 1);
    run->counters = heap_take(adversary->actions.count, sizeof(uint32_t));
    run->probed = heap_take(adversary->probes.count, sizeof(int64_t));
    if (race->has_set_attribute) {
        run->arc_closed = heap_take(race->arc_count, 1);
        for (uint32_t i = 0; i < race->arc_count; i++) run->arc_closed[i] = race->arcs[i].closed;
    }
    for (uint32_t i = 0; i < race->node_count; i++) run->nodes[i] = node_untouched;
    for (uint32_t i = 0; i < world->asset_count; i++) run->assets[i] = asset_untouched;
    for (uint32_t i = 0; i < world->org_count; i++) run->orgs[i] = org_untouched;
    for (uint32_t i = 0; i < world->access_count; i++) run->access_contained_at[i] = NEVER;
    for (uint32_t i = 0; i < race->candidate_count; i++) run->chosen_at[i] = NEVER;
    return run;
}

void race_state_destroy(RaceState *run) {
    if (!run) return;
    void *owned[] = {run->nodes,
                     run->assets,
                     run->orgs,
                     run->access_contained_at,
                     run->access_released_at,
                     run->probed,
                     run->chosen_at,
                     run->choice_made,
                     run->counters,
                     run->arc_closed};
    for (size_t i = 0; i < sizeof owned / sizeof *owned; i++) free(owned[i]);
    queue_clear(&run->queue);
    vec_clear(&run->touched_nodes);
    vec_clear(&run->touched_assets);
    vec_clear(&run->touched_orgs);
    vec_clear(&run->touched_accesses);
    vec_clear(&run->touched_arcs);
    vec_clear(&run->chosen);
    vec_clear(&run->lost);
    vec_clear(&run->hit_orgs);
    vec_clear(&run->lost_orgs);
    vec_clear(&run->priorities);
    marks_clear(&run->reports);
    marks_clear(&run->told_pairs);
    free(run);
}

void race_state_log(RaceState *run, HappeningVec *log) {
    run->log = log;
}

void state_reset(RaceState *run) {
    const Adversary *adversary = run->race->adversary;
    for (uint32_t i = 0; i < run->touched_nodes.count; i++)
        run->nodes[run->touched_nodes.items[i]] = node_untouched;
    for (uint32_t i = 0; i < run->touched_assets.count; i++)
        run->assets[run->touched_assets.items[i]] = asset_untouched;
    for (uint32_t i = 0; i < run->touched_orgs.count; i++)
        run->orgs[run->touched_orgs.items[i]] = org_untouched;
    for (uint32_t i = 0; i < run->touched_accesses.count; i++) {
        run->access_contained_at[run->touched_accesses.items[i]] = NEVER;
        run->access_released_at[run->touched_accesses.items[i]] = 0;
    }
    for (uint32_t i = 0; i < run->touched_arcs.count; i++) {
        uint32_t arc = run->touched_arcs.items[i];
        run->arc_closed[arc] = run->race->arcs[arc].closed;
    }
    for (uint32_t i = 0; i < run->chosen.count; i++) run->chosen_at[run->chosen.items[i]] = NEVER;
    run->touched_nodes.count = run->touched_assets.count = run->touched_orgs.count = 0;
    run->touched_accesses.count = run->touched_arcs.count = run->chosen.count = run->lost.count = 0;
    run->hit_orgs.count = run->lost_orgs.count = 0;
    queue_empty(&run->queue);
    memset(run->choice_made, 0, adversary->choices.count);
    memset(run->counters, 0, adversary->actions.count * sizeof *run->counters);
    marks_empty(&run->reports);
    marks_empty(&run->told_pairs);
    run->paid = 0;
    run->first_take = run->first_notice = NEVER;
}

NodeState *state_touch_node(RaceState *run, uint32_t node) {
    NodeState *state = &run->nodes[node];
    if (!state->touched) {
        state->touched = true;
        vec_push(&run->touched_nodes, node);
    }
    return state;
}

AssetState *state_touch_asset(RaceState *run, AssetId asset) {
    AssetState *state = &run->assets[asset];
    if (!state->touched) {
        state->touched = true;
        vec_push(&run->touched_assets, asset);
    }
    return state;
}

OrgState *state_touch_org(RaceState *run, OrgId org) {
    OrgState *state = &run->orgs[org];
    if (!state->touched) {
        state->touched = true;
        vec_push(&run->touched_orgs, org);
    }
    return state;
}

uint16_t state_posture(const RaceState *run, OrgId org) {
    uint16_t changed = run->orgs[org].posture;
    return changed != UINT16_MAX ? changed : run->weights->plan->map.of_org[org];
}

/* The fall of a group is stopped by its own containment and, when the step needs its source, by the source's.
 */
static uint32_t fall_stops_at(const RaceState *run, uint32_t node) {
    const Race *race = run->race;
    uint32_t stop = run->assets[race->node_asset[node]].contained_at;
    const Arc *arc = &race->arcs[run->nodes[node].arc];
    if (!race->adversary->rules.items[arc->rule].needs_source_at_arrival || arc->source == NONE) return stop;
    uint32_t source = run->assets[race->node_asset[arc->source]].contained_at;
    return source < stop ? source : stop;
}

uint32_t state_fallen(const RaceState *run, uint32_t node, uint32_t by) {
    const NodeState *state = &run->nodes[node];
    if (state->at == NEVER || state->at > by || state->machines == 0) return 0;
    if (state->fall_seconds == 0) return state->machines;
    uint32_t stop = fall_stops_at(run, node);
    if (stop > by) stop = by;
    uint32_t elapsed = stop > state->at ? stop - state->at : 0;
    if (elapsed >= state->fall_seconds) return state->machines;
    return 1 + (uint32_t)((uint64_t)(state->machines - 1) * elapsed / state->fall_seconds);
}
