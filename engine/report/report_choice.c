/* What `attribute`, `plan` and `sensitivity` print: worth by control, fronts, tornados. */
#include "report/figure.h"
#include "report/report_read.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static int by_value(const void *a, const void *b) {
    double x = ((const SvgRow *)a)->value, y = ((const SvgRow *)b)->value;
    return (x < y) - (x > y); /* the greatest first */
}

/* ------------------------------------------------------------------ attribution */

static void lever_row(RowVec *rows, Table *table, Json lever, Figure *figure) {
    Json shares = read_part(lever, "mean"), shapley = read_part(shares, "shapley"),
         ci = read_part(shapley, "ci95");
    Json alone = read_part(shares, "alone"), last = read_part(shares, "last_in");
    double value = read_number(shapley, "value");
    *figure = figure_amount(value);
    vec_push(rows, (SvgRow){read_text(lever, "title"), read_item(ci, 0), read_item(ci, 1), value,
                            read_number(alone, "value"), figure->text, value < 0 ? 0 : 1});
    table_cell(table, "%s", read_text(lever, "lever"));
    table_cell(table, "%s", figure_amount(value).text);
    table_cell(table, "%s … %s", figure_amount(read_item(ci, 0)).text, figure_amount(read_item(ci, 1)).text);
    table_cell(table, "%s", figure_amount(read_number(alone, "value")).text);
    table_cell(table, "%s", figure_amount(read_number(last, "value")).text);
    table_cell(table, "%s", read_text(lever, "why"));
}

bool report_attribution(Document *document, Json root, Error *error) {
    Json levers;
    RowVec rows = {0};
    Table table;
    Text title = {0}, subtitle = {0};
    if (!json_array(root, "levers", &levers, error)) return false;
    if (json_count(levers) == 0) return json_fail(levers, error, "is empty: nothing was varied");
    Figure *figures = heap_take(json_count(levers), sizeof *figures);
    const char *const heads[] = {"lever", "Shapley", "95 % interval", "alone", "last in", "why"};
    table_init(&table, "wrrrrw");
    for (int i = 0; i < 6; i++) table_cell(&table, "%s", heads[i]);
    for (uint32_t i = 0; i < json_count(levers); i++)
        lever_row(&rows, &table, json_item(levers, i), &figures[i]);
    qsort(rows.items, rows.count, sizeof *rows.items, by_value);
    text_add(&title, "\"%s\" is worth most in this attack: %s %s fewer", rows.items[0].label,
             rows.items[0].figure, read_text(root, "metric"));
    text_add(&subtitle,
             "%s saved on average, shared out by Shapley value with its interval; hollow: worth alone",
             read_text(root, "metric"));
    SvgRows plot = {.rows = rows.items, .count = rows.count, .unit = read_text(root, "metric"), .bars = true};
    report_rows(document, text_of(&title), text_of(&subtitle), &plot, &table);
    vec_clear(&rows);
    text_clear(&title);
    text_clear(&subtitle);
    free(figures);
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

static void add_front(Document *document, Json root, const char *key, const char *statistic,
                      const char *title) {
    Json front = read_part(root, key);
    Vec(SvgSpot) spots = {0};
    Table table;
    Text svg = {0}, unit = {0};
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
    text_add(&unit, "%s", read_text(root, "metric"));
    svg_front(&svg, title, spots.items, spots.count, "dollars a year", text_of(&unit));
    document_add_figure(document, title,
                        "The least that each cost can leave; filled: the worlds that the choice saw; "
                        "hollow: fresh worlds",
                        text_of(&svg), &table);
    vec_clear(&spots);
    text_clear(&svg);
    text_clear(&unit);
}

bool report_plan(Document *document, Json root, Error *error) {
    Json front;
    if (!json_array(root, "front_mean", &front, error)) return false;
    if (!read_flag(root, "proven"))
        document_add(document, BLOCK_PARAGRAPH,
                     "Not every choice was run: the front may be beaten by the stated gap.");
    add_front(document, root, "front_mean", "mean", "What money takes off the average");
    add_front(document, root, "front_cvar95", "cvar95",
              "What money takes off the average of the worst 1 in 20");
    return true;
}

/* ------------------------------------------------------------------ sensitivity */

/* From its 1-in-20 low to its 1-in-20 high, the rest as they are. Numbers that were only screened have none.
 */
static void tornado_row(RowVec *rows, Table *table, Json input, Figure *figure) {
    Json tornado = read_part(input, "tornado");
    double low = read_number(tornado, "at_p5"), high = read_number(tornado, "at_p95");
    if (isnan(low) || isnan(high)) return;
    snprintf(figure->text, sizeof figure->text, "%.20s … %.20s", figure_amount(low).text,
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
        text_add(&title, "\"%s\" decides most", rows.items[0].label);
    else
        text_add(&title, "No number was analysed further");
    text_add(&subtitle, "Mean %s with one number at either end of its range, the rest as they are",
             read_text(root, "metric"));
    SvgRows plot = {rows.items, rows.count, read_text(root, "metric"),
                    false,      false,      read_number(root, "mean")};
    report_rows(document, text_of(&title), text_of(&subtitle), &plot, &table);
    vec_clear(&rows);
    text_clear(&title);
    text_clear(&subtitle);
    free(figures);
    return true;
}
