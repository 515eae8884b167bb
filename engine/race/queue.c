#include "race/queue.h"

#define BORDER_SECONDS (UINT32_C(3) * 86400)

void queue_empty(Queue *queue) {
    queue->heap.count = queue->far.count = 0;
    queue->border = BORDER_SECONDS;
}

static void heap_push(Queue *queue, Event event) {
    vec_reserve(&queue->heap, queue->heap.count + 1);
    Event *heap = queue->heap.items;
    uint32_t hole = queue->heap.count++;
    while (hole > 0) {
        uint32_t parent = (hole - 1) / 4;
        if (!event_before(&event, &heap[parent])) break;
        heap[hole] = heap[parent];
        hole = parent;
    }
    heap[hole] = event;
}

void queue_push(Queue *queue, Event event) {
    if (event_second(&event) < queue->border)
        heap_push(queue, event);
    else
        vec_push(&queue->far, event);
}

/* Moves the border past the earliest of those that wait, and takes in what now lies before it. */
static void take_in(Queue *queue) {
    Event *far = queue->far.items;
    uint32_t earliest = UINT32_MAX, kept = 0;
    for (uint32_t i = 0; i < queue->far.count; i++)
        if (event_second(&far[i]) < earliest) earliest = event_second(&far[i]);
    queue->border = earliest < UINT32_MAX - BORDER_SECONDS ? earliest + BORDER_SECONDS : UINT32_MAX;
    for (uint32_t i = 0; i < queue->far.count; i++) {
        if (event_second(&far[i]) < queue->border || queue->border == UINT32_MAX)
            heap_push(queue, far[i]);
        else
            far[kept++] = far[i];
    }
    queue->far.count = kept;
}

static uint32_t least_child(const Event *heap, uint32_t first, uint32_t count) {
    uint32_t least = first;
    uint32_t end = first + 4 < count ? first + 4 : count;
    for (uint32_t i = first + 1; i < end; i++)
        if (event_before(&heap[i], &heap[least])) least = i;
    return least;
}

bool queue_pop(Queue *queue, Event *out) {
    if (queue->heap.count == 0 && queue->far.count > 0) take_in(queue);
    if (queue->heap.count == 0) return false;
    Event *heap = queue->heap.items;
    *out = heap[0];
    uint32_t count = --queue->heap.count;
    Event last = heap[count];
    uint32_t hole = 0;
    for (uint32_t child = 1; child < count; child = hole * 4 + 1) {
        uint32_t least = least_child(heap, child, count);
        if (!event_before(&heap[least], &last)) break;
        heap[hole] = heap[least];
        hole = least;
    }
    heap[hole] = last;
    return true;
}

void queue_clear(Queue *queue) {
    vec_clear(&queue->heap);
    vec_clear(&queue->far);
}
