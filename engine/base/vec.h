/* A growing array of any type: `typedef Vec(int) IntVec;`. Starts as {0}; release with vec_clear. */
#pragma once

#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>

#define Vec(Type)                                                                                            \
    struct {                                                                                                 \
        Type *items;                                                                                         \
        uint32_t count, capacity;                                                                            \
    }

#define vec_reserve(vec, wanted)                                                                             \
    do {                                                                                                     \
        if ((vec)->capacity < (wanted)) {                                                                    \
            uint32_t grown_ = (vec)->capacity ? (vec)->capacity * 2 : 8;                                     \
            (vec)->capacity = grown_ < (wanted) ? (wanted) : grown_;                                         \
            (vec)->items = heap_resize((vec)->items, (vec)->capacity, sizeof *(vec)->items);                 \
        }                                                                                                    \
    } while (0)

#define vec_push(vec, ...)                                                                                   \
    do {                                                                                                     \
        vec_reserve((vec), (vec)->count + 1);                                                                \
        (vec)->items[(vec)->count++] = (__VA_ARGS__);                                                        \
    } while (0)

#define vec_clear(vec)                                                                                       \
    do {                                                                                                     \
        free((vec)->items);                                                                                  \
        (vec)->items = NULL;                                                                                 \
        (vec)->count = (vec)->capacity = 0;                                                                  \
    } while (0)
