/* Counts of a sample in bins of equal width, for small pictures of a distribution. */
#pragma once

#include "measure/statistics.h"

/* bins[bin_count] over low … high (high > low, bin_count > 0); values beyond either end count in the
 * outermost bin. A bin holds its lower end and not its upper one, but for the last. */
void histogram_of(const Sample *sample, int64_t low, int64_t high, uint32_t *bins, uint32_t bin_count);
