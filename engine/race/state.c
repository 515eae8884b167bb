#include "race/state.h"

#include "base/prefetch.h"

const NodeState node_untouched = {.at = NEVER, .arc = NONE};
const AssetState asset_untouched = {.contained_at = NEVER, .undone_at = NEVER, .lost_at = NEVER};
const OrgState org_untouched = {
    .hit_at = NEVER, .noticed_at = NEVER, .warned_at = NEVER, .lost_from = NEVER, .joint = UINT16_MAX};
const AccessState access_untouched = {.contained_at = NEVER};
const ChosenState candidate_untouched = {.at = NEVER};

static void close_arcs(RaceState *run) {
    const Race *race = run->race;
    run->arc_closed = heap_take(race->arc_count, sizeof *run->arc_closed);
    for (uint32_t i = 0; i < race->arc_count; i++)
        run->arc_closed[i] = race->arcs[i].closed ? ~UINT64_C(0) : 0;
}

RaceState *race_state_create(const Race *race) {
    const World *world = race->world;
    const Adversary *adversary = race->adversary;
    RaceState *run = heap_take(1, sizeof *run);
    run->race = race;
    run->path = draw_path_best();
    run->nodes = heap_take(race->node_count, sizeof *run->nodes);
    run->assets = heap_take(world->asset_count, sizeof *run->assets);
    run->orgs = heap_take(world->org_count, sizeof *run->orgs);
    run->accesses = heap_take(world->access_count, sizeof *run->accesses);
    run->candidates = heap_take(race->candidate_count, sizeof *run->candidates);
    run->heard = heap_take(world->org_count, sizeof *run->heard);
    run->counters = heap_take((size_t)adversary->actions.count * SETS_MAX, sizeof *run->counters);
    run->probed = heap_take((size_t)adversary->probes.count * SETS_MAX, sizeof *run->probed);
    run->node_pool.size = sizeof(NodeState);
    run->asset_pool.size = sizeof(AssetState);
    run->org_pool.size = sizeof(OrgState);
    run->access_pool.size = sizeof(AccessState);
    run->candidate_pool.size = sizeof(ChosenState);
    run->sum_pool.size = sizeof(SumState);
    if (race->has_set_attribute) close_arcs(run);
    if (race->shared_leaves) run->leaf_seen = heap_take(world->org_count, sizeof *run->leaf_seen);
    return run;
}

void race_state_destroy(RaceState *run) {
    if (!run) return;
    void *owned[] = {run->nodes,    run->assets, run->orgs,       run->accesses, run->candidates,
                     run->counters, run->probed, run->arc_closed, run->heard,    run->leaf_seen};
    IdList *lists[] = {
        &run->touched_nodes, &run->touched_assets, &run->touched_orgs,       &run->touched_accesses,
        &run->touched_arcs,  &run->lost,           &run->touched_candidates, &run->hit_orgs,
        &run->lost_orgs,     &run->hearers,        &run->seen_leaves};
    LinkPool *pools[] = {&run->node_pool,   &run->asset_pool,     &run->org_pool,
                         &run->access_pool, &run->candidate_pool, &run->sum_pool};
    for (size_t i = 0; i < sizeof owned / sizeof *owned; i++) free(owned[i]);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) vec_clear(lists[i]);
    for (size_t i = 0; i < sizeof pools / sizeof *pools; i++) pool_clear(pools[i]);
    queue_clear(&run->queue);
    vec_clear(&run->priorities);
    vec_clear(&run->advisories);
    vec_clear(&run->leaf_waits);
    vec_clear(&run->leaf_hits);
    marks_clear(&run->reports);
    marks_clear(&run->told_pairs);
    free(run);
}

void race_state_log(RaceState *run, HappeningVec *log) {
    run->log = log;
}

void race_state_show(RaceState *run, uint32_t set) {
    run->shown = set;
}

enum { SEE_AHEAD = 16 };

static void forget(Link **chains, IdList *touched, LinkPool *pool) {
    for (uint32_t i = 0; i < touched->count; i++) {
        if (i + SEE_AHEAD < touched->count) prefetch_to_write(&chains[touched->items[i + SEE_AHEAD]]);
        chains[touched->items[i]] = NULL;
    }
    touched->count = 0;
    pool_empty(pool);
}

void state_reset(RaceState *run) {
    const Adversary *adversary = run->race->adversary;
    forget(run->nodes, &run->touched_nodes, &run->node_pool);
    forget(run->assets, &run->touched_assets, &run->asset_pool);
    forget(run->orgs, &run->touched_orgs, &run->org_pool);
    forget(run->accesses, &run->touched_accesses, &run->access_pool);
    forget(run->candidates, &run->touched_candidates, &run->candidate_pool);
    for (uint32_t i = 0; i < run->touched_arcs.count; i++) {
        uint32_t arc = run->touched_arcs.items[i];
        run->arc_closed[arc] = run->race->arcs[arc].closed ? ~UINT64_C(0) : 0;
    }
    for (uint32_t i = 0; i < run->hearers.count; i++) run->heard[run->hearers.items[i]] = 0;
    run->release_waits = false;
    run->hearers.count = run->advisories.count = run->advisories_before = 0;
    run->touched_arcs.count = run->lost.count = run->hit_orgs.count = run->lost_orgs.count = 0;
    pool_empty(&run->sum_pool);
    run->shown = 0;
    queue_empty(&run->queue);
    memset(run->counters, 0, (size_t)adversary->actions.count * SETS_MAX * sizeof *run->counters);
    marks_empty(&run->reports);
    marks_empty(&run->told_pairs);
    memset(run->paid, 0, sizeof run->paid);
    run->begun = run->noticed = 0;
    for (uint32_t i = 0; i < run->seen_leaves.count; i++) run->leaf_seen[run->seen_leaves.items[i]] = 0;
    run->leaf_waits.count = run->leaf_hits.count = run->seen_leaves.count = 0;
    run->restored = false;
}

uint32_t state_machines(const RaceState *run, AssetId asset) {
    const Race *race = run->race;
    uint32_t table = race->profile_count[race->world->assets[asset].profile];
    return (uint32_t)quantile_whole(&run->draw->tables[table], world_count_bits(race->world, asset),
                                    INT32_MAX);
}

/* The fall of a group is stopped by its own containment and, when the step needs its source, by the source's.
 */
static uint32_t fall_stops_at(const RaceState *run, uint32_t node, const Arc *arc, SetMask *sets) {
    const Race *race = run->race;
    uint32_t stop = asset_of(run, race->node_asset[node], sets)->contained_at;
    if (!race->adversary->rules.items[arc->rule].needs_source_at_arrival || arc->source == NONE) return stop;
    uint32_t source = asset_of(run, race->node_asset[arc->source], sets)->contained_at;
    return source < stop ? source : stop;
}

uint32_t state_fallen(const RaceState *run, uint32_t node, uint32_t by, SetMask *sets) {
    const NodeState *state = node_of(run, node, sets);
    if (state->at == NEVER || state->at > by || state->machines == 0) return 0;
    if (state->fall_seconds == 0) return state->machines;
    uint32_t stop = fall_stops_at(run, node, &run->race->arcs[state->arc], sets);
    if (stop > by) stop = by;
    uint32_t elapsed = stop > state->at ? stop - state->at : 0;
    if (elapsed >= state->fall_seconds) return state->machines;
    return 1 + (uint32_t)((uint64_t)(state->machines - 1) * elapsed / state->fall_seconds);
}
