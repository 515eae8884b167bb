/* Markdown that people type: CommonMark with tables, read by cmark-gfm. What could do harm is left out, not
 * escaped: raw HTML, links that run scripts, and pictures, of which their words stay (a page and a printer
 * would fetch them from somewhere). Headings begin at the third level, because they stand inside a page that
 * has its own.
 *
 * Any text is Markdown, so nothing here can fail. The library lists its extensions when first used: one call
 * must have returned before a second thread makes another. */
#pragma once

#include "base/text.h"

#include <stdbool.h>

/* Adds it as HTML. */
void markdown_html(const char *markdown, Text *out);
/* Adds it as lines of at most `width` columns, tables with bars; ends with a newline unless it is empty. */
void markdown_plain(const char *markdown, int width, Text *out);
/* Whether something in it is left out. */
bool markdown_loses(const char *markdown);
