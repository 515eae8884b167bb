#include "world/world.h"

#include "base/draw.h"

#include <string.h>

void world_destroy(World *world) {
    if (!world) return;
    arena_clear(&world->arena);
    free(world);
}

void world_org_label(const World *world, OrgId org, Text *out) {
    for (OrgId at = org; at != NONE; at = world->orgs[at].parent) {
        const Organisation *o = &world->orgs[at];
        if (at != org) {
            /* A single top of the tree is what everybody hangs under: saying so adds nothing. */
            if (o->parent == NONE && o->population == NONE) break;
            text_add(out, " of ");
        }
        text_add(out, "%s", world_org_profile(world, at)->title);
        if (o->population != NONE) text_add(out, " %u", o->index + 1);
    }
}

void world_asset_label(const World *world, AssetId asset, Text *out) {
    text_add(out, "%s of ", world_asset_profile(world, asset)->label);
    world_org_label(world, world->assets[asset].owner, out);
}

OrgId world_find_org(const World *world, const char *label) {
    for (OrgId org = 0; org < world->org_count; org++)
        if (strcmp(world_org_profile(world, org)->label, label) == 0) return org;
    return NONE;
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

/* Populations of one statement share their distribution: a table is built once for each. */
void world_population_sizes(const World *world, const QuantileKit *kit, const ParameterDraw *draw,
                            uint32_t *sizes) {
    for (uint32_t group = 0; group < world->size_group_count; group++) {
        QuantileTable table;
        const uint32_t *members = world->size_groups.items + world->size_groups.first[group];
        uint32_t count = world->size_groups.first[group + 1] - world->size_groups.first[group];
        Distribution distribution = quantity_distribution(&world->populations[members[0]].count, draw);
        quantile_build(&table, kit, &distribution);
        for (uint32_t i = 0; i < count; i++) {
            const Population *population = &world->populations[members[i]];
            sizes[members[i]] = (uint32_t)quantile_whole(&table, population->bits, population->largest);
        }
    }
}

uint64_t world_fixed_bits(uint64_t seed, Name name, WorldDraw what) {
    return draw_bits(draw_context(seed, 0, 0), draw_key(name, DRAW_COUNT, (uint32_t)what));
}

uint64_t world_count_bits(const World *world, AssetId asset) {
    return world_fixed_bits(world->seed, world->assets[asset].name, WORLD_DRAW_COUNT);
}

uint64_t world_records_bits(const World *world, AssetId asset) {
    return world_fixed_bits(world->seed, world->assets[asset].name, WORLD_DRAW_RECORDS);
}
