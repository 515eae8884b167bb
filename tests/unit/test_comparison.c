#include "base/pcg.h"
#include "checks.h"
#include "measure/comparison.h"
#include "race/adversary.h"

static void shares_of_better_tied_and_worse_are_counted_strictly(void **state) {
    (void)state;
    int64_t a[] = {10, 10, 10, 10, 5}, b[] = {8, 10, 9, 30, 5};
    Comparison c = comparison_of(a, b, 5, 1);
    assert_close(c.mean_difference, (-2 - 1 + 20) / 5.0, 1e-12);
    assert_close(c.better_share, 0.4, 1e-12);
    assert_close(c.tied_share, 0.4, 1e-12);
    assert_close(c.worse_share, 0.2, 1e-12);
}

static void worlds_where_either_has_no_value_are_no_pair(void **state) {
    (void)state;
    int64_t a[] = {METRIC_NONE, 4, 6, 9}, b[] = {1, METRIC_NONE, 5, 9};
    Comparison c = comparison_of(a, b, 4, 1);
    assert_int_equal(c.pairs, 2);
    assert_close(c.mean_difference, -0.5, 1e-12);
}

static void the_same_luck_makes_the_interval_of_the_difference_narrow(void **state) {
    (void)state;
    enum { WORLDS = 2000 };
    static int64_t a[WORLDS], b[WORLDS], other[WORLDS];
    Pcg32 pcg;
    pcg32_seed(&pcg, 1, 1);
    for (int i = 0; i < WORLDS; i++) {
        a[i] = pcg32_below(&pcg, 2000);
        b[i] = a[i] * 9 / 10;
        other[i] = (int64_t)pcg32_below(&pcg, 2000) * 9 / 10;
    }
    Comparison paired = comparison_of(a, b, WORLDS, 4), unpaired = comparison_of(a, other, WORLDS, 4);
    assert_close(paired.mean_difference, -100, 5);
    assert_true(paired.ci95.high < -90);
    double wide = unpaired.ci95.high - unpaired.ci95.low, narrow = paired.ci95.high - paired.ci95.low;
    assert_true(narrow * 10 < wide);
}

static void two_sets_that_do_the_same_differ_by_exactly_nothing(void **state) {
    (void)state;
    int64_t a[] = {3, 1, 4, 1, 5, 9, 2, 6};
    Comparison c = comparison_of(a, a, 8, 2);
    assert_close(c.mean_difference, 0, 0);
    assert_close(c.ci95.low, 0, 0);
    assert_close(c.ci95.high, 0, 0);
    assert_close(c.tied_share, 1, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_of_better_tied_and_worse_are_counted_strictly),
        cmocka_unit_test(worlds_where_either_has_no_value_are_no_pair),
        cmocka_unit_test(the_same_luck_makes_the_interval_of_the_difference_narrow),
        cmocka_unit_test(two_sets_that_do_the_same_differ_by_exactly_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
