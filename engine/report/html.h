/* HTML for paper: escaped text, plain elements, and the shell of a document whose every page carries its
 * marking and its number. */
#pragma once

#include "base/text.h"

#include <stdbool.h>

typedef struct HtmlShell {
    bool letter;                 /* US Letter; else A4 */
    const char *language;        /* "en" or "ja" */
    const char *title, *marking; /* in the header and the footer of each page */
} HtmlShell;

void html_open(Text *out, const HtmlShell *shell);
void html_close(Text *out, const HtmlShell *shell);

/* < > & " ' as entities; control characters as U+FFFD. */
void html_escape(Text *out, const char *text);
/* <tag>text</tag> with the text escaped, on a line of its own. `tag` may hold a class: "p class=small". */
void html_element(Text *out, const char *tag, const char *text);
/* One row; `tag` is "th" or "td". NULL ends the cells. */
void html_row(Text *out, const char *tag, const char *const *cells);
