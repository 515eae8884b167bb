#include "world/world.h"

#include "base/draw.h"

#include <stdlib.h>
#include <string.h>

void world_destroy(World *world) {
    if (!world) return;
    Arena arena = world->arena; /* the world itself lives on the heap, all else in its arena */
    arena_clear(&arena);
    free(world);
}

static bool is_alone(const World *world, const Organisation *org) {
    return org->population == NONE || world->populations[org->population].largest == 1;
}

static void add_org(const World *world, OrgId org, Text *out) {
    const Organisation *o = &world->orgs[org];
    text_add(out, "%s", world->org_profiles[o->profile].label);
    if (!is_alone(world, o)) text_add(out, " %u", o->index + 1);
}

void world_org_label(const World *world, OrgId org, Text *out) {
    add_org(world, org, out);
    for (OrgId at = world->orgs[org].parent; at != NONE; at = world->orgs[at].parent) {
        if (world_org_profile(world, at)->kind == ORG_vendor) break;
        text_add(out, " of ");
        add_org(world, at, out);
    }
}

void world_asset_label(const World *world, AssetId asset, Text *out) {
    text_add(out, "%s of ", world_asset_profile(world, asset)->label);
    world_org_label(world, world->assets[asset].owner, out);
}

OrgId world_find_org(const World *world, const char *label) {
    Text whole = {0};
    OrgId found = NONE;
    for (OrgId org = 0; org < world->org_count && found == NONE; org++) {
        const char *own = world_org_profile(world, org)->label;
        if (strncmp(label, own, strlen(own)) != 0) continue;
        text_clear(&whole);
        world_org_label(world, org, &whole);
        bool alone = is_alone(world, &world->orgs[org]);
        if (strcmp(text_of(&whole), label) == 0 || (alone && strcmp(own, label) == 0)) found = org;
    }
    text_clear(&whole);
    return found;
}

const char *world_attribute(const AssetProfile *profile, const char *key) {
    for (uint32_t i = 0; i < profile->attribute_count; i++)
        if (strcmp(profile->attributes[i].key, key) == 0) return profile->attributes[i].value;
    return NULL;
}

bool world_has_tag(const OrgProfile *profile, const char *tag) {
    for (uint32_t i = 0; i < profile->tag_count; i++)
        if (strcmp(profile->tags[i], tag) == 0) return true;
    return false;
}

void world_population_sizes(const World *world, const QuantileKit *kit, const ParameterDraw *draw,
                            uint32_t *sizes) {
    for (uint32_t i = 0; i < world->size_count; i++) {
        QuantileTable table;
        Distribution distribution = quantity_distribution(&world->sizes[i], draw);
        Error ignored;
        bool valid = distribution_check(&distribution, &ignored);
        if (valid) quantile_build(&table, kit, &distribution);
        for (uint32_t k = world->sized.first[i]; k < world->sized.first[i + 1]; k++) {
            const Population *population = &world->populations[world->sized.items[k]];
            sizes[world->sized.items[k]] =
                valid ? (uint32_t)quantile_whole(&table, population->bits, population->largest) : 0;
        }
    }
}

uint64_t world_fixed_bits(uint64_t seed, Name name, WorldCount what) {
    return draw_bits(draw_context(seed, 0, 0), draw_key(name, DRAW_COUNT, what));
}

uint64_t world_count_bits(const World *world, AssetId asset) {
    return world_fixed_bits(world->seed, world->assets[asset].name, WORLD_COUNT_MEMBERS);
}

uint64_t world_records_bits(const World *world, AssetId asset) {
    return world_fixed_bits(world->seed, world->assets[asset].name, WORLD_COUNT_RECORDS);
}
