/* The one priority queue of the race: small events, ordered by second, then containment before attack before
 * reports before actions, then by the target's name, then by the arc's.
 *
 * A radix heap (Ahuja et al. 1990) over seconds, with digits of 8 bits: time never goes back, so that an
 * event is linked into a slot once or twice and lies still meanwhile, instead of moving up and down a heap of
 * thousands; only the events of the present second, which are few, are a heap by their whole order. An event
 * of a second that has passed counts as one of the present. */
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

/* Zeroed, it is empty. Places count from 1. */
typedef struct Queue {
    uint32_t second;      /* the present one */
    uint32_t attacks;     /* events of CLASS_ATTACK that it holds */
    Vec(Event) now;       /* a binary heap */
    Vec(Waiting) waiting; /* of later seconds, in any order */
    uint32_t spare;       /* the first place that is free again */
    uint32_t slots[QUEUE_DIGITS]
                  [QUEUE_SLOTS]; /* by the highest digit that differs from the present: its first */
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
void queue_clear(Queue *queue);
