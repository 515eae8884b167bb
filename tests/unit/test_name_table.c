#include "checks.h"
#include "world/name_table.h"

static void what_was_added_is_found_and_nothing_else(void **state) {
    (void)state;
    enum { MANY = 100000 };
    NameTable table = {0};
    assert_int_equal(name_table_find(&table, name_of("nobody")), NAME_TABLE_NONE);
    for (uint32_t i = 0; i < MANY; i++) assert_int_equal(name_table_add(&table, name_at(1, i), i), i);
    assert_int_equal(table.count, MANY);
    for (uint32_t i = 0; i < MANY; i++) {
        assert_int_equal(name_table_find(&table, name_at(1, i)), i);
        assert_int_equal(name_table_find(&table, name_at(2, i)), NAME_TABLE_NONE);
    }
    name_table_clear(&table);
    assert_int_equal(name_table_find(&table, name_at(1, 0)), NAME_TABLE_NONE);
}

static void the_first_number_of_a_name_stays(void **state) {
    (void)state;
    NameTable table = {0};
    assert_int_equal(name_table_add(&table, 0, 5), 5); /* a name may be 0 */
    assert_int_equal(name_table_add(&table, 0, 6), 5);
    assert_int_equal(table.count, 1);
    name_table_clear(&table);
}

/* Names that meet in one place of the table (they differ, their mixed low bits do not) stay apart. */
static void names_that_fall_on_one_place_stay_apart(void **state) {
    (void)state;
    NameTable table = {0};
    uint32_t found = 0;
    Name clashing[20];
    for (Name name = 1; found < 20; name++)
        if ((name_mix(name) & 63) == 63)
            clashing[found++] = name; /* the last place: the search wraps around */
    for (uint32_t i = 0; i < 20; i++) name_table_add(&table, clashing[i], i);
    for (uint32_t i = 0; i < 20; i++) assert_int_equal(name_table_find(&table, clashing[i]), i);
    name_table_clear(&table);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_added_is_found_and_nothing_else),
        cmocka_unit_test(the_first_number_of_a_name_stays),
        cmocka_unit_test(names_that_fall_on_one_place_stay_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
