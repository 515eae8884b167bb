/* What the two ways to plan share. Nobody else includes this. */
#pragma once

#include "measure/plan.h"

typedef struct Planning {
    const Study *study;
    const PlanOptions *options;
    uint32_t free[LEVERS_MAX], free_count; /* levers that may or may not be bought */
    uint64_t must;
    PlanPoints points; /* every choice run, in order */
} Planning;

double planning_cost(const Planning *planning, uint64_t mask);
/* Runs these choices and appends a point for each. As lattice_run. */
bool planning_run(Planning *planning, const uint64_t *masks, uint32_t count, bool *stopped, Error *error);

/* plan_search.c: branch and bound over the free levers. Fills gap, breach and proven of `out`. */
bool plan_search(Planning *planning, Plan *out, bool *stopped, Error *error);
