#include "checks.h"
#include "report/table.h"

#include <stdio.h>

static Text written(const Table *table, bool ascii) {
    Text out = {0};
    table_write(table, (Style){.ascii = ascii}, &out);
    return out;
}

static void columns_align_by_what_people_see_and_not_by_bytes(void **state) {
    (void)state;
    Table table;
    table_init(&table, "lr");
    table_cell(&table, "name");
    table_cell(&table, "n");
    table_cell(&table, "Zürich");
    table_cell(&table, "7");
    table_cell(&table, "Genova");
    table_cell(&table, "12");
    Text out = written(&table, true);
    assert_string_equal(text_of(&out), "name     n\n"
                                       "----------\n"
                                       "Zürich   7\n"
                                       "Genova  12\n");
    text_clear(&out);
    table_clear(&table);
}

static size_t widest_line(const char *text) {
    size_t widest = 0;
    while (*text) {
        size_t length = strcspn(text, "\n");
        char line[1024];
        snprintf(line, sizeof line, "%.*s", (int)length, text);
        size_t columns = text_columns(line);
        widest = columns > widest ? columns : widest;
        text += length + (text[length] == '\n');
    }
    return widest;
}

static void a_wide_table_wraps_its_flexible_column_at_80(void **state) {
    (void)state;
    Table table;
    table_init(&table, "wrr");
    for (int row = 0; row < 4; row++) {
        table_cell(&table,
                   "a rather long sentence that cannot stand on one line of a terminal beside the rest %d",
                   row);
        table_cell(&table, "%s", "12,345 … 67,890");
        table_cell(&table, "%d", row);
    }
    Text out = written(&table, false);
    assert_int_equal(widest_line(text_of(&out)), 80);
    assert_non_null(strstr(text_of(&out), "rest 3"));
    text_clear(&out);
    table_clear(&table);
}

static void ascii_pages_have_no_letter_beyond_ascii(void **state) {
    (void)state;
    Table table;
    Text out = {0};
    table_init(&table, "l");
    table_cell(&table, "x");
    Style style = {.ascii = true};
    table_write(&table, style, &out);
    for (Mark mark = MARK_TAKEN; mark <= MARK_CONTAINED; mark++) text_add(&out, "%s", page_mark(style, mark));
    page_line(&out, style);
    for (const char *c = text_of(&out); *c; c++) assert_true(*c > 0 && *c < 127);
    text_clear(&out);
    table_clear(&table);
}

static void colour_is_there_only_when_asked_for(void **state) {
    (void)state;
    Text out = {0};
    page_paint(&out, (Style){.colour = false}, HUE_ATTACK, "taken");
    assert_string_equal(text_of(&out), "taken");
    page_paint(&out, (Style){.colour = true}, HUE_ATTACK, "taken");
    assert_string_equal(text_of(&out), "taken\033[38;5;166mtaken\033[0m");
    text_clear(&out);
}

static void marks_differ_in_shape_and_not_only_in_colour(void **state) {
    (void)state;
    for (int ascii = 0; ascii < 2; ascii++) {
        Style style = {.ascii = ascii};
        assert_string_not_equal(page_mark(style, MARK_TAKEN), page_mark(style, MARK_WARNING));
        assert_string_not_equal(page_mark(style, MARK_TAKEN), page_mark(style, MARK_CONTAINED));
        assert_string_not_equal(page_mark(style, MARK_WARNING), page_mark(style, MARK_CONTAINED));
    }
}

static void paragraphs_wrap_between_words_within_80_columns(void **state) {
    (void)state;
    Text out = {0};
    page_wrap(&out, 4, "%s",
              "one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
              "fifteen sixteen seventeen");
    assert_string_equal(text_of(&out),
                        "    one two three four five six seven eight nine ten eleven twelve thirteen\n"
                        "    fourteen fifteen sixteen seventeen\n");
    text_clear(&out);
}

static void a_row_across_the_table_widens_no_column(void **state) {
    (void)state;
    Table table;
    table_init(&table, "lr");
    table_cell(&table, "name");
    table_cell(&table, "n");
    table_span(&table, "what these are about, at length");
    table_span(&table, "and a word more");
    table_cell(&table, "a");
    table_cell(&table, "7");
    Text out = written(&table, true);
    assert_string_equal(text_of(&out), "name  n\n"
                                       "-------\n"
                                       "\n"
                                       "what these are about, at length\n"
                                       "and a word more\n"
                                       "a     7\n");
    text_clear(&out);
    table_clear(&table);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_align_by_what_people_see_and_not_by_bytes),
        cmocka_unit_test(a_wide_table_wraps_its_flexible_column_at_80),
        cmocka_unit_test(a_row_across_the_table_widens_no_column),
        cmocka_unit_test(ascii_pages_have_no_letter_beyond_ascii),
        cmocka_unit_test(colour_is_there_only_when_asked_for),
        cmocka_unit_test(marks_differ_in_shape_and_not_only_in_colour),
        cmocka_unit_test(paragraphs_wrap_between_words_within_80_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
