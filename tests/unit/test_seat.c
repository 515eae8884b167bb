#include "checks.h"
#include "console/guess.h"
#include "console/seat.h"
#include "scratch.h"

#include <stdio.h>
#include <string.h>

static void open_at(Seats *seats, const char *path) {
    Error error = {{0}};
    if (!seats_open(seats, path, 4, 2, &error)) fail_msg("%s", error.text);
}

static void key_path(char *path, size_t size) {
    scratch_clear();
    snprintf(path, size, "%s/key", scratch_folder());
}

static void a_seat_travels_as_one_number(void **state) {
    (void)state;
    Seat seat = {SEAT_TEAM, 25, 0x80000001u, 0xabcd}, back = seat_of(seat_number(seat));
    assert_int_equal(back.kind, SEAT_TEAM);
    assert_int_equal(back.team, 25);
    assert_int_equal(back.roles, 0x80000001u);
    assert_int_equal(back.serial, 0xabcd);
}

static void codes_are_the_same_when_the_exercise_is_opened_again_and_differ_from_each_other(void **state) {
    (void)state;
    char path[4096];
    key_path(path, sizeof path);
    Seats first, again;
    open_at(&first, path);
    open_at(&again, path);
    assert_int_equal(first.codes.count, 4 + 2 * 4);
    for (uint32_t i = 0; i < first.codes.count; i++) {
        assert_string_equal(first.codes.items[i].code, again.codes.items[i].code);
        for (uint32_t k = 0; k < i; k++)
            assert_string_not_equal(first.codes.items[i].code, first.codes.items[k].code);
    }
    assert_int_equal(strlen(first.codes.items[0].code), 12);
    seats_clear(&first);
    seats_clear(&again);
}

static void a_code_is_found_as_people_type_it_and_nothing_else_is(void **state) {
    (void)state;
    char path[4096], typed[64];
    key_path(path, sizeof path);
    Seats seats;
    Seat seat;
    open_at(&seats, path);
    const SeatCode *last = &seats.codes.items[seats.codes.count - 1];
    snprintf(typed, sizeof typed, " %.3s-%s ", last->code, last->code + 3);
    for (char *c = typed; *c; c++)
        if (*c >= 'A' && *c <= 'Z') *c = (char)(*c - 'A' + 'a');
    assert_true(seats_find(&seats, typed, &seat));
    assert_int_equal(seat.kind, SEAT_TEAM);
    assert_int_equal(seat.team, 1);
    assert_int_equal(seat.roles, 1u << 3);
    snprintf(typed, sizeof typed, "%.5s", last->code);
    assert_false(seats_find(&seats, typed, &seat));
    snprintf(typed, sizeof typed, "%s2", last->code);
    assert_false(seats_find(&seats, typed, &seat));
    assert_false(seats_find(&seats, "", &seat));
    seats_clear(&seats);
    scratch_clear();
}

static void ten_wrong_codes_a_minute_and_an_address_has_to_wait(void **state) {
    (void)state;
    Guesses guesses;
    guesses_init(&guesses);
    for (int i = 0; i < GUESS_WRONG; i++) {
        assert_true(guesses_allowed(&guesses, 7, 1000));
        guesses_wrong(&guesses, 7, 1000);
    }
    assert_false(guesses_allowed(&guesses, 7, 1059));
    assert_true(guesses_allowed(&guesses, 8, 1059));
    assert_true(guesses_allowed(&guesses, 7, 1060));
    guesses_clear(&guesses);
}

static void many_addresses_together_have_to_wait_too(void **state) {
    (void)state;
    Guesses guesses;
    guesses_init(&guesses);
    for (uint64_t i = 0; i < GUESS_ALL_WRONG; i++) guesses_wrong(&guesses, 100 + i, 1000);
    assert_false(guesses_allowed(&guesses, 7, 1030));
    assert_true(guesses_allowed(&guesses, 7, 1061));
    guesses_clear(&guesses);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_seat_travels_as_one_number),
        cmocka_unit_test(codes_are_the_same_when_the_exercise_is_opened_again_and_differ_from_each_other),
        cmocka_unit_test(a_code_is_found_as_people_type_it_and_nothing_else_is),
        cmocka_unit_test(ten_wrong_codes_a_minute_and_an_address_has_to_wait),
        cmocka_unit_test(many_addresses_together_have_to_wait_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
