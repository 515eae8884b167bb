/* Two control sets that met the same luck: differences are taken world by world, and less is better. */
#pragma once

#include "measure/ratio.h"

typedef struct Comparison {
    uint32_t pairs;         /* worlds in which both have a value */
    double mean_difference; /* b − a */
    Interval ci95;          /* of the mean difference, by draws */
    double better_share;    /* of worlds in which b is strictly less than a */
    double tied_share, worse_share;
} Comparison;

/* a[count] and b[count] are one metric of the same replications under two sets. */
Comparison comparison_of(const int64_t *a, const int64_t *b, uint32_t count, uint32_t worlds_per_draw);
