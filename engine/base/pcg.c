#include "base/pcg.h"

#include "base/draw.h"

#include <assert.h>

/* Multipliers of the underlying linear congruential generators (O'Neill 2014). */
#define MULTIPLIER_64 UINT64_C(6364136223846793005)
#define MULTIPLIER_128                                                                                       \
    (((unsigned __int128)UINT64_C(0x2360ed051fc65da4) << 64) | UINT64_C(0x4385df649fccf645))

static uint32_t rotate_right_32(uint32_t word, unsigned places) {
    return (word >> places) | (word << (-places & 31));
}

static uint64_t rotate_right_64(uint64_t word, unsigned places) {
    return (word >> places) | (word << (-places & 63));
}

void pcg32_seed(Pcg32 *pcg, uint64_t seed, uint64_t stream) {
    pcg->increment = (stream << 1) | 1;
    pcg->state = (seed + pcg->increment) * MULTIPLIER_64 + pcg->increment;
}

uint32_t pcg32_next(Pcg32 *pcg) {
    uint64_t state = pcg->state;
    pcg->state = state * MULTIPLIER_64 + pcg->increment;
    return rotate_right_32((uint32_t)(((state >> 18) ^ state) >> 27), (unsigned)(state >> 59));
}

uint32_t pcg32_below(Pcg32 *pcg, uint32_t bound) {
    assert(bound > 0);
    /* The lowest 2^32 mod bound values are thrown away, so that each remainder has the same number left. */
    uint32_t thrown_away = -bound % bound;
    uint32_t value;
    do value = pcg32_next(pcg);
    while (value < thrown_away);
    return value % bound;
}

void pcg64_seed(Pcg64 *pcg, unsigned __int128 seed, unsigned __int128 stream) {
    pcg->increment = (stream << 1) | 1;
    pcg->state = (seed + pcg->increment) * MULTIPLIER_128 + pcg->increment;
}

uint64_t pcg64_next(Pcg64 *pcg) {
    /* Unlike the 64-bit generators, this one gives the output of the new state, as the author's library does.
     */
    pcg->state = pcg->state * MULTIPLIER_128 + pcg->increment;
    return rotate_right_64((uint64_t)(pcg->state >> 64) ^ (uint64_t)pcg->state,
                           (unsigned)(pcg->state >> 122));
}

void pcg_rxs_seed(PcgRxs *pcg, uint64_t seed, uint64_t stream) {
    pcg->increment = (stream << 1) | 1;
    pcg->state = (seed + pcg->increment) * MULTIPLIER_64 + pcg->increment;
}

uint64_t pcg_rxs_next(PcgRxs *pcg) {
    uint64_t state = pcg->state;
    pcg->state = state * MULTIPLIER_64 + pcg->increment;
    return pcg_rxs_m_xs_64(state);
}
