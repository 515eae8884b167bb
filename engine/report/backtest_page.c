#include "report/backtest_page.h"

#include "measure/coverage.h"

#include <stdio.h>

Figure backtest_published(const History *history, const Probe *probe, Style style) {
    Figure low = figure_brief(probe, history->low), high = figure_brief(probe, history->high), both;
    switch (history->bound) {
    case BOUND_AT_LEAST:
        snprintf(both.text, sizeof both.text, "at least %.40s", low.text);
        return both;
    case BOUND_UP_TO:
        snprintf(both.text, sizeof both.text, "up to %.40s", high.text);
        return both;
    case BOUND_RANGE:
        break;
    }
    return history->low == history->high ? low
                                         : figure_range(probe, history->low, history->high, style.ascii);
}

static void figure_row(Table *table, const BacktestRow *row, const Adversary *adversary, Style style) {
    const Probe *probe = &adversary->probes.items[row->history->probe];
    const Statistics *s = &row->statistics;
    bool none = s->count == 0;
    double low = (double)s->p5, high = (double)s->p95;
    table_cell(table, "%s", row->history->title);
    table_cell(table, "%s", backtest_published(row->history, probe, style).text);
    table_cell(table, "%s", none ? "never" : figure_range(probe, low, high, style.ascii).text);
    table_cell(table, "%s", none ? "" : figure_brief(probe, high - low).text);
    table_cell(table, "%s", row->inside ? "in" : "OUT");
    table_cell(table, "%s", row->history->fitted ? "fitted" : "predicted");
}

static const char *const headings[] = {"figure", "published", "P5 to P95", "width", "", ""};
enum { COLUMNS = sizeof headings / sizeof headings[0] };

void backtest_page_init(BacktestPage *page, Style style) {
    *page = (BacktestPage){.style = style};
    table_init(&page->table, "wrrrll");
    for (int i = 0; i < COLUMNS; i++) table_cell(&page->table, "%s", headings[i]);
}

void backtest_page_clear(BacktestPage *page) {
    table_clear(&page->table);
    text_clear(&page->silent);
}

static void given_row(Table *table, const Backtest *backtest, const Adversary *adversary) {
    const Probe *probe = &adversary->probes.items[adversary->given_probe];
    table_span(table, "given that \"%s\" was at least %s: %s of the worlds kept", probe->title,
               figure_metric(probe, (double)adversary->given_least).text,
               figure_share(backtest->worlds ? (double)backtest->kept / backtest->worlds : 0).text);
}

void backtest_page_add(BacktestPage *page, const Backtested *one) {
    const Adversary *adversary = one->adversary;
    table_span(&page->table, "%s  [%s]", adversary->title, one->scenario);
    if (adversary->has_given) given_row(&page->table, one->backtest, adversary);
    for (uint32_t i = 0; i < one->backtest->row_count; i++)
        figure_row(&page->table, &one->backtest->rows[i], adversary, page->style);
    ProvenanceCount numbers = provenance_count(one->parameters);
    for (int i = 0; i < 3; i++) page->numbers.of[i] += numbers.of[i];
    backtest_totals_add(&page->totals, one->backtest);
}

void backtest_page_silent(BacktestPage *page, const char *scenario) {
    text_add(&page->silent, "%s%s", page->silent.length ? ", " : "", scenario);
}

static void verdict(const BacktestTotals *totals, Style style, Text *out) {
    BacktestCount fitted = totals->fitted, predicted = totals->predicted;
    if (fitted.figures > 0)
        page_wrap(out, 0,
                  "Fitted: %u of %u inside; they were used to choose parameters, so they prove nothing.",
                  fitted.inside, fitted.figures);
    if (predicted.figures == 0) {
        page_wrap(out, 0, "Predicted: none, so nothing is tested.");
        return;
    }
    Interval interval = coverage_interval(predicted.inside, predicted.figures);
    page_wrap(
        out, 0,
        "Predicted: %u of %u inside, %s (95 %% interval %s %s %s; an honest 90 %% interval holds 90 %%). "
        "%u outside: a miss stays in the table.",
        predicted.inside, predicted.figures,
        figure_percent((double)predicted.inside / predicted.figures).text, figure_percent(interval.low).text,
        page_to(style), figure_percent(interval.high).text, predicted.figures - predicted.inside);
}

/* How little so few incidents can identify, in figures. */
static void limits(const BacktestPage *page, Text *out) {
    const BacktestTotals *totals = &page->totals;
    uint32_t incidents = totals->incidents, figures = totals->fitted.figures + totals->predicted.figures;
    page_wrap(out, 0,
              "How little this can tell: figures of one incident rise and fall together, so what counts is "
              "incidents, of which there %s %u. Had all of their predicted figures been inside, a model that "
              "holds only %s of incidents would still not be ruled out.",
              incidents == 1 ? "is" : "are", incidents,
              figure_percent(coverage_interval(incidents, incidents).low).text);
    page_wrap(out, 0,
              "%u published figures stand beside %u assumed and %u fitted numbers: most of the numbers could "
              "be others without any figure objecting. A wide interval agrees with almost anything: read the "
              "width first. Being inside says that the model is not contradicted, not that it is right about "
              "the next attack.",
              figures, page->numbers.of[PROVENANCE_ASSUMED], page->numbers.of[PROVENANCE_FITTED]);
}

void backtest_page_write(const BacktestPage *page, const BacktestRun *run, Text *out) {
    page_heading(out, page->style, "History beside the model");
    text_add(out, "%s worlds each, seed %llu%s\n\n", figure_whole(run->replications).text,
             (unsigned long long)run->seed, run->parameters_fixed ? ", parameters fixed" : "");
    if (page->totals.incidents > 0) {
        table_write(&page->table, page->style, out);
        text_add(out, "\n");
        verdict(&page->totals, page->style, out);
        limits(page, out);
    }
    if (page->silent.length)
        page_wrap(out, 0, "Without a published figure, so not in the table: %s.", text_of(&page->silent));
    if (run->parameters_fixed)
        page_wrap(out, 0,
                  "With --fix-parameters the intervals hold luck alone and are too narrow to judge by.");
}

static void write_row(const BacktestRow *row, const Adversary *adversary, JsonWriter *writer) {
    static const char *const bounds[] = {"range", "at_least", "up_to"};
    const History *history = row->history;
    json_begin_object(writer, NULL);
    json_write_text(writer, "title", history->title);
    json_write_text(writer, "metric", adversary->probes.items[history->probe].id);
    json_write_text(writer, "source", history->source);
    json_write_text(writer, "role", history->fitted ? "fitted" : "predicted");
    json_write_text(writer, "bound", bounds[history->bound]);
    json_begin_flat_array(writer, "published");
    json_write_number(writer, NULL, history->low);
    json_write_number(writer, NULL, history->high);
    json_end_array(writer);
    if (row->statistics.count > 0) {
        json_begin_flat_array(writer, "interval90");
        json_write_integer(writer, NULL, row->statistics.p5);
        json_write_integer(writer, NULL, row->statistics.p95);
        json_end_array(writer);
        json_write_integer(writer, "median", row->statistics.median);
    } else {
        json_write_null(writer, "interval90");
        json_write_null(writer, "median");
    }
    json_write_flag(writer, "inside", row->inside);
    json_end_object(writer);
}

void backtest_rows_json_write(const char *key, const Backtest *backtest, const Adversary *adversary,
                              JsonWriter *writer) {
    json_begin_array(writer, key);
    for (uint32_t i = 0; i < backtest->row_count; i++) write_row(&backtest->rows[i], adversary, writer);
    json_end_array(writer);
}

void backtest_json_begin(const Backtested *one, const BacktestRun *run, JsonWriter *writer) {
    const Backtest *backtest = one->backtest;
    json_begin_object(writer, NULL);
    json_write_text(writer, "scenario", one->scenario);
    json_write_text(writer, "title", one->adversary->title);
    json_write_unsigned64(writer, "seed", run->seed);
    json_write_integer(writer, "replications", backtest->worlds);
    json_write_integer(writer, "kept", backtest->kept);
    backtest_rows_json_write("figures", backtest, one->adversary, writer);
}

static void write_count(JsonWriter *writer, const char *key, BacktestCount count) {
    json_begin_object(writer, key);
    json_write_integer(writer, "figures", count.figures);
    json_write_integer(writer, "inside", count.inside);
    json_end_object(writer);
}

void backtest_totals_json_write(const BacktestTotals *totals, JsonWriter *writer) {
    BacktestCount predicted = totals->predicted;
    Interval interval = coverage_interval(predicted.inside, predicted.figures);
    json_begin_object(writer, "coverage");
    json_write_integer(writer, "incidents", totals->incidents);
    json_write_integer(writer, "incidents_inside", totals->incidents_inside);
    write_count(writer, "fitted", totals->fitted);
    write_count(writer, "predicted", predicted);
    json_begin_flat_array(writer, "predicted_ci95");
    json_write_number(writer, NULL, interval.low);
    json_write_number(writer, NULL, interval.high);
    json_end_array(writer);
    json_end_object(writer);
}
