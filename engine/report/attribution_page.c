#include "report/attribution_page.h"

#include "report/figure.h"
#include "report/table.h"
#include "report/why.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { PAIRS_SHOWN = 3 };

static const Adversary *adversary_of(const Attributed *a) {
    return race_adversary(a->study->race);
}

static const Probe *probe_of(const Attributed *a) {
    return &adversary_of(a)->probes.items[a->attribution->probe];
}

static Figure title_of(const Attributed *a, uint32_t lever) {
    Text title = {0};
    Figure figure;
    lever_title(&a->attribution->levers->list.items[lever], a->study->catalogue, a->level, &title);
    snprintf(figure.text, sizeof figure.text, "%.60s", text_of(&title));
    text_clear(&title);
    return figure;
}

static void head_of_page(const Attributed *a, Text *out, Style style) {
    const Attribution *t = a->attribution;
    page_heading(out, style, "%s: what each control is worth in this attack", adversary_of(a)->title);
    page_wrap(out, 0,
              "%s worlds, seed %llu; %s choice%s of controls, every one on the same luck; raised to "
              "level %d on top of \"%s\"%s",
              figure_whole(t->worlds).text, (unsigned long long)a->study->options.seed,
              figure_whole(t->choices).text, t->choices == 1 ? "" : "s", a->level, a->base,
              a->study->options.response_off ? "; nobody responds" : "");
    if (t->partial)
        page_wrap(out, 0,
                  "PARTIAL: interrupted before every choice was run; fair shares and pairs are left out.");
}

static const char *of_what(AttributedTo to) {
    return to == ATTRIBUTED_MEAN ? "on average" : "in the 1 world in 20 (P95)";
}

static void headline(const Attributed *a, Style style, Text *out) {
    const Attribution *t = a->attribution;
    const Probe *probe = probe_of(a);
    text_add(out, "\n");
    if (isnan(t->together[ATTRIBUTED_MEAN].value)) return;
    page_paint(out, style, HUE_STRONG, "Together they take away %s of %s %s on average.",
               figure_brief(probe, t->together[ATTRIBUTED_MEAN].value).text,
               figure_brief(probe, t->none[ATTRIBUTED_MEAN].value).text, probe->title);
    text_add(out, "\n");
    page_wrap(out, 0,
              "Without them 1 world in 20 is worse than %s, with all of them than %s. What remains with all "
              "of them: %s on average.",
              figure_brief(probe, t->none[ATTRIBUTED_P95].value).text,
              figure_brief(probe, t->all[ATTRIBUTED_P95].value).text,
              figure_brief(probe, t->all[ATTRIBUTED_MEAN].value).text);
}

static void plain_cell(Table *table, const Attributed *a, const Worth *worth, Style style) {
    if (isnan(worth->value)) {
        table_cell(table, "%s", "");
        return;
    }
    double half = (worth->ci95.high - worth->ci95.low) / 2;
    table_cell(table, "%s %s%s", figure_brief(probe_of(a), worth->value).text, style.ascii ? "+-" : "±",
               figure_brief(probe_of(a), half).text);
}

static void share_cells(Table *table, const Attributed *a, AttributedTo to, const Worth *worth, Style style) {
    if (isnan(worth->value)) {
        table_cell(table, "%s", "");
        table_cell(table, "%s", "");
        return;
    }
    table_cell(table, "%s (%s)", figure_brief(probe_of(a), worth->value).text,
               figure_range(probe_of(a), worth->ci95.low, worth->ci95.high, style.ascii).text);
    double whole = a->attribution->together[to].value;
    table_cell(table, "%s", whole > 0 ? figure_percent(worth->value / whole).text : "");
}

/* Levers by their fair share of the mean (alone when it is not known), greatest first. */
static double rank_of(const LeverWorth *worth) {
    return isnan(worth->shapley.value) ? worth->alone.value : worth->shapley.value;
}

static uint32_t *ranked(const Attributed *a) {
    uint32_t count = a->attribution->levers->list.count;
    const LeverWorth *worth = a->attribution->worth[ATTRIBUTED_MEAN];
    uint32_t *order = heap_take(count, sizeof *order);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t at = i;
        for (; at > 0 && rank_of(&worth[order[at - 1]]) < rank_of(&worth[i]); at--) order[at] = order[at - 1];
        order[at] = i;
    }
    return order;
}

static bool is_idle(const Attributed *a, uint32_t lever) {
    return reach_is_idle(&a->attribution->reach[lever]);
}

static void worth_table(const Attributed *a, AttributedTo to, const uint32_t *order, Style style, Text *out) {
    const Attribution *t = a->attribution;
    Table table;
    page_heading(out, style, "%s %s", probe_of(a)->title, of_what(to));
    table_init(&table, "wrrrr");
    static const char *const headings[] = {"control", "fair share", "", "alone", "last in"};
    for (size_t i = 0; i < sizeof headings / sizeof headings[0]; i++) table_cell(&table, "%s", headings[i]);
    for (uint32_t k = 0; k < t->levers->list.count; k++) {
        if (is_idle(a, order[k])) continue;
        const LeverWorth *worth = &t->worth[to][order[k]];
        table_cell(&table, "%s", title_of(a, order[k]).text);
        share_cells(&table, a, to, &worth->shapley, style);
        plain_cell(&table, a, &worth->alone, style);
        plain_cell(&table, a, &worth->last, style);
    }
    table_write(&table, style, out);
    table_clear(&table);
    text_add(out, "\n");
}

static void pair_line(const Attributed *a, const PairWorth *pair, Style style, Text *out) {
    page_wrap(out, 2, "%s with %s: %s%s (%s)", title_of(a, pair->i).text, title_of(a, pair->j).text,
              pair->worth.value > 0 ? "+" : "", figure_brief(probe_of(a), pair->worth.value).text,
              figure_range(probe_of(a), pair->worth.ci95.low, pair->worth.ci95.high, style.ascii).text);
}

/* The strongest whose interval does not hold 0. */
static void pair_list(const Attributed *a, bool positive, const char *heading, Style style, Text *out) {
    const Attribution *t = a->attribution;
    uint32_t shown = 0;
    for (uint32_t p = 0; p < t->pair_count && shown < PAIRS_SHOWN; p++) {
        const PairWorth *pair = &t->pairs[ATTRIBUTED_MEAN][p];
        bool sure = positive ? pair->worth.ci95.low > 0 : pair->worth.ci95.high < 0;
        if (!sure) continue;
        if (shown++ == 0) text_add(out, "%s\n", heading);
        pair_line(a, pair, style, out);
    }
    if (shown) text_add(out, "\n");
}

static void pairs(const Attributed *a, Style style, Text *out) {
    pair_list(a, true, "Worth more together than apart, on average:", style, out);
    pair_list(a, false, "Do part of each other's work (together worth less than the sum):", style, out);
}

/* Idle, or under a hundredth of the whole. */
static bool is_little(const Attributed *a, uint32_t lever) {
    double whole = a->attribution->together[ATTRIBUTED_MEAN].value;
    return is_idle(a, lever) || fabs(rank_of(&a->attribution->worth[ATTRIBUTED_MEAN][lever])) < whole / 100;
}

static void reasons_heading(const Attributed *a, Style style, Text *out) {
    Text way_in = {0};
    why_way_in(adversary_of(a), &way_in);
    page_heading(out, style, "Worth next to nothing in this attack, and why");
    if (way_in.length) page_wrap(out, 0, "The way in: %s.", text_of(&way_in));
    text_clear(&way_in);
}

static void reasons(const Attributed *a, const uint32_t *order, Style style, Text *out) {
    const Attribution *t = a->attribution;
    Why why = {race_world(a->study->race), adversary_of(a), a->study->catalogue};
    bool any = false;
    for (uint32_t k = 0; k < t->levers->list.count; k++) {
        uint32_t lever = order[k];
        if (!is_little(a, lever)) continue;
        if (!any) reasons_heading(a, style, out);
        any = true;
        Text text = {0};
        text_add(&text, "%s: ", title_of(a, lever).text);
        why_write(&why, &t->levers->list.items[lever], &t->reach[lever], t->changed[lever],
                  probe_of(a)->title, &text);
        page_hang(out, 2, text_of(&text));
        text_clear(&text);
    }
    if (any) text_add(out, "\n");
}

static bool anybody_acts(const Attributed *a) {
    for (uint32_t i = 0; i < a->attribution->levers->list.count; i++)
        if (!is_idle(a, i)) return true;
    return false;
}

static void how_to_read(const Attributed *a, Style style, Text *out) {
    const Attribution *t = a->attribution;
    uint32_t draws = (t->worlds + t->worlds_per_draw - 1) / t->worlds_per_draw;
    page_wrap(out, 0,
              "Alone: what it takes away when it is the only one. Last in: what is lost when it alone is "
              "left out. Fair share: the Shapley value, its worth averaged over %s; fair shares add up to "
              "what all take away together. Brackets and %s hold 95 %% of what other worlds would give "
              "(by parameter draw, %s of them).",
              t->orders ? "sampled orders of buying" : "every order of buying", style.ascii ? "+-" : "±",
              figure_whole(draws).text);
}

/* Surely harmful somewhere: alone, last in or on the whole. */
static bool anybody_harms(const Attributed *a) {
    const Attribution *t = a->attribution;
    for (int to = 0; to < ATTRIBUTED_COUNT; to++) {
        for (uint32_t i = 0; i < t->levers->list.count; i++) {
            const LeverWorth *worth = &t->worth[to][i];
            if (worth->alone.ci95.high < 0 || worth->last.ci95.high < 0 || worth->shapley.ci95.high < 0)
                return true;
        }
    }
    return false;
}

/* ------------------------------------------------------------------ over the mix */

static void mix_row(const Attributed *a, uint32_t lever, Style style, Table *table) {
    const MixWorth *mix = a->over_mix;
    const YearlyWorth *alone = &mix->alone[lever];
    bool nowhere = mix->most_in[lever] == NONE;
    table_cell(table, "%s", title_of(a, lever).text);
    table_cell(table, "%s", figure_amount(alone->mean).text);
    table_cell(table, "%s %s %s", figure_amount(alone->low).text, page_to(style),
               figure_amount(alone->high).text);
    table_cell(table, "%s",
               mix->as_it_was.mean > 0 ? figure_percent(alone->mean / mix->as_it_was.mean).text : "");
    table_cell(table, "%s", nowhere ? "nowhere" : mix->mix->entries.items[mix->most_in[lever]].scenario);
}

static void over_the_mix(const Attributed *a, const uint32_t *order, Style style, Text *out) {
    const MixWorth *mix = a->over_mix;
    static const char *const headings[] = {"control, alone", "fewer a year", "range", "of all", "most in"};
    Table table;
    page_heading(out, style, "Over the mix of attacks that a year brings: customers fewer, of %s",
                 figure_whole(mix->as_it_was.mean).text);
    table_init(&table, "wrrrl");
    for (size_t i = 0; i < sizeof headings / sizeof headings[0]; i++) table_cell(&table, "%s", headings[i]);
    for (uint32_t k = 0; k < mix->levers; k++) mix_row(a, order[k], style, &table);
    table_write(&table, style, out);
    table_clear(&table);
    page_wrap(out, 0,
              "%u scenarios of \"%s\", %s worlds each, on top of each as it was. The range is what nobody "
              "knows of how often they come; what is not in the list is not counted.",
              mix->mix->entries.count, mix->mix->title, figure_whole(mix->worlds).text);
    text_add(out, "\n");
}

static void only_here(const Attributed *a, Text *out) {
    if (anybody_harms(a))
        page_wrap(out, 0,
                  "A minus means that more are hit with it than without: where people respond, a smaller "
                  "attack can be noticed later and stopped later.");

    page_wrap(out, 0,
              "All of it is about this attack: a control that is worth nothing here may be worth much in "
              "another.%s",
              a->over_mix ? "" : " --over-mix shows that beside it.");
}

void attribution_page(const Attributed *attributed, Style style, Text *out) {
    uint32_t *order = ranked(attributed);
    head_of_page(attributed, out, style);
    headline(attributed, style, out);
    text_add(out, "\n");
    for (int to = 0; to < ATTRIBUTED_COUNT && anybody_acts(attributed); to++)
        worth_table(attributed, (AttributedTo)to, order, style, out);
    if (attributed->over_mix) over_the_mix(attributed, order, style, out);
    pairs(attributed, style, out);
    reasons(attributed, order, style, out);
    if (anybody_acts(attributed)) how_to_read(attributed, style, out);
    only_here(attributed, out);
    free(order);
}

/* ------------------------------------------------------------------ JSON */

static void write_worth(JsonWriter *writer, const char *key, const Worth *worth) {
    json_begin_object(writer, key);
    json_write_number(writer, "value", worth->value);
    json_begin_flat_array(writer, "ci95");
    json_write_number(writer, NULL, worth->ci95.low);
    json_write_number(writer, NULL, worth->ci95.high);
    json_end_array(writer);
    json_end_object(writer);
}

static void write_yearly(JsonWriter *writer, const char *key, const YearlyWorth *yearly) {
    json_begin_flat_array(writer, key);
    json_write_number(writer, NULL, yearly->low);
    json_write_number(writer, NULL, yearly->mean);
    json_write_number(writer, NULL, yearly->high);
    json_end_array(writer);
}

static void write_over_mix(const Attributed *a, JsonWriter *writer) {
    const MixWorth *mix = a->over_mix;
    json_begin_object(writer, "over_mix");
    json_write_text(writer, "title", mix->mix->title);
    json_write_integer(writer, "scenarios", mix->mix->entries.count);
    json_write_integer(writer, "replications", mix->worlds);
    write_yearly(writer, "customers", &mix->as_it_was);
    json_begin_array(writer, "alone");
    for (uint32_t i = 0; i < mix->levers; i++) {
        json_begin_object(writer, NULL);
        json_write_text(writer, "lever", a->attribution->levers->list.items[i].label);
        json_write_text(writer, "title", title_of(a, i).text);
        write_yearly(writer, "customers", &mix->alone[i]);
        json_write_text(writer, "most_in",
                        mix->most_in[i] == NONE ? "" : mix->mix->entries.items[mix->most_in[i]].scenario);
        json_end_object(writer);
    }
    json_end_array(writer);
    json_end_object(writer);
}

static void write_lever(const Attributed *a, uint32_t lever, JsonWriter *writer) {
    static const char *const names[ATTRIBUTED_COUNT] = {"mean", "p95"};
    const Attribution *t = a->attribution;
    Why why = {race_world(a->study->race), adversary_of(a), a->study->catalogue};
    const Lever *of = &t->levers->list.items[lever];
    Text text = {0};
    json_begin_object(writer, NULL);
    json_write_text(writer, "lever", of->label);
    json_write_text(writer, "control", a->study->catalogue->controls[of->control].id);
    json_write_text(writer, "title", title_of(a, lever).text);
    json_write_integer(writer, "level", of->level);
    json_write_flag(writer, "can_act", !is_idle(a, lever));
    json_write_number(writer, "changed_share", t->changed[lever]);
    why_write(&why, of, &t->reach[lever], t->changed[lever], probe_of(a)->title, &text);
    json_write_text(writer, "why", text_of(&text));
    text_clear(&text);
    for (int to = 0; to < ATTRIBUTED_COUNT; to++) {
        json_begin_object(writer, names[to]);
        write_worth(writer, "alone", &t->worth[to][lever].alone);
        write_worth(writer, "last_in", &t->worth[to][lever].last);
        write_worth(writer, "shapley", &t->worth[to][lever].shapley);
        json_end_object(writer);
    }
    json_end_object(writer);
}

static void write_pairs(const Attributed *a, AttributedTo to, const char *key, JsonWriter *writer) {
    const Attribution *t = a->attribution;
    json_begin_array(writer, key);
    for (uint32_t p = 0; p < t->pair_count; p++) {
        const PairWorth *pair = &t->pairs[to][p];
        json_begin_object(writer, NULL);
        json_begin_flat_array(writer, "levers");
        json_write_text(writer, NULL, t->levers->list.items[pair->i].label);
        json_write_text(writer, NULL, t->levers->list.items[pair->j].label);
        json_end_array(writer);
        write_worth(writer, "interaction", &pair->worth);
        json_end_object(writer);
    }
    json_end_array(writer);
}

static void write_whole(const Attributed *a, AttributedTo to, const char *key, JsonWriter *writer) {
    const Attribution *t = a->attribution;
    json_begin_object(writer, key);
    write_worth(writer, "without", &t->none[to]);
    write_worth(writer, "with_all", &t->all[to]);
    write_worth(writer, "together", &t->together[to]);
    json_end_object(writer);
}

void attribution_json_write(const Attributed *a, JsonWriter *writer) {
    const Attribution *t = a->attribution;
    json_begin_object(writer, NULL);
    json_write_text(writer, "format", "keyfall.attribution");
    json_write_integer(writer, "version", 1);
    json_write_text(writer, "scenario", a->scenario);
    json_write_text(writer, "controls", a->base);
    json_write_unsigned64(writer, "seed", a->study->options.seed);
    json_write_integer(writer, "replications", t->worlds);
    json_write_integer(writer, "worlds_per_draw", t->worlds_per_draw);
    json_write_text(writer, "response", a->study->options.response_off ? "off" : "on");
    json_write_text(writer, "metric", probe_of(a)->id);
    json_write_text(writer, "method", t->orders ? "orders" : "lattice");
    json_write_integer(writer, "choices", t->choices);
    json_write_integer(writer, "orders", t->orders);
    json_write_text(writer, "intervals", "parameter draws");
    json_write_flag(writer, "partial", t->partial);
    Text way_in = {0};
    why_way_in(adversary_of(a), &way_in);
    json_write_text(writer, "way_in", text_of(&way_in));
    text_clear(&way_in);
    write_whole(a, ATTRIBUTED_MEAN, "mean", writer);
    write_whole(a, ATTRIBUTED_P95, "p95", writer);
    json_begin_array(writer, "levers");
    for (uint32_t i = 0; i < t->levers->list.count; i++) write_lever(a, i, writer);
    json_end_array(writer);
    write_pairs(a, ATTRIBUTED_MEAN, "pairs_mean", writer);
    write_pairs(a, ATTRIBUTED_P95, "pairs_p95", writer);
    if (a->over_mix) write_over_mix(a, writer);
    json_end_object(writer);
}
