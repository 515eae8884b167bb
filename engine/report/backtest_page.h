/* History beside the model: one table over every incident for the terminal, and "keyfall.backtest" (version
 * 1, docs/formats/backtest.schema.json). Incidents are added one by one, so that no more than one is in
 * memory. */
#pragma once

#include "base/json.h"
#include "measure/backtest.h"
#include "report/figure.h"
#include "report/result.h"
#include "report/table.h"

typedef struct Backtested { /* one incident; all borrowed, until the call returns */
    const char *scenario;
    const Adversary *adversary;
    const ParameterSet *parameters;
    const Backtest *backtest;
} Backtested;

typedef struct BacktestRun {
    uint64_t seed;
    uint32_t replications; /* of each */
    bool parameters_fixed;
} BacktestRun;

typedef struct BacktestPage {
    Style style;
    Table table;
    Text silent; /* scenarios that no figure was published about */
    BacktestTotals totals;
    ProvenanceCount numbers;
} BacktestPage;

void backtest_page_init(BacktestPage *page, Style style);
void backtest_page_clear(BacktestPage *page);
void backtest_page_add(BacktestPage *page, const Backtested *one);
/* A scenario without history. */
void backtest_page_silent(BacktestPage *page, const char *scenario);
void backtest_page_write(const BacktestPage *page, const BacktestRun *run, Text *out);

/* An object of the array "backtests"; the caller ends it. */
void backtest_json_begin(const Backtested *one, const BacktestRun *run, JsonWriter *writer);
/* The array of an incident's figures, under this key. */
void backtest_rows_json_write(const char *key, const Backtest *backtest, const Adversary *adversary,
                              JsonWriter *writer);
void backtest_totals_json_write(const BacktestTotals *totals, JsonWriter *writer);

/* "800 … 1,500", "at least 30", "up to 40". */
Figure backtest_published(const History *history, const Probe *probe, Style style);
