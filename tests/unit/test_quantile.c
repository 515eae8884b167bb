#include "base/draw.h"
#include "base/name.h"
#include "base/quantile.h"
#include "checks.h"

#include <gsl/gsl_cdf.h>

#define ONE (UINT64_C(1) << QUANTILE_PLACES)

static QuantileTable table;

static Distribution lognormal(double median, double p95) {
    return (Distribution){.kind = DISTRIBUTION_LOGNORMAL, .a = median, .b = p95};
}

static Distribution exponential(double mean) {
    return (Distribution){.kind = DISTRIBUTION_EXPONENTIAL, .a = mean};
}

static Distribution uniform(double low, double high) {
    return (Distribution){.kind = DISTRIBUTION_UNIFORM, .a = low, .b = high};
}

static Distribution pert(double low, double mode, double high) {
    return (Distribution){.kind = DISTRIBUTION_PERT, .a = low, .b = mode, .c = high};
}

/* Long and short, wide and narrow; medians of 10^5 seconds so that 1/65,536 is nothing. */
static Distribution distribution_number(int i) {
    const Distribution all[] = {
        lognormal(1e5, 1.01e5), lognormal(1e5, 2e5),   lognormal(1e5, 1e6),      lognormal(1e6, 5e7),
        exponential(1e5),       uniform(0, 1e6),       uniform(1e5, 1.5e5),      pert(1e5, 1.2e5, 1e6),
        pert(0, 0, 1e7),        pert(0, 1e7, 1e7),     pert(1e4, 1.0001e4, 1e8), pert(1e5, 5e5, 9e5),
        pert(0, 3e6, 1e7),      pert(0, 0.999e7, 1e7),
    };
    return all[i];
}
enum { DISTRIBUTIONS = 14 };

/* GSL's quantile at a tail probability, from below or from above. */
static double gsl_quantile(const Distribution *d, double tail, bool upper) {
    double sigma = log(d->b / d->a) / gsl_cdf_ugaussian_Pinv(0.95), range = d->c - d->a;
    double shape = 1 + 4 * (d->b - d->a) / range;
    switch (d->kind) {
    case DISTRIBUTION_LOGNORMAL:
        return d->a * exp(sigma * (upper ? gsl_cdf_ugaussian_Qinv(tail) : gsl_cdf_ugaussian_Pinv(tail)));
    case DISTRIBUTION_EXPONENTIAL:
        return -d->a * (upper ? log(tail) : log1p(-tail));
    case DISTRIBUTION_UNIFORM:
        return upper ? d->b - (d->b - d->a) * tail : d->a + (d->b - d->a) * tail;
    default:
        if (upper) return d->c - range * gsl_cdf_beta_Pinv(tail, 6 - shape, shape);
        return d->a + range * gsl_cdf_beta_Pinv(tail, shape, 6 - shape);
    }
}

static void build(const Distribution *distribution) {
    Error error;
    assert_true(distribution_check(distribution, &error));
    QuantileKit *kit = quantile_kit_create();
    quantile_build(&table, kit, distribution);
    quantile_kit_destroy(kit);
}

static double value_at(uint64_t bits) {
    return (double)quantile_at(&table, bits) / ONE;
}

static void quantiles_equal_gsl_within_half_a_percent_down_to_tails_of_a_billionth(void **state) {
    (void)state;
    for (int i = 0; i < DISTRIBUTIONS; i++) {
        Distribution d = distribution_number(i);
        build(&d);
        for (double tail = 1e-9; tail < 0.5; tail *= 1.0137) {
            uint64_t bits = (uint64_t)(tail * 0x1p64);
            double low = gsl_quantile(&d, tail, false), high = gsl_quantile(&d, tail, true);
            if (high > QUANTILE_MAX / ONE) high = QUANTILE_MAX / ONE; /* where the table saturates */
            assert_close(value_at(bits), low, 0.005 * low + 2.0 / ONE);
            assert_close(value_at(~bits), high, 0.005 * high + 2.0 / ONE);
        }
    }
}

/* The table's own mean: each piece is a straight line, and beyond the last knots it is flat. */
static double table_mean(void) {
    enum { HALF = QUANTILE_OCTAVES * QUANTILE_STEPS, LAST = QUANTILE_KNOTS - 1 };
    double mean = 0, width = 0x1p-33 / QUANTILE_STEPS;
    for (int i = 0; i < HALF; i++) {
        if (i > 0 && i % QUANTILE_STEPS == 0) width *= 2;
        mean += width * ((double)table.knots[i] + (double)table.knots[i + 1]) / 2;
        mean += width * ((double)table.knots[LAST - i] + (double)table.knots[LAST - i - 1]) / 2;
    }
    return (mean + 0x1p-33 * ((double)table.knots[0] + (double)table.knots[LAST])) / ONE;
}

static void means_equal_the_formulas_within_a_thousandth(void **state) {
    (void)state;
    for (int i = 0; i < DISTRIBUTIONS; i++) {
        Distribution d = distribution_number(i);
        build(&d);
        double sigma = log(d.b / d.a) / gsl_cdf_ugaussian_Pinv(0.95), mean = d.a;
        if (d.kind == DISTRIBUTION_LOGNORMAL) mean = d.a * exp(sigma * sigma / 2);
        if (d.kind == DISTRIBUTION_UNIFORM) mean = (d.a + d.b) / 2;
        if (d.kind == DISTRIBUTION_PERT) mean = (d.a + 4 * d.b + d.c) / 6;
        assert_close(distribution_mean(&d), mean, 1e-6 * mean);
        assert_close(table_mean(), mean, 0.001 * mean);
    }
}

static void the_mean_of_draws_is_the_mean_of_the_table(void **state) {
    (void)state;
    enum { DRAWS = 400000 };
    Distribution d = exponential(1e5);
    build(&d);
    double sum = 0;
    for (uint64_t i = 0; i < DRAWS; i++) sum += value_at(i * (UINT64_MAX / DRAWS) + UINT64_MAX / DRAWS / 2);
    assert_close(sum / DRAWS, table_mean(), 1e-4 * table_mean());
}

static void a_median_is_a_median_and_a_95th_percentile_is_one(void **state) {
    (void)state;
    Distribution d = lognormal(3600, 86400);
    build(&d);
    assert_close(value_at(UINT64_C(1) << 63), 3600, 0.01);
    assert_close(value_at((uint64_t)(0.95 * 0x1p64)), 86400, 0.002 * 86400);
}

static void values_never_fall_when_the_uniform_rises(void **state) {
    (void)state;
    for (int i = 0; i < DISTRIBUTIONS; i++) {
        Distribution d = distribution_number(i);
        build(&d);
        for (int k = 1; k < QUANTILE_KNOTS; k++) assert_true(table.knots[k] >= table.knots[k - 1]);
        for (uint64_t t = 0; t < 20000; t++) {
            uint64_t bits = name_mix(t), shift = t % 64;
            bits = t & 1 ? bits >> shift : ~(bits >> shift);
            if (bits == UINT64_MAX) continue;
            assert_true(quantile_at(&table, bits) <= quantile_at(&table, bits + 1));
        }
        for (int k = 1; k < 64; k++) { /* where one octave or piece ends and the next begins */
            uint64_t edge = UINT64_C(1) << k;
            assert_true(quantile_at(&table, edge - 1) <= quantile_at(&table, edge));
            assert_true(quantile_at(&table, ~edge) <= quantile_at(&table, ~edge + 1));
        }
    }
}

static void the_table_meets_its_knots_at_both_ends_and_in_the_middle(void **state) {
    (void)state;
    Distribution d = lognormal(1e5, 1e6);
    build(&d);
    const uint64_t *knots = table.knots;
    assert_true(quantile_at(&table, 0) == knots[0]);
    assert_true(quantile_at(&table, UINT64_C(1) << 31) == knots[0]);
    assert_true(quantile_at(&table, (UINT64_C(1) << 32) + (UINT64_C(1) << 28)) == knots[QUANTILE_STEPS + 1]);
    assert_true(quantile_at(&table, UINT64_C(1) << 62) == knots[(QUANTILE_OCTAVES - 1) * QUANTILE_STEPS]);
    assert_true(quantile_at(&table, UINT64_C(1) << 63) - knots[QUANTILE_KNOTS / 2] <= 1);
    assert_true(quantile_at(&table, UINT64_MAX) == knots[QUANTILE_KNOTS - 1]);
}

static void beyond_two_to_the_minus_33_the_tail_is_flat(void **state) {
    (void)state;
    Distribution d = exponential(1000);
    build(&d);
    assert_close(value_at(UINT64_MAX), 1000 * 33 * log(2), 0.01);
    assert_true(quantile_at(&table, UINT64_MAX) == quantile_at(&table, UINT64_MAX - (UINT64_C(1) << 30)));
}

static void values_saturate_instead_of_wrapping(void **state) {
    (void)state;
    Distribution d = lognormal(1e9, 1e15);
    build(&d);
    assert_true(quantile_at(&table, UINT64_MAX) == QUANTILE_MAX);
    assert_true(quantile_at(&table, UINT64_C(1) << 63) < QUANTILE_MAX);
    d = (Distribution){.kind = DISTRIBUTION_FIXED, .a = 1e300};
    build(&d);
    assert_true(quantile_at(&table, 5) == QUANTILE_MAX);
    d = lognormal(1e-300, 1e300);
    build(&d);
    assert_true(quantile_at(&table, UINT64_MAX) == QUANTILE_MAX);
    assert_true(quantile_at(&table, 0) == 0);
}

static void whole_units_are_rounded_to_nearest_and_capped_by_the_horizon(void **state) {
    (void)state;
    Distribution d = {.kind = DISTRIBUTION_FIXED, .a = 9.5};
    build(&d);
    assert_int_equal(quantile_whole(&table, 77, 1000), 10);
    assert_int_equal(quantile_whole(&table, 77, 10), 10);
    assert_int_equal(quantile_whole(&table, 77, 9), 9);
    d.a = 9.4999;
    build(&d);
    assert_int_equal(quantile_whole(&table, 77, 1000), 9);
    d = lognormal(1e5, 1e7);
    build(&d);
    assert_int_equal(quantile_whole(&table, UINT64_MAX, 86400 * 14), 86400 * 14);
}

static void a_distribution_of_one_value_is_that_value_everywhere(void **state) {
    (void)state;
    const double values[] = {7, 7, 7};
    const Distribution all[] = {
        {.kind = DISTRIBUTION_FIXED, .a = 7},
        uniform(7, 7),
        lognormal(7, 7),
        pert(7, 7, 7),
        {.kind = DISTRIBUTION_EMPIRICAL, .values = values, .count = 3},
        {.kind = DISTRIBUTION_EMPIRICAL, .values = values, .count = 1},
    };
    for (int i = 0; i < 6; i++) {
        build(&all[i]);
        assert_close(distribution_mean(&all[i]), 7, 1e-12);
        for (uint64_t t = 0; t < 50; t++) assert_true(quantile_at(&table, name_mix(t)) == 7 * ONE);
    }
    Distribution none = exponential(0);
    build(&none);
    assert_true(quantile_at(&table, UINT64_MAX) == 0);
}

static void an_empirical_distribution_keeps_its_values_their_order_and_their_mean(void **state) {
    (void)state;
    const double values[] = {10, 20, 40, 80, 400};
    Distribution d = {.kind = DISTRIBUTION_EMPIRICAL, .values = values, .count = 5};
    build(&d);
    for (int i = 0; i < 5; i++) /* each at the middle of its fifth */
        assert_close(value_at((uint64_t)((i + 0.5) / 5 * 0x1p64)), values[i], 0.05 * values[i]);
    assert_close(value_at((uint64_t)(0.4 * 0x1p64)), 30, 0.3);
    assert_true(value_at(0) == 10 && value_at(UINT64_MAX) == 400);
    assert_close(distribution_mean(&d), 110, 1e-9);
    assert_close(table_mean(), 110, 0.001 * 110);
}

static void a_thousand_measured_values_keep_their_mean(void **state) {
    (void)state;
    static double values[1000];
    for (int i = 0; i < 1000; i++) values[i] = 3600 * exp(1.2 * gsl_cdf_ugaussian_Pinv((i + 0.5) / 1000));
    Distribution d = {.kind = DISTRIBUTION_EMPIRICAL, .values = values, .count = 1000};
    build(&d);
    assert_close(table_mean(), distribution_mean(&d), 0.001 * distribution_mean(&d));
}

static void assert_refused(Distribution distribution, const char *sentence) {
    Error error;
    assert_false(distribution_check(&distribution, &error));
    assert_string_equal(error.text, sentence);
}

static void what_is_no_distribution_is_refused_with_its_numbers(void **state) {
    (void)state;
    assert_refused(lognormal(5, 2), "the 95th percentile (2) must be greater than the median (5)");
    assert_refused(lognormal(0, 2), "the median of a lognormal distribution must be greater than 0");
    assert_refused(uniform(3, 1), "the high (1) must be at least the low (3)");
    assert_refused(uniform(-3, 1), "the low (-3) must be a number of at least 0");
    assert_refused(pert(1, 9, 4), "the high (4) must be at least the mode (9)");
    assert_refused(pert(5, 2, 9), "the mode (2) must be at least the low (5)");
    assert_refused(exponential(INFINITY), "the mean (inf) must be a number of at least 0");
    assert_refused((Distribution){.kind = DISTRIBUTION_FIXED, .a = -1},
                   "the value (-1) must be a number of at least 0");
}

static void a_list_of_values_is_refused_when_empty_unsorted_or_negative(void **state) {
    (void)state;
    const double unsorted[] = {1, 3, 2}, negative[] = {-4, 3};
    Distribution d = {.kind = DISTRIBUTION_EMPIRICAL};
    assert_refused(d, "an empirical distribution needs at least one value");
    d.values = unsorted;
    d.count = 3;
    assert_refused(d, "value 3 (2) is below the one before it (3): give the values in ascending order");
    d.values = negative;
    d.count = 2;
    assert_refused(d, "value 1 (-4) must be a number of at least 0");
}

/* Against the table itself, at both ends of what the bracket says. */
static void assert_brackets(uint64_t value) {
    uint64_t sure, most;
    if (!quantile_bracket(&table, value, &sure, &most)) {
        assert_true(quantile_at(&table, 0) >= value);
        return;
    }
    assert_true(sure <= most);
    assert_true(quantile_at(&table, sure) < value);
    if (most < UINT64_MAX) assert_true(quantile_at(&table, most + 1) >= value);
    assert_true(most - sure <= UINT64_C(1) << 59); /* a piece at the median, the widest there is */
}

static void a_bracket_tells_which_uniforms_have_less_than_a_value(void **state) {
    (void)state;
    const Distribution distributions[] = {
        exponential(3600), uniform(5, 5000), pert(1, 40, 90), {.kind = DISTRIBUTION_FIXED, .a = 7}};
    QuantileKit *kit = quantile_kit_create();
    for (size_t d = 0; d < sizeof distributions / sizeof *distributions; d++) {
        quantile_build(&table, kit, &distributions[d]);
        assert_brackets(0);
        assert_brackets(UINT64_MAX);
        for (uint64_t i = 0; i < 4000; i++) {
            uint64_t bits = draw_bits(3, i), value = quantile_at(&table, i % 3 ? bits : bits >> (i % 50));
            assert_brackets(value);
            assert_brackets(value + 1);
        }
        for (int knot = 0; knot < QUANTILE_KNOTS && !table.flat; knot++) {
            assert_brackets(table.knots[knot]);
            assert_brackets(table.knots[knot] + 1);
        }
    }
    quantile_kit_destroy(kit);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bracket_tells_which_uniforms_have_less_than_a_value),
        cmocka_unit_test(quantiles_equal_gsl_within_half_a_percent_down_to_tails_of_a_billionth),
        cmocka_unit_test(means_equal_the_formulas_within_a_thousandth),
        cmocka_unit_test(the_mean_of_draws_is_the_mean_of_the_table),
        cmocka_unit_test(a_median_is_a_median_and_a_95th_percentile_is_one),
        cmocka_unit_test(values_never_fall_when_the_uniform_rises),
        cmocka_unit_test(the_table_meets_its_knots_at_both_ends_and_in_the_middle),
        cmocka_unit_test(beyond_two_to_the_minus_33_the_tail_is_flat),
        cmocka_unit_test(values_saturate_instead_of_wrapping),
        cmocka_unit_test(whole_units_are_rounded_to_nearest_and_capped_by_the_horizon),
        cmocka_unit_test(a_distribution_of_one_value_is_that_value_everywhere),
        cmocka_unit_test(an_empirical_distribution_keeps_its_values_their_order_and_their_mean),
        cmocka_unit_test(a_thousand_measured_values_keep_their_mean),
        cmocka_unit_test(what_is_no_distribution_is_refused_with_its_numbers),
        cmocka_unit_test(a_list_of_values_is_refused_when_empty_unsorted_or_negative),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
