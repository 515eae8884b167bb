/* Tables in and out: a sheet of texts, written as XLSX and read back. The only user of libxlsxwriter, libzip
 * and libxml2.
 *
 * Everything is written as text, so that a cell that begins with = + - @ is never run by a spreadsheet.
 * Reading takes the first sheet of a workbook: texts as they stand, numbers as their digits, the last value
 * of a formula. A file over 16 MiB, a part that unpacks to more than 32 MiB, more than 10,000 rows or 256
 * columns, and anything that declares a document type are refused: a small file may unpack to a huge one. */
#pragma once

#include "base/arena.h"
#include "base/error.h"
#include "base/vec.h"

#include <stddef.h>
#include <stdint.h>

#define SHEET_ROWS_MAX 10000
#define SHEET_COLUMNS_MAX 256

typedef struct SheetRow {
    const char **cells; /* [columns]; NULL where nothing was set */
} SheetRow;

typedef struct Sheet { /* starts with sheet_init */
    Arena arena;       /* owns the rows and their texts */
    uint32_t columns;
    Vec(SheetRow) rows;
} Sheet;

void sheet_init(Sheet *sheet, uint32_t columns);
void sheet_clear(Sheet *sheet);
/* Copies the text. Rows are added as needed; row and column count from 0 and lie within the limits above. */
void sheet_set(Sheet *sheet, uint32_t row, uint32_t column, const char *text);
/* Never NULL: "" beyond the sheet. */
const char *sheet_at(const Sheet *sheet, uint32_t row, uint32_t column);

/* A cell that takes one of a few texts, offered as a list. */
typedef struct SheetList {
    uint32_t row, column;
    const char *const *choices; /* NULL ends it */
} SheetList;

typedef struct SheetLook {
    const char *name;     /* of the tab */
    const double *widths; /* [columns], in characters */
    uint32_t heading;     /* this row is bold and stays in sight */
    const SheetList *lists;
    uint32_t list_count;
} SheetLook;

/* The same sheet gives the same bytes. The target is replaced once the file is whole. */
bool sheet_write_xlsx(const Sheet *sheet, const SheetLook *look, const char *path, Error *error);
/* Whether these bytes begin like a workbook (a ZIP file). */
bool sheet_is_xlsx(const char *bytes, size_t length);
/* On success the caller clears *out; errors begin with `path`. */
bool sheet_read_xlsx(const char *path, Sheet *out, Error *error);
