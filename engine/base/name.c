#include "base/name.h"

#include <string.h>

/* FNV-1a's parameters for 64 bits. */
#define FNV_BASIS UINT64_C(0xcbf29ce484222325)
#define FNV_PRIME UINT64_C(0x100000001b3)

/* Odd, unrelated and without pattern (the fractions of square roots of primes), so that a joined name and a
 * numbered one never meet by construction. */
#define JOIN_FIRST UINT64_C(0x6a09e667f3bcc909)
#define JOIN_SECOND UINT64_C(0xbb67ae8584caa73b)
#define AT_PARENT UINT64_C(0x3c6ef372fe94f82b)
#define AT_INDEX UINT64_C(0xa54ff53a5f1d36f1)

Name name_of(const char *text) {
    return name_of_n(text, strlen(text));
}

Name name_of_n(const char *text, size_t length) {
    uint64_t hash = FNV_BASIS;
    for (size_t i = 0; i < length; i++) hash = (hash ^ (unsigned char)text[i]) * FNV_PRIME;
    /* FNV alone leaves the last bytes in the low bits. */
    return name_mix(hash);
}

Name name_join(Name first, Name second) {
    return name_mix(name_mix(first + JOIN_FIRST) + second * JOIN_SECOND);
}

Name name_at(Name parent, uint64_t index) {
    return name_mix(name_mix(parent + AT_PARENT) + index * AT_INDEX);
}
