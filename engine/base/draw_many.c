#include "base/draw_many.h"

/* One loop, compiled for each path; the compiler makes vectors of it where that pays. */
#define DRAW_LOOP                                                                                            \
    for (uint32_t i = 0; i < count; i++) out[i] = draw_bits(context, keys[i])

static void draw_portable(uint64_t context, const uint64_t *keys, uint32_t count, uint64_t *out) {
    DRAW_LOOP;
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
#else
DrawPath draw_path_best(void) {
    return DRAW_PORTABLE;
}

void draw_many(DrawPath path, uint64_t context, const uint64_t *keys, uint32_t count, uint64_t *out) {
    (void)path;
    draw_portable(context, keys, count, out);
}
#endif
