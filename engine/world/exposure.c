#include "world/exposure.h"

#include <stdlib.h>
#include <string.h>

typedef struct Search {
    const World *world;
    const uint32_t *sizes;
    uint32_t *seen_asset, *seen_org; /* epoch of the search that saw it */
    uint32_t epoch;
    AssetId *queue;
    uint32_t head, tail;
} Search;

static void search_init(Search *search, const World *world, const uint32_t *sizes) {
    *search = (Search){.world = world,
                       .sizes = sizes,
                       .seen_asset = heap_take(world->asset_count, sizeof(uint32_t)),
                       .seen_org = heap_take(world->org_count, sizeof(uint32_t)),
                       .queue = heap_take(world->asset_count, sizeof(AssetId))};
}

static void search_clear(Search *search) {
    free(search->seen_asset);
    free(search->seen_org);
    free(search->queue);
}

static void visit(Search *search, AssetId asset) {
    if (search->seen_asset[asset] == search->epoch) return;
    if (search->sizes && !world_present(search->world, search->sizes, search->world->assets[asset].owner))
        return;
    search->seen_asset[asset] = search->epoch;
    search->queue[search->tail++] = asset;
}

static void count_asset(Search *search, AssetId asset, OrgId own, Exposure *row) {
    const World *world = search->world;
    const Asset *a = &world->assets[asset];
    if (world_asset_profile(world, asset)->is_group) row->machines += a->count;
    row->records += a->records;
    if (a->owner == own || search->seen_org[a->owner] == search->epoch) return;
    search->seen_org[a->owner] = search->epoch;
    OrgKind kind = world_org_profile(world, a->owner)->kind;
    row->customers += kind == ORG_customer;
    row->msps += kind == ORG_msp;
}

/* Breadth first along accesses from what was visited so far. */
static void follow(Search *search, OrgId own, Exposure *row) {
    const World *world = search->world;
    while (search->head < search->tail) {
        AssetId asset = search->queue[search->head++];
        count_asset(search, asset, own, row);
        for (uint32_t i = world->access_first[asset]; i < world->access_first[asset + 1]; i++)
            visit(search, world->accesses[i].to);
    }
}

static void begin(Search *search) {
    search->epoch++;
    search->head = search->tail = 0;
}

void exposure_of_assets(const World *world, const uint32_t *sizes, Exposure *rows) {
    Search search;
    search_init(&search, world, sizes);
    for (AssetId asset = 0; asset < world->asset_count; asset++) {
        begin(&search);
        rows[asset] = (Exposure){.asset = asset};
        visit(&search, asset);
        follow(&search, world->assets[asset].owner, &rows[asset]);
    }
    search_clear(&search);
}

void exposure_of_orgs(const World *world, const uint32_t *sizes, Exposure *rows) {
    Search search;
    search_init(&search, world, sizes);
    for (OrgId org = 0; org < world->org_count; org++) {
        begin(&search);
        rows[org] = (Exposure){.asset = NONE};
        for (uint32_t i = 0; i < world->orgs[org].asset_count; i++)
            visit(&search, world->orgs[org].first_asset + i);
        follow(&search, org, &rows[org]);
    }
    search_clear(&search);
}
