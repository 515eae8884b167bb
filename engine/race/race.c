/* One replication from its first event to its last, and what it left. */
#include "race/forecast.h"

#include <assert.h>

static void redraw_alarm(const RaceState *run, const QuantileTable *table, Odds odds, Name name,
                         uint64_t *coin, uint64_t *bits) {
    Timer timer = timer_of_wait(run, table, 0);
    forecast_redraw(run, &timer, odds, false, name, DRAW_FALSE_ALARM, DRAW_STAGE, 0, coin, bits);
}

static void start_alarms(RaceState *run) {
    const Race *race = run->race;
    if (run->response_off) return;
    for (uint32_t i = 0; i < race->adversary->false_alarms.count; i++)
        for (uint32_t k = race->alarms.first[i]; k < race->alarms.first[i + 1]; k++) {
            OrgId org = race->alarms.items[k];
            Name name = name_join(race->adversary->false_alarms.items[i].key, race->world->orgs[org].name);
            const QuantileTable *table = &run->draw->tables[race->alarm_after[i]];
            uint64_t coin = run_bits(run, name, DRAW_FALSE_ALARM, 0);
            uint64_t bits = run_bits(run, name, DRAW_FALSE_ALARM, 1);
            if (forecast_is_past(run)) redraw_alarm(run, table, run->draw->alarm_odds[i], name, &coin, &bits);
            if (!draw_coin(coin, run->draw->alarm_odds[i]) || !state_present(run, org)) continue;
            uint64_t at = quantile_whole(table, bits, NEVER);
            if (at <= run->horizon)
                queue_push(&run->queue,
                           (Event){.key = queue_key((uint32_t)at, CLASS_REPORT, race->org_rank[org]),
                                   .tie = name,
                                   .sets = run->sets,
                                   .kind = EVENT_NOTICE,
                                   .a = org,
                                   .c = NONE});
        }
}

static void start_choices(RaceState *run) {
    const Adversary *adversary = run->race->adversary;
    for (uint32_t i = 0; i < adversary->choices.count; i++) {
        const Choice *choice = &adversary->choices.items[i];
        uint32_t at = choice->has_read && choice->read_at > 0 ? (uint32_t)choice->read_at : 0;
        if (at <= run->horizon)
            queue_push(&run->queue, (Event){.key = queue_key(at, CLASS_ATTACK, (1u << 30) - 1),
                                            .tie = choice->key,
                                            .sets = run->sets,
                                            .kind = EVENT_CHOOSE,
                                            .a = i});
    }
}

static bool is_wanted(const RaceState *run, uint32_t probe) {
    return !run->wanted || run->wanted[probe];
}

static bool is_read_early(const RaceState *run, uint32_t probe) {
    int64_t at = run->race->adversary->probes.items[probe].at;
    return at >= 0 && at <= (int64_t)run->horizon;
}

static void start_probes(RaceState *run) {
    const Adversary *adversary = run->race->adversary;
    for (uint32_t i = 0; i < adversary->probes.count; i++) {
        if (!is_wanted(run, i) || !is_read_early(run, i)) continue;
        uint32_t at = (uint32_t)adversary->probes.items[i].at;
        queue_push(&run->queue, (Event){.key = queue_key(at, CLASS_ACTION, 1),
                                        .tie = i,
                                        .sets = run->sets,
                                        .kind = EVENT_PROBE,
                                        .a = i});
    }
}

static void handle(RaceState *run, const Event *event) {
    uint32_t at = event_second(event);
    switch ((EventKind)event->kind) {
    case EVENT_LAUNCH:
        walk_launch(run, event->a, at, event->b, event->sets);
        break;
    case EVENT_ARRIVE:
    case EVENT_FAIL:
        walk_arrive(run, event);
        break;
    case EVENT_EXPIRE:
        walk_expire(run, event);
        break;
    case EVENT_NOTICE:
        respond_noticed(run, event->a, at, event->c, event->sets);
        break;
    case EVENT_RESPOND:
        respond_done(run, event);
        break;
    case EVENT_CHOOSE:
        choose_run(run, event->a, at, event->sets);
        break;
    case EVENT_ACT:
        act_run(run, event->a, at, event->sets);
        break;
    case EVENT_PAID:
        act_paid(run, event->a, at, event->sets);
        break;
    case EVENT_CONTAINED:
        act_contained(run, event);
        break;
    case EVENT_PROBE:
        probe_read(run, event->a, at, run->probed + (size_t)event->a * SETS_MAX);
        break;
    }
}

static void read_probes(RaceState *run, int64_t *metrics) {
    const Adversary *adversary = run->race->adversary;
    for (uint32_t i = 0; i < adversary->probes.count; i++) {
        int64_t *values = run->probed + (size_t)i * SETS_MAX;
        bool wanted = is_wanted(run, i);
        if (wanted && !is_read_early(run, i)) probe_read(run, i, run->horizon, values);
        for (uint32_t set = 0; set < run->set_count; set++)
            metrics[(size_t)set * adversary->probes.count + i] = wanted ? values[set] : METRIC_NONE;
    }
}

bool race_ends_with_attack(const Race *race, const bool *wanted) {
    const Probe *probes = race->adversary->probes.items;
    if (!wanted || race->has_again || race->has_set_attribute) return false;
    for (uint32_t i = 0; i < race->adversary->probes.count; i++) {
        bool of_the_hit = probes[i].kind == PROBE_ORGS_HIT || probes[i].kind == PROBE_COUNTRIES;
        if (wanted[i] && (probes[i].at >= 0 || !of_the_hit)) return false;
    }
    return true;
}

void race_run(const Race *race, const Weights *weights, RaceState *run, RaceOptions options,
              int64_t *metrics) {
    state_reset(run);
    run->weights = weights;
    run->draw = weights->draw;
    run->set_count = weights->plan->set_count;
    run->sets = sets_upto(run->set_count);
    run->truth = run->context = draw_context(options.seed, options.draw, options.replication);
    run->future = options.future ? name_at(run->truth, options.future) : run->truth;
    run->cut = options.future ? options.cut : NEVER;
    assert(!options.future || run->set_count == 1);
    run->horizon = race->adversary->horizon;
    run->response_off = options.response_off;
    run->wanted = options.wanted;
    run->counts_only = options.counts_only && !run->log;
    run->brief = !run->log && race_ends_with_attack(race, options.wanted);
    assert(!run->log || run->set_count == 1);
    run->leaves_wait = leaves_may_wait(run);
    start_choices(run);
    start_probes(run);
    act_start(run, options.given, options.given_count);
    start_alarms(run);
    walk_start(run);
    Event event;
    while (!(run->brief && run->queue.attacks == 0 && run->leaf_waits.count == 0) &&
           queue_pop(&run->queue, &event)) {
        if (event_second(&event) > run->cut) run->context = run->future;
        ahead_fetch(run);
        handle(run, &event);
    }
    leaves_settle(run);
    read_probes(run, metrics);
}

/* ------------------------------------------------------------------ what it left */

/* Order-free: a sum over what was touched, so that no detail of the walk shows in it. What was touched and
 * is as before counts for nothing. */
static void hash_nodes(const RaceState *run, Tally *sums) {
    const Race *race = run->race;
    for (uint32_t i = 0; i < run->touched_nodes.count; i++) {
        uint32_t node = run->touched_nodes.items[i];
        Name name = name_at(race->world->assets[race->node_asset[node]].name, race->node_state[node]);
        EACH_PART(part, state_taken(run, node, run->sets)) {
            uint64_t at = node_of(run, node, &part)->at;
            uint32_t fallen = state_fallen(run, node, run->horizon, &part);
            tally_add(sums, part, (int64_t)name_join(name, at << 32 | fallen));
        }
    }
}

static void hash_assets(const RaceState *run, Tally *sums) {
    for (uint32_t i = 0; i < run->touched_assets.count; i++) {
        AssetId asset = run->touched_assets.items[i];
        Name name = name_mix(run->race->world->assets[asset].name);
        for (const Link *link = run->assets[asset]; link; link = link->next) {
            uint32_t at = ((const AssetState *)link)->contained_at;
            if (at != NEVER) tally_add(sums, link->sets, (int64_t)name_join(name, at));
        }
    }
}

static void hash_orgs(const RaceState *run, Tally *sums) {
    for (uint32_t i = 0; i < run->touched_orgs.count; i++) {
        OrgId org = run->touched_orgs.items[i];
        Name name = run->race->world->orgs[org].name;
        for (const Link *link = run->orgs[org]; link; link = link->next) {
            const OrgState *state = (const OrgState *)link;
            uint64_t times = (uint64_t)state->hit_at << 32 | state->noticed_at;
            if (times == UINT64_MAX && state->warned_at == NEVER && state->lost_seconds == 0) continue;
            Name hash = name_join(name_join(name, times), state->lost_seconds + state->warned_at);
            tally_add(sums, link->sets, (int64_t)hash);
        }
    }
}

void race_state_hashes(RaceState *run, uint64_t *hashes) {
    advisory_hear_all(run);
    Tally sums = {.all = run->sets};
    hash_nodes(run, &sums);
    hash_assets(run, &sums);
    hash_orgs(run, &sums);
    for (uint32_t set = 0; set < run->set_count; set++)
        hashes[set] = name_mix(run->paid[set] + 1) + (uint64_t)tally_of(&sums, set);
}

uint64_t race_state_hash(RaceState *run) {
    uint64_t hashes[SETS_MAX];
    race_state_hashes(run, hashes);
    return hashes[run->shown];
}

/* The state that the set shown has. */
static SetMask shown(const RaceState *run) {
    return UINT64_C(1) << run->shown;
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
        SetMask set = shown(run);
        const NodeState *state = node_of(run, node, &set);
        if (state->at == NEVER) continue;
        const Arc *arc = &race->arcs[state->arc];
        AssetId source = arc->source == NONE ? NONE : race->node_asset[arc->source];
        vec_push(out, (Taken){race->node_asset[node], (State)race->node_state[node], state->at,
                              state->implied ? NONE : arc->rule, source,
                              state_fallen(run, node, run->horizon, &set)});
    }
    if (out->count) qsort(out->items, out->count, sizeof *out->items, compare_taken);
}

uint32_t race_org_hit_at(const RaceState *run, OrgId org) {
    SetMask set = shown(run);
    return org_of(run, org, &set)->hit_at;
}

uint32_t race_org_noticed_at(const RaceState *run, OrgId org) {
    SetMask set = shown(run);
    return org_of(run, org, &set)->noticed_at;
}

uint32_t race_org_warned_at(const RaceState *run, OrgId org) {
    SetMask set = shown(run);
    return org_of(run, org, &set)->warned_at;
}

uint32_t race_asset_contained_at(const RaceState *run, AssetId asset) {
    SetMask set = shown(run);
    return asset_of(run, asset, &set)->contained_at;
}

uint32_t race_asset_machines(const Race *race, const RaceState *run, AssetId asset) {
    SetMask set = shown(run);
    uint32_t most = asset_of(run, asset, &set)->machines_before;
    for (uint32_t node = race->node_first[asset]; node < race->node_first[asset + 1]; node++) {
        uint32_t fallen = state_fallen(run, node, run->horizon, &set);
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

uint64_t race_arc_sets_touched(const RaceState *run) {
    return run->arc_sets_touched;
}

RaceSize race_size(const Race *race) {
    const World *world = race->world;
    size_t chains = (size_t)race->node_count + world->asset_count + world->org_count + world->access_count +
                    race->candidate_count;
    size_t state =
        chains * sizeof(Link *) + (race->has_set_attribute ? race->arc_count * sizeof(SetMask) : 0);
    return (RaceSize){race->arc_count, race->node_count, race->adversary->responses.count, race->arena.bytes,
                      state};
}
