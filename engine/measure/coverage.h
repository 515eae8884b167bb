/* How often intervals hold what they should: a count, and what the count can tell about the true share. */
#pragma once

#include "measure/ratio.h"

/* The 95 % interval of Clopper and Pearson (1934, Biometrika 26): it holds the true share at least that
 * often, however few were counted. `hits` of `count`; 0 … 1 when nothing was counted. */
Interval coverage_interval(uint32_t hits, uint32_t count);
