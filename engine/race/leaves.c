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

typedef struct LeafFinder {
    const Race *race;
    uint32_t *arcs_into; /* [org] */
    uint8_t *quiet;      /* [org profile] */
    uint8_t *plain;      /* [rule] */
} LeafFinder;

/* What leads back to where it came from finds it taken. */
static bool leads_nowhere(const Race *race, uint32_t node, uint32_t from) {
    if (world_asset_profile(race->world, race->node_asset[from])->is_group &&
        race->out_first[node] < race->out_first[node + 1])
        return false;
    for (uint32_t arc = race->out_first[node]; arc < race->out_first[node + 1]; arc++) {
        const Rule *rule = &race->adversary->rules.items[race->arcs[arc].rule];
        if (race->arcs[arc].target != from || rule->tries > 1 || rule->notice_count > 0) return false;
    }
    return true;
}

static bool is_leaf(const LeafFinder *finder, const Arc *arc) {
    const Race *race = finder->race;
    AssetId asset = arc->asset;
    OrgId org = arc->owner;
    bool one_state = race->node_first[asset + 1] - race->node_first[asset] == 1;
    uint8_t hits = race->adversary->hit[world_org_profile(race->world, org)->kind];
    return hits & STATE_BIT(race->node_state[arc->target]) && finder->plain[arc->rule] && one_state &&
           finder->arcs_into[org] == 1 && race->world->orgs[org].asset_count == 1 &&
           finder->quiet[race->world->orgs[org].profile] && leads_nowhere(race, arc->target, arc->source);
}

static uint32_t profile_of(const Race *race, const Arc *arc) {
    return race->world->orgs[arc->owner].profile;
}

/* Behind the other arcs of their node, in their order. */
static void part_leaves(const LeafFinder *finder, Race *race, uint32_t node, Arc *kept) {
    uint32_t first = race->out_first[node], end = race->out_first[node + 1], others = first, leaves = 0;
    for (uint32_t arc = first; arc < end; arc++) {
        if (is_leaf(finder, &race->arcs[arc]))
            kept[leaves++] = race->arcs[arc];
        else
            race->arcs[others++] = race->arcs[arc];
    }
    for (uint32_t i = 0; i < leaves; i++) race->arcs[others + i] = kept[i];
    race->leaf_first[node] = others;
    race->has_leaves |= leaves > 0;
    for (uint32_t i = 0; i < leaves; i++) race->group_leaves |= kept[i].group;
    race->leaf_profile[node] = leaves ? profile_of(race, &kept[0]) : NONE;
    for (uint32_t i = 1; i < leaves; i++)
        if (profile_of(race, &kept[i]) != race->leaf_profile[node]) race->leaf_profile[node] = NONE;
}

void compile_leaves(Race *race) {
    const World *world = race->world;
    if (!may_have_leaves(race)) return;
    LeafFinder finder = {.race = race,
                         .arcs_into = heap_take(world->org_count, sizeof(uint32_t)),
                         .quiet = heap_take(world->org_profile_count, 1),
                         .plain = heap_take(race->adversary->rules.count, 1)};
    for (uint32_t arc = 0; arc < race->arc_count; arc++) finder.arcs_into[race->arcs[arc].owner]++;
    for (uint32_t i = 0; i < world->org_profile_count; i++) finder.quiet[i] = answers_quietly(race, i);
    for (uint32_t i = 0; i < race->adversary->rules.count; i++)
        finder.plain[i] = rule_is_plain(&race->adversary->rules.items[i]);
    race->leaf_first = arena_new(&race->arena, uint32_t, race->node_count);
    race->leaf_profile = arena_new(&race->arena, uint32_t, race->node_count);
    uint32_t most = 0;
    for (uint32_t node = 0; node < race->node_count; node++)
        if (race->out_first[node + 1] - race->out_first[node] > most)
            most = race->out_first[node + 1] - race->out_first[node];
    Arc *kept = heap_take(most, sizeof *kept);
    for (uint32_t node = 0; node < race->node_count; node++) part_leaves(&finder, race, node, kept);
    free(kept);
    free(finder.arcs_into);
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
    uint32_t at, until; /* second at which they were set off, and last one at which they still arrive */
} Block;

static uint64_t coins_of(const RaceState *run, const Block *block) {
    uint64_t bits[LEAVES_IN_A_BLOCK], up = 0;
    Odds odds = block->weight->odds.items[0].value;
    if (odds == ODDS_ONE) return sets_upto(block->count);
    draw_many(run->path, run->context, run->race->success_keys + block->first, block->count, bits);
    for (uint32_t i = 0; i < block->count; i++) up |= (uint64_t)draw_coin(bits[i], odds) << i;
    return up;
}

/* Keeps in seconds[] when each arrives; those that arrive too late fall out. */
static uint64_t arrivals_of(const RaceState *run, const Block *block, uint64_t up, uint32_t *seconds) {
    const Race *race = run->race;
    uint64_t bits[LEAVES_IN_A_BLOCK] = {0};
    const QuantileTable *table = &run->draw->tables[race->rule_after[block->arc->rule]];
    Timer timer = timer_of_step(run, table, block->weight->slow.items[0].value, block->at);
    uint32_t always = table->flat ? timer_second(&timer, 0) : 0;
    if (table->flat && always > block->until) return 0;
    if (!table->flat) draw_many(run->path, run->context, race->delay_keys + block->first, block->count, bits);
    for (uint64_t left = up; left; left &= left - 1) {
        uint32_t i = sets_lowest(left);
        seconds[i] = table->flat ? always : timer_second(&timer, bits[i]);
        if (seconds[i] > block->until) up &= ~(UINT64_C(1) << i);
    }
    return up;
}

/* Of a group at least one machine has to fall. */
static bool takes_a_machine(const RaceState *run, const Block *block, AssetId asset) {
    GroupRung group = block->weight->groups[0];
    uint32_t reach = (uint32_t)odds_and(state_machines(run, asset), group.reach);
    Name name = run->race->world->assets[asset].name;
    return binomial_quantile(reach, group.hazard, run_bits(run, name, DRAW_GROUP, 0)) > 0;
}

static bool is_hit(const RaceState *run, const Block *block, uint32_t place, uint32_t at) {
    const Arc *arc = block->arc + place;
    AssetId asset = arc->asset;
    if (!state_present(run, arc->owner)) return false;
    if ((run->advisories.count || run->assets[asset]) && state_contained(run, asset, at, 1)) return false;
    if (block->arc->access != NONE && run->touched_accesses.count && state_cut(run, arc->access, at, 1) &&
        run->race->adversary->rules.items[arc->rule].needs_source_at_arrival)
        return false;
    return !arc->group || takes_a_machine(run, block, asset);
}

/* Whether all that arrive are hit: nothing was contained, all are there, and none is a group. */
static bool all_are_hit(const RaceState *run) {
    const World *world = run->race->world;
    return !run->advisories.count && !run->touched_assets.count && !run->touched_accesses.count &&
           !world->population_count && !run->race->group_leaves;
}

static uint64_t hits_of(const RaceState *run, const Block *block) {
    uint32_t seconds[LEAVES_IN_A_BLOCK];
    uint64_t up = coins_of(run, block);
    if (up) up = arrivals_of(run, block, up, seconds);
    if (!up || all_are_hit(run)) return up;
    for (uint64_t left = up; left; left &= left - 1) {
        uint32_t i = sets_lowest(left);
        if (!is_hit(run, block, i, seconds[i])) up &= ~(UINT64_C(1) << i);
    }
    return up;
}

static Block block_at(const RaceState *run, const LeafWait *wait, uint32_t first) {
    const Race *race = run->race;
    const uint16_t *classes = run->weights->plan->class_of_arc;
    Block block = {first,    1,           &race->arcs[first], &run->weights->classes[classes[first]],
                   wait->at, run->horizon};
    uint32_t end = race->out_first[wait->node + 1];
    if (end > first + LEAVES_IN_A_BLOCK) end = first + LEAVES_IN_A_BLOCK;
    while (first + block.count < end && classes[first + block.count] == classes[first]) block.count++;
    SetMask set = 1;
    uint32_t contained = asset_of(run, race->node_asset[wait->node], &set)->contained_at;
    bool needed = race->adversary->rules.items[block.arc->rule].needs_source_at_arrival;
    if (needed && contained <= block.until) block.until = contained - 1;
    return block;
}

void leaves_settle(RaceState *run) {
    const Race *race = run->race;
    run->leaf_hits.count = 0;
    for (uint32_t i = 0; i < run->leaf_waits.count; i++) {
        const LeafWait *wait = &run->leaf_waits.items[i];
        uint32_t end = race->out_first[wait->node + 1];
        for (uint32_t first = race->leaf_first[wait->node]; first < end;) {
            Block block = block_at(run, wait, first);
            run->arcs_touched += block.count;
            vec_push(&run->leaf_hits, ((LeafHits){wait->node, first, hits_of(run, &block)}));
            first += block.count;
        }
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
