/* Which unknown numbers decide an answer: the mean of one metric under one control set, as a function of
 * every parameter and every strength of a control that can matter. Luck is averaged over the same worlds at
 * every point, so points differ by their numbers alone.
 *
 * First all are screened (screen.h), each moved by half of its range; then the shares of variance (sobol.h)
 * of the few that move the answer most, the others at their most likely values; then each of those alone from
 * its 1-in-20 low to its 1-in-20 high (a tornado). */
#pragma once

#include "measure/lattice.h"
#include "measure/sobol.h"

#define SENSITIVITY_MOST 10 /* inputs whose shares are computed */

typedef struct SensitivityOptions {
    uint32_t trajectories; /* of the screening; at least 2 */
    uint32_t rows;         /* of the shares of variance; at least 8 */
    uint32_t worlds;       /* at every point */
    uint32_t probe;        /* one that always has a value */
} SensitivityOptions;

typedef struct SensitiveInput {
    uint32_t input;      /* of the draw */
    ParameterInput info; /* borrows from the parameters and the catalogue */
    Screened screened;
    SobolIndex index;       /* of the first `analysed` only */
    double at_low, at_high; /* the answer with this one at its 5 % and its 95 % quantile; likewise */
} SensitiveInput;

typedef struct Sensitivity {
    SensitiveInput *inputs; /* the analysed by their total share, then the rest by their effect; owned */
    uint32_t count, analysed;
    double likely;    /* the answer with every number at its most likely value */
    SobolWhole whole; /* with the analysed varying and the rest at their most likely values */
    double covered;   /* variance of that over the variance with everything varying; not-a-number when 0 */
    uint32_t points;  /* at which the answer was computed */
    bool partial;     /* stopped: `screened` may be known, the rest is not (analysed is 0) */
} Sensitivity;

/* Levers of the study do not matter; its base set and its seed do. */
bool sensitivity_run(const Study *study, const SensitivityOptions *options, Sensitivity *out, Error *error);
void sensitivity_clear(Sensitivity *sensitivity);
