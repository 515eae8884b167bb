#include "base/binomial.h"

#include "base/exact.h"

#include <math.h>
#include <stdbool.h>

/* ln 2 with 32 places: where half of the machines fall. */
#define HAZARD_HALF UINT64_C(2977044472)
#define HAZARD_SCALE 0x1p-32

/* A sum is carried as a double times 2^−(512 × blocks), so that q^n never underflows. */
#define BLOCK 0x1p512
#define INVERSE_BLOCK 0x1p-512
#define LOG_BLOCK 354.89135644669199

/* The last 2^-44 of either tail counts as its edge: beyond it the rounding of a sum near 1 would decide. */
#define TAIL_EDGE 0x1p-44

Hazard hazard_of(double probability) {
    if (!(probability > 0)) return 0;
    if (probability >= 1) return HAZARD_ALL;
    return (Hazard)(-exact_log1p(-probability) / HAZARD_SCALE + 0.5);
}

/* The uniform of 64 bits, in (0, 1). */
static double uniform_of(uint64_t bits) {
    double uniform = ((double)bits + 0.5) * 0x1p-64;
    if (uniform < TAIL_EDGE) return TAIL_EDGE;
    return uniform > 1 - TAIL_EDGE ? 1 - TAIL_EDGE : uniform;
}

/* What a sum must exceed while it is carried in so many blocks; with two or more it is still below any
 * uniform, and only fills up to the next block. */
static double limit_of(double uniform, int blocks) {
    if (blocks == 0) return uniform;
    return blocks == 1 ? uniform * BLOCK : BLOCK;
}

/* BINV: the smallest k whose cumulative probability exceeds the uniform, adding up from k = 0, where the
 * probability is e^−none. `odds` is p / (1 − p) of what is counted. */
static uint32_t count_up(uint32_t n, double none, double odds, double uniform) {
    int blocks = (int)(none / LOG_BLOCK);
    double term = exact_exp(blocks * LOG_BLOCK - none), sum = term;
    for (uint32_t k = 0;;) {
        double limit = limit_of(uniform, blocks);
        while (sum <= limit) {
            if (k == n) return n;
            k++;
            term *= odds * ((double)(n - k + 1) / k);
            if (sum + term == sum) return k; /* what is left cannot be told from nothing */
            sum += term;
        }
        if (blocks < 2) return k;
        sum *= INVERSE_BLOCK;
        term *= INVERSE_BLOCK;
        blocks--;
    }
}

uint32_t binomial_quantile(uint32_t n, Hazard hazard, uint64_t bits) {
    if (hazard == 0 || n == 0) return 0;
    if (hazard >= HAZARD_ALL) return n;
    double sum = (double)hazard * HAZARD_SCALE, uniform = uniform_of(bits);
    if (hazard <= HAZARD_HALF) return count_up(n, n * sum, exact_expm1(sum), uniform);
    /* More than half fall: fewer steps to count the survivors, at the complementary uniform. */
    double survive = exact_exp(-sum);
    return n - count_up(n, -(double)n * exact_log1p(-survive), survive / (1 - survive), 1 - uniform);
}
