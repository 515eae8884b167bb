#include "base/file.h"
#include "base/sheet.h"
#include "checks.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const double widths[3] = {10, 10, 10};
static const SheetLook look = {.name = "Sheet", .widths = widths};

static void write_and_read(const Sheet *sheet, Sheet *back) {
    char path[] = "sheet_XXXXXX";
    Error error = {{0}};
    close(mkstemp(path));
    bool good = sheet_write_xlsx(sheet, &look, path, &error) && sheet_read_xlsx(path, back, &error);
    unlink(path);
    if (!good) fail_msg("%s", error.text);
}

static void texts_come_back_as_they_were(void **state) {
    (void)state;
    static const char *const texts[] = {"plain", "多要素認証", "=1+1",   "+x",  "-y",
                                        "@z",    "a\nb",       "<&\">'", "007", " x "};
    Sheet sheet, back;
    sheet_init(&sheet, 3);
    for (uint32_t i = 0; i < 10; i++) sheet_set(&sheet, i, i % 3, texts[i]);
    write_and_read(&sheet, &back);
    for (uint32_t i = 0; i < 10; i++) assert_string_equal(sheet_at(&back, i, i % 3), texts[i]);
    assert_string_equal(sheet_at(&back, 0, 1), "");
    assert_string_equal(sheet_at(&back, 9999, 200), "");
    sheet_clear(&sheet);
    sheet_clear(&back);
}

/* Dates, temporary names and the like must not reach the file. */
static void the_same_sheet_gives_the_same_bytes(void **state) {
    (void)state;
    char *bytes[2];
    size_t length[2];
    Error error = {{0}};
    for (int i = 0; i < 2; i++) {
        char path[] = "sheet_XXXXXX";
        close(mkstemp(path));
        Sheet sheet;
        sheet_init(&sheet, 3);
        sheet_set(&sheet, 1, 1, "x");
        assert_true(sheet_write_xlsx(&sheet, &look, path, &error));
        assert_true(file_read(path, 1 << 20, &bytes[i], &length[i], &error));
        sheet_clear(&sheet);
        unlink(path);
        if (i == 0) sleep(2); /* a ZIP file counts two seconds */
    }
    assert_int_equal(length[0], length[1]);
    assert_memory_equal(bytes[0], bytes[1], length[0]);
    free(bytes[0]);
    free(bytes[1]);
}

static void refuse(const char *bytes, size_t length, const char *sentence) {
    char path[] = "sheet_XXXXXX";
    Error error = {{0}};
    Sheet sheet = {.columns = 77};
    close(mkstemp(path));
    assert_true(file_write(path, bytes, length, &error));
    assert_false(sheet_read_xlsx(path, &sheet, &error));
    unlink(path);
    assert_int_equal(sheet.columns, 77);
    if (!strstr(error.text, sentence)) fail_msg("expected \"%s\" in: %s", sentence, error.text);
}

static void what_is_no_workbook_is_refused(void **state) {
    (void)state;
    refuse("", 0, "xl/workbook.xml");
    refuse("PK\3\4 and then nothing", 20, "no ZIP file");
    refuse("a,b,c\n", 6, "no ZIP file");
    /* An empty archive: a ZIP file without a workbook. */
    refuse("PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 22, "xl/workbook.xml");
}

/* Every prefix of a good file, and every file with one byte changed, is read or refused. */
static void damaged_workbooks_are_read_or_refused(void **state) {
    (void)state;
    char path[] = "sheet_XXXXXX", *bytes;
    size_t length;
    Error error = {{0}};
    Sheet sheet, back;
    close(mkstemp(path));
    sheet_init(&sheet, 3);
    sheet_set(&sheet, 2, 2, "something");
    assert_true(sheet_write_xlsx(&sheet, &look, path, &error));
    assert_true(file_read(path, 1 << 20, &bytes, &length, &error));
    uint32_t refused = 0;
    for (size_t at = 0; at < length; at += 37) {
        char kept = bytes[at];
        bytes[at] = (char)(kept ^ 0x55);
        assert_true(file_write(path, bytes, length, &error));
        error.text[0] = '\0';
        if (sheet_read_xlsx(path, &back, &error))
            sheet_clear(&back);
        else
            refused += strstr(error.text, "sheet_") == error.text;
        bytes[at] = kept;
    }
    assert_true(refused > 10);
    unlink(path);
    free(bytes);
    sheet_clear(&sheet);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_come_back_as_they_were),
        cmocka_unit_test(the_same_sheet_gives_the_same_bytes),
        cmocka_unit_test(what_is_no_workbook_is_refused),
        cmocka_unit_test(damaged_workbooks_are_read_or_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
