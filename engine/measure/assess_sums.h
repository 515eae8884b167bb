/* From trials to figures; internal to the room. */
#pragma once

#include "measure/assess.h"

/* The sum over some families of one MSP: odds per draw are attempts a year × the share of worlds hit, pulled
 * towards their mean by as much of their spread as luck explains (constrained empirical Bayes, Louis 1984),
 * so that a few worlds a draw do not make what nobody knows look wider than it is. */
YearlyOdds sums_odds(const TrialResult *const *results, uint32_t families);
/* Times a year over the first `draws`. */
double sums_mean(const TrialResult *result, uint32_t draws);
DaysDown sums_days(const TrialResult *const *results, uint32_t families);

typedef struct Difference { /* of two MSPs on the same luck: the first minus the second */
    double mean;
    Interval ci95;
    double chance_less; /* that the first is lower, over what nobody knows */
} Difference;
Difference sums_difference(const TrialResult *const *a, const TrialResult *const *b, uint32_t families);

uint32_t assess_table_draws(const AssessInput *input);
/* What answers would be worth; needs the tables and the order. */
void assess_find_askings(Assessment *assessment);
