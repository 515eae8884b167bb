#include "base/pcg.h"
#include "checks.h"
#include "measure/histogram.h"
#include "measure/statistics.h"
#include "race/adversary.h"

#include <gsl/gsl_statistics.h>

enum { COUNT = 1001 };

static void random_values(int64_t *values, double *doubles, uint32_t count, uint64_t seed) {
    Pcg32 pcg;
    pcg32_seed(&pcg, seed, 1);
    for (uint32_t i = 0; i < count; i++) {
        values[i] = (int64_t)pcg32_below(&pcg, 100000) - 20000;
        doubles[i] = (double)values[i];
    }
}

static void mean_and_interval_agree_with_gsl_when_each_world_is_its_own_draw(void **state) {
    (void)state;
    int64_t values[COUNT];
    double doubles[COUNT];
    for (uint64_t seed = 0; seed < 20; seed++) {
        random_values(values, doubles, COUNT, seed);
        Statistics s = statistics_of(values, COUNT, 1);
        double mean = gsl_stats_mean(doubles, 1, COUNT);
        double error = gsl_stats_sd_m(doubles, 1, COUNT, mean) / sqrt(COUNT);
        assert_close(s.mean, mean, 1e-7);
        assert_close((s.ci95.high - s.ci95.low) / 2, 1.96234 * error, 0.001 * error);
        assert_close((s.ci95.high + s.ci95.low) / 2, mean, 1e-6);
    }
}

static void interval_of_clusters_agrees_with_gsl_on_the_draws_means(void **state) {
    (void)state;
    int64_t values[1000];
    double doubles[1000], means[250];
    random_values(values, doubles, 1000, 5);
    for (int draw = 0; draw < 250; draw++) means[draw] = gsl_stats_mean(doubles + 4 * draw, 1, 4);
    Statistics s = statistics_of(values, 1000, 4);
    double error = gsl_stats_sd(means, 1, 250) / sqrt(250);
    assert_close((s.ci95.high - s.ci95.low) / 2, 1.96954 * error, 0.001 * error);
}

static void median_of_an_odd_number_of_worlds_agrees_with_gsl(void **state) {
    (void)state;
    int64_t values[COUNT];
    double doubles[COUNT];
    random_values(values, doubles, COUNT, 3);
    assert_close((double)statistics_of(values, COUNT, 4).median, gsl_stats_median(doubles, 1, COUNT), 0);
}

static void quantiles_lie_between_the_neighbours_that_gsl_interpolates(void **state) {
    (void)state;
    int64_t values[COUNT];
    double doubles[COUNT];
    random_values(values, doubles, COUNT, 9);
    Sample sample;
    sample_init(&sample, values, COUNT);
    for (uint32_t i = 0; i < COUNT; i++) doubles[i] = (double)sample.sorted[i];
    for (uint32_t percent = 1; percent < 100; percent++) {
        double middle = gsl_stats_quantile_from_sorted_data(doubles, 1, COUNT, percent / 100.0);
        int64_t mine = sample_quantile(&sample, percent, 100);
        uint32_t rank = (COUNT * percent + 99) / 100;
        assert_true(fabs((double)mine - middle) <= doubles[rank] - doubles[rank - 2]);
    }
    sample_clear(&sample);
}

static void one_to_a_hundred_has_known_quantiles_and_worst_twentieth(void **state) {
    (void)state;
    int64_t values[100];
    for (int i = 0; i < 100; i++) values[i] = 100 - i;
    Statistics s = statistics_of(values, 100, 4);
    assert_int_equal(s.p5, 5);
    assert_int_equal(s.median, 50);
    assert_int_equal(s.p95, 95);
    assert_close(s.mean, 50.5, 1e-12);
    assert_close(s.cvar95, 98, 1e-12); /* mean of 96 … 100 */
}

static void at_most_one_world_in_twenty_is_worse_than_p95(void **state) {
    (void)state;
    int64_t values[COUNT];
    double doubles[COUNT];
    for (uint32_t count = 1; count <= 120; count++) {
        random_values(values, doubles, count, count);
        Sample sample;
        sample_init(&sample, values, count);
        assert_true(sample_above(&sample, sample_quantile(&sample, 19, 20)) <= 0.05 + 1e-12);
        sample_clear(&sample);
    }
}

static void worlds_without_a_value_are_left_out_and_counted(void **state) {
    (void)state;
    int64_t values[] = {METRIC_NONE, 10, METRIC_NONE, 20, 30, METRIC_NONE, METRIC_NONE, 40};
    Statistics s = statistics_of(values, 8, 2);
    assert_int_equal(s.count, 4);
    assert_int_equal(s.none, 4);
    assert_close(s.share_none, 0.5, 0);
    assert_close(s.mean, 25, 1e-12);
    assert_int_equal(s.p95, 40);
}

static void a_metric_that_never_came_has_no_mean_and_no_interval(void **state) {
    (void)state;
    int64_t values[] = {METRIC_NONE, METRIC_NONE};
    Statistics s = statistics_of(values, 2, 1);
    assert_true(isnan(s.mean) && isnan(s.ci95.low) && isnan(s.cvar95));
    assert_close(s.share_none, 1, 0);
}

static void a_single_draw_gives_a_mean_without_an_interval(void **state) {
    (void)state;
    int64_t values[] = {1, 2, 3, 4};
    Statistics s = statistics_of(values, 4, 4);
    assert_close(s.mean, 2.5, 0);
    assert_true(isnan(s.ci95.low) && isnan(s.ci95.high));
}

static void few_distinct_values_are_all_points_of_the_exceedance_curve(void **state) {
    (void)state;
    int64_t values[] = {0, 7, 7, 3};
    Sample sample;
    Exceedance curve = {0};
    sample_init(&sample, values, 4);
    sample_exceedance(&sample, &curve);
    assert_int_equal(curve.count, 3);
    assert_true(curve.items[0].x == 0 && curve.items[0].p == 0.75);
    assert_true(curve.items[1].x == 3 && curve.items[1].p == 0.5);
    assert_true(curve.items[2].x == 7 && curve.items[2].p == 0);
    vec_clear(&curve);
    sample_clear(&sample);
}

static void exceedance_falls_from_one_to_zero_and_every_point_is_the_share_above(void **state) {
    (void)state;
    int64_t values[5000];
    Pcg32 pcg;
    pcg32_seed(&pcg, 4, 4);
    for (int i = 0; i < 5000; i++) values[i] = 1 + pcg32_below(&pcg, 100000);
    Sample sample;
    Exceedance curve = {0};
    sample_init(&sample, values, 5000);
    sample_exceedance(&sample, &curve);
    assert_true(curve.items[0].x == 0 && curve.items[0].p == 1);
    for (uint32_t k = 0; k < curve.count; k++) {
        uint32_t above = 0;
        for (int i = 0; i < 5000; i++) above += values[i] > curve.items[k].x;
        assert_close(curve.items[k].p, above / 5000.0, 1e-12);
        assert_true(k == 0 || curve.items[k].x > curve.items[k - 1].x);
    }
    assert_true(curve.items[curve.count - 1].p == 0);
    assert_in_range(curve.count, 20, 30);
    vec_clear(&curve);
    sample_clear(&sample);
}

static void bins_hold_every_world_once_and_the_ends_hold_what_lies_beyond(void **state) {
    (void)state;
    int64_t values[] = {-5, 0, 9, 10, 19, 20, 39, 40, 1000};
    uint32_t bins[4], expected[4] = {3, 2, 1, 3};
    Sample sample;
    sample_init(&sample, values, 9);
    histogram_of(&sample, 0, 40, bins, 4);
    assert_memory_equal(bins, expected, sizeof bins);
    sample_clear(&sample);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mean_and_interval_agree_with_gsl_when_each_world_is_its_own_draw),
        cmocka_unit_test(interval_of_clusters_agrees_with_gsl_on_the_draws_means),
        cmocka_unit_test(median_of_an_odd_number_of_worlds_agrees_with_gsl),
        cmocka_unit_test(quantiles_lie_between_the_neighbours_that_gsl_interpolates),
        cmocka_unit_test(one_to_a_hundred_has_known_quantiles_and_worst_twentieth),
        cmocka_unit_test(at_most_one_world_in_twenty_is_worse_than_p95),
        cmocka_unit_test(worlds_without_a_value_are_left_out_and_counted),
        cmocka_unit_test(a_metric_that_never_came_has_no_mean_and_no_interval),
        cmocka_unit_test(a_single_draw_gives_a_mean_without_an_interval),
        cmocka_unit_test(few_distinct_values_are_all_points_of_the_exceedance_curve),
        cmocka_unit_test(exceedance_falls_from_one_to_zero_and_every_point_is_the_share_above),
        cmocka_unit_test(bins_hold_every_world_once_and_the_ends_hold_what_lies_beyond),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
