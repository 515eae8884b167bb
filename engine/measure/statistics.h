/* What an ensemble says about one metric. Values are int64 in replication order; METRIC_NONE ("it did not
 * come") is left out and its share kept beside the rest, so that "first notice after 3 hours" never hides the
 * worlds in which nobody noticed.
 *
 * Quantiles are values that occurred: the least x of which at least that share of worlds are no greater. So
 * "1 world in 20 is worse than P95" is never an overstatement. */
#pragma once

#include "base/vec.h"
#include "measure/ratio.h"

/* The values that count, ascending. Owns them. */
typedef struct Sample {
    int64_t *sorted;
    uint32_t count; /* values that are there */
    uint32_t none;  /* worlds in which it did not come */
} Sample;

void sample_init(Sample *sample, const int64_t *values, uint32_t count);
void sample_clear(Sample *sample);
/* The least value of which at least `numerator / denominator` of the sample is no greater; the sample must
 * not be empty, and 0 < numerator <= denominator. */
int64_t sample_quantile(const Sample *sample, uint32_t numerator, uint32_t denominator);
/* Share of the sample above x; 0 for an empty one. */
double sample_above(const Sample *sample, int64_t x);
/* Mean of the worst 5 %: of the greatest ⌈count / 20⌉ values. Not-a-number for an empty sample. */
double sample_worst_twentieth(const Sample *sample);

typedef struct ExceedancePoint {
    int64_t x;
    double p; /* share of worlds above x */
} ExceedancePoint;
typedef Vec(ExceedancePoint) Exceedance;
/* Every distinct value when there are few, otherwise the values at even and, towards the tail, ever finer
 * chances; ascending in x, with 0 first when no value is negative, and ending at p = 0. */
void sample_exceedance(const Sample *sample, Exceedance *out);

typedef struct Statistics {
    uint32_t count, none; /* as in Sample */
    double share_none;
    double mean;
    Interval ci95;           /* of the mean: simulation error only */
    int64_t median, p5, p95; /* 0 when count is 0 */
    double cvar95;           /* mean of the worst 5 % */
} Statistics;

/* `values[count]` in replication order. */
Statistics statistics_of(const int64_t *values, uint32_t count, uint32_t worlds_per_draw);
/* As statistics_of, when the sample of these values is at hand. */
Statistics statistics_of_sample(const Sample *sample, const int64_t *values, uint32_t count,
                                uint32_t worlds_per_draw);
