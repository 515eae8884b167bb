/* How many machines of a group fall: the binomial quantile at the group's one uniform.
 *
 * Hazards add: an arc with machine odds p adds −ln(1−p), so that two arcs of p and q act like one of
 * 1−(1−p)(1−q) in any order. The algorithm is BINV (sequential inversion; Kachitvichyanukul and Schmeiser
 * 1988) with a binary exponent carried beside the mantissa, the same at every size. It is monotone in n, in
 * the hazard and in the uniform (tests/unit/test_binomial.c). */
#pragma once

#include <stdint.h>

typedef uint64_t Hazard;                /* fixed point with 32 places */
#define HAZARD_ALL (UINT64_C(64) << 32) /* p = 1: the whole group; sums saturate here */

Hazard hazard_of(double probability); /* 0 … 1 */
static inline Hazard hazard_add(Hazard a, Hazard b) {
    Hazard sum = a + b;
    return sum > HAZARD_ALL ? HAZARD_ALL : sum;
}
/* Of n machines, at most n. n up to 2^31. */
uint32_t binomial_quantile(uint32_t n, Hazard hazard, uint64_t bits);
