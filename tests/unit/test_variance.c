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

/* Every draw adds the same to its four worlds; each world adds its own: 4 : 1 of the variance. */
static void fill_layers(Pcg32 *pcg, uint32_t worlds) {
    int64_t shared = 0;
    for (uint32_t i = 0; i < worlds; i++) {
        if (i % PER_DRAW == 0) shared = uniform(pcg, 2000);
        values[i] = shared + uniform(pcg, 1000);
    }
}

static void the_two_layers_of_a_sum_are_told_apart_without_a_second_run(void **state) {
    (void)state;
    Pcg32 pcg;
    pcg32_seed(&pcg, 13, 3);
    fill_layers(&pcg, WORLDS);
    Layers layers = variance_layers(values, WORLDS, PER_DRAW);
    assert_close(layers.luck.value, 0.2, 0.01);
    assert_close(layers.luck.value + layers.unknown.value, 1, 1e-12);
    assert_true(layers.unknown.ci95.low < 0.8 && 0.8 < layers.unknown.ci95.high);
    assert_true(layers.unknown.ci95.high - layers.unknown.ci95.low < 0.02);
}

static void nineteen_of_twenty_intervals_hold_the_true_share_of_luck(void **state) {
    (void)state;
    enum { TRIALS = 1000, SMALL = 400 };
    Pcg32 pcg;
    pcg32_seed(&pcg, 14, 3);
    uint32_t held = 0;
    double sum = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
        fill_layers(&pcg, SMALL);
        Layers layers = variance_layers(values, SMALL, PER_DRAW);
        held += layers.luck.ci95.low <= 0.2 && 0.2 <= layers.luck.ci95.high;
        sum += layers.luck.value;
    }
    assert_in_range(held, 930, 970);
    assert_close(sum / TRIALS, 0.2, 0.004); /* 100 draws give no bias to speak of */
}

/* x·y of two fair coins, x shared by a draw: known x or not, y decides alone. */
static void what_acts_only_together_with_luck_counts_as_luck(void **state) {
    (void)state;
    Pcg32 pcg;
    pcg32_seed(&pcg, 15, 3);
    int64_t x = 1;
    for (int i = 0; i < WORLDS; i++) {
        if (i % PER_DRAW == 0) x = 2 * uniform(&pcg, 1) - 1;
        values[i] = x * (2 * uniform(&pcg, 1) - 1);
    }
    Layers layers = variance_layers(values, WORLDS, PER_DRAW);
    assert_close(layers.luck.value, 1, 0.02);
    assert_true(layers.luck.value <= 1 && layers.unknown.value >= 0);
}

static void worlds_that_say_nothing_leave_their_draw_to_the_others(void **state) {
    (void)state;
    /* Draws of 3, 2 and 1 values: the last one cannot speak of luck. */
    int64_t some[] = {2, 4, 6, METRIC_NONE, 10, METRIC_NONE, 12, METRIC_NONE, 99, METRIC_NONE};
    Layers layers = variance_layers(some, 10, 4);
    /* Within: 3 · 4 + 2 · 2 over 5 worlds. Between: the six pairs of different draws. */
    double within = 16.0 / 5, squares = 8 * 8 + 10 * 10 + 6 * 6 + 8 * 8 + 4 * 4 + 6 * 6;
    assert_close(layers.luck.value, within / (squares / 6 / 2), 1e-12);
}

static void without_two_worlds_of_a_draw_the_layers_cannot_be_told_apart(void **state) {
    (void)state;
    int64_t each[] = {1, 5, 9, 2};
    assert_true(isnan(variance_layers(each, 4, 1).luck.value));
    assert_true(isnan(variance_layers(each, 4, 4).unknown.value)); /* nor with a single draw */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_of_a_sum_are_those_of_its_squares),
        cmocka_unit_test(sources_that_multiply_have_shares_that_add_up_to_more_than_one),
        cmocka_unit_test(what_changes_nothing_has_no_share),
        cmocka_unit_test(a_metric_that_never_varies_has_no_shares),
        cmocka_unit_test(the_two_layers_of_a_sum_are_told_apart_without_a_second_run),
        cmocka_unit_test(nineteen_of_twenty_intervals_hold_the_true_share_of_luck),
        cmocka_unit_test(what_acts_only_together_with_luck_counts_as_luck),
        cmocka_unit_test(worlds_that_say_nothing_leave_their_draw_to_the_others),
        cmocka_unit_test(without_two_worlds_of_a_draw_the_layers_cannot_be_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
