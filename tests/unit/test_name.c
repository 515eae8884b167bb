#include "base/name.h"
#include "checks.h"

#include <stdio.h>
#include <stdlib.h>

/* Asserts that each of 64 input bits flips each of 64 output bits half of the time. Of 4,096 pairs the
 * farthest is expected at 3.7 sigma; 5.5 would be one in 6,000 runs, and this run is always the same. */
static void assert_avalanche(uint64_t (*function)(uint64_t)) {
    enum { TRIES = 4000 };
    static int flips[64][64];
    for (int in = 0; in < 64; in++)
        for (int out = 0; out < 64; out++) flips[in][out] = 0;
    for (uint64_t t = 0; t < TRIES; t++) {
        uint64_t x = t * UINT64_C(0x9e3779b97f4a7c15), y = function(x);
        for (int in = 0; in < 64; in++) {
            uint64_t changed = y ^ function(x ^ UINT64_C(1) << in);
            for (int out = 0; out < 64; out++) flips[in][out] += (int)(changed >> out & 1);
        }
    }
    for (int in = 0; in < 64; in++)
        for (int out = 0; out < 64; out++)
            assert_true(fabs(flips[in][out] - TRIES / 2.0) < 5.5 * sqrt(TRIES / 4.0));
}

static uint64_t join_with_second(uint64_t second) {
    return name_join(UINT64_C(12345), second);
}

static uint64_t join_with_first(uint64_t first) {
    return name_join(first, UINT64_C(12345));
}

static uint64_t at_index(uint64_t index) {
    return name_at(UINT64_C(12345), index);
}

static void every_bit_of_a_part_flips_every_bit_of_the_name_half_of_the_time(void **state) {
    (void)state;
    assert_avalanche(name_mix);
    assert_avalanche(join_with_first);
    assert_avalanche(join_with_second);
    assert_avalanche(at_index);
}

static void the_name_of_a_text_is_the_same_everywhere(void **state) {
    (void)state;
    /* FNV-1a's own test value for "foobar", mixed: goldens would change with it. */
    assert_true(name_of("foobar") == name_mix(UINT64_C(0x85944171f73967e8)));
    assert_true(name_of("") == name_mix(UINT64_C(0xcbf29ce484222325)));
    assert_true(name_of("日本") == name_of_n("\xe6\x97\xa5\xe6\x9c\xac", 6));
}

static void a_text_is_read_to_its_length_and_past_a_nul(void **state) {
    (void)state;
    assert_true(name_of_n("customer/7", 8) == name_of("customer"));
    assert_true(name_of_n("a\0b", 3) != name_of("a"));
}

static void joining_is_ordered_and_nests_differently(void **state) {
    (void)state;
    Name a = name_of("msp"), b = name_of("customer"), c = name_of("server");
    assert_true(name_join(a, b) != name_join(b, a));
    assert_true(name_join(name_join(a, b), c) != name_join(a, name_join(b, c)));
    assert_true(name_join(a, a) != a);
}

static int compare_names(const void *left, const void *right) {
    Name a = *(const Name *)left, b = *(const Name *)right;
    return (a > b) - (a < b);
}

static void a_large_population_and_its_joins_have_no_two_equal_names(void **state) {
    (void)state;
    enum { SIZE = 100000 };
    Name *names = malloc(5 * SIZE * sizeof *names), parent = name_of("customer"), other = name_of("msp");
    assert_non_null(names);
    for (uint64_t i = 0; i < SIZE; i++) {
        char text[32];
        snprintf(text, sizeof text, "customer-%d", (int)i);
        names[5 * i] = name_at(parent, i);
        names[5 * i + 1] = name_at(other, i);
        names[5 * i + 2] = name_join(parent, i);
        names[5 * i + 3] = name_join(i, parent);
        names[5 * i + 4] = name_of(text);
    }
    qsort(names, 5 * SIZE, sizeof *names, compare_names);
    for (int i = 1; i < 5 * SIZE; i++) assert_true(names[i - 1] != names[i]);
    free(names);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_bit_of_a_part_flips_every_bit_of_the_name_half_of_the_time),
        cmocka_unit_test(the_name_of_a_text_is_the_same_everywhere),
        cmocka_unit_test(a_text_is_read_to_its_length_and_past_a_nul),
        cmocka_unit_test(joining_is_ordered_and_nests_differently),
        cmocka_unit_test(a_large_population_and_its_joins_have_no_two_equal_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
