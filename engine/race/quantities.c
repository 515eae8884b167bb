/* The distinct quantities of a scenario: each gets one table per parameter draw. */
#include "race/compile_internal.h"

#include <string.h>

typedef Vec(Quantity) QuantityVec;

static bool same_number(Number x, Number y) {
    return x.parameter == y.parameter && x.scale == y.scale;
}

static bool same_quantity(const Quantity *x, const Quantity *y) {
    return x->kind == y->kind && same_number(x->a, y->a) && same_number(x->b, y->b) &&
           same_number(x->c, y->c) && x->values == y->values && x->value_count == y->value_count;
}

static uint32_t place_of(QuantityVec *list, const Quantity *quantity) {
    for (uint32_t i = 0; i < list->count; i++)
        if (same_quantity(&list->items[i], quantity)) return i;
    vec_push(list, *quantity);
    return list->count - 1;
}

static uint32_t place_if(QuantityVec *list, bool has, const Quantity *quantity) {
    return has ? place_of(list, quantity) : NONE;
}

static void place_rules(Race *race, QuantityVec *list) {
    const Adversary *adversary = race->adversary;
    uint32_t count = adversary->rules.count;
    race->rule_after = arena_new(&race->arena, uint32_t, count);
    race->rule_over = arena_new(&race->arena, uint32_t, count);
    race->rule_lasting = arena_new(&race->arena, uint32_t, count);
    race->rule_every = arena_new(&race->arena, uint32_t, count);
    race->notice_after = arena_new(&race->arena, uint32_t, count * RULE_NOTICES);
    for (uint32_t i = 0; i < count; i++) {
        const Rule *rule = &adversary->rules.items[i];
        race->rule_after[i] = place_of(list, &rule->after);
        race->rule_over[i] = place_if(list, rule->has_over, &rule->over);
        race->rule_lasting[i] = place_if(list, rule->has_lasting, &rule->lasting);
        race->rule_every[i] = place_if(list, rule->tries > 1, &rule->every);
        for (uint32_t n = 0; n < rule->notice_count; n++)
            race->notice_after[i * RULE_NOTICES + n] = place_of(list, &rule->notices[n].after);
    }
}

static void place_rest(Race *race, QuantityVec *list) {
    const Adversary *adversary = race->adversary;
    race->response_after = arena_new(&race->arena, uint32_t, adversary->responses.count);
    race->action_after = arena_new(&race->arena, uint32_t, adversary->actions.count);
    race->action_delay = arena_new(&race->arena, uint32_t, adversary->actions.count);
    race->choice_take = arena_new(&race->arena, uint32_t, adversary->choices.count);
    race->choice_every = arena_new(&race->arena, uint32_t, adversary->choices.count);
    race->alarm_after = arena_new(&race->arena, uint32_t, adversary->false_alarms.count);
    for (uint32_t i = 0; i < adversary->responses.count; i++)
        race->response_after[i] = place_of(list, &adversary->responses.items[i].after);
    for (uint32_t i = 0; i < adversary->actions.count; i++) {
        const Action *action = &adversary->actions.items[i];
        race->action_after[i] = place_of(list, &action->after);
        race->action_delay[i] = place_if(list, action->kind == ACTION_PAY, &action->delay);
    }
    for (uint32_t i = 0; i < adversary->choices.count; i++) {
        const Choice *choice = &adversary->choices.items[i];
        race->choice_take[i] = place_of(list, &choice->take);
        race->choice_every[i] = place_if(list, choice->has_waves, &choice->wave_every);
    }
    for (uint32_t i = 0; i < adversary->false_alarms.count; i++)
        race->alarm_after[i] = place_of(list, &adversary->false_alarms.items[i].after);
}

static void place_world(Race *race, QuantityVec *list) {
    const World *world = race->world;
    race->profile_count = arena_new(&race->arena, uint32_t, world->asset_profile_count);
    race->profile_records = arena_new(&race->arena, uint32_t, world->asset_profile_count);
    race->flaw_lag = arena_new(&race->arena, uint32_t, world->flaw_count);
    for (uint32_t i = 0; i < world->asset_profile_count; i++) {
        const AssetProfile *profile = &world->asset_profiles[i];
        race->profile_count[i] = place_if(list, profile->is_group, &profile->count);
        race->profile_records[i] = place_if(list, profile->has_records, &profile->records);
    }
    for (uint32_t i = 0; i < world->flaw_count; i++)
        race->flaw_lag[i] = place_if(list, world->flaws[i].has_lag, &world->flaws[i].lag);
}

void compile_quantities(Race *race) {
    QuantityVec list = {0};
    place_rules(race, &list);
    place_rest(race, &list);
    place_world(race, &list);
    race->quantity_count = list.count;
    race->quantities = arena_new(&race->arena, Quantity, list.count);
    if (list.count) memcpy(race->quantities, list.items, list.count * sizeof *list.items);
    vec_clear(&list);
}
