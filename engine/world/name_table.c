#include "world/name_table.h"

#include "base/arena.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_CAPACITY 64 /* a power of two */

/* The place of a name, or the free place where it belongs. */
static uint32_t place_of(const NameTable *table, Name name) {
    uint32_t mask = table->capacity - 1, place = (uint32_t)name_mix(name) & mask;
    while (table->numbers[place] != NAME_TABLE_NONE && table->names[place] != name)
        place = (place + 1) & mask;
    return place;
}

static void grow(NameTable *table) {
    uint32_t capacity = table->capacity ? table->capacity * 2 : FIRST_CAPACITY;
    NameTable larger = {.names = heap_take(capacity, sizeof(Name)),
                        .numbers = heap_take(capacity, sizeof(uint32_t)),
                        .count = table->count,
                        .capacity = capacity};
    memset(larger.numbers, 0xff, capacity * sizeof(uint32_t));
    for (uint32_t i = 0; i < table->capacity; i++) {
        if (table->numbers[i] == NAME_TABLE_NONE) continue;
        uint32_t place = place_of(&larger, table->names[i]);
        larger.names[place] = table->names[i];
        larger.numbers[place] = table->numbers[i];
    }
    name_table_clear(table);
    *table = larger;
}

uint32_t name_table_add(NameTable *table, Name name, uint32_t number) {
    assert(number != NAME_TABLE_NONE);
    if (table->count >= table->capacity / 2) grow(table);
    uint32_t place = place_of(table, name);
    if (table->numbers[place] != NAME_TABLE_NONE) return table->numbers[place];
    table->names[place] = name;
    table->numbers[place] = number;
    table->count++;
    return number;
}

uint32_t name_table_find(const NameTable *table, Name name) {
    return table->capacity ? table->numbers[place_of(table, name)] : NAME_TABLE_NONE;
}

void name_table_clear(NameTable *table) {
    free(table->names);
    free(table->numbers);
    *table = (NameTable){0};
}
