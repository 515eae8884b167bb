#include "measure/comparison.h"

#include "base/arena.h"
#include "race/adversary.h"

#include <stdlib.h>

Comparison comparison_of(const int64_t *a, const int64_t *b, uint32_t count, uint32_t worlds_per_draw) {
    double *terms = heap_take((size_t)count * 2, sizeof(double)), *ones = terms + count;
    uint32_t pairs = 0, better = 0, tied = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (a[i] == METRIC_NONE || b[i] == METRIC_NONE) continue;
        terms[i] = (double)b[i] - (double)a[i];
        ones[i] = 1;
        pairs++;
        better += b[i] < a[i];
        tied += b[i] == a[i];
    }
    Ratio mean = ratio_of(terms, ones, count, worlds_per_draw);
    free(terms);
    Comparison comparison = {.pairs = pairs, .mean_difference = mean.value, .ci95 = mean.ci95};
    if (pairs > 0) {
        comparison.better_share = (double)better / pairs;
        comparison.tied_share = (double)tied / pairs;
        comparison.worse_share = (double)(pairs - better - tied) / pairs;
    }
    return comparison;
}
