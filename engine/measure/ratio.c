#include "measure/ratio.h"

#include <assert.h>
#include <math.h>

double student_975(uint32_t freedom) {
    static const double few[] = {12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622};
    assert(freedom >= 1);
    if (freedom <= sizeof few / sizeof few[0]) return few[freedom - 1];
    /* Cornish and Fisher's expansion around the normal quantile. */
    double z = 1.959963984540054, z2 = z * z, n = freedom;
    double first = z * (z2 + 1) / 4, second = z * ((5 * z2 + 16) * z2 + 3) / 96;
    double third = z * (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384;
    return z + (first + (second + third / n) / n) / n;
}

/* Sum over draws of the squared residual of each draw's totals. */
static double squared_residuals(const double *upper, const double *lower, uint32_t count,
                                uint32_t worlds_per_draw, double value, uint32_t *draws) {
    double squares = 0;
    *draws = 0;
    for (uint32_t first = 0; first < count; first += worlds_per_draw) {
        uint32_t end = count - first < worlds_per_draw ? count : first + worlds_per_draw;
        double above = 0, below = 0;
        for (uint32_t i = first; i < end; i++) {
            above += upper[i];
            below += lower[i];
        }
        double residual = above - value * below;
        squares += residual * residual;
        *draws += below > 0;
    }
    return squares;
}

Ratio ratio_of(const double *upper, const double *lower, uint32_t count, uint32_t worlds_per_draw) {
    assert(worlds_per_draw >= 1);
    Ratio ratio = {NAN, {NAN, NAN}, 0};
    double above = 0, below = 0;
    for (uint32_t i = 0; i < count; i++) {
        above += upper[i];
        below += lower[i];
    }
    if (!(below > 0)) return ratio;
    ratio.value = above / below;
    double squares = squared_residuals(upper, lower, count, worlds_per_draw, ratio.value, &ratio.draws);
    if (ratio.draws < 2) return ratio;
    double draws = ratio.draws;
    double half = student_975(ratio.draws - 1) * sqrt(squares * draws / (draws - 1)) / below;
    ratio.ci95 = (Interval){ratio.value - half, ratio.value + half};
    return ratio;
}
