#include "measure/backtest.h"

bool history_overlaps(const History *history, int64_t low, int64_t high) {
    bool reaches = (double)high >= history->low, begins = (double)low <= history->high;
    switch (history->bound) {
    case BOUND_AT_LEAST:
        return reaches;
    case BOUND_UP_TO:
        return begins;
    case BOUND_RANGE:
        break;
    }
    return reaches && begins;
}

/* Replications that are not kept count as not there, so that draws stay together. */
static uint32_t condition(const Adversary *adversary, const Ensemble *ensemble, uint32_t set, bool *kept) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < ensemble->replications; i++) {
        kept[i] = true;
        if (adversary->has_given) {
            int64_t value = ensemble_values(ensemble, set, adversary->given_probe)[i];
            kept[i] = value != METRIC_NONE && value >= adversary->given_least;
        }
        count += kept[i];
    }
    return count;
}

static BacktestRow row_of(const History *history, const Ensemble *ensemble, uint32_t set, const bool *kept,
                          int64_t *scratch) {
    const int64_t *values = ensemble_values(ensemble, set, history->probe);
    for (uint32_t i = 0; i < ensemble->replications; i++) scratch[i] = kept[i] ? values[i] : METRIC_NONE;
    BacktestRow row = {.history = history};
    row.statistics = statistics_of(scratch, ensemble->replications, ensemble->worlds_per_draw);
    row.inside = row.statistics.count > 0 && history_overlaps(history, row.statistics.p5, row.statistics.p95);
    return row;
}

void backtest_run(Backtest *backtest, const Adversary *adversary, const Ensemble *ensemble, uint32_t set) {
    *backtest = (Backtest){.rows = heap_take(adversary->history.count, sizeof(BacktestRow)),
                           .row_count = adversary->history.count,
                           .worlds = ensemble->replications};
    bool *kept = heap_take(ensemble->replications, sizeof(bool));
    int64_t *scratch = heap_take(ensemble->replications, sizeof(int64_t));
    backtest->kept = condition(adversary, ensemble, set, kept);
    for (uint32_t i = 0; i < backtest->row_count; i++) {
        BacktestRow row = row_of(&adversary->history.items[i], ensemble, set, kept, scratch);
        BacktestCount *count = row.history->fitted ? &backtest->fitted : &backtest->predicted;
        count->figures++;
        count->inside += row.inside;
        backtest->rows[i] = row;
    }
    free(kept);
    free(scratch);
}

void backtest_clear(Backtest *backtest) {
    free(backtest->rows);
    *backtest = (Backtest){0};
}

static void count_add(BacktestCount *sum, BacktestCount more) {
    sum->figures += more.figures;
    sum->inside += more.inside;
}

void backtest_totals_add(BacktestTotals *totals, const Backtest *backtest) {
    count_add(&totals->fitted, backtest->fitted);
    count_add(&totals->predicted, backtest->predicted);
    totals->incidents++;
    totals->incidents_inside += backtest->predicted.inside == backtest->predicted.figures;
}
