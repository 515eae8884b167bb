#include "base/exact.h"
#include "checks.h"

#include <gsl/gsl_cdf.h>

/* Relative, and to the smallest normal double where both are next to nothing. */
#define assert_relative(actual, expected, tolerance)                                                         \
    assert_close((actual), (expected), (tolerance)*fabs(expected) + 0x1p-1022)

/* The lower tail of the normal distribution with 64 bits of mantissa: GSL's own is off by 1e-13. */
static double normal_oracle(double z) {
    return (double)(0.5L * erfcl(-(long double)z / sqrtl(2)));
}

static void exponentials_and_logarithms_equal_libm_to_fifteen_digits(void **state) {
    (void)state;
    for (double x = -700; x < 709; x += 0.0137) assert_relative(exact_exp(x), exp(x), 1e-15);
    for (double x = 1e-300; x < 1e300; x *= 1.0137) assert_relative(exact_log(x), log(x), 1e-15);
    for (double x = 0.5; x < 2; x += 1.37e-4) assert_relative(exact_log(x), log(x), 1e-15);
}

static void what_is_close_to_zero_keeps_its_digits(void **state) {
    (void)state;
    for (double x = 1e-300; x < 0.99; x *= 1.137) {
        assert_relative(exact_expm1(x), expm1(x), 1e-15);
        assert_relative(exact_expm1(-x), expm1(-x), 1e-15);
        assert_relative(exact_log1p(x), log1p(x), 1e-15);
        assert_relative(exact_log1p(-x), log1p(-x), 1e-15);
    }
}

static void exponentials_and_logarithms_reach_the_ends_of_a_double(void **state) {
    (void)state;
    assert_true(exact_exp(0) == 1);
    assert_true(exact_exp(-746) == 0);
    assert_true(exact_exp(-INFINITY) == 0);
    assert_true(exact_exp(710) == INFINITY);
    assert_relative(exact_exp(709.78), exp(709.78), 1e-15);
    assert_close(exact_exp(-740), exp(-740), 0x1p-1074); /* one unit of a subnormal */
    assert_true(exact_log(1) == 0);
    assert_true(exact_log(INFINITY) == INFINITY);
    assert_relative(exact_log(0x1p-1074), log(0x1p-1074), 1e-15);
}

static void exponentials_and_logarithms_never_step_down(void **state) {
    (void)state;
    double before = 0;
    for (double x = -3; x < 3; x += 1.1e-5) {
        assert_true(exact_exp(x) >= before);
        before = exact_exp(x);
    }
    before = -INFINITY;
    for (double x = 0.3; x < 3; x += 1.1e-5) {
        assert_true(exact_log(x) >= before);
        before = exact_log(x);
    }
}

static void the_normal_cdf_has_thirteen_digits_down_to_its_tail(void **state) {
    (void)state;
    for (double z = -37; z < 9; z += 0.0037) assert_relative(exact_normal_cdf(z), normal_oracle(z), 1e-13);
    assert_true(exact_normal_cdf(0) == 0.5);
    assert_true(exact_normal_cdf(-50) == 0);
    assert_true(exact_normal_cdf(50) == 1);
}

static void the_normal_quantile_equals_gsl_and_undoes_the_cdf(void **state) {
    (void)state;
    for (double p = 0.0007; p < 1; p += 0.0007)
        assert_relative(exact_normal_quantile(p), gsl_cdf_ugaussian_Pinv(p), 2e-14);
    /* In the tail one unit of z is z² units of p. */
    for (double p = 1e-290; p < 0.4; p *= 1.07)
        assert_relative(normal_oracle(exact_normal_quantile(p)), p, 2e-13);
    assert_true(exact_normal_quantile(0.5) == 0);
    assert_true(exact_normal_quantile(0.75) == -exact_normal_quantile(0.25));
}

static const double shapes[] = {0.5, 1, 1.0001, 1.5, 2, 3, 4.5, 5, 20, 100};
enum { SHAPES = sizeof shapes / sizeof *shapes };

static void the_beta_cdf_equals_gsl(void **state) {
    (void)state;
    for (int i = 0; i < SHAPES * SHAPES; i++) {
        double a = shapes[i / SHAPES], b = shapes[i % SHAPES];
        for (double x = 1e-5; x < 1; x += 0.0173)
            assert_relative(exact_beta_cdf(x, a, b), gsl_cdf_beta_P(x, a, b), 1e-11);
    }
    assert_true(exact_beta_cdf(0, 2, 3) == 0);
    assert_true(exact_beta_cdf(1, 2, 3) == 1);
}

static void the_beta_quantile_undoes_gsls_cdf(void **state) {
    (void)state;
    for (int i = 0; i < SHAPES * SHAPES; i++) {
        double a = shapes[i / SHAPES], b = shapes[i % SHAPES];
        for (double p = 1e-10; p < 0.5; p *= 1.5)
            assert_relative(gsl_cdf_beta_P(exact_beta_quantile(p, a, b), a, b), p, 1e-11);
        /* Near 1 a double has only 1e-16 left for what b = 0.5 would need. */
        for (double p = 0.5; p < 0.999; p += 0.0371)
            assert_relative(gsl_cdf_beta_P(exact_beta_quantile(p, a, b), a, b), p, 1e-9);
    }
}

static void a_uniform_is_the_beta_of_one_and_one(void **state) {
    (void)state;
    for (double p = 0; p <= 1; p += 0.03125) assert_close(exact_beta_quantile(p, 1, 1), p, 1e-14);
}

static void beta_quantiles_found_in_a_row_equal_those_found_alone(void **state) {
    (void)state;
    enum { COUNT = 200 };
    double p[COUNT], x[COUNT];
    for (int i = 0; i < COUNT; i++) p[i] = 1e-10 * exp(i * log(0.5e10) / (COUNT - 1));
    for (int i = 0; i < SHAPES * SHAPES; i++) {
        double a = shapes[i / SHAPES], b = shapes[i % SHAPES];
        exact_beta_quantiles(x, p, COUNT, a, b);
        for (int k = 0; k < COUNT; k++) assert_relative(x[k], exact_beta_quantile(p[k], a, b), 1e-11);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exponentials_and_logarithms_equal_libm_to_fifteen_digits),
        cmocka_unit_test(what_is_close_to_zero_keeps_its_digits),
        cmocka_unit_test(exponentials_and_logarithms_reach_the_ends_of_a_double),
        cmocka_unit_test(exponentials_and_logarithms_never_step_down),
        cmocka_unit_test(the_normal_cdf_has_thirteen_digits_down_to_its_tail),
        cmocka_unit_test(the_normal_quantile_equals_gsl_and_undoes_the_cdf),
        cmocka_unit_test(the_beta_cdf_equals_gsl),
        cmocka_unit_test(the_beta_quantile_undoes_gsls_cdf),
        cmocka_unit_test(a_uniform_is_the_beta_of_one_and_one),
        cmocka_unit_test(beta_quantiles_found_in_a_row_equal_those_found_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
