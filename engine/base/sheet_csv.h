/* A sheet as comma-separated values (RFC 4180, UTF-8 with a byte-order mark, so that spreadsheets read it as
 * such), and either kind of file read by what it holds. */
#pragma once

#include "base/sheet.h"

/* A cell that begins with = + - @ is written behind an apostrophe, so that a spreadsheet does not run it;
 * reading takes that apostrophe off again. */
bool sheet_write_csv(const Sheet *sheet, const char *path, Error *error);
/* Commas, semicolons or tabs, whichever the first line has most of. On success the caller clears *out. */
bool sheet_read_csv(const char *bytes, size_t length, const char *path, Sheet *out, Error *error);
/* A workbook or comma-separated values. */
bool sheet_read(const char *path, Sheet *out, Error *error);
