#include "base/error.h"
#include "checks.h"

static void an_error_is_set_and_gives_false(void **state) {
    (void)state;
    Error error = {0};
    assert_false(error_set(&error, "%s:%d: has no end", "a.lua", 7));
    assert_string_equal(error.text, "a.lua:7: has no end");
}

static void a_place_goes_before_the_sentence(void **state) {
    (void)state;
    Error error = {0};
    error_set(&error, "$.level: is missing");
    assert_false(error_at(&error, "sets/%s.json: ", "a"));
    assert_string_equal(error.text, "sets/a.json: $.level: is missing");
}

static void an_error_may_be_rewritten_from_its_own_text(void **state) {
    (void)state;
    Error error = {0};
    error_set(&error, "is missing");
    error_set(&error, "level %s", error.text);
    assert_string_equal(error.text, "level is missing");
}

static void a_sentence_that_is_too_long_ends_with_a_whole_character(void **state) {
    (void)state;
    for (size_t shift = 0; shift < 4; shift++) {
        char text[2048] = "xxx";
        for (size_t at = shift; at + 3 < sizeof text - 3; at += 3) memcpy(text + at, "鍵", 4);
        Error error;
        error_set(&error, "%s", text);
        size_t length = strlen(error.text);
        assert_int_equal(length, (sizeof error.text - 1 - shift) / 3 * 3 + shift);
        assert_memory_equal(error.text + length - 3, "鍵", 3);
    }
}

static void a_place_before_a_full_error_cuts_its_end(void **state) {
    (void)state;
    Error error;
    char text[sizeof error.text];
    memset(text, 'x', sizeof text);
    text[sizeof text - 1] = '\0';
    error_set(&error, "%s", text);
    error_at(&error, "here: ");
    assert_int_equal(strlen(error.text), sizeof error.text - 1);
    assert_memory_equal(error.text, "here: xxx", 9);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_error_is_set_and_gives_false),
        cmocka_unit_test(a_place_goes_before_the_sentence),
        cmocka_unit_test(an_error_may_be_rewritten_from_its_own_text),
        cmocka_unit_test(a_sentence_that_is_too_long_ends_with_a_whole_character),
        cmocka_unit_test(a_place_before_a_full_error_cuts_its_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
