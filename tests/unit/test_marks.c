#include "checks.h"
#include "race/marks.h"

static void a_key_is_new_once_and_starts_at_zero(void **state) {
    (void)state;
    Marks marks = {0};
    bool is_new;
    uint64_t *value = marks_at(&marks, 42, &is_new);
    assert_true(is_new);
    assert_int_equal(*value, 0);
    *value = 7;
    assert_int_equal(*marks_at(&marks, 42, &is_new), 7);
    assert_false(is_new);
    marks_clear(&marks);
}

static void sums_survive_growth(void **state) {
    (void)state;
    enum { KEYS = 30000 };
    Marks marks = {0};
    bool is_new;
    for (uint64_t round = 1; round <= 3; round++)
        for (uint64_t key = 1; key <= KEYS; key++) {
            *marks_at(&marks, key << 32 | key, &is_new) += round * key;
            assert_int_equal(is_new, round == 1);
        }
    for (uint64_t key = 1; key <= KEYS; key++) {
        assert_int_equal(*marks_at(&marks, key << 32 | key, &is_new), 6 * key);
        assert_false(is_new);
    }
    assert_int_equal(marks.used.count, KEYS);
    marks_clear(&marks);
}

static void emptied_marks_know_nothing_and_keep_their_room(void **state) {
    (void)state;
    Marks marks = {0};
    bool is_new;
    for (uint64_t key = 1; key <= 1000; key++) *marks_at(&marks, key, &is_new) = key;
    uint32_t capacity = marks.capacity;
    marks_empty(&marks);
    for (uint64_t key = 1; key <= 1000; key++) {
        assert_int_equal(*marks_at(&marks, key, &is_new), 0);
        assert_true(is_new);
    }
    assert_int_equal(marks.capacity, capacity);
    marks_clear(&marks);
}

static void keys_that_fall_on_one_slot_stay_apart(void **state) {
    (void)state;
    Marks marks = {0};
    bool is_new;
    uint64_t first = 1, second = 2;
    while ((name_mix(second) & 255) != (name_mix(first) & 255)) second++;
    *marks_at(&marks, first, &is_new) = 10;
    *marks_at(&marks, second, &is_new) = 20;
    assert_true(is_new);
    assert_int_equal(*marks_at(&marks, first, &is_new), 10);
    marks_clear(&marks);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_is_new_once_and_starts_at_zero),
        cmocka_unit_test(sums_survive_growth),
        cmocka_unit_test(emptied_marks_know_nothing_and_keep_their_room),
        cmocka_unit_test(keys_that_fall_on_one_slot_stay_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
