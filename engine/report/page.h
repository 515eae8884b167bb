/* What every page for the terminal is made of: two hues (the attack and the warning), marks whose shapes say
 * the same without colour, wrapped sentences. Pages are Texts; only the command line prints. */
#pragma once

#include "base/text.h"

#include <stdbool.h>

#define PAGE_COLUMNS 80

typedef struct Style {
    bool colour; /* ANSI 256 */
    bool ascii;  /* nothing but ASCII of our own; names keep their letters */
} Style;

typedef enum Hue { HUE_ATTACK, HUE_WARNING, HUE_CONTAINED, HUE_STRONG } Hue;
typedef enum Mark { MARK_TAKEN, MARK_WARNING, MARK_CONTAINED } Mark;

void page_paint(Text *out, Style style, Hue hue, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
const char *page_mark(Style style, Mark mark);
Hue page_hue(Mark mark);

/* A line of its own, strong. */
void page_heading(Text *out, Style style, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* A paragraph wrapped at 80 columns, indented by so many; continuation lines likewise. */
void page_wrap(Text *out, uint32_t indent, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* Continues a line that already holds `indent` columns: wrapped, later lines indented by `indent`. */
void page_hang(Text *out, uint32_t indent, const char *text);
/* The lines of a text one by one, each wrapped and indented by so many. */
void page_lines(Text *out, uint32_t indent, const char *text);
/* Of a numbered list: later lines hang under the first. */
void page_item(Text *out, uint32_t number, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* A rule across the page. */
void page_line(Text *out, Style style);
/* "…" or "..." and the like, so that no page has two ways to say it. */
const char *page_to(Style style); /* between the ends of a range */
