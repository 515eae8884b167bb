/* The numbers of one control set (which arcs are of one class) and of one parameter draw (what a class
 * weighs). */
#include "base/draw.h"
#include "base/exact.h"
#include "race/compiled.h"

#include <assert.h>
#include <string.h>

#define FIXED_ONE (UINT64_C(1) << 16)
#define SLOWEST (UINT64_C(1) << 36) /* a factor of a million: e = 1 would never end */
#define POSTURES_MAX 60000

/* ------------------------------------------------------------------ the plan of a control set */

static uint64_t hash_key(ClassKey key) {
    return name_mix((uint64_t)key.rule << 48 | (uint64_t)key.access_profile << 32 |
                    (uint64_t)key.target_posture << 16 | key.source_posture);
}

static bool same_key(ClassKey x, ClassKey y) {
    return x.rule == y.rule && x.access_profile == y.access_profile && x.target_posture == y.target_posture &&
           x.source_posture == y.source_posture;
}

static uint32_t *plan_bucket(const SetPlan *plan, ClassKey key) {
    uint32_t at = (uint32_t)hash_key(key) & (plan->bucket_count - 1);
    while (plan->buckets[at] != NONE && !same_key(plan->keys[plan->buckets[at]], key))
        at = (at + 1) & (plan->bucket_count - 1);
    return &plan->buckets[at];
}

static void plan_rehash(SetPlan *plan, uint32_t buckets) {
    free(plan->buckets);
    plan->bucket_count = buckets;
    plan->buckets = heap_take(buckets, sizeof *plan->buckets);
    memset(plan->buckets, 0xff, buckets * sizeof *plan->buckets);
    for (uint32_t i = 0; i < plan->key_count; i++) *plan_bucket(plan, plan->keys[i]) = i;
}

/* The class of a key, made when it is new. */
static uint32_t plan_add(SetPlan *plan, ClassKey key) {
    uint32_t *bucket = plan_bucket(plan, key);
    if (*bucket != NONE) return *bucket;
    if (plan->key_count == plan->key_capacity) {
        plan->key_capacity = plan->key_capacity ? plan->key_capacity * 2 : 64;
        plan->keys = heap_resize(plan->keys, plan->key_capacity, sizeof *plan->keys);
    }
    plan->keys[plan->key_count] = key;
    *bucket = plan->key_count++;
    if (plan->key_count * 2 > plan->bucket_count) plan_rehash(plan, plan->bucket_count * 2);
    return plan->key_count - 1;
}

uint16_t plan_class(const SetPlan *plan, ClassKey key) {
    uint32_t class_ = *plan_bucket(plan, key);
    assert(class_ != NONE && "a posture that the plan did not foresee");
    return (uint16_t)class_;
}

static ClassKey arc_key(const Race *race, const PostureMap *map, const Arc *arc) {
    const World *world = race->world;
    ClassKey key = {.rule = arc->rule,
                    .access_profile = UINT16_MAX,
                    .target_posture = map->of_org[world->assets[race->node_asset[arc->target]].owner],
                    .source_posture = UINT16_MAX};
    if (arc->access != NONE) key.access_profile = (uint16_t)world->accesses[arc->access].profile;
    if (arc->source != NONE)
        key.source_posture = map->of_org[world->assets[race->node_asset[arc->source]].owner];
    return key;
}

static uint32_t find_posture(const PostureMap *map, const Posture *posture) {
    for (uint32_t i = 0; i < map->posture_count; i++)
        if (memcmp(&map->postures[i], posture, sizeof *posture) == 0) return i;
    return NONE;
}

/* Which posture a set_control action leaves, for every posture that can come to be. New ones join the list
 * while it is walked, so that actions can follow each other in any order. */
static bool foresee_postures(const Race *race, SetPlan *plan, Error *error) {
    const Adversary *adversary = race->adversary;
    uint32_t actions = adversary->actions.count;
    if (!race->has_set_control) return true;
    Vec(uint16_t) after = {0};
    for (uint32_t posture = 0; posture < plan->map.posture_count; posture++) {
        for (uint32_t i = 0; i < actions; i++) {
            Posture changed = plan->map.postures[posture];
            if (adversary->actions.items[i].kind == ACTION_SET_CONTROL)
                changed.level[adversary->actions.items[i].control] = adversary->actions.items[i].level;
            uint32_t found = find_posture(&plan->map, &changed);
            if (found == NONE) {
                found = plan->map.posture_count++;
                if (found >= POSTURES_MAX) {
                    vec_clear(&after);
                    return error_set(error, "the set_control events lead to more than %d postures",
                                     POSTURES_MAX);
                }
                plan->map.postures = heap_resize(plan->map.postures, found + 1, sizeof(Posture));
                plan->map.postures[found] = changed;
            }
            vec_push(&after, (uint16_t)found);
        }
    }
    plan->after_action = after.items;
    return true;
}

/* Every class that an arc can come to have once postures change in the race. */
static void foresee_classes(const Race *race, SetPlan *plan) {
    if (!race->has_set_control) return;
    uint32_t actions = race->adversary->actions.count;
    for (uint32_t i = 0; i < plan->key_count; i++)
        for (uint32_t a = 0; a < actions; a++) {
            ClassKey key = plan->keys[i];
            ClassKey target = key, source = key;
            target.target_posture = plan->after_action[(uint32_t)key.target_posture * actions + a];
            plan_add(plan, target);
            if (key.source_posture == UINT16_MAX) continue;
            source.source_posture = plan->after_action[(uint32_t)key.source_posture * actions + a];
            plan_add(plan, source);
        }
}

static void plan_release(SetPlan *plan) {
    if (--plan->shares > 0) return;
    posture_map_clear(&plan->map);
    free(plan->class_of_arc);
    free(plan->keys);
    free(plan->buckets);
    free(plan->after_action);
    free(plan);
}

static SetPlan *plan_create(const Race *race, const ControlSet *set, Error *error) {
    SetPlan *plan = heap_take(1, sizeof *plan);
    plan->shares = 1;
    plan_rehash(plan, 256);
    bool ok = posture_map_init(&plan->map, race->world, set, error) && foresee_postures(race, plan, error);
    if (ok) {
        plan->class_of_arc = heap_take(race->arc_count, sizeof *plan->class_of_arc);
        for (uint32_t arc = 0; arc < race->arc_count; arc++)
            plan->class_of_arc[arc] = (uint16_t)plan_add(plan, arc_key(race, &plan->map, &race->arcs[arc]));
        foresee_classes(race, plan);
        if (plan->key_count > UINT16_MAX)
            ok = error_set(error,
                           "this control set gives more than %d classes of arcs; use fewer distinct postures",
                           UINT16_MAX);
    }
    if (ok) return plan;
    plan_release(plan);
    return NULL;
}

/* ------------------------------------------------------------------ the values of a parameter draw */

static void draw_plan_init(DrawPlan *draw, const Race *race) {
    const Adversary *adversary = race->adversary;
    draw->tables = heap_take(race->quantity_count, sizeof *draw->tables);
    draw->built = heap_take(race->quantity_count, sizeof *draw->built);
    draw->is_built = heap_take(race->quantity_count, sizeof *draw->is_built);
    draw->sizes = heap_take(race->world->population_count, sizeof *draw->sizes);
    draw->choice_exponent = heap_take(adversary->choices.count, sizeof *draw->choice_exponent);
    draw->waves = heap_take(adversary->choices.count, sizeof *draw->waves);
    draw->shock_odds = heap_take(adversary->shocks.count, sizeof *draw->shock_odds);
    draw->alarm_odds = heap_take(adversary->false_alarms.count, sizeof *draw->alarm_odds);
    draw->report_weight = heap_take(adversary->responses.count, sizeof *draw->report_weight);
    draw->report_threshold = heap_take(adversary->responses.count, sizeof *draw->report_threshold);
    draw->response_share = heap_take(adversary->responses.count, sizeof *draw->response_share);
    draw->response_eviction = heap_take(adversary->responses.count, sizeof *draw->response_eviction);
    draw->rate = heap_take(adversary->rules.count, sizeof *draw->rate);
    draw->amount = heap_take(adversary->actions.count, sizeof *draw->amount);
    draw->pay_odds = heap_take(adversary->actions.count, sizeof *draw->pay_odds);
    draw->restore_share = heap_take(adversary->actions.count, sizeof *draw->restore_share);
    draw->eviction = heap_take(adversary->actions.count, sizeof *draw->eviction);
}

static void draw_plan_clear(DrawPlan *draw) {
    void *owned[] = {draw->tables,
                     draw->built,
                     draw->is_built,
                     draw->sizes,
                     draw->choice_exponent,
                     draw->waves,
                     draw->shock_odds,
                     draw->alarm_odds,
                     draw->report_weight,
                     draw->report_threshold,
                     draw->response_share,
                     draw->response_eviction,
                     draw->rate,
                     draw->amount,
                     draw->pay_odds,
                     draw->restore_share,
                     draw->eviction};
    for (size_t i = 0; i < sizeof owned / sizeof *owned; i++) free(owned[i]);
}

static bool same_distribution(const Distribution *x, const Distribution *y) {
    return x->kind == y->kind && x->a == y->a && x->b == y->b && x->c == y->c && x->values == y->values &&
           x->count == y->count;
}

/* Building a table costs more than a replication of a small world, so only what a draw changed is built. */
static void build_tables(DrawPlan *draw, const Race *race, const ParameterDraw *parameters) {
    for (uint32_t i = 0; i < race->quantity_count; i++) {
        Distribution wanted = quantity_distribution(&race->quantities[i], parameters);
        if (draw->is_built[i] && same_distribution(&wanted, &draw->built[i])) continue;
        quantile_build(&draw->tables[i], race->kit, &wanted);
        draw->built[i] = wanted;
        draw->is_built[i] = true;
    }
}

static uint64_t fixed_of(double value) {
    if (!(value > 0)) return 0;
    return value >= 1e12 ? (uint64_t)1000000000000 << 16 : (uint64_t)(value * 65536.0 + 0.5);
}

static Odds odds_value(Number number, const ParameterDraw *draw) {
    return odds_of(number_value(number, draw));
}

static void evaluate_actions(DrawPlan *draw, const Race *race, const ParameterDraw *parameters) {
    for (uint32_t i = 0; i < race->adversary->actions.count; i++) {
        const Action *action = &race->adversary->actions.items[i];
        bool pays = action->kind == ACTION_PAY;
        if (pays) {
            draw->amount[i] = fixed_of(number_value(action->amount, parameters)) >> 16;
            draw->pay_odds[i] = odds_value(action->odds, parameters);
        }
        if (!pays && action->kind != ACTION_RESTORE) continue;
        draw->restore_share[i] = odds_value(action->restore.share, parameters);
        draw->eviction[i] = odds_value(action->restore.eviction, parameters);
    }
}

static void evaluate_responses(DrawPlan *draw, const Race *race, const ParameterDraw *parameters) {
    for (uint32_t i = 0; i < race->adversary->responses.count; i++) {
        const Response *response = &race->adversary->responses.items[i];
        draw->report_weight[i] = fixed_of(number_value(response->weight, parameters));
        draw->report_threshold[i] = 0;
        if (response->trigger == TRIGGER_REPORTS)
            draw->report_threshold[i] = fixed_of(number_value(response->reports, parameters));
        if (!response->restores) continue;
        draw->response_share[i] = odds_value(response->restore.share, parameters);
        draw->response_eviction[i] = odds_value(response->restore.eviction, parameters);
    }
}

static void draw_plan_evaluate(DrawPlan *draw, const Race *race, const ParameterDraw *parameters) {
    const Adversary *adversary = race->adversary;
    build_tables(draw, race, parameters);
    world_population_sizes(race->world, race->kit, parameters, draw->sizes);
    for (uint32_t i = 0; i < adversary->choices.count; i++) {
        const Choice *choice = &adversary->choices.items[i];
        draw->choice_exponent[i] =
            choice->weight == WEIGHT_EQUAL ? 0 : number_value(choice->exponent, parameters);
        double waves = choice->has_waves ? number_value(choice->waves, parameters) : 1;
        draw->waves[i] = waves < 1 ? 1 : waves > 1e6 ? 1000000 : (uint32_t)(waves + 0.5);
    }
    for (uint32_t i = 0; i < adversary->shocks.count; i++)
        draw->shock_odds[i] = odds_value(adversary->shocks.items[i].odds, parameters);
    for (uint32_t i = 0; i < adversary->false_alarms.count; i++)
        draw->alarm_odds[i] = odds_value(adversary->false_alarms.items[i].odds, parameters);
    for (uint32_t i = 0; i < adversary->rules.count; i++)
        draw->rate[i] = adversary->rules.items[i].has_rate
                            ? fixed_of(number_value(adversary->rules.items[i].rate, parameters))
                            : 0;
    draw->hourly_loss = adversary->has_hourly_loss
                            ? fixed_of(number_value(adversary->hourly_loss, parameters) * 100) >> 16
                            : 0;
    evaluate_actions(draw, race, parameters);
    evaluate_responses(draw, race, parameters);
}

/* ------------------------------------------------------------------ what a class weighs */

/* Strength of a use against an arc of this class, 0 … 1. */
static double use_strength(const ControlUse *use, const SetPlan *plan, ClassKey key,
                           const ParameterDraw *draw) {
    uint16_t posture = use->of == EFFECT_OF_SOURCE ? key.source_posture : key.target_posture;
    if (posture == UINT16_MAX) return 0;
    uint8_t level = plan->map.postures[posture].level[use->control];
    return use->share * draw->effects[use->control][use->mechanism][level];
}

/* Patching decides exposure to a known flaw through the lag, once for every arc; the odds must not count it
 * again, and against a flaw without a fix it can do nothing. */
static bool patching_of_flaw(const Race *race, const Rule *rule, const ControlUse *use) {
    return rule->exploits != NONE && use->mechanism == MECHANISM_BLOCK &&
           strncmp(race->catalogue->controls[use->control].id, "patch", 5) == 0;
}

typedef struct Factors { /* what passes: products of (1 − e) */
    double arc, machine, speed, reach, unseen, lag;
} Factors;

static Factors class_factors(const Race *race, const SetPlan *plan, ClassKey key, const ParameterDraw *draw) {
    const Rule *rule = &race->adversary->rules.items[key.rule];
    Factors pass = {1, 1, 1, 1, 1, 1};
    for (uint32_t i = 0; i < rule->use_count; i++) {
        const ControlUse *use = &rule->uses[i];
        double rest = 1 - use_strength(use, plan, key, draw);
        if (patching_of_flaw(race, rule, use))
            pass.lag *= rest;
        else if (use->mechanism == MECHANISM_BLOCK && use->on_machines)
            pass.machine *= rest;
        else if (use->mechanism == MECHANISM_BLOCK)
            pass.arc *= rest;
        else if (use->mechanism == MECHANISM_SLOW)
            pass.speed *= rest;
        else if (use->mechanism == MECHANISM_LIMIT)
            pass.reach *= rest;
        else if (use->mechanism == MECHANISM_NOTICE)
            pass.unseen *= rest;
    }
    return pass;
}

static double access_share(const Race *race, ClassKey key, const ParameterDraw *draw) {
    if (key.access_profile == UINT16_MAX) return 1;
    const AccessProfile *profile = &race->world->access_profiles[key.access_profile];
    return profile->has_share ? number_value(profile->share, draw) : 1;
}

static ClassWeight class_weight(const Race *race, const SetPlan *plan, ClassKey key,
                                const ParameterDraw *draw) {
    const Rule *rule = &race->adversary->rules.items[key.rule];
    Factors pass = class_factors(race, plan, key, draw);
    double machine = number_value(rule->machine_odds, draw) * access_share(race, key, draw) * pass.machine;
    double slow = pass.speed > 1e-6 ? 65536.0 / pass.speed : (double)SLOWEST;
    ClassWeight weight = {
        .odds = odds_of(number_value(rule->odds, draw) * pass.arc),
        .hazard = hazard_of(machine),
        .slow = (uint64_t)(slow + 0.5),
        .reach = odds_of(pass.reach),
        .lag = fixed_of(pass.lag),
    };
    for (uint32_t n = 0; n < rule->notice_count; n++) {
        double odds = number_value(rule->notices[n].odds, draw);
        weight.notice[n] = odds_of(rule->notices[n].controls_raise ? 1 - (1 - odds) * pass.unseen : odds);
    }
    return weight;
}

static double response_strength(const Response *response, const Posture *posture, Mechanism mechanism,
                                const ParameterDraw *draw) {
    double rest = 1;
    for (uint32_t i = 0; i < response->use_count; i++) {
        const ControlUse *use = &response->uses[i];
        if (use->mechanism == mechanism)
            rest *= 1 - use->share * draw->effects[use->control][mechanism][posture->level[use->control]];
    }
    return rest;
}

static void evaluate_postures(Weights *weights, const ParameterDraw *draw) {
    const Race *race = weights->race;
    const PostureMap *map = &weights->plan->map;
    for (uint32_t i = 0; i < race->adversary->responses.count; i++) {
        const Response *response = &race->adversary->responses.items[i];
        for (uint32_t p = 0; p < map->posture_count; p++) {
            const Posture *posture = &map->postures[p];
            size_t at = (size_t)i * map->posture_count + p;
            bool able = response->requires_control == NONE ||
                        posture->level[response->requires_control] >= response->requires_level;
            weights->respond[at] = able ? odds_value(response->odds, draw) : 0;
            weights->react[at] = fixed_of(response_strength(response, posture, MECHANISM_REACT, draw));
            weights->recover[at] = fixed_of(response_strength(response, posture, MECHANISM_RECOVER, draw));
        }
    }
}

static void evaluate_set(Weights *weights, const ParameterDraw *draw) {
    for (uint32_t i = 0; i < weights->plan->key_count; i++)
        weights->classes[i] = class_weight(weights->race, weights->plan, weights->plan->keys[i], draw);
    evaluate_postures(weights, draw);
}

static Weights *weights_of_plan(const Race *race, SetPlan *plan) {
    Weights *weights = heap_take(1, sizeof *weights);
    size_t responses = (size_t)race->adversary->responses.count * plan->map.posture_count;
    weights->race = race;
    weights->plan = plan;
    weights->classes = heap_take(plan->key_count, sizeof *weights->classes);
    weights->respond = heap_take(responses, sizeof *weights->respond);
    weights->react = heap_take(responses, sizeof *weights->react);
    weights->recover = heap_take(responses, sizeof *weights->recover);
    return weights;
}

Weights *weights_create(const Race *race, const ControlSet *set, Error *error) {
    SetPlan *plan = plan_create(race, set, error);
    return plan ? weights_of_plan(race, plan) : NULL;
}

Weights *weights_share(const Weights *weights) {
    weights->plan->shares++;
    return weights_of_plan(weights->race, weights->plan);
}

void weights_destroy(Weights *weights) {
    if (!weights) return;
    if (weights->own.tables) draw_plan_clear(&weights->own);
    plan_release(weights->plan);
    free(weights->classes);
    free(weights->respond);
    free(weights->react);
    free(weights->recover);
    free(weights);
}

void weights_evaluate(Weights *weights, const ParameterDraw *draw) {
    if (!weights->own.tables) draw_plan_init(&weights->own, weights->race);
    draw_plan_evaluate(&weights->own, weights->race, draw);
    weights->draw = &weights->own;
    evaluate_set(weights, draw);
}

void weights_evaluate_like(Weights *weights, const ParameterDraw *draw, const Weights *other) {
    assert(other->draw && weights->race == other->race);
    weights->draw = other->draw;
    evaluate_set(weights, draw);
}
