#include "measure/variance.h"

#include "base/arena.h"
#include "race/adversary.h"

#include <stdbool.h>
#include <stdlib.h>

static bool both(const int64_t *values, const int64_t *swapped, uint32_t i) {
    return values[i] != METRIC_NONE && swapped[i] != METRIC_NONE;
}

/* Both ensembles have the same distribution, so both give the mean. */
static double common_mean(const int64_t *values, const int64_t *swapped, uint32_t count) {
    double sum = 0, terms = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (!both(values, swapped, i)) continue;
        sum += (double)values[i] + (double)swapped[i];
        terms += 2;
    }
    return terms > 0 ? sum / terms : 0;
}

Ratio variance_share(const int64_t *values, const int64_t *swapped, uint32_t count,
                     uint32_t worlds_per_draw) {
    double mean = common_mean(values, swapped, count);
    double *changes = heap_take((size_t)count * 2, sizeof(double)), *spreads = changes + count;
    for (uint32_t i = 0; i < count; i++) {
        if (!both(values, swapped, i)) continue;
        double y = (double)values[i] - mean, z = (double)swapped[i] - mean;
        changes[i] = (y - z) * (y - z) / 2;
        spreads[i] = (y * y + z * z) / 2;
    }
    Ratio share = ratio_of(changes, spreads, count, worlds_per_draw);
    free(changes);
    return share;
}
