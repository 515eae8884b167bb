/* Logarithm, exponential and quantile functions built with + − × ÷ and square root only, so that every
 * machine gets the same bits (libm does not promise that). Relative error below 1e-13 unless a function says
 * otherwise. */
#pragma once

#include <stddef.h>

double exact_exp(double x);   /* 0 below −745, +inf above 709.78 */
double exact_expm1(double x); /* e^x − 1, also where x is tiny; |x| up to 700 */
double exact_log(double x);   /* x > 0 */
double exact_log1p(double x); /* log(1 + x), also where x is tiny; x > −1 */
double exact_normal_cdf(double z);
double exact_normal_quantile(double p); /* 0 < p < 1, tails included */

/* The beta distribution, for a and b from 0.5 to 100; relative error of the lower tail below 1e-11.
 * Quantiles also up to 300, to 1e-9. */
double exact_beta_cdf(double x, double a, double b);
double exact_beta_quantile(double p, double a, double b); /* 0 <= p <= 1 */
/* Quantiles at ascending p, 0 < p <= 1/2, each found from the one before: faster than one by one. */
void exact_beta_quantiles(double *x, const double *p, size_t count, double a, double b);
