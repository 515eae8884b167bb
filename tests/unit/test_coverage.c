#include "checks.h"
#include "measure/coverage.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>

static void the_interval_is_the_one_of_gsl_beta_quantiles(void **state) {
    (void)state;
    for (uint32_t count = 1; count <= 300; count += count < 12 ? 1 : 17) {
        for (uint32_t hits = 0; hits <= count; hits++) {
            Interval interval = coverage_interval(hits, count);
            double low = hits ? gsl_cdf_beta_Pinv(0.025, hits, count - hits + 1.0) : 0;
            double high = hits < count ? gsl_cdf_beta_Pinv(0.975, hits + 1.0, count - hits) : 1;
            assert_close(interval.low, low, 1e-9);
            assert_close(interval.high, high, 1e-9);
        }
    }
}

static void it_holds_the_true_share_in_at_least_nineteen_of_twenty_counts(void **state) {
    (void)state;
    enum { COUNT = 8 };
    for (double share = 0.02; share < 1; share += 0.02) {
        double held = 0;
        for (uint32_t hits = 0; hits <= COUNT; hits++) {
            Interval interval = coverage_interval(hits, COUNT);
            if (interval.low <= share && share <= interval.high)
                held += gsl_ran_binomial_pdf(hits, share, COUNT);
        }
        assert_true(held >= 0.95);
    }
}

static void three_or_eight_incidents_rule_out_little(void **state) {
    (void)state;
    assert_close(coverage_interval(3, 3).low, 0.2924, 0.0001); /* the cube root of 1/40 */
    assert_close(coverage_interval(8, 8).low, 0.6306, 0.0001);
    assert_close(coverage_interval(8, 8).high, 1, 0);
}

static void nothing_counted_tells_nothing(void **state) {
    (void)state;
    assert_close(coverage_interval(0, 0).low, 0, 0);
    assert_close(coverage_interval(0, 0).high, 1, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_interval_is_the_one_of_gsl_beta_quantiles),
        cmocka_unit_test(it_holds_the_true_share_in_at_least_nineteen_of_twenty_counts),
        cmocka_unit_test(three_or_eight_incidents_rule_out_little),
        cmocka_unit_test(nothing_counted_tells_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
