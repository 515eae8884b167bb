#include "base/binomial.h"
#include "base/name.h"
#include "checks.h"

#include <gsl/gsl_cdf.h>

static double uniform_of(uint64_t bits) {
    return ldexp((double)bits, -64);
}

static double odds_of_hazard(Hazard hazard) {
    return -expm1(-ldexp((double)hazard, -32));
}

/* Asserts P(X < k) <= u <= P(X <= k), but for rounding. */
static void assert_is_quantile(uint32_t k, uint32_t n, Hazard hazard, uint64_t bits) {
    double p = odds_of_hazard(hazard), u = uniform_of(bits), rounding = 1e-12 + 1e-9 * u;
    if (gsl_cdf_binomial_P(k, p, n) < u - rounding)
        fail_msg("%u of %u at p %.17g, u %.17g is too low", k, n, p, u);
    if (k > 0 && gsl_cdf_binomial_P(k - 1, p, n) > u + rounding)
        fail_msg("%u of %u at p %.17g, u %.17g is too high", k, n, p, u);
}

static void it_is_the_quantile_of_gsls_binomial_at_every_size(void **state) {
    (void)state;
    const uint32_t sizes[] = {1, 2, 7, 40, 100, 1000, 20000};
    const double odds[] = {1e-9, 0.0001, 0.01, 0.2, 0.499, 0.5, 0.501, 0.8, 0.99, 0.99999};
    for (int i = 0; i < 7; i++)
        for (int k = 0; k < 10; k++)
            for (uint64_t t = 0; t < 40; t++) {
                uint64_t bits = name_mix(t + 1);
                Hazard hazard = hazard_of(odds[k]);
                assert_is_quantile(binomial_quantile(sizes[i], hazard, bits), sizes[i], hazard, bits);
            }
}

static void q_to_the_n_below_a_doubles_range_does_not_stop_it(void **state) {
    (void)state;
    /* 0.5^1,000,000 is 10^-301,030. The median of a fair binomial is n / 2. */
    uint64_t half = UINT64_C(1) << 63;
    uint32_t taken = binomial_quantile(1000000, hazard_of(0.5), half);
    assert_in_range(taken, 499999, 500001);
    /* 1.6449 sigma above the mean, sigma being 500. */
    taken = binomial_quantile(1000000, hazard_of(0.5), (uint64_t)(0.95 * 0x1p64));
    assert_in_range(taken, 500821, 500824);
}

static void the_mean_over_uniforms_is_n_times_p(void **state) {
    (void)state;
    enum { DRAWS = 40000 };
    const double odds[] = {0.02, 0.3, 0.7, 0.97};
    for (int i = 0; i < 4; i++) {
        double sum = 0;
        for (uint64_t t = 0; t < DRAWS; t++) /* evenly spread uniforms */
            sum +=
                binomial_quantile(40, hazard_of(odds[i]), t * (UINT64_MAX / DRAWS) + UINT64_MAX / DRAWS / 2);
        assert_close(sum / DRAWS, 40 * odds[i], 0.002);
    }
}

static void no_machines_or_no_hazard_takes_none_and_full_hazard_takes_all(void **state) {
    (void)state;
    for (uint64_t t = 0; t < 100; t++) {
        uint64_t bits = t == 0 ? 0 : t == 1 ? UINT64_MAX : name_mix(t);
        assert_int_equal(binomial_quantile(0, hazard_of(0.5), bits), 0);
        assert_int_equal(binomial_quantile(50, 0, bits), 0);
        assert_int_equal(binomial_quantile(50, HAZARD_ALL, bits), 50);
        assert_int_equal(binomial_quantile(UINT32_C(1) << 31, HAZARD_ALL, bits), UINT32_C(1) << 31);
    }
}

static void the_first_and_the_last_uniform_stay_within_the_group(void **state) {
    (void)state;
    /* At the ends of 64 bits the sum's rounding must not run on to the whole group. */
    assert_int_equal(binomial_quantile(1000, hazard_of(0.01), 0), 0);
    assert_in_range(binomial_quantile(1000, hazard_of(0.01), UINT64_MAX), 30, 50);
    assert_in_range(binomial_quantile(1000, hazard_of(0.99), 0), 950, 970);
    assert_int_equal(binomial_quantile(1000, hazard_of(0.99), UINT64_MAX), 1000);
}

static void it_never_falls_when_the_group_grows(void **state) {
    (void)state;
    for (uint64_t t = 0; t < 300; t++) {
        Hazard hazard = name_mix(3 * t) >> (26 + t % 32);
        uint64_t bits = t == 0 ? UINT64_MAX : name_mix(3 * t + 1);
        uint32_t before = 0;
        for (uint32_t n = 0; n < 250; n++) {
            uint32_t now = binomial_quantile(n, hazard, bits);
            assert_true(now >= before && now <= n && now <= before + 1);
            before = now;
        }
    }
}

static void it_never_falls_when_the_hazard_rises(void **state) {
    (void)state;
    for (uint64_t t = 0; t < 300; t++) {
        uint32_t n = (uint32_t)(name_mix(7 * t) % 300), before = 0;
        uint64_t bits = t == 0 ? UINT64_MAX : t == 1 ? 0 : name_mix(7 * t + 1);
        for (Hazard hazard = 0; hazard < HAZARD_ALL; hazard += 1 + hazard / 40) {
            uint32_t now = binomial_quantile(n, hazard, bits);
            assert_true(now >= before && now <= n);
            before = now;
        }
        assert_int_equal(binomial_quantile(n, HAZARD_ALL, bits), n);
    }
}

static void it_never_falls_when_the_uniform_rises(void **state) {
    (void)state;
    for (uint64_t t = 0; t < 300; t++) {
        uint32_t n = (uint32_t)(name_mix(5 * t) % 300), before = 0;
        Hazard hazard = name_mix(5 * t + 1) >> (26 + t % 32);
        for (uint64_t step = 0; step < 400; step++) {
            uint32_t now = binomial_quantile(n, hazard, step * (UINT64_MAX / 399));
            assert_true(now >= before);
            before = now;
        }
    }
}

/* The least hazard at which the quantile is above k. */
static Hazard tie_above(uint32_t n, uint32_t k, uint64_t bits) {
    Hazard low = 0, high = HAZARD_ALL;
    while (high - low > 1) {
        Hazard middle = low + (high - low) / 2;
        if (binomial_quantile(n, middle, bits) > k)
            high = middle;
        else
            low = middle;
    }
    return high;
}

static void it_steps_once_at_a_tie_for_adjacent_hazards_uniforms_and_sizes(void **state) {
    (void)state;
    for (uint64_t t = 0; t < 400; t++) {
        uint32_t n = 1 + (uint32_t)(name_mix(9 * t) % 400), k = (uint32_t)(name_mix(9 * t + 1) % n);
        uint64_t bits = name_mix(9 * t + 2);
        Hazard tie = tie_above(n, k, bits);
        Hazard first = tie > 20 ? tie - 20 : 0;
        for (Hazard hazard = first; hazard < tie + 20; hazard++) {
            uint32_t taken = binomial_quantile(n, hazard, bits);
            assert_true(hazard < tie ? taken <= k : taken > k);
            assert_true(binomial_quantile(n + 1, hazard, bits) >= taken);
            assert_true(binomial_quantile(n - 1, hazard, bits) <= taken);
            assert_true(binomial_quantile(n, hazard, bits | 0xfff) >= taken);
            assert_true(binomial_quantile(n, hazard, bits & ~UINT64_C(0xfff)) <= taken);
        }
    }
}

static void counting_survivors_above_one_half_agrees_with_counting_the_fallen(void **state) {
    (void)state;
    /* ln 2 is where the count changes sides. */
    Hazard half = hazard_of(0.5);
    for (uint64_t t = 0; t < 20000; t++) {
        uint32_t n = (uint32_t)(name_mix(t) % 200), before = 0;
        for (Hazard hazard = half - 3; hazard < half + 4; hazard++) {
            uint32_t now = binomial_quantile(n, hazard, name_mix(~t));
            assert_true(now >= before);
            before = now;
        }
    }
}

static void two_arcs_act_like_one_in_any_order(void **state) {
    (void)state;
    for (uint64_t t = 0; t < 5000; t++) {
        double p = uniform_of(name_mix(t)), q = uniform_of(name_mix(~t));
        Hazard a = hazard_of(p), b = hazard_of(q), c = hazard_of(p * q);
        assert_true(hazard_add(a, b) == hazard_add(b, a));
        assert_true(hazard_add(hazard_add(a, b), c) == hazard_add(a, hazard_add(c, b)));
        assert_close(odds_of_hazard(hazard_add(a, b)), 1 - (1 - p) * (1 - q), 1e-9);
    }
}

static void hazards_saturate_at_all(void **state) {
    (void)state;
    assert_true(hazard_of(0) == 0);
    assert_true(hazard_of(-1) == 0);
    assert_true(hazard_of(1) == HAZARD_ALL);
    assert_true(hazard_of(2) == HAZARD_ALL);
    assert_true(hazard_add(HAZARD_ALL, HAZARD_ALL) == HAZARD_ALL);
    assert_true(hazard_add(HAZARD_ALL, 1) == HAZARD_ALL);
    assert_true(hazard_of(1 - 0x1p-53) < HAZARD_ALL);
    assert_true(hazard_of(0.5) == 2977044472);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_the_quantile_of_gsls_binomial_at_every_size),
        cmocka_unit_test(q_to_the_n_below_a_doubles_range_does_not_stop_it),
        cmocka_unit_test(the_mean_over_uniforms_is_n_times_p),
        cmocka_unit_test(no_machines_or_no_hazard_takes_none_and_full_hazard_takes_all),
        cmocka_unit_test(the_first_and_the_last_uniform_stay_within_the_group),
        cmocka_unit_test(it_never_falls_when_the_group_grows),
        cmocka_unit_test(it_never_falls_when_the_hazard_rises),
        cmocka_unit_test(it_never_falls_when_the_uniform_rises),
        cmocka_unit_test(it_steps_once_at_a_tie_for_adjacent_hazards_uniforms_and_sizes),
        cmocka_unit_test(counting_survivors_above_one_half_agrees_with_counting_the_fallen),
        cmocka_unit_test(two_arcs_act_like_one_in_any_order),
        cmocka_unit_test(hazards_saturate_at_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
