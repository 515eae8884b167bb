#include "base/draw.h"
#include "base/pcg.h"
#include "checks.h"
#include "pcg_oracle.h"

#define SEEDS 200
#define VALUES 100

/* Seeds and streams that have nothing to do with PCG: zero, all ones, small ones, and mixed. */
static uint64_t seed_number(int i) {
    if (i == 0) return 0;
    if (i == 1) return UINT64_MAX;
    return i < 20 ? (uint64_t)i : name_mix((uint64_t)i);
}

static void pcg32_gives_its_published_demo_values(void **state) {
    (void)state;
    const uint32_t published[] = {0xa15c02b7, 0x7b47f409, 0xba1d3330, 0x83d2f293, 0xbfa4784b, 0xcbed606e};
    Pcg32 pcg;
    pcg32_seed(&pcg, 42, 54);
    for (int i = 0; i < 6; i++) assert_int_equal(pcg32_next(&pcg), published[i]);
}

static void pcg64_gives_its_published_demo_values(void **state) {
    (void)state;
    const uint64_t published[] = {0x86b1da1d72062b68, 0x1304aa46c9853d39, 0xa3670e9e0dd50358,
                                  0xf9090e529a7dae00, 0xc85b9fd837996f2c, 0x606121f8e3919196};
    Pcg64 pcg;
    pcg64_seed(&pcg, 42, 54);
    for (int i = 0; i < 6; i++) assert_true(pcg64_next(&pcg) == published[i]);
}

static void pcg32_equals_the_authors_library(void **state) {
    (void)state;
    uint32_t expected[VALUES];
    for (int i = 0; i < SEEDS; i++) {
        uint64_t seed = seed_number(i), stream = seed_number(SEEDS - i);
        oracle_pcg32(seed, stream, 0, expected, VALUES);
        Pcg32 pcg;
        pcg32_seed(&pcg, seed, stream);
        for (int k = 0; k < VALUES; k++) assert_int_equal(pcg32_next(&pcg), expected[k]);
    }
}

static void pcg32_below_a_bound_equals_the_authors_library(void **state) {
    (void)state;
    /* Bounds just over half of the range throw half of the values away. */
    const uint32_t bounds[] = {1, 2, 6, 52, 1000, 65536, 0x80000001, 0xffffffff};
    uint32_t expected[VALUES];
    for (int i = 0; i < 8; i++) {
        oracle_pcg32(7, (uint64_t)i, bounds[i], expected, VALUES);
        Pcg32 pcg;
        pcg32_seed(&pcg, 7, (uint64_t)i);
        for (int k = 0; k < VALUES; k++) assert_int_equal(pcg32_below(&pcg, bounds[i]), expected[k]);
    }
}

static void pcg32_below_a_bound_gives_every_value_equally_often(void **state) {
    (void)state;
    enum { SIDES = 6, THROWS = 60000 };
    int thrown[SIDES] = {0};
    Pcg32 pcg;
    pcg32_seed(&pcg, 1, 1);
    for (int i = 0; i < THROWS; i++) thrown[pcg32_below(&pcg, SIDES)]++;
    double chi_square = 0;
    for (int i = 0; i < SIDES; i++) {
        double off = thrown[i] - (double)THROWS / SIDES;
        chi_square += off * off * SIDES / THROWS;
    }
    assert_true(chi_square < 25.7); /* one in 10,000 of such dice would fail */
}

static void pcg64_equals_the_authors_library(void **state) {
    (void)state;
    uint64_t expected[VALUES];
    for (int i = 0; i < SEEDS; i++) {
        uint64_t seed = seed_number(i), stream = seed_number(SEEDS - i);
        oracle_pcg64(seed, stream, expected, VALUES);
        Pcg64 pcg;
        pcg64_seed(&pcg, (unsigned __int128)seed << 64 | stream, (unsigned __int128)stream << 64 | seed);
        for (int k = 0; k < VALUES; k++) assert_true(pcg64_next(&pcg) == expected[k]);
    }
}

static void pcg_rxs_equals_the_authors_library(void **state) {
    (void)state;
    uint64_t expected[VALUES];
    for (int i = 0; i < SEEDS; i++) {
        uint64_t seed = seed_number(i), stream = seed_number(SEEDS - i);
        oracle_rxs(seed, stream, expected, VALUES);
        PcgRxs pcg;
        pcg_rxs_seed(&pcg, seed, stream);
        for (int k = 0; k < VALUES; k++) assert_true(pcg_rxs_next(&pcg) == expected[k]);
    }
}

static void an_addressed_draw_is_the_authors_output_function_at_the_mixed_key(void **state) {
    (void)state;
    for (uint64_t i = 0; i < 20000; i++) {
        uint64_t context = draw_context(1, 0, i), key = draw_key(name_of("rmm"), DRAW_DELAY, (uint32_t)i);
        assert_true(draw_bits(context, key) == oracle_rxs_output(name_mix(context ^ key)));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pcg32_gives_its_published_demo_values),
        cmocka_unit_test(pcg64_gives_its_published_demo_values),
        cmocka_unit_test(pcg32_equals_the_authors_library),
        cmocka_unit_test(pcg32_below_a_bound_equals_the_authors_library),
        cmocka_unit_test(pcg32_below_a_bound_gives_every_value_equally_often),
        cmocka_unit_test(pcg64_equals_the_authors_library),
        cmocka_unit_test(pcg_rxs_equals_the_authors_library),
        cmocka_unit_test(an_addressed_draw_is_the_authors_output_function_at_the_mixed_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
