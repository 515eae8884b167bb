/* Which controls to buy: the Pareto fronts of cost against the mean and against the mean of the worst 5 %
 * (CVaR95) of one metric, and the cheapest choice that reaches a target.
 *
 * Up to PLAN_ENUMERATED levers that are free to choose, every choice that the budget allows is run, so the
 * fronts are proven on the sampled worlds. Beyond, branch and bound: a choice's bound is what everything
 * still open would give together. That one more control never makes a figure worse is not a law (a smaller
 * attack can be noticed later), so the largest breach seen is part of the stated gap: no choice beats the
 * front by more than the gap at the same cost or less.
 *
 * What is chosen on some worlds looks better on them than it is; so fronts and answers are run again on fresh
 * worlds (the next seed), and both figures are kept. */
#pragma once

#include "measure/lattice.h"
#include "measure/price.h"
#include "measure/statistics.h"

#define PLAN_ENUMERATED 16

typedef enum TargetOf { TARGET_MEAN, TARGET_MEDIAN, TARGET_P95, TARGET_CVAR95 } TargetOf;
typedef struct Target { /* "p95(customers)<=20" */
    TargetOf of;
    uint32_t probe;
    double most;
} Target;

/* Refuses what cannot be read, and names the metrics there are. */
bool target_parse(const char *words, const Adversary *adversary, Target *out, Error *error);
const char *target_name(TargetOf of);
double target_value(TargetOf of, const Statistics *statistics);

typedef struct PlanOptions {
    const Price *prices; /* [lever] */
    double budget;       /* dollars a year at the prices' modes; infinity for none */
    uint64_t must, never;
    uint64_t idle; /* levers that cannot act: never bought unless they must be */
    bool has_target;
    Target target;
    uint32_t probe;
    uint32_t most_choices; /* that branch and bound may run */
    uint32_t enumerated;   /* up to so many free levers are enumerated: PLAN_ENUMERATED */
} PlanOptions;

typedef struct PlanPoint {
    uint64_t mask;
    double cost, mean, cvar95, target; /* target: its statistic, 0 without one */
} PlanPoint;
typedef Vec(PlanPoint) PlanPoints;

typedef enum PlanFront { FRONT_MEAN, FRONT_CVAR95, FRONTS } PlanFront;

typedef struct PlanCheck { /* one choice on fresh worlds */
    uint64_t mask;
    Statistics statistics;
    double target;
} PlanCheck;

typedef struct Plan {
    PlanPoints front[FRONTS]; /* by cost, each better than all before */
    bool answered;            /* a choice reaches the target */
    PlanPoint answer;         /* the cheapest that does, or the one that comes nearest */
    Vec(PlanCheck) checks;    /* of every choice above, once; empty when stopped */
    uint32_t choices;         /* run */
    bool proven;              /* every choice that counts was run or ruled out without an assumption */
    double gap[FRONTS];       /* 0 when proven */
    double breach[FRONTS];    /* the most that one more control made it worse; branch and bound only */
    bool partial;
    uint64_t check_seed;
} Plan;

bool plan_run(const Study *study, const PlanOptions *options, Plan *out, Error *error);
void plan_clear(Plan *plan);
const PlanCheck *plan_check(const Plan *plan, uint64_t mask); /* or NULL */
double plan_value(const PlanPoint *point, PlanFront front);
/* What a choice costs: its levers' prices, summed. */
Price plan_price(const PlanOptions *options, uint32_t levers, uint64_t mask);
