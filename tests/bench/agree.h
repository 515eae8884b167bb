/* Whether two samples come from one distribution: what a bench checks before it prints a speed. */
#pragma once

#include "bench.h"

/* Two-sample Kolmogorov-Smirnov distance over its 1 % bound: below 1 the distributions agree. Sorts both. */
double samples_distance(double *x, double *y, uint32_t count);
/* Difference of the means, and of the variances, in standard errors: below 4 they agree. */
double samples_mean_z(const double *x, const double *y, uint32_t count);
double samples_spread_z(const double *x, const double *y, uint32_t count);
/* Prints all three; true when they agree. */
bool bench_agree(Bench *bench, double *x, double *y, uint32_t count);
