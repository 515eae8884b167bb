#include "world/builder.h"

#include "world/layout.h"

#include <string.h>

struct WorldBuilder {
    Arena arena; /* texts; handed to the world */
    uint64_t seed;
    Vec(OrgProfile) org_profiles;
    Vec(AssetProfile) asset_profiles;
    Vec(AccessProfile) access_profiles;
    Vec(Flaw) flaws;
    Vec(Population) populations;
    Vec(Organisation) orgs;
    Vec(Asset) assets;
    Vec(Access) accesses;
    PairVec serves, hosted;
};

WorldBuilder *world_builder_create(uint64_t seed) {
    WorldBuilder *builder = heap_take(1, sizeof *builder);
    arena_init(&builder->arena);
    builder->seed = seed;
    return builder;
}

static void builder_clear(WorldBuilder *builder) {
    vec_clear(&builder->org_profiles);
    vec_clear(&builder->asset_profiles);
    vec_clear(&builder->access_profiles);
    vec_clear(&builder->flaws);
    vec_clear(&builder->populations);
    vec_clear(&builder->orgs);
    vec_clear(&builder->assets);
    vec_clear(&builder->accesses);
    vec_clear(&builder->serves);
    vec_clear(&builder->hosted);
}

void world_builder_destroy(WorldBuilder *builder) {
    if (!builder) return;
    builder_clear(builder);
    arena_clear(&builder->arena);
    free(builder);
}

/* ------------------------------------------------------------------ adding */

static const char *copied(WorldBuilder *builder, const char *text) {
    return text ? arena_text(&builder->arena, text) : "";
}

uint32_t world_add_org_profile(WorldBuilder *builder, const OrgProfile *profile) {
    OrgProfile copy = *profile;
    copy.label = copied(builder, profile->label);
    copy.title = profile->title && profile->title[0] ? copied(builder, profile->title) : copy.label;
    copy.country = copied(builder, profile->country);
    copy.sector = copied(builder, profile->sector);
    copy.tags = arena_new(&builder->arena, const char *, profile->tag_count);
    for (uint32_t i = 0; i < profile->tag_count; i++) copy.tags[i] = copied(builder, profile->tags[i]);
    vec_push(&builder->org_profiles, copy);
    return builder->org_profiles.count - 1;
}

static const double *copied_values(WorldBuilder *builder, const Quantity *quantity) {
    if (!quantity->value_count) return NULL;
    double *values = arena_new(&builder->arena, double, quantity->value_count);
    memcpy(values, quantity->values, quantity->value_count * sizeof *values);
    return values;
}

uint32_t world_add_asset_profile(WorldBuilder *builder, const AssetProfile *profile) {
    AssetProfile copy = *profile;
    Attribute *attributes = arena_new(&builder->arena, Attribute, profile->attribute_count);
    for (uint32_t i = 0; i < profile->attribute_count; i++)
        attributes[i] = (Attribute){copied(builder, profile->attributes[i].key),
                                    copied(builder, profile->attributes[i].value)};
    copy.label = copied(builder, profile->label);
    copy.attributes = attributes;
    copy.count.values = copied_values(builder, &profile->count);
    copy.records.values = copied_values(builder, &profile->records);
    vec_push(&builder->asset_profiles, copy);
    return builder->asset_profiles.count - 1;
}

uint32_t world_add_access_profile(WorldBuilder *builder, const AccessProfile *profile) {
    vec_push(&builder->access_profiles, *profile);
    return builder->access_profiles.count - 1;
}

uint32_t world_add_flaw(WorldBuilder *builder, const Flaw *flaw) {
    Flaw copy = *flaw;
    copy.label = copied(builder, flaw->label);
    copy.lag.values = copied_values(builder, &flaw->lag);
    vec_push(&builder->flaws, copy);
    return builder->flaws.count - 1;
}

uint32_t world_add_population(WorldBuilder *builder, const Population *population) {
    Population copy = *population;
    copy.count.values = copied_values(builder, &population->count);
    vec_push(&builder->populations, copy);
    return builder->populations.count - 1;
}

OrgId world_add_org(WorldBuilder *builder, const Organisation *org) {
    Organisation copy = *org;
    copy.first_asset = builder->assets.count;
    copy.asset_count = 0;
    OrgId id = builder->orgs.count;
    vec_push(&builder->orgs, copy);
    if (copy.parent != NONE) world_add_serves(builder, copy.parent, id);
    return id;
}

AssetId world_add_asset(WorldBuilder *builder, Name name, uint32_t profile, uint32_t count,
                        uint64_t records) {
    Asset asset = {name, builder->orgs.count - 1, profile, count, records};
    vec_push(&builder->assets, asset);
    builder->orgs.items[asset.owner].asset_count++;
    return builder->assets.count - 1;
}

Name world_org_name(Name parent_or_0, const char *label, uint32_t index) {
    return name_at(name_join(parent_or_0, name_of(label)), index);
}

Name world_asset_name(Name org, const char *label) {
    return name_join(org, name_of(label));
}

void world_add_access(WorldBuilder *builder, AssetId from, AssetId to, uint32_t profile) {
    AccessKind kind = builder->access_profiles.items[profile].kind;
    Name ends = name_join(builder->assets.items[from].name, builder->assets.items[to].name);
    vec_push(&builder->accesses, (Access){name_join(ends, (Name)kind + 1), from, to, profile});
}

void world_add_serves(WorldBuilder *builder, OrgId provider, OrgId client) {
    vec_push(&builder->serves, (Pair){provider, client});
}

void world_add_hosted(WorldBuilder *builder, AssetId asset, OrgId org) {
    vec_push(&builder->hosted, (Pair){asset, org});
}

/* ------------------------------------------------------------------ the whole */

static bool check_sizes(const WorldBuilder *builder, Error *error) {
    if (builder->orgs.count > WORLD_ORGS_MAX)
        return error_set(error, "%u organisations are more than the %u that a world may have",
                         builder->orgs.count, WORLD_ORGS_MAX);
    if (builder->assets.count > WORLD_ASSETS_MAX)
        return error_set(error, "%u assets are more than the %u that a world may have", builder->assets.count,
                         WORLD_ASSETS_MAX);
    return true;
}

#define LAY_OUT(world, builder, Type, list, number)                                                          \
    do {                                                                                                     \
        Type *items_ = arena_new(&(world)->arena, Type, (builder)->list.count);                              \
        if ((builder)->list.count)                                                                           \
            memcpy(items_, (builder)->list.items, (builder)->list.count * sizeof *items_);                   \
        (world)->list = items_;                                                                              \
        (world)->number = (builder)->list.count;                                                             \
    } while (0)

static void lay_out(WorldBuilder *builder, World *world) {
    LAY_OUT(world, builder, OrgProfile, org_profiles, org_profile_count);
    LAY_OUT(world, builder, AssetProfile, asset_profiles, asset_profile_count);
    LAY_OUT(world, builder, AccessProfile, access_profiles, access_profile_count);
    LAY_OUT(world, builder, Population, populations, population_count);
    LAY_OUT(world, builder, Flaw, flaws, flaw_count);
    LAY_OUT(world, builder, Organisation, orgs, org_count);
    LAY_OUT(world, builder, Asset, assets, asset_count);
    world->seed = builder->seed;
    layout_accesses(world, builder->accesses.items, builder->accesses.count);
    world->clients = layout_edges(&world->arena, &builder->serves, world->org_count);
    world->hosted = layout_edges(&world->arena, &builder->hosted, world->asset_count);
    layout_providers(world);
    layout_size_groups(world);
}

bool world_build(WorldBuilder *builder, World **out, Error *error) {
    if (!check_sizes(builder, error)) return false;
    World *world = heap_take(1, sizeof *world);
    arena_init(&world->arena);
    lay_out(builder, world);
    if (!layout_check_names(world, error) || !layout_check_accesses(world, error) ||
        !layout_check_loops(world, error)) {
        world_destroy(world);
        return false;
    }
    arena_join(&world->arena, &builder->arena);
    builder_clear(builder);
    *out = world;
    return true;
}
