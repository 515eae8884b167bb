#include "race/queue.h"

/* ------------------------------------------------------------------ the events of this second */

static void heap_push(Queue *queue, Event event) {
    vec_reserve(&queue->now, queue->now.count + 1);
    Event *heap = queue->now.items;
    uint32_t hole = queue->now.count++;
    while (hole > 0) {
        uint32_t parent = (hole - 1) / 2;
        if (!event_before(&event, &heap[parent])) break;
        heap[hole] = heap[parent];
        hole = parent;
    }
    heap[hole] = event;
}

static Event heap_pop(Queue *queue) {
    Event *heap = queue->now.items;
    Event first = heap[0];
    uint32_t count = --queue->now.count;
    Event last = heap[count];
    uint32_t hole = 0;
    for (uint32_t child = 1; child < count; child = 2 * hole + 1) {
        if (child + 1 < count && event_before(&heap[child + 1], &heap[child])) child++;
        if (!event_before(&heap[child], &last)) break;
        heap[hole] = heap[child];
        hole = child;
    }
    heap[hole] = last;
    return first;
}

/* ------------------------------------------------------------------ those of later seconds */

static uint32_t bucket_of(const Queue *queue, uint32_t second) {
    return 31 - (uint32_t)__builtin_clz(second ^ queue->second);
}

static void put(Queue *queue, Event event) {
    uint32_t second = event_second(&event);
    if (second <= queue->second) {
        heap_push(queue, event);
        return;
    }
    uint32_t bucket = bucket_of(queue, second);
    vec_push(&queue->later[bucket], event);
    queue->filled |= 1u << bucket;
}

void queue_push(Queue *queue, Event event) {
    queue->attacks += event_class(&event) == CLASS_ATTACK;
    put(queue, event);
}

/* Moves on to the earliest second that has events: the first bucket holds it, and its events spread over the
 * buckets before it. */
static void move_on(Queue *queue) {
    uint32_t bucket = (uint32_t)__builtin_ctz(queue->filled);
    Event *events = queue->later[bucket].items;
    uint32_t count = queue->later[bucket].count, earliest = UINT32_MAX;
    for (uint32_t i = 0; i < count; i++)
        if (event_second(&events[i]) < earliest) earliest = event_second(&events[i]);
    queue->second = earliest;
    queue->later[bucket].count = 0;
    queue->filled &= queue->filled - 1;
    for (uint32_t i = 0; i < count; i++) put(queue, events[i]);
}

bool queue_pop(Queue *queue, Event *out) {
    if (queue->now.count == 0) {
        if (!queue->filled) return false;
        move_on(queue);
    }
    *out = heap_pop(queue);
    queue->attacks -= event_class(out) == CLASS_ATTACK;
    return true;
}

void queue_empty(Queue *queue) {
    queue->now.count = queue->second = queue->attacks = 0;
    for (; queue->filled; queue->filled &= queue->filled - 1)
        queue->later[__builtin_ctz(queue->filled)].count = 0;
}

void queue_clear(Queue *queue) {
    vec_clear(&queue->now);
    for (uint32_t i = 0; i < QUEUE_BUCKETS; i++) vec_clear(&queue->later[i]);
    queue->filled = 0;
}
