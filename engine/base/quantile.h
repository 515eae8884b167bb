/* Quantile tables: a distribution as a monotone piecewise-linear function from 64 uniform bits to a
 * fixed-point value. Knots are geometric towards both tails down to 2^-33 (linear knots triple a lognormal's
 * mean).
 *
 * Values are in any unit the caller likes (seconds for delays, machines for counts) with 16 binary places,
 * and saturate at QUANTILE_MAX. Quantile error at most 0.5 % and mean error at most 0.1 %, tails included,
 * before the horizon's cap (tests/unit/test_quantile.c, against GSL). Building uses exact.h only: the same
 * bits on every platform. */
#pragma once

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

#define QUANTILE_OCTAVES 32
#define QUANTILE_STEPS 16 /* linear pieces per octave of the tail probability; a power of two */
#define QUANTILE_KNOTS (2 * QUANTILE_OCTAVES * QUANTILE_STEPS + 1)
#define QUANTILE_PLACES 16
#define QUANTILE_MAX (UINT64_C(1) << 56) /* in fixed point: 2^40 units */

typedef enum DistributionKind {
    DISTRIBUTION_FIXED,       /* a */
    DISTRIBUTION_UNIFORM,     /* from a to b */
    DISTRIBUTION_EXPONENTIAL, /* mean a */
    DISTRIBUTION_LOGNORMAL,   /* median a, 95th percentile b */
    DISTRIBUTION_PERT,        /* low a, mode b, high c: beta with shape 4 */
    DISTRIBUTION_EMPIRICAL,   /* values[count], equally likely, interpolated in order */
} DistributionKind;

typedef struct Distribution {
    DistributionKind kind;
    double a, b, c;
    const double *values; /* EMPIRICAL only: ascending; borrowed */
    size_t count;
} Distribution;

typedef struct QuantileTable {
    uint64_t fixed; /* when `flat`: the one value */
    int flat;
    uint64_t knots[QUANTILE_KNOTS]; /* ascending */
} QuantileTable;

/* Knot positions and the normal quantiles at them, computed once and shared read-only by all builders. */
typedef struct QuantileKit QuantileKit;
QuantileKit *quantile_kit_create(void);
void quantile_kit_destroy(QuantileKit *kit);

/* Refuses what is no distribution (negative values, b < a, P95 below the median, …) with a sentence that the
 * caller prefixes with its place. */
bool distribution_check(const Distribution *distribution, Error *error);
/* Mean in the distribution's own unit (a count's expected size, say). The distribution must pass the check.
 */
double distribution_mean(const Distribution *distribution);
void quantile_build(QuantileTable *table, const QuantileKit *kit, const Distribution *distribution);

/* The value at a uniform, in fixed point with QUANTILE_PLACES places. Non-decreasing in bits. */
uint64_t quantile_at(const QuantileTable *table, uint64_t bits);
/* Which bits have a value below this one: those up to `sure` have, those above `most` have not, and in
 * between lies one piece of the table. False: none has. */
bool quantile_bracket(const QuantileTable *table, uint64_t value, uint64_t *sure, uint64_t *most);
/* Whole units, rounded to nearest, and at most `cap`. */
static inline uint64_t quantile_whole(const QuantileTable *table, uint64_t bits, uint64_t cap) {
    uint64_t whole = (quantile_at(table, bits) + (UINT64_C(1) << (QUANTILE_PLACES - 1))) >> QUANTILE_PLACES;
    return whole < cap ? whole : cap;
}
