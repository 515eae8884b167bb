/* Plots as SVG, for paper and screens: light and dark by the document's own style sheet, no script. Colours
 * are classes: s0 and f0 the attack, s1 and f1 the warning, s2 and f2 what is held, then others. Every plot
 * is an image with a title and a description for whoever cannot see it. Each call adds one whole <svg>
 * element. */
#pragma once

#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

#define SVG_HUES 6

/* ------------------------------------------------------------------ the chance of more than N */

typedef struct SvgPoint {
    double x, y;
} SvgPoint;

typedef struct SvgCurve {
    const char *label;
    const SvgPoint *points; /* x ascending, y from 1 down to 0; drawn as steps */
    uint32_t count;
} SvgCurve;

void svg_exceedance(Text *out, const char *alt, const SvgCurve *curves, uint32_t count, const char *unit);

/* ------------------------------------------------------------------ rows: intervals, bars, tornados */

/* What is not-a-number is not drawn. */
typedef struct SvgRow {
    const char *label;
    double low, high;   /* a line */
    double value;       /* a filled dot, or the end of a bar from 0 */
    double other;       /* a hollow dot */
    const char *figure; /* written at the right; "" for none */
    uint32_t hue;
} SvgRow;

typedef struct SvgRows {
    const SvgRow *rows;
    uint32_t count;
    const char *unit; /* under the axis */
    bool bars;        /* value is a bar from the base */
    bool logarithmic; /* all drawn numbers are above 0 */
    double base;      /* bars and a line across start here; not-a-number: none */
} SvgRows;

void svg_rows(Text *out, const char *alt, const SvgRows *rows);

/* ------------------------------------------------------------------ a front of cost and harm */

typedef struct SvgSpot {
    double x, y;  /* on the worlds that the choice saw */
    double fresh; /* y on worlds that it did not see, or not-a-number */
} SvgSpot;

void svg_front(Text *out, const char *alt, const SvgSpot *spots, uint32_t count, const char *x_unit,
               const char *y_unit);

/* ------------------------------------------------------------------ the spread as a map */

typedef enum SvgMark { SVG_UNTOUCHED, SVG_WARNED, SVG_CONTAINED, SVG_TAKEN, SVG_MARKS } SvgMark;
typedef struct SvgPlace {
    double x, y; /* within −1 … 1 */
    SvgMark mark;
    bool great;    /* a vendor or an MSP */
    uint32_t from; /* place that it was taken from, or UINT32_MAX */
} SvgPlace;

void svg_map(Text *out, const char *alt, const SvgPlace *places, uint32_t count);
