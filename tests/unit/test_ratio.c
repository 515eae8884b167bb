#include "base/pcg.h"
#include "checks.h"
#include "measure/ratio.h"

#include <gsl/gsl_cdf.h>

static void student_quantile_agrees_with_gsl(void **state) {
    (void)state;
    for (uint32_t freedom = 1; freedom <= 400; freedom++) {
        double exact = gsl_cdf_tdist_Pinv(0.975, freedom);
        assert_close(student_975(freedom), exact, 0.001 * exact);
    }
}

static double normal(Pcg32 *pcg) {
    double u = (pcg32_next(pcg) + 0.5) / 4294967296.0;
    return gsl_cdf_ugaussian_Pinv(u);
}

/* Worlds of one draw share an effect as large as their own luck. */
static void fill_clusters(Pcg32 *pcg, double *upper, double *lower, uint32_t count, uint32_t per_draw) {
    double shared = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (i % per_draw == 0) shared = normal(pcg);
        upper[i] = 10 + shared + normal(pcg);
        lower[i] = 1;
    }
}

enum { TRIALS = 2000, WORLDS = 160, PER_DRAW = 4 };

static double coverage(uint32_t said_per_draw) {
    Pcg32 pcg;
    pcg32_seed(&pcg, 42, 7);
    uint32_t covered = 0;
    double upper[WORLDS], lower[WORLDS];
    for (int trial = 0; trial < TRIALS; trial++) {
        fill_clusters(&pcg, upper, lower, WORLDS, PER_DRAW);
        Interval interval = ratio_of(upper, lower, WORLDS, said_per_draw).ci95;
        covered += interval.low <= 10 && 10 <= interval.high;
    }
    return (double)covered / TRIALS;
}

static void intervals_by_draws_cover_the_truth_19_times_in_20(void **state) {
    (void)state;
    assert_close(coverage(PER_DRAW), 0.95, 0.015);
}

static void intervals_that_ignore_the_draws_cover_far_too_seldom(void **state) {
    (void)state;
    assert_true(coverage(1) < 0.85);
}

static void draws_with_nothing_to_say_do_not_count(void **state) {
    (void)state;
    double upper[] = {4, 6, 0, 0, 8, 10}, lower[] = {1, 1, 0, 0, 1, 1};
    Ratio ratio = ratio_of(upper, lower, 6, 2);
    assert_int_equal(ratio.draws, 2);
    assert_close(ratio.value, 7, 0);
    assert_close(ratio.ci95.high - 7, 12.7062 * 2, 1e-9); /* draw means 5 and 9 */
}

static void nothing_below_gives_no_number(void **state) {
    (void)state;
    double none[2] = {0};
    Ratio ratio = ratio_of(none, none, 2, 1);
    assert_true(isnan(ratio.value) && isnan(ratio.ci95.low));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(student_quantile_agrees_with_gsl),
        cmocka_unit_test(intervals_by_draws_cover_the_truth_19_times_in_20),
        cmocka_unit_test(intervals_that_ignore_the_draws_cover_far_too_seldom),
        cmocka_unit_test(draws_with_nothing_to_say_do_not_count),
        cmocka_unit_test(nothing_below_gives_no_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
