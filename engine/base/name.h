/* Stable 64-bit names. A draw is addressed by the name of what it is about, so a name depends on nothing but
 * the words: not on order, not on memory, not on the machine. Collisions are looked for where names are
 * collected (world_build) and refused. */
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef uint64_t Name;

Name name_of(const char *text); /* of UTF-8 text, byte for byte */
Name name_of_n(const char *text, size_t length);
Name name_join(Name first, Name second);   /* ordered: join(a, b) != join(b, a) */
Name name_at(Name parent, uint64_t index); /* the index-th member of a population */

/* A full-avalanche mixer of 64 bits (every input bit flips every output bit half of the time). */
static inline uint64_t name_mix(uint64_t x) {
    x ^= x >> 32;
    x *= UINT64_C(0xe9846af9b1a615d);
    x ^= x >> 32;
    x *= UINT64_C(0xe9846af9b1a615d);
    x ^= x >> 28;
    return x;
}
