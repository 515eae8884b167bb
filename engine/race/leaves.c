/* Leaves: customers behind one server, from whom nothing goes on. When all that is read is who was hit, they
 * need no event and no state: what left for them is remembered with its second, and who was hit is worked out
 * when the race is over, from the same addressed draws, many at a time.
 *
 * It holds because nothing that comes later can change it: containment only ever comes earlier (nothing
 * undoes it), so that its last value tells whether it was there at an arrival, and what a leaf itself sets
 * off (noticing, containing itself, repairing) concerns itself alone. What is no such leaf takes the ordinary
 * way; tests/unit/test_leaves.c compares the two. */
#include "base/draw_many.h"
#include "race/compile_internal.h"
#include "race/forecast.h"
#include "race/probe.h"

/* ------------------------------------------------------------------ which arcs lead to one */

/* Whether what the rule does is over with its one arrival, and seen by its target alone. */
static bool rule_is_plain(const Rule *rule) {
    bool plain = rule->scope != RULE_ENTRY && rule->premise_count == 0 && rule->among == NONE &&
                 rule->exploits == NONE && rule->shock == NONE && rule->shared_by < 0 && rule->tries == 1 &&
                 !rule->has_lasting && rule->not_before < 0 && rule->hours == HOURS_ANY;
    for (uint32_t i = 0; i < rule->notice_count; i++)
        plain &= rule->notices[i].by == NOTICE_BY_TARGET && !rule->notices[i].on_attempt;
    return plain;
}

/* Whether members of a profile that notice, or lose something, look after their own alone. */
static bool answers_quietly(const Race *race, uint32_t profile) {
    const uint32_t *triggers = race->trigger_slots + (size_t)profile * TRIGGER_COUNT;
    for (uint32_t slots = triggers[TRIGGER_NOTICE] | triggers[TRIGGER_STATE]; slots; slots &= slots - 1) {
        uint32_t place = profile * RESPONSES_PER_PROFILE + (uint32_t)__builtin_ctz(slots);
        const Response *response = &race->adversary->responses.items[race->profile_responses[place]];
        if (response->tell || response->contain > CONTAIN_OWN) return false;
    }
    return true;
}

/* Nothing in the scenario undoes, counts or reads what a leaf does. An action contains at the second at which
 * it is taken, behind what arrived then, so that its second alone does not tell which came first. */
static bool may_have_leaves(const Race *race) {
    const Adversary *adversary = race->adversary;
    bool may = adversary->actions.count == 0 && !race->undoes && !race->has_again && !race->has_premises;
    for (uint32_t i = 0; i < adversary->choices.count; i++) may &= !adversary->choices.items[i].has_read;
    for (uint32_t i = 0; i < adversary->rules.count; i++)
        may &= adversary->rules.items[i].scope == RULE_ENTRY || adversary->rules.items[i].among == NONE;
    return may;
}

/* What an arc leads to: a leaf is left alone by all but its one provider, and nothing goes on from it; a twig
 * is like it, but leads to leaves of its own; a shared leaf has several providers. */
typedef enum LeafKind { LEAF_NOT, LEAF_PLAIN, LEAF_TWIG, LEAF_SHARED } LeafKind;

#define TWIGS_DEEP 4 /* one above the other */

typedef struct LeafFinder {
    const Race *race;
    uint32_t *arcs_into, *plain_into; /* [org] all, and those of plain rules */
    uint8_t *quiet;                   /* [org profile] */
    uint8_t *plain;                   /* [rule] */
} LeafFinder;

/* One asset with one state, whose taking counts and is nobody else's business. */
static bool is_alone(const LeafFinder *finder, const Arc *arc) {
    const Race *race = finder->race;
    const Organisation *owner = &race->world->orgs[arc->owner];
    uint8_t hits = race->adversary->hit[race->world->org_profiles[owner->profile].kind];
    return hits & STATE_BIT(race->node_state[arc->target]) && finder->plain[arc->rule] &&
           race->node_first[arc->asset + 1] - race->node_first[arc->asset] == 1 && owner->asset_count == 1 &&
           finder->quiet[owner->profile];
}

/* What leads back to where it came from finds it taken. */
static bool leads_back(const Race *race, const Arc *arc, uint32_t from) {
    const Rule *rule = &race->adversary->rules.items[arc->rule];
    return arc->target == from && rule->tries == 1 && rule->notice_count == 0;
}

static LeafKind kind_of_leaf(const LeafFinder *finder, const Arc *arc, uint32_t depth) {
    const Race *race = finder->race;
    if (!is_alone(finder, arc)) return LEAF_NOT;
    uint32_t first = race->out_first[arc->target], end = race->out_first[arc->target + 1];
    if (finder->arcs_into[arc->owner] > 1)
        return first == end && !arc->group && finder->plain_into[arc->owner] == finder->arcs_into[arc->owner]
                   ? LEAF_SHARED
                   : LEAF_NOT;
    bool source_is_group = world_asset_profile(race->world, race->node_asset[arc->source])->is_group;
    bool is_twig = false;
    for (uint32_t on = first; on < end; on++) {
        if (!source_is_group && leads_back(race, &race->arcs[on], arc->source)) continue;
        if (arc->group || depth == TWIGS_DEEP || race->adversary->rules.items[arc->rule].notice_count > 0 ||
            race->arcs[on].target == arc->source ||
            kind_of_leaf(finder, &race->arcs[on], depth + 1) == LEAF_NOT)
            return LEAF_NOT;
        is_twig = true;
    }
    return is_twig ? LEAF_TWIG : LEAF_PLAIN;
}

static uint32_t profile_of(const Race *race, const Arc *arc) {
    return race->world->orgs[arc->owner].profile;
}

/* Behind the other arcs of their node, by kind, each in their order. */
static void part_leaves(const LeafFinder *finder, Race *race, uint32_t node, Arc *kept, uint8_t *kinds) {
    uint32_t first = race->out_first[node], count = race->out_first[node + 1] - first, place = first;
    uint32_t *starts[] = {NULL, &race->leaf_first[node], &race->twig_first[node], &race->shared_first[node]};
    for (uint32_t i = 0; i < count; i++) {
        kept[i] = race->arcs[first + i];
        kinds[i] = (uint8_t)kind_of_leaf(finder, &kept[i], 1);
    }
    for (LeafKind kind = LEAF_NOT; kind <= LEAF_SHARED; kind++) {
        if (starts[kind]) *starts[kind] = place;
        for (uint32_t i = 0; i < count; i++)
            if (kinds[i] == kind) race->arcs[place++] = kept[i];
    }
    uint32_t leaf = race->leaf_first[node];
    race->has_leaves |= leaf < place;
    race->shared_leaves |= race->shared_first[node] < place;
    race->leaf_profile[node] = leaf < place ? profile_of(race, &race->arcs[leaf]) : NONE;
    for (; leaf < place; leaf++) {
        race->group_leaves |= race->arcs[leaf].group;
        if (profile_of(race, &race->arcs[leaf]) != race->leaf_profile[node]) race->leaf_profile[node] = NONE;
    }
}

static void part_all(const LeafFinder *finder, Race *race) {
    uint32_t most = 0;
    for (uint32_t node = 0; node < race->node_count; node++)
        if (race->out_first[node + 1] - race->out_first[node] > most)
            most = race->out_first[node + 1] - race->out_first[node];
    Arc *kept = heap_take(most, sizeof *kept);
    uint8_t *kinds = heap_take(most, 1);
    for (uint32_t node = 0; node < race->node_count; node++) part_leaves(finder, race, node, kept, kinds);
    free(kept);
    free(kinds);
}

void compile_leaves(Race *race) {
    const World *world = race->world;
    if (!may_have_leaves(race)) return;
    LeafFinder finder = {.race = race,
                         .arcs_into = heap_take(world->org_count, sizeof(uint32_t)),
                         .plain_into = heap_take(world->org_count, sizeof(uint32_t)),
                         .quiet = heap_take(world->org_profile_count, 1),
                         .plain = heap_take(race->adversary->rules.count, 1)};
    for (uint32_t i = 0; i < world->org_profile_count; i++) finder.quiet[i] = answers_quietly(race, i);
    for (uint32_t i = 0; i < race->adversary->rules.count; i++)
        finder.plain[i] = rule_is_plain(&race->adversary->rules.items[i]);
    for (uint32_t arc = 0; arc < race->arc_count; arc++) {
        finder.arcs_into[race->arcs[arc].owner]++;
        finder.plain_into[race->arcs[arc].owner] += finder.plain[race->arcs[arc].rule];
    }
    uint32_t **by_node[] = {&race->leaf_first, &race->twig_first, &race->shared_first, &race->leaf_profile};
    for (size_t i = 0; i < sizeof by_node / sizeof *by_node; i++)
        *by_node[i] = arena_new(&race->arena, uint32_t, race->node_count);
    part_all(&finder, race);
    free(finder.arcs_into);
    free(finder.plain_into);
    free(finder.quiet);
    free(finder.plain);
}

/* ------------------------------------------------------------------ who was hit */

bool leaves_may_wait(const RaceState *run) {
    const Race *race = run->race;
    if (!race->has_leaves || !run->brief || run->set_count > 1 || run->cut != NEVER) return false;
    for (uint32_t i = 0; i < race->adversary->probes.count; i++)
        if (run->wanted[i] && race->adversary->probes.items[i].kind != PROBE_ORGS_HIT) return false;
    return true;
}

void leaves_wait_for(RaceState *run, uint32_t node, uint32_t at) {
    if (!state_contained(run, run->race->node_asset[node], at, 1))
        vec_push(&run->leaf_waits, ((LeafWait){node, at, NEVER}));
}

/* Leaves first … first + count − 1 of one node and one weight class, set off together. */
typedef struct Block {
    uint32_t node, first, count;
    const Arc *arc; /* the first: rule and source are the same for all */
    const ClassWeight *weight;
    Timer timer;    /* of the rule's delay */
    uint32_t until; /* last second at which they still arrive */
    bool needs_source;
} Block;

/* Reads and writes whole lanes: keys and bits have room for that. */
static void draw_block(const RaceState *run, const Block *block, const uint64_t *keys, uint64_t *bits) {
    uint32_t lanes = (block->count + DRAW_LANES - 1) / DRAW_LANES * DRAW_LANES;
    draw_many(run->path, run->context, keys + block->first, lanes, bits);
}

static uint64_t coins_of(const RaceState *run, const Block *block) {
    uint64_t bits[LEAVES_IN_A_BLOCK];
    Odds odds = block->weight->odds.items[0].value;
    if (odds == ODDS_ONE) return sets_upto(block->count);
    if (odds == 0) return 0;
    draw_block(run, block, run->race->success_keys, bits);
    return draws_at_most(run->path, bits, block->count, (odds << 32) - 1);
}

static uint32_t second_of(const RaceState *run, const Block *block, uint32_t place) {
    return timer_second(&block->timer, draw_bits(run->context, run->race->delay_keys[block->first + place]));
}

/* The least value of the delay's table with which a step comes too late: (value × factor) >> 32 seconds. */
static uint64_t too_late(const Block *block) {
    unsigned __int128 seconds = (unsigned __int128)(block->until - block->timer.at + UINT64_C(1)) << 32;
    unsigned __int128 value = (seconds + block->timer.factor - 1) / block->timer.factor;
    return value > UINT64_MAX ? UINT64_MAX : (uint64_t)value;
}

/* Most draws are clearly early or late; those in one piece of the table are worked out. */
static uint64_t in_time(const RaceState *run, const Block *block, uint64_t up) {
    uint64_t bits[LEAVES_IN_A_BLOCK], sure, most;
    if (block->until <= block->timer.at ||
        !quantile_bracket(block->timer.table, too_late(block), &sure, &most))
        return 0;
    if (sure == UINT64_MAX) return up;
    draw_block(run, block, run->race->delay_keys, bits);
    uint64_t early = draws_at_most(run->path, bits, block->count, sure) & up;
    uint64_t unclear = draws_at_most(run->path, bits, block->count, most) & up & ~early;
    for (; unclear; unclear &= unclear - 1) {
        uint32_t i = sets_lowest(unclear);
        if (timer_second(&block->timer, bits[i]) <= block->until) early |= UINT64_C(1) << i;
    }
    return early;
}

/* Of a group at least one machine has to fall. */
static bool takes_a_machine(const RaceState *run, const Block *block, AssetId asset) {
    GroupRung group = block->weight->groups[0];
    uint32_t reach = (uint32_t)odds_and(state_machines(run, asset), group.reach);
    Name name = run->race->world->assets[asset].name;
    return binomial_quantile(reach, group.hazard, run_bits(run, name, DRAW_GROUP, 0)) > 0;
}

static bool is_instant(const RaceState *run, uint32_t second) {
    bool is = false;
    for (uint32_t i = 0; i < run->instants.count; i++) is |= run->instants.items[i] == second;
    return is;
}

/* Whether what was contained at a second stops what arrives at another; at the same second it does, unless
 * that was decided then. */
static bool stops(RaceState *run, uint32_t contained_at, uint32_t at) {
    if (contained_at == at && is_instant(run, at)) run->leaf_tie = true;
    return contained_at <= at;
}

static bool is_held(RaceState *run, const Block *block, const Arc *arc, uint32_t place) {
    SetMask set = 1;
    uint32_t asset_at = NEVER, access_at = NEVER;
    if (run->advisories.count || run->assets[arc->asset])
        asset_at = asset_of(run, arc->asset, &set)->contained_at;
    if (arc->access != NONE && block->needs_source && run->touched_accesses.count)
        access_at = access_of(run, arc->access, &set)->contained_at;
    if (asset_at == NEVER && access_at == NEVER) return false;
    uint32_t at = second_of(run, block, place);
    return stops(run, asset_at, at) || stops(run, access_at, at);
}

static bool is_hit(RaceState *run, const Block *block, uint32_t place) {
    const Arc *arc = block->arc + place;
    return state_present(run, arc->owner) && !is_held(run, block, arc, place) &&
           (!arc->group || takes_a_machine(run, block, arc->asset));
}

/* Whether all that arrive are hit: nothing was contained, all are there, and none is a group. */
static bool all_are_hit(const RaceState *run) {
    const World *world = run->race->world;
    return !run->advisories.count && !run->touched_assets.count && !run->touched_accesses.count &&
           !world->population_count && !run->race->group_leaves;
}

static uint64_t hits_of(RaceState *run, const Block *block) {
    uint64_t up = coins_of(run, block);
    if (up) up = in_time(run, block, up);
    if (!up || all_are_hit(run)) return up;
    for (uint64_t left = up; left; left &= left - 1)
        if (!is_hit(run, block, sets_lowest(left))) up &= ~(left & (0 - left));
    return up;
}

/* Those of one class at the head of arcs first … end − 1; most often all have the same. */
static uint32_t of_one_class(const uint16_t *classes, uint32_t first, uint32_t end) {
    uint32_t count = end - first < LEAVES_IN_A_BLOCK ? end - first : LEAVES_IN_A_BLOCK;
    uint16_t differ = 0;
    for (uint32_t i = 0; i < count; i++) differ |= classes[first + i] ^ classes[first];
    if (!differ) return count;
    for (uint32_t i = 1; i < count; i++)
        if (classes[first + i] != classes[first]) return i;
    return count;
}

static Block block_at(const RaceState *run, const LeafWait *wait, uint32_t first, uint32_t end) {
    const Race *race = run->race;
    const uint16_t *classes = run->weights->plan->class_of_arc;
    const Arc *arc = &race->arcs[first];
    const ClassWeight *weight = &run->weights->classes[classes[first]];
    const QuantileTable *table = &run->draw->tables[race->rule_after[arc->rule]];
    Block block = {.node = wait->node,
                   .first = first,
                   .count = of_one_class(classes, first, end),
                   .arc = arc,
                   .weight = weight,
                   .timer = timer_of_step(run, table, weight->slow.items[0].value, wait->at),
                   .until = run->horizon,
                   .needs_source = race->adversary->rules.items[arc->rule].needs_source_at_arrival};
    if (block.needs_source && wait->ends <= block.until) block.until = wait->ends - 1;
    return block;
}

/* From a twig it goes on, unless it is contained at once. */
static void go_on(RaceState *run, const Block *block, uint64_t hits) {
    const Race *race = run->race;
    for (; hits; hits &= hits - 1) {
        uint32_t place = sets_lowest(hits), node = block->arc[place].target;
        AssetId asset = block->arc[place].asset;
        uint32_t at = second_of(run, block, place);
        uint32_t ends = respond_own_containment(run, asset, (State)race->node_state[node], at);
        SetMask set = 1;
        uint32_t held = asset_of(run, asset, &set)->contained_at;
        if (held < ends) ends = held;
        if (ends > at) vec_push(&run->leaf_waits, ((LeafWait){node, at, ends}));
    }
}

/* Of those with several providers each counts once, and not when it was hit event by event. */
static uint64_t not_seen(RaceState *run, const Block *block, uint64_t hits) {
    for (uint64_t left = hits; left; left &= left - 1) {
        OrgId org = block->arc[sets_lowest(left)].owner;
        if (run->leaf_seen[org] || race_org_hit_at(run, org) != NEVER) {
            hits &= ~(left & (0 - left));
            continue;
        }
        run->leaf_seen[org] = 1;
        vec_push(&run->seen_leaves, org);
    }
    return hits;
}

static void settle_leaves(RaceState *run, const LeafWait *wait, LeafKind kind, uint32_t first, uint32_t end) {
    while (first < end) {
        Block block = block_at(run, wait, first, end);
        uint64_t hits = hits_of(run, &block);
        run->arcs_touched += block.count;
        if (kind == LEAF_TWIG) go_on(run, &block, hits);
        if (kind == LEAF_SHARED) hits = not_seen(run, &block, hits);
        if (hits) vec_push(&run->leaf_hits, ((LeafHits){wait->node, first, hits}));
        first += block.count;
    }
}

/* Twigs that are hit are waited for in their turn. */
bool leaves_settle(RaceState *run) {
    const Race *race = run->race;
    run->leaf_hits.count = 0;
    uint32_t set_off = run->leaf_waits.count;
    for (uint32_t i = 0; i < run->leaf_waits.count && !run->leaf_tie; i++) {
        LeafWait wait = run->leaf_waits.items[i];
        uint32_t node = wait.node;
        SetMask set = 1;
        if (i < set_off) wait.ends = asset_of(run, race->node_asset[node], &set)->contained_at;
        run->leaf_tie |= wait.ends <= run->horizon && is_instant(run, wait.ends);
        settle_leaves(run, &wait, LEAF_PLAIN, race->leaf_first[node], race->twig_first[node]);
        settle_leaves(run, &wait, LEAF_TWIG, race->twig_first[node], race->shared_first[node]);
        settle_leaves(run, &wait, LEAF_SHARED, race->shared_first[node], race->out_first[node + 1]);
    }
    return !run->leaf_tie;
}

static OrgId owner_at(const RaceState *run, uint32_t arc) {
    return run->race->arcs[arc].owner;
}

void leaves_count(const Reading *reading) {
    const RaceState *run = reading->run;
    bool all = org_selector_takes_whole_profiles(&reading->probe->orgs);
    for (uint32_t i = 0; i < run->leaf_hits.count; i++) {
        LeafHits hits = run->leaf_hits.items[i];
        uint32_t profile = run->race->leaf_profile[hits.node];
        int64_t count = 0;
        if (all && profile != NONE)
            count = reading->plan->orgs[profile] ? sets_count(hits.arcs) : 0;
        else
            for (uint64_t left = hits.arcs; left; left &= left - 1)
                count += reading_org(reading, owner_at(run, hits.first + sets_lowest(left)));
        tally_add(reading->counts, run->sets, count);
    }
}

void race_orgs_hit(const RaceState *run, uint8_t *hit) {
    for (uint32_t i = 0; i < run->hit_orgs.count; i++) {
        OrgId org = run->hit_orgs.items[i];
        hit[org] = race_org_hit_at(run, org) != NEVER;
    }
    for (uint32_t i = 0; i < run->leaf_hits.count; i++)
        for (uint64_t left = run->leaf_hits.items[i].arcs; left; left &= left - 1)
            hit[owner_at(run, run->leaf_hits.items[i].first + sets_lowest(left))] = 1;
}
