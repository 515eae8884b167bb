/* What `attribute`, `plan` and `sensitivity` print: worth by control, fronts, tornados. */
#include "report/figure.h"
#include "report/report_read.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int by_value(const void *a, const void *b) {
    double x = ((const SvgRow *)a)->value, y = ((const SvgRow *)b)->value;
    return (x < y) - (x > y); /* the greatest first */
}

static Figure range_of(Json ci95) {
    Figure figure;
    snprintf(figure.text, sizeof figure.text, "%.28s … %.28s", figure_amount(read_item(ci95, 0)).text,
             figure_amount(read_item(ci95, 1)).text);
    return figure;
}

/* Under what the figures were made, in one line. */
static void add_made(Document *document, Json root, double worlds, const char *of_what) {
    document_add(document, BLOCK_PARAGRAPH, "%s%s worlds%s, seed %s, on top of \"%s\"%s.",
                 read_flag(root, "partial") ? "PARTIAL, it was interrupted. " : "", figure_whole(worlds).text,
                 of_what, read_text(root, "seed"), read_text(root, "controls"),
                 strcmp(read_text(root, "response"), "off") == 0 ? "; nobody responds" : "");
}

/* ------------------------------------------------------------------ attribution */

typedef struct Shared { /* one statistic of a metric, shared out over the levers */
    const char *key, *pairs, *words;
} Shared;
static const Shared shared_out[] = {{"mean", "pairs_mean", "on average"},
                                    {"p95", "pairs_p95", "in the 1 world in 20 (P95)"}};

static void lever_row(RowVec *rows, Table *table, Json lever, const char *statistic, Figure *figure) {
    Json shares = read_part(lever, statistic), shapley = read_part(shares, "shapley"),
         ci = read_part(shapley, "ci95");
    Json alone = read_part(shares, "alone"), last = read_part(shares, "last_in");
    double value = read_number(shapley, "value");
    *figure = figure_amount(value);
    vec_push(rows, (SvgRow){read_text(lever, "title"), read_item(ci, 0), read_item(ci, 1), value,
                            read_number(alone, "value"), figure->text, value < 0 ? 0 : 1});
    table_cell(table, "%s (%s)", read_text(lever, "title"), read_text(lever, "lever"));
    table_cell(table, "%s", figure_amount(value).text);
    table_cell(table, "%s", range_of(ci).text);
    table_cell(table, "%s", figure_amount(read_number(alone, "value")).text);
    table_cell(table, "%s", figure_amount(read_number(last, "value")).text);
}

static void add_shares(Document *document, Json root, Json levers, const Shared *of) {
    RowVec rows = {0};
    Table table;
    Text title = {0}, subtitle = {0};
    Figure *figures = heap_take(json_count(levers), sizeof *figures);
    const char *const heads[] = {"control", "Shapley", "95 % interval", "alone", "last in"};
    table_init(&table, "wrrrr");
    for (int i = 0; i < 5; i++) table_cell(&table, "%s", heads[i]);
    for (uint32_t i = 0; i < json_count(levers); i++)
        lever_row(&rows, &table, json_item(levers, i), of->key, &figures[i]);
    qsort(rows.items, rows.count, sizeof *rows.items, by_value);
    if (rows.items[0].value > 0)
        text_add(&title, "\"%s\" is worth most in this attack: %s %s fewer %s", rows.items[0].label,
                 rows.items[0].figure, read_text(root, "metric"), of->words);
    else
        text_add(&title, "None of these controls is worth anything in this attack, %s", of->words);
    text_add(&subtitle,
             "%s that each takes away %s: bar and line, its fair share (Shapley value) and interval; "
             "hollow, its worth alone",
             read_text(root, "metric"), of->words);
    SvgRows plot = {.rows = rows.items, .count = rows.count, .unit = read_text(root, "metric"), .bars = true};
    report_rows(document, text_of(&title), text_of(&subtitle), &plot, &table);
    vec_clear(&rows);
    text_clear(&title);
    text_clear(&subtitle);
    free(figures);
}

/* Beside this attack: customers a year over a mix of them, where it was asked for. */
static void add_over_mix(Document *document, Json root) {
    Json mix = read_part(root, "over_mix"), alone = read_part(mix, "alone");
    double all = read_item(read_part(mix, "customers"), 1);
    RowVec rows = {0};
    Table table;
    if (json_count(alone) == 0) return;
    const char *const heads[] = {"control, alone", "customers fewer a year", "range", "of all", "most in"};
    Figure *figures = heap_take(json_count(alone), sizeof *figures);
    table_init(&table, "wrrrl");
    for (int i = 0; i < 5; i++) table_cell(&table, "%s", heads[i]);
    for (uint32_t i = 0; i < json_count(alone); i++) {
        Json one = json_item(alone, i), fewer = read_part(one, "customers");
        double mean = read_item(fewer, 1);
        figures[i] = figure_amount(mean);
        vec_push(&rows, (SvgRow){read_text(one, "title"), read_item(fewer, 0), read_item(fewer, 2), mean, NAN,
                                 figures[i].text, mean < 0 ? 0 : 1});
        table_cell(&table, "%s (%s)", read_text(one, "title"), read_text(one, "lever"));
        table_cell(&table, "%s", figures[i].text);
        table_cell(&table, "%s … %s", figure_amount(read_item(fewer, 0)).text,
                   figure_amount(read_item(fewer, 2)).text);
        table_cell(&table, "%s", all > 0 ? figure_percent(mean / all).text : "");
        table_cell(&table, "%s", *read_text(one, "most_in") ? read_text(one, "most_in") : "nowhere");
    }
    qsort(rows.items, rows.count, sizeof *rows.items, by_value);
    Text title = {0};
    text_add(&title,
             "Over the mix of attacks that a year brings, \"%s\" alone is worth most: %s of %s customers",
             rows.items[0].label, rows.items[0].figure, figure_amount(all).text);
    SvgRows plot = {.rows = rows.items, .count = rows.count, .unit = "customers a year", .bars = true};
    report_rows(
        document, text_of(&title),
        "customers fewer in a year when it alone is raised; the line is what nobody knows of how often "
        "the attacks come",
        &plot, &table);
    text_clear(&title);
    vec_clear(&rows);
    free(figures);
}

static void add_together(Document *document, Json root) {
    Json mean = read_part(root, "mean"), p95 = read_part(root, "p95");
    Json together = read_part(mean, "together");
    if (isnan(read_number(together, "value"))) return;
    document_add(document, BLOCK_LEAD, "Together they take away %s of %s %s on average (%s).",
                 figure_amount(read_number(together, "value")).text,
                 figure_amount(read_number(read_part(mean, "without"), "value")).text,
                 read_text(root, "metric"), range_of(read_part(together, "ci95")).text);
    document_add(document, BLOCK_PARAGRAPH,
                 "What remains with all of them: %s on average. Without them 1 world in 20 is worse than %s, "
                 "with all of them than %s.",
                 figure_amount(read_number(read_part(mean, "with_all"), "value")).text,
                 figure_amount(read_number(read_part(p95, "without"), "value")).text,
                 figure_amount(read_number(read_part(p95, "with_all"), "value")).text);
}

static void pair_row(Table *table, Json pair) {
    Json levers = read_part(pair, "levers"), worth = read_part(pair, "interaction");
    double value = read_number(worth, "value");
    const char *names[2] = {"", ""};
    Error unused;
    for (uint32_t i = 0; i < 2; i++) json_as_text(json_item(levers, i), &names[i], &unused);
    table_cell(table, "%s with %s", names[0], names[1]);
    table_cell(table, "%s", value > 0 ? "more together" : value < 0 ? "each other's work" : "nothing");
    table_cell(table, "%s", figure_amount(value).text);
    table_cell(table, "%s", range_of(read_part(worth, "ci95")).text);
}

static void add_pairs(Document *document, Json root, const Shared *of) {
    Json pairs = read_part(root, of->pairs);
    Table table;
    Text title = {0};
    if (json_count(pairs) == 0) return;
    const char *const heads[] = {"pair", "they do", "worth", "95 % interval"};
    table_init(&table, "wlrr");
    for (int i = 0; i < 4; i++) table_cell(&table, "%s", heads[i]);
    for (uint32_t i = 0; i < json_count(pairs) && i < 10; i++) pair_row(&table, json_item(pairs, i));
    text_add(&title, "Pairs that help or replace each other, strongest first: %s %s",
             read_text(root, "metric"), of->words);
    document_add_table(document, text_of(&title), &table);
    text_clear(&title);
}

static void add_reasons(Document *document, Json root, Json levers) {
    document_add(document, BLOCK_HEADING, "Why, control by control");
    document_add(document, BLOCK_PARAGRAPH, "The way in: %s.", read_text(root, "way_in"));
    for (uint32_t i = 0; i < json_count(levers); i++) {
        Json lever = json_item(levers, i);
        document_add(document, BLOCK_ITEM, "%s: %s", read_text(lever, "title"), read_text(lever, "why"));
    }
}

bool report_attribution(Document *document, Json root, Error *error) {
    Json levers;
    if (!json_array(root, "levers", &levers, error)) return false;
    if (json_count(levers) == 0) return json_fail(levers, error, "is empty: nothing was varied");
    add_together(document, root);
    for (int i = 0; i < 2; i++) add_shares(document, root, levers, &shared_out[i]);
    add_over_mix(document, root);
    for (int i = 0; i < 2; i++) add_pairs(document, root, &shared_out[i]);
    add_reasons(document, root, levers);
    add_made(document, root, read_number(root, "replications"), "");
    document_add(document, BLOCK_PARAGRAPH,
                 "All of it is about this attack: a control that is worth nothing here may be worth much in "
                 "another.");
    return true;
}

/* ------------------------------------------------------------------ plan */

static void bought_words(Json point, Text *out) {
    Json list = read_part(point, "bought");
    Error unused;
    for (uint32_t i = 0; i < json_count(list); i++) {
        const char *lever = "";
        json_as_text(json_item(list, i), &lever, &unused);
        text_add(out, "%s%s", i ? ", " : "", lever);
    }
    if (json_count(list) == 0) text_add(out, "nothing");
}

static void front_row(Table *table, Json point, const char *statistic) {
    Json cost = read_part(point, "cost"), fresh = read_part(point, "fresh");
    Text bought = {0};
    bought_words(point, &bought);
    table_cell(table, "%s", text_of(&bought));
    table_cell(table, "$%s (%s … %s)", figure_short(read_number(cost, "mode")).text,
               figure_short(read_number(cost, "low")).text, figure_short(read_number(cost, "high")).text);
    table_cell(table, "%s", figure_amount(read_number(point, statistic)).text);
    table_cell(table, "%s", figure_amount(read_number(fresh, statistic)).text);
    text_clear(&bought);
}

/* "$3.7 M a year take customers on average from 747 to 286": the first step that takes away at least half. */
static void front_title(Json front, const char *metric, const char *statistic, const char *words, Text *out) {
    double without = read_number(json_item(front, 0), statistic);
    for (uint32_t i = 1; i < json_count(front); i++) {
        Json point = json_item(front, i);
        double value = read_number(point, statistic);
        if (value > without / 2 && i + 1 < json_count(front)) continue;
        text_add(out, "$%s a year take %s %s from %s to %s",
                 figure_short(read_number(read_part(point, "cost"), "mode")).text, metric, words,
                 figure_amount(without).text, figure_amount(value).text);
        return;
    }
    text_add(out, "No money takes anything off %s %s", metric, words);
}

static void add_front(Document *document, Json root, const char *key, const char *statistic,
                      const char *words) {
    Json front = read_part(root, key);
    Vec(SvgSpot) spots = {0};
    Table table;
    Text svg = {0}, title = {0};
    if (json_count(front) == 0) return;
    const char *const heads[] = {"bought", "dollars a year (range)", "on these worlds", "on fresh worlds"};
    table_init(&table, "wrrr");
    for (int i = 0; i < 4; i++) table_cell(&table, "%s", heads[i]);
    for (uint32_t i = 0; i < json_count(front); i++) {
        Json point = json_item(front, i);
        double x = read_number(read_part(point, "cost"), "mode"), y = read_number(point, statistic);
        front_row(&table, point, statistic);
        if (!isnan(x) && !isnan(y))
            vec_push(&spots, (SvgSpot){x, y, read_number(read_part(point, "fresh"), statistic)});
    }
    front_title(front, read_text(root, "metric"), statistic, words, &title);
    svg_front(&svg, text_of(&title), spots.items, spots.count, "dollars a year", read_text(root, "metric"));
    document_add_figure(document, text_of(&title),
                        "The least that each cost can leave; filled: the worlds that the choice saw; "
                        "hollow: fresh worlds",
                        text_of(&svg), &table);
    vec_clear(&spots);
    text_clear(&svg);
    text_clear(&title);
}

static void add_answer(Document *document, Json root) {
    Json target = read_part(root, "target"), answer = read_part(target, "answer");
    Text bought = {0};
    if (!*read_text(target, "statistic")) return;
    bought_words(answer, &bought);
    bool reached = read_flag(target, "reached");
    document_add(document, BLOCK_LEAD, "%s %s(%s) <= %s%s %s for $%s a year; %s here, %s on fresh worlds.",
                 reached ? "The cheapest way to" : "Nothing reaches", read_text(target, "statistic"),
                 read_text(target, "metric"), figure_amount(read_number(target, "most")).text,
                 reached ? ":" : "; nearest comes", text_of(&bought),
                 figure_short(read_number(read_part(answer, "cost"), "mode")).text,
                 figure_amount(read_number(answer, "target")).text,
                 figure_amount(read_number(read_part(answer, "fresh"), "target")).text);
    text_clear(&bought);
}

static void add_proof(Document *document, Json root) {
    Json gap = read_part(root, "gap");
    if (read_flag(root, "proven"))
        document_add(document, BLOCK_PARAGRAPH,
                     "Proven: all %s choices within the budget were run, so on these worlds nothing is "
                     "better.",
                     figure_whole(read_number(root, "choices")).text);
    else
        document_add(document, BLOCK_PARAGRAPH,
                     "Not every choice was run (%s were): at the same cost or less no choice beats the front "
                     "by more than %s on average and %s in the worst 1 in 20.",
                     figure_whole(read_number(root, "choices")).text,
                     figure_amount(read_number(gap, "mean")).text,
                     figure_amount(read_number(gap, "cvar95")).text);
}

bool report_plan(Document *document, Json root, Error *error) {
    Json front;
    if (!json_array(root, "front_mean", &front, error)) return false;
    add_answer(document, root);
    add_front(document, root, "front_mean", "mean", "on average");
    add_front(document, root, "front_cvar95", "cvar95", "on average in the worst 1 in 20");
    add_proof(document, root);
    document_add(document, BLOCK_PARAGRAPH,
                 "Whatever is picked as the best on some worlds looks better there than it is: the figure on "
                 "fresh worlds is the one to go by. Costs are summed over everybody in this world.");
    add_made(document, root, read_number(root, "replications"), " for the choice and as many fresh ones");
    return true;
}

/* ------------------------------------------------------------------ sensitivity */

enum { DECIDING = 5 };

/* From its 1-in-20 low to its 1-in-20 high, the rest as they are. Numbers that were only screened have none.
 */
static void tornado_row(RowVec *rows, Table *table, Json input, Figure *figure) {
    Json tornado = read_part(input, "tornado");
    double low = read_number(tornado, "at_p5"), high = read_number(tornado, "at_p95");
    if (isnan(low) || isnan(high)) return;
    snprintf(figure->text, sizeof figure->text, "%.20s → %.20s", figure_amount(low).text,
             figure_amount(high).text);
    vec_push(rows, (SvgRow){read_text(input, "label"), low < high ? low : high, low < high ? high : low, NAN,
                            NAN, figure->text, 1});
    table_cell(table, "%s", read_text(input, "label"));
    table_cell(table, "%s", figure_amount(low).text);
    table_cell(table, "%s", figure_amount(high).text);
    table_cell(table, "%s", figure_share(read_number(read_part(input, "shares"), "total")).text);
    table_cell(table, "%s", read_text(input, "provenance"));
    table_cell(table, "%s", read_text(input, "source"));
}

static void add_deciding(Document *document, Json list) {
    document_add(document, BLOCK_HEADING, "The numbers that decide this answer");
    for (uint32_t i = 0, shown = 0; i < json_count(list) && shown < DECIDING; i++) {
        Json input = json_item(list, i), shares = read_part(input, "shares");
        if (isnan(read_number(shares, "total"))) continue;
        shown++;
        Json ci = read_part(shares, "total_ci95");
        document_add(document, BLOCK_ITEM,
                     "%s: %g … %g, most likely %g; a hand in %s of the variance (%s … %s). %s: %s",
                     read_text(input, "label"), read_number(input, "low"), read_number(input, "high"),
                     read_number(input, "mode"), figure_percent(read_number(shares, "total")).text,
                     figure_percent(read_item(ci, 0)).text, figure_percent(read_item(ci, 1)).text,
                     read_text(input, "provenance"), read_text(input, "source"));
    }
}

bool report_sensitivity(Document *document, Json root, Error *error) {
    static const char *const heads[] = {
        "number", "at its 1-in-20 low", "at its 1-in-20 high", "share of the spread", "is", "source"};
    Json list;
    RowVec rows = {0};
    Table table;
    Text title = {0}, subtitle = {0};
    if (!json_array(root, "inputs", &list, error)) return false;
    if (json_count(list) == 0) return json_fail(list, error, "is empty: no number was varied");
    Figure *figures = heap_take(json_count(list), sizeof *figures);
    table_init(&table, "wrrrlw");
    for (int i = 0; i < 6; i++) table_cell(&table, "%s", heads[i]);
    for (uint32_t i = 0; i < json_count(list); i++)
        tornado_row(&rows, &table, json_item(list, i), &figures[i]);
    if (rows.count)
        text_add(&title, "\"%s\" decides most: alone it moves %s %s", rows.items[0].label,
                 read_text(root, "metric"), rows.items[0].figure);
    else
        text_add(&title, "No number was analysed further");
    text_add(
        &subtitle,
        "Mean %s with one number at its 1-in-20 low → at its 1-in-20 high, the rest most likely; the line is "
        "with every number most likely",
        read_text(root, "metric"));
    SvgRows plot = {rows.items, rows.count, read_text(root, "metric"),
                    false,      false,      read_number(root, "likely")};
    report_rows(document, text_of(&title), text_of(&subtitle), &plot, &table);
    add_deciding(document, list);
    add_made(document, root, read_number(root, "worlds"), " at every point");
    vec_clear(&rows);
    text_clear(&title);
    text_clear(&subtitle);
    free(figures);
    return true;
}
