/* Shared numbers pooled over incidents, so that one can be predicted from the others.
 *
 * An incident lends what it has evidence for: the ranges of its shared numbers that are sourced or fitted.
 * What is merely assumed lends nothing. One publication that several incidents cite is one piece of evidence,
 * and none to an incident that cites it too. An incident is a scenario with history.
 *
 * The rule: the most likely value is the median of the others' most likely values, and the range reaches from
 * their lowest low to their highest high. Of n alike incidents the next one lies outside the n most likely
 * values in 2 of n + 1 cases, so with few incidents the range is too narrow rather than too wide. */
#pragma once

#include "script/scenario.h"

typedef struct Evidence {
    const char *scenario, *name, *dimension, *where; /* texts of the pool */
    const char *source;     /* of a published figure; NULL of a fitted one, which is the incident's own */
    double low, mode, high; /* in the unit of the core */
} Evidence;

struct Pool {
    Arena arena;
    Vec(Evidence) list;
};

void pool_init(Pool *pool);
void pool_clear(Pool *pool);
/* Fails when a number of this name is of another dimension elsewhere. */
bool pool_add(Pool *pool, const Scenario *scenario, Error *error);
/* Replaces what other incidents know; before the world is made. */
void pool_apply(const Pool *pool, Scenario *scenario);
