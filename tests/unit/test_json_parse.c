#include "base/json.h"
#include "checks.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static void assert_refused_n(const char *text, size_t length, const char *sentence) {
    Error error = {0};
    JsonDocument *document = (JsonDocument *)&error;
    if (json_parse(text, length, "a.json", &document, &error)) fail_msg("%s was read", text);
    assert_string_equal(error.text, sentence);
    assert_ptr_equal(document, &error); /* outputs are untouched */
}

static void assert_refused(const char *text, const char *sentence) {
    assert_refused_n(text, strlen(text), sentence);
}

static JsonDocument *parsed_n(const char *text, size_t length) {
    Error error = {0};
    JsonDocument *document = NULL;
    if (!json_parse(text, length, "a.json", &document, &error)) fail_msg("%s", error.text);
    return document;
}

static JsonDocument *parsed(const char *text) {
    return parsed_n(text, strlen(text));
}

static void assert_reads(const char *text) {
    json_destroy(parsed(text));
}

#define NOT_JSON "is not JSON: a comma, colon, quote, bracket or value is missing or too many near here"
#define NOT_NUMBER "is not a number as JSON writes them (12, -0.5, 1e-3; no leading 0 or +)"

static void errors_name_line_and_column(void **state) {
    (void)state;
    assert_refused("[1,\n  2 3]", "a.json:2:5: " NOT_JSON);
    assert_refused("{\"a\" 1}", "a.json:1:6: " NOT_JSON);
    assert_refused("[\"鍵\", nul]", "a.json:1:7: " NOT_JSON); /* columns are characters */
    assert_refused("[1,2", "a.json:1:4: " NOT_JSON);
    assert_refused("}", "a.json:1:1: " NOT_JSON);
    assert_refused("[1,]", "a.json:1:4: " NOT_JSON);
    assert_refused("{'a':1}", "a.json:1:3: " NOT_JSON);
}

static void nothing_is_no_value(void **state) {
    (void)state;
    assert_refused("", "a.json: is empty; a JSON value is needed");
    assert_refused(" \n\t ", "a.json: is empty; a JSON value is needed");
    assert_refused("\xEF\xBB\xBF", "a.json: is empty; a JSON value is needed");
}

static void what_follows_the_value_is_refused(void **state) {
    (void)state;
    assert_refused("{}\n{}", "a.json:2:1: something follows after the end of the value; remove it");
    assert_refused("1 x", "a.json:1:3: something follows after the end of the value; remove it");
    assert_refused("[]]", "a.json:1:3: something follows after the end of the value; remove it");
    assert_reads(" {} \r\n");
}

static void a_nul_is_refused_in_any_disguise(void **state) {
    (void)state;
    assert_refused_n("[1]\0", 4, "a.json:1:4: a NUL or other control character stands here");
    assert_refused_n("[\0001]", 4, "a.json:1:2: a NUL or other control character stands here");
    assert_refused_n(
        "\"a\0b\"", 5,
        "a.json:1:3: a line break, tab, NUL or other control character stands in a text; close the quote "
        "before it or write it as \\n, \\t or \\u00XX");
    assert_refused("{\"a\\u0000b\": 1}", "a.json:1:4: \\u0000 cannot stand in a text; leave it out");
    assert_refused("\"\\uZZZZ\"", "a.json:1:2: \\u must be followed by four hexadecimal digits");
}

static void texts_are_checked_to_their_end(void **state) {
    (void)state;
    assert_refused("[\n\"abc]", "a.json:2:1: the text that begins here has no closing quote");
    assert_refused(
        "\"abc\\",
        "a.json:1:5: after \\ only one of \" \\ / b f n r t u may stand; write \\\\ for a backslash");
    assert_refused(
        "\"C:\\Windows\"",
        "a.json:1:4: after \\ only one of \" \\ / b f n r t u may stand; write \\\\ for a backslash");
    assert_refused("\"\\ud83d\"",
                   "a.json:1:2: is half of a surrogate pair; write both halves or the character itself");
    assert_refused("\"\\ud83d\\u0041\"",
                   "a.json:1:2: is half of a surrogate pair; write both halves or the character itself");
    assert_refused("\"\\udd11\"",
                   "a.json:1:2: is half of a surrogate pair; write both halves or the character itself");
}

static void bytes_that_are_not_utf_8_are_refused(void **state) {
    (void)state;
    assert_refused("[\"\xFF\"]", "a.json:1:3: is not UTF-8 here; save the file as UTF-8");
    assert_refused("[\"\xC0\xAF\"]", "a.json:1:3: is not UTF-8 here; save the file as UTF-8");
    assert_refused("\"\xED\xA0\x80\"", "a.json:1:2: is not UTF-8 here; save the file as UTF-8");
    assert_refused("[\xE9]", "a.json:1:2: is not UTF-8 here; save the file as UTF-8");
}

static void numbers_are_those_of_json(void **state) {
    (void)state;
    static const char *const REFUSED[] = {"01",  "-",    "1.",  ".5",  "+1", "1e",
                                          "-01", "1.e3", "1e+", "--1", "1-2"};
    for (size_t i = 0; i < sizeof REFUSED / sizeof *REFUSED; i++) {
        assert_refused(REFUSED[i], "a.json:1:1: " NOT_NUMBER);
    }
    assert_reads("[0, -0, 1e5, 1E+5, 0.5, -1.25e-3, 1e-400]");
}

static void numbers_that_no_double_holds_are_refused(void **state) {
    (void)state;
    assert_refused("1e999", "a.json:1:1: $: is too large a number; they end at 1.8e308");
    assert_refused("[true,\n [null, {\"k\": [], \"level\": -1e999}]]",
                   "a.json:2:19: $[1][1].level: is too large a number; they end at 1.8e308");
    char digits[80] = "0.";
    memset(digits + 2, '1', 61);
    assert_reads(digits);
    digits[63] = '1';
    assert_refused(digits,
                   "a.json:1:1: a number has more than 63 characters; 17 digits tell every number apart");
}

static void a_key_that_stands_twice_is_refused_where_it_stands_again(void **state) {
    (void)state;
    assert_refused("{\"a\": 1,\n \"a\": 1}", "a.json:2:2: $.a: stands twice in the same object; keep one");
    assert_refused("{\"x\": [{}, {\"b\": 1, \"c\": {\"c\": 0}, \"b\": [2]}]}",
                   "a.json:1:36: $.x[1].b: stands twice in the same object; keep one");
    assert_refused("{\"a\": 1, \"\\u0061\": 1}",
                   "a.json:1:10: $.a: stands twice in the same object; keep one");
    assert_reads("{\"a\": 1, \"A\": {\"a\": 1}}");
}

/* "[[[…" to the depth, closed again; release with free(). */
static char *nested(size_t depth) {
    char *text = calloc(2 * depth + 1, 1);
    memset(text, '[', depth);
    memset(text + depth, ']', depth);
    return text;
}

static void nesting_ends_at_64_levels(void **state) {
    (void)state;
    char *text = nested(64);
    assert_reads(text);
    free(text);
    text = nested(65);
    assert_refused(text, "a.json:1:65: is nested deeper than 64 levels");
    free(text);
    text = nested(1000000);
    assert_refused(text, "a.json:1:65: is nested deeper than 64 levels");
    free(text);
}

static void a_byte_order_mark_is_passed_over(void **state) {
    (void)state;
    JsonDocument *document = parsed("\xEF\xBB\xBF{\"a\": 1}");
    assert_int_equal(json_count(json_root(document)), 1);
    json_destroy(document);
}

static void a_text_needs_no_final_nul(void **state) {
    (void)state;
    char *exact = malloc(7); /* so that a byte too many is found by the sanitizer */
    memcpy(exact, "[12345]", 7);
    json_destroy(parsed_n(exact, 7));
    memcpy(exact, "1234567", 7);
    JsonDocument *document = parsed_n(exact, 7);
    double number = 0;
    Error error;
    assert_true(json_as_number(json_root(document), 0, 1e9, &number, &error));
    assert_true(number == 1234567);
    json_destroy(document);
    free(exact);
}

static void a_text_over_256_mebibytes_is_refused_unread(void **state) {
    (void)state;
    Error error = {0};
    JsonDocument *document = NULL;
    assert_false(json_parse("1", ((size_t)256 << 20) + 1, "a.json", &document, &error));
    assert_string_equal(error.text, "a.json: is larger than 256 MiB; split it");
}

static void a_document_is_loaded_from_a_file(void **state) {
    (void)state;
    static const char CONTENT[] = "{\"level\": }";
    char path[] = "/tmp/keyfall-test-XXXXXX";
    int file = mkstemp(path);
    assert_int_equal(write(file, CONTENT, sizeof CONTENT - 1), sizeof CONTENT - 1);
    Error error = {0};
    JsonDocument *document = NULL;
    assert_false(json_load(path, &document, &error));
    char whole[256];
    snprintf(whole, sizeof whole, "%s:1:11: " NOT_JSON, path);
    assert_string_equal(error.text, whole);
    assert_int_equal(pwrite(file, "7}", 2, 10), 2);
    assert_true(json_load(path, &document, &error));
    assert_true(json_has(json_root(document), "level"));
    json_destroy(document);
    close(file);
    assert_int_equal(unlink(path), 0);
    assert_false(json_load(path, &document, &error));
    snprintf(whole, sizeof whole, "%s: cannot be opened: No such file or directory", path);
    assert_string_equal(error.text, whole);
}

/* Seconds of processor time to parse and walk an array of the count, or an object, by index. */
static double seconds_to_walk(uint32_t count, bool object) {
    char *text = malloc((size_t)count * 20 + 3);
    size_t length = 0;
    text[length++] = object ? '{' : '[';
    for (uint32_t i = 0; i < count; i++) {
        if (i) text[length++] = ',';
        length += (size_t)sprintf(text + length, object ? "\"%u\":1" : "%u", i);
    }
    text[length++] = object ? '}' : ']';
    clock_t start = clock();
    JsonDocument *document = parsed_n(text, length);
    Json root = json_root(document);
    assert_int_equal(json_count(root), count);
    double sum = 0, number = 0;
    Error error;
    for (uint32_t i = 0; i < count; i++) {
        Json item = json_item(root, i);
        if (object && !json_get(root, json_key(item), &item)) fail();
        assert_true(json_as_number(item, 0, 1e9, &number, &error));
        sum += number;
    }
    assert_true(sum == (object ? count : (double)count * (count - 1) / 2));
    json_destroy(document);
    free(text);
    return (double)(clock() - start) / CLOCKS_PER_SEC;
}

/* On a busy machine one measurement can be many times too long, the least of several hardly. */
static double least_seconds_to_walk(uint32_t count, bool object) {
    double least = seconds_to_walk(count, object);
    for (int i = 0; i < 4; i++) {
        double again = seconds_to_walk(count, object);
        if (again < least) least = again;
    }
    return least;
}

/* Were an item or a key looked for from the start, the larger ones would take hundreds of times as long as
 * the smaller; the bound of 80 for 16 times as many leaves room for caches. */
static void large_arrays_and_objects_take_time_by_their_size(void **state) {
    (void)state;
    double array = least_seconds_to_walk(400000, false), object = least_seconds_to_walk(160000, true);
    assert_true(array < 80 * seconds_to_walk(25000, false));
    assert_true(object < 80 * seconds_to_walk(10000, true));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(errors_name_line_and_column),
        cmocka_unit_test(nothing_is_no_value),
        cmocka_unit_test(what_follows_the_value_is_refused),
        cmocka_unit_test(a_nul_is_refused_in_any_disguise),
        cmocka_unit_test(texts_are_checked_to_their_end),
        cmocka_unit_test(bytes_that_are_not_utf_8_are_refused),
        cmocka_unit_test(numbers_are_those_of_json),
        cmocka_unit_test(numbers_that_no_double_holds_are_refused),
        cmocka_unit_test(a_key_that_stands_twice_is_refused_where_it_stands_again),
        cmocka_unit_test(nesting_ends_at_64_levels),
        cmocka_unit_test(a_byte_order_mark_is_passed_over),
        cmocka_unit_test(a_text_needs_no_final_nul),
        cmocka_unit_test(a_text_over_256_mebibytes_is_refused_unread),
        cmocka_unit_test(a_document_is_loaded_from_a_file),
        cmocka_unit_test(large_arrays_and_objects_take_time_by_their_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
