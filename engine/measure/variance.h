/* Where the spread comes from. The share that a source of uncertainty has in the variance is measured by
 * running every world again with that source alone drawn anew (Jansen 1999, Computer Physics Communications
 * 117, total effect):
 *
 *     T = mean((Y − Y′)²) / (2 Var Y)
 *
 * For unknown inputs Y′ is the ensemble run with SCOPE_SWAP_ALL, for the assumed ones with
 * SCOPE_SWAP_ASSUMED, for luck with swap_luck. Sources act together, so shares of two sources can add up to
 * more than 1. */
#pragma once

#include "measure/ratio.h"

/* The total effect, from 0 to 1 but for sampling error; not-a-number when nothing varies. Replications where
 * either value is METRIC_NONE do not count. */
Ratio variance_share(const int64_t *values, const int64_t *swapped, uint32_t count, uint32_t worlds_per_draw);
