/* Where the spread comes from, by the law of total variance and by Jansen's estimator.
 *
 * Two layers: *luck* differs from one world to the next of the same parameter draw; what nobody knows differs
 * from draw to draw. With V the variance, θ the draw and Y a metric
 *
 *     luck = E[Var(Y | θ)] / V        unknown = Var(E[Y | θ]) / V = 1 − luck
 *
 * so the two add up to all of it, and luck is what would be left if every number were known. Worlds that
 * share a draw say it, so that an ensemble needs no second run.
 *
 * The share that one group of parameters has a hand in is measured by running every world again with that
 * group alone drawn anew (Jansen 1999, Computer Physics Communications 117, total effect):
 *
 *     T = mean((Y − Y′)²) / (2 V)
 *
 * Groups act together, so such shares can add up to more than 1. */
#pragma once

#include "measure/ratio.h"

typedef struct Layers {
    Ratio luck, unknown; /* 0 … 1; not-a-number when nothing varies or no two worlds share a draw */
} Layers;

/* METRIC_NONE does not count, nor does a draw with fewer than two values. Both parts of the ratio are free of
 * bias; what sampling error puts outside 0 … 1 is cut off. */
Layers variance_layers(const int64_t *values, uint32_t count, uint32_t worlds_per_draw);

/* The total effect, from 0 to 1 but for sampling error; not-a-number when nothing varies. Replications where
 * either value is METRIC_NONE do not count. */
Ratio variance_share(const int64_t *values, const int64_t *swapped, uint32_t count, uint32_t worlds_per_draw);
