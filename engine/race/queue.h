/* The one priority queue of the race: small events, ordered by second, then containment before attack before
 * reports before actions, then by the target's name, then by the arc's.
 *
 * A radix heap (Ahuja et al. 1990) over seconds, with digits of 8 bits: time never goes back, so that an
 * event is linked into a slot once or twice and lies still meanwhile, instead of moving up and down a heap of
 * thousands. The slot whose turn has come is sorted and worked off in order, so that whoever works it off can
 * see ahead and have the memory of later events fetched; what is pushed at a second that the sorted run has
 * reached, which is little, is a heap by the whole order. An event of a second that has passed counts as one
 * of the present. */
#pragma once

#include "base/vec.h"

#include <stdbool.h>

typedef enum EventClass { CLASS_CONTAIN, CLASS_ATTACK, CLASS_REPORT, CLASS_ACTION } EventClass;

typedef enum EventKind {
    EVENT_LAUNCH,    /* a arc, b attempt */
    EVENT_ARRIVE,    /* a arc, b occurrence, c second of the launch, class_ its weights */
    EVENT_FAIL,      /* likewise: it fails, and is only seen */
    EVENT_EXPIRE,    /* a node, b second at which it was taken */
    EVENT_NOTICE,    /* a organisation, c rule or NONE */
    EVENT_RESPOND,   /* a organisation, b response, c source or NONE: the work is done */
    EVENT_CHOOSE,    /* a choice */
    EVENT_ACT,       /* a action */
    EVENT_PAID,      /* a action: the restore that was paid for */
    EVENT_CONTAINED, /* a asset, b second: counts for triggers */
    EVENT_PROBE,     /* a probe read at this second */
} EventKind;

typedef struct Event {
    uint64_t key;  /* second << 32 | class << 30 | rank of the target's name */
    uint64_t tie;  /* name of the arc or of the source */
    uint64_t sets; /* bit per control set in which it comes */
    uint16_t kind, class_;
    uint32_t a, b, c;
} Event;

#define QUEUE_DIGIT_BITS 8
#define QUEUE_DIGITS 4
#define QUEUE_SLOTS 256

typedef struct Waiting {
    Event event;
    uint32_t next; /* place of the next in its slot, or among the spare ones; 0: none */
} Waiting;

typedef struct Due {
    uint64_t key; /* of the event at this place */
    uint32_t place;
} Due;
typedef Vec(Due) DueVec;

/* Zeroed, it is empty. Places count from 1. */
typedef struct Queue {
    uint32_t second;      /* the last one that the sorted run has reached */
    uint32_t attacks;     /* events of CLASS_ATTACK that it holds */
    DueVec due, merged;   /* the run; room to sort it in */
    uint32_t next_due;    /* the first of the run that is left */
    Vec(Event) now;       /* a binary heap of what was pushed at seconds that the run has reached */
    Vec(Waiting) waiting; /* of the run, and of later seconds in any order */
    uint32_t spare;       /* the first place that is free again */
    uint32_t slots[QUEUE_DIGITS]
                  [QUEUE_SLOTS]; /* by the highest digit that differs from `second`: its first */
    uint64_t filled[QUEUE_DIGITS][QUEUE_SLOTS / 64]; /* bit per slot that has one */
} Queue;

static inline uint64_t queue_key(uint32_t second, EventClass class_, uint32_t rank) {
    return (uint64_t)second << 32 | (uint64_t)class_ << 30 | rank;
}
static inline EventClass event_class(const Event *event) {
    return (EventClass)(event->key >> 30 & 3u);
}
static inline uint32_t event_second(const Event *event) {
    return (uint32_t)(event->key >> 32);
}
/* Total but for the sets, so that no order of pushing shows. */
static inline bool event_before(const Event *x, const Event *y) {
    if (x->key != y->key) return x->key < y->key;
    if (x->tie != y->tie) return x->tie < y->tie;
    if (x->kind != y->kind) return x->kind < y->kind;
    return x->b != y->b ? x->b < y->b : x->c < y->c;
}

void queue_empty(Queue *queue); /* keeps the memory */
void queue_push(Queue *queue, Event event);
bool queue_pop(Queue *queue, Event *out);
/* The event so many places after the next one of the sorted run, or NULL: what will most likely come then. */
static inline const Event *queue_ahead(const Queue *queue, uint32_t places) {
    uint32_t due = queue->next_due + places;
    return due < queue->due.count ? &queue->waiting.items[queue->due.items[due].place - 1].event : NULL;
}
void queue_clear(Queue *queue);
