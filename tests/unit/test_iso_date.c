#include "script/iso_date.h"

/* cmocka.h needs the four before it. */
/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

static int64_t parsed(const char *text) {
    Error error;
    int64_t seconds = -1;
    assert_true(iso_date_parse(text, &seconds, &error));
    return seconds;
}

static void dates_are_seconds_since_1970_in_utc(void **state) {
    (void)state;
    assert_int_equal(parsed("1970-01-01"), 0);
    assert_int_equal(parsed("2021-07-02T14:00Z"), 1625234400);
    assert_int_equal(parsed("2021-07-02T14:00:07Z"), 1625234407);
    assert_int_equal(parsed("2017-11"), 1509494400);
    assert_int_equal(parsed("2000-02-29"), 951782400);
    assert_int_equal(parsed("2400-03-01") - parsed("2400-02-28"), 2 * 86400);
}

static void what_is_no_date_is_refused(void **state) {
    (void)state;
    static const char *const wrong[] = {"",           "2021",       "2021-7-2",          "2021-07-02T14:00",
                                        "2021-02-29", "2100-02-29", "2021-13-01",        "2021-07-02T24:00Z",
                                        "1969-12-31", "yesterday",  "2021-07-02T14:00+2"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        Error error;
        int64_t seconds = 42;
        assert_false(iso_date_parse(wrong[i], &seconds, &error));
        assert_int_equal(seconds, 42);
        assert_non_null(*error.text ? error.text : NULL);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_seconds_since_1970_in_utc),
        cmocka_unit_test(what_is_no_date_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
