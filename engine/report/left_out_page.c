#include "report/left_out_page.h"

#include "report/figure.h"

#include <stdio.h>

static void headings(Table *table, const char *alignment, const char *const *texts) {
    table_init(table, alignment);
    for (const char *c = alignment; *c; c++) table_cell(table, "%s", *texts++);
}

void left_out_page_init(LeftOutPage *page, Style style) {
    static const char *const figures[] = {"figure", "published", "own numbers", "", "from the others", ""};
    static const char *const numbers[] = {"shared number", "own", "from the others", "incidents"};
    *page = (LeftOutPage){.style = style};
    headings(&page->figures, "wrrlrl", figures);
    headings(&page->numbers, "wrrr", numbers);
}

void left_out_page_clear(LeftOutPage *page) {
    table_clear(&page->figures);
    table_clear(&page->numbers);
    text_clear(&page->alone);
}

static void interval_cells(Table *table, const BacktestRow *row, const Probe *probe, Style style) {
    const Statistics *s = &row->statistics;
    table_cell(table, "%s",
               s->count == 0 ? "never"
                             : figure_range(probe, (double)s->p5, (double)s->p95, style.ascii).text);
    table_cell(table, "%s", row->inside ? "in" : "OUT");
}

static void figure_rows(LeftOutPage *page, const LeftOut *one) {
    const Adversary *adversary = &one->scenario->adversary;
    for (uint32_t i = 0; i < one->own->row_count; i++) {
        const History *history = one->own->rows[i].history;
        const Probe *probe = &adversary->probes.items[history->probe];
        table_cell(&page->figures, "%s%s", history->title, history->fitted ? " (fitted)" : "");
        table_cell(&page->figures, "%s", backtest_published(history, probe, page->style).text);
        interval_cells(&page->figures, &one->own->rows[i], probe, page->style);
        interval_cells(&page->figures, &one->pooled->rows[i], probe, page->style);
    }
}

static void number_cell(Table *table, double low, double high, Style style) {
    table_cell(table, "%s %s %s", figure_amount(low).text, page_to(style), figure_amount(high).text);
}

static void number_rows(LeftOutPage *page, const LeftOut *one) {
    for (uint32_t i = 0; i < one->scenario->shared.count; i++) {
        const SharedNumber *shared = &one->scenario->shared.items[i];
        const Parameter *parameter = &one->scenario->parameters.list.items[shared->parameter];
        if (shared->incidents == 0) continue;
        table_cell(&page->numbers, "%s (%s)", shared->name, parameter->unit);
        number_cell(&page->numbers, shared->own[0], shared->own[2], page->style);
        number_cell(&page->numbers, parameter->low, parameter->high, page->style);
        table_cell(&page->numbers, "%u", shared->incidents);
    }
}

/* Where no fitted number is left, nothing of the model has seen the fitted figures: they are predictions too.
 */
static void add_totals(LeftOutPage *page, const LeftOut *one) {
    uint32_t fitted = provenance_count(&one->scenario->parameters).of[PROVENANCE_FITTED];
    Backtest pooled = *one->pooled;
    if (fitted == 0) {
        pooled.predicted.figures += pooled.fitted.figures;
        pooled.predicted.inside += pooled.fitted.inside;
    }
    backtest_totals_add(&page->own, one->own);
    backtest_totals_add(&page->pooled, &pooled);
    page->fitted += fitted;
}

void left_out_page_add(LeftOutPage *page, const LeftOut *one) {
    const char *title = one->scenario->adversary.title;
    table_span(&page->figures, "%s  [%s]", title, one->scenario->name);
    table_span(&page->numbers, "%s  [%s]", title, one->scenario->name);
    figure_rows(page, one);
    number_rows(page, one);
    add_totals(page, one);
}

void left_out_page_alone(LeftOutPage *page, const char *scenario) {
    text_add(&page->alone, "%s%s", page->alone.length ? ", " : "", scenario);
}

static void verdict(const LeftOutPage *page, Text *out) {
    BacktestCount own = page->own.predicted, pooled = page->pooled.predicted;
    page_wrap(out, 0,
              "Predicted figures inside: %u of %u with each incident's own numbers, %u of %u with the shared "
              "ones from the others; where no fitted number is left, fitted figures are predictions too, and "
              "count among the latter.",
              own.inside, own.figures, pooled.inside, pooled.figures);
    if (page->fitted > 0)
        page_wrap(out, 0, "%u number%s fitted to the incident itself, because no other shares %s.",
                  page->fitted, page->fitted == 1 ? " stays" : "s stay", page->fitted == 1 ? "it" : "them");
    page_wrap(out, 0,
              "From the others: most likely the median of their most likely values, from their lowest low "
              "to their highest high; assumed numbers lend nothing. Of n alike incidents the next one lies "
              "beyond the n most likely values in 2 of n + 1 cases.");
}

void left_out_page_write(const LeftOutPage *page, Text *out) {
    page_heading(out, page->style, "Leave one out: what incidents share is taken from the others");
    if (page->own.incidents > 0) {
        text_add(out, "\n");
        table_write(&page->figures, page->style, out);
        text_add(out, "\n");
        table_write(&page->numbers, page->style, out);
        text_add(out, "\n");
        verdict(page, out);
    }
    if (page->alone.length)
        page_wrap(out, 0, "Shares nothing that another incident has evidence for: %s.",
                  text_of(&page->alone));
}

static void write_numbers(JsonWriter *writer, const char *key, const double *three) {
    json_begin_flat_array(writer, key);
    for (int i = 0; i < 3; i++) json_write_number(writer, NULL, three[i]);
    json_end_array(writer);
}

static void write_shared(JsonWriter *writer, const Scenario *scenario) {
    json_begin_array(writer, "shared");
    for (uint32_t i = 0; i < scenario->shared.count; i++) {
        const SharedNumber *shared = &scenario->shared.items[i];
        const Parameter *parameter = &scenario->parameters.list.items[shared->parameter];
        if (shared->incidents == 0) continue;
        double pooled[3] = {parameter->low, parameter->mode, parameter->high};
        json_begin_object(writer, NULL);
        json_write_text(writer, "name", shared->name);
        json_write_text(writer, "unit", parameter->unit);
        write_numbers(writer, "own", shared->own);
        write_numbers(writer, "pooled", pooled);
        json_write_integer(writer, "incidents", shared->incidents);
        json_end_object(writer);
    }
    json_end_array(writer);
}

void left_out_json_write(const LeftOut *one, JsonWriter *writer) {
    if (!one) {
        json_write_null(writer, "left_out");
        return;
    }
    json_begin_object(writer, "left_out");
    write_shared(writer, one->scenario);
    backtest_rows_json_write("figures", one->pooled, &one->scenario->adversary, writer);
    json_end_object(writer);
}
