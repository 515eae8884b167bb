/* One estimator for every interval: a ratio of two sums whose terms come in clusters. Replications of one
 * parameter draw share what nobody knows, so they are not independent; the interval is made from the draws'
 * totals and holds whatever the worlds within a draw have in common.
 *
 * A mean is the ratio of Σy to Σ1; a share of variance is the ratio of two sums of squares. Sums run in index
 * order and use + − × ÷ and square root only. */
#pragma once

#include <stdint.h>

typedef struct Interval {
    double low, high; /* 95 %; not-a-number both when fewer than two draws say anything */
} Interval;

typedef struct Ratio {
    double value; /* not-a-number when the lower sum is 0 */
    Interval ci95;
    uint32_t draws; /* that have a lower term */
} Ratio;

/* Replication i belongs to draw i / worlds_per_draw; worlds_per_draw is at least 1. A replication that does
 * not count has 0 in both arrays. */
Ratio ratio_of(const double *upper, const double *lower, uint32_t count, uint32_t worlds_per_draw);

/* The 97.5 % quantile of Student's t; relative error below 0.1 %. `freedom` is at least 1. */
double student_975(uint32_t freedom);
