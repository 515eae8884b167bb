#include "base/draw_many.h"

#ifdef __x86_64__
#include <immintrin.h>
#endif

/* One loop, compiled for each path; the compiler makes vectors of it where that pays. */
#define DRAW_LOOP                                                                                            \
    for (uint32_t i = 0; i < count; i++) out[i] = draw_bits(context, keys[i])

static void draw_portable(uint64_t context, const uint64_t *keys, uint32_t count, uint64_t *out) {
    DRAW_LOOP;
}

static uint64_t at_most_portable(const uint64_t *bits, uint32_t count, uint64_t most) {
    uint64_t those = 0;
    for (uint32_t i = 0; i < count; i++) those |= (uint64_t)(bits[i] <= most) << i;
    return those;
}

#ifdef __x86_64__
__attribute__((target("avx2"))) static void draw_avx2(uint64_t context, const uint64_t *keys, uint32_t count,
                                                      uint64_t *out) {
    DRAW_LOOP;
}

__attribute__((target("avx512f,avx512dq"))) static void draw_avx512(uint64_t context, const uint64_t *keys,
                                                                    uint32_t count, uint64_t *out) {
    DRAW_LOOP;
}

__attribute__((target("avx512f"))) static uint64_t at_most_avx512(const uint64_t *bits, uint32_t count,
                                                                  uint64_t most) {
    const __m512i bound = _mm512_set1_epi64((long long)most);
    uint64_t those = 0;
    for (uint32_t i = 0; i < count; i += DRAW_LANES) {
        __mmask8 lanes = (__mmask8)(count - i < DRAW_LANES ? (1u << (count - i)) - 1 : 0xff);
        __m512i eight = _mm512_maskz_loadu_epi64(lanes, bits + i);
        those |= (uint64_t)_mm512_mask_cmple_epu64_mask(lanes, eight, bound) << i;
    }
    return those;
}

DrawPath draw_path_best(void) {
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq")) return DRAW_AVX512;
    return __builtin_cpu_supports("avx2") ? DRAW_AVX2 : DRAW_PORTABLE;
}

void draw_many(DrawPath path, uint64_t context, const uint64_t *keys, uint32_t count, uint64_t *out) {
    if (path == DRAW_AVX512)
        draw_avx512(context, keys, count, out);
    else if (path == DRAW_AVX2)
        draw_avx2(context, keys, count, out);
    else
        draw_portable(context, keys, count, out);
}

uint64_t draws_at_most(DrawPath path, const uint64_t *bits, uint32_t count, uint64_t most) {
    return path == DRAW_AVX512 ? at_most_avx512(bits, count, most) : at_most_portable(bits, count, most);
}
#else
DrawPath draw_path_best(void) {
    return DRAW_PORTABLE;
}

void draw_many(DrawPath path, uint64_t context, const uint64_t *keys, uint32_t count, uint64_t *out) {
    (void)path;
    draw_portable(context, keys, count, out);
}

uint64_t draws_at_most(DrawPath path, const uint64_t *bits, uint32_t count, uint64_t most) {
    (void)path;
    return at_most_portable(bits, count, most);
}
#endif
