/* The bootstrap over parameter draws: worlds of one draw share what nobody knows, so draws are resampled
 * whole (with replacement), the same resamples for every control set. The estimate itself stands first:
 * resample 0 takes every draw once.
 *
 * What cannot be averaged (a quantile, the mean of the worst) gets its interval this way; a mean has
 * ratio_of. */
#pragma once

#include "measure/ratio.h"

#define RESAMPLES 200

typedef struct Resampling {
    uint32_t worlds, worlds_per_draw, draws;
    uint16_t *times; /* [(1 + RESAMPLES) × draws] how often each draw is taken; owned */
} Resampling;

/* A pure function of (seed, worlds, worlds_per_draw). */
void resampling_init(Resampling *resampling, uint64_t seed, uint32_t worlds, uint32_t worlds_per_draw);
void resampling_clear(Resampling *resampling);

/* The 95th percentile of values[worlds] in each resample: out[1 + RESAMPLES]. The first is the sample's own,
 * by the definition of sample_quantile. Values are all there (no METRIC_NONE). */
void resampling_p95(const Resampling *resampling, const int64_t *values, int64_t *out);

/* The interval that holds 95 % of estimates[1 … RESAMPLES]; times `scale`. estimates[0] is not among them. */
Interval resampling_interval(const int64_t *estimates, double scale);
