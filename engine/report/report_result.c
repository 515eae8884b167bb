/* What `run` and `compare` print: exceedance, distribution, paired differences. */
#include "report/figure.h"
#include "report/report_read.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { CURVES = 12 };
static const char METRIC[] = "customers";

static Json metric_of(Json set, const char *metric) {
    return read_part(read_part(set, "metrics"), metric);
}

/* ------------------------------------------------------------------ the chance of more than N */

typedef struct Curves {
    SvgCurve curves[CURVES];
    Vec(SvgPoint) points[CURVES];
    uint32_t count;
} Curves;

static void read_curve(Curves *curves, Json set) {
    uint32_t at = curves->count++;
    Json list = read_part(metric_of(set, METRIC), "exceedance");
    for (uint32_t i = 0; i < json_count(list); i++) {
        double x = read_item(json_item(list, i), 0), y = read_item(json_item(list, i), 1);
        if (!isnan(x) && !isnan(y)) vec_push(&curves->points[at], (SvgPoint){x, y});
    }
    curves->curves[at] =
        (SvgCurve){read_text(set, "title"), curves->points[at].items, curves->points[at].count};
}

static double chance_of_any(Json set) {
    Json list = read_part(metric_of(set, METRIC), "exceedance");
    return json_count(list) ? read_item(json_item(list, 0), 1) : NAN;
}

static void summary_table(Json sets, Table *table) {
    static const char *const heads[] = {
        "controls", "mean", "half stay below", "1 in 20 is worse than", "worst 1 in 20", "anybody hit"};
    table_init(table, "wrrrrr");
    for (int i = 0; i < 6; i++) table_cell(table, "%s", heads[i]);
    for (uint32_t i = 0; i < json_count(sets); i++) {
        Json set = json_item(sets, i), metric = metric_of(set, METRIC);
        table_cell(table, "%s", read_text(set, "title"));
        table_cell(table, "%s", figure_amount(read_number(metric, "mean")).text);
        table_cell(table, "%s", figure_amount(read_number(metric, "median")).text);
        table_cell(table, "%s", figure_amount(read_number(metric, "p95")).text);
        table_cell(table, "%s", figure_amount(read_number(metric, "cvar95")).text);
        table_cell(table, "%s", figure_share(chance_of_any(set)).text);
    }
}

static void add_exceedance(Document *document, Json sets) {
    Curves curves = {0};
    Text svg = {0}, title = {0};
    Table table;
    for (uint32_t i = 0; i < json_count(sets) && i < CURVES; i++) read_curve(&curves, json_item(sets, i));
    text_add(&title, "1 world in 20 is worse than %s customers",
             figure_whole(read_number(metric_of(json_item(sets, 0), METRIC), "p95")).text);
    svg_exceedance(&svg, text_of(&title), curves.curves, curves.count, "customers hit");
    summary_table(sets, &table);
    document_add_figure(document, text_of(&title), "Chance of more than N customers hit, by control set",
                        text_of(&svg), &table);
    for (uint32_t i = 0; i < curves.count; i++) vec_clear(&curves.points[i]);
    text_clear(&svg);
    text_clear(&title);
}

/* ------------------------------------------------------------------ distributions and differences */

static void add_distribution(Document *document, Json sets) {
    RowVec rows = {0};
    Table table;
    Figure *figures = heap_take(json_count(sets), sizeof *figures);
    table_init(&table, "wrrrr");
    const char *const heads[] = {"controls", "P5", "median", "mean", "P95"};
    for (int i = 0; i < 5; i++) table_cell(&table, "%s", heads[i]);
    for (uint32_t i = 0; i < json_count(sets); i++) {
        Json set = json_item(sets, i), metric = metric_of(set, METRIC);
        SvgRow row = {.label = read_text(set, "title"),
                      .low = read_number(metric, "p5"),
                      .high = read_number(metric, "p95"),
                      .value = read_number(metric, "median"),
                      .other = read_number(metric, "mean")};
        snprintf(figures[i].text, sizeof figures[i].text, "%.20s … %.20s", figure_whole(row.low).text,
                 figure_whole(row.high).text);
        row.figure = figures[i].text;
        vec_push(&rows, row);
        table_cell(&table, "%s", row.label);
        table_cell(&table, "%s", figure_amount(row.low).text);
        table_cell(&table, "%s", figure_amount(row.value).text);
        table_cell(&table, "%s", figure_amount(row.other).text);
        table_cell(&table, "%s", figure_amount(row.high).text);
    }
    SvgRows plot = {.rows = rows.items, .count = rows.count, .unit = "customers hit", .base = NAN};
    report_rows(document, "Nine worlds in ten lie on the line",
                "Customers hit: line from P5 to P95, filled dot the median, hollow dot the mean", &plot,
                &table);
    vec_clear(&rows);
    free(figures);
}

static const char *title_of_set(Json sets, const char *name) {
    for (uint32_t i = 0; i < json_count(sets); i++)
        if (strcmp(read_text(json_item(sets, i), "name"), name) == 0)
            return read_text(json_item(sets, i), "title");
    return name;
}

static void pair_row(RowVec *rows, Table *table, Json sets, Json pair, Figure *figure) {
    Json ci = read_part(pair, "ci95");
    double difference = read_number(pair, "mean_difference");
    *figure = figure_whole(difference);
    SvgRow row = {title_of_set(sets, read_text(pair, "b")),
                  read_item(ci, 0),
                  read_item(ci, 1),
                  difference,
                  NAN,
                  figure->text,
                  difference > 0 ? 0 : 1};
    vec_push(rows, row);
    table_cell(table, "%s", row.label);
    table_cell(table, "%s", figure_amount(difference).text);
    table_cell(table, "%s … %s", figure_amount(row.low).text, figure_amount(row.high).text);
    table_cell(table, "%s", figure_share(read_number(pair, "better_share")).text);
}

static void pairs_title(Json sets, const RowVec *rows, Text *title) {
    uint32_t best = 0;
    for (uint32_t i = 1; i < rows->count; i++)
        if (rows->items[i].value < rows->items[best].value) best = i;
    if (rows->items[best].value < 0)
        text_add(title, "\"%s\" saves %s customers on average, on the same attacker luck",
                 rows->items[best].label, figure_whole(-rows->items[best].value).text);
    else
        text_add(title, "None of them is better than \"%s\"", read_text(json_item(sets, 0), "title"));
}

static void add_pairs(Document *document, Json sets, Json pairs) {
    RowVec rows = {0};
    Table table;
    Text title = {0}, subtitle = {0};
    Figure *figures = heap_take(json_count(pairs), sizeof *figures);
    const char *const heads[] = {"controls", "mean difference", "95 % interval",
                                 "worlds in which it is better"};
    table_init(&table, "wrrr");
    for (int i = 0; i < 4; i++) table_cell(&table, "%s", heads[i]);
    for (uint32_t i = 0; i < json_count(pairs); i++)
        if (strcmp(read_text(json_item(pairs, i), "metric"), METRIC) == 0)
            pair_row(&rows, &table, sets, json_item(pairs, i), &figures[i]);
    if (rows.count) {
        pairs_title(sets, &rows, &title);
        text_add(&subtitle,
                 "Customers hit beside \"%s\", world by world: mean difference and its 95 %% interval",
                 read_text(json_item(sets, 0), "title"));
        SvgRows plot = {
            .rows = rows.items, .count = rows.count, .unit = "customers (less is better)", .bars = true};
        report_rows(document, text_of(&title), text_of(&subtitle), &plot, &table);
    } else {
        table_clear(&table);
    }
    vec_clear(&rows);
    text_clear(&title);
    text_clear(&subtitle);
    free(figures);
}

static Figure value_of(Json metric, const char *statistic) {
    bool time = strcmp(read_text(metric, "unit"), "seconds") == 0;
    double value = read_number(metric, statistic);
    return time ? figure_duration(value) : figure_short(value);
}

static void add_metrics(Document *document, Json set) {
    Json metrics = read_part(set, "metrics");
    Table table;
    Text title = {0};
    static const char *const heads[] = {"metric", "unit", "mean", "P5", "median", "P95", "never came"};
    static const char *const statistics[] = {"mean", "p5", "median", "p95"};
    table_init(&table, "wlrrrrr");
    for (int i = 0; i < 7; i++) table_cell(&table, "%s", heads[i]);
    for (uint32_t i = 0; i < json_count(metrics); i++) {
        Json metric = json_item(metrics, i);
        table_cell(&table, "%s", json_key(metric));
        table_cell(&table, "%s", read_text(metric, "unit"));
        for (int k = 0; k < 4; k++) table_cell(&table, "%s", value_of(metric, statistics[k]).text);
        table_cell(&table, "%s", figure_share(read_number(metric, "none_share")).text);
    }
    text_add(&title, "Everything measured, with \"%s\"", read_text(set, "title"));
    document_add_table(document, text_of(&title), &table);
    text_clear(&title);
}

bool report_result(Document *document, Json root, Error *error) {
    Json sets, pairs;
    if (!json_array(root, "control_sets", &sets, error) || !json_array(root, "pairs", &pairs, error))
        return false;
    if (json_count(sets) == 0) return json_fail(sets, error, "is empty: nothing was run");
    if (read_flag(root, "partial"))
        document_add(document, BLOCK_PARAGRAPH,
                     "The run was interrupted: what follows is of the worlds done by then.");
    document_add(document, BLOCK_PARAGRAPH, "%s worlds of %s, seed %s, response %s.",
                 figure_whole(read_number(root, "replications")).text, read_text(root, "scenario"),
                 read_text(root, "seed"), read_text(root, "response"));
    add_exceedance(document, sets);
    add_distribution(document, sets);
    add_pairs(document, sets, pairs);
    add_metrics(document, json_item(sets, 0));
    document_add(document, BLOCK_PARAGRAPH,
                 "Intervals of means are simulation error; the spread of the worlds is luck and what nobody "
                 "knows. `keyfall "
                 "show %s --json`, given to `keyfall report` too, adds assumptions and sources.",
                 read_text(root, "scenario"));
    return true;
}
