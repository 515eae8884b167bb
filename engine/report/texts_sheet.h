/* The texts of an exercise as a sheet: Kind, Name, Field, English, Japanese; one row each. Whoever writes no
 * Lua changes the last two columns and gives the sheet back. */
#pragma once

#include "base/sheet.h"
#include "exercise/texts.h"

#define TEXTS_COLUMNS 5
void texts_sheet_write(Definition *definition, Sheet *out);
/* The rows that differ from the definition, in the arena. Refuses another table, a row that names no text,
 * and a text that is empty in both languages where there was one; `path` is for errors. */
bool texts_sheet_compare(Definition *definition, const Sheet *sheet, const char *path, Arena *arena,
                         TextChangeVec *out, Error *error);
