/* Exposure: what lies downstream of a key, whatever happens. Structural, unlike blast radius. */
#pragma once

#include "world/world.h"

typedef struct Exposure {
    AssetId asset;
    uint32_t customers, msps; /* distinct organisations other than the owner that own something downstream */
    uint64_t machines;        /* of groups downstream, the owner's included */
    uint64_t records;
} Exposure;

/* For every asset, by following accesses; sizes as in world_population_sizes, or NULL for the whole world.
 * rows[asset_count]. */
void exposure_of_assets(const World *world, const uint32_t *sizes, Exposure *rows);
/* For every organisation: the union over its assets, `asset` being NONE. rows[org_count]. */
void exposure_of_orgs(const World *world, const uint32_t *sizes, Exposure *rows);
