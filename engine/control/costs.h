/* What controls cost: dollars a year for one organisation of a kind at a level, as data
 * (engine/control/costs.json, docs/formats/costs.schema.json). A file of the user's own replaces any row. */
#pragma once

#include "control/catalogue.h"

/* Who pays: the kinds of organisations that own assets, in the order of world/kinds.h. */
enum { PAYER_VENDOR, PAYER_MSP, PAYER_CUSTOMER, PAYERS };

typedef struct Cost {
    bool given;
    double low[LEVELS], mode[LEVELS], high[LEVELS]; /* all of a level; level 0 costs nothing */
    Provenance provenance;
    const char *source;
} Cost;

typedef struct Costs {
    Arena arena;
    Cost of[CONTROLS_MAX][PAYERS]; /* [control of the catalogue][payer] */
} Costs;

/* Reads the shipped file, then the user's own (or NULL) over it. Refuses costs that are negative, that fall
 * with the level or whose ends are out of order, unknown controls, and a row given twice. */
bool costs_load(Costs *costs, const char *path, const char *own, const Catalogue *catalogue, Error *error);
void costs_clear(Costs *costs);
