#include "measure/statistics.h"

#include "race/adversary.h"

#include <assert.h>
#include <math.h>

static int compare_values(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

void sample_init(Sample *sample, const int64_t *values, uint32_t count) {
    *sample = (Sample){heap_take(count, sizeof(int64_t)), 0, 0};
    for (uint32_t i = 0; i < count; i++) {
        if (values[i] == METRIC_NONE)
            sample->none++;
        else
            sample->sorted[sample->count++] = values[i];
    }
    qsort(sample->sorted, sample->count, sizeof(int64_t), compare_values);
}

void sample_clear(Sample *sample) {
    free(sample->sorted);
    *sample = (Sample){0};
}

int64_t sample_quantile(const Sample *sample, uint32_t numerator, uint32_t denominator) {
    assert(sample->count > 0 && numerator > 0 && numerator <= denominator);
    uint64_t rank = ((uint64_t)sample->count * numerator + denominator - 1) / denominator;
    return sample->sorted[rank - 1];
}

/* How many are no greater than x. */
static uint32_t rank_of(const Sample *sample, int64_t x) {
    uint32_t low = 0, high = sample->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (sample->sorted[middle] <= x)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

double sample_above(const Sample *sample, int64_t x) {
    if (sample->count == 0) return 0;
    return (double)(sample->count - rank_of(sample, x)) / sample->count;
}

double sample_worst_twentieth(const Sample *sample) {
    if (sample->count == 0) return NAN;
    uint32_t worst = (sample->count + 19) / 20;
    double sum = 0;
    for (uint32_t i = sample->count - worst; i < sample->count; i++) sum += (double)sample->sorted[i];
    return sum / worst;
}

enum { POINTS_FEW = 24 };

static void add_point(const Sample *sample, int64_t x, Exceedance *out) {
    if (out->count > 0 && out->items[out->count - 1].x >= x) return;
    vec_push(out, (ExceedancePoint){x, sample_above(sample, x)});
}

static uint32_t distinct_values(const Sample *sample, uint32_t limit) {
    uint32_t distinct = 0;
    for (uint32_t i = 0; i < sample->count && distinct <= limit; i = rank_of(sample, sample->sorted[i])) {
        distinct++;
    }
    return distinct;
}

void sample_exceedance(const Sample *sample, Exceedance *out) {
    /* Thousandths of the worlds that are no worse. */
    static const uint32_t grid[] = {1,   10,  50,  100, 150, 200, 250, 300, 350, 400, 450, 500, 550, 600,
                                    650, 700, 750, 800, 850, 900, 925, 950, 975, 990, 995, 998, 999, 1000};
    out->count = 0;
    if (sample->count == 0) return;
    if (sample->sorted[0] >= 0) add_point(sample, 0, out);
    if (distinct_values(sample, POINTS_FEW) <= POINTS_FEW) {
        for (uint32_t i = 0; i < sample->count; i++) add_point(sample, sample->sorted[i], out);
        return;
    }
    for (size_t i = 0; i < sizeof grid / sizeof grid[0]; i++) {
        add_point(sample, sample_quantile(sample, grid[i], 1000), out);
    }
}

static Ratio mean_of(const int64_t *values, uint32_t count, uint32_t worlds_per_draw) {
    double *terms = heap_take((size_t)count * 2, sizeof(double)), *ones = terms + count;
    for (uint32_t i = 0; i < count; i++) {
        bool there = values[i] != METRIC_NONE;
        terms[i] = there ? (double)values[i] : 0;
        ones[i] = there;
    }
    Ratio mean = ratio_of(terms, ones, count, worlds_per_draw);
    free(terms);
    return mean;
}

Statistics statistics_of_sample(const Sample *sample, const int64_t *values, uint32_t count,
                                uint32_t worlds_per_draw) {
    assert(sample->count + sample->none == count);
    Ratio mean = mean_of(values, count, worlds_per_draw);
    Statistics statistics = {.count = sample->count,
                             .none = sample->none,
                             .mean = mean.value,
                             .ci95 = mean.ci95,
                             .cvar95 = sample_worst_twentieth(sample)};
    if (count > 0) statistics.share_none = (double)sample->none / count;
    if (sample->count > 0) {
        statistics.median = sample_quantile(sample, 1, 2);
        statistics.p5 = sample_quantile(sample, 1, 20);
        statistics.p95 = sample_quantile(sample, 19, 20);
    }
    return statistics;
}

Statistics statistics_of(const int64_t *values, uint32_t count, uint32_t worlds_per_draw) {
    Sample sample;
    sample_init(&sample, values, count);
    Statistics statistics = statistics_of_sample(&sample, values, count, worlds_per_draw);
    sample_clear(&sample);
    return statistics;
}
