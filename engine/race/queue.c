#include "race/queue.h"

#include <string.h>

/* ------------------------------------------------------------------ events of seconds that have been reached
 */

static void heap_push(Queue *queue, const Event *event) {
    vec_reserve(&queue->now, queue->now.count + 1);
    Event *heap = queue->now.items;
    uint32_t hole = queue->now.count++;
    while (hole > 0) {
        uint32_t parent = (hole - 1) / 2;
        if (!event_before(event, &heap[parent])) break;
        heap[hole] = heap[parent];
        hole = parent;
    }
    heap[hole] = *event;
}

static void heap_pop(Queue *queue, Event *out) {
    Event *heap = queue->now.items;
    *out = heap[0];
    uint32_t count = --queue->now.count;
    const Event *last = &heap[count];
    uint32_t hole = 0;
    for (uint32_t child = 1; child < count; child = 2 * hole + 1) {
        if (child + 1 < count && event_before(&heap[child + 1], &heap[child])) child++;
        if (!event_before(&heap[child], last)) break;
        heap[hole] = heap[child];
        hole = child;
    }
    if (hole != count) heap[hole] = *last;
}

/* ------------------------------------------------------------------ those of later seconds */

/* Links a waiting event into the slot of its second: the highest digit in which it differs from the present.
 */
static void link(Queue *queue, uint32_t place) {
    Waiting *waiting = &queue->waiting.items[place - 1];
    uint32_t second = event_second(&waiting->event);
    uint32_t digit = (31 - (uint32_t)__builtin_clz(second ^ queue->second)) / QUEUE_DIGIT_BITS;
    uint32_t slot = second >> (digit * QUEUE_DIGIT_BITS) & (QUEUE_SLOTS - 1);
    waiting->next = queue->slots[digit][slot];
    queue->slots[digit][slot] = place;
    queue->filled[digit][slot / 64] |= UINT64_C(1) << slot % 64;
}

static uint32_t take_place(Queue *queue) {
    uint32_t place = queue->spare;
    if (!place) {
        vec_reserve(&queue->waiting, queue->waiting.count + 1);
        return ++queue->waiting.count;
    }
    queue->spare = queue->waiting.items[place - 1].next;
    return place;
}

void queue_push(Queue *queue, Event event) {
    queue->attacks += event_class(&event) == CLASS_ATTACK;
    if (event_second(&event) <= queue->second) {
        heap_push(queue, &event);
        return;
    }
    uint32_t place = take_place(queue);
    queue->waiting.items[place - 1].event = event;
    link(queue, place);
}

/* The first slot that is filled, of the lowest digit that has one; false: none has. */
static bool first_slot(const Queue *queue, uint32_t *digit, uint32_t *slot) {
    for (*digit = 0; *digit < QUEUE_DIGITS; ++*digit)
        for (uint32_t word = 0; word < QUEUE_SLOTS / 64; word++) {
            if (!queue->filled[*digit][word]) continue;
            *slot = word * 64 + (uint32_t)__builtin_ctzll(queue->filled[*digit][word]);
            return true;
        }
    return false;
}

static uint32_t empty_slot(Queue *queue, uint32_t digit, uint32_t slot) {
    uint32_t first = queue->slots[digit][slot];
    queue->slots[digit][slot] = 0;
    queue->filled[digit][slot / 64] &= ~(UINT64_C(1) << slot % 64);
    return first;
}

/* ------------------------------------------------------------------ the slot whose turn has come */

static bool due_before(const Queue *queue, const Due *x, const Due *y) {
    if (x->key != y->key) return x->key < y->key;
    return event_before(&queue->waiting.items[x->place - 1].event, &queue->waiting.items[y->place - 1].event);
}

static void insert_sorted(const Queue *queue, Due *run, uint32_t count) {
    for (uint32_t i = 1; i < count; i++) {
        Due moved = run[i];
        uint32_t hole = i;
        for (; hole > 0 && due_before(queue, &moved, &run[hole - 1]); hole--) run[hole] = run[hole - 1];
        run[hole] = moved;
    }
}

static void merge_runs(const Queue *queue, const Due *x, uint32_t x_count, const Due *y, uint32_t y_count,
                       Due *out) {
    while (x_count && y_count) {
        bool first = due_before(queue, x, y);
        *out++ = first ? *x : *y;
        x += first, x_count -= first;
        y += !first, y_count -= !first;
    }
    memcpy(out, x, x_count * sizeof *out);
    memcpy(out + x_count, y, y_count * sizeof *out);
}

/* Runs of a few by insertion, then merged to and fro; qsort would ask for memory. */
static void sort_due(Queue *queue) {
    enum { RUN = 12 };
    uint32_t count = queue->due.count;
    for (uint32_t i = 0; i < count; i += RUN)
        insert_sorted(queue, queue->due.items + i, count - i < RUN ? count - i : RUN);
    if (count <= RUN) return;
    vec_reserve(&queue->merged, count);
    queue->merged.count = count;
    for (uint32_t size = RUN; size < count; size *= 2) {
        for (uint32_t i = 0; i < count; i += 2 * size) {
            uint32_t left = count - i < size ? count - i : size,
                     both = count - i < 2 * size ? count - i : 2 * size;
            const Due *from = queue->due.items + i;
            merge_runs(queue, from, left, from + left, both - left, queue->merged.items + i);
        }
        DueVec sorted = queue->merged;
        queue->merged = queue->due;
        queue->due = sorted;
    }
}

/* The earliest and the latest second of a slot. */
static void span_of(const Queue *queue, uint32_t first, uint32_t *earliest, uint32_t *latest) {
    *earliest = UINT32_MAX, *latest = 0;
    for (uint32_t place = first; place; place = queue->waiting.items[place - 1].next) {
        uint32_t second = event_second(&queue->waiting.items[place - 1].event);
        if (second < *earliest) *earliest = second;
        if (second > *latest) *latest = second;
    }
}

/* Moves on to the first slot that has events: it holds the earliest. Of a slot of up to 256 seconds all
 * become the run; of a wider one those of its earliest second, and the others differ from that in a lower
 * digit. */
static bool move_on(Queue *queue) {
    uint32_t digit, slot, earliest, latest;
    if (!first_slot(queue, &digit, &slot)) return false;
    uint32_t first = empty_slot(queue, digit, slot), next;
    if (digit == 0)
        earliest = latest = (queue->second & ~(uint32_t)(QUEUE_SLOTS - 1)) | slot;
    else
        span_of(queue, first, &earliest, &latest);
    queue->second = digit <= 1 ? latest : earliest;
    queue->due.count = queue->next_due = 0;
    for (uint32_t place = first; place; place = next) {
        const Waiting *waiting = &queue->waiting.items[place - 1];
        next = waiting->next;
        if (event_second(&waiting->event) > queue->second)
            link(queue, place);
        else
            vec_push(&queue->due, ((Due){waiting->event.key, place}));
    }
    sort_due(queue);
    return true;
}

static void pop_due(Queue *queue, Event *out) {
    uint32_t place = queue->due.items[queue->next_due++].place;
    Waiting *waiting = &queue->waiting.items[place - 1];
    *out = waiting->event;
    waiting->next = queue->spare;
    queue->spare = place;
}

bool queue_pop(Queue *queue, Event *out) {
    if (queue->next_due == queue->due.count && queue->now.count == 0 && !move_on(queue)) return false;
    const Event *due = queue_ahead(queue, 0);
    if (due && (queue->now.count == 0 || event_before(due, &queue->now.items[0])))
        pop_due(queue, out);
    else
        heap_pop(queue, out);
    queue->attacks -= event_class(out) == CLASS_ATTACK;
    return true;
}

void queue_empty(Queue *queue) {
    uint32_t digit, slot;
    while (first_slot(queue, &digit, &slot)) empty_slot(queue, digit, slot);
    queue->now.count = queue->due.count = queue->waiting.count = 0;
    queue->next_due = queue->spare = queue->second = queue->attacks = 0;
}

void queue_clear(Queue *queue) {
    vec_clear(&queue->now);
    vec_clear(&queue->due);
    vec_clear(&queue->merged);
    vec_clear(&queue->waiting);
    *queue = (Queue){0};
}
