#include "measure/assess_sums.h"

#include "base/exact.h"

#include <math.h>
#include <stdlib.h>

const double assess_days[ASSESS_DAYS] = {1, 3, 7, 14, 30, 60};

static int by_value(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double share_hit(const TrialResult *result, uint32_t draw) {
    return __builtin_popcountll(result->hit[draw]) / (double)result->worlds;
}

/* How much of the spread between draws is what nobody knows: the square root of its share in the variance. */
static double kept_spread(const TrialResult *result, double *mean) {
    double sum = 0, squares = 0, luck = 0;
    for (uint32_t d = 0; d < result->draws; d++) sum += share_hit(result, d);
    *mean = sum / result->draws;
    if (result->draws < 2 || result->worlds < 2) return 1;
    for (uint32_t d = 0; d < result->draws; d++) {
        double p = share_hit(result, d);
        squares += (p - *mean) * (p - *mean);
        luck += p * (1 - p) / (result->worlds - 1);
    }
    double variance = squares / (result->draws - 1), unknown = variance - luck / result->draws;
    return variance > 0 && unknown > 0 ? sqrt(unknown / variance) : 0;
}

YearlyOdds sums_odds(const TrialResult *const *results, uint32_t families) {
    uint32_t draws = results[0]->draws;
    double *odds = heap_take(draws, sizeof *odds);
    YearlyOdds sum = {0};
    for (uint32_t family = 0; family < families; family++) {
        const TrialResult *result = results[family];
        double mean, kept = kept_spread(result, &mean);
        for (uint32_t d = 0; d < draws; d++) {
            odds[d] += result->rate[d] * (mean + kept * (share_hit(result, d) - mean));
            sum.mean += result->rate[d] * share_hit(result, d);
        }
    }
    qsort(odds, draws, sizeof *odds, by_value);
    sum.mean /= draws;
    sum.low = odds[draws / 20];
    sum.high = odds[draws - 1 - draws / 20];
    free(odds);
    return sum;
}

double sums_mean(const TrialResult *result, uint32_t draws) {
    double sum = 0;
    for (uint32_t d = 0; d < draws; d++) sum += result->rate[d] * share_hit(result, d);
    return sum / draws;
}

/* ------------------------------------------------------------------ days */

typedef struct Day { /* one world in which the company was hit */
    double days;     /* of its work lost */
    double weight;   /* times a year */
} Day;
typedef Vec(Day) DayVec;

static int by_days(const void *a, const void *b) {
    const Day *x = a, *y = b;
    if (x->days != y->days) return x->days < y->days ? -1 : 1;
    return (x->weight > y->weight) - (x->weight < y->weight);
}

static void add_days(const TrialResult *result, DayVec *out) {
    for (uint32_t d = 0; result->days && d < result->draws; d++)
        for (uint32_t world = 0; world < result->worlds; world++)
            if (result->hit[d] >> world & 1)
                vec_push(out, (Day){result->days[d * result->worlds + world],
                                    result->rate[d] / (result->worlds * (double)result->draws)});
}

/* The least number of days that at least this share of the weight does not exceed; days ascend. */
static double day_quantile(const DayVec *days, double share) {
    double whole = 0, sum = 0;
    for (uint32_t i = 0; i < days->count; i++) whole += days->items[i].weight;
    for (uint32_t i = 0; i < days->count; i++) {
        sum += days->items[i].weight;
        if (sum >= share * whole) return days->items[i].days;
    }
    return 0;
}

DaysDown sums_days(const TrialResult *const *results, uint32_t families) {
    DayVec days = {0};
    DaysDown down = {0};
    double weight = 0;
    for (uint32_t family = 0; family < families; family++) add_days(results[family], &days);
    if (days.count) qsort(days.items, days.count, sizeof *days.items, by_days);
    for (uint32_t i = 0; i < days.count; i++) {
        weight += days.items[i].weight;
        down.a_year += days.items[i].weight * days.items[i].days;
        for (int k = 0; k < ASSESS_DAYS; k++)
            if (days.items[i].days > assess_days[k]) down.above[k] += days.items[i].weight;
    }
    down.mean = weight > 0 ? down.a_year / weight : 0;
    down.median = day_quantile(&days, 0.5);
    down.p95 = day_quantile(&days, 0.95);
    vec_clear(&days);
    return down;
}

/* ------------------------------------------------------------------ differences */

/* Luck's variance in the mean over one draw's worlds of rate_a × hit_a − rate_b × hit_b. */
static double luck_of(const TrialResult *a, const TrialResult *b, uint32_t d) {
    double worlds = a->worlds, x = a->rate[d], y = b->rate[d];
    if (a->worlds < 2) return 0;
    double both = __builtin_popcountll(a->hit[d] & b->hit[d]);
    double first = __builtin_popcountll(a->hit[d] & ~b->hit[d]);
    double second = __builtin_popcountll(~a->hit[d] & b->hit[d]);
    double mean = (both * (x - y) + first * x - second * y) / worlds;
    double square = (both * (x - y) * (x - y) + first * x * x + second * y * y) / worlds;
    return (square - mean * mean) / (worlds - 1);
}

static double chance_below_zero(double mean, double variance) {
    if (variance > 0) return exact_normal_cdf(-mean / sqrt(variance));
    return mean < 0 ? 1 : mean > 0 ? 0 : 0.5;
}

Difference sums_difference(const TrialResult *const *a, const TrialResult *const *b, uint32_t families) {
    uint32_t draws = a[0]->draws;
    double *difference = heap_take(draws, sizeof *difference), *one = heap_take(draws, sizeof *one);
    double luck = 0, squares = 0;
    for (uint32_t d = 0; d < draws; d++) {
        one[d] = 1;
        for (uint32_t f = 0; f < families; f++) {
            difference[d] += a[f]->rate[d] * share_hit(a[f], d) - b[f]->rate[d] * share_hit(b[f], d);
            luck += luck_of(a[f], b[f], d) / draws;
        }
    }
    Ratio mean = ratio_of(difference, one, draws, 1);
    for (uint32_t d = 0; d < draws; d++)
        squares += (difference[d] - mean.value) * (difference[d] - mean.value);
    double unknown = draws > 1 ? squares / (draws - 1) - luck : 0;
    free(difference);
    free(one);
    return (Difference){mean.value, mean.ci95, chance_below_zero(mean.value, unknown)};
}

double assess_chance(double times_a_year) {
    return -exact_expm1(-times_a_year);
}
