/* The world and the adversary of a scenario in a page. */
#pragma once

#include "measure/uncertainty.h"
#include "report/page.h"
#include "report/result.h"
#include "world/exposure.h"

typedef struct Shown { /* all borrowed */
    const char *scenario;
    const Race *race;
    const ParameterSet *parameters;
    const uint32_t *sizes;          /* of the populations, every unknown at its most likely value */
    const Uncertainty *uncertainty; /* or NULL */
    double per_year[3];             /* times a year: low, mode, high; all 0 when the scenario states none */
} Shown;

/* How many there are of each kind; machines are those in groups. */
typedef struct Census {
    uint32_t orgs[ORG_KIND_COUNT], assets[ASSET_KIND_COUNT];
    uint64_t machines;
} Census;
Census census_of(const World *world, const uint32_t *sizes);

void show_page(const Shown *shown, Style style, Text *out);
