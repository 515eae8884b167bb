/* What a role knows: what was noticed by, told to, or happens to the organisations that it sees, and never
 * the truth behind it. Knowledge is read off the happenings that such an organisation takes part in as the
 * one who notices, is called, is warned, or loses and regains a service of its own. */
#pragma once

#include "exercise/stage.h"

typedef enum KnownKind {
    KNOWN_NOTICED,  /* org noticed something itself: detail rule, or NONE for a false alarm */
    KNOWN_CALLED,   /* object called org to report */
    KNOWN_WARNED,   /* object warned org; object may be NONE */
    KNOWN_STOPPED,  /* a service of org was cut off or switched off: detail asset */
    KNOWN_RETURNED, /* it is back: detail asset */
} KnownKind;

typedef struct Known {
    uint32_t at;
    KnownKind kind;
    OrgId org, object;
    uint32_t detail;
} Known;
typedef Vec(Known) KnownVec;

/* By time, up to and with the second `now`. The caller clears `out`. */
void knowledge_of(const Definition *definition, const World *world, const Branch *branch, uint32_t role,
                  uint32_t now, KnownVec *out);
/* Distinct organisations that have called those the role sees. */
uint32_t knowledge_callers(const KnownVec *known);
/* The second of the first thing known, or NEVER. */
uint32_t knowledge_first(const KnownVec *known);
/* The text that a player reads for a noticed step; says nothing when the exercise gives no sign for it. */
Wording knowledge_sign(const Definition *definition, uint32_t rule);
