/* One replication from its first event to its last, and what it left. */
#include "race/state.h"

#include <string.h>

static void start_alarms(RaceState *run) {
    const Race *race = run->race;
    if (run->response_off) return;
    for (uint32_t i = 0; i < race->adversary->false_alarms.count; i++)
        for (uint32_t k = race->alarms.first[i]; k < race->alarms.first[i + 1]; k++) {
            OrgId org = race->alarms.items[k];
            Name name = name_join(race->adversary->false_alarms.items[i].key, race->world->orgs[org].name);
            uint64_t coin = draw_bits(run->context, draw_key(name, DRAW_FALSE_ALARM, 0));
            if (!draw_coin(coin, run->draw->alarm_odds[i]) || !state_present(run, org)) continue;
            uint64_t bits = draw_bits(run->context, draw_key(name, DRAW_FALSE_ALARM, 1));
            uint64_t at = quantile_whole(&run->draw->tables[race->alarm_after[i]], bits, NEVER);
            if (at <= run->horizon)
                queue_push(&run->queue, (Event){queue_key((uint32_t)at, CLASS_REPORT, race->org_rank[org]),
                                                name, EVENT_NOTICE, org, 0, NONE});
        }
}

static void start_choices(RaceState *run) {
    const Adversary *adversary = run->race->adversary;
    for (uint32_t i = 0; i < adversary->choices.count; i++) {
        const Choice *choice = &adversary->choices.items[i];
        uint32_t at = choice->has_read && choice->read_at > 0 ? (uint32_t)choice->read_at : 0;
        if (at <= run->horizon)
            queue_push(&run->queue, (Event){queue_key(at, CLASS_ATTACK, (1u << 30) - 1), choice->key,
                                            EVENT_CHOOSE, i, 0, 0});
    }
}

static void start_probes(RaceState *run) {
    const Adversary *adversary = run->race->adversary;
    for (uint32_t i = 0; i < adversary->probes.count; i++) {
        const Probe *probe = &adversary->probes.items[i];
        if (probe->at >= 0 && probe->at <= (int64_t)run->horizon)
            queue_push(&run->queue,
                       (Event){queue_key((uint32_t)probe->at, CLASS_ACTION, 1), i, EVENT_PROBE, i, 0, 0});
    }
}

static void handle(RaceState *run, const Event *event) {
    uint32_t at = event_second(event);
    switch ((EventKind)event->kind) {
    case EVENT_LAUNCH:
        walk_launch(run, event->a, at, event->b);
        break;
    case EVENT_ARRIVE:
        walk_arrive(run, event);
        break;
    case EVENT_EXPIRE:
        walk_expire(run, event);
        break;
    case EVENT_NOTICE:
        respond_noticed(run, event->a, at, event->c);
        break;
    case EVENT_RESPOND:
        respond_done(run, event);
        break;
    case EVENT_CHOOSE:
        choose_run(run, event->a, at);
        break;
    case EVENT_ACT:
        act_run(run, event->a, at);
        break;
    case EVENT_PAID:
        act_paid(run, event->a, at);
        break;
    case EVENT_CONTAINED:
        act_contained(run, event);
        break;
    case EVENT_PROBE:
        run->probed[event->a] = probe_value(run, event->a, at);
        break;
    }
}

static void read_probes(RaceState *run, int64_t *metrics) {
    const Adversary *adversary = run->race->adversary;
    for (uint32_t i = 0; i < adversary->probes.count; i++) {
        bool read =
            adversary->probes.items[i].at >= 0 && adversary->probes.items[i].at <= (int64_t)run->horizon;
        metrics[i] = read ? run->probed[i] : probe_value(run, i, run->horizon);
    }
}

void race_run(const Race *race, const Weights *weights, RaceState *run, RaceOptions options,
              int64_t *metrics) {
    state_reset(run);
    run->weights = weights;
    run->draw = weights->draw;
    run->context = draw_context(options.seed, options.draw, options.replication);
    run->horizon = race->adversary->horizon;
    run->response_off = options.response_off;
    start_choices(run);
    start_probes(run);
    act_start(run, options.given, options.given_count);
    start_alarms(run);
    walk_start(run);
    Event event;
    while (queue_pop(&run->queue, &event)) handle(run, &event);
    read_probes(run, metrics);
}

/* ------------------------------------------------------------------ what it left */

/* Order-free: a sum over what was touched, so that no detail of the walk shows in it. */
uint64_t race_state_hash(const Race *race, const RaceState *run) {
    uint64_t hash = name_mix(run->paid + 1);
    for (uint32_t i = 0; i < run->touched_nodes.count; i++) {
        uint32_t node = run->touched_nodes.items[i];
        const NodeState *state = &run->nodes[node];
        if (state->at == NEVER) continue;
        Name name = name_at(race->world->assets[race->node_asset[node]].name, race->node_state[node]);
        hash += name_join(name, (uint64_t)state->at << 32 | state_fallen(run, node, run->horizon));
    }
    for (uint32_t i = 0; i < run->touched_assets.count; i++) {
        AssetId asset = run->touched_assets.items[i];
        if (run->assets[asset].contained_at != NEVER)
            hash += name_join(name_mix(race->world->assets[asset].name), run->assets[asset].contained_at);
    }
    for (uint32_t i = 0; i < run->touched_orgs.count; i++) {
        OrgId org = run->touched_orgs.items[i];
        const OrgState *state = &run->orgs[org];
        hash += name_join(
            name_join(race->world->orgs[org].name, (uint64_t)state->hit_at << 32 | state->noticed_at),
            state->lost_seconds + state->warned_at);
    }
    return hash;
}

static int compare_taken(const void *x, const void *y) {
    const Taken *a = x, *b = y;
    if (a->at != b->at) return a->at < b->at ? -1 : 1;
    if (a->asset != b->asset) return a->asset < b->asset ? -1 : 1;
    return (int)a->state - (int)b->state;
}

void race_taken(const Race *race, const RaceState *run, TakenVec *out) {
    for (uint32_t i = 0; i < run->touched_nodes.count; i++) {
        uint32_t node = run->touched_nodes.items[i];
        const NodeState *state = &run->nodes[node];
        if (state->at == NEVER) continue;
        const Arc *arc = &race->arcs[state->arc];
        AssetId source = arc->source == NONE ? NONE : race->node_asset[arc->source];
        vec_push(out,
                 (Taken){race->node_asset[node], (State)race->node_state[node], state->at,
                         state->implied ? NONE : arc->rule, source, state_fallen(run, node, run->horizon)});
    }
    if (out->count) qsort(out->items, out->count, sizeof *out->items, compare_taken);
}

uint32_t race_org_hit_at(const RaceState *run, OrgId org) {
    return run->orgs[org].hit_at;
}

uint32_t race_org_noticed_at(const RaceState *run, OrgId org) {
    return run->orgs[org].noticed_at;
}

uint32_t race_org_warned_at(const RaceState *run, OrgId org) {
    return run->orgs[org].warned_at;
}

uint32_t race_asset_contained_at(const RaceState *run, AssetId asset) {
    return run->assets[asset].contained_at;
}

uint32_t race_asset_machines(const Race *race, const RaceState *run, AssetId asset) {
    uint32_t most = run->assets[asset].machines_before;
    for (uint32_t node = race->node_first[asset]; node < race->node_first[asset + 1]; node++) {
        uint32_t fallen = state_fallen(run, node, run->horizon);
        if (fallen > most) most = fallen;
    }
    return most;
}

bool race_org_present(const Race *race, const Weights *weights, OrgId org) {
    return world_present(race->world, weights->draw->sizes, org);
}

uint64_t race_arcs_touched(const RaceState *run) {
    return run->arcs_touched;
}

RaceSize race_size(const Race *race) {
    const World *world = race->world;
    size_t state = race->node_count * sizeof(NodeState) + world->asset_count * sizeof(AssetState) +
                   world->org_count * sizeof(OrgState) + world->access_count * 2 * sizeof(uint32_t) +
                   race->candidate_count * sizeof(uint32_t) + (race->has_set_attribute ? race->arc_count : 0);
    return (RaceSize){race->arc_count, race->node_count, race->adversary->responses.count, race->arena.bytes,
                      state};
}
