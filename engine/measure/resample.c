#include "measure/resample.h"

#include "base/arena.h"
#include "base/draw.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void resampling_init(Resampling *resampling, uint64_t seed, uint32_t worlds, uint32_t worlds_per_draw) {
    uint32_t draws = (worlds + worlds_per_draw - 1) / worlds_per_draw;
    *resampling = (Resampling){.worlds = worlds, .worlds_per_draw = worlds_per_draw, .draws = draws};
    resampling->times = heap_take((size_t)(1 + RESAMPLES) * draws, sizeof(uint16_t));
    Name name = name_of("resampling");
    for (uint32_t d = 0; d < draws; d++) resampling->times[d] = 1;
    for (uint32_t r = 1; r <= RESAMPLES; r++) {
        uint64_t context = name_join(seed, name_at(name, r));
        for (uint32_t d = 0; d < draws; d++) {
            uint64_t bits = draw_bits(context, d);
            uint32_t drawn = (uint32_t)(((unsigned __int128)bits * draws) >> 64);
            if (resampling->times[(size_t)r * draws + drawn] < UINT16_MAX)
                resampling->times[(size_t)r * draws + drawn]++;
        }
    }
}

void resampling_clear(Resampling *resampling) {
    free(resampling->times);
    *resampling = (Resampling){0};
}

typedef struct Placed {
    int64_t value;
    uint32_t draw;
} Placed;

/* Greatest first. */
static int compare_placed(const void *a, const void *b) {
    const Placed *x = a, *y = b;
    return (x->value < y->value) - (x->value > y->value);
}

static uint32_t worlds_of(const Resampling *resampling, const uint16_t *times) {
    uint32_t per = resampling->worlds_per_draw, last = resampling->draws - 1, worlds = 0;
    for (uint32_t d = 0; d < last; d++) worlds += times[d] * per;
    return worlds + times[last] * (resampling->worlds - last * per);
}

/* The value that ⌊worlds / 20⌋ others are above, at most. */
static int64_t p95_of(const Placed *placed, const uint16_t *times, uint32_t worlds) {
    uint32_t above = 0, place = 0;
    for (;; place++) {
        above += times[placed[place].draw];
        if (above > worlds / 20) return placed[place].value;
    }
}

void resampling_p95(const Resampling *resampling, const int64_t *values, int64_t *out) {
    Placed *placed = heap_take(resampling->worlds, sizeof *placed);
    for (uint32_t i = 0; i < resampling->worlds; i++)
        placed[i] = (Placed){values[i], i / resampling->worlds_per_draw};
    qsort(placed, resampling->worlds, sizeof *placed, compare_placed);
    for (uint32_t r = 0; r <= RESAMPLES; r++) {
        const uint16_t *times = resampling->times + (size_t)r * resampling->draws;
        out[r] = p95_of(placed, times, worlds_of(resampling, times));
    }
    free(placed);
}

static int compare_whole(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

Interval resampling_interval(const int64_t *estimates, double scale) {
    int64_t sorted[RESAMPLES];
    memcpy(sorted, estimates + 1, sizeof sorted);
    qsort(sorted, RESAMPLES, sizeof *sorted, compare_whole);
    enum { BEYOND = RESAMPLES / 40 }; /* 2.5 % on each side */
    return (Interval){(double)sorted[BEYOND - 1] * scale, (double)sorted[RESAMPLES - BEYOND] * scale};
}
