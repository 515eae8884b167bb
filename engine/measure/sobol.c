#include "measure/sobol.h"

#include "base/arena.h"
#include "base/draw.h"
#include "base/pcg.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BOOTSTRAPS = 400, BEYOND = BOOTSTRAPS / 40, STREAM_A = 1, STREAM_ROWS = 3 };

typedef struct Sample3 { /* values by row */
    const double *a, *b, *ab;
    uint32_t rows;
} Sample3;

static void fill_cube(double *points, size_t count, uint64_t seed, uint64_t stream) {
    Pcg64 pcg;
    pcg64_seed(&pcg, seed, stream);
    for (size_t i = 0; i < count; i++) points[i] = draw_unit(pcg64_next(&pcg));
}

/* A, then B, then for each input A with its column from B; rows × inputs each. */
static double *design(uint32_t inputs, uint32_t rows, uint64_t seed) {
    size_t block = (size_t)rows * inputs;
    double *points = heap_take(block * (inputs + 2), sizeof *points);
    fill_cube(points, block, seed, STREAM_A);
    fill_cube(points + block, block, seed, STREAM_A + 1);
    for (uint32_t i = 0; i < inputs; i++) {
        double *mixed = points + block * (2 + i);
        memcpy(mixed, points, block * sizeof *points);
        for (uint32_t row = 0; row < rows; row++)
            mixed[(size_t)row * inputs + i] = points[block + (size_t)row * inputs + i];
    }
    return points;
}

/* Row k of a resample is rows[k]; NULL for the sample itself. */
static SobolIndex index_of(const Sample3 *s, const uint32_t *rows, SobolWhole *whole) {
    double sum = 0, squares = 0, first = 0, total = 0, n = s->rows;
    for (uint32_t k = 0; k < s->rows; k++) {
        uint32_t row = rows ? rows[k] : k;
        sum += s->a[row] + s->b[row];
    }
    double mean = sum / (2 * n);
    for (uint32_t k = 0; k < s->rows; k++) {
        uint32_t row = rows ? rows[k] : k;
        double a = s->a[row] - mean, b = s->b[row] - mean, ab = s->ab[row] - mean;
        squares += a * a + b * b;
        first += b * (ab - a);
        total += (a - ab) * (a - ab) / 2;
    }
    double variance = squares / (2 * n);
    *whole = (SobolWhole){mean, variance};
    if (!(variance > 0)) return (SobolIndex){NAN, NAN, {NAN, NAN}, {NAN, NAN}};
    return (SobolIndex){.first = first / n / variance, .total = total / n / variance};
}

static int compare_doubles(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static Interval middle(double *estimates) {
    qsort(estimates, BOOTSTRAPS, sizeof *estimates, compare_doubles);
    return (Interval){estimates[BEYOND - 1], estimates[BOOTSTRAPS - BEYOND]};
}

/* `rows[BOOTSTRAPS × rows]`: the same resamples for every input. */
static SobolIndex estimate(const Sample3 *sample, const uint32_t *rows, SobolWhole *whole) {
    double firsts[BOOTSTRAPS], totals[BOOTSTRAPS];
    SobolWhole unused;
    SobolIndex index = index_of(sample, NULL, whole);
    if (isnan(index.total)) return index;
    for (uint32_t k = 0; k < BOOTSTRAPS; k++) {
        SobolIndex again = index_of(sample, rows + (size_t)k * sample->rows, &unused);
        firsts[k] = isnan(again.first) ? index.first : again.first;
        totals[k] = isnan(again.total) ? index.total : again.total;
    }
    index.first_ci95 = middle(firsts);
    index.total_ci95 = middle(totals);
    return index;
}

static uint32_t *draw_rows(uint32_t rows, uint64_t seed) {
    uint32_t *drawn = heap_take((size_t)BOOTSTRAPS * rows, sizeof *drawn);
    Pcg32 pcg;
    pcg32_seed(&pcg, seed, STREAM_ROWS);
    for (size_t i = 0; i < (size_t)BOOTSTRAPS * rows; i++) drawn[i] = pcg32_below(&pcg, rows);
    return drawn;
}

bool sobol_run(Model *model, void *context, uint32_t inputs, uint32_t rows, uint64_t seed, SobolIndex *out,
               SobolWhole *whole, Error *error) {
    assert(rows >= 8 && inputs >= 1);
    double *points = design(inputs, rows, seed);
    double *values = heap_take((size_t)rows * (inputs + 2), sizeof *values);
    bool good = model(context, points, rows * (inputs + 2), values, error);
    if (good) {
        uint32_t *drawn = draw_rows(rows, seed);
        for (uint32_t i = 0; i < inputs; i++) {
            Sample3 sample = {values, values + rows, values + (size_t)rows * (2 + i), rows};
            out[i] = estimate(&sample, drawn, whole);
        }
        free(drawn);
    }
    free(points);
    free(values);
    return good;
}
