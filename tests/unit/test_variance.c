#include "base/pcg.h"
#include "checks.h"
#include "measure/variance.h"
#include "race/adversary.h"

enum { WORLDS = 40000, PER_DRAW = 4 };
static int64_t values[WORLDS], swapped[WORLDS];

/* A sum of uniforms: variance in proportion to the squares of their widths. */
static int64_t uniform(Pcg32 *pcg, uint32_t width) {
    return pcg32_below(pcg, width + 1);
}

static void shares_of_a_sum_are_those_of_its_squares(void **state) {
    (void)state;
    Pcg32 pcg;
    pcg32_seed(&pcg, 11, 3);
    int64_t shared = 0, again = 0;
    for (int i = 0; i < WORLDS; i++) {
        if (i % PER_DRAW == 0) shared = uniform(&pcg, 2000), again = uniform(&pcg, 2000);
        int64_t luck = uniform(&pcg, 1000);
        values[i] = shared + luck;
        swapped[i] = again + luck;
    }
    Ratio inputs = variance_share(values, swapped, WORLDS, PER_DRAW);
    assert_close(inputs.value, 0.8, 0.02); /* 4 : 1 */
    assert_true(inputs.ci95.low < 0.8 && 0.8 < inputs.ci95.high);
    assert_true(inputs.ci95.high - inputs.ci95.low < 0.06);
}

static void sources_that_multiply_have_shares_that_add_up_to_more_than_one(void **state) {
    (void)state;
    static int64_t lucky[WORLDS];
    Pcg32 pcg;
    pcg32_seed(&pcg, 12, 3);
    for (int i = 0; i < WORLDS; i++) { /* x·y of two fair coins ±1: each has a total effect of 1 */
        int64_t x = 2 * uniform(&pcg, 1) - 1, y = 2 * uniform(&pcg, 1) - 1;
        int64_t other_x = 2 * uniform(&pcg, 1) - 1, other_y = 2 * uniform(&pcg, 1) - 1;
        values[i] = x * y;
        swapped[i] = other_x * y;
        lucky[i] = x * other_y;
    }
    assert_close(variance_share(values, swapped, WORLDS, 1).value, 1, 0.03);
    assert_close(variance_share(values, lucky, WORLDS, 1).value, 1, 0.03);
}

static void what_changes_nothing_has_no_share(void **state) {
    (void)state;
    int64_t same[] = {1, 5, 9, 2};
    assert_close(variance_share(same, same, 4, 1).value, 0, 0);
}

static void a_metric_that_never_varies_has_no_shares(void **state) {
    (void)state;
    int64_t same[] = {7, 7, METRIC_NONE, 7};
    assert_true(isnan(variance_share(same, same, 4, 1).value));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_of_a_sum_are_those_of_its_squares),
        cmocka_unit_test(sources_that_multiply_have_shares_that_add_up_to_more_than_one),
        cmocka_unit_test(what_changes_nothing_has_no_share),
        cmocka_unit_test(a_metric_that_never_varies_has_no_shares),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
