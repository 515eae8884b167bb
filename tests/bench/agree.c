#include "agree.h"

#include <math.h>
#include <stdlib.h>

double samples_distance(double *x, double *y, uint32_t count) {
    qsort(x, count, sizeof *x, compare_doubles);
    qsort(y, count, sizeof *y, compare_doubles);
    double worst = 0;
    uint32_t i = 0, j = 0;
    while (i < count && j < count) {
        double value = x[i] < y[j] ? x[i] : y[j];
        while (i < count && x[i] <= value) i++;
        while (j < count && y[j] <= value) j++;
        double gap = fabs((double)i - (double)j) / count;
        if (gap > worst) worst = gap;
    }
    return worst / (1.628 * sqrt(2.0 / count));
}

/* Central moments, for the standard errors of a mean and of a variance. */
typedef struct Moments {
    double mean, second, fourth;
} Moments;

static Moments moments_of(const double *values, uint32_t count) {
    Moments moments = {0, 0, 0};
    for (uint32_t i = 0; i < count; i++) moments.mean += values[i] / count;
    for (uint32_t i = 0; i < count; i++) {
        double square = (values[i] - moments.mean) * (values[i] - moments.mean);
        moments.second += square / count;
        moments.fourth += square * square / count;
    }
    return moments;
}

static double in_errors(double difference, double squares, uint32_t count) {
    return squares > 0 ? fabs(difference) / sqrt(squares / count) : difference == 0 ? 0 : INFINITY;
}

double samples_mean_z(const double *x, const double *y, uint32_t count) {
    Moments a = moments_of(x, count), b = moments_of(y, count);
    return in_errors(a.mean - b.mean, a.second + b.second, count);
}

double samples_spread_z(const double *x, const double *y, uint32_t count) {
    Moments a = moments_of(x, count), b = moments_of(y, count);
    double squares = a.fourth - a.second * a.second + b.fourth - b.second * b.second;
    return in_errors(a.second - b.second, squares, count);
}

bool bench_agree(Bench *bench, double *x, double *y, uint32_t count) {
    double mean = samples_mean_z(x, y, count), spread = samples_spread_z(x, y, count);
    double distance = samples_distance(x, y, count);
    bench_fact(bench, "means apart, in standard errors", "(below 4: agree)", mean);
    bench_fact(bench, "variances apart, in standard errors", "(below 4: agree)", spread);
    bench_fact(bench, "Kolmogorov-Smirnov, of what chance allows", "(below 1: agree)", distance);
    return mean < 4 && spread < 4 && distance < 1;
}
