#include "base/draw_many.h"
#include "checks.h"

#define PAIRS 200000
/* Neighbours are judged by 65 numbers a time, all fixed: 4.5 sigma is one in 2,000 for all of them together.
 */
#define SIGMAS 4.5

/* The draw at a place of the key that grows by one while the rest of the key stays. */
typedef uint64_t (*DrawAt)(uint64_t i);

static uint64_t neighbouring_name(uint64_t i) {
    return draw_bits(draw_context(1, 0, 0), draw_key(name_at(name_of("customer"), i), DRAW_SUCCESS, 0));
}

static uint64_t raw_neighbouring_name(uint64_t i) {
    return draw_bits(draw_context(1, 0, 0), draw_key(i, DRAW_SUCCESS, 0));
}

static uint64_t neighbouring_replication(uint64_t i) {
    return draw_bits(draw_context(1, 0, i), draw_key(name_of("customer"), DRAW_SUCCESS, 0));
}

static uint64_t neighbouring_parameter_draw(uint64_t i) {
    return draw_bits(draw_context(1, i, 0), draw_key(name_of("customer"), DRAW_SUCCESS, 0));
}

static uint64_t neighbouring_seed(uint64_t i) {
    return draw_bits(draw_context(i, 0, 0), draw_key(name_of("customer"), DRAW_SUCCESS, 0));
}

static uint64_t neighbouring_occurrence(uint64_t i) {
    return draw_bits(draw_context(1, 0, 0), draw_key(name_of("customer"), DRAW_SUCCESS, (uint32_t)i));
}

/* Success and delay of one arc in turn. */
static uint64_t neighbouring_purpose(uint64_t i) {
    DrawPurpose purpose = i % 2 ? DRAW_DELAY : DRAW_SUCCESS;
    return draw_bits(draw_context(1, 0, i / 2), draw_key(name_of("customer"), purpose, 0));
}

static void assert_neighbours_independent(DrawAt draw_at) {
    static int agreements[64];
    for (int bit = 0; bit < 64; bit++) agreements[bit] = 0;
    double products = 0;
    uint64_t before = draw_at(0);
    for (uint64_t i = 1; i <= PAIRS; i++) {
        uint64_t now = draw_at(i), agreeing = ~(before ^ now);
        products += (draw_unit(before) - 0.5) * (draw_unit(now) - 0.5);
        for (int bit = 0; bit < 64; bit++) agreements[bit] += (int)(agreeing >> bit & 1);
        before = now;
    }
    /* Pearson's correlation, with the uniform's own variance of 1/12: sigma is 1/sqrt(n). */
    assert_true(fabs(12 * products / PAIRS) < SIGMAS / sqrt(PAIRS));
    for (int bit = 0; bit < 64; bit++)
        assert_true(fabs(agreements[bit] - PAIRS / 2.0) < SIGMAS * sqrt(PAIRS / 4.0));
}

static void draws_of_neighbouring_keys_are_independent(void **state) {
    (void)state;
    assert_neighbours_independent(neighbouring_name);
    assert_neighbours_independent(raw_neighbouring_name);
    assert_neighbours_independent(neighbouring_replication);
    assert_neighbours_independent(neighbouring_parameter_draw);
    assert_neighbours_independent(neighbouring_seed);
    assert_neighbours_independent(neighbouring_occurrence);
    assert_neighbours_independent(neighbouring_purpose);
}

static void equal_numbers_at_different_places_of_the_key_give_different_draws(void **state) {
    (void)state;
    assert_true(draw_context(1, 2, 3) != draw_context(3, 2, 1));
    assert_true(draw_context(1, 0, 0) != draw_context(0, 1, 0));
    assert_true(draw_context(0, 1, 0) != draw_context(0, 0, 1));
    assert_true(draw_key(1, DRAW_DELAY, 3) != draw_key(3, DRAW_DELAY, 1));
    assert_true(draw_key(1, DRAW_SUCCESS, 2) != draw_key(1, DRAW_DELAY, 1));
}

static void draws_fill_256_boxes_evenly_from_the_top_and_from_the_bottom(void **state) {
    (void)state;
    enum { BOXES = 256, DRAWS = 256000 };
    static int top[BOXES], bottom[BOXES];
    for (uint64_t i = 0; i < DRAWS; i++) {
        uint64_t bits =
            draw_bits(draw_context(9, 0, i / 1000), draw_key(name_at(1, i % 1000), DRAW_GROUP, 0));
        top[bits >> 56]++;
        bottom[bits & 255]++;
    }
    double from_top = 0, from_bottom = 0;
    for (int i = 0; i < BOXES; i++) {
        from_top += (top[i] - 1000.0) * (top[i] - 1000.0) / 1000;
        from_bottom += (bottom[i] - 1000.0) * (bottom[i] - 1000.0) / 1000;
    }
    /* 255 degrees of freedom, sigma 22.6: too even is as wrong as too uneven. */
    assert_true(fabs(from_top - 255) < SIGMAS * 22.6);
    assert_true(fabs(from_bottom - 255) < SIGMAS * 22.6);
}

static void coins_come_up_as_often_as_their_odds_say(void **state) {
    (void)state;
    const double odds[] = {0.001, 0.05, 0.3, 0.5, 0.9, 0.999};
    enum { DRAWS = 200000 };
    for (int i = 0; i < 6; i++) {
        int heads = 0;
        for (uint64_t k = 0; k < DRAWS; k++)
            heads += draw_coin(draw_bits(draw_context(3, (uint64_t)i, k), 17), odds_of(odds[i]));
        double sigma = sqrt(DRAWS * odds[i] * (1 - odds[i]));
        assert_true(fabs(heads - DRAWS * odds[i]) < SIGMAS * sigma);
    }
}

static void certain_coins_always_come_up_and_impossible_ones_never(void **state) {
    (void)state;
    assert_true(draw_coin(UINT64_MAX, ODDS_ONE));
    assert_true(draw_coin(UINT64_MAX, odds_of(1)));
    assert_false(draw_coin(0, odds_of(0)));
}

static void odds_are_rounded_to_nearest_and_clamped(void **state) {
    (void)state;
    assert_true(odds_of(0.5) == ODDS_ONE / 2);
    assert_true(odds_of(0x1.8p-33) == 1);
    assert_true(odds_of(0x1p-34) == 0);
    assert_true(odds_of(-1) == 0);
    assert_true(odds_of(NAN) == 0);
    assert_true(odds_of(1.5) == ODDS_ONE);
}

static void odds_of_both_never_exceed_either_and_rise_with_each(void **state) {
    (void)state;
    assert_true(odds_and(ODDS_ONE, ODDS_ONE) == ODDS_ONE);
    assert_true(odds_and(odds_of(0.5), odds_of(0.5)) == odds_of(0.25));
    for (uint64_t i = 0; i < 20000; i++) {
        Odds a = name_mix(i) >> 32, b = name_mix(~i) >> 32;
        assert_true(odds_and(a, b) <= a && odds_and(a, b) <= b);
        assert_true(odds_and(a, b) <= odds_and(a + 1, b));
        assert_true(odds_and(a, b) <= odds_and(a, b + 1));
    }
}

static void a_unit_draw_is_never_zero_or_one(void **state) {
    (void)state;
    assert_true(draw_unit(0) == 0x1p-53);
    assert_true(draw_unit(UINT64_MAX) == 1 - 0x1p-53);
    assert_true(draw_unit(UINT64_C(1) << 63) == 0.5 + 0x1p-53);
}

static void the_draw_of_a_known_key_is_the_same_on_every_machine(void **state) {
    (void)state;
    /* A golden: it changes only with MODEL_VERSION. */
    uint64_t bits = draw_bits(draw_context(1, 2, 3), draw_key(name_of("kaseya"), DRAW_SUCCESS, 0));
    assert_true(bits == UINT64_C(0xb4e771dd3da09470));
}

static void many_draws_at_once_are_the_same_on_every_path_of_the_processor(void **state) {
    (void)state;
    enum { MOST = 67 };
    uint64_t keys[MOST], out[MOST + 1];
    for (uint32_t i = 0; i < MOST; i++) keys[i] = draw_key(name_at(name_of("arc"), i), DRAW_SUCCESS, 0);
    for (DrawPath path = DRAW_PORTABLE; path <= draw_path_best(); path++)
        for (uint32_t count = 0; count <= MOST; count++) {
            uint64_t context = draw_context(3, count, path == DRAW_PORTABLE);
            out[count] = 7;
            draw_many(path, context, keys, count, out);
            for (uint32_t i = 0; i < count; i++) assert_true(out[i] == draw_bits(context, keys[i]));
            assert_true(out[count] == 7);
        }
}

static void draws_below_a_bound_are_told_alike_on_every_path_of_the_processor(void **state) {
    (void)state;
    uint64_t bits[64];
    for (uint64_t i = 0; i < 64; i++) bits[i] = i % 5 ? draw_bits(9, i) : i % 2 ? UINT64_MAX : 0;
    for (DrawPath path = DRAW_PORTABLE; path <= draw_path_best(); path++)
        for (uint32_t count = 0; count <= 64; count++)
            for (uint64_t i = 0; i < 64; i++) {
                uint64_t those = draws_at_most(path, bits, count, bits[i]);
                for (uint32_t k = 0; k < 64; k++)
                    assert_int_equal(those >> k & 1, k < count && bits[k] <= bits[i]);
            }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(draws_below_a_bound_are_told_alike_on_every_path_of_the_processor),
        cmocka_unit_test(draws_of_neighbouring_keys_are_independent),
        cmocka_unit_test(equal_numbers_at_different_places_of_the_key_give_different_draws),
        cmocka_unit_test(draws_fill_256_boxes_evenly_from_the_top_and_from_the_bottom),
        cmocka_unit_test(coins_come_up_as_often_as_their_odds_say),
        cmocka_unit_test(certain_coins_always_come_up_and_impossible_ones_never),
        cmocka_unit_test(odds_are_rounded_to_nearest_and_clamped),
        cmocka_unit_test(odds_of_both_never_exceed_either_and_rise_with_each),
        cmocka_unit_test(a_unit_draw_is_never_zero_or_one),
        cmocka_unit_test(many_draws_at_once_are_the_same_on_every_path_of_the_processor),
        cmocka_unit_test(the_draw_of_a_known_key_is_the_same_on_every_machine),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
