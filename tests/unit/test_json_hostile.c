#include "base/pcg.h"
#include "checks.h"
#include "json_hostile.h"

#include <stdbool.h>
#include <stdlib.h>

/* Every kind of token, escape and number, so that each cut and each flipped byte hits something else. */
static const char VALID[] =
    "{\"format\": \"keyfall-world\", \"version\": 1,\r\n\t\"na\\u00efve\": \"\\ud83d\\udd11 \xE9\x8D\xB5 "
    "\\\"\\\\\\/\\b\\f\\n\","
    " \"seed\": \"18446744073709551615\", \"numbers\": [0, -0, 1, -1.5, 1e5, 2.5E-3, 9007199254740993],\n"
    " \"flags\": [true, false, null], \"nested\": {\"a\": {\"a\": [[], {}, [[[{\"\": []}]]]]}}, \"A\": 1, "
    "\"a\": 2}";

static bool reads(const char *bytes, size_t length) {
    bool read;
    const char *fault = json_hostile_fault(bytes, length, &read);
    if (fault) fail_msg("%s: %.*s", fault, (int)length, bytes);
    return read;
}

static void the_whole_text_is_read_and_no_part_of_it(void **state) {
    (void)state;
    size_t length = strlen(VALID);
    assert_true(reads(VALID, length));
    for (size_t cut = 0; cut < length; cut++) assert_false(reads(VALID, cut));
}

static void any_byte_in_any_place_is_read_or_refused_in_good_order(void **state) {
    (void)state;
    char text[sizeof VALID];
    memcpy(text, VALID, sizeof VALID);
    size_t read_count = 0, tried = 0;
    for (size_t at = 0; at < strlen(VALID); at++) {
        for (int byte = (int)(at % 7); byte < 256; byte += 7) {
            text[at] = (char)byte;
            read_count += reads(text, strlen(VALID));
            tried++;
        }
        text[at] = VALID[at];
    }
    /* Most bytes of texts may change to any other character, and no byte of the rest to most. */
    assert_true(read_count > tried / 20);
    assert_true(read_count < tried / 2);
}

static void many_flipped_bytes_at_once_break_nothing(void **state) {
    (void)state;
    Pcg32 pcg;
    pcg32_seed(&pcg, 20210702, 1);
    size_t length = strlen(VALID), read_count = 0;
    for (int round = 0; round < 5000; round++) {
        char text[sizeof VALID];
        memcpy(text, VALID, sizeof VALID);
        uint32_t flips = 1 + pcg32_below(&pcg, 4);
        for (uint32_t i = 0; i < flips; i++) {
            text[pcg32_below(&pcg, (uint32_t)length)] ^= (char)(1u << pcg32_below(&pcg, 8));
        }
        read_count += reads(text, length);
    }
    assert_in_range(read_count, 100, 4900); /* both sides were tried */
}

/* Rarely JSON, but of its tokens, so that brackets, commas and keys meet in every way. */
static void tokens_in_any_order_break_nothing(void **state) {
    (void)state;
    static const char *const TOKENS[] = {"{", "}",    "[",   "]",    ",", ":",     "\"a\"",   "\"b\"",
                                         "1", "true", "nul", "null", "-", "1e9",   "\"\\u00", "\"",
                                         " ", "\n",   "[]",  "{}",   ",", "\"a\":"};
    enum { COUNT = sizeof TOKENS / sizeof *TOKENS };
    Pcg32 pcg;
    pcg32_seed(&pcg, 20210702, 2);
    size_t read_count = 0;
    for (int round = 0; round < 20000; round++) {
        char text[128] = "[";
        uint32_t length = pcg32_below(&pcg, 7);
        for (uint32_t i = 0; i < length; i++) strcat(text, TOKENS[pcg32_below(&pcg, COUNT)]);
        read_count += reads(strcat(text, "]"), strlen(text));
    }
    assert_in_range(read_count, 100, 19000);
}

static void repeated_openings_and_digits_are_refused_at_any_length(void **state) {
    (void)state;
    static const char *const PIECES[] = {"[",  "{\"a\":", "{\"a\":[",     "-",   "9", "1e",
                                         "\"", "\\",      "\xEF\xBB\xBF", "[{},"};
    enum { BYTES = 200000 };
    char *text = malloc(BYTES);
    for (size_t i = 0; i < sizeof PIECES / sizeof *PIECES; i++) {
        size_t size = strlen(PIECES[i]), length = 0;
        while (length + size <= BYTES) {
            memcpy(text + length, PIECES[i], size);
            length += size;
        }
        assert_false(reads(text, length));
    }
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_whole_text_is_read_and_no_part_of_it),
        cmocka_unit_test(any_byte_in_any_place_is_read_or_refused_in_good_order),
        cmocka_unit_test(many_flipped_bytes_at_once_break_nothing),
        cmocka_unit_test(tokens_in_any_order_break_nothing),
        cmocka_unit_test(repeated_openings_and_digits_are_refused_at_any_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
