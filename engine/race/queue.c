#include "race/queue.h"

/* ------------------------------------------------------------------ the events of this second */

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

static uint32_t earliest_of(const Queue *queue, uint32_t first) {
    uint32_t earliest = UINT32_MAX;
    for (uint32_t place = first; place; place = queue->waiting.items[place - 1].next) {
        uint32_t second = event_second(&queue->waiting.items[place - 1].event);
        if (second < earliest) earliest = second;
    }
    return earliest;
}

/* Moves on to the earliest second that has events: the first slot holds it. Those of that second become the
 * present's, the others differ from it in a lower digit. */
static bool move_on(Queue *queue) {
    uint32_t digit, slot;
    if (!first_slot(queue, &digit, &slot)) return false;
    uint32_t first = empty_slot(queue, digit, slot), next;
    queue->second = earliest_of(queue, first);
    for (uint32_t place = first; place; place = next) {
        Waiting *waiting = &queue->waiting.items[place - 1];
        next = waiting->next;
        if (event_second(&waiting->event) > queue->second) {
            link(queue, place);
            continue;
        }
        heap_push(queue, &waiting->event);
        waiting->next = queue->spare;
        queue->spare = place;
    }
    return true;
}

bool queue_pop(Queue *queue, Event *out) {
    if (queue->now.count == 0 && !move_on(queue)) return false;
    heap_pop(queue, out);
    queue->attacks -= event_class(out) == CLASS_ATTACK;
    return true;
}

void queue_empty(Queue *queue) {
    uint32_t digit, slot;
    while (first_slot(queue, &digit, &slot)) empty_slot(queue, digit, slot);
    queue->now.count = queue->waiting.count = queue->spare = queue->second = queue->attacks = 0;
}

void queue_clear(Queue *queue) {
    vec_clear(&queue->now);
    vec_clear(&queue->waiting);
    *queue = (Queue){0};
}
