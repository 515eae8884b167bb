#include "report/plan_page.h"

#include "report/figure.h"
#include "report/table.h"
#include "report/why.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { SHOWN = 12 };

static const Adversary *adversary_of(const Planned *p) {
    return race_adversary(p->study->race);
}

static const Probe *probe_of(const Planned *p) {
    return &adversary_of(p)->probes.items[p->options->probe];
}

static double check_value(const PlanCheck *check, PlanFront front) {
    return front == FRONT_MEAN ? check->statistics.mean : check->statistics.cvar95;
}

static Figure figure_money(double dollars) {
    Figure figure;
    snprintf(figure.text, sizeof figure.text, "$%.40s", figure_short(dollars).text);
    return figure;
}

static Figure money_range(const Price *price, Style style) {
    Figure figure;
    snprintf(figure.text, sizeof figure.text, "%.20s %s %.20s", figure_money(price->low).text, page_to(style),
             figure_money(price->high).text);
    return figure;
}

static void add_choice(const Planned *p, uint64_t mask, Text *out) {
    if (mask == 0) text_add(out, "nothing");
    uint32_t count = 0;
    for (uint32_t i = 0; i < p->study->levers->list.count; i++)
        if (mask >> i & 1) text_add(out, "%s%s", count++ ? ", " : "", p->study->levers->list.items[i].label);
}

static void head_of_page(const Planned *p, Style style, Text *out) {
    const Plan *plan = p->plan;
    page_heading(out, style, "%s: what to buy against this attack", adversary_of(p)->title);
    page_wrap(out, 0,
              "%s choices of controls on %s worlds each, seed %llu; to level %d on top of \"%s\"; costs are "
              "dollars a year, for everybody together%s%s%s",
              figure_whole(plan->choices).text, figure_whole(p->study->options.replications).text,
              (unsigned long long)p->study->options.seed, p->level, p->base, p->costs ? ", from " : "",
              p->costs ? p->costs : "", p->study->options.response_off ? "; nobody responds" : "");
    if (plan->partial)
        page_wrap(out, 0, "PARTIAL: interrupted; %s.",
                  plan->checks.count ? "not every choice was run again on fresh worlds"
                                     : "the fronts hold what was run until then, the cheapest choices first");
}

static void proof_line(const Planned *p, Text *out) {
    const Plan *plan = p->plan;
    if (plan->partial) return;
    if (plan->proven) {
        page_wrap(out, 0, "Proven on these worlds: every choice%s was run or ruled out.",
                  isfinite(p->options->budget) ? " within the budget" : "");
        return;
    }
    char mean[64], breach[64];
    snprintf(mean, sizeof mean, "%s", figure_brief(probe_of(p), plan->gap[FRONT_MEAN]).text);
    snprintf(breach, sizeof breach, "%s", figure_brief(probe_of(p), plan->breach[FRONT_MEAN]).text);
    page_wrap(
        out, 0,
        "Gap: on these worlds no choice of the same cost or less beats the front by more than %s on the "
        "mean and %s in the worst 1 in 20. That assumes one more control never makes it worse by more than "
        "was seen (%s).",
        mean, figure_brief(probe_of(p), plan->gap[FRONT_CVAR95]).text, breach);
}

static const char *limited(const Planned *p) {
    return isfinite(p->options->budget) ? " within the budget" : "";
}

/* The last of a front is its best. */
static void best_lines(const Planned *p, PlanFront front, const char *what, Style style, Text *out) {
    const PlanPoints *points = &p->plan->front[front];
    const PlanPoint *best = &points->items[points->count - 1];
    const PlanCheck *check = plan_check(p->plan, best->mask);
    Text choice = {0};
    add_choice(p, best->mask, &choice);
    page_paint(out, style, HUE_STRONG, "Best%s, by %s:", limited(p), what);
    text_add(out, "\n");
    page_wrap(out, 2, "%s, for %s a year", text_of(&choice), figure_money(best->cost).text);
    text_add(out, "  %s here", figure_brief(probe_of(p), plan_value(best, front)).text);
    if (check)
        text_add(out, ", %s on fresh worlds", figure_brief(probe_of(p), check_value(check, front)).text);
    text_add(out, "\n");
    text_clear(&choice);
}

static void answer_lines(const Planned *p, Style style, Text *out) {
    const PlanOptions *options = p->options;
    const PlanPoint *answer = &p->plan->answer;
    const PlanCheck *check = plan_check(p->plan, answer->mask);
    Text choice = {0};
    char target[128];
    snprintf(target, sizeof target, "%s(%s) <= %g", target_name(options->target.of),
             adversary_of(p)->probes.items[options->target.probe].id, options->target.most);
    add_choice(p, answer->mask, &choice);
    if (p->plan->answered)
        page_paint(out, style, HUE_STRONG, "The cheapest way to %s:", target);
    else
        page_paint(out, style, HUE_STRONG, "No choice%s reaches %s. The nearest:", limited(p), target);
    text_add(out, "\n");
    page_wrap(out, 2, "%s, for %s a year", text_of(&choice), figure_money(answer->cost).text);
    text_add(out, "  %g here", answer->target);
    if (check)
        text_add(out, ", %g on fresh worlds%s", check->target,
                 p->plan->answered && check->target > options->target.most ? ": there it misses" : "");
    text_add(out, "\n");
    text_clear(&choice);
}

/* ------------------------------------------------------------------ a front */

static double gain_of(const PlanPoints *points, PlanFront front, uint32_t i) {
    return i == 0 ? INFINITY
                  : plan_value(&points->items[i - 1], front) - plan_value(&points->items[i], front);
}

/* Of a long front the steps that gain most; the last one, its best, is always there. */
static bool is_shown(const PlanPoints *points, PlanFront front, uint32_t i) {
    uint32_t better = 0;
    for (uint32_t k = 0; k + 1 < points->count; k++)
        better += gain_of(points, front, k) > gain_of(points, front, i);
    return i + 1 == points->count || better < SHOWN - 1;
}

static void fresh_cell(Table *table, const Planned *p, PlanFront front, uint64_t mask, Style style) {
    const PlanCheck *check = plan_check(p->plan, mask);
    if (!check) {
        table_cell(table, "%s", "");
        return;
    }
    const char *value = figure_brief(probe_of(p), check_value(check, front)).text;
    const Interval *ci = &check->statistics.ci95;
    if (front == FRONT_MEAN)
        table_cell(table, "%s (%s)", value, figure_range(probe_of(p), ci->low, ci->high, style.ascii).text);
    else
        table_cell(table, "%s", value);
}

static void point_row(Table *table, const Planned *p, PlanFront front, const PlanPoint *point, Style style) {
    Price price = plan_price(p->options, p->study->levers->list.count, point->mask);
    Text choice = {0};
    add_choice(p, point->mask, &choice);
    table_cell(table, "%s", figure_money(price.mode).text);
    table_cell(table, "%s", money_range(&price, style).text);
    table_cell(table, "%s", figure_brief(probe_of(p), plan_value(point, front)).text);
    fresh_cell(table, p, front, point->mask, style);
    table_cell(table, "%s", text_of(&choice));
    text_clear(&choice);
}

static void front_table(const Planned *p, PlanFront front, const char *what, Style style, Text *out) {
    const PlanPoints *points = &p->plan->front[front];
    Table table;
    uint32_t shown = 0;
    page_heading(out, style, "Cost against %s, %s", probe_of(p)->title, what);
    table_init(&table, "rrrrw");
    static const char *const headings[] = {"cost", "range", "here", "fresh worlds", "bought"};
    for (size_t i = 0; i < sizeof headings / sizeof headings[0]; i++) table_cell(&table, "%s", headings[i]);
    for (uint32_t i = 0; i < points->count; i++) {
        if (!is_shown(points, front, i)) continue;
        point_row(&table, p, front, &points->items[i], style);
        shown++;
    }
    table_write(&table, style, out);
    if (shown < points->count)
        text_add(out, "(%u of %u steps, those that gain most; --json has all)\n", shown, points->count);
    text_add(out, "\n");
    table_clear(&table);
}

static void idle_line(const Planned *p, Text *out) {
    Text idle = {0};
    add_choice(p, p->options->idle & ~p->options->must, &idle);
    if (p->options->idle & ~p->options->must)
        page_wrap(out, 0, "Cannot act in this attack, so never bought: %s (`keyfall attribute` says why).",
                  text_of(&idle));
    text_clear(&idle);
}

static void how_to_read(const Planned *p, Text *out) {
    page_wrap(out, 0,
              "Every line is the least that its cost can buy: no cheaper choice is as good. \"Here\" are the "
              "worlds on which it was chosen, and what is chosen looks better there than it is; \"fresh "
              "worlds\" are as many others (seed %llu), with the 95 %% interval of the mean.",
              (unsigned long long)p->plan->check_seed);
    page_wrap(out, 0,
              "%s: every row says what it stands for (engine/control/costs.json); your own with --costs win. "
              "All of it is about this attack.",
              p->costs ? "Costs that your file does not give are assumed" : "The costs are assumed");
}

void plan_page(const Planned *planned, Style style, Text *out) {
    head_of_page(planned, style, out);
    text_add(out, "\n");
    if (planned->plan->front[FRONT_MEAN].count == 0) return;
    if (planned->options->has_target) answer_lines(planned, style, out);
    best_lines(planned, FRONT_MEAN, "the mean", style, out);
    best_lines(planned, FRONT_CVAR95, "the average of the worst 1 in 20", style, out);
    text_add(out, "\n");
    front_table(planned, FRONT_MEAN, "on average", style, out);
    front_table(planned, FRONT_CVAR95, "average of the worst 1 in 20", style, out);
    proof_line(planned, out);
    idle_line(planned, out);
    how_to_read(planned, out);
}

/* ------------------------------------------------------------------ JSON */

static void write_choice(const Planned *p, uint64_t mask, JsonWriter *writer) {
    Price price = plan_price(p->options, p->study->levers->list.count, mask);
    json_begin_flat_array(writer, "bought");
    for (uint32_t i = 0; i < p->study->levers->list.count; i++)
        if (mask >> i & 1) json_write_text(writer, NULL, p->study->levers->list.items[i].label);
    json_end_array(writer);
    json_begin_object(writer, "cost");
    json_write_number(writer, "low", price.low);
    json_write_number(writer, "mode", price.mode);
    json_write_number(writer, "high", price.high);
    json_end_object(writer);
}

static void write_check(const Planned *p, uint64_t mask, JsonWriter *writer) {
    const PlanCheck *check = plan_check(p->plan, mask);
    if (!check) {
        json_write_null(writer, "fresh");
        return;
    }
    json_begin_object(writer, "fresh");
    json_write_number(writer, "mean", check->statistics.mean);
    json_begin_flat_array(writer, "ci95");
    json_write_number(writer, NULL, check->statistics.ci95.low);
    json_write_number(writer, NULL, check->statistics.ci95.high);
    json_end_array(writer);
    json_write_number(writer, "cvar95", check->statistics.cvar95);
    if (p->options->has_target) json_write_number(writer, "target", check->target);
    json_end_object(writer);
}

static void write_point(const Planned *p, const char *key, const PlanPoint *point, JsonWriter *writer) {
    json_begin_object(writer, key);
    write_choice(p, point->mask, writer);
    json_write_number(writer, "mean", point->mean);
    json_write_number(writer, "cvar95", point->cvar95);
    if (p->options->has_target) json_write_number(writer, "target", point->target);
    write_check(p, point->mask, writer);
    json_end_object(writer);
}

static void write_front(const Planned *p, const char *key, PlanFront front, JsonWriter *writer) {
    const PlanPoints *points = &p->plan->front[front];
    json_begin_array(writer, key);
    for (uint32_t i = 0; i < points->count; i++) write_point(p, NULL, &points->items[i], writer);
    json_end_array(writer);
}

static void write_target(const Planned *p, JsonWriter *writer) {
    const Target *target = &p->options->target;
    json_begin_object(writer, "target");
    json_write_text(writer, "statistic", target_name(target->of));
    json_write_text(writer, "metric", adversary_of(p)->probes.items[target->probe].id);
    json_write_number(writer, "most", target->most);
    json_write_flag(writer, "reached", p->plan->answered);
    if (p->plan->front[FRONT_MEAN].count) write_point(p, "answer", &p->plan->answer, writer);
    json_end_object(writer);
}

static void write_levers(const Planned *p, JsonWriter *writer) {
    json_begin_array(writer, "levers");
    for (uint32_t i = 0; i < p->study->levers->list.count; i++) {
        const Price *price = &p->options->prices[i];
        json_begin_object(writer, NULL);
        json_write_text(writer, "lever", p->study->levers->list.items[i].label);
        json_write_number(writer, "low", price->low);
        json_write_number(writer, "mode", price->mode);
        json_write_number(writer, "high", price->high);
        json_write_integer(writer, "organisations", price->payers);
        json_write_flag(writer, "can_act", !(p->options->idle >> i & 1));
        json_write_flag(writer, "must", p->options->must >> i & 1);
        json_write_flag(writer, "never", p->options->never >> i & 1);
        json_end_object(writer);
    }
    json_end_array(writer);
}

static void write_gap(const Plan *plan, JsonWriter *writer) {
    json_write_flag(writer, "proven", plan->proven);
    json_begin_object(writer, "gap");
    json_write_number(writer, "mean", plan->gap[FRONT_MEAN]);
    json_write_number(writer, "cvar95", plan->gap[FRONT_CVAR95]);
    json_end_object(writer);
}

void plan_json_write(const Planned *p, JsonWriter *writer) {
    json_begin_object(writer, NULL);
    json_write_text(writer, "format", "keyfall.plan");
    json_write_integer(writer, "version", 1);
    json_write_text(writer, "scenario", p->scenario);
    json_write_text(writer, "controls", p->base);
    json_write_unsigned64(writer, "seed", p->study->options.seed);
    json_write_unsigned64(writer, "fresh_seed", p->plan->check_seed);
    json_write_integer(writer, "replications", p->study->options.replications);
    json_write_integer(writer, "worlds_per_draw", p->study->options.worlds_per_draw);
    json_write_text(writer, "response", p->study->options.response_off ? "off" : "on");
    json_write_text(writer, "metric", probe_of(p)->id);
    json_write_number(writer, "budget", p->options->budget);
    json_write_integer(writer, "choices", p->plan->choices);
    json_write_flag(writer, "partial", p->plan->partial);
    write_gap(p->plan, writer);
    write_levers(p, writer);
    if (p->options->has_target) write_target(p, writer);
    write_front(p, "front_mean", FRONT_MEAN, writer);
    write_front(p, "front_cvar95", FRONT_CVAR95, writer);
    json_end_object(writer);
}
