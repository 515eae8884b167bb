#include "base/name.h"

#include <string.h>

/* FNV-1a's parameters for 64 bits. */
#define FNV_BASIS UINT64_C(0xcbf29ce484222325)
#define FNV_PRIME UINT64_C(0x100000001b3)

Name name_of(const char *text) {
    return name_of_n(text, strlen(text));
}

Name name_of_n(const char *text, size_t length) {
    uint64_t hash = FNV_BASIS;
    for (size_t i = 0; i < length; i++) hash = (hash ^ (unsigned char)text[i]) * FNV_PRIME;
    /* FNV alone leaves the last bytes in the low bits. */
    return name_mix(hash);
}
