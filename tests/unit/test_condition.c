/* Triggers: what each leaf waits for, and how all, any, unless and later put them together. */
#include "checks.h"
#include "exercise/condition.h"

enum { CAST_ORG = 4 };
static const uint32_t cast_orgs[] = {CAST_ORG};
static uint32_t released_at[2], decided_at[2], option_of[2], undecided_at[2];
static Happening happened[] = {
    {100, HAPPENED_NOTICED, 9, NONE, 0, 0},      {200, HAPPENED_NOTICED, CAST_ORG, NONE, 0, 0},
    {300, HAPPENED_REPORTED, CAST_ORG, 7, 0, 0}, {400, HAPPENED_REPORTED, 9, 8, 0, 0},
    {500, HAPPENED_REPORTED, CAST_ORG, 8, 0, 0}, {600, HAPPENED_WARNED, CAST_ORG, 1, 0, 0},
};

static uint32_t due(const Condition *conditions, uint32_t by) {
    HappeningVec log = {happened, sizeof happened / sizeof *happened, 0};
    Circumstances circumstances = {.conditions = conditions,
                                   .log = &log,
                                   .cast_orgs = cast_orgs,
                                   .released_at = released_at,
                                   .decided_at = decided_at,
                                   .decided_option = option_of,
                                   .undecided_at = undecided_at};
    return condition_due(&circumstances, 0, by);
}

static int nothing_yet(void **state) {
    (void)state;
    for (int i = 0; i < 2; i++) released_at[i] = decided_at[i] = undecided_at[i] = option_of[i] = NEVER;
    return 0;
}

#define LEAF(kind_, ...)                                                                                     \
    { .kind = kind_, .b = NONE, .child = NONE, .next = NONE, __VA_ARGS__ }

static void what_others_notice_and_hear_is_not_the_casts(void **state) {
    (void)state;
    const Condition noticed[] = {LEAF(CONDITION_NOTICED, .count = 1)};
    const Condition called_once[] = {LEAF(CONDITION_CALLED, .count = 1)};
    const Condition called_twice[] = {LEAF(CONDITION_CALLED, .count = 2)};
    const Condition called_thrice[] = {LEAF(CONDITION_CALLED, .count = 3)};
    const Condition warned[] = {LEAF(CONDITION_WARNED, .count = 1)};
    assert_int_equal(due(noticed, 1000), 200);
    assert_int_equal(due(called_once, 1000), 300);
    assert_int_equal(due(called_twice, 1000), 500);
    assert_int_equal(due(called_thrice, 1000), NEVER);
    assert_int_equal(due(warned, 1000), 600);
    assert_int_equal(due(warned, 599), NEVER);
}

static void all_waits_for_the_last_and_any_for_the_first(void **state) {
    (void)state;
    const Condition all[] = {{.kind = CONDITION_ALL, .child = 1, .next = NONE},
                             {.kind = CONDITION_AT, .seconds = 50, .child = NONE, .next = 2},
                             LEAF(CONDITION_CALLED, .count = 2)};
    const Condition any[] = {{.kind = CONDITION_ANY, .child = 1, .next = NONE},
                             {.kind = CONDITION_AT, .seconds = 350, .child = NONE, .next = 2},
                             LEAF(CONDITION_NOTICED, .count = 1)};
    assert_int_equal(due(all, 1000), 500);
    assert_int_equal(due(any, 1000), 200);
}

static void unless_holds_only_until_what_it_names_has_come(void **state) {
    (void)state;
    const Condition late[] = {{.kind = CONDITION_ALL, .child = 1, .next = NONE},
                              {.kind = CONDITION_AT, .seconds = 400, .child = NONE, .next = 2},
                              {.kind = CONDITION_UNLESS, .child = 3, .next = NONE},
                              LEAF(CONDITION_DECIDED, .a = 1)};
    assert_int_equal(due(late, 1000), 400);
    decided_at[1] = 399;
    assert_int_equal(due(late, 1000), NEVER);
    decided_at[1] = 401;
    assert_int_equal(due(late, 1000), 400);
}

static void a_decision_counts_for_its_own_option_alone(void **state) {
    (void)state;
    const Condition taken[] = {LEAF(CONDITION_DECIDED, .a = 0)};
    Condition option[] = {LEAF(CONDITION_DECIDED, .a = 0)};
    const Condition silent[] = {LEAF(CONDITION_UNDECIDED, .a = 0)};
    option[0].b = 2;
    decided_at[0] = 70;
    option_of[0] = 1;
    assert_int_equal(due(taken, 1000), 70);
    assert_int_equal(due(option, 1000), NEVER);
    option_of[0] = 2;
    assert_int_equal(due(option, 1000), 70);
    assert_int_equal(due(silent, 1000), NEVER);
    undecided_at[0] = 90;
    assert_int_equal(due(silent, 1000), 90);
}

static void later_counts_from_the_moment_at_which_its_condition_held(void **state) {
    (void)state;
    const Condition later[] = {{.kind = CONDITION_LATER, .seconds = 60, .child = 1, .next = NONE},
                               {.kind = CONDITION_ANY, .child = 2, .next = NONE},
                               LEAF(CONDITION_RELEASED, .a = 1)};
    assert_int_equal(due(later, 1000), NEVER);
    released_at[1] = 120;
    assert_int_equal(due(later, 1000), 180);
    assert_int_equal(due(later, 179), NEVER);
}

static void by_hand_is_never_due(void **state) {
    (void)state;
    const Condition hand[] = {LEAF(CONDITION_HAND, .count = 1)};
    assert_int_equal(due(hand, NEVER - 1), NEVER);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(what_others_notice_and_hear_is_not_the_casts, nothing_yet),
        cmocka_unit_test_setup(all_waits_for_the_last_and_any_for_the_first, nothing_yet),
        cmocka_unit_test_setup(unless_holds_only_until_what_it_names_has_come, nothing_yet),
        cmocka_unit_test_setup(a_decision_counts_for_its_own_option_alone, nothing_yet),
        cmocka_unit_test_setup(later_counts_from_the_moment_at_which_its_condition_held, nothing_yet),
        cmocka_unit_test_setup(by_hand_is_never_due, nothing_yet),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
