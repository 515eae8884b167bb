#include "checks.h"
#include "report/figure.h"

static void thousands_are_set_apart_and_halves_round_away_from_zero(void **state) {
    (void)state;
    assert_string_equal(figure_whole(0).text, "0");
    assert_string_equal(figure_whole(999.4).text, "999");
    assert_string_equal(figure_whole(1000).text, "1,000");
    assert_string_equal(figure_whole(-1234567.5).text, "-1,234,568");
    assert_string_equal(figure_whole(-0.2).text, "0");
}

static void small_amounts_keep_a_decimal_and_great_ones_do_not(void **state) {
    (void)state;
    assert_string_equal(figure_amount(0.25).text, "0.25");
    assert_string_equal(figure_amount(4.31).text, "4.3");
    assert_string_equal(figure_amount(54.36).text, "54.4");
    assert_string_equal(figure_amount(804.4).text, "804");
    assert_string_equal(figure_amount(7).text, "7");
    assert_string_equal(figure_short(1820568513).text, "1.82 bn");
    assert_string_equal(figure_short(-13097452).text, "-13.1 M");
}

static void durations_take_their_two_greatest_units(void **state) {
    (void)state;
    assert_string_equal(figure_duration(0).text, "0 s");
    assert_string_equal(figure_duration(59).text, "59 s");
    assert_string_equal(figure_duration(60).text, "1 min");
    assert_string_equal(figure_duration(3599).text, "1 h");
    assert_string_equal(figure_duration(4500).text, "1 h 15 min");
    assert_string_equal(figure_duration(86400 * 30).text, "30 days");
    assert_string_equal(figure_duration(86400 * 2 + 7200).text, "2 days 2 h");
    assert_string_equal(figure_duration(-90).text, "-2 min");
}

static void long_durations_are_told_in_days_then_months_then_years(void **state) {
    (void)state;
    assert_string_equal(figure_duration(86400 * 13 + 3600).text, "13 days 1 h");
    assert_string_equal(figure_duration(86400 * 23 + 3600 * 15).text, "24 days");
    assert_string_equal(figure_duration(86400 * 99).text, "99 days");
    assert_string_equal(figure_duration(2629746 * 8.4).text, "8 months");
    assert_string_equal(figure_duration(2629746 * 35.6).text, "36 months");
    assert_string_equal(figure_duration(31556952 * 3.24).text, "3.2 years");
    assert_string_equal(figure_duration(-31556952.0 * 5).text, "-5 years");
}

static void shares_never_claim_certainty_that_they_do_not_have(void **state) {
    (void)state;
    assert_string_equal(figure_share(0).text, "0 %");
    assert_string_equal(figure_share(0.0004).text, "under 0.1 %");
    assert_string_equal(figure_share(0.085).text, "8.5 %");
    assert_string_equal(figure_share(0.42).text, "42 %");
    assert_string_equal(figure_share(0.999).text, "over 99.5 %");
    assert_string_equal(figure_share(1).text, "100 %");
}

static void dates_follow_the_calendar_through_leap_years_and_before_1970(void **state) {
    (void)state;
    assert_string_equal(figure_date(0).text, "Thursday 1 January 1970");
    assert_string_equal(figure_date(-1).text, "Wednesday 31 December 1969");
    assert_string_equal(figure_date(951782400).text, "Tuesday 29 February 2000");
    assert_string_equal(figure_moment(1625241720).text, "2 Jul 2021 16:02 UTC");
    assert_string_equal(figure_date(1625241720).text, "Friday 2 July 2021");
    assert_string_equal(figure_clock(1625241720).text, "16:02");
}

static void times_are_durations_and_money_has_its_sign(void **state) {
    (void)state;
    Probe time = {.unit = "seconds"}, money = {.unit = "dollars"}, count = {.unit = "customers"};
    assert_string_equal(figure_metric(&time, 4500).text, "1 h 15 min");
    assert_string_equal(figure_brief(&time, 4500).text, "1h15");
    assert_string_equal(figure_brief(&time, 86400 * 9.3).text, "9.3 d");
    assert_string_equal(figure_brief(&time, 86400 * 99).text, "99 d");
    assert_string_equal(figure_brief(&time, 86400 * 1000.0).text, "33 mo");
    assert_string_equal(figure_brief(&time, 31556952 * 3.7).text, "3.7 y");
    assert_string_equal(figure_brief(&money, 2500000).text, "$2.50 M");
    assert_string_equal(figure_range(&count, 489, 1175, true).text, "489 .. 1,175");
    assert_string_equal(figure_range(&count, NAN, NAN, true).text, "too few to say");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(thousands_are_set_apart_and_halves_round_away_from_zero),
        cmocka_unit_test(small_amounts_keep_a_decimal_and_great_ones_do_not),
        cmocka_unit_test(durations_take_their_two_greatest_units),
        cmocka_unit_test(long_durations_are_told_in_days_then_months_then_years),
        cmocka_unit_test(shares_never_claim_certainty_that_they_do_not_have),
        cmocka_unit_test(dates_follow_the_calendar_through_leap_years_and_before_1970),
        cmocka_unit_test(times_are_durations_and_money_has_its_sign),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
