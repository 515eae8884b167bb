#include "base/draw.h"

/* One odd constant per place in the key, so that equal numbers in two places do not fold alike. */
#define KEY_VERSION UINT64_C(0x510e527fade682d1)
#define KEY_SEED UINT64_C(0x9b05688c2b3e6c1f)
#define KEY_PARAMETER UINT64_C(0x1f83d9abfb41bd6b)
#define KEY_REPLICATION UINT64_C(0x5be0cd19137e2179)

static uint64_t fold(uint64_t key, uint64_t constant, uint64_t value) {
    return name_mix(key + value * constant);
}

uint64_t draw_context(uint64_t seed, uint64_t parameter_draw, uint64_t replication) {
    uint64_t context = name_mix(KEY_VERSION * MODEL_VERSION);
    context = fold(context, KEY_SEED, seed);
    context = fold(context, KEY_PARAMETER, parameter_draw);
    return fold(context, KEY_REPLICATION, replication);
}

Odds odds_of(double probability) {
    if (!(probability > 0)) return 0;
    if (probability >= 1) return ODDS_ONE;
    return (Odds)(probability * (double)ODDS_ONE + 0.5);
}

double draw_unit(uint64_t bits) {
    /* 52 bits and not 53: the half must fit in a double's 53, or the last value would round to 1. */
    return ((double)(bits >> 12) + 0.5) * 0x1p-52;
}
