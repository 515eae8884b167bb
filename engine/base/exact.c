#include "base/exact.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

/* ln 2 in two parts: the first has 32 significant bits, so that its product with an exponent is exact. */
#define LN2_HIGH 0x1.62e42feep-1
#define LN2_LOW 0x1.a39ef35793c76p-33
#define LN2 0x1.62e42fefa39efp-1
#define HALF_LOG_TWO_PI 0x1.d67f1c864beb5p-1
#define INVERSE_SQRT_TWO_PI 0x1.9884533d43651p-2

/* 2^exponent, for the exponents of normal doubles. */
static double power_of_two(int exponent) {
    uint64_t bits = (uint64_t)(exponent + 1023) << 52;
    double power;
    memcpy(&power, &bits, sizeof power);
    return power;
}

/* e^r − 1 for |r| <= 1/2: the (6,6) Padé approximant, whose coefficients are whole numbers. */
static double expm1_near_zero(double r) {
    double square = r * r;
    double even = 665280 + square * (75600 + square * (840 + square));
    double odd = r * (332640 + square * (10080 + square * 42));
    return 2 * odd / (even - odd);
}

double exact_exp(double x) {
    if (x < -745.2) return 0;
    if (x > 709.79) return HUGE_VAL;
    int exponent = (int)(x / LN2 + (x < 0 ? -0.5 : 0.5));
    double rest = (x - exponent * LN2_HIGH) - exponent * LN2_LOW;
    /* In two factors, since 2^1024 and the subnormal powers have no normal double of their own. */
    int half = exponent / 2;
    return (1 + expm1_near_zero(rest)) * power_of_two(half) * power_of_two(exponent - half);
}

double exact_expm1(double x) {
    return x > -0.5 && x < 0.5 ? expm1_near_zero(x) : exact_exp(x) - 1;
}

/* log m for m within a factor of sqrt 2 of 1: the odd series in s = (m − 1) / (m + 1), |s| < 0.172. */
static double log_near_one(double m) {
    double s = (m - 1) / (m + 1), square = s * s;
    double sum = 1.0 / 23;
    for (int odd = 21; odd >= 3; odd -= 2) sum = 1.0 / odd + square * sum;
    return 2 * s + 2 * s * square * sum;
}

double exact_log(double x) {
    assert(x > 0);
    if (x > 0x1.fffffffffffffp1023) return x;
    int exponent = 0;
    if (x < 0x1p-1022) {
        x *= 0x1p54;
        exponent = -54;
    }
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    exponent += (int)(bits >> 52) - 1023;
    bits = (bits & UINT64_C(0xfffffffffffff)) | UINT64_C(0x3ff0000000000000);
    memcpy(&x, &bits, sizeof x);
    if (x > 0x1.6a09e667f3bcdp0) {
        x *= 0.5;
        exponent++;
    }
    return exponent * LN2_HIGH + (exponent * LN2_LOW + log_near_one(x));
}

double exact_log1p(double x) {
    assert(x > -1);
    /* What the sum lost by rounding is given back in proportion (Kahan). */
    double sum = 1 + x;
    return sum == 1 ? x : exact_log(sum) * (x / (sum - 1));
}

/* The normal distribution. */

static double normal_density(double z) {
    /* The leading part of z has few enough bits for its square to be exact. */
    double leading = (double)(int64_t)(z * 16) / 16;
    double square_rest = (z - leading) * (z + leading);
    return INVERSE_SQRT_TWO_PI * exact_exp(-0.5 * leading * leading) * exact_exp(-0.5 * square_rest);
}

/* cdf(z) − 1/2 for |z| <= 2.5: density × z × Σ z^2k / (2k+1)!! */
static double normal_from_middle(double z) {
    double term = 1, sum = 1;
    for (int odd = 3; term > 1e-18 * sum; odd += 2) {
        term *= z * z / odd;
        sum += term;
    }
    return normal_density(z) * z * sum;
}

/* cdf(−z) / density(z) for z > 2.5: Laplace's continued fraction, from the far end. */
static double normal_mills(double z) {
    double tail = z;
    for (int k = 80; k >= 1; k--) tail = z + k / tail;
    return 1 / tail;
}

double exact_normal_cdf(double z) {
    if (z < -39) return 0;
    if (z > 39) return 1;
    if (z < -2.5) return normal_density(z) * normal_mills(-z);
    if (z > 2.5) return 1 - normal_density(z) * normal_mills(z);
    return 0.5 + normal_from_middle(z);
}

/* Within 4.5e-4 of the quantile, for 0 < p <= 1/2 (Hastings; Abramowitz and Stegun 26.2.23). */
static double normal_quantile_guess(double p) {
    double t = sqrt(-2 * exact_log(p));
    return (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) -
           t;
}

double exact_normal_quantile(double p) {
    assert(p > 0 && p < 1);
    if (p > 0.5) return -exact_normal_quantile(1 - p);
    if (p == 0.5) return 0;
    double z = normal_quantile_guess(p);
    for (int step = 0; step < 3; step++) {
        double density = normal_density(z);
        /* In the middle from the middle, in the tail from the tail: neither difference cancels. */
        double error =
            z > -2.5 ? (normal_from_middle(z) - (p - 0.5)) / density : normal_mills(-z) - p / density;
        z -= error / (1 + 0.5 * z * error); /* Halley: the error's cube */
    }
    return z;
}

/* The beta distribution. */

/* log Γ(x) for x > 0: Stirling's series, after moving x above 12. */
static double log_gamma(double x) {
    double product = 1;
    for (; x < 12; x++) product *= x;
    double inverse = 1 / x, square = inverse * inverse;
    double series =
        1.0 / 12 -
        square * (1.0 / 360 -
                  square * (1.0 / 1260 -
                            square * (1.0 / 1680 -
                                      square * (1.0 / 1188 - square * (691.0 / 360360 - square / 156)))));
    return (x - 0.5) * exact_log(x) - x + HALF_LOG_TWO_PI + series * inverse - exact_log(product);
}

static double log_beta(double a, double b) {
    return log_gamma(a) + log_gamma(b) - log_gamma(a + b);
}

/* I_x(a, b) · a / (x^a (1 − x)^b / B(a, b)) by its continued fraction (DLMF 8.17.22), with Lentz's method;
 * quick for x < (a + 1) / (a + b + 2). */
static double beta_fraction(double x, double a, double b) {
    double c = 1, d = 1 / (1 - (a + b) * x / (a + 1)), product = d;
    for (int m = 1; m < 400; m++) {
        double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        d = 1 / (1 + even * d);
        c = 1 + even / c;
        product *= c * d;
        double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1 / (1 + odd * d);
        c = 1 + odd / c;
        product *= c * d;
        if (c * d - 1 < 1e-15 && 1 - c * d < 1e-15) break;
    }
    return product;
}

/* One beta distribution and what its functions need over and over. */
typedef struct Beta {
    double a, b, log_beta;
} Beta;

/* x · density(x). */
static double beta_mass(const Beta *beta, double x) {
    return exact_exp(beta->a * exact_log(x) + (beta->b - 1) * exact_log1p(-x) - beta->log_beta);
}

static double beta_cdf(const Beta *beta, double x, double mass) {
    double a = beta->a, b = beta->b;
    if (x < (a + 1) / (a + b + 2)) return mass * (1 - x) / a * beta_fraction(x, a, b);
    return 1 - mass * (1 - x) / b * beta_fraction(1 - x, b, a);
}

double exact_beta_cdf(double x, double a, double b) {
    assert(a > 0 && b > 0);
    if (!(x > 0)) return 0;
    if (x >= 1) return 1;
    Beta beta = {a, b, log_beta(a, b)};
    return beta_cdf(&beta, x, beta_mass(&beta, x));
}

/* The x whose cdf is p, from a start in (0, 1). Halley's steps on log cdf as a function of log x, which is
 * nearly straight in the tail; a step out of the bracket is replaced by its geometric middle. */
static double beta_solve(const Beta *beta, double p, double x) {
    double low = 1e-300, high = 1;
    for (int step = 0; step < 100; step++) {
        double mass = beta_mass(beta, x), cdf = beta_cdf(beta, x, mass);
        if (cdf < p)
            low = x;
        else
            high = x;
        if (cdf < 1e-15 * p) { /* so far out that no step of Halley's can be told from none */
            x = sqrt(low * high);
            continue;
        }
        double slope = mass / cdf;
        double bend = beta->a - (beta->b - 1) * x / (1 - x) - slope; /* (d slope / d log x) / slope */
        double newton = exact_log1p((cdf - p) / p) / slope;
        double move = newton / (1 - 0.5 * newton * bend);
        double next = x * exact_exp(-move);
        if (move < 1e-5 && move > -1e-5) return next;
        x = next > low && next < high ? next : sqrt(low * high);
    }
    return x;
}

void exact_beta_quantiles(double *x, const double *p, size_t count, double a, double b) {
    assert(a > 0 && b > 0);
    Beta beta = {a, b, log_beta(a, b)};
    for (size_t i = 0; i < count; i++) {
        /* In the tail the cdf is x^a / (a B(a, b)); later each solution is a good start for the next. */
        double start = i > 0 ? x[i - 1] : exact_exp((exact_log(p[i] * a) + beta.log_beta) / a);
        x[i] = beta_solve(&beta, p[i], start < 0.9 ? start : 0.9);
    }
}

double exact_beta_quantile(double p, double a, double b) {
    if (p <= 0) return 0;
    if (p >= 1) return 1;
    double tail = p <= 0.5 ? p : 1 - p, x;
    exact_beta_quantiles(&x, &tail, 1, p <= 0.5 ? a : b, p <= 0.5 ? b : a);
    return p <= 0.5 ? x : 1 - x;
}
