#include "world/blueprint.h"

#include "base/draw.h"
#include "world/builder.h"

#include <string.h>

typedef struct Waiting { /* a member that further providers may serve too */
    OrgId org;
    uint32_t spec;
} Waiting;

typedef struct Expansion {
    const Blueprint *blueprint;
    const ParameterSet *parameters;
    const QuantileKit *kit;
    uint64_t seed;
    WorldBuilder *builder;
    ParameterDraw mode, corner;
    QuantileTable *counts, *records, *sizes,
        *homes;              /* at the mode; counts and records by asset spec, sizes and homes by org spec */
    QuantileTable **corners; /* by org spec: of a population's count, built when first needed */
    uint32_t *org_profile, *asset_profile, *access_profile; /* by spec */
    uint32_t *ordinal;                                      /* of an asset spec within its organisation */
    Vec(uint32_t) spec_of;                                  /* [org] */
    Vec(uint32_t) population_of_first; /* [population] first member's place in `member` */
    Vec(OrgId) member;                 /* of populations that can be second homes */
    Vec(Organisation) orgs;            /* as added, with their first asset */
    Vec(Waiting) waiting;
    Error *error;
} Expansion;

void blueprint_init(Blueprint *blueprint) {
    memset(blueprint, 0, sizeof *blueprint);
    arena_init(&blueprint->arena);
}

void blueprint_clear(Blueprint *blueprint) {
    vec_clear(&blueprint->orgs);
    vec_clear(&blueprint->assets);
    vec_clear(&blueprint->accesses);
    vec_clear(&blueprint->serves);
    vec_clear(&blueprint->hosted);
    vec_clear(&blueprint->flaws);
    arena_clear(&blueprint->arena);
}

/* ------------------------------------------------------------------ the largest that any draw asks for */

static const Number *argument(const Quantity *quantity, uint32_t index) {
    return index == 0 ? &quantity->a : index == 1 ? &quantity->b : &quantity->c;
}

static uint32_t argument_count(const Quantity *quantity) {
    switch (quantity->kind) {
    case DISTRIBUTION_FIXED:
    case DISTRIBUTION_EXPONENTIAL:
        return 1;
    case DISTRIBUTION_UNIFORM:
    case DISTRIBUTION_LOGNORMAL:
        return 2;
    case DISTRIBUTION_PERT:
        return 3;
    case DISTRIBUTION_EMPIRICAL:
        return 0;
    }
    return 0;
}

/* A quantile is monotone in each argument at a fixed uniform, so the largest lies at a corner of the ranges.
 */
static void build_corners(Expansion *expansion, const Quantity *quantity, QuantileTable *tables) {
    uint32_t arguments = argument_count(quantity);
    for (uint32_t corner = 0; corner < 1u << arguments; corner++) {
        for (uint32_t i = 0; i < arguments; i++) {
            uint32_t parameter = argument(quantity, i)->parameter;
            if (parameter == PARAMETER_NONE) continue;
            const Parameter *range = &expansion->parameters->list.items[parameter];
            expansion->corner.values[parameter] = corner >> i & 1u ? range->high : range->low;
        }
        Distribution distribution = quantity_distribution(quantity, &expansion->corner);
        quantile_build(&tables[corner], expansion->kit, &distribution);
    }
}

static uint32_t largest_size(Expansion *expansion, uint32_t spec, uint64_t bits) {
    const Quantity *count = &expansion->blueprint->orgs.items[spec].count;
    uint32_t corners = 1u << argument_count(count);
    if (!expansion->corners[spec]) {
        expansion->corners[spec] = heap_take(corners, sizeof(QuantileTable));
        build_corners(expansion, count, expansion->corners[spec]);
    }
    uint64_t largest = 0;
    for (uint32_t corner = 0; corner < corners; corner++) {
        uint64_t size = quantile_whole(&expansion->corners[spec][corner], bits, (uint64_t)WORLD_ORGS_MAX + 1);
        if (size > largest) largest = size;
    }
    return (uint32_t)largest;
}

/* ------------------------------------------------------------------ members and their assets */

static const OrgSpec *spec_at(const Expansion *expansion, uint32_t spec) {
    return &expansion->blueprint->orgs.items[spec];
}

/* Which of an asset's profiles a member has: the first, or what its attribute's split gives it. */
static uint32_t profile_of(const Expansion *expansion, uint32_t spec, Name asset_name) {
    const Split *split = &expansion->blueprint->assets.items[spec].split;
    if (!split->count) return expansion->asset_profile[spec];
    Name name = name_join(asset_name, name_of(split->key));
    uint64_t bits = draw_bits(draw_context(expansion->seed, 0, 0), draw_key(name, DRAW_SHARE, 0));
    double below = 0;
    uint32_t value = 0;
    for (; value + 1 < split->count; value++) {
        below += number_value(split->shares[value], &expansion->mode);
        if (draw_coin(bits, odds_of(below))) break;
    }
    return expansion->asset_profile[spec] + value;
}

static void add_assets(Expansion *expansion, uint32_t spec, OrgId org, Name name) {
    const Blueprint *blueprint = expansion->blueprint;
    Organisation *added = &expansion->orgs.items[org];
    added->asset_count = 0;
    for (uint32_t i = 0; i < blueprint->assets.count; i++) {
        const AssetSpec *asset = &blueprint->assets.items[i];
        if (asset->org != spec) continue;
        Name asset_name = world_asset_name(name, asset->profile.label);
        uint32_t count = 1;
        uint64_t records = 0;
        if (asset->profile.is_group)
            count = (uint32_t)quantile_whole(&expansion->counts[i],
                                             world_fixed_bits(expansion->seed, asset_name, WORLD_DRAW_COUNT),
                                             INT32_MAX);
        if (asset->profile.has_records)
            records = quantile_whole(&expansion->records[i],
                                     world_fixed_bits(expansion->seed, asset_name, WORLD_DRAW_RECORDS),
                                     UINT64_C(1) << 40);
        AssetId id = world_add_asset(expansion->builder, asset_name, profile_of(expansion, i, asset_name),
                                     count, records);
        if (added->asset_count++ == 0) added->first_asset = id;
    }
}

/* The asset of a spec at an organisation or one it is nested under. */
static AssetId asset_above(const Expansion *expansion, OrgId org, uint32_t asset_spec) {
    uint32_t wanted = expansion->blueprint->assets.items[asset_spec].org;
    while (org != NONE && expansion->spec_of.items[org] != wanted) org = expansion->orgs.items[org].parent;
    return org == NONE ? NONE : expansion->orgs.items[org].first_asset + expansion->ordinal[asset_spec];
}

static void add_accesses(Expansion *expansion, uint32_t spec, OrgId org) {
    const Blueprint *blueprint = expansion->blueprint;
    for (uint32_t i = 0; i < blueprint->accesses.count; i++) {
        const AccessSpec *access = &blueprint->accesses.items[i];
        if (blueprint->assets.items[access->to].org != spec) continue;
        AssetId from = asset_above(expansion, org, access->from),
                to = asset_above(expansion, org, access->to);
        if (from != NONE && to != NONE)
            world_add_access(expansion->builder, from, to, expansion->access_profile[i]);
    }
}

static void add_hosted(Expansion *expansion, uint32_t spec, OrgId org) {
    const Blueprint *blueprint = expansion->blueprint;
    for (uint32_t i = 0; i < blueprint->hosted.count; i++) {
        if (blueprint->hosted.items[i].org != spec) continue;
        AssetId asset = asset_above(expansion, org, blueprint->hosted.items[i].asset);
        if (asset != NONE) world_add_hosted(expansion->builder, asset, org);
    }
}

static bool expand_spec(Expansion *expansion, uint32_t spec, OrgId parent, Name parent_name);

static bool too_many(Expansion *expansion, uint32_t spec) {
    return error_set(
        expansion->error,
        "\"%s\" brings the world over %u organisations, the most that one may have; lower its count",
        spec_at(expansion, spec)->profile.label, WORLD_ORGS_MAX);
}

static bool add_member(Expansion *expansion, uint32_t spec, OrgId parent, Name name, uint32_t population,
                       uint32_t index) {
    const OrgSpec *what = spec_at(expansion, spec);
    if (expansion->orgs.count >= WORLD_ORGS_MAX) return too_many(expansion, spec);
    Organisation org = {.name = name,
                        .profile = expansion->org_profile[spec],
                        .parent = parent,
                        .population = population,
                        .index = index};
    if (what->has_size)
        org.size = (uint32_t)quantile_whole(
            &expansion->sizes[spec], world_fixed_bits(expansion->seed, name, WORLD_DRAW_SIZE), INT32_MAX);
    OrgId id = world_add_org(expansion->builder, &org);
    vec_push(&expansion->orgs, org);
    vec_push(&expansion->spec_of, spec);
    if (population != NONE)
        expansion->member.items[expansion->population_of_first.items[population] + index] = id;
    add_assets(expansion, spec, id, name);
    add_accesses(expansion, spec, id);
    add_hosted(expansion, spec, id);
    if (what->has_second_home || what->has_homes) vec_push(&expansion->waiting, (Waiting){id, spec});
    for (uint32_t child = spec + 1; child < expansion->blueprint->orgs.count; child++)
        if (spec_at(expansion, child)->parent == spec && !expand_spec(expansion, child, id, name))
            return false;
    return true;
}

static uint32_t open_population(Expansion *expansion, uint32_t spec, OrgId parent, Name name) {
    const OrgSpec *what = spec_at(expansion, spec);
    uint64_t bits = world_fixed_bits(expansion->seed, name, WORLD_DRAW_COUNT);
    Population population = {.parent = parent,
                             .profile = expansion->org_profile[spec],
                             .count = what->count,
                             .bits = bits,
                             .largest = largest_size(expansion, spec, bits)};
    if (population.largest <= WORLD_ORGS_MAX) {
        vec_push(&expansion->population_of_first, expansion->member.count);
        for (uint32_t i = 0; i < population.largest; i++) vec_push(&expansion->member, NONE);
        world_add_population(expansion->builder, &population);
    }
    return population.largest;
}

static bool expand_spec(Expansion *expansion, uint32_t spec, OrgId parent, Name parent_name) {
    const OrgSpec *what = spec_at(expansion, spec);
    if (!what->is_population)
        return add_member(expansion, spec, parent, world_org_name(parent_name, what->profile.label, 0), NONE,
                          0);
    uint32_t population = expansion->population_of_first.count;
    uint32_t count =
        open_population(expansion, spec, parent, name_join(parent_name, name_of(what->profile.label)));
    if (count > WORLD_ORGS_MAX) return too_many(expansion, spec);
    for (uint32_t i = 0; i < count; i++)
        if (!add_member(expansion, spec, parent, world_org_name(parent_name, what->profile.label, i),
                        population, i))
            return false;
    return true;
}

/* ------------------------------------------------------------------ further homes */

/* How many providers serve a member beside the one it is nested under. */
static uint32_t further_homes(const Expansion *expansion, const Waiting *waiting) {
    const OrgSpec *what = spec_at(expansion, waiting->spec);
    Name name = expansion->orgs.items[waiting->org].name;
    uint64_t homes = 1;
    if (what->has_homes)
        homes = quantile_whole(&expansion->homes[waiting->spec],
                               world_fixed_bits(expansion->seed, name, WORLD_DRAW_HOMES), WORLD_ORGS_MAX);
    if (homes < 1) homes = 1;
    if (what->has_second_home) {
        uint64_t bits = draw_bits(draw_context(expansion->seed, 0, 0), draw_key(name, DRAW_HOME, 0));
        homes += draw_coin(bits, odds_of(number_value(what->second_home, &expansion->mode)));
    }
    return (uint32_t)homes - 1;
}

/* The provider that this member ranks highest below `rank`, which becomes its own; NONE when there is none. A
 * rank belongs to the two names, so that one more provider changes only who prefers it. */
static OrgId next_home(const Expansion *expansion, const Organisation *org, uint64_t *rank) {
    uint32_t population = expansion->orgs.items[org->parent].population;
    uint32_t end = population + 1 < expansion->population_of_first.count
                       ? expansion->population_of_first.items[population + 1]
                       : expansion->member.count;
    uint64_t context = draw_context(expansion->seed, 0, 0), highest = 0;
    OrgId best = NONE;
    for (uint32_t i = expansion->population_of_first.items[population]; i < end; i++) {
        OrgId provider = expansion->member.items[i];
        Name pair = name_join(org->name, expansion->orgs.items[provider].name);
        uint64_t bits = draw_bits(context, draw_key(pair, DRAW_HOME, 1));
        if (provider == org->parent || bits >= *rank || (best != NONE && bits <= highest)) continue;
        best = provider;
        highest = bits;
    }
    *rank = highest;
    return best;
}

static void add_home(Expansion *expansion, const Waiting *waiting, OrgId provider) {
    const Blueprint *blueprint = expansion->blueprint;
    world_add_serves(expansion->builder, provider, waiting->org);
    for (uint32_t i = 0; i < blueprint->accesses.count; i++) {
        const AccessSpec *access = &blueprint->accesses.items[i];
        bool theirs = blueprint->assets.items[access->to].org == waiting->spec &&
                      blueprint->assets.items[access->from].org == expansion->spec_of.items[provider];
        if (theirs)
            world_add_access(expansion->builder, asset_above(expansion, provider, access->from),
                             asset_above(expansion, waiting->org, access->to), expansion->access_profile[i]);
    }
}

static void add_further_homes(Expansion *expansion) {
    for (uint32_t i = 0; i < expansion->waiting.count; i++) {
        const Waiting *waiting = &expansion->waiting.items[i];
        const Organisation *org = &expansion->orgs.items[waiting->org];
        if (org->parent == NONE || expansion->orgs.items[org->parent].population == NONE) continue;
        uint64_t rank = UINT64_MAX;
        for (uint32_t left = further_homes(expansion, waiting); left > 0; left--) {
            OrgId provider = next_home(expansion, org, &rank);
            if (provider == NONE) break;
            add_home(expansion, waiting, provider);
        }
    }
}

/* ------------------------------------------------------------------ the whole */

static void build_at_mode(Expansion *expansion, bool wanted, const Quantity *quantity, QuantileTable *table) {
    if (!wanted) return;
    Distribution distribution = quantity_distribution(quantity, &expansion->mode);
    quantile_build(table, expansion->kit, &distribution);
}

/* One for each value that its split may give. */
static void add_asset_profiles(Expansion *expansion, uint32_t spec) {
    const AssetSpec *what = &expansion->blueprint->assets.items[spec];
    AssetProfile profile = what->profile;
    Attribute *attributes = heap_take(profile.attribute_count + 1, sizeof *attributes);
    if (profile.attribute_count)
        memcpy(attributes, profile.attributes, profile.attribute_count * sizeof *attributes);
    profile.attributes = attributes;
    if (what->split.count) profile.attribute_count++;
    for (uint32_t value = 0; value < (what->split.count ? what->split.count : 1); value++) {
        if (what->split.count)
            attributes[profile.attribute_count - 1] = (Attribute){what->split.key, what->split.values[value]};
        uint32_t added = world_add_asset_profile(expansion->builder, &profile);
        if (value == 0) expansion->asset_profile[spec] = added;
    }
    free(attributes);
}

static void prepare(Expansion *expansion) {
    const Blueprint *blueprint = expansion->blueprint;
    uint32_t orgs = blueprint->orgs.count, assets = blueprint->assets.count;
    expansion->counts = heap_take(assets, sizeof *expansion->counts);
    expansion->records = heap_take(assets, sizeof *expansion->records);
    expansion->sizes = heap_take(orgs, sizeof *expansion->sizes);
    expansion->homes = heap_take(orgs, sizeof *expansion->homes);
    expansion->corners = heap_take(orgs, sizeof *expansion->corners);
    expansion->org_profile = heap_take(orgs, sizeof(uint32_t));
    expansion->asset_profile = heap_take(assets, sizeof(uint32_t));
    expansion->access_profile = heap_take(blueprint->accesses.count, sizeof(uint32_t));
    expansion->ordinal = heap_take(assets, sizeof(uint32_t));
    for (uint32_t i = 0; i < orgs; i++) {
        const OrgSpec *spec = &blueprint->orgs.items[i];
        expansion->org_profile[i] = world_add_org_profile(expansion->builder, &spec->profile);
        build_at_mode(expansion, spec->has_size, &spec->size, &expansion->sizes[i]);
        build_at_mode(expansion, spec->has_homes, &spec->homes, &expansion->homes[i]);
    }
    for (uint32_t i = 0; i < assets; i++) {
        const AssetSpec *spec = &blueprint->assets.items[i];
        add_asset_profiles(expansion, i);
        build_at_mode(expansion, spec->profile.is_group, &spec->profile.count, &expansion->counts[i]);
        build_at_mode(expansion, spec->profile.has_records, &spec->profile.records, &expansion->records[i]);
        for (uint32_t before = 0; before < i; before++)
            expansion->ordinal[i] += blueprint->assets.items[before].org == spec->org;
    }
    for (uint32_t i = 0; i < blueprint->accesses.count; i++)
        expansion->access_profile[i] =
            world_add_access_profile(expansion->builder, &blueprint->accesses.items[i].profile);
    for (uint32_t i = 0; i < blueprint->flaws.count; i++)
        world_add_flaw(expansion->builder, &blueprint->flaws.items[i]);
}

static OrgId single_org(const Expansion *expansion, uint32_t spec) {
    OrgId org = 0;
    while (expansion->spec_of.items[org] != spec) org++;
    return org;
}

static void release(Expansion *expansion) {
    for (uint32_t spec = 0; spec < expansion->blueprint->orgs.count; spec++) free(expansion->corners[spec]);
    void *owned[] = {expansion->corners,       expansion->counts,         expansion->records,
                     expansion->sizes,         expansion->homes,          expansion->org_profile,
                     expansion->asset_profile, expansion->access_profile, expansion->ordinal};
    for (size_t i = 0; i < sizeof owned / sizeof *owned; i++) free(owned[i]);
    vec_clear(&expansion->spec_of);
    vec_clear(&expansion->population_of_first);
    vec_clear(&expansion->member);
    vec_clear(&expansion->orgs);
    vec_clear(&expansion->waiting);
    parameter_draw_clear(&expansion->mode);
    parameter_draw_clear(&expansion->corner);
    world_builder_destroy(expansion->builder);
}

bool blueprint_expand(const Blueprint *blueprint, const ParameterSet *parameters, const Catalogue *catalogue,
                      const QuantileKit *kit, uint64_t seed, World **out, Error *error) {
    Expansion expansion = {.blueprint = blueprint,
                           .parameters = parameters,
                           .kit = kit,
                           .seed = seed,
                           .builder = world_builder_create(seed),
                           .error = error};
    parameter_draw_init(&expansion.mode, parameters, catalogue);
    parameter_draw_init(&expansion.corner, parameters, catalogue);
    parameter_draw_fill(&expansion.mode, parameters, catalogue, seed, 0, SCOPE_FIXED);
    parameter_draw_fill(&expansion.corner, parameters, catalogue, seed, 0, SCOPE_FIXED);
    prepare(&expansion);
    bool ok = true;
    for (uint32_t spec = 0; spec < blueprint->orgs.count && ok; spec++)
        if (spec_at(&expansion, spec)->parent == NONE) ok = expand_spec(&expansion, spec, NONE, 0);
    if (!ok) goto done;
    add_further_homes(&expansion);
    for (uint32_t i = 0; i < blueprint->serves.count; i++)
        world_add_serves(expansion.builder, single_org(&expansion, blueprint->serves.items[i].provider),
                         single_org(&expansion, blueprint->serves.items[i].client));
    ok = world_build(expansion.builder, out, error);
done:
    release(&expansion);
    return ok;
}
