#include "world/builder.h"

#include <string.h>

typedef struct Pair {
    uint32_t row, item;
} Pair;
typedef Vec(Pair) PairVec;

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

/* ------------------------------------------------------------------ checking */

typedef struct Named {
    Name name;
    uint32_t id;
} Named;

static int compare_named(const void *x, const void *y) {
    const Named *a = x, *b = y;
    if (a->name != b->name) return a->name < b->name ? -1 : 1;
    return a->id < b->id ? -1 : a->id > b->id;
}

/* Finds two of one name; false when there are none. */
static bool find_double(Named *list, uint32_t count, uint32_t *first, uint32_t *second) {
    bool found = false;
    if (count) qsort(list, count, sizeof *list, compare_named);
    for (uint32_t i = 1; i < count && !found; i++)
        if (list[i].name == list[i - 1].name) {
            *first = list[i - 1].id;
            *second = list[i].id;
            found = true;
        }
    free(list);
    return found;
}

static const char *org_text(const WorldBuilder *builder, OrgId org) {
    return builder->org_profiles.items[builder->orgs.items[org].profile].label;
}

static const char *asset_text(const WorldBuilder *builder, AssetId asset) {
    return builder->asset_profiles.items[builder->assets.items[asset].profile].label;
}

static bool check_names(const WorldBuilder *builder, Error *error) {
    uint32_t first, second;
    Named *orgs = heap_take(builder->orgs.count, sizeof *orgs);
    for (uint32_t i = 0; i < builder->orgs.count; i++) orgs[i] = (Named){builder->orgs.items[i].name, i};
    if (find_double(orgs, builder->orgs.count, &first, &second))
        return error_set(error,
                         "two organisations have one name: \"%s\" and \"%s\"; give each an id of its own",
                         org_text(builder, first), org_text(builder, second));
    Named *assets = heap_take(builder->assets.count, sizeof *assets);
    for (uint32_t i = 0; i < builder->assets.count; i++)
        assets[i] = (Named){builder->assets.items[i].name, i};
    if (find_double(assets, builder->assets.count, &first, &second))
        return error_set(error,
                         "\"%s\" has two assets of one name: \"%s\" and \"%s\"; give each a label of its own",
                         org_text(builder, builder->assets.items[first].owner), asset_text(builder, first),
                         asset_text(builder, second));
    Named *accesses = heap_take(builder->accesses.count, sizeof *accesses);
    for (uint32_t i = 0; i < builder->accesses.count; i++)
        accesses[i] = (Named){builder->accesses.items[i].name, i};
    if (find_double(accesses, builder->accesses.count, &first, &second)) {
        const Access *twice = &builder->accesses.items[first];
        return error_set(error, "the access %s from \"%s\" of \"%s\" to \"%s\" is given twice; one is enough",
                         access_kind_names[builder->access_profiles.items[twice->profile].kind],
                         asset_text(builder, twice->from),
                         org_text(builder, builder->assets.items[twice->from].owner),
                         asset_text(builder, twice->to));
    }
    return true;
}

static bool check_ends(const WorldBuilder *builder, Error *error) {
    for (uint32_t i = 0; i < builder->accesses.count; i++) {
        const Access *access = &builder->accesses.items[i];
        if (access->from == access->to)
            return error_set(error, "the asset \"%s\" of \"%s\" has access to itself; remove that access",
                             asset_text(builder, access->from),
                             org_text(builder, builder->assets.items[access->from].owner));
    }
    return true;
}

static bool check_sizes(const WorldBuilder *builder, Error *error) {
    if (builder->orgs.count > WORLD_ORGS_MAX)
        return error_set(error, "%u organisations are more than the %u that a world may have",
                         builder->orgs.count, WORLD_ORGS_MAX);
    if (builder->assets.count > WORLD_ASSETS_MAX)
        return error_set(error, "%u assets are more than the %u that a world may have", builder->assets.count,
                         WORLD_ASSETS_MAX);
    return true;
}

/* ------------------------------------------------------------------ laying out */

static int compare_pairs(const void *x, const void *y) {
    const Pair *a = x, *b = y;
    if (a->row != b->row) return a->row < b->row ? -1 : 1;
    return a->item < b->item ? -1 : a->item > b->item;
}

/* Compressed rows of the pairs, each once. */
static Edges rows_of(Arena *arena, Pair *pairs, uint32_t count, uint32_t rows) {
    Edges edges = {arena_new(arena, uint32_t, rows + 1), arena_new(arena, uint32_t, count)};
    uint32_t kept = 0;
    if (count) qsort(pairs, count, sizeof *pairs, compare_pairs);
    for (uint32_t i = 0; i < count; i++) {
        if (i > 0 && compare_pairs(&pairs[i - 1], &pairs[i]) == 0) continue;
        edges.first[pairs[i].row + 1]++;
        edges.items[kept++] = pairs[i].item;
    }
    for (uint32_t row = 0; row < rows; row++) edges.first[row + 1] += edges.first[row];
    return edges;
}

static void turn_around(PairVec *pairs) {
    for (uint32_t i = 0; i < pairs->count; i++)
        pairs->items[i] = (Pair){pairs->items[i].item, pairs->items[i].row};
}

/* Depth-first over "serves" with three colours; a grey organisation met again closes a loop. */
static bool check_loops(const WorldBuilder *builder, const Edges *clients, Error *error) {
    uint32_t count = builder->orgs.count;
    uint8_t *colour = heap_take(count, 1);
    uint32_t *path = heap_take(count + 1, sizeof *path), *next = heap_take(count + 1, sizeof *next);
    bool ok = true;
    for (OrgId start = 0; start < count && ok; start++) {
        uint32_t depth = 0;
        if (colour[start]) continue;
        path[0] = start;
        next[0] = clients->first[start];
        colour[start] = 1;
        while (ok) {
            OrgId at = path[depth];
            if (next[depth] == clients->first[at + 1]) {
                colour[at] = 2;
                if (depth-- == 0) break;
                continue;
            }
            OrgId to = clients->items[next[depth]++];
            if (colour[to] == 1)
                ok = error_set(
                    error, "\"%s\" serves itself: a loop runs through \"%s\"; take one of its \"serves\" out",
                    org_text(builder, to), org_text(builder, at));
            else if (colour[to] == 0) {
                colour[to] = 1;
                path[++depth] = to;
                next[depth] = clients->first[to];
            }
        }
    }
    free(colour);
    free(path);
    free(next);
    return ok;
}

static int compare_accesses(const void *x, const void *y) {
    const Access *a = x, *b = y;
    if (a->from != b->from) return a->from < b->from ? -1 : 1;
    return a->name < b->name ? -1 : a->name > b->name;
}

static void lay_out_accesses(WorldBuilder *builder, World *world, Access *accesses) {
    uint32_t *first = arena_new(&world->arena, uint32_t, world->asset_count + 1);
    Pair *in = heap_take(world->access_count, sizeof *in);
    if (world->access_count) {
        memcpy(accesses, builder->accesses.items, world->access_count * sizeof *accesses);
        qsort(accesses, world->access_count, sizeof *accesses, compare_accesses);
    }
    for (uint32_t i = 0; i < world->access_count; i++) {
        first[accesses[i].from + 1]++;
        in[i] = (Pair){accesses[i].to, i};
    }
    for (uint32_t asset = 0; asset < world->asset_count; asset++) first[asset + 1] += first[asset];
    world->accesses = accesses;
    world->access_first = first;
    world->access_in = rows_of(&world->arena, in, world->access_count, world->asset_count);
    free(in);
}

static bool same_number(Number x, Number y) {
    return x.parameter == y.parameter && x.scale == y.scale;
}

static bool same_count(const Population *x, const Population *y) {
    return x->count.kind == y->count.kind && same_number(x->count.a, y->count.a) &&
           same_number(x->count.b, y->count.b) && same_number(x->count.c, y->count.c) &&
           x->count.value_count == 0 && y->count.value_count == 0;
}

static void lay_out_size_groups(World *world) {
    Pair *pairs = heap_take(world->population_count, sizeof *pairs);
    uint32_t *leader = heap_take(world->population_count, sizeof *leader);
    for (uint32_t i = 0; i < world->population_count; i++) {
        uint32_t group = 0;
        while (group < world->size_group_count &&
               !same_count(&world->populations[leader[group]], &world->populations[i]))
            group++;
        if (group == world->size_group_count) leader[world->size_group_count++] = i;
        pairs[i] = (Pair){group, i};
    }
    world->size_groups = rows_of(&world->arena, pairs, world->population_count, world->size_group_count);
    free(pairs);
    free(leader);
}

#define LAY_OUT(world, builder, Type, list, number)                                                          \
    do {                                                                                                     \
        Type *items_ = arena_new(&(world)->arena, Type, (builder)->list.count);                              \
        if ((builder)->list.count)                                                                           \
            memcpy(items_, (builder)->list.items, (builder)->list.count * sizeof *items_);                   \
        (world)->list = items_;                                                                              \
        (world)->number = (builder)->list.count;                                                             \
    } while (0)

bool world_build(WorldBuilder *builder, World **out, Error *error) {
    if (!check_sizes(builder, error) || !check_ends(builder, error) || !check_names(builder, error))
        return false;
    World *world = heap_take(1, sizeof *world);
    arena_init(&world->arena);
    Edges clients = rows_of(&world->arena, builder->serves.items, builder->serves.count, builder->orgs.count);
    if (!check_loops(builder, &clients, error)) {
        world_destroy(world);
        return false;
    }
    LAY_OUT(world, builder, OrgProfile, org_profiles, org_profile_count);
    LAY_OUT(world, builder, AssetProfile, asset_profiles, asset_profile_count);
    LAY_OUT(world, builder, AccessProfile, access_profiles, access_profile_count);
    LAY_OUT(world, builder, Population, populations, population_count);
    LAY_OUT(world, builder, Flaw, flaws, flaw_count);
    LAY_OUT(world, builder, Organisation, orgs, org_count);
    LAY_OUT(world, builder, Asset, assets, asset_count);
    world->seed = builder->seed;
    world->access_count = builder->accesses.count;
    lay_out_accesses(builder, world, arena_new(&world->arena, Access, world->access_count));
    world->clients = clients;
    turn_around(&builder->serves);
    world->providers = rows_of(&world->arena, builder->serves.items, builder->serves.count, world->org_count);
    world->hosted = rows_of(&world->arena, builder->hosted.items, builder->hosted.count, world->asset_count);
    lay_out_size_groups(world);
    arena_join(&world->arena, &builder->arena);
    builder_clear(builder);
    *out = world;
    return true;
}
