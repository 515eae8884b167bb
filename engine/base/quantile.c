#include "base/quantile.h"

#include "base/arena.h"
#include "base/exact.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

/* Knots from the lower end to the median; the upper half mirrors them. */
#define HALF (QUANTILE_OCTAVES * QUANTILE_STEPS)
#define LAST (QUANTILE_KNOTS - 1)
#define STEP_BITS 4
static_assert(1 << STEP_BITS == QUANTILE_STEPS, "a piece is found by its leading bits");

/* The normal distribution's 95th percentile. */
#define NORMAL_95 0x1.a515226047de6p0

/* The upper half is derived from the tail: where p is near 1, 1 − p would have lost its digits. */
struct QuantileKit {
    double tail[HALF + 1];         /* probability below knot i, and above knot LAST − i */
    double normal[HALF + 1];       /* normal quantile of the tail: <= 0 */
    double log_tail[HALF + 1];     /* log of the tail */
    double log_but_tail[HALF + 1]; /* log of 1 − tail */
};

QuantileKit *quantile_kit_create(void) {
    QuantileKit *kit = heap_take(1, sizeof *kit);
    for (int i = 0; i < HALF; i++) {
        double octave = 0.25; /* the lower end of the octave that ends at the median */
        for (int k = i / QUANTILE_STEPS; k < QUANTILE_OCTAVES - 1; k++) octave /= 2;
        kit->tail[i] = octave * (1 + (double)(i % QUANTILE_STEPS) / QUANTILE_STEPS);
    }
    kit->tail[HALF] = 0.5;
    for (int i = 0; i <= HALF; i++) {
        kit->normal[i] = exact_normal_quantile(kit->tail[i]);
        kit->log_tail[i] = exact_log(kit->tail[i]);
        kit->log_but_tail[i] = exact_log1p(-kit->tail[i]);
    }
    return kit;
}

void quantile_kit_destroy(QuantileKit *kit) {
    free(kit);
}

/* Checks. */

static bool check_empirical(const Distribution *distribution, Error *error) {
    const double *values = distribution->values;
    if (distribution->count == 0)
        return error_set(error, "an empirical distribution needs at least one value");
    for (size_t i = 0; i < distribution->count; i++) {
        if (!isfinite(values[i]) || values[i] < 0)
            return error_set(error, "value %zu (%g) must be a number of at least 0", i + 1, values[i]);
        if (i > 0 && values[i] < values[i - 1])
            return error_set(
                error, "value %zu (%g) is below the one before it (%g): give the values in ascending order",
                i + 1, values[i], values[i - 1]);
    }
    return true;
}

static bool check_number(const char *what, double value, Error *error) {
    if (isfinite(value) && value >= 0) return true;
    return error_set(error, "the %s (%g) must be a number of at least 0", what, value);
}

static bool check_order(const char *first, double a, const char *second, double b, Error *error) {
    if (a <= b) return true;
    return error_set(error, "the %s (%g) must be at least the %s (%g)", second, b, first, a);
}

static bool check_pert(const Distribution *d, Error *error) {
    return check_number("low", d->a, error) && check_number("mode", d->b, error) &&
           check_number("high", d->c, error) && check_order("low", d->a, "mode", d->b, error) &&
           check_order("mode", d->b, "high", d->c, error);
}

static bool check_lognormal(const Distribution *d, Error *error) {
    if (!check_number("median", d->a, error) || !check_number("95th percentile", d->b, error)) return false;
    if (d->a == 0) return error_set(error, "the median of a lognormal distribution must be greater than 0");
    if (d->a <= d->b) return true;
    return error_set(error, "the 95th percentile (%g) must be greater than the median (%g)", d->b, d->a);
}

bool distribution_check(const Distribution *distribution, Error *error) {
    const Distribution *d = distribution;
    switch (d->kind) {
    case DISTRIBUTION_FIXED:
        return check_number("value", d->a, error);
    case DISTRIBUTION_UNIFORM:
        return check_number("low", d->a, error) && check_number("high", d->b, error) &&
               check_order("low", d->a, "high", d->b, error);
    case DISTRIBUTION_EXPONENTIAL:
        return check_number("mean", d->a, error);
    case DISTRIBUTION_LOGNORMAL:
        return check_lognormal(d, error);
    case DISTRIBUTION_PERT:
        return check_pert(d, error);
    case DISTRIBUTION_EMPIRICAL:
        return check_empirical(d, error);
    }
    assert(!"a kind of distribution");
    return false;
}

/* Means. */

static double lognormal_spread(const Distribution *d) {
    return (exact_log(d->b) - exact_log(d->a)) / NORMAL_95; /* a quotient could overflow */
}

static double empirical_mean(const Distribution *d) {
    double sum = 0;
    for (size_t i = 0; i < d->count; i++) sum += d->values[i] / (double)d->count;
    return sum;
}

double distribution_mean(const Distribution *distribution) {
    const Distribution *d = distribution;
    switch (d->kind) {
    case DISTRIBUTION_FIXED:
    case DISTRIBUTION_EXPONENTIAL:
        return d->a;
    case DISTRIBUTION_UNIFORM:
        return d->a + (d->b - d->a) / 2;
    case DISTRIBUTION_LOGNORMAL: {
        double spread = lognormal_spread(d);
        return d->a * exact_exp(spread * spread / 2);
    }
    case DISTRIBUTION_PERT:
        return (d->a + 4 * d->b + d->c) / 6;
    case DISTRIBUTION_EMPIRICAL:
        return empirical_mean(d);
    }
    assert(!"a kind of distribution");
    return 0;
}

/* Tables. */

static uint64_t fixed_point(double value) {
    double scaled = value * (double)(UINT64_C(1) << QUANTILE_PLACES) + 0.5;
    return scaled < (double)QUANTILE_MAX ? (uint64_t)scaled : QUANTILE_MAX;
}

static void build_fixed(QuantileTable *table, double value) {
    table->flat = 1;
    table->fixed = fixed_point(value);
    for (int i = 0; i < QUANTILE_KNOTS; i++) table->knots[i] = table->fixed;
}

static void build_uniform(QuantileTable *table, const QuantileKit *kit, const Distribution *d) {
    for (int i = 0; i <= HALF; i++) {
        double part = (d->b - d->a) * kit->tail[i];
        table->knots[i] = fixed_point(d->a + part);
        table->knots[LAST - i] = fixed_point(d->b - part);
    }
}

static void build_exponential(QuantileTable *table, const QuantileKit *kit, const Distribution *d) {
    for (int i = 0; i <= HALF; i++) {
        table->knots[i] = fixed_point(-d->a * kit->log_but_tail[i]);
        table->knots[LAST - i] = fixed_point(-d->a * kit->log_tail[i]);
    }
}

static void build_lognormal(QuantileTable *table, const QuantileKit *kit, const Distribution *d) {
    double spread = lognormal_spread(d);
    for (int i = 0; i <= HALF; i++) {
        double factor = exact_exp(spread * kit->normal[i]);
        table->knots[i] = fixed_point(d->a * factor);
        table->knots[LAST - i] = fixed_point(d->a / factor);
    }
}

/* PERT is a beta distribution between low and high whose shapes add up to 6. */
static void build_pert(QuantileTable *table, const QuantileKit *kit, const Distribution *d) {
    double range = d->c - d->a, share[HALF + 1];
    double from_low = 1 + 4 * (d->b - d->a) / range, from_high = 6 - from_low;
    exact_beta_quantiles(share, kit->tail, HALF + 1, from_low, from_high);
    for (int i = 0; i <= HALF; i++) table->knots[i] = fixed_point(d->a + range * share[i]);
    exact_beta_quantiles(share, kit->tail, HALF, from_high, from_low);
    for (int i = 0; i < HALF; i++) table->knots[LAST - i] = fixed_point(d->c - range * share[i]);
}

/* Each value stands at the middle of its own 1/count of the probability, which keeps the mean. */
static double empirical_quantile(const Distribution *d, double p) {
    double position = p * (double)d->count - 0.5;
    if (position <= 0) return d->values[0];
    size_t below = (size_t)position;
    if (below >= d->count - 1) return d->values[d->count - 1];
    double share = position - (double)below;
    return d->values[below] + share * (d->values[below + 1] - d->values[below]);
}

static void build_empirical(QuantileTable *table, const QuantileKit *kit, const Distribution *d) {
    for (int i = 0; i <= HALF; i++) {
        table->knots[i] = fixed_point(empirical_quantile(d, kit->tail[i]));
        table->knots[LAST - i] = fixed_point(empirical_quantile(d, 1 - kit->tail[i]));
    }
}

/* The one value of a distribution that has only one; otherwise false. */
static bool has_one_value(const Distribution *d) {
    switch (d->kind) {
    case DISTRIBUTION_FIXED:
        return true;
    case DISTRIBUTION_EXPONENTIAL:
        return d->a == 0;
    case DISTRIBUTION_UNIFORM:
    case DISTRIBUTION_LOGNORMAL:
        return d->a == d->b;
    case DISTRIBUTION_PERT:
        return d->a == d->c;
    case DISTRIBUTION_EMPIRICAL:
        return d->values[0] == d->values[d->count - 1];
    }
    return false;
}

/* Rounding must not let a knot fall below the one before it. */
static void make_ascending(QuantileTable *table) {
    for (int i = 1; i < QUANTILE_KNOTS; i++)
        if (table->knots[i] < table->knots[i - 1]) table->knots[i] = table->knots[i - 1];
}

void quantile_build(QuantileTable *table, const QuantileKit *kit, const Distribution *distribution) {
    const Distribution *d = distribution;
    if (has_one_value(d)) {
        build_fixed(table, d->kind == DISTRIBUTION_EMPIRICAL ? d->values[0] : d->a);
        return;
    }
    table->flat = 0;
    table->fixed = 0;
    switch (d->kind) {
    case DISTRIBUTION_FIXED:
        break;
    case DISTRIBUTION_UNIFORM:
        build_uniform(table, kit, d);
        break;
    case DISTRIBUTION_EXPONENTIAL:
        build_exponential(table, kit, d);
        break;
    case DISTRIBUTION_LOGNORMAL:
        build_lognormal(table, kit, d);
        break;
    case DISTRIBUTION_PERT:
        build_pert(table, kit, d);
        break;
    case DISTRIBUTION_EMPIRICAL:
        build_empirical(table, kit, d);
        break;
    }
    make_ascending(table);
}

uint64_t quantile_at(const QuantileTable *table, uint64_t bits) {
    if (table->flat) return table->fixed;
    bool upper = bits >> 63;
    uint64_t tail = upper ? ~bits : bits; /* below 2^63: the leading one tells the octave */
    if (tail >> (63 - QUANTILE_OCTAVES) == 0) return table->knots[upper ? LAST : 0];
    int octaves_down = __builtin_clzll(tail) - 1;
    uint64_t place = tail << (octaves_down + 1)
                          << 1; /* in the octave, the leading one dropped: 2^64 is its end */
    int low = (QUANTILE_OCTAVES - 1 - octaves_down) * QUANTILE_STEPS + (int)(place >> (64 - STEP_BITS));
    uint64_t part = place << STEP_BITS; /* in the piece */
    if (!upper) {
        uint64_t rise = table->knots[low + 1] - table->knots[low];
        return table->knots[low] + (uint64_t)(((unsigned __int128)rise * part) >> 64);
    }
    const uint64_t *knot = &table->knots[LAST - low];
    return knot[0] - (uint64_t)(((unsigned __int128)(knot[0] - knot[-1]) * part) >> 64);
}

/* The least bits whose value is that of a knot or, at the median, more. */
static uint64_t bits_of_knot(int knot) {
    int low = knot <= HALF ? knot : LAST - knot;
    uint64_t tail = (uint64_t)(QUANTILE_STEPS + low % QUANTILE_STEPS)
                    << (63 - QUANTILE_OCTAVES - STEP_BITS + low / QUANTILE_STEPS);
    return knot <= HALF ? tail : ~tail;
}

bool quantile_bracket(const QuantileTable *table, uint64_t value, uint64_t *sure, uint64_t *most) {
    *sure = *most = UINT64_MAX;
    if (table->flat) return table->fixed < value;
    if (table->knots[0] >= value) return false;
    if (table->knots[LAST] < value) return true;
    int low = 0, high = LAST; /* the value of low is below, that of high is not */
    while (high - low > 1) {
        int middle = (low + high) / 2;
        if (table->knots[middle] < value)
            low = middle;
        else
            high = middle;
    }
    *sure = bits_of_knot(low) - (low == HALF);
    *most = bits_of_knot(high) - 1;
    return true;
}
