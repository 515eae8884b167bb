#include "report/page.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void add_formatted(Text *out, const char *format, va_list arguments) {
    char line[2048];
    vsnprintf(line, sizeof line, format, arguments);
    text_add(out, "%s", line);
}

/* The vermilion #D55E00 and the blue #0072B2 of the page and the paper, as the nearest of 256 that are
 * legible on dark and light grounds. */
static const char *const hue_codes[] = {"38;5;166", "38;5;32", "38;5;245", "1"};

void page_paint(Text *out, Style style, Hue hue, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    if (style.colour) text_add(out, "\033[%sm", hue_codes[hue]);
    add_formatted(out, format, arguments);
    if (style.colour) text_add(out, "\033[0m");
    va_end(arguments);
}

const char *page_mark(Style style, Mark mark) {
    static const char *const plain[] = {"*", "o", "x"}, *const drawn[] = {"●", "○", "⊘"};
    return style.ascii ? plain[mark] : drawn[mark];
}

Hue page_hue(Mark mark) {
    static const Hue hues[] = {HUE_ATTACK, HUE_WARNING, HUE_CONTAINED};
    return hues[mark];
}

void page_heading(Text *out, Style style, const char *format, ...) {
    char line[2048];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    page_paint(out, style, HUE_STRONG, "%s", line);
    text_add(out, "\n");
}

static size_t word_columns(const char *word, size_t length) {
    char copy[512];
    if (length >= sizeof copy) return length;
    memcpy(copy, word, length);
    copy[length] = '\0';
    return text_columns(copy);
}

/* Bytes until a line may break: a word, or one wide character with the punctuation that must not begin a
 * line. */
static size_t unit_length(const char *text) {
    static const char *const never_first = "、。，．・：；？！）」』】〕ー々％";
    size_t length = 0, left = strlen(text);
    while (text[length] && text[length] != ' ') {
        unsigned step = text_code_point(text + length, left - length, NULL);
        if (step == 0) step = 1;
        bool wide = word_columns(text + length, step) == 2;
        length += step;
        unsigned next = text_code_point(text + length, left - length, NULL);
        char following[8];
        snprintf(following, sizeof following, "%.*s", (int)next, text + length);
        if (wide && !(next > 1 && strstr(never_first, following))) break;
    }
    return length;
}

void page_hang(Text *out, uint32_t indent, const char *text) {
    size_t column = indent;
    bool space = false;
    while (*text) {
        size_t length = unit_length(text), columns = word_columns(text, length);
        bool at_start = column == indent;
        if (!at_start && column + space + columns > PAGE_COLUMNS) {
            text_add(out, "\n");
            text_pad(out, ' ', indent);
            column = indent;
        } else if (!at_start && space) {
            text_add(out, " ");
            column++;
        }
        text_add_n(out, text, length);
        column += columns;
        text += length;
        space = *text == ' ';
        while (*text == ' ') text++;
    }
    text_add(out, "\n");
}

void page_wrap(Text *out, uint32_t indent, const char *format, ...) {
    char paragraph[4096];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(paragraph, sizeof paragraph, format, arguments);
    va_end(arguments);
    text_pad(out, ' ', indent);
    page_hang(out, indent, paragraph);
}

void page_lines(Text *out, uint32_t indent, const char *text) {
    while (*text) {
        Text line = {0};
        size_t length = strcspn(text, "\n");
        text_add_n(&line, text, length);
        text_pad(out, ' ', indent);
        page_hang(out, indent, text_of(&line));
        text_clear(&line);
        text += length + (text[length] == '\n');
    }
}

void page_item(Text *out, uint32_t number, const char *format, ...) {
    char item[4096];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(item, sizeof item, format, arguments);
    va_end(arguments);
    text_add(out, "%3u. ", number);
    page_hang(out, 5, item);
}

void page_line(Text *out, Style style) {
    for (int i = 0; i < PAGE_COLUMNS; i++) text_add(out, "%s", style.ascii ? "-" : "─");
    text_add(out, "\n");
}

const char *page_to(Style style) {
    return style.ascii ? ".." : "…";
}
