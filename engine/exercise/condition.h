/* When an inject is due or a decision opens: times, decisions, what the simulation did, and by hand, with
 * all, any and unless. A condition is a tree in one array; it is asked for the first second at which it
 * holds. */
#pragma once

#include "base/vec.h"
#include "race/race.h"

typedef uint32_t ConditionId; /* index in the definition's conditions, or NONE: by hand alone */

typedef enum ConditionKind {
    CONDITION_ALL, /* of the children */
    CONDITION_ANY,
    CONDITION_UNLESS,    /* the child does not hold (yet) */
    CONDITION_LATER,     /* `seconds` after the child first holds */
    CONDITION_AT,        /* at this second */
    CONDITION_HAND,      /* released by hand */
    CONDITION_DECIDED,   /* `a` decision, `b` option or NONE: taken */
    CONDITION_UNDECIDED, /* `a` decision: closed without one */
    CONDITION_RELEASED,  /* `a` inject */
    CONDITION_NOTICED,   /* `a` cast has noticed something itself */
    CONDITION_WARNED,    /* `a` cast was warned */
    CONDITION_CALLED,    /* `a` cast: `count` distinct organisations have reported to it */
    CONDITION_HIT,       /* `count` organisations that match are hit, whoever knows */
} ConditionKind;

typedef struct Condition {
    ConditionKind kind;
    uint32_t a, b, count;
    int64_t seconds;
    OrgSelector orgs;
    ConditionId child, next; /* first child; next sibling; NONE at the end */
} Condition;

/* What conditions ask about. Seconds are NEVER when it has not come. All borrowed. */
typedef struct Circumstances {
    const World *world;
    const Condition *conditions;
    const HappeningVec *log;   /* of the race, by time */
    const uint32_t *cast_orgs; /* [cast] */
    const uint32_t *hit_at;    /* seconds at which organisations were hit, with `hit_orgs`; by time */
    const OrgId *hit_orgs;
    uint32_t hit_count;
    const uint32_t *released_at;    /* [inject] */
    const uint32_t *decided_at;     /* [decision] */
    const uint32_t *decided_option; /* [decision] */
    const uint32_t *undecided_at;   /* [decision] */
} Circumstances;

/* The first second at which the condition holds, at most `by`; NEVER when it does not. */
uint32_t condition_due(const Circumstances *circumstances, ConditionId condition, uint32_t by);
