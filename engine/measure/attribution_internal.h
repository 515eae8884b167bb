/* What the two ways to attribute share: the columns that a choice's values are boiled down to, and worths
 * made of them. Nobody else includes this. */
#pragma once

#include "measure/attribution.h"
#include "measure/game.h"
#include "measure/resample.h"

/* One statistic of one choice in every draw or resample: sums by draw for the mean, the percentile itself and
 * its resamples for P95. */
typedef struct Gather {
    const Study *study;
    Attribution *out;
    Resampling resampling;
    uint32_t columns[ATTRIBUTED_COUNT];
    int64_t *scratch[ATTRIBUTED_COUNT];        /* the choice being visited */
    double *terms, *ones;                      /* [draw] */
    int64_t *plain;                            /* [world] values with no lever */
    uint32_t active[LEVERS_MAX], active_count; /* levers that can act, in order */
    bool too_large;
} Gather;

/* The active levers' bits as the levers' own. */
uint64_t gather_mask(const Gather *gather, uint64_t coalition);
/* Fills scratch from a visited choice, and what the lever of a single-lever choice changes. */
void gather_values(Gather *gather, uint64_t mask, const Ensemble *ensemble, uint32_t set);
/* A worth from a row of columns over `denominator`. */
Worth gather_worth(const Gather *gather, AttributedTo to, const int64_t *row, int64_t denominator);
/* What the metric is without and with all levers, and what they take away together. */
void gather_together(Gather *gather, AttributedTo to, const int64_t *none, const int64_t *all);

/* attribution_orders.c: orders of joining, sampled. False as lattice_run. */
bool attribute_by_orders(Gather *gather, uint32_t orders, bool *stopped, Error *error);
