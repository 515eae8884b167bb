#include "page_checks.h"
#include "report/backtest_page.h"

#include <stdlib.h>

enum { WORLDS = 100 };

/* Customers 1 … 100 in a hundred worlds: P5 is 5, P95 is 95. */
static void write_page(History *history, uint32_t count, bool given, Style style, Text *page) {
    Adversary adversary;
    adversary_init(&adversary);
    adversary.title = "A small attack";
    uint32_t probes = adversary.probes.count;
    int64_t *values = heap_take((size_t)probes * WORLDS, sizeof *values);
    for (int i = 0; i < WORLDS; i++) {
        values[METRIC_CUSTOMERS * WORLDS + i] = i + 1;
        values[METRIC_MSPS * WORLDS + i] = i >= 40;
        values[METRIC_FIRST_NOTICE * WORLDS + i] = METRIC_NONE;
    }
    Ensemble ensemble = {.set_count = 1,
                         .probe_count = probes,
                         .replications = WORLDS,
                         .worlds_per_draw = 4,
                         .values = values,
                         .stride = WORLDS};
    for (uint32_t i = 0; i < count; i++) vec_push(&adversary.history, history[i]);
    adversary.has_given = given;
    adversary.given_probe = METRIC_MSPS;
    adversary.given_least = 1;
    Backtest backtest;
    backtest_run(&backtest, &adversary, &ensemble, 0);
    ParameterSet parameters;
    parameters_init(&parameters);
    BacktestPage written;
    backtest_page_init(&written, style);
    backtest_page_add(&written, &(Backtested){"small", &adversary, &parameters, &backtest});
    backtest_page_write(&written, &(BacktestRun){.seed = 7, .replications = WORLDS}, page);
    backtest_page_clear(&written);
    parameters_clear(&parameters);
    backtest_clear(&backtest);
    adversary_clear(&adversary);
    free(values);
}

static History figure(const char *title, uint32_t probe, HistoryBound bound, double low, double high,
                      bool fitted) {
    return (History){.title = title,
                     .source = "s",
                     .where = "w",
                     .probe = probe,
                     .bound = bound,
                     .low = low,
                     .high = high,
                     .fitted = fitted};
}

static void each_figure_stands_beside_its_interval_its_width_and_its_role(void **state) {
    (void)state;
    History history[] = {figure("direct", METRIC_CUSTOMERS, BOUND_RANGE, 50, 60, true),
                         figure("later", METRIC_CUSTOMERS, BOUND_RANGE, 800, 1500, false),
                         figure("most", METRIC_CUSTOMERS, BOUND_UP_TO, 40, 40, false),
                         figure("notice", METRIC_FIRST_NOTICE, BOUND_AT_LEAST, 3600, 3600, false)};
    Text page = {0};
    write_page(history, 4, false, (Style){.ascii = true}, &page);
    assert_says(&page, "History beside the model\n100 worlds each, seed 7\n");
    assert_says(&page, "A small attack  [small]");
    assert_says(&page, "50 .. 60");
    assert_says(&page, "5 .. 95");
    assert_says(&page, "800 .. 1,500");
    assert_says(&page, "up to 40");
    assert_says(&page, "at least 1h");
    assert_says(&page, "never");
    const char *later = strstr(text_of(&page), "later");
    assert_non_null(strstr(later, "OUT"));
    assert_true(strstr(later, "OUT") < strchr(later, '\n'));
    assert_says(&page, "Fitted: 1 of 1 inside; they were used to choose parameters, so they prove\nnothing.");
    assert_says(&page, "Predicted: 1 of 3 inside, ");
    assert_page_fits(&page, true);
    text_clear(&page);
}

static void what_is_given_tells_the_share_of_worlds_kept(void **state) {
    (void)state;
    History history[] = {figure("direct", METRIC_CUSTOMERS, BOUND_RANGE, 50, 60, false)};
    Text page = {0};
    write_page(history, 1, true, (Style){0}, &page);
    assert_says(&page, "60 %");
    assert_page_fits(&page, false);
    text_clear(&page);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_figure_stands_beside_its_interval_its_width_and_its_role),
        cmocka_unit_test(what_is_given_tells_the_share_of_worlds_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
