/* What a converter leaves out of a DOCX file that somebody is going to hand around: a marking in the header
 * and the footer of every page, the paper's size, lines around the cells of tables. */
#pragma once

#include "base/error.h"

typedef struct DocxLook {
    const char *marking; /* plain text */
    bool letter;         /* else A4 */
} DocxLook;

/* Changes a file in place; refuses one whose parts are not where they should be, which stays as it was. */
bool docx_dress(const char *path, DocxLook look, Error *error);
