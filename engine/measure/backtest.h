/* History beside the model: for each published figure, the ensemble's 90 % interval and whether the two
 * agree. A figure that was used to choose parameters is *fitted* and proves nothing; the others are
 * *predicted*. */
#pragma once

#include "measure/statistics.h"
#include "race/ensemble.h"

typedef struct BacktestRow {
    const History *history; /* borrowed */
    Statistics statistics;  /* of the worlds kept; p5 … p95 is the interval */
    bool inside;            /* the published range overlaps p5 … p95; false when no world has a value */
} BacktestRow;

typedef struct BacktestCount {
    uint32_t figures, inside;
} BacktestCount;

typedef struct Backtest {
    BacktestRow *rows; /* one per figure, in the adversary's order; owned */
    uint32_t row_count;
    BacktestCount fitted, predicted;
    uint32_t worlds, kept; /* kept: those in which what is `given` happened */
} Backtest;

void backtest_run(Backtest *backtest, const Adversary *adversary, const Ensemble *ensemble, uint32_t set);
void backtest_clear(Backtest *backtest);

/* Several incidents together. Figures of one incident rise and fall together, so incidents are counted too.
 */
typedef struct BacktestTotals {
    BacktestCount fitted, predicted;
    uint32_t incidents, incidents_inside; /* of which every predicted figure is inside */
} BacktestTotals;
void backtest_totals_add(BacktestTotals *totals, const Backtest *backtest);

/* Does the published figure overlap low … high, as its bound says? */
bool history_overlaps(const History *history, int64_t low, int64_t high);
