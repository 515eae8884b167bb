/* A hash table from names to numbers, so that looking an id up does not depend on how many there are. Starts
 * as {0}; release with name_table_clear. What it holds is only ever looked up, never walked through, so that
 * its order cannot reach a result. */
#pragma once

#include "base/name.h"

#define NAME_TABLE_NONE UINT32_MAX

typedef struct NameTable {
    Name *names;
    uint32_t *numbers; /* NAME_TABLE_NONE where a place is free */
    uint32_t count, capacity;
} NameTable;

/* The number that the name has after the call: the one given, or the one it had before. `number` is not
 * NAME_TABLE_NONE. */
uint32_t name_table_add(NameTable *table, Name name, uint32_t number);
/* NAME_TABLE_NONE when the name is not there. */
uint32_t name_table_find(const NameTable *table, Name name);
void name_table_clear(NameTable *table);
