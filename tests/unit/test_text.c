#include "base/text.h"
#include "checks.h"

static void a_text_that_holds_nothing_reads_as_empty(void **state) {
    (void)state;
    Text text = {0};
    assert_string_equal(text_of(&text), "");
    text_add_n(&text, "", 0);
    assert_string_equal(text.items, "");
    text_clear(&text);
    assert_null(text.items);
}

static void a_text_grows_by_formats_bytes_and_padding(void **state) {
    (void)state;
    Text text = {0};
    text_add(&text, "%d of %s", 3, "many");
    text_add_n(&text, "; not all", 1);
    text_pad(&text, '.', 4);
    assert_string_equal(text_of(&text), "3 of many;....");
    assert_int_equal(text.length, 14);
    text_clear(&text);
}

static void a_text_may_be_very_long(void **state) {
    (void)state;
    Text text = {0};
    for (int i = 0; i < 20000; i++) text_add(&text, "%05d", i);
    assert_int_equal(text.length, 100000);
    assert_int_equal(strlen(text.items), 100000);
    assert_memory_equal(text.items + 5 * 12345, "12345", 5);
    text_clear(&text);
}

static void bytes_may_hold_a_nul(void **state) {
    (void)state;
    Text text = {0};
    text_add_n(&text, "a\0b", 3);
    assert_int_equal(text.length, 3);
    assert_memory_equal(text.items, "a\0b", 4);
    text_clear(&text);
}

static void distance_counts_single_changes(void **state) {
    (void)state;
    assert_int_equal(text_distance("kitten", "sitting", 9), 3);
    assert_int_equal(text_distance("posture", "posture", 9), 0);
    assert_int_equal(text_distance("", "abc", 9), 3);
    assert_int_equal(text_distance("abc", "", 9), 3);
    assert_int_equal(text_distance("levle", "level", 9), 2);
    assert_int_equal(text_distance("saturday", "sunday", 9), 3);
}

static void distance_stops_just_above_its_limit(void **state) {
    (void)state;
    assert_int_equal(text_distance("kitten", "sitting", 2), 3);
    assert_int_equal(text_distance("abcdefgh", "stuvwxyz", 3), 4);
    assert_int_equal(text_distance("a", "abcdefghijklmnop", 3), 4);
}

static void the_nearest_word_is_the_one_with_fewest_changes(void **state) {
    (void)state;
    static const char *const WORDS[] = {"overlays", "level", "levels", "label"};
    assert_string_equal(text_nearest("levle", WORDS, 4), "level");
    assert_string_equal(text_nearest("levelss", WORDS, 4), "levels");
    assert_string_equal(text_nearest("overlay", WORDS, 4), "overlays");
    assert_string_equal(text_nearest("label", WORDS, 4), "label");
}

static void a_word_like_none_has_no_nearest(void **state) {
    (void)state;
    static const char *const WORDS[] = {"overlays", "no", "x"};
    assert_null(text_nearest("questionnaire", WORDS, 3));
    assert_null(text_nearest("y", WORDS, 3));  /* one change, but of all it has */
    assert_null(text_nearest("at", WORDS, 3)); /* two changes of two letters */
    assert_null(text_nearest("", WORDS, 3));
    assert_null(text_nearest("word", WORDS, 0));
}

static void columns_count_characters_and_wide_ones_twice(void **state) {
    (void)state;
    assert_int_equal(text_columns(""), 0);
    assert_int_equal(text_columns("blast"), 5);
    assert_int_equal(text_columns("naïve"), 5);
    assert_int_equal(text_columns("影響範囲"), 8);
    assert_int_equal(text_columns("ｶﾅ"), 2); /* half-width kana */
    assert_int_equal(text_columns("ＡＢ"), 4);
    assert_int_equal(text_columns("…▁█"), 3);
}

static void a_broken_byte_takes_one_column(void **state) {
    (void)state;
    assert_int_equal(text_columns("a\xFF\xE3\x81"), 4);
}

static void code_points_are_read_from_utf_8(void **state) {
    (void)state;
    uint32_t code = 0;
    assert_int_equal(text_code_point("A", 1, &code), 1);
    assert_int_equal(code, 'A');
    assert_int_equal(text_code_point("é", 2, &code), 2);
    assert_int_equal(code, 0xE9);
    assert_int_equal(text_code_point("鍵", 3, &code), 3);
    assert_int_equal(code, 0x9375);
    assert_int_equal(text_code_point("\xF0\x9F\x94\x91", 4, &code), 4);
    assert_int_equal(code, 0x1F511);
    assert_int_equal(text_code_point("\xF4\x8F\xBF\xBF", 4, &code), 4);
    assert_int_equal(code, 0x10FFFF);
}

static void what_is_not_utf_8_is_no_code_point(void **state) {
    (void)state;
    static const char *const BROKEN[] = {
        "\x80",             /* begins nothing */
        "\xC0\x80",         /* a long form of NUL */
        "\xC1\xBF",         /* a long form of U+7F */
        "\xE0\x9F\xBF",     /* a long form of U+7FF */
        "\xF0\x8F\xBF\xBF", /* a long form of U+FFFF */
        "\xED\xA0\x80",     /* a surrogate */
        "\xED\xBF\xBF",     /* the last surrogate */
        "\xF4\x90\x80\x80", /* beyond U+10FFFF */
        "\xF5\x80\x80\x80",
        "\xFE",
        "\xFF",
        "\xE9\x8D",     /* cut off */
        "\xE9\x41\x41", /* followed by no continuation */
    };
    for (size_t i = 0; i < sizeof BROKEN / sizeof *BROKEN; i++) {
        uint32_t code = 7;
        assert_int_equal(text_code_point(BROKEN[i], strlen(BROKEN[i]), &code), 0);
        assert_int_equal(code, 7);
    }
    assert_int_equal(text_code_point("", 0, NULL), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_that_holds_nothing_reads_as_empty),
        cmocka_unit_test(a_text_grows_by_formats_bytes_and_padding),
        cmocka_unit_test(a_text_may_be_very_long),
        cmocka_unit_test(bytes_may_hold_a_nul),
        cmocka_unit_test(distance_counts_single_changes),
        cmocka_unit_test(distance_stops_just_above_its_limit),
        cmocka_unit_test(the_nearest_word_is_the_one_with_fewest_changes),
        cmocka_unit_test(a_word_like_none_has_no_nearest),
        cmocka_unit_test(columns_count_characters_and_wide_ones_twice),
        cmocka_unit_test(a_broken_byte_takes_one_column),
        cmocka_unit_test(code_points_are_read_from_utf_8),
        cmocka_unit_test(what_is_not_utf_8_is_no_code_point),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
