#include "report/backtest_page.h"

#include "report/figure.h"
#include "report/table.h"

#include <stdio.h>

static Figure published(const History *history, const Probe *probe, Style style) {
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
    table_cell(table, "%s", published(row->history, probe, style).text);
    table_cell(table, "%s", none ? "never" : figure_range(probe, low, high, style.ascii).text);
    table_cell(table, "%s", none ? "" : figure_brief(probe, high - low).text);
    table_cell(table, "%s", none ? "" : figure_brief(probe, (double)s->median).text);
    table_cell(table, "%s", row->inside ? "in" : "OUT");
    table_cell(table, "%s", row->history->fitted ? "fitted" : "predicted");
}

static void verdict(const Backtest *backtest, Text *out) {
    page_wrap(out, 0,
              "Fitted: %u of %u inside; they were used to choose parameters, so they prove nothing. "
              "Predicted: %u of %u inside; the parameters had not seen them.",
              backtest->fitted.inside, backtest->fitted.figures, backtest->predicted.inside,
              backtest->predicted.figures);
    if (backtest->predicted.inside < backtest->predicted.figures) {
        page_wrap(out, 0, "The model misses %u predicted figure%s.",
                  backtest->predicted.figures - backtest->predicted.inside,
                  backtest->predicted.figures - backtest->predicted.inside == 1 ? "" : "s");
    }
    page_wrap(
        out, 0,
        "This is one incident. A single incident fixes at most a few numbers of a model, many other "
        "choices of its parameters would agree with it as well, and a wide interval agrees with almost "
        "anything: read the width first. Being inside says that the model is not contradicted, not that "
        "it is right about the next attack.");
}

void backtest_page(const Backtest *backtest, const Adversary *adversary, uint64_t seed, Style style,
                   Text *out) {
    page_heading(out, style, "%s: history beside the model", adversary->title);
    text_add(out, "%s worlds, seed %llu\n", figure_whole(backtest->worlds).text, (unsigned long long)seed);
    if (adversary->has_given) {
        const Probe *probe = &adversary->probes.items[adversary->given_probe];
        page_wrap(out, 0, "Given that \"%s\" was at least %s: %s of the worlds kept.", probe->title,
                  figure_metric(probe, (double)adversary->given_least).text,
                  figure_share(backtest->worlds ? (double)backtest->kept / backtest->worlds : 0).text);
    }
    text_add(out, "\n");
    Table table;
    table_init(&table, "wrrrrll");
    static const char *const headings[] = {"figure", "published", "P5 to P95", "width", "median", "", ""};
    for (size_t i = 0; i < sizeof headings / sizeof headings[0]; i++) table_cell(&table, "%s", headings[i]);
    for (uint32_t i = 0; i < backtest->row_count; i++)
        figure_row(&table, &backtest->rows[i], adversary, style);
    table_write(&table, style, out);
    table_clear(&table);
    text_add(out, "\n");
    verdict(backtest, out);
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

void backtest_json_write(const Backtest *backtest, const Adversary *adversary, const char *scenario,
                         uint64_t seed, JsonWriter *writer) {
    json_begin_object(writer, NULL);
    json_write_text(writer, "scenario", scenario);
    json_write_unsigned64(writer, "seed", seed);
    json_write_integer(writer, "replications", backtest->worlds);
    json_write_integer(writer, "kept", backtest->kept);
    json_begin_array(writer, "figures");
    for (uint32_t i = 0; i < backtest->row_count; i++) write_row(&backtest->rows[i], adversary, writer);
    json_end_array(writer);
    json_end_object(writer);
}
