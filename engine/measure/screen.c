#include "measure/screen.h"

#include "base/arena.h"
#include "base/pcg.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The middles of eight slices of the range, so that a range's very ends, which no draw takes, stay out. */
enum { SLICES = 8, STEP = SLICES / 2, STREAM = 1991 };

typedef struct Walks {
    uint32_t inputs, trajectories;
    double *points;  /* [trajectory × (inputs + 1) × inputs] */
    uint32_t *order; /* [trajectory × inputs] which input moved */
    int *direction;  /* [trajectory × inputs] by step */
} Walks;

static double place_of(uint32_t slice) {
    return (slice + 0.5) / SLICES;
}

static void draw_walk(const Walks *walks, uint32_t t, Pcg32 *pcg) {
    uint32_t n = walks->inputs, *order = walks->order + (size_t)t * n;
    double *point = walks->points + (size_t)t * (n + 1) * n;
    int *direction = walks->direction + (size_t)t * n;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t other = pcg32_below(pcg, i + 1);
        order[i] = order[other];
        order[other] = i;
        point[i] = place_of(pcg32_below(pcg, SLICES));
    }
    for (uint32_t step = 0; step < n; step++, point += n) {
        memcpy(point + n, point, n * sizeof *point);
        direction[step] = point[order[step]] < 0.5 ? 1 : -1;
        point[n + order[step]] += direction[step] * ((double)STEP / SLICES);
    }
}

static void walks_init(Walks *walks, uint32_t inputs, uint32_t trajectories, uint64_t seed) {
    *walks = (Walks){inputs, trajectories, NULL, NULL, NULL};
    walks->points = heap_take((size_t)trajectories * (inputs + 1) * inputs, sizeof(double));
    walks->order = heap_take((size_t)trajectories * inputs, sizeof(uint32_t));
    walks->direction = heap_take((size_t)trajectories * inputs, sizeof(int));
    Pcg32 pcg;
    pcg32_seed(&pcg, seed, STREAM);
    for (uint32_t t = 0; t < trajectories; t++) draw_walk(walks, t, &pcg);
}

static void walks_clear(Walks *walks) {
    free(walks->points);
    free(walks->order);
    free(walks->direction);
}

/* changes[input × trajectories + t] */
static void take_changes(const Walks *walks, const double *values, double *changes) {
    for (uint32_t t = 0; t < walks->trajectories; t++) {
        const double *at = values + (size_t)t * (walks->inputs + 1);
        for (uint32_t step = 0; step < walks->inputs; step++) {
            size_t move = (size_t)t * walks->inputs + step;
            changes[(size_t)walks->order[move] * walks->trajectories + t] =
                (at[step + 1] - at[step]) * walks->direction[move];
        }
    }
}

static Screened screened_of(const double *changes, uint32_t count) {
    double sum = 0, size = 0, squares = 0, size_squares = 0;
    for (uint32_t t = 0; t < count; t++) sum += changes[t], size += fabs(changes[t]);
    Screened result = {.effect = size / count, .drift = sum / count};
    for (uint32_t t = 0; t < count; t++) {
        squares += (changes[t] - result.drift) * (changes[t] - result.drift);
        size_squares += (fabs(changes[t]) - result.effect) * (fabs(changes[t]) - result.effect);
    }
    result.spread = sqrt(squares / (count - 1));
    double half = student_975(count - 1) * sqrt(size_squares / (count - 1) / count);
    result.ci95 = (Interval){result.effect - half, result.effect + half};
    return result;
}

bool screen_run(Model *model, void *context, uint32_t inputs, uint32_t trajectories, uint64_t seed,
                Screened *out, Error *error) {
    assert(trajectories >= 2);
    Walks walks;
    walks_init(&walks, inputs, trajectories, seed);
    uint32_t points = trajectories * (inputs + 1);
    double *values = heap_take(points, sizeof *values);
    double *changes = heap_take((size_t)inputs * trajectories, sizeof *changes);
    bool good = model(context, walks.points, points, values, error);
    if (good) {
        take_changes(&walks, values, changes);
        for (uint32_t i = 0; i < inputs; i++)
            out[i] = screened_of(changes + (size_t)i * trajectories, trajectories);
    }
    free(values);
    free(changes);
    walks_clear(&walks);
    return good;
}
