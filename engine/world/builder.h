/* Building a world, one organisation, asset and access at a time. Used by the JSON reader, the population
 * generator and tests; world_build checks the whole and lays it out. */
#pragma once

#include "world/world.h"

typedef struct WorldBuilder WorldBuilder;

WorldBuilder *world_builder_create(uint64_t seed);
void world_builder_destroy(WorldBuilder *builder); /* NULL is fine */

/* Profiles are copied with all texts; equal ones may be given again. */
uint32_t world_add_org_profile(WorldBuilder *builder, const OrgProfile *profile);
uint32_t world_add_asset_profile(WorldBuilder *builder, const AssetProfile *profile);
uint32_t world_add_access_profile(WorldBuilder *builder, const AccessProfile *profile);
uint32_t world_add_flaw(WorldBuilder *builder, const Flaw *flaw);
uint32_t world_add_population(WorldBuilder *builder, const Population *population);

/* The ids returned are those of the finished world. Assets of one organisation must follow it, before the
 * next organisation is added. */
OrgId world_add_org(WorldBuilder *builder, const Organisation *org);
AssetId world_add_asset(WorldBuilder *builder, Name name, uint32_t profile, uint32_t count, uint64_t records);
void world_add_access(WorldBuilder *builder, AssetId from, AssetId to, uint32_t profile);
void world_add_serves(WorldBuilder *builder, OrgId provider, OrgId client);
void world_add_hosted(WorldBuilder *builder, AssetId asset, OrgId org);

/* Checks (two of one name, an organisation that serves itself directly or in a loop, an access from an asset
 * to itself, counts beyond the limits) and lays out. On success *out is owned by the caller and the builder
 * is empty; the nesting (parent) is also a serves edge. */
bool world_build(WorldBuilder *builder, World **out, Error *error);

/* Names as every builder of worlds forms them. */
Name world_org_name(Name parent_or_0, const char *label, uint32_t index);
Name world_asset_name(Name org, const char *label);
