/* What arcs and responses weigh under every control set of a walk, in one parameter draw. */
#include "base/draw.h"
#include "race/compiled.h"

#include <assert.h>

#define SLOWEST (UINT64_C(1) << 36) /* a factor of a million: e = 1 would never end */
#define RUNG_LISTS (3 + RULE_NOTICES)

/* ------------------------------------------------------------------ under one set */

/* Strength of a use against an arc of this class, 0 … 1. */
static double use_strength(const ControlUse *use, const SetPlan *plan, ClassKey key,
                           const ParameterDraw *draw) {
    uint16_t posture = use->of == EFFECT_OF_SOURCE ? key.source : key.target;
    if (posture == UINT16_MAX) return 0;
    uint8_t level = plan->postures[posture].level[use->control];
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

static PlainWeight plain_weight(const Race *race, const SetPlan *plan, ClassKey key,
                                const ParameterDraw *draw) {
    const Rule *rule = &race->adversary->rules.items[key.rule];
    Factors pass = class_factors(race, plan, key, draw);
    double machine = number_value(rule->machine_odds, draw) * access_share(race, key, draw) * pass.machine;
    double slow = pass.speed > 1e-6 ? 65536.0 / pass.speed : (double)SLOWEST;
    PlainWeight weight = {
        .odds = odds_of(number_value(rule->odds, draw) * pass.arc),
        .hazard = hazard_of(machine),
        .reach = odds_of(pass.reach),
        .slow = (uint64_t)(slow + 0.5),
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

static ResponseRung response_rung(const Response *response, const Posture *posture,
                                  const ParameterDraw *draw) {
    bool able = response->requires_control == NONE ||
                posture->level[response->requires_control] >= response->requires_level;
    return (ResponseRung){.respond = able ? odds_value(response->odds, draw) : 0,
                          .react = fixed_of(response_strength(response, posture, MECHANISM_REACT, draw)),
                          .recover = fixed_of(response_strength(response, posture, MECHANISM_RECOVER, draw))};
}

/* ------------------------------------------------------------------ under all of them */

static void rungs_add(Rungs *rungs, uint64_t value, SetMask sets) {
    for (uint32_t i = 0; i < rungs->count; i++)
        if (rungs->items[i].value == value) {
            rungs->items[i].sets |= sets;
            return;
        }
    rungs->items[rungs->count++] = (Rung){value, sets};
}

/* The same, kept from the greatest value down. */
static void rungs_insert(Rungs *rungs, uint64_t value, SetMask sets) {
    uint32_t at = 0;
    while (at < rungs->count && rungs->items[at].value > value) at++;
    if (at < rungs->count && rungs->items[at].value == value) {
        rungs->items[at].sets |= sets;
        return;
    }
    memmove(rungs->items + at + 1, rungs->items + at, (rungs->count - at) * sizeof *rungs->items);
    rungs->items[at] = (Rung){value, sets};
    rungs->count++;
}

static void groups_add(ClassWeight *weight, const PlainWeight *plain, SetMask sets) {
    for (uint32_t i = 0; i < weight->group_count; i++)
        if (weight->groups[i].reach == plain->reach && weight->groups[i].hazard == plain->hazard) {
            weight->groups[i].sets |= sets;
            return;
        }
    weight->groups[weight->group_count++] = (GroupRung){plain->reach, plain->hazard, sets};
}

static void evaluate_class(Weights *weights, uint32_t class_) {
    const SetPlan *plan = weights->plan;
    ClassWeight *weight = &weights->classes[class_];
    uint32_t notices = weights->race->adversary->rules.items[plan->classes.keys[class_].rule].notice_count;
    weight->odds.count = weight->slow.count = weight->lag.count = weight->group_count = 0;
    for (uint32_t n = 0; n < notices; n++) weight->notice[n].count = 0;
    for (uint32_t i = 0; i < plan->class_parts[class_].count; i++) {
        Part part = plan->parts.items[plan->class_parts[class_].first + i];
        const PlainWeight *plain = &weights->plain[part.index];
        rungs_insert(&weight->odds, plain->odds, part.sets);
        rungs_add(&weight->slow, plain->slow, part.sets);
        rungs_add(&weight->lag, plain->lag, part.sets);
        groups_add(weight, plain, part.sets);
        for (uint32_t n = 0; n < notices; n++) rungs_insert(&weight->notice[n], plain->notice[n], part.sets);
    }
}

/* With which an arc has to be launched at all. A failure that is seen or tried again is followed up, and luck
 * that arcs share has its own draw. */
static Odds loosest_odds(const Weights *weights, uint32_t class_) {
    const Rule *rule = &weights->race->adversary->rules.items[weights->plan->classes.keys[class_].rule];
    bool followed = rule->tries > 1 || rule->shared_by >= 0;
    for (uint32_t n = 0; n < rule->notice_count; n++) followed |= rule->notices[n].on_attempt;
    return followed ? ODDS_ONE : weights->classes[class_].odds.items[0].value;
}

static void evaluate_response(Weights *weights, uint32_t index, const ParameterDraw *draw) {
    const SetPlan *plan = weights->plan;
    const Response *response = &weights->race->adversary->responses.items[index];
    for (uint32_t joint = 0; joint < plan->joint_count; joint++) {
        Parts parts = plan->joints[joint];
        ResponseRung *rungs = weights->responses + (size_t)index * plan->joint_parts + parts.first;
        uint32_t count = 0;
        for (uint32_t i = 0; i < parts.count; i++) {
            Part part = plan->parts.items[parts.first + i];
            ResponseRung rung = response_rung(response, &plan->postures[part.index], draw);
            uint32_t same = 0;
            while (same < count && (rungs[same].respond != rung.respond || rungs[same].react != rung.react ||
                                    rungs[same].recover != rung.recover))
                same++;
            rung.sets = part.sets | (same < count ? rungs[same].sets : 0);
            rungs[same] = rung;
            count += same == count;
        }
        weights->response_rungs[(size_t)index * plan->joint_count + joint] = count;
    }
}

static void evaluate_sets(Weights *weights, const ParameterDraw *draw) {
    const SetPlan *plan = weights->plan;
    for (uint32_t i = 0; i < plan->plain.count; i++)
        weights->plain[i] = plain_weight(weights->race, plan, plan->plain.keys[i], draw);
    for (uint32_t i = 0; i < plan->classes.count; i++) {
        evaluate_class(weights, i);
        weights->loosest[i] = loosest_odds(weights, i);
    }
    for (uint32_t i = 0; i < weights->race->adversary->responses.count; i++)
        evaluate_response(weights, i, draw);
}

/* ------------------------------------------------------------------ making them */

/* Every list of a class has room for a rung per part of it. */
static void place_rungs(Weights *weights) {
    const SetPlan *plan = weights->plan;
    size_t parts = plan->parts.count - plan->joint_parts, used = 0;
    weights->rungs = heap_take(parts * RUNG_LISTS, sizeof *weights->rungs);
    weights->group_rungs = heap_take(parts, sizeof *weights->group_rungs);
    for (uint32_t i = 0; i < plan->classes.count; i++) {
        ClassWeight *weight = &weights->classes[i];
        uint32_t count = plan->class_parts[i].count;
        Rungs *lists[3] = {&weight->odds, &weight->slow, &weight->lag};
        weight->groups = weights->group_rungs + used;
        Rung *room = weights->rungs + used * RUNG_LISTS;
        for (uint32_t k = 0; k < 3; k++, room += count) lists[k]->items = room;
        for (uint32_t n = 0; n < RULE_NOTICES; n++, room += count) weight->notice[n].items = room;
        used += count;
    }
}

static Weights *weights_of_plan(const Race *race, SetPlan *plan) {
    Weights *weights = heap_take(1, sizeof *weights);
    size_t responses = race->adversary->responses.count;
    weights->race = race;
    weights->plan = plan;
    weights->plain = heap_take(plan->plain.count, sizeof *weights->plain);
    weights->classes = heap_take(plan->classes.count, sizeof *weights->classes);
    weights->loosest = heap_take(plan->classes.count, sizeof *weights->loosest);
    weights->responses = heap_take(responses * plan->joint_parts, sizeof *weights->responses);
    weights->response_rungs = heap_take(responses * plan->joint_count, sizeof *weights->response_rungs);
    place_rungs(weights);
    return weights;
}

Weights *weights_create(const Race *race, const ControlSet *set, Error *error) {
    return weights_create_sets(race, &set, 1, error);
}

Weights *weights_create_sets(const Race *race, const ControlSet *const *sets, uint32_t count, Error *error) {
    SetPlan *plan = set_plan_create(race, sets, count, error);
    return plan ? weights_of_plan(race, plan) : NULL;
}

Weights *weights_share(const Weights *weights) {
    weights->plan->shares++;
    return weights_of_plan(weights->race, weights->plan);
}

void weights_destroy(Weights *weights) {
    if (!weights) return;
    if (weights->own.tables) draw_plan_clear(&weights->own);
    set_plan_release(weights->plan);
    free(weights->plain);
    free(weights->classes);
    free(weights->loosest);
    free(weights->responses);
    free(weights->response_rungs);
    free(weights->rungs);
    free(weights->group_rungs);
    free(weights);
}

void weights_evaluate(Weights *weights, const ParameterDraw *draw) {
    if (!weights->own.tables) draw_plan_init(&weights->own, weights->race);
    draw_plan_evaluate(&weights->own, weights->race, draw);
    weights->draw = &weights->own;
    evaluate_sets(weights, draw);
}

void weights_evaluate_like(Weights *weights, const ParameterDraw *draw, const Weights *other) {
    assert(other->draw && weights->race == other->race);
    weights->draw = other->draw;
    evaluate_sets(weights, draw);
}
