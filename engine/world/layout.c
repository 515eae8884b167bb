#include "world/layout.h"

#include <stdlib.h>
#include <string.h>

static int compare_pairs(const void *x, const void *y) {
    const Pair *a = x, *b = y;
    if (a->row != b->row) return a->row < b->row ? -1 : 1;
    return a->item < b->item ? -1 : a->item > b->item;
}

static uint32_t keep_each_once(PairVec *pairs) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < pairs->count; i++)
        if (kept == 0 || compare_pairs(&pairs->items[kept - 1], &pairs->items[i]) != 0)
            pairs->items[kept++] = pairs->items[i];
    return kept;
}

Edges layout_edges(Arena *arena, PairVec *pairs, uint32_t rows) {
    if (pairs->count) qsort(pairs->items, pairs->count, sizeof *pairs->items, compare_pairs);
    pairs->count = keep_each_once(pairs);
    Edges edges = {.first = arena_new(arena, uint32_t, (size_t)rows + 1),
                   .items = arena_new(arena, uint32_t, pairs->count)};
    for (uint32_t i = 0; i < pairs->count; i++) {
        edges.first[pairs->items[i].row + 1]++;
        edges.items[i] = pairs->items[i].item;
    }
    for (uint32_t row = 0; row < rows; row++) edges.first[row + 1] += edges.first[row];
    return edges;
}

static int compare_accesses(const void *x, const void *y) {
    const Access *a = x, *b = y;
    if (a->from != b->from) return a->from < b->from ? -1 : 1;
    return a->name < b->name ? -1 : a->name > b->name;
}

void layout_accesses(World *world, const Access *given, uint32_t count) {
    Access *accesses = arena_new(&world->arena, Access, count);
    if (count) memcpy(accesses, given, count * sizeof *accesses);
    if (count) qsort(accesses, count, sizeof *accesses, compare_accesses);
    world->accesses = accesses;
    world->access_count = count;
    uint32_t *first = arena_new(&world->arena, uint32_t, (size_t)world->asset_count + 1);
    PairVec into = {0};
    vec_reserve(&into, world->access_count);
    for (AccessId id = 0; id < world->access_count; id++) {
        first[accesses[id].from + 1]++;
        vec_push(&into, (Pair){accesses[id].to, id});
    }
    for (AssetId asset = 0; asset < world->asset_count; asset++) first[asset + 1] += first[asset];
    world->access_first = first;
    world->access_in = layout_edges(&world->arena, &into, world->asset_count);
    vec_clear(&into);
}

static bool same_number(Number x, Number y) {
    return x.parameter == y.parameter && x.scale == y.scale;
}

static bool same_quantity(const Quantity *x, const Quantity *y) {
    return x->kind == y->kind && same_number(x->a, y->a) && same_number(x->b, y->b) &&
           same_number(x->c, y->c) && x->value_count == y->value_count &&
           (x->value_count == 0 || memcmp(x->values, y->values, x->value_count * sizeof *x->values) == 0);
}

void layout_providers(World *world) {
    PairVec pairs = {0};
    for (OrgId provider = 0; provider < world->org_count; provider++)
        for (uint32_t i = world->clients.first[provider]; i < world->clients.first[provider + 1]; i++)
            vec_push(&pairs, (Pair){world->clients.items[i], provider});
    world->providers = layout_edges(&world->arena, &pairs, world->org_count);
    vec_clear(&pairs);
}

void layout_size_groups(World *world) {
    uint32_t *leader = heap_take(world->population_count, sizeof *leader);
    PairVec pairs = {0};
    for (uint32_t i = 0; i < world->population_count; i++) {
        const Quantity *count = &world->populations[i].count;
        uint32_t group = 0;
        while (group < world->size_group_count &&
               !same_quantity(&world->populations[leader[group]].count, count))
            group++;
        if (group == world->size_group_count) leader[world->size_group_count++] = i;
        vec_push(&pairs, (Pair){group, i});
    }
    world->size_groups = layout_edges(&world->arena, &pairs, world->size_group_count);
    vec_clear(&pairs);
    free(leader);
}

/* Checks. */

typedef struct Named {
    Name name;
    uint32_t thing; /* an organisation, or the number of organisations plus an asset */
} Named;

static int compare_named(const void *x, const void *y) {
    const Named *a = x, *b = y;
    if (a->name != b->name) return a->name < b->name ? -1 : 1;
    return a->thing < b->thing ? -1 : a->thing > b->thing;
}

static void add_thing(const World *world, uint32_t thing, Text *out) {
    if (thing < world->org_count)
        world_org_label(world, thing, out);
    else
        world_asset_label(world, thing - world->org_count, out);
}

static bool fail_names(const World *world, const Named *one, const Named *other, Error *error) {
    Text a = {0}, b = {0};
    add_thing(world, one->thing, &a);
    add_thing(world, other->thing, &b);
    error_set(error, "\"%s\" and \"%s\" have the same name (%016llx): rename one of them", text_of(&a),
              text_of(&b), (unsigned long long)one->name);
    text_clear(&a);
    text_clear(&b);
    return false;
}

bool layout_check_names(const World *world, Error *error) {
    uint32_t count = world->org_count + world->asset_count;
    Named *all = heap_take(count, sizeof *all);
    for (OrgId org = 0; org < world->org_count; org++) all[org] = (Named){world->orgs[org].name, org};
    for (uint32_t i = world->org_count; i < count; i++)
        all[i] = (Named){world->assets[i - world->org_count].name, i};
    if (count) qsort(all, count, sizeof *all, compare_named);
    bool ok = true;
    for (uint32_t i = 1; i < count && ok; i++)
        if (all[i].name == all[i - 1].name) ok = fail_names(world, &all[i - 1], &all[i], error);
    free(all);
    return ok;
}

static bool fail_access(const World *world, const Access *access, const char *what, Error *error) {
    Text from = {0}, to = {0};
    world_asset_label(world, access->from, &from);
    world_asset_label(world, access->to, &to);
    error_set(error, "access of kind %s from \"%s\" to \"%s\": %s",
              access_kind_names[world->access_profiles[access->profile].kind], text_of(&from), text_of(&to),
              what);
    text_clear(&from);
    text_clear(&to);
    return false;
}

bool layout_check_accesses(const World *world, Error *error) {
    for (AccessId id = 0; id < world->access_count; id++) {
        const Access *access = &world->accesses[id];
        if (access->from == access->to)
            return fail_access(world, access, "an asset needs no access to itself; leave it out", error);
        if (id > 0 && access->from == access[-1].from && access->name == access[-1].name)
            return fail_access(world, access, "it is there twice; keep the one with the higher privilege",
                               error);
    }
    return true;
}

typedef struct Search { /* depth first, without recursion: chains of providers may be long */
    uint8_t *seen;      /* 0 not yet, 1 on the path, 2 done */
    uint32_t *path, *next;
    uint32_t depth;
} Search;

#define LOOP_MEMBERS_SHOWN 8

static bool fail_loop(const World *world, const Search *search, OrgId back_to, Error *error) {
    uint32_t start = search->depth - 1;
    while (search->path[start] != back_to) start--;
    Text members = {0};
    for (uint32_t i = start; i < search->depth && i < start + LOOP_MEMBERS_SHOWN; i++) {
        text_add(&members, "\"");
        world_org_label(world, search->path[i], &members);
        text_add(&members, "\" → ");
    }
    if (search->depth - start > LOOP_MEMBERS_SHOWN) text_add(&members, "… → ");
    text_add(&members, "\"");
    world_org_label(world, back_to, &members);
    error_set(error, "organisations serve each other in a loop: %s\"; take one of these links out",
              text_of(&members));
    text_clear(&members);
    return false;
}

static void enter(const World *world, Search *search, OrgId org) {
    search->seen[org] = 1;
    search->path[search->depth] = org;
    search->next[search->depth++] = world->clients.first[org];
}

static bool search_from(const World *world, Search *search, OrgId root, Error *error) {
    enter(world, search, root);
    while (search->depth) {
        OrgId at = search->path[search->depth - 1];
        uint32_t *next = &search->next[search->depth - 1];
        if (*next == world->clients.first[at + 1]) {
            search->seen[at] = 2;
            search->depth--;
            continue;
        }
        OrgId client = world->clients.items[(*next)++];
        if (search->seen[client] == 1) return fail_loop(world, search, client, error);
        if (search->seen[client] == 0) enter(world, search, client);
    }
    return true;
}

bool layout_check_loops(const World *world, Error *error) {
    Search search = {.seen = heap_take(world->org_count, sizeof(uint8_t)),
                     .path = heap_take(world->org_count, sizeof(uint32_t)),
                     .next = heap_take(world->org_count, sizeof(uint32_t))};
    bool ok = true;
    for (OrgId org = 0; org < world->org_count && ok; org++)
        if (search.seen[org] == 0) ok = search_from(world, &search, org, error);
    free(search.seen);
    free(search.path);
    free(search.next);
    return ok;
}
