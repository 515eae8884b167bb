#include "race/compile_internal.h"

#include <string.h>

uint8_t *match_org_profiles(Race *race, const OrgSelector *selector) {
    uint8_t *holds = arena_new(&race->arena, uint8_t, race->world->org_profile_count);
    for (uint32_t i = 0; i < race->world->org_profile_count; i++)
        holds[i] = org_selector_matches_profile(selector, &race->world->org_profiles[i]);
    return holds;
}

static uint8_t *match_changed_profiles(Race *race, const AssetSelector *selector, const Attribute *changed) {
    uint8_t *holds = arena_new(&race->arena, uint8_t, race->world->asset_profile_count);
    for (uint32_t i = 0; i < race->world->asset_profile_count; i++)
        holds[i] = asset_selector_matches_profile(selector, &race->world->asset_profiles[i], changed);
    return holds;
}

uint8_t *match_asset_profiles(Race *race, const AssetSelector *selector) {
    return match_changed_profiles(race, selector, NULL);
}

Matcher matcher_make(Race *race, const AssetSelector *selector, const Attribute *changed) {
    return (Matcher){.asset_profile = match_changed_profiles(race, selector, changed),
                     .org_profile = match_org_profiles(race, &selector->owner),
                     .owner = selector->owner};
}

uint32_t *match_assets(Race *race, const AssetSelector *selector, uint32_t *count) {
    Matcher matcher = matcher_make(race, selector, NULL);
    IdVec found = {0};
    for (AssetId asset = 0; asset < race->world->asset_count; asset++)
        if (matcher_holds(race, &matcher, asset)) vec_push(&found, asset);
    uint32_t *ids = arena_new(&race->arena, uint32_t, found.count);
    if (found.count) memcpy(ids, found.items, found.count * sizeof *ids);
    *count = found.count;
    vec_clear(&found);
    return ids;
}

uint32_t *match_orgs(Race *race, const OrgSelector *selector, uint32_t *count) {
    const uint8_t *profile = match_org_profiles(race, selector);
    IdVec found = {0};
    for (OrgId org = 0; org < race->world->org_count; org++)
        if (profile[race->world->orgs[org].profile] && org_selector_in_share(selector, race->world, org))
            vec_push(&found, org);
    uint32_t *ids = arena_new(&race->arena, uint32_t, found.count);
    if (found.count) memcpy(ids, found.items, found.count * sizeof *ids);
    *count = found.count;
    vec_clear(&found);
    return ids;
}

static int compare_row_items(const void *x, const void *y) {
    const RowItem *a = x, *b = y;
    if (a->row != b->row) return a->row < b->row ? -1 : 1;
    return a->item < b->item ? -1 : a->item > b->item;
}

Edges edges_make(Arena *arena, RowItemVec *pairs, uint32_t rows) {
    Edges edges = {.first = arena_new(arena, uint32_t, rows + 1),
                   .items = arena_new(arena, uint32_t, pairs->count)};
    if (pairs->count) qsort(pairs->items, pairs->count, sizeof *pairs->items, compare_row_items);
    for (uint32_t i = 0; i < pairs->count; i++) {
        edges.first[pairs->items[i].row + 1]++;
        edges.items[i] = pairs->items[i].item;
    }
    for (uint32_t row = 0; row < rows; row++) edges.first[row + 1] += edges.first[row];
    vec_clear(pairs);
    return edges;
}
