/* What one parameter draw fixes and no control set changes: delays, counts, shares. */
#include "base/exact.h"
#include "race/compiled.h"

void draw_plan_init(DrawPlan *draw, const Race *race) {
    const Adversary *adversary = race->adversary;
    draw->tables = heap_take(race->quantity_count, sizeof *draw->tables);
    draw->built = heap_take(race->quantity_count, sizeof *draw->built);
    draw->is_built = heap_take(race->quantity_count, sizeof *draw->is_built);
    draw->sizes = heap_take(race->world->population_count, sizeof *draw->sizes);
    draw->candidate_pull = heap_take(race->candidate_count, sizeof *draw->candidate_pull);
    draw->waves = heap_take(adversary->choices.count, sizeof *draw->waves);
    draw->shock_odds = heap_take(adversary->shocks.count, sizeof *draw->shock_odds);
    draw->alarm_odds = heap_take(adversary->false_alarms.count, sizeof *draw->alarm_odds);
    draw->report_weight = heap_take(adversary->responses.count, sizeof *draw->report_weight);
    draw->report_threshold = heap_take(adversary->responses.count, sizeof *draw->report_threshold);
    draw->response_share = heap_take(adversary->responses.count, sizeof *draw->response_share);
    draw->response_eviction = heap_take(adversary->responses.count, sizeof *draw->response_eviction);
    draw->present = heap_take(adversary->probes.count, sizeof *draw->present);
    draw->rate = heap_take(adversary->rules.count, sizeof *draw->rate);
    draw->amount = heap_take(adversary->actions.count, sizeof *draw->amount);
    draw->pay_odds = heap_take(adversary->actions.count, sizeof *draw->pay_odds);
    draw->restore_share = heap_take(adversary->actions.count, sizeof *draw->restore_share);
    draw->eviction = heap_take(adversary->actions.count, sizeof *draw->eviction);
}

void draw_plan_clear(DrawPlan *draw) {
    void *owned[] = {draw->tables,         draw->built,
                     draw->is_built,       draw->sizes,
                     draw->candidate_pull, draw->waves,
                     draw->shock_odds,     draw->alarm_odds,
                     draw->report_weight,  draw->report_threshold,
                     draw->response_share, draw->response_eviction,
                     draw->rate,           draw->amount,
                     draw->pay_odds,       draw->restore_share,
                     draw->eviction,       draw->present};
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

static void count_present(DrawPlan *draw, const Race *race) {
    for (uint32_t i = 0; i < race->adversary->probes.count; i++) {
        const ProbePlan *plan = &race->probes[i];
        draw->present[i] = 0;
        for (uint32_t k = 0; k < plan->member_count; k++)
            draw->present[i] +=
                world_present(race->world, draw->sizes, race->world->assets[plan->members[k]].owner);
    }
}

/* Once for all walks of the draw: a power costs more than the rest of a candidate's priority. */
static void weigh_candidates(DrawPlan *draw, const Race *race, uint32_t index,
                             const ParameterDraw *parameters) {
    const Choice *choice = &race->adversary->choices.items[index];
    Candidates list = race->choices[index];
    double exponent = choice->weight == WEIGHT_EQUAL ? 0 : number_value(choice->exponent, parameters);
    for (uint32_t i = list.first; i < list.first + list.count; i++)
        draw->candidate_pull[i] = exponent == 0 ? 0 : exact_exp(exponent * race->candidate_log_size[i]);
}

void draw_plan_evaluate(DrawPlan *draw, const Race *race, const ParameterDraw *parameters) {
    const Adversary *adversary = race->adversary;
    build_tables(draw, race, parameters);
    world_population_sizes(race->world, race->kit, parameters, draw->sizes);
    count_present(draw, race);
    for (uint32_t i = 0; i < adversary->choices.count; i++) {
        const Choice *choice = &adversary->choices.items[i];
        weigh_candidates(draw, race, i, parameters);
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
