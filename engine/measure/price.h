/* What levers cost in a world: for every organisation that is there and has less, the difference between the
 * level's cost and that of the level it has. */
#pragma once

#include "control/costs.h"
#include "world/lever.h"

typedef struct Price {
    double low, mode, high; /* dollars a year, over all */
    uint32_t payers;        /* organisations that pay anything for it */
} Price;

/* prices[lever]; `sizes` as in world_population_sizes, or NULL for everybody; `base` as in Study. Refuses a
 * lever at organisations whose cost no file gives. Observers own nothing and pay nothing. */
bool prices_of(const LeverList *levers, const Costs *costs, const Catalogue *catalogue, const World *world,
               const uint32_t *sizes, const ControlSet *base, Price *prices, Error *error);
