#include "base/sheet.h"

#include <assert.h>
#include <string.h>

void sheet_init(Sheet *sheet, uint32_t columns) {
    assert(columns <= SHEET_COLUMNS_MAX);
    *sheet = (Sheet){.columns = columns};
    arena_init(&sheet->arena);
}

void sheet_clear(Sheet *sheet) {
    vec_clear(&sheet->rows);
    arena_clear(&sheet->arena);
}

void sheet_set(Sheet *sheet, uint32_t row, uint32_t column, const char *text) {
    assert(row < SHEET_ROWS_MAX && column < sheet->columns);
    while (sheet->rows.count <= row)
        vec_push(&sheet->rows, (SheetRow){arena_new(&sheet->arena, const char *, sheet->columns)});
    sheet->rows.items[row].cells[column] = arena_text(&sheet->arena, text);
}

const char *sheet_at(const Sheet *sheet, uint32_t row, uint32_t column) {
    if (row >= sheet->rows.count || column >= sheet->columns) return "";
    const char *text = sheet->rows.items[row].cells[column];
    return text ? text : "";
}

bool sheet_is_xlsx(const char *bytes, size_t length) {
    return length >= 4 && memcmp(bytes, "PK\3\4", 4) == 0;
}
