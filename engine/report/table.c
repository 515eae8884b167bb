#include "report/table.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { GAP = 2, NARROWEST = 11 };

void table_init(Table *table, const char *alignment) {
    *table = (Table){.alignment = alignment, .columns = (uint32_t)strlen(alignment)};
    assert(table->columns <= TABLE_COLUMNS);
    arena_init(&table->arena);
}

void table_clear(Table *table) {
    arena_clear(&table->arena);
    vec_clear(&table->cells);
    vec_clear(&table->spans);
}

void table_cell(Table *table, const char *format, ...) {
    char cell[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(cell, sizeof cell, format, arguments);
    va_end(arguments);
    vec_push(&table->cells, arena_text(&table->arena, cell));
}

void table_span(Table *table, const char *format, ...) {
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    vec_push(&table->spans, table->cells.count / table->columns);
    vec_push(&table->cells, arena_text(&table->arena, text));
    for (uint32_t c = 1; c < table->columns; c++) vec_push(&table->cells, arena_text(&table->arena, ""));
}

static bool is_span(const Table *table, uint32_t row) {
    for (uint32_t i = 0; i < table->spans.count; i++) {
        if (table->spans.items[i] == row) return true;
    }
    return false;
}

static void measure_columns(const Table *table, size_t *widths) {
    memset(widths, 0, TABLE_COLUMNS * sizeof *widths);
    size_t total = GAP * (table->columns - 1);
    for (uint32_t i = 0; i < table->cells.count; i++) {
        if (is_span(table, i / table->columns)) continue;
        size_t columns = text_columns(table->cells.items[i]);
        if (columns > widths[i % table->columns]) widths[i % table->columns] = columns;
    }
    for (uint32_t c = 0; c < table->columns; c++) total += widths[c];
    for (uint32_t c = 0; c < table->columns && total > PAGE_COLUMNS; c++) {
        if (table->alignment[c] != 'w') continue;
        size_t others = total - widths[c];
        widths[c] = others + NARROWEST < PAGE_COLUMNS ? PAGE_COLUMNS - others : NARROWEST;
        total = others + widths[c];
    }
}

/* Bytes of the words of `cell` that fit into `width` columns; at least one word. */
static size_t fitting(const char *cell, size_t width) {
    size_t taken = 0, columns = 0;
    while (cell[taken]) {
        size_t word = strcspn(cell + taken + (taken > 0), " ") + (taken > 0);
        char copy[1024];
        snprintf(copy, sizeof copy, "%.*s", (int)word, cell + taken);
        columns += text_columns(copy);
        if (taken > 0 && columns > width) break;
        taken += word;
    }
    return taken;
}

static void write_cell(Text *out, const char *cell, size_t bytes, size_t width, char alignment, bool last) {
    char copy[1024];
    snprintf(copy, sizeof copy, "%.*s", (int)bytes, cell);
    size_t columns = text_columns(copy), space = columns < width ? width - columns : 0;
    if (alignment == 'r') text_pad(out, ' ', space);
    text_add(out, "%s", copy);
    if (alignment != 'r' && !last) text_pad(out, ' ', space);
}

/* One line of a row; true when some cell has more to say on the next. */
static bool write_line(const Table *table, const char **rest, const size_t *widths, Text *out) {
    bool more = false;
    for (uint32_t c = 0; c < table->columns; c++) {
        size_t bytes = fitting(rest[c], widths[c]);
        if (c > 0) text_pad(out, ' ', GAP);
        write_cell(out, rest[c], bytes, widths[c], table->alignment[c], c + 1 == table->columns);
        rest[c] += bytes;
        while (*rest[c] == ' ') rest[c]++;
        more |= *rest[c] != '\0';
    }
    while (out->length > 0 && out->items[out->length - 1] == ' ') out->items[--out->length] = '\0';
    text_add(out, "\n");
    return more;
}

/* The first of several is a title, the others tell more about it. */
static void write_span(const Table *table, uint32_t row, Style style, Text *out) {
    const char *text = table->cells.items[row * table->columns];
    if (is_span(table, row - 1)) {
        page_wrap(out, 0, "%s", text);
        return;
    }
    text_add(out, "\n");
    page_heading(out, style, "%s", text);
}

static void write_row(const Table *table, uint32_t row, const size_t *widths, Text *out) {
    const char *rest[TABLE_COLUMNS];
    for (uint32_t c = 0; c < table->columns; c++) rest[c] = table->cells.items[row * table->columns + c];
    while (write_line(table, rest, widths, out)) {
    }
}

void table_write(const Table *table, Style style, Text *out) {
    assert(table->cells.count % table->columns == 0);
    size_t widths[TABLE_COLUMNS], total = GAP * (table->columns - 1);
    measure_columns(table, widths);
    for (uint32_t c = 0; c < table->columns; c++) total += widths[c];
    for (uint32_t row = 0; row < table->cells.count / table->columns; row++) {
        if (is_span(table, row))
            write_span(table, row, style, out);
        else
            write_row(table, row, widths, out);
        if (row > 0) continue;
        for (size_t i = 0; i < total; i++) text_add(out, "%s", style.ascii ? "-" : "─");
        text_add(out, "\n");
    }
}
