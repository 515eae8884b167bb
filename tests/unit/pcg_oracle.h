#pragma once

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The first values after seeding; below the bound unless it is 0. */
void oracle_pcg32(uint64_t seed, uint64_t stream, uint32_t bound, uint32_t *values, int count);
/* Seeded with seed·2^64 + stream on the stream stream·2^64 + seed. */
void oracle_pcg64(uint64_t seed, uint64_t stream, uint64_t *values, int count);
void oracle_rxs(uint64_t seed, uint64_t stream, uint64_t *values, int count);
/* RXS-M-XS 64/64's output at a state. */
uint64_t oracle_rxs_output(uint64_t state);

#ifdef __cplusplus
}
#endif
