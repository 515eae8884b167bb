/* A table of texts in aligned columns, at most 80 wide: the flexible column wraps. */
#pragma once

#include "base/arena.h"
#include "base/vec.h"
#include "report/page.h"

#define TABLE_COLUMNS 10

typedef struct Table {
    Arena arena;
    const char
        *alignment; /* per column: l left, r right, w left and wrapped when the table is too wide; borrowed */
    uint32_t columns;
    Vec(char *) cells;   /* row by row; the first row is the heading */
    Vec(uint32_t) spans; /* rows that are one text across the table */
} Table;

void table_init(Table *table, const char *alignment);
void table_clear(Table *table);
/* The next cell, heading first, row by row. */
void table_cell(Table *table, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A row of one text across the table, with a blank line before it: what the rows below are about. */
void table_span(Table *table, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Every row must be complete. */
void table_write(const Table *table, Style style, Text *out);
