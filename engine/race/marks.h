/* Sums by a 64-bit key, emptied at the cost of what was put in: who has reported, and how much. */
#pragma once

#include "base/name.h"
#include "base/vec.h"

#include <stdbool.h>

typedef struct Mark {
    uint64_t key, value; /* key 0: empty */
} Mark;

typedef struct Marks {
    Mark *slots; /* power of two; owned */
    uint32_t capacity;
    Vec(uint32_t) used;
} Marks;

/* The value under a key (not 0), made 0 when it is new. Valid until the next call. */
uint64_t *marks_at(Marks *marks, uint64_t key, bool *is_new);
void marks_empty(Marks *marks);
void marks_clear(Marks *marks);
