/* Leaves: customers behind one server, from whom nothing goes on. When all that is read is who was hit, they
 * need no event and no state: what left for them is remembered with its second, and who was hit is worked out
 * when the race is over, from the same addressed draws, many at a time. Twigs, from whom only leaves and
 * twigs go on, are worked out from the trunk outwards; leaves with several providers count at the first that
 * hits.
 *
 * It holds because nothing that comes later can change it: containment only ever comes earlier (nothing
 * undoes it), so that its last value tells whether it was there at an arrival, and what a leaf itself sets
 * off (noticing, containing itself, repairing) concerns itself and its own leaves alone. What is none of
 * these takes the ordinary way; tests/unit/test_leaves.c compares the two. */
#include "base/draw_many.h"
#include "race/compile_internal.h"
#include "race/forecast.h"
#include "race/probe.h"

#include <string.h>

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

/* What leads back to where it came from finds it taken, unless machines of that are left. */
static bool leads_back(const Race *race, const Arc *on, uint32_t from) {
    const Rule *rule = &race->adversary->rules.items[on->rule];
    return on->target == from && !world_asset_profile(race->world, race->node_asset[from])->is_group &&
           rule->tries == 1 && rule->notice_count == 0;
}

/* Adds to `back` the arcs that lead from it back to where the arc comes from. */
static LeafKind kind_of_leaf(const LeafFinder *finder, const Arc *arc, uint32_t depth, uint32_t *back) {
    const Race *race = finder->race;
    if (!is_alone(finder, arc)) return LEAF_NOT;
    uint32_t first = race->out_first[arc->target], end = race->out_first[arc->target + 1];
    uint32_t leaves = 0, from_leaves = 0;
    for (uint32_t on = first; on < end; on++) {
        if (leads_back(race, &race->arcs[on], arc->source)) {
            ++*back;
            continue;
        }
        if (race->arcs[on].target == arc->source || depth == TWIGS_DEEP ||
            kind_of_leaf(finder, &race->arcs[on], depth + 1, &from_leaves) == LEAF_NOT)
            return LEAF_NOT;
        leaves++;
    }
    uint32_t into = finder->arcs_into[arc->owner];
    if (leaves > 0) {
        bool quiet = !arc->group && race->adversary->rules.items[arc->rule].notice_count == 0;
        return quiet && into == 1 + from_leaves ? LEAF_TWIG : LEAF_NOT;
    }
    if (into == 1) return LEAF_PLAIN;
    return first == end && !arc->group && finder->plain_into[arc->owner] == into ? LEAF_SHARED : LEAF_NOT;
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
        uint32_t back = 0;
        kinds[i] = (uint8_t)kind_of_leaf(finder, &kept[i], 1, &back);
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

/* Leaves first … first + count − 1 of one node and one weight class, set off together. */
typedef struct Block {
    uint32_t first, count;
    const Arc *arc; /* the first: rule and source are the same for all */
    const ClassWeight *weight;
    Timer timer;     /* of the rule's delay */
    uint32_t always; /* second at which all arrive when the delay is the same for all, or NEVER */
    uint32_t until;  /* last second at which they still arrive */
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
    if (block->always != NEVER) return block->always;
    return timer_second(&block->timer, draw_bits(run->context, run->race->delay_keys[block->first + place]));
}

/* The least value of the delay's table with which a step comes too late: (value × factor) >> 32 seconds. */
static uint64_t too_late(const Block *block) {
    uint64_t seconds = block->until - block->timer.at + UINT64_C(1), factor = block->timer.factor;
    if (seconds < UINT64_C(1) << 31) return ((seconds << 32) + factor - 1) / factor;
    unsigned __int128 value = (((unsigned __int128)seconds << 32) + factor - 1) / factor;
    return value > UINT64_MAX ? UINT64_MAX : (uint64_t)value;
}

/* Most draws are clearly early or late; those in one piece of the table are worked out. */
static uint64_t in_time(const RaceState *run, const Block *block, uint64_t up) {
    uint64_t bits[LEAVES_IN_A_BLOCK], sure, most;
    if (block->always != NEVER) return block->always <= block->until ? up : 0;
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

/* Work takes a second at least, so that what is contained at the second of an arrival was on its way before.
 */
static bool is_held(const RaceState *run, const Block *block, const Arc *arc, uint32_t place) {
    SetMask set = 1;
    uint32_t held = NEVER;
    if (run->advisories.count || run->assets[arc->asset])
        held = asset_of(run, arc->asset, &set)->contained_at;
    if (arc->access != NONE && block->needs_source && run->touched_accesses.count) {
        uint32_t cut = access_of(run, arc->access, &set)->contained_at;
        if (cut < held) held = cut;
    }
    return held != NEVER && held <= second_of(run, block, place);
}

static bool is_hit(const RaceState *run, const Block *block, uint32_t place) {
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

static uint64_t hits_of(const RaceState *run, const Block *block) {
    uint64_t up = coins_of(run, block);
    if (up) up = in_time(run, block, up);
    if (!up || all_are_hit(run)) return up;
    for (uint64_t left = up; left; left &= left - 1)
        if (!is_hit(run, block, sets_lowest(left))) up &= ~(left & (0 - left));
    return up;
}

/* Those of one class at the head of arcs first … end − 1, four at a time, for most often all have the same.
 */
static uint32_t of_one_class(const uint16_t *classes, uint32_t first, uint32_t end) {
    uint32_t count = end - first < LEAVES_IN_A_BLOCK ? end - first : LEAVES_IN_A_BLOCK, i = 0;
    const uint64_t same = classes[first] * UINT64_C(0x0001000100010001);
    for (uint64_t four; i + 4 <= count; i += 4) {
        memcpy(&four, classes + first + i, sizeof four);
        if (four != same) break;
    }
    while (i < count && classes[first + i] == classes[first]) i++;
    return i;
}

/* In place: a block that is copied costs more than its leaves. */
static void begin_block(const RaceState *run, const LeafWait *wait, uint32_t first, uint32_t end,
                        Block *block) {
    const Race *race = run->race;
    const uint16_t *classes = run->weights->plan->class_of_arc;
    block->first = first;
    block->count = of_one_class(classes, first, end);
    block->arc = &race->arcs[first];
    block->weight = &run->weights->classes[classes[first]];
    block->timer.table = &run->draw->tables[race->rule_after[block->arc->rule]];
    block->timer.factor = block->weight->slow.items[0].value;
    block->timer.load = NULL;
    block->timer.is_step = true;
    block->timer.at = wait->at;
    block->timer.horizon = block->until = run->horizon;
    block->always = block->timer.table->flat ? timer_second(&block->timer, 0) : NEVER;
    block->needs_source = race->adversary->rules.items[block->arc->rule].needs_source_at_arrival;
    if (block->needs_source && wait->ends <= block->until) block->until = wait->ends - 1;
}

/* Whether nothing contains the twigs of a node, neither others nor what they do themselves. */
static bool stay_open(const RaceState *run, uint32_t node) {
    uint32_t profile = run->race->leaf_profile[node];
    return profile != NONE && all_are_hit(run) &&
           (run->response_off || !run->race->trigger_slots[profile * TRIGGER_COUNT + TRIGGER_STATE]);
}

static uint32_t contained_at(const RaceState *run, const Arc *arc, uint32_t at) {
    SetMask set = 1;
    State state = (State)run->race->node_state[arc->target];
    uint32_t own = respond_own_containment(run, arc->asset, state, at);
    uint32_t others = asset_of(run, arc->asset, &set)->contained_at;
    return own < others ? own : others;
}

/* From a twig it goes on. */
static void go_on(RaceState *run, const LeafWait *wait, const Block *block, uint64_t hits) {
    bool open = stay_open(run, wait->node);
    for (; hits; hits &= hits - 1) {
        uint32_t place = sets_lowest(hits);
        const Arc *arc = block->arc + place;
        uint32_t at = second_of(run, block, place), ends = open ? NEVER : contained_at(run, arc, at);
        vec_push(&run->leaf_waits, ((LeafWait){arc->target, at, ends}));
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
        Block block;
        begin_block(run, wait, first, end, &block);
        uint64_t hits = hits_of(run, &block);
        run->arcs_touched += block.count;
        if (kind == LEAF_TWIG) go_on(run, wait, &block, hits);
        if (kind == LEAF_SHARED) hits = not_seen(run, &block, hits);
        if (hits) vec_push(&run->leaf_hits, ((LeafHits){wait->node, first, hits}));
        first += block.count;
    }
}

/* Twigs that are hit are waited for in their turn. */
void leaves_settle(RaceState *run) {
    const Race *race = run->race;
    run->leaf_hits.count = 0;
    uint32_t set_off = run->leaf_waits.count;
    for (uint32_t i = 0; i < run->leaf_waits.count; i++) {
        LeafWait wait = run->leaf_waits.items[i];
        uint32_t node = wait.node;
        SetMask set = 1;
        if (i < set_off) wait.ends = asset_of(run, race->node_asset[node], &set)->contained_at;
        settle_leaves(run, &wait, LEAF_PLAIN, race->leaf_first[node], race->twig_first[node]);
        settle_leaves(run, &wait, LEAF_TWIG, race->twig_first[node], race->shared_first[node]);
        settle_leaves(run, &wait, LEAF_SHARED, race->shared_first[node], race->out_first[node + 1]);
    }
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
