#include "race/compile_internal.h"

#include <string.h>

typedef struct Ranked {
    Name name;
    uint32_t id;
} Ranked;

static int compare_ranked(const void *x, const void *y) {
    const Ranked *a = x, *b = y;
    return a->name < b->name ? -1 : a->name > b->name;
}

static uint32_t *rank(Race *race, Ranked *list, uint32_t count) {
    uint32_t *ranks = arena_new(&race->arena, uint32_t, count);
    if (count) qsort(list, count, sizeof *list, compare_ranked);
    for (uint32_t i = 0; i < count; i++) ranks[list[i].id] = i;
    free(list);
    return ranks;
}

static void rank_names(Race *race) {
    const World *world = race->world;
    Ranked *assets = heap_take(world->asset_count, sizeof *assets);
    for (AssetId id = 0; id < world->asset_count; id++) assets[id] = (Ranked){world->assets[id].name, id};
    race->asset_rank = rank(race, assets, world->asset_count);
    Ranked *orgs = heap_take(world->org_count, sizeof *orgs);
    for (OrgId id = 0; id < world->org_count; id++) orgs[id] = (Ranked){world->orgs[id].name, id};
    race->org_rank = rank(race, orgs, world->org_count);
}

bool race_compile(const World *world, const Adversary *adversary, const ParameterSet *parameters,
                  const Catalogue *catalogue, const QuantileKit *kit, Race **out, Error *error) {
    Race *race = heap_take(1, sizeof *race);
    race->world = world;
    race->adversary = adversary;
    race->parameters = parameters;
    race->catalogue = catalogue;
    race->kit = kit;
    arena_init(&race->arena);
    rank_names(race);
    compile_quantities(race);
    bool ok = compile_choices(race, error) && compile_arcs(race, error) && compile_plans(race, error);
    if (ok) {
        compile_leaves(race);
        compile_arc_keys(race);
        *out = race;
    } else {
        race_destroy(race);
    }
    return ok;
}

void race_destroy(Race *race) {
    if (!race) return;
    for (uint32_t i = 0; i < race->workload_count; i++) workload_clear(&race->workloads[i]);
    arena_clear(&race->arena);
    free(race);
}

const World *race_world(const Race *race) {
    return race->world;
}

const Adversary *race_adversary(const Race *race) {
    return race->adversary;
}
