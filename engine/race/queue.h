/* The one priority queue of the race: a 4-ary heap of small events, ordered by second, then containment
 * before attack before reports before actions, then by the target's name, then by the arc's. */
#pragma once

#include "base/vec.h"

#include <stdbool.h>

typedef enum EventClass { CLASS_CONTAIN, CLASS_ATTACK, CLASS_REPORT, CLASS_ACTION } EventClass;

typedef struct Event {
    uint64_t key; /* second << 32 | class << 30 | rank of the target's name */
    uint64_t tie; /* name of the arc or of the source */
    uint32_t kind;
    uint32_t a, b, c;
} Event;

/* Repairs lie weeks ahead of the hours in which everything else happens: what lies beyond the border waits
 * unsorted, so that the heap stays small. */
typedef struct Queue {
    Vec(Event) heap, far;
    uint32_t border; /* seconds; the heap holds what comes before it */
} Queue;

static inline uint64_t queue_key(uint32_t second, EventClass class_, uint32_t rank) {
    return (uint64_t)second << 32 | (uint64_t)class_ << 30 | rank;
}
static inline uint32_t event_second(const Event *event) {
    return (uint32_t)(event->key >> 32);
}
static inline bool event_before(const Event *x, const Event *y) {
    return x->key != y->key ? x->key < y->key : x->tie < y->tie;
}

void queue_empty(Queue *queue); /* keeps the memory */
void queue_push(Queue *queue, Event event);
bool queue_pop(Queue *queue, Event *out);
void queue_clear(Queue *queue);
