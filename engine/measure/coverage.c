#include "measure/coverage.h"

#include "base/exact.h"

#include <assert.h>

#define TAIL 0.025

Interval coverage_interval(uint32_t hits, uint32_t count) {
    assert(hits <= count);
    uint32_t misses = count - hits;
    Interval interval = {0, 1};
    if (hits > 0) interval.low = exact_beta_quantile(TAIL, hits, misses + 1.0);
    if (misses > 0) interval.high = exact_beta_quantile(1 - TAIL, hits + 1.0, misses);
    return interval;
}
