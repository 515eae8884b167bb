/* Stable 64-bit names. A draw is addressed by the name of what it is about, so a name depends on nothing but
 * the words: not on order, not on memory, not on the machine. Collisions are looked for where names are
 * collected (world_build) and refused. */
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef uint64_t Name;

Name name_of(const char *text); /* of UTF-8 text, byte for byte */
Name name_of_n(const char *text, size_t length);

/* A full-avalanche mixer of 64 bits (every input bit flips every output bit half of the time). */
static inline uint64_t name_mix(uint64_t x) {
    x ^= x >> 32;
    x *= UINT64_C(0xe9846af9b1a615d);
    x ^= x >> 32;
    x *= UINT64_C(0xe9846af9b1a615d);
    x ^= x >> 28;
    return x;
}

/* Odd, unrelated and without pattern (the fractions of square roots of primes), so that a joined name and a
 * numbered one never meet by construction. */
#define NAME_JOIN_FIRST UINT64_C(0x6a09e667f3bcc909)
#define NAME_JOIN_SECOND UINT64_C(0xbb67ae8584caa73b)
#define NAME_AT_PARENT UINT64_C(0x3c6ef372fe94f82b)
#define NAME_AT_INDEX UINT64_C(0xa54ff53a5f1d36f1)

/* Ordered: join(a, b) != join(b, a). */
static inline Name name_join(Name first, Name second) {
    return name_mix(name_mix(first + NAME_JOIN_FIRST) + second * NAME_JOIN_SECOND);
}

/* The index-th member of a population. */
static inline Name name_at(Name parent, uint64_t index) {
    return name_mix(name_mix(parent + NAME_AT_PARENT) + index * NAME_AT_INDEX);
}
