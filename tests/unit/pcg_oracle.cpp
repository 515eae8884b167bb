// The generators of PCG's author, for C to compare with.
#include "pcg_oracle.h"

#include <pcg_random.hpp>

void oracle_pcg32(uint64_t seed, uint64_t stream, uint32_t bound, uint32_t *values, int count) {
    pcg32 generator(seed, stream);
    for (int i = 0; i < count; i++) values[i] = bound ? generator(bound) : generator();
}

void oracle_pcg64(uint64_t seed, uint64_t stream, uint64_t *values, int count) {
    // A high word in both, so that all 128 bits are compared.
    pcg64 generator(pcg_extras::pcg128_t(seed) << 64 | stream, pcg_extras::pcg128_t(stream) << 64 | seed);
    for (int i = 0; i < count; i++) values[i] = generator();
}

void oracle_rxs(uint64_t seed, uint64_t stream, uint64_t *values, int count) {
    pcg64_once_insecure generator(seed, stream);
    for (int i = 0; i < count; i++) values[i] = generator();
}

uint64_t oracle_rxs_output(uint64_t state) {
    return pcg_detail::rxs_m_xs_mixin<uint64_t, uint64_t>::output(state);
}
