#include "checks.h"
#include "measure/backtest.h"

static History figure(HistoryBound bound, double low, double high, bool fitted) {
    return (History){.title = "t",
                     .source = "s",
                     .where = "w",
                     .probe = 0,
                     .bound = bound,
                     .low = low,
                     .high = high,
                     .fitted = fitted};
}

static void a_published_range_agrees_when_it_overlaps_the_interval(void **state) {
    (void)state;
    History range = figure(BOUND_RANGE, 800, 1500, false);
    assert_true(history_overlaps(&range, 100, 800));
    assert_true(history_overlaps(&range, 1500, 9000));
    assert_true(history_overlaps(&range, 900, 1000));
    assert_false(history_overlaps(&range, 100, 799));
    assert_false(history_overlaps(&range, 1501, 9000));
}

static void at_least_and_up_to_are_open_on_one_side(void **state) {
    (void)state;
    History least = figure(BOUND_AT_LEAST, 1000, 1000, false), most = figure(BOUND_UP_TO, 40, 40, false);
    assert_true(history_overlaps(&least, 5000, 6000));
    assert_false(history_overlaps(&least, 10, 999));
    assert_true(history_overlaps(&most, 0, 10));
    assert_false(history_overlaps(&most, 41, 50));
}

/* Probe 0 is 1 … 100, probe 1 is 1 in the upper half of the worlds only. */
static void fill(Adversary *adversary, Ensemble *ensemble, int64_t *values, History *history,
                 uint32_t count) {
    for (int i = 0; i < 100; i++) {
        values[i] = i + 1;
        values[100 + i] = i >= 50;
    }
    *ensemble = (Ensemble){.set_count = 1,
                           .probe_count = 2,
                           .replications = 100,
                           .worlds_per_draw = 4,
                           .values = values,
                           .stride = 100};
    *adversary = (Adversary){.id = "test"};
    adversary->history.items = history;
    adversary->history.count = count;
}

static void fitted_and_predicted_figures_are_counted_apart(void **state) {
    (void)state;
    History history[] = {figure(BOUND_RANGE, 50, 60, true), figure(BOUND_RANGE, 200, 300, false),
                         figure(BOUND_RANGE, 90, 300, false)};
    Adversary adversary;
    Ensemble ensemble;
    int64_t values[200];
    Backtest backtest;
    fill(&adversary, &ensemble, values, history, 3);
    backtest_run(&backtest, &adversary, &ensemble, 0);
    assert_int_equal(backtest.rows[0].statistics.p5, 5);
    assert_int_equal(backtest.rows[0].statistics.p95, 95);
    assert_int_equal(backtest.fitted.figures, 1);
    assert_int_equal(backtest.fitted.inside, 1);
    assert_int_equal(backtest.predicted.figures, 2);
    assert_int_equal(backtest.predicted.inside, 1);
    assert_false(backtest.rows[1].inside);
    backtest_clear(&backtest);
}

static void what_is_given_keeps_only_the_worlds_in_which_it_happened(void **state) {
    (void)state;
    History history[] = {figure(BOUND_RANGE, 1, 50, false)};
    Adversary adversary;
    Ensemble ensemble;
    int64_t values[200];
    Backtest backtest;
    fill(&adversary, &ensemble, values, history, 1);
    adversary.has_given = true;
    adversary.given_probe = 1;
    adversary.given_least = 1;
    backtest_run(&backtest, &adversary, &ensemble, 0);
    assert_int_equal(backtest.kept, 50);
    assert_int_equal(backtest.rows[0].statistics.p5, 53); /* of 51 … 100 */
    assert_false(backtest.rows[0].inside);
    backtest_clear(&backtest);
}

static void a_figure_that_no_world_can_speak_to_is_outside(void **state) {
    (void)state;
    History history[] = {figure(BOUND_RANGE, 1, 50, false)};
    Adversary adversary;
    Ensemble ensemble;
    int64_t values[200];
    Backtest backtest;
    fill(&adversary, &ensemble, values, history, 1);
    for (int i = 0; i < 100; i++) values[i] = METRIC_NONE;
    backtest_run(&backtest, &adversary, &ensemble, 0);
    assert_false(backtest.rows[0].inside);
    assert_int_equal(backtest.rows[0].statistics.count, 0);
    backtest_clear(&backtest);
}

static void incidents_are_counted_beside_their_figures(void **state) {
    (void)state;
    BacktestTotals totals = {.incidents = 0};
    Backtest good = {.predicted = {3, 3}, .fitted = {1, 0}}, bad = {.predicted = {4, 3}, .fitted = {2, 2}};
    backtest_totals_add(&totals, &good);
    backtest_totals_add(&totals, &bad);
    assert_int_equal(totals.incidents, 2);
    assert_int_equal(totals.incidents_inside, 1); /* a miss of a fitted figure does not count */
    assert_int_equal(totals.predicted.figures, 7);
    assert_int_equal(totals.predicted.inside, 6);
    assert_int_equal(totals.fitted.inside, 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_published_range_agrees_when_it_overlaps_the_interval),
        cmocka_unit_test(at_least_and_up_to_are_open_on_one_side),
        cmocka_unit_test(fitted_and_predicted_figures_are_counted_apart),
        cmocka_unit_test(what_is_given_keeps_only_the_worlds_in_which_it_happened),
        cmocka_unit_test(a_figure_that_no_world_can_speak_to_is_outside),
        cmocka_unit_test(incidents_are_counted_beside_their_figures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
