#include "measure/variance.h"

#include "base/arena.h"
#include "race/adversary.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

static bool both(const int64_t *values, const int64_t *swapped, uint32_t i) {
    return values[i] != METRIC_NONE && swapped[i] != METRIC_NONE;
}

/* Both ensembles have the same distribution, so both give the mean. */
static double common_mean(const int64_t *values, const int64_t *swapped, uint32_t count) {
    double sum = 0, terms = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (!both(values, swapped, i)) continue;
        sum += (double)values[i] + (double)swapped[i];
        terms += 2;
    }
    return terms > 0 ? sum / terms : 0;
}

Ratio variance_share(const int64_t *values, const int64_t *swapped, uint32_t count,
                     uint32_t worlds_per_draw) {
    double mean = common_mean(values, swapped, count);
    double *changes = heap_take((size_t)count * 2, sizeof(double)), *spreads = changes + count;
    for (uint32_t i = 0; i < count; i++) {
        if (!both(values, swapped, i)) continue;
        double y = (double)values[i] - mean, z = (double)swapped[i] - mean;
        changes[i] = (y - z) * (y - z) / 2;
        spreads[i] = (y * y + z * z) / 2;
    }
    Ratio share = ratio_of(changes, spreads, count, worlds_per_draw);
    free(changes);
    return share;
}

/* The values of one draw that count. */
typedef struct Draw {
    double count, mean, squares; /* squares: of the deviations from the mean */
} Draw;

static Draw draw_of(const int64_t *values, uint32_t count) {
    Draw draw = {0};
    for (uint32_t i = 0; i < count; i++) {
        if (values[i] == METRIC_NONE) continue;
        double change = (double)values[i] - draw.mean;
        draw.mean += change / ++draw.count;
        draw.squares += change * ((double)values[i] - draw.mean);
    }
    return draw;
}

typedef struct Draws {
    Draw *items;
    uint32_t count;
} Draws;

/* Draws of which two worlds have a value; the rest say nothing about luck. */
static Draws draws_of(const int64_t *values, uint32_t count, uint32_t worlds_per_draw) {
    Draws draws = {heap_take(count / worlds_per_draw + 1, sizeof(Draw)), 0};
    for (uint32_t first = 0; first < count; first += worlds_per_draw) {
        Draw draw =
            draw_of(values + first, count - first < worlds_per_draw ? count - first : worlds_per_draw);
        if (draw.count >= 2) draws.items[draws.count++] = draw;
    }
    return draws;
}

/* Half the mean squared difference of two worlds of different draws: the variance, without bias. As a factor
 * of the mean squared deviation from the mean of all, which `deviations` adds up. */
static double unbiased(const Draws *draws, double deviations) {
    double worlds = 0, paired = 0, within = 0;
    for (uint32_t i = 0; i < draws->count; i++) {
        const Draw *draw = &draws->items[i];
        worlds += draw->count;
        paired += draw->count * draw->count;
        within += draw->count * draw->squares;
    }
    return (worlds - within / deviations) / (worlds * worlds - paired) * worlds;
}

static double mean_of_all(const Draws *draws) {
    double sum = 0, worlds = 0;
    for (uint32_t i = 0; i < draws->count; i++) {
        sum += draws->items[i].count * draws->items[i].mean;
        worlds += draws->items[i].count;
    }
    return worlds > 0 ? sum / worlds : 0;
}

static double cut(double share) {
    return share < 0 ? 0 : share > 1 ? 1 : share;
}

static Layers layers_of(Ratio luck) {
    if (isnan(luck.value)) return (Layers){luck, luck};
    luck.value = cut(luck.value);
    if (!isnan(luck.ci95.low)) luck.ci95 = (Interval){cut(luck.ci95.low), cut(luck.ci95.high)};
    Ratio unknown = luck;
    unknown.value = 1 - luck.value;
    unknown.ci95 = (Interval){1 - luck.ci95.high, 1 - luck.ci95.low};
    return (Layers){luck, unknown};
}

Layers variance_layers(const int64_t *values, uint32_t count, uint32_t worlds_per_draw) {
    Draws draws = draws_of(values, count, worlds_per_draw);
    double *within = heap_take((size_t)draws.count * 2, sizeof(double)), *all = within + draws.count;
    double mean = mean_of_all(&draws), deviations = 0;
    for (uint32_t i = 0; i < draws.count; i++) {
        const Draw *draw = &draws.items[i];
        within[i] = draw->squares * draw->count / (draw->count - 1);
        all[i] = draw->squares + draw->count * (draw->mean - mean) * (draw->mean - mean);
        deviations += all[i];
    }
    double factor = deviations > 0 ? unbiased(&draws, deviations) : 0;
    for (uint32_t i = 0; i < draws.count; i++) all[i] *= factor;
    Layers layers = layers_of(ratio_of(within, all, draws.count, 1));
    free(within);
    free(draws.items);
    return layers;
}
