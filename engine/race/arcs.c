/* Rules × world → nodes and arcs. */
#include "base/draw_many.h"
#include "race/compile_internal.h"

#include <string.h>

/* More than this many combinations of further premises on one arc is a mistake in the scenario. */
#define COMBINATIONS_MAX 64

typedef struct RuleMatch {
    Matcher from, to, premises[RULE_PREMISES];
} RuleMatch;

typedef struct ArcMaker {
    Race *race;
    RuleMatch *before,
        *after; /* per rule; after: with each set_attribute action's change, NULL without any */
    Vec(Arc) arcs;
    IdVec extras;
    Error *error;
} ArcMaker;

static RuleMatch rule_match(Race *race, const Rule *rule, const Attribute *changed) {
    RuleMatch match = {.from = matcher_make(race, &rule->from, changed),
                       .to = matcher_make(race, &rule->to, changed)};
    for (uint32_t i = 0; i < rule->premise_count; i++)
        match.premises[i] = matcher_make(race, &rule->premises[i].asset, changed);
    return match;
}

static void mark_nodes(Race *race, const Matcher *matcher, State state) {
    for (AssetId asset = 0; asset < race->world->asset_count; asset++)
        if (matcher_holds(race, matcher, asset)) race->node_states[asset] |= STATE_BIT(state);
}

/* An asset may match only after an attribute changed, so nodes are marked for every variant. */
static void mark_rule(Race *race, const Rule *rule, const RuleMatch *match) {
    if (rule->scope != RULE_ENTRY) mark_nodes(race, &match->from, rule->from_state);
    mark_nodes(race, &match->to, rule->to_state);
    for (uint32_t i = 0; i < rule->premise_count; i++)
        mark_nodes(race, &match->premises[i], rule->premises[i].state);
}

static void number_nodes(Race *race) {
    const World *world = race->world;
    race->node_first = arena_new(&race->arena, uint32_t, world->asset_count + 1);
    for (AssetId asset = 0; asset < world->asset_count; asset++)
        race->node_first[asset + 1] =
            race->node_first[asset] + (uint32_t)__builtin_popcount(race->node_states[asset]);
    race->node_count = race->node_first[world->asset_count];
    race->node_asset = arena_new(&race->arena, uint32_t, race->node_count);
    race->node_state = arena_new(&race->arena, uint8_t, race->node_count);
    for (AssetId asset = 0; asset < world->asset_count; asset++) {
        uint32_t node = race->node_first[asset];
        for (uint8_t state = 0; state < STATE_COUNT; state++)
            if (race->node_states[asset] & STATE_BIT(state)) {
                race->node_asset[node] = asset;
                race->node_state[node++] = state;
            }
    }
}

static OrgId org_above(const World *world, OrgId org, int kind) {
    for (OrgId at = org; at != NONE; at = world->orgs[at].parent)
        if (world_org_profile(world, at)->kind == (OrgKind)kind) return at;
    for (uint32_t i = world->providers.first[org]; i < world->providers.first[org + 1]; i++)
        if (world_org_profile(world, world->providers.items[i])->kind == (OrgKind)kind)
            return world->providers.items[i];
    return NONE;
}

typedef struct Instance { /* one way to apply a rule */
    uint32_t rule;
    AssetId from, to;
    AccessId access;
    bool closed;
} Instance;

static void push_arc(ArcMaker *maker, const Instance *instance, const uint32_t *extras, Name extra_name) {
    Race *race = maker->race;
    const World *world = race->world;
    const Rule *rule = &race->adversary->rules.items[instance->rule];
    Name key = name_join(rule->key, world->assets[instance->to].name);
    if (instance->from != NONE) key = name_join(key, world->assets[instance->from].name);
    if (instance->access != NONE) key = name_join(key, world->accesses[instance->access].name);
    if (rule->premise_count) key = name_join(key, extra_name);
    OrgId owner = world->assets[instance->to].owner;
    uint32_t candidate = rule->among == NONE ? NONE : choice_candidate(race, rule->among, instance->to);
    if (rule->among != NONE && candidate == NONE) return;
    Arc arc = {
        .key = key,
        .source = instance->from == NONE ? NONE : race_node(race, instance->from, rule->from_state),
        .target = race_node(race, instance->to, rule->to_state),
        .asset = instance->to,
        .owner = owner,
        .rank = race->asset_rank[instance->to],
        .access = instance->access,
        .shared = rule->shared_by < 0 ? NONE : org_above(world, owner, rule->shared_by),
        .candidate = candidate,
        .extra = maker->extras.count,
        .rule = (uint16_t)instance->rule,
        .closed = instance->closed,
        .group = world_asset_profile(world, instance->to)->is_group,
    };
    for (uint32_t i = 0; i < rule->premise_count; i++) vec_push(&maker->extras, extras[i]);
    vec_push(&maker->arcs, arc);
}

typedef struct Range {
    AssetId first, end;
} Range;

static Range premise_range(const World *world, const Premise *premise, const Instance *instance) {
    if (premise->place == PREMISE_ANYWHERE) return (Range){0, world->asset_count};
    AssetId anchor =
        premise->place == PREMISE_IN_SOURCE_ORG && instance->from != NONE ? instance->from : instance->to;
    const Organisation *org = &world->orgs[world->assets[anchor].owner];
    return (Range){org->first_asset, org->first_asset + org->asset_count};
}

/* Every combination of assets that satisfies the further premises is an arc of its own: OR over them. */
static bool push_combinations(ArcMaker *maker, const Instance *instance, const RuleMatch *match,
                              uint32_t depth, uint32_t *extras, Name name, uint32_t *made) {
    Race *race = maker->race;
    const Rule *rule = &race->adversary->rules.items[instance->rule];
    if (depth == rule->premise_count) {
        if (++*made > COMBINATIONS_MAX)
            return error_set(
                maker->error,
                "%s: rule \"%s\": more than %d assets satisfy its further premises at one place; "
                "narrow them with a label or an attribute",
                rule->where, rule->sentence, COMBINATIONS_MAX);
        push_arc(maker, instance, extras, name);
        return true;
    }
    Range range = premise_range(race->world, &rule->premises[depth], instance);
    for (AssetId asset = range.first; asset < range.end; asset++) {
        if (!matcher_holds(race, &match->premises[depth], asset)) continue;
        extras[depth] = race_node(race, asset, rule->premises[depth].state);
        if (!push_combinations(maker, instance, match, depth + 1, extras,
                               name_join(name, race->world->assets[asset].name), made))
            return false;
    }
    return true;
}

/* The arc exists when the rule matches as the world is, or after an attribute has been set; in the second
 * case it waits closed until the action opens it. */
static bool push_instance(ArcMaker *maker, Instance instance) {
    Race *race = maker->race;
    const Rule *rule = &race->adversary->rules.items[instance.rule];
    const RuleMatch *now = &maker->before[instance.rule], *later = &maker->after[instance.rule];
    bool open = matcher_holds(race, &now->to, instance.to) &&
                (instance.from == NONE || matcher_holds(race, &now->from, instance.from));
    instance.closed = !open;
    if (!open && !race->has_set_attribute) return true;
    if (!open && !(matcher_holds(race, &later->to, instance.to) &&
                   (instance.from == NONE || matcher_holds(race, &later->from, instance.from))))
        return true;
    const AssetProfile *target = world_asset_profile(race->world, instance.to);
    if (rule->exploits != NONE && target->flaw != rule->exploits) return true;
    if (instance.from != NONE && race_node(race, instance.from, rule->from_state) == NONE) return true;
    if (race_node(race, instance.to, rule->to_state) == NONE) return true;
    uint32_t extras[RULE_PREMISES], made = 0;
    return push_combinations(maker, &instance, now, 0, extras, 0, &made);
}

static bool make_via(ArcMaker *maker, uint32_t index) {
    const World *world = maker->race->world;
    const Rule *rule = &maker->race->adversary->rules.items[index];
    for (AccessId id = 0; id < world->access_count; id++) {
        const Access *access = &world->accesses[id];
        const AccessProfile *profile = &world->access_profiles[access->profile];
        if (rule->access_kinds && !(rule->access_kinds >> profile->kind & 1u)) continue;
        if (profile->privilege < rule->privilege) continue;
        if (!push_instance(maker, (Instance){index, access->from, access->to, id, false})) return false;
    }
    return true;
}

static bool make_inside(ArcMaker *maker, uint32_t index) {
    const World *world = maker->race->world;
    for (OrgId org = 0; org < world->org_count; org++) {
        AssetId first = world->orgs[org].first_asset, end = first + world->orgs[org].asset_count;
        for (AssetId from = first; from < end; from++)
            for (AssetId to = first; to < end; to++)
                if (from != to && !push_instance(maker, (Instance){index, from, to, NONE, false}))
                    return false;
    }
    return true;
}

static bool make_rule(ArcMaker *maker, uint32_t index) {
    const Rule *rule = &maker->race->adversary->rules.items[index];
    if (rule->scope == RULE_VIA) return make_via(maker, index);
    if (rule->scope == RULE_INSIDE) return make_inside(maker, index);
    for (AssetId asset = 0; asset < maker->race->world->asset_count; asset++) {
        AssetId from = rule->scope == RULE_ENTRY ? NONE : asset;
        if (!push_instance(maker, (Instance){index, from, asset, NONE, false})) return false;
    }
    return true;
}

static int compare_arcs(const void *x, const void *y) {
    const Arc *a = x, *b = y;
    uint32_t source_a = a->source + 1, source_b = b->source + 1; /* NONE wraps to 0: entries first */
    if (source_a != source_b) return source_a < source_b ? -1 : 1;
    if (a->target != b->target) return a->target < b->target ? -1 : 1; /* neighbours in memory, too */
    if (a->key != b->key) return a->key < b->key ? -1 : 1;
    return 0;
}

static void lay_out(Race *race, ArcMaker *maker) {
    race->arc_count = maker->arcs.count;
    race->arcs = arena_new(&race->arena, Arc, maker->arcs.count);
    race->extras = arena_new(&race->arena, uint32_t, maker->extras.count);
    if (maker->extras.count)
        memcpy(race->extras, maker->extras.items, maker->extras.count * sizeof(uint32_t));
    if (maker->arcs.count) {
        qsort(maker->arcs.items, maker->arcs.count, sizeof(Arc), compare_arcs);
        memcpy(race->arcs, maker->arcs.items, maker->arcs.count * sizeof(Arc));
    }
    race->out_first = arena_new(&race->arena, uint32_t, race->node_count + 1);
    while (race->entry_count < race->arc_count && race->arcs[race->entry_count].source == NONE)
        race->entry_count++;
    uint32_t arc = race->entry_count;
    for (uint32_t node = 0; node <= race->node_count; node++) {
        while (arc < race->arc_count && race->arcs[arc].source < node) arc++;
        race->out_first[node] = arc;
    }
}

static uint64_t *arc_keys(Race *race, DrawPurpose purpose) {
    uint64_t *keys =
        arena_new(&race->arena, uint64_t, race->arc_count + DRAW_LANES); /* read in whole lanes */
    for (uint32_t arc = 0; arc < race->arc_count; arc++)
        keys[arc] = draw_key(race->arcs[arc].key, purpose, 0);
    return keys;
}

/* Of an arc's first draws, so that they need not be mixed again in every replication. */
void compile_arc_keys(Race *race) {
    race->success_keys = arc_keys(race, DRAW_SUCCESS);
    race->delay_keys = arc_keys(race, DRAW_DELAY);
}

static void link_premises(Race *race) {
    RowItemVec extra = {0}, into = {0};
    for (uint32_t arc = 0; arc < race->arc_count; arc++) {
        const Rule *rule = &race->adversary->rules.items[race->arcs[arc].rule];
        for (uint32_t i = 0; i < rule->premise_count; i++)
            vec_push(&extra, (RowItem){race->extras[race->arcs[arc].extra + i], arc});
        if (rule->again) vec_push(&into, (RowItem){race->arcs[arc].target, arc});
    }
    race->has_premises = extra.count > 0;
    race->has_again = into.count > 0;
    race->premise_out = edges_make(&race->arena, &extra, race->node_count);
    race->arcs_in = edges_make(&race->arena, &into, race->node_count);
}

static const Action *set_attribute_action(const Adversary *adversary) {
    for (uint32_t i = 0; i < adversary->actions.count; i++)
        if (adversary->actions.items[i].kind == ACTION_SET_ATTRIBUTE) return &adversary->actions.items[i];
    return NULL;
}

/* With the attributes changed, a selector is wider or narrower; `after` is the union over the actions. */
static RuleMatch match_after(Race *race, const Rule *rule) {
    RuleMatch match = rule_match(race, rule, NULL);
    for (uint32_t i = 0; i < race->adversary->actions.count; i++) {
        const Action *action = &race->adversary->actions.items[i];
        if (action->kind != ACTION_SET_ATTRIBUTE) continue;
        RuleMatch changed = rule_match(race, rule, &action->attribute);
        for (uint32_t p = 0; p < race->world->asset_profile_count; p++) {
            match.from.asset_profile[p] |= changed.from.asset_profile[p];
            match.to.asset_profile[p] |= changed.to.asset_profile[p];
        }
    }
    return match;
}

bool compile_arcs(Race *race, Error *error) {
    const Adversary *adversary = race->adversary;
    ArcMaker maker = {.race = race, .error = error};
    race->has_set_attribute = set_attribute_action(adversary) != NULL;
    race->node_states = arena_new(&race->arena, uint8_t, race->world->asset_count);
    maker.before = heap_take(adversary->rules.count, sizeof *maker.before);
    maker.after = heap_take(adversary->rules.count, sizeof *maker.after);
    for (uint32_t i = 0; i < adversary->rules.count; i++) {
        maker.before[i] = rule_match(race, &adversary->rules.items[i], NULL);
        maker.after[i] =
            race->has_set_attribute ? match_after(race, &adversary->rules.items[i]) : maker.before[i];
        mark_rule(race, &adversary->rules.items[i], &maker.after[i]);
    }
    number_nodes(race);
    bool ok = true;
    for (uint32_t i = 0; i < adversary->rules.count && ok; i++) ok = make_rule(&maker, i);
    if (ok) {
        lay_out(race, &maker);
        link_premises(race);
        compile_candidate_arcs(race);
    }
    free(maker.before);
    free(maker.after);
    vec_clear(&maker.arcs);
    vec_clear(&maker.extras);
    return ok;
}
