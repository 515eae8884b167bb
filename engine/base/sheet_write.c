/* A sheet as XLSX. */
#include "base/file.h"
#include "base/sheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <xlsxwriter.h>

/* Files would otherwise carry the hour at which they were made and differ from run to run: the day of the
 * attack that Keyfall began with, 2 July 2021. */
#define CREATED 1625184000

static lxw_format *cell_format(lxw_workbook *workbook, bool bold) {
    lxw_format *format = workbook_add_format(workbook);
    format_set_text_wrap(format);
    format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    if (bold) format_set_bold(format);
    return format;
}

static void write_rows(const Sheet *sheet, const SheetLook *look, lxw_worksheet *page, lxw_format *plain,
                       lxw_format *bold) {
    for (uint32_t row = 0; row < sheet->rows.count; row++) {
        for (uint32_t column = 0; column < sheet->columns; column++) {
            const char *text = sheet_at(sheet, row, column);
            if (*text)
                worksheet_write_string(page, row, (lxw_col_t)column, text,
                                       row == look->heading ? bold : plain);
        }
    }
}

static void write_lists(const SheetLook *look, lxw_worksheet *page) {
    for (uint32_t i = 0; i < look->list_count; i++) {
        const SheetList *list = &look->lists[i];
        lxw_data_validation validation = {.validate = LXW_VALIDATION_TYPE_LIST,
                                          .ignore_blank = LXW_VALIDATION_ON,
                                          .value_list = (char **)list->choices};
        worksheet_data_validation_cell(page, list->row, (lxw_col_t)list->column, &validation);
    }
}

/* Writes to a file of its own; 0 or a code of the library. */
static lxw_error write_workbook(const Sheet *sheet, const SheetLook *look, const char *path) {
    lxw_workbook *workbook = workbook_new(path);
    if (!workbook) return LXW_ERROR_CREATING_XLSX_FILE;
    lxw_doc_properties properties = {.created = CREATED};
    workbook_set_properties(workbook, &properties);
    lxw_worksheet *page = workbook_add_worksheet(workbook, look->name);
    for (uint32_t column = 0; column < sheet->columns; column++)
        worksheet_set_column(page, (lxw_col_t)column, (lxw_col_t)column, look->widths[column], NULL);
    write_rows(sheet, look, page, cell_format(workbook, false), cell_format(workbook, true));
    write_lists(look, page);
    worksheet_freeze_panes(page, look->heading + 1, 0);
    worksheet_set_landscape(page);
    worksheet_fit_to_pages(page, 1, 0);
    return workbook_close(workbook);
}

static bool take_temporary(char *path, size_t size, Error *error) {
    const char *folder = getenv("TMPDIR");
    snprintf(path, size, "%s/keyfall-XXXXXX", folder && *folder ? folder : "/tmp");
    int file = mkstemp(path);
    if (file < 0) return error_set(error, "%s: a temporary file cannot be made there", path);
    close(file);
    return true;
}

bool sheet_write_xlsx(const Sheet *sheet, const SheetLook *look, const char *path, Error *error) {
    enum { LIMIT = 64 << 20 };
    char temporary[512], *bytes = NULL;
    size_t length = 0;
    if (!take_temporary(temporary, sizeof temporary, error)) return false;
    lxw_error failed = write_workbook(sheet, look, temporary);
    bool good = failed == LXW_NO_ERROR || error_set(error, "%s: %s", path, lxw_strerror(failed));
    good =
        good && file_read(temporary, LIMIT, &bytes, &length, error) && file_write(path, bytes, length, error);
    unlink(temporary);
    free(bytes);
    return good;
}
