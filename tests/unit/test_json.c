#include "base/json.h"
#include "checks.h"

#include <stdio.h>
#include <stdlib.h>

/* A document read for one check, and the error that the check gave. */
static JsonDocument *document;
static Error error;

static Json read_text(const char *text) {
    json_destroy(document);
    document = NULL;
    error.text[0] = '\0';
    if (!json_parse(text, strlen(text), "sets/a.json", &document, &error)) fail_msg("%s", error.text);
    return json_root(document);
}

static int forget(void **state) {
    (void)state;
    json_destroy(document);
    document = NULL;
    return 0;
}

#define assert_fails(call, sentence)                                                                         \
    do {                                                                                                     \
        assert_false(call);                                                                                  \
        assert_string_equal(error.text, sentence);                                                           \
    } while (0)

static void values_of_every_kind_are_read(void **state) {
    (void)state;
    Json root =
        read_text("{\"t\": \"Kaseya\", \"i\": -3, \"n\": 0.25, \"f\": true, \"u\": \"18446744073709551615\","
                  " \"a\": [1, 2], \"o\": {\"x\": null}}");
    const char *text;
    int64_t whole;
    double number;
    bool flag;
    uint64_t seed;
    Json array, object, null;
    assert_true(json_text(root, "t", &text, &error));
    assert_string_equal(text, "Kaseya");
    assert_true(json_integer(root, "i", -5, 5, &whole, &error));
    assert_int_equal(whole, -3);
    assert_true(json_number(root, "n", 0, 1, &number, &error));
    assert_true(number == 0.25);
    assert_true(json_flag(root, "f", &flag, &error));
    assert_true(flag);
    assert_true(json_unsigned64(root, "u", &seed, &error));
    assert_true(seed == UINT64_MAX);
    assert_true(json_array(root, "a", &array, &error));
    assert_int_equal(json_count(array), 2);
    assert_true(json_object(root, "o", &object, &error));
    assert_true(json_get(object, "x", &null));
    assert_int_equal(json_kind(null), JSON_NULL);
}

static void escapes_become_characters(void **state) {
    (void)state;
    Json root = read_text("[\"\\u9375 \\ud83d\\udd11 \\\"\\\\\\/\\n\"]");
    const char *text;
    assert_true(json_as_text(json_item(root, 0), &text, &error));
    assert_string_equal(text, "鍵 \xF0\x9F\x94\x91 \"\\/\n");
}

static void keys_match_exactly(void **state) {
    (void)state;
    Json root = read_text("{\"Level\": 1, \"LEVEL\": 2, \"level\": 3, \"levels\": 4}");
    int64_t whole;
    assert_true(json_integer(root, "level", 0, 9, &whole, &error));
    assert_int_equal(whole, 3);
    assert_true(json_has(root, "LEVEL"));
    assert_false(json_has(root, "leveL"));
    assert_false(json_has(root, ""));
}

static void every_key_of_a_large_object_is_found(void **state) {
    (void)state;
    char text[20000] = "{", key[16];
    for (int i = 0; i < 1000; i++) {
        snprintf(key, sizeof key, "%s\"k%d\":%d", i ? "," : "", i * 7919 % 1000, i);
        strcat(text, key);
    }
    Json root = read_text(strcat(text, "}"));
    for (int i = 0; i < 1000; i++) {
        int64_t whole;
        snprintf(key, sizeof key, "k%d", i * 7919 % 1000);
        assert_true(json_integer(root, key, 0, 1000, &whole, &error));
        assert_int_equal(whole, i);
        assert_string_equal(json_key(json_item(root, (uint32_t)i)), key); /* order is that of the text */
    }
}

static void a_missing_key_is_an_error_with_its_path(void **state) {
    (void)state;
    Json root = read_text("{\"overlays\": [{}, {\"level\": 1}]}"), overlays;
    assert_true(json_array(root, "overlays", &overlays, &error));
    Json first = json_item(overlays, 0);
    int64_t whole = 77;
    assert_fails(json_integer(first, "level", 0, 3, &whole, &error),
                 "sets/a.json: $.overlays[0].level: is missing; it must be a whole number from 0 to 3");
    assert_int_equal(whole, 77);
    const char *text = "kept";
    assert_fails(json_text(first, "name", &text, &error),
                 "sets/a.json: $.overlays[0].name: is missing; it must be a text");
    assert_string_equal(text, "kept");
    bool flag;
    assert_fails(json_flag(first, "f", &flag, &error),
                 "sets/a.json: $.overlays[0].f: is missing; it must be true or false");
    Json value;
    assert_fails(json_object(first, "o", &value, &error),
                 "sets/a.json: $.overlays[0].o: is missing; it must be an object");
    assert_fails(json_array(first, "a", &value, &error),
                 "sets/a.json: $.overlays[0].a: is missing; it must be an array");
    double number;
    assert_fails(json_number(first, "odd key", 0, 1, &number, &error),
                 "sets/a.json: $.overlays[0][\"odd key\"]: is missing; it must be a number from 0 to 1");
}

static void a_value_of_the_wrong_kind_is_named_with_what_it_is(void **state) {
    (void)state;
    Json root = read_text("{\"n\": 1.5, \"t\": \"on\", \"f\": false, \"a\": [], \"o\": {}, \"z\": null}"),
         value;
    const char *text;
    bool flag;
    double number;
    assert_fails(json_text(root, "n", &text, &error), "sets/a.json: $.n: must be a text, not 1.5");
    assert_fails(json_flag(root, "t", &flag, &error), "sets/a.json: $.t: must be true or false, not \"on\"");
    assert_fails(json_number(root, "f", 0, 1, &number, &error),
                 "sets/a.json: $.f: must be a number from 0 to 1, not false");
    assert_fails(json_object(root, "a", &value, &error), "sets/a.json: $.a: must be an object, not an array");
    assert_fails(json_array(root, "o", &value, &error), "sets/a.json: $.o: must be an array, not an object");
    assert_fails(json_text(root, "z", &text, &error), "sets/a.json: $.z: must be a text, not null");
    assert_true(json_get(root, "n", &value));
    assert_fails(json_text(value, "name", &text, &error), "sets/a.json: $.n: must be an object, not 1.5");
}

static void a_whole_number_is_whole_and_in_its_range(void **state) {
    (void)state;
    Json root = read_text("{\"a\": 7, \"b\": 2.5, \"c\": \"3\", \"d\": 1e300, \"e\": 3.0, \"f\": -0}");
    int64_t whole = 77;
    assert_fails(json_integer(root, "a", 0, 3, &whole, &error),
                 "sets/a.json: $.a: must be a whole number from 0 to 3, not 7");
    assert_fails(json_integer(root, "b", 0, 3, &whole, &error),
                 "sets/a.json: $.b: must be a whole number from 0 to 3, not 2.5");
    assert_fails(json_integer(root, "c", 1, INT64_MAX, &whole, &error),
                 "sets/a.json: $.c: must be a whole number of at least 1, not \"3\"");
    assert_fails(json_integer(root, "d", INT64_MIN, INT64_MAX, &whole, &error),
                 "sets/a.json: $.d: is beyond 9007199254740991, where whole numbers are no longer exact");
    assert_int_equal(whole, 77);
    assert_true(json_integer(root, "e", 3, 3, &whole, &error));
    assert_int_equal(whole, 3);
    assert_true(json_integer(root, "f", 0, 0, &whole, &error));
    assert_int_equal(whole, 0);
}

static void whole_numbers_are_exact_up_to_2_to_the_53(void **state) {
    (void)state;
    Json root = read_text("{\"a\": 9007199254740991, \"b\": 9007199254740992, \"c\": -9007199254740991,"
                          " \"d\": -9007199254740993}");
    int64_t whole;
    assert_true(json_integer(root, "a", 0, INT64_MAX, &whole, &error));
    assert_true(whole == INT64_C(9007199254740991));
    assert_false(json_integer(root, "b", 0, INT64_MAX, &whole, &error));
    assert_true(json_integer(root, "c", INT64_MIN, 0, &whole, &error));
    assert_true(whole == -INT64_C(9007199254740991));
    assert_false(json_integer(root, "d", INT64_MIN, 0, &whole, &error));
}

static void a_number_lies_in_its_range_with_both_ends(void **state) {
    (void)state;
    Json root = read_text("{\"a\": 0, \"b\": 1, \"c\": 1.0000000000000002, \"d\": -0.5}");
    double number = 77;
    assert_true(json_number(root, "a", 0, 1, &number, &error));
    assert_true(json_number(root, "b", 0, 1, &number, &error));
    assert_fails(json_number(root, "c", 0, 1, &number, &error),
                 "sets/a.json: $.c: must be a number from 0 to 1, not 1.0000000000000002");
    assert_true(number == 1);
    assert_fails(json_number(root, "d", 0, INFINITY, &number, &error),
                 "sets/a.json: $.d: must be a number of at least 0, not -0.5");
    assert_fails(json_number(root, "b", -INFINITY, 0.1, &number, &error),
                 "sets/a.json: $.b: must be a number of at most 0.1, not 1");
    assert_true(json_number(root, "d", -INFINITY, INFINITY, &number, &error));
    assert_true(number == -0.5);
}

static void seeds_are_decimal_digits_in_quotes(void **state) {
    (void)state;
    Json root =
        read_text("[\"0\", \"42\", \"18446744073709551615\", \"18446744073709551616\", \"-1\", \"\", \"007\","
                  " \" 7\", \"7x\", 7, \"99999999999999999999999\"]");
    static const uint64_t EXPECTED[] = {0, 42, UINT64_MAX};
    for (uint32_t i = 0; i < json_count(root); i++) {
        char text[64];
        const char *seed_text = "7";
        JsonDocument *one = NULL;
        if (json_kind(json_item(root, i)) == JSON_TEXT) {
            assert_true(json_as_text(json_item(root, i), &seed_text, &error));
            snprintf(text, sizeof text, "{\"seed\": \"%s\"}", seed_text);
        } else {
            snprintf(text, sizeof text, "{\"seed\": 7}");
        }
        assert_true(json_parse(text, strlen(text), "b.json", &one, &error));
        uint64_t seed = 77;
        bool ok = json_unsigned64(json_root(one), "seed", &seed, &error);
        assert_int_equal(ok, i < 3);
        assert_true(seed == (i < 3 ? EXPECTED[i] : 77));
        json_destroy(one);
    }
    uint64_t seed;
    assert_fails(json_unsigned64(read_text("{\"seed\": 7}"), "seed", &seed, &error),
                 "sets/a.json: $.seed: must be a whole number in quotes, from \"0\" to "
                 "\"18446744073709551615\", not 7");
}

static void the_format_and_its_version_are_checked(void **state) {
    (void)state;
    assert_true(json_expect_format(read_text("{\"format\": \"keyfall-world\", \"version\": 2}"),
                                   "keyfall-world", 3, &error));
    assert_fails(json_expect_format(read_text("{\"format\": \"keyfall-set\", \"version\": 1}"),
                                    "keyfall-world", 1, &error),
                 "sets/a.json: $.format: is \"keyfall-set\", but a file of the format \"keyfall-world\" is "
                 "needed here");
    assert_fails(json_expect_format(read_text("{\"format\": \"keyfall-world\", \"version\": 3}"),
                                    "keyfall-world", 1, &error),
                 "sets/a.json: $.version: was written by a newer Keyfall (version 3, this one reads up to "
                 "1); update Keyfall");
    assert_fails(json_expect_format(read_text("{\"format\": \"keyfall-world\", \"version\": 0}"),
                                    "keyfall-world", 1, &error),
                 "sets/a.json: $.version: must be a whole number of at least 1, not 0");
    assert_fails(json_expect_format(read_text("{}"), "keyfall-world", 1, &error),
                 "sets/a.json: $.format: is missing; it must be a text");
    assert_fails(json_expect_format(read_text("[]"), "keyfall-world", 1, &error),
                 "sets/a.json: $: must be an object, not an array");
}

static void an_unknown_key_is_refused_with_the_nearest_known_one(void **state) {
    (void)state;
    Json root = read_text("{\"overlays\": [{\"levle\": 1}], \"level\": {\"colour\": 1}}"), value;
    assert_true(json_only(root, "level  overlays name", &error));
    assert_true(json_get(root, "overlays", &value));
    assert_fails(json_only(json_item(value, 0), "name level", &error),
                 "sets/a.json: $.overlays[0].levle: is not known here; did you mean \"level\"?");
    assert_true(json_get(root, "level", &value));
    assert_fails(json_only(value, "name level", &error),
                 "sets/a.json: $.level.colour: is not known here; known are name, level");
    assert_fails(json_only(value, "", &error),
                 "sets/a.json: $.level.colour: is not known here; known are no keys at all");
    assert_fails(json_only(root, "lev over", &error),
                 "sets/a.json: $.overlays: is not known here; known are lev, over");
}

static void paths_quote_what_a_dot_cannot_carry(void **state) {
    (void)state;
    Json root = read_text("{\"a b\": {\"\": [{\"3d\": {\"q\\\"\\n\\u009b\": {\"鍵\": 1}}}]}}");
    for (int i = 0; i < 6; i++) root = json_item(root, 0);
    assert_int_equal(json_kind(root), JSON_NUMBER);
    assert_fails(
        json_fail(root, &error, "costs %d too many", 2),
        "sets/a.json: $[\"a b\"][\"\"][0][\"3d\"][\"q\\\"\\u000a\\u009b\"][\"鍵\"]: costs 2 too many");
}

static void long_keys_values_and_paths_leave_room_for_the_sentence(void **state) {
    (void)state;
    char text[4096] = "", key[101];
    memset(key, 'k', 100);
    key[100] = '\0';
    for (int i = 0; i < 20; i++) strcat(strcat(strcat(text, "{\""), key), "\":");
    strcat(strcat(strcat(text, "\""), key), "\"");
    memset(text + strlen(text), '}', 20);
    Json root = read_text(text);
    for (int i = 0; i < 20; i++) root = json_item(root, 0);
    double number;
    assert_false(json_as_number(root, 0, 1, &number, &error));
    assert_memory_equal(error.text, "sets/a.json: $…", strlen("sets/a.json: $…"));
    char end[256];
    snprintf(end, sizeof end, "[\"%.60s…\"]: must be a number from 0 to 1, not \"%.60s…\"", key, key);
    assert_true(strlen(error.text) < 620);
    assert_string_equal(error.text + strlen(error.text) - strlen(end), end);
}

static void a_value_that_is_not_there_fails_everywhere_and_crashes_nowhere(void **state) {
    (void)state;
    Json absent = json_root(NULL), value;
    const char *text;
    int64_t whole;
    double number;
    bool flag;
    uint64_t seed;
    assert_int_equal(json_kind(absent), JSON_NULL);
    assert_int_equal(json_count(absent), 0);
    assert_null(json_key(absent));
    assert_null(json_item(absent, 0).node);
    assert_false(json_has(absent, "a"));
    assert_false(json_get(absent, "a", &value));
    assert_fails(json_object(absent, "a", &value, &error),
                 "a value that is not there: must be an object, not nothing");
    assert_false(json_array(absent, "a", &value, &error));
    assert_false(json_text(absent, "a", &text, &error));
    assert_false(json_integer(absent, "a", 0, 1, &whole, &error));
    assert_false(json_number(absent, "a", 0, 1, &number, &error));
    assert_false(json_flag(absent, "a", &flag, &error));
    assert_false(json_unsigned64(absent, "a", &seed, &error));
    assert_fails(json_as_text(absent, &text, &error),
                 "a value that is not there: must be a text, not nothing");
    assert_false(json_as_number(absent, 0, 1, &number, &error));
    assert_false(json_as_flag(absent, &flag, &error));
    assert_false(json_only(absent, "a", &error));
    assert_false(json_expect_format(absent, "a", 1, &error));
    assert_fails(json_fail(absent, &error, "is odd"), "a value that is not there: is odd");
    json_destroy(NULL);
}

static void an_item_beyond_the_end_is_not_there(void **state) {
    (void)state;
    Json root = read_text("[1, [2]]");
    assert_non_null(json_item(root, 1).node);
    assert_null(json_item(root, 2).node);
    assert_null(json_item(json_item(root, 0), 0).node);
}

#define ON_DOCUMENT(test) cmocka_unit_test_teardown(test, forget)

int main(void) {
    const struct CMUnitTest tests[] = {
        ON_DOCUMENT(values_of_every_kind_are_read),
        ON_DOCUMENT(escapes_become_characters),
        ON_DOCUMENT(keys_match_exactly),
        ON_DOCUMENT(every_key_of_a_large_object_is_found),
        ON_DOCUMENT(a_missing_key_is_an_error_with_its_path),
        ON_DOCUMENT(a_value_of_the_wrong_kind_is_named_with_what_it_is),
        ON_DOCUMENT(a_whole_number_is_whole_and_in_its_range),
        ON_DOCUMENT(whole_numbers_are_exact_up_to_2_to_the_53),
        ON_DOCUMENT(a_number_lies_in_its_range_with_both_ends),
        ON_DOCUMENT(seeds_are_decimal_digits_in_quotes),
        ON_DOCUMENT(the_format_and_its_version_are_checked),
        ON_DOCUMENT(an_unknown_key_is_refused_with_the_nearest_known_one),
        ON_DOCUMENT(paths_quote_what_a_dot_cannot_carry),
        ON_DOCUMENT(long_keys_values_and_paths_leave_room_for_the_sentence),
        ON_DOCUMENT(a_value_that_is_not_there_fails_everywhere_and_crashes_nowhere),
        ON_DOCUMENT(an_item_beyond_the_end_is_not_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
