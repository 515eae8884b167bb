/* PCG generators from O'Neill's paper (HMC-CS-2014-0905), for code that wants a stream: a script's
 * math.random, shuffles in tests, random control sets. The simulation itself uses addressed draws (draw.h).
 */
#pragma once

#include <stdint.h>

typedef struct Pcg32 { /* XSH-RR 64/32: 64 bits of state, 32 bits a call */
    uint64_t state, increment;
} Pcg32;

typedef struct Pcg64 { /* XSL-RR 128/64 */
    unsigned __int128 state, increment;
} Pcg64;

void pcg32_seed(Pcg32 *pcg, uint64_t seed, uint64_t stream);
uint32_t pcg32_next(Pcg32 *pcg);
uint32_t pcg32_below(Pcg32 *pcg, uint32_t bound); /* 0 … bound−1, unbiased; bound > 0 */

void pcg64_seed(Pcg64 *pcg, unsigned __int128 seed, unsigned __int128 stream);
uint64_t pcg64_next(Pcg64 *pcg);

typedef struct PcgRxs { /* RXS-M-XS 64/64: 64 bits of state, 64 bits a call, each value once in a period */
    uint64_t state, increment;
} PcgRxs;
void pcg_rxs_seed(PcgRxs *pcg, uint64_t seed, uint64_t stream);
uint64_t pcg_rxs_next(PcgRxs *pcg);
