/* Shares of variance of a function's inputs (Sobol 1993). Two independent samples A and B of N points, and
 * for every input A with that one input from B:
 *
 *     first   f(B) (f(AB) − f(A)) over the variance: the input alone          (Saltelli and others 2010)
 *     total   (f(A) − f(AB))² / 2 over the variance: with all it acts with    (Jansen 1999)
 *
 * Intervals by bootstrap of the N rows. N × (inputs + 2) points. */
#pragma once

#include "measure/screen.h"

typedef struct SobolIndex {
    double first, total; /* 0 … 1 but for sampling error; not-a-number when nothing varies */
    Interval first_ci95, total_ci95;
} SobolIndex;

typedef struct SobolWhole {
    double mean, variance; /* of the function over the cube, from A and B */
} SobolWhole;

/* out[inputs]; at least 8 rows. A pure function of (model, seed, …). */
bool sobol_run(Model *model, void *context, uint32_t inputs, uint32_t rows, uint64_t seed, SobolIndex *out,
               SobolWhole *whole, Error *error);
