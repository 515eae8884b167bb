#include "base/draw.h"
#include "base/text.h"
#include "checks.h"
#include "world/calendar_json.h"

#include <stdlib.h>

static bool reads(const char *text, Calendar *out, Error *error) {
    JsonDocument *document;
    *error = (Error){{0}};
    if (!json_parse(text, strlen(text), "c.json", &document, error)) fail_msg("%s", error->text);
    bool good = calendar_json_read(json_root(document), out, error);
    json_destroy(document);
    return good;
}

static void assert_reads_back(const Calendar *calendar) {
    JsonWriter writer;
    Calendar back;
    Error error;
    json_writer_init(&writer, false);
    json_begin_object(&writer, NULL);
    calendar_json_write(calendar, &writer);
    json_end_object(&writer);
    if (!reads(writer.text, &back, &error)) fail_msg("%s in %s", error.text, writer.text);
    assert_int_equal(back.offset_minutes, calendar->offset_minutes);
    assert_memory_equal(back.rate, calendar->rate, sizeof back.rate);
    assert_int_equal(back.rate_off, calendar->rate_off);
    assert_int_equal(back.day_off_count, calendar->day_off_count);
    assert_memory_equal(back.days_off, calendar->days_off, sizeof *back.days_off * back.day_off_count);
    json_writer_clear(&writer);
}

static void every_office_calendar_reads_back_as_it_was(void **state) {
    (void)state;
    for (uint32_t from = 0; from <= 24; from++)
        for (uint32_t to = from; to <= 24; to++) {
            uint64_t bits = draw_bits(from, to);
            Calendar calendar =
                calendar_office((int32_t)(bits % 1681) - 840, from, to, bits >> 20 & 127,
                                (uint16_t)((bits >> 30) % 1001), (uint16_t)((bits >> 42) % 1001));
            for (uint32_t day = 0; day < (bits >> 58); day++)
                calendar.days_off[calendar.day_off_count++] = 18000 + (int32_t)day * 5;
            assert_reads_back(&calendar);
        }
    Calendar always = calendar_always();
    assert_reads_back(&always);
    always.days_off[always.day_off_count++] = 0;
    always.offset_minutes = -570;
    assert_reads_back(&always);
}

static void an_organisation_without_hours_works_round_the_clock(void **state) {
    (void)state;
    Calendar calendar, always = calendar_always();
    Error error;
    assert_true(reads("{}", &calendar, &error));
    assert_memory_equal(calendar.rate, always.rate, sizeof always.rate);
    assert_int_equal(calendar.offset_minutes, 0);
}

static void hours_are_monday_to_friday_unless_it_says_so(void **state) {
    (void)state;
    Calendar calendar;
    Error error;
    assert_true(reads("{\"working_hours\": [9, 17]}", &calendar, &error));
    assert_int_equal(calendar.rate[4 * 24 + 9], 1000);
    assert_int_equal(calendar.rate[5 * 24 + 9], 1);
    assert_true(reads("{\"working_hours\": [9, 17], \"workdays\": [6, 7], \"weekend_rate\": 0.5}", &calendar,
                      &error));
    assert_int_equal(calendar.rate[4 * 24 + 9], 500);
    assert_int_equal(calendar.rate[5 * 24 + 9], 1000);
}

static void what_is_no_calendar_is_refused_with_its_path(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"{\"time_zone\": \"Europe/Berlin\"}",
         "$.time_zone: \"Europe/Berlin\" is no offset from UTC; write \"-04:00\", at most 14 hours"},
        {"{\"time_zone\": 2}", "$.time_zone: must be a text, not 2"},
        {"{\"working_hours\": [9]}", "$.working_hours: must hold two hours, from and to, as in [9, 17]"},
        {"{\"working_hours\": [9, 25]}", "$.working_hours[1]: must be a number from 0 to 24, not 25"},
        {"{\"working_hours\": [9.5, 17]}", "$.working_hours[0]: must be a whole number, not 9.5"},
        {"{\"working_hours\": [17, 9]}",
         "$.working_hours: begin at 17 and end at 9; the end comes after the beginning, on the same day"},
        {"{\"working_hours\": [9, 17], \"workdays\": [1, 1]}", "$.workdays[1]: is given twice; keep one"},
        {"{\"working_hours\": [9, 17], \"workdays\": [0]}",
         "$.workdays[0]: must be a number from 1 to 7, not 0"},
        {"{\"working_hours\": [9, 17], \"night_rate\": 1.5}",
         "$.night_rate: must be a number from 0 to 1, not 1.5"},
        {"{\"weekend_rate\": 0.5}",
         "$.weekend_rate: needs \"working_hours\"; without them work goes on round the clock"},
        {"{\"holidays\": [\"2021-07-05\", \"2021-07-04\"]}",
         "$.holidays[1]: comes before the one above it or twice; list holidays in order, each once"},
        {"{\"holidays\": [\"2021-02-30\"]}",
         "$.holidays[0]: \"2021-02-30\" is not on the calendar (years from 1970)"},
        {"{\"holidays\": \"2021-07-05\"}", "$.holidays: must be an array, not \"2021-07-05\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Calendar calendar = {.rate_off = 77};
        Error error;
        assert_false(reads(cases[i][0], &calendar, &error));
        assert_string_equal(strchr(error.text, '$'), cases[i][1]);
        assert_int_equal(calendar.rate_off, 77);
    }
}

static void more_holidays_than_fit_are_refused(void **state) {
    (void)state;
    Text text = {0};
    Calendar calendar;
    Error error;
    text_add(&text, "{\"holidays\": [");
    for (int day = 0; day < 65; day++)
        text_add(&text, "%s\"2021-%02d-%02d\"", day ? ", " : "", 1 + day / 28, 1 + day % 28);
    text_add(&text, "]}");
    assert_false(reads(text_of(&text), &calendar, &error));
    assert_string_equal(strchr(error.text, '$'), "$.holidays: holds 65 days; at most 64 fit");
    text_clear(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_office_calendar_reads_back_as_it_was),
        cmocka_unit_test(an_organisation_without_hours_works_round_the_clock),
        cmocka_unit_test(hours_are_monday_to_friday_unless_it_says_so),
        cmocka_unit_test(what_is_no_calendar_is_refused_with_its_path),
        cmocka_unit_test(more_holidays_than_fit_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
