/* Lines that survive a crash. */
#include "base/line_file.h"
#include "checks.h"
#include "scratch.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static LineFile opened(const char *path) {
    LineFile lines;
    Error error = {{0}};
    if (!line_file_open(&lines, path, &error)) fail_msg("%s", error.text);
    return lines;
}

static void add(LineFile *lines, const char *line) {
    Error error = {{0}};
    if (!line_file_add(lines, line, strlen(line), &error)) fail_msg("%s", error.text);
}

static void what_was_added_is_there_when_it_is_opened_again(void **state) {
    (void)state;
    const char *path = scratch_file("kept", "");
    LineFile lines = opened(path);
    assert_string_equal(lines.text, "");
    add(&lines, "first\n");
    add(&lines, "second\n");
    line_file_close(&lines);
    lines = opened(path);
    assert_string_equal(lines.text, "first\nsecond\n");
    line_file_close(&lines);
    scratch_clear();
}

static void a_line_that_a_crash_cut_short_is_taken_away_and_the_next_stands_in_its_place(void **state) {
    (void)state;
    const char *path = scratch_file("kept", "whole\ncut sho");
    LineFile lines = opened(path);
    assert_string_equal(lines.text, "whole\n");
    add(&lines, "next\n");
    line_file_close(&lines);
    lines = opened(path);
    assert_string_equal(lines.text, "whole\nnext\n");
    line_file_close(&lines);
    scratch_clear();
}

static void only_one_has_it_open_at_a_time(void **state) {
    (void)state;
    const char *path = scratch_file("kept", "whole\n");
    LineFile lines = opened(path), other;
    Error error = {{0}};
    assert_false(line_file_open(&other, path, &error));
    assert_non_null(strstr(error.text, path));
    line_file_close(&lines);
    lines = opened(path);
    line_file_close(&lines);
    scratch_clear();
}

static void what_is_no_regular_file_is_refused(void **state) {
    (void)state;
    LineFile lines;
    Error error = {{0}};
    scratch_file("kept", "");
    assert_false(line_file_open(&lines, scratch_folder(), &error));
    assert_non_null(strstr(error.text, scratch_folder()));
    scratch_clear();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_added_is_there_when_it_is_opened_again),
        cmocka_unit_test(a_line_that_a_crash_cut_short_is_taken_away_and_the_next_stands_in_its_place),
        cmocka_unit_test(only_one_has_it_open_at_a_time),
        cmocka_unit_test(what_is_no_regular_file_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
