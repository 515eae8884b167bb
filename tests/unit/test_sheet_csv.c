/* Comma-separated values: out and in again, whatever the cells hold, and other people's files. */
#define _GNU_SOURCE
#include "base/file.h"
#include "base/sheet_csv.h"
#include "checks.h"

#include <stdlib.h>
#include <unistd.h>

static Sheet read_text(const char *text) {
    Sheet sheet;
    Error error = {{0}};
    if (!sheet_read_csv(text, strlen(text), "t.csv", &sheet, &error)) fail_msg("%s", error.text);
    return sheet;
}

static void what_is_written_is_read_again(void **state) {
    (void)state;
    const char *cells[] = {
        "plain",  "a \"quoted\" word", "two\nlines", "a, b; c", "=1+1", "-5", "@x", "+y", "", "日本語",
        "'quoted"};
    char path[] = "/tmp/keyfall_csv_XXXXXX";
    close(mkstemp(path));
    Sheet sheet, again;
    Error error = {{0}};
    sheet_init(&sheet, 3);
    for (uint32_t i = 0; i < 11; i++) sheet_set(&sheet, i / 3, i % 3, cells[i]);
    assert_true(sheet_write_csv(&sheet, path, &error));
    if (!sheet_read(path, &again, &error)) fail_msg("%s", error.text);
    for (uint32_t i = 0; i < 11; i++) assert_string_equal(sheet_at(&again, i / 3, i % 3), cells[i]);
    unlink(path);
    sheet_clear(&sheet);
    sheet_clear(&again);
}

static void no_cell_is_written_so_that_a_spreadsheet_runs_it(void **state) {
    (void)state;
    char path[] = "/tmp/keyfall_csv_XXXXXX", *bytes;
    size_t length;
    close(mkstemp(path));
    Sheet sheet;
    Error error;
    sheet_init(&sheet, 2);
    sheet_set(&sheet, 0, 0, "=HYPERLINK(\"x\")");
    sheet_set(&sheet, 0, 1, "@SUM(1)");
    assert_true(sheet_write_csv(&sheet, path, &error));
    assert_true(file_read(path, 1000, &bytes, &length, &error));
    assert_string_equal(bytes, "\xEF\xBB\xBF\"'=HYPERLINK(\"\"x\"\")\",'@SUM(1)\r\n");
    free(bytes);
    unlink(path);
    sheet_clear(&sheet);
}

static void the_separator_is_the_one_the_first_line_uses(void **state) {
    (void)state;
    const char *texts[] = {"a,b\n1,2\n", "a;b\n1;2\n", "a\tb\r\n1\t2"};
    for (int i = 0; i < 3; i++) {
        Sheet sheet = read_text(texts[i]);
        assert_int_equal(sheet.columns, 2);
        assert_string_equal(sheet_at(&sheet, 1, 1), "2");
        sheet_clear(&sheet);
    }
}

static void what_is_no_table_is_refused_in_plain_words(void **state) {
    (void)state;
    Sheet sheet;
    Error error = {{0}};
    assert_false(sheet_read_csv("a,\"b\n", 5, "t.csv", &sheet, &error));
    assert_string_equal(error.text, "t.csv:1: a cell in quotes does not end");
    assert_false(sheet_read_csv("a\0b", 3, "t.csv", &sheet, &error));
    assert_string_equal(error.text, "t.csv: is neither a workbook nor text in UTF-8");
    assert_false(sheet_read_csv("\xff\xfe", 2, "t.csv", &sheet, &error));
    sheet = read_text("");
    assert_string_equal(sheet_at(&sheet, 0, 0), "");
    sheet_clear(&sheet);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read_again),
        cmocka_unit_test(no_cell_is_written_so_that_a_spreadsheet_runs_it),
        cmocka_unit_test(the_separator_is_the_one_the_first_line_uses),
        cmocka_unit_test(what_is_no_table_is_refused_in_plain_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
