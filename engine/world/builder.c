#include "world/builder.h"

#include "world/layout.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct WorldBuilder {
    World *world; /* its arena takes the texts as they come */
    Vec(OrgProfile) org_profiles;
    Vec(AssetProfile) asset_profiles;
    Vec(AccessProfile) access_profiles;
    Vec(Population) populations;
    Vec(Flaw) flaws;
    Vec(Organisation) orgs;
    Vec(Asset) assets;
    Vec(Access) accesses;
    PairVec serves, hosted;
};

static World *world_create(uint64_t seed) {
    World *world = heap_take(1, sizeof *world);
    arena_init(&world->arena);
    world->seed = seed;
    return world;
}

WorldBuilder *world_builder_create(uint64_t seed) {
    WorldBuilder *builder = heap_take(1, sizeof *builder);
    builder->world = world_create(seed);
    return builder;
}

static void clear_lists(WorldBuilder *builder) {
    vec_clear(&builder->org_profiles);
    vec_clear(&builder->asset_profiles);
    vec_clear(&builder->access_profiles);
    vec_clear(&builder->populations);
    vec_clear(&builder->flaws);
    vec_clear(&builder->orgs);
    vec_clear(&builder->assets);
    vec_clear(&builder->accesses);
    vec_clear(&builder->serves);
    vec_clear(&builder->hosted);
}

void world_builder_destroy(WorldBuilder *builder) {
    if (!builder) return;
    clear_lists(builder);
    world_destroy(builder->world);
    free(builder);
}

static const char *copy_text(WorldBuilder *builder, const char *text) {
    return arena_text(&builder->world->arena, text ? text : "");
}

uint32_t world_add_org_profile(WorldBuilder *builder, const OrgProfile *profile) {
    OrgProfile copy = *profile;
    copy.label = copy_text(builder, profile->label);
    copy.title = profile->title ? copy_text(builder, profile->title) : copy.label;
    copy.country = copy_text(builder, profile->country);
    copy.sector = copy_text(builder, profile->sector);
    copy.tags = arena_new(&builder->world->arena, const char *, profile->tag_count);
    for (uint32_t i = 0; i < profile->tag_count; i++) copy.tags[i] = copy_text(builder, profile->tags[i]);
    vec_push(&builder->org_profiles, copy);
    return builder->org_profiles.count - 1;
}

uint32_t world_add_asset_profile(WorldBuilder *builder, const AssetProfile *profile) {
    assert(profile->flaw == NONE || profile->flaw < builder->flaws.count);
    AssetProfile copy = *profile;
    copy.label = copy_text(builder, profile->label);
    Attribute *attributes = arena_new(&builder->world->arena, Attribute, profile->attribute_count);
    for (uint32_t i = 0; i < profile->attribute_count; i++)
        attributes[i] = (Attribute){copy_text(builder, profile->attributes[i].key),
                                    copy_text(builder, profile->attributes[i].value)};
    copy.attributes = attributes;
    vec_push(&builder->asset_profiles, copy);
    return builder->asset_profiles.count - 1;
}

uint32_t world_add_access_profile(WorldBuilder *builder, const AccessProfile *profile) {
    vec_push(&builder->access_profiles, *profile);
    return builder->access_profiles.count - 1;
}

uint32_t world_add_flaw(WorldBuilder *builder, const Flaw *flaw) {
    Flaw copy = *flaw;
    copy.label = copy_text(builder, flaw->label);
    vec_push(&builder->flaws, copy);
    return builder->flaws.count - 1;
}

uint32_t world_add_population(WorldBuilder *builder, const Population *population) {
    assert(population->parent == NONE || population->parent < builder->orgs.count);
    assert(population->profile < builder->org_profiles.count);
    vec_push(&builder->populations, *population);
    return builder->populations.count - 1;
}

OrgId world_add_org(WorldBuilder *builder, const Organisation *org) {
    assert(org->profile < builder->org_profiles.count);
    assert(org->parent == NONE || org->parent < builder->orgs.count);
    assert(org->population == NONE || org->population < builder->populations.count);
    Organisation copy = *org;
    copy.first_asset = builder->assets.count;
    copy.asset_count = 0;
    vec_push(&builder->orgs, copy);
    return builder->orgs.count - 1;
}

AssetId world_add_asset(WorldBuilder *builder, Name name, uint32_t profile, uint32_t count, uint64_t records) {
    assert(builder->orgs.count && profile < builder->asset_profiles.count);
    Asset asset = {.name = name,
                   .owner = builder->orgs.count - 1,
                   .profile = profile,
                   .count = count,
                   .records = records};
    builder->orgs.items[asset.owner].asset_count++;
    vec_push(&builder->assets, asset);
    return builder->assets.count - 1;
}

void world_add_access(WorldBuilder *builder, AssetId from, AssetId to, uint32_t profile) {
    assert(from < builder->assets.count && to < builder->assets.count);
    assert(profile < builder->access_profiles.count);
    Name ends = name_join(builder->assets.items[from].name, builder->assets.items[to].name);
    Name kind = name_of(access_kind_names[builder->access_profiles.items[profile].kind]);
    vec_push(&builder->accesses,
             (Access){.name = name_join(ends, kind), .from = from, .to = to, .profile = profile});
}

void world_add_serves(WorldBuilder *builder, OrgId provider, OrgId client) {
    assert(provider < builder->orgs.count && client < builder->orgs.count);
    vec_push(&builder->serves, (Pair){provider, client});
}

void world_add_hosted(WorldBuilder *builder, AssetId asset, OrgId org) {
    assert(asset < builder->assets.count && org < builder->orgs.count);
    vec_push(&builder->hosted, (Pair){asset, org});
}

/* The world is laid out beside the builder's, so that a failed build leaves the builder as it was. */

#define KEEP(world, list, vec)                                                                               \
    ((world)->list = memcpy(arena_take(&(world)->arena, (vec)->count, sizeof *(vec)->items),                  \
                            (vec)->count ? (const void *)(vec)->items : (const void *)"",                     \
                            (vec)->count * sizeof *(vec)->items))

static void keep_lists(WorldBuilder *builder) {
    World *world = builder->world;
    KEEP(world, org_profiles, &builder->org_profiles);
    KEEP(world, asset_profiles, &builder->asset_profiles);
    KEEP(world, access_profiles, &builder->access_profiles);
    KEEP(world, populations, &builder->populations);
    KEEP(world, flaws, &builder->flaws);
    KEEP(world, orgs, &builder->orgs);
    KEEP(world, assets, &builder->assets);
    world->org_profile_count = builder->org_profiles.count;
    world->asset_profile_count = builder->asset_profiles.count;
    world->access_profile_count = builder->access_profiles.count;
    world->population_count = builder->populations.count;
    world->flaw_count = builder->flaws.count;
    world->org_count = builder->orgs.count;
    world->asset_count = builder->assets.count;
}

static void keep_serves(WorldBuilder *builder) {
    World *world = builder->world;
    PairVec up = {0};
    for (OrgId org = 0; org < world->org_count; org++)
        if (world->orgs[org].parent != NONE) vec_push(&builder->serves, (Pair){world->orgs[org].parent, org});
    for (uint32_t i = 0; i < builder->serves.count; i++)
        vec_push(&up, (Pair){builder->serves.items[i].item, builder->serves.items[i].row});
    world->clients = layout_edges(&world->arena, &builder->serves, world->org_count);
    world->providers = layout_edges(&world->arena, &up, world->org_count);
    vec_clear(&up);
}

static void lay_out(WorldBuilder *builder) {
    World *world = builder->world;
    keep_lists(builder);
    keep_serves(builder);
    world->hosted = layout_edges(&world->arena, &builder->hosted, world->asset_count);
    Access *accesses = arena_new(&world->arena, Access, builder->accesses.count);
    if (builder->accesses.count)
        memcpy(accesses, builder->accesses.items, builder->accesses.count * sizeof *accesses);
    world->access_count = builder->accesses.count;
    layout_accesses(world, accesses);
    layout_sizes(world);
}

static bool check_counts(const WorldBuilder *builder, Error *error) {
    if (builder->orgs.count > WORLD_ORGS_MAX)
        return error_set(error, "the world has %u organisations; the most is %u", builder->orgs.count, WORLD_ORGS_MAX);
    if (builder->assets.count > WORLD_ASSETS_MAX)
        return error_set(error, "the world has %u assets; the most is %u", builder->assets.count, WORLD_ASSETS_MAX);
    return true;
}

bool world_build(WorldBuilder *builder, World **out, Error *error) {
    if (!check_counts(builder, error)) return false;
    World *world = builder->world;
    world->size_count = 0;
    lay_out(builder);
    if (!layout_check_names(world, error) || !layout_check_accesses(world, error) ||
        !layout_check_loops(world, error))
        return false;
    clear_lists(builder);
    builder->world = world_create(world->seed);
    *out = world;
    return true;
}

Name world_org_name(Name parent_or_0, const char *label, uint32_t index) {
    return name_at(name_join(parent_or_0, name_of(label)), index);
}

Name world_asset_name(Name org, const char *label) {
    return name_join(org, name_of(label));
}
