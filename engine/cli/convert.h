/* Other programs that make PDF and DOCX out of an HTML file. They are not needed for anything else. */
#pragma once

#include "base/error.h"

/* Through weasyprint. Errors say which package brings a program that is missing; what the program itself says
 * goes to stderr. */
bool convert_to_pdf(const char *html, const char *out, Error *error);
/* Through pandoc. */
bool convert_to_docx(const char *html, const char *out, Error *error);
