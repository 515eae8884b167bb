#include "base/json.h"
#include "base/pcg.h"
#include "checks.h"

#include <stdio.h>
#include <stdlib.h>

static JsonWriter writer;

static int begin_plain(void **state) {
    (void)state;
    json_writer_init(&writer, false);
    return 0;
}

static int begin_lines(void **state) {
    (void)state;
    json_writer_init(&writer, true);
    return 0;
}

static int clear(void **state) {
    (void)state;
    json_writer_clear(&writer);
    return 0;
}

static void write_one_of_each(void) {
    json_begin_object(&writer, NULL);
    json_write_text(&writer, "t", "blast radius");
    json_write_number(&writer, "n", 0.1);
    json_write_integer(&writer, "i", INT64_MIN);
    json_write_unsigned64(&writer, "u", UINT64_MAX);
    json_write_flag(&writer, "f", false);
    json_write_null(&writer, "z");
    json_begin_array(&writer, "a");
    json_begin_object(&writer, NULL);
    json_end_object(&writer);
    json_begin_array(&writer, NULL);
    json_end_array(&writer);
    json_end_array(&writer);
    json_begin_flat_array(&writer, "q");
    json_write_number(&writer, NULL, 1);
    json_begin_array(&writer, NULL);
    json_write_integer(&writer, NULL, 2);
    json_write_integer(&writer, NULL, 3);
    json_end_array(&writer);
    json_write_number(&writer, NULL, 4.5);
    json_end_array(&writer);
    json_write_flag(&writer, "last", true);
    json_end_object(&writer);
}

static void without_lines_nothing_is_wasted(void **state) {
    (void)state;
    assert_string_equal(writer.text, "");
    write_one_of_each();
    assert_string_equal(writer.text, "{\"t\":\"blast radius\",\"n\":0.1,\"i\":-9223372036854775808,"
                                     "\"u\":\"18446744073709551615\",\"f\":false,\"z\":null,\"a\":[{},[]],"
                                     "\"q\":[1,[2,3],4.5],\"last\":true}");
    assert_int_equal(writer.length, strlen(writer.text));
}

static void with_lines_a_level_is_two_spaces_and_a_flat_array_one_line(void **state) {
    (void)state;
    write_one_of_each();
    assert_string_equal(writer.text, "{\n"
                                     "  \"t\": \"blast radius\",\n"
                                     "  \"n\": 0.1,\n"
                                     "  \"i\": -9223372036854775808,\n"
                                     "  \"u\": \"18446744073709551615\",\n"
                                     "  \"f\": false,\n"
                                     "  \"z\": null,\n"
                                     "  \"a\": [\n"
                                     "    {},\n"
                                     "    []\n"
                                     "  ],\n"
                                     "  \"q\": [1, [2, 3], 4.5],\n"
                                     "  \"last\": true\n"
                                     "}");
}

static void texts_and_keys_are_escaped(void **state) {
    (void)state;
    json_begin_object(&writer, NULL);
    json_write_text(&writer, "a\"\n", "\"\\/\b\f\n\r\t\x01\x1F\x7F 鍵");
    json_end_object(&writer);
    assert_string_equal(writer.text, "{\"a\\\"\\n\":\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7F 鍵\"}");
}

static void bytes_that_are_not_utf_8_become_replacement_characters(void **state) {
    (void)state;
    json_write_text(&writer, NULL, "a\xFF\xC0\xAF\xE9\x8D");
    assert_string_equal(writer.text, "\"a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

static void numbers_take_the_fewest_digits_that_tell_them_apart(void **state) {
    (void)state;
    static const double NUMBERS[] = {0.1, 1.0 / 3, 0.1 + 0.2, 1e22, 5e-324, -0.0, 100, 1.7976931348623157e308,
                                     1e15};
    json_begin_flat_array(&writer, NULL);
    for (size_t i = 0; i < sizeof NUMBERS / sizeof *NUMBERS; i++)
        json_write_number(&writer, NULL, NUMBERS[i]);
    json_end_array(&writer);
    assert_string_equal(writer.text,
                        "[0.1,0.3333333333333333,0.30000000000000004,1e+22,4.94065645841247e-324,-0,100,"
                        "1.7976931348623157e+308,1e+15]");
}

static void what_is_no_number_is_null(void **state) {
    (void)state;
    json_begin_array(&writer, NULL);
    json_write_number(&writer, NULL, NAN);
    json_write_number(&writer, NULL, INFINITY);
    json_write_number(&writer, NULL, -INFINITY);
    json_end_array(&writer);
    assert_string_equal(writer.text, "[null,null,null]");
}

/* Half of them any bits at all, half between 0 and 1, as shares are. */
static double random_double(Pcg64 *pcg, int i) {
    uint64_t bits = pcg64_next(pcg);
    if (i % 2) return (double)(bits >> 11) * 0x1p-53;
    double number;
    memcpy(&number, &bits, sizeof number);
    return isfinite(number) ? number : 1;
}

static void a_hundred_thousand_doubles_come_back_to_the_last_bit(void **state) {
    (void)state;
    enum { COUNT = 100000 };
    Pcg64 pcg;
    pcg64_seed(&pcg, 20210702, 3);
    double *numbers = malloc(COUNT * sizeof *numbers);
    json_begin_flat_array(&writer, NULL);
    for (int i = 0; i < COUNT; i++) {
        numbers[i] = random_double(&pcg, i);
        json_write_number(&writer, NULL, numbers[i]);
    }
    json_end_array(&writer);
    Error error;
    JsonDocument *document = NULL;
    if (!json_parse(writer.text, writer.length, "a.json", &document, &error)) fail_msg("%s", error.text);
    int changed = 0;
    for (uint32_t i = 0; i < COUNT; i++) {
        double number = 0;
        assert_true(json_as_number(json_item(json_root(document), i), -INFINITY, INFINITY, &number, &error));
        changed += memcmp(&number, &numbers[i], sizeof number) != 0;
    }
    assert_int_equal(changed, 0);
    json_destroy(document);
    free(numbers);
}

static void whole_numbers_and_seeds_come_back(void **state) {
    (void)state;
    json_begin_object(&writer, NULL);
    json_write_integer(&writer, "least", -INT64_C(9007199254740991));
    json_write_unsigned64(&writer, "seed", UINT64_C(12345678901234567890));
    json_end_object(&writer);
    Error error;
    JsonDocument *document = NULL;
    assert_true(json_parse(writer.text, writer.length, "a.json", &document, &error));
    int64_t least = 0;
    uint64_t seed = 0;
    assert_true(json_integer(json_root(document), "least", INT64_MIN, 0, &least, &error));
    assert_true(json_unsigned64(json_root(document), "seed", &seed, &error));
    assert_true(least == -INT64_C(9007199254740991) && seed == UINT64_C(12345678901234567890));
    json_destroy(document);
}

/* The deepest that is written is the deepest that is read. */
static void sixty_four_levels_are_written_and_read(void **state) {
    (void)state;
    for (int i = 0; i < 64; i++) {
        if (i % 2) {
            json_begin_object(&writer, NULL);
            json_write_integer(&writer, "level", i);
        } else {
            json_begin_array(&writer, i ? "inner" : NULL);
        }
    }
    for (int i = 63; i >= 0; i--) i % 2 ? json_end_object(&writer) : json_end_array(&writer);
    Error error;
    JsonDocument *document = NULL;
    if (!json_parse(writer.text, writer.length, "a.json", &document, &error)) fail_msg("%s", error.text);
    Json value = json_root(document);
    for (int i = 0; i < 63; i++) value = json_item(value, json_count(value) - 1);
    assert_int_equal(json_kind(value), JSON_OBJECT);
    int64_t level = 0;
    assert_true(json_integer(value, "level", 0, 99, &level, &error));
    assert_int_equal(level, 63);
    json_destroy(document);
}

#define PLAIN(test) cmocka_unit_test_setup_teardown(test, begin_plain, clear)
#define LINES(test) cmocka_unit_test_setup_teardown(test, begin_lines, clear)

int main(void) {
    const struct CMUnitTest tests[] = {
        PLAIN(without_lines_nothing_is_wasted),
        LINES(with_lines_a_level_is_two_spaces_and_a_flat_array_one_line),
        PLAIN(texts_and_keys_are_escaped),
        PLAIN(bytes_that_are_not_utf_8_become_replacement_characters),
        PLAIN(numbers_take_the_fewest_digits_that_tell_them_apart),
        PLAIN(what_is_no_number_is_null),
        PLAIN(a_hundred_thousand_doubles_come_back_to_the_last_bit),
        PLAIN(whole_numbers_and_seeds_come_back),
        LINES(sixty_four_levels_are_written_and_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
