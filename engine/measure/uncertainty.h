/* The three sources of spread of one metric, measured by running the same worlds with one source drawn anew.
 */
#pragma once

#include "measure/variance.h"
#include "race/ensemble.h"

typedef struct Uncertainty {
    Ratio luck;    /* what differs from one world to the next */
    Ratio inputs;  /* everything nobody knows exactly: parameters and the strength of controls */
    Ratio assumed; /* of the inputs, those that nobody has published */
    uint32_t worlds;
} Uncertainty;

/* Runs four ensembles of `options->replications` worlds under `set` (NULL: as the world is); scope and luck
 * of the options are ours to choose. When the user stops it, *out covers the worlds that all four have. */
bool uncertainty_run(const Race *race, const ParameterSet *parameters, const Catalogue *catalogue,
                     const ControlSet *set, const EnsembleOptions *options, uint32_t probe, Uncertainty *out,
                     Error *error);
