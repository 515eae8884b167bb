/* How much of one metric's spread rests on assumptions. The two layers, luck and what nobody knows, come with
 * every ensemble (variance_layers); what nobody has published needs a second one. */
#pragma once

#include "measure/variance.h"
#include "race/ensemble.h"

typedef struct Uncertainty {
    Layers layers;
    Ratio assumed; /* of what nobody knows, the numbers that nobody has published: total effect */
    uint32_t worlds;
} Uncertainty;

/* Runs two ensembles of `options->replications` worlds under `set` (NULL: as the world is); the scope of the
 * options is ours to choose. When the user stops it, *out covers the worlds that both have. */
bool uncertainty_run(const Race *race, const ParameterSet *parameters, const Catalogue *catalogue,
                     const ControlSet *set, const EnsembleOptions *options, uint32_t probe, Uncertainty *out,
                     Error *error);
