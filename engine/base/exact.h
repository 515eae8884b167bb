/* Logarithm, exponential and quantile functions built with + − × ÷ and square root only, so that every machine
 * gets the same bits (libm does not promise that). Relative error below 1e-13 unless a function says otherwise. */
#pragma once

double exact_exp(double x); /* 0 below −745, +inf above 709.78 */
double exact_log(double x); /* x > 0 */
double exact_normal_cdf(double z);
double exact_normal_quantile(double p);                     /* 0 < p < 1, tails included */
double exact_beta_cdf(double x, double a, double b);        /* a, b > 0 */
double exact_beta_quantile(double p, double a, double b);
