/* The chance of more than N, drawn in characters: at most 16 lines of 80 columns, one letter per curve. */
#pragma once

#include "measure/statistics.h"
#include "report/page.h"

#define PLOT_CURVES 7

typedef struct Curve {
    const Sample *sample; /* borrowed */
    char letter;
} Curve;

/* `unit` is what stands under the horizontal axis. Where curves cross, the first one is seen. */
void plot_exceedance(Text *out, Style style, const Curve *curves, uint32_t curve_count, const char *unit);
/* One line of bars: how the sample spreads from its least to its greatest value; `bars` of them. */
void plot_spread(Text *out, Style style, const Sample *sample, uint32_t bars);
