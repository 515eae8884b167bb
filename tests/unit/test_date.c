#define _GNU_SOURCE
#include "checks.h"
#include "world/date.h"

#include <time.h>

static void every_day_to_the_year_2400_is_the_one_of_the_c_library(void **state) {
    (void)state;
    Text text = {0};
    Error error;
    for (int32_t day = 0; day < 157000; day++) {
        time_t seconds = (time_t)day * 86400;
        struct tm calendar;
        char expected[40];
        int32_t read;
        gmtime_r(&seconds, &calendar);
        strftime(expected, sizeof expected, "%Y-%m-%d", &calendar);
        text_clear(&text);
        date_add_day(&text, day);
        assert_string_equal(text_of(&text), expected);
        assert_true(date_parse_day(expected, &read, &error));
        assert_int_equal(read, day);
    }
    text_clear(&text);
}

static void moments_read_back_as_written(void **state) {
    (void)state;
    const int64_t moments[] = {0, 59, 86399, 951782400, 1625234400, 1625234417, INT64_C(253402300799)};
    const char *const texts[] = {"1970-01-01T00:00Z",   "1970-01-01T00:00:59Z", "1970-01-01T23:59:59Z",
                                 "2000-02-29T00:00Z",   "2021-07-02T14:00Z",    "2021-07-02T14:00:17Z",
                                 "9999-12-31T23:59:59Z"};
    for (int i = 0; i < 7; i++) {
        Text text = {0};
        int64_t read;
        Error error;
        date_add_moment(&text, moments[i]);
        assert_string_equal(text_of(&text), texts[i]);
        assert_true(date_parse_moment(texts[i], &read, &error));
        assert_true(read == moments[i]);
        text_clear(&text);
    }
}

static void a_day_is_the_moment_of_its_beginning(void **state) {
    (void)state;
    int64_t seconds;
    Error error;
    assert_true(date_parse_moment("2021-07-05", &seconds, &error));
    assert_true(seconds == 1625443200);
}

static void what_is_no_moment_is_refused_with_what_to_write(void **state) {
    (void)state;
    static const char *const odd[] = {"",
                                      "2021",
                                      "2021-7-05",
                                      "2021-07-05T14:00",
                                      "2021-07-05 14:00Z",
                                      "2021-07-05T14Z",
                                      "２０２１-07-05",
                                      "2021-07-05T14:00+02:00",
                                      "-021-07-05"};
    static const char *const absent[] = {"2021-02-29",        "1900-01-01",          "1969-12-31",
                                         "2100-02-29",        "2021-00-10",          "2021-13-01",
                                         "2021-04-31",        "2021-04-00",          "2021-07-05T24:00Z",
                                         "2021-07-05T23:60Z", "2021-07-05T23:59:60Z"};
    int64_t seconds = 7;
    Error error;
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        assert_false(date_parse_moment(odd[i], &seconds, &error));
        assert_non_null(
            strstr(error.text, "\" is no date; write \"2021-07-02T14:00Z\" (UTC) or \"2021-07-02\""));
    }
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++) {
        assert_false(date_parse_moment(absent[i], &seconds, &error));
        assert_non_null(strstr(error.text, "\" is not on the calendar (years from 1970)"));
    }
    assert_true(seconds == 7);
}

static void zones_read_back_as_written_and_end_at_fourteen_hours(void **state) {
    (void)state;
    int32_t minutes;
    Error error;
    for (int32_t offset = -14 * 60; offset <= 14 * 60; offset++) {
        Text text = {0};
        date_add_zone(&text, offset);
        assert_true(date_parse_zone(text_of(&text), &minutes, &error));
        assert_int_equal(minutes, offset);
        text_clear(&text);
    }
    static const char *const wrong[] = {"", "Z", "09:00", "+9:00", "+14:01", "-15:00", "+00:60", "+0900"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_false(date_parse_zone(wrong[i], &minutes, &error));
        assert_non_null(strstr(error.text, "\" is no offset from UTC; write \"-04:00\", at most 14 hours"));
    }
}

static void a_day_with_an_hour_is_no_day(void **state) {
    (void)state;
    int32_t day;
    Error error;
    assert_false(date_parse_day("2021-07-05T00:00Z", &day, &error));
    assert_string_equal(error.text, "\"2021-07-05T00:00Z\" is no day; write \"2021-07-05\"");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_to_the_year_2400_is_the_one_of_the_c_library),
        cmocka_unit_test(moments_read_back_as_written),
        cmocka_unit_test(a_day_is_the_moment_of_its_beginning),
        cmocka_unit_test(what_is_no_moment_is_refused_with_what_to_write),
        cmocka_unit_test(zones_read_back_as_written_and_end_at_fourteen_hours),
        cmocka_unit_test(a_day_with_an_hour_is_no_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
