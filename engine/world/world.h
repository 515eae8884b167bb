/* A world: organisations, their assets, and who can act on whom: the privileged access graph. Immutable once
 * built; everything lives in one arena. Ids are indexes; names are stable across worlds and address the
 * draws.
 *
 * A population is built at the largest size that any parameter draw can ask for; an organisation whose index
 * lies beyond the size that a draw asks for is absent in that draw (population_sizes). */
#pragma once

#include "base/arena.h"
#include "base/error.h"
#include "base/name.h"
#include "base/text.h"
#include "control/parameter.h"
#include "world/calendar.h"
#include "world/kinds.h"

typedef uint32_t OrgId, AssetId, AccessId;
#define NONE UINT32_MAX

#define WORLD_ORGS_MAX (UINT32_C(1) << 23)
#define WORLD_ASSETS_MAX (UINT32_C(1) << 25)

/* key = value, both as words; a bare word has the value "true". */
typedef struct Attribute {
    const char *key, *value;
} Attribute;

/* What all members of a population share. */
typedef struct OrgProfile {
    OrgKind kind;
    const char *label;            /* the sentence of its statement, or its id in a JSON world */
    const char *title;            /* what people read; the label when the file gives none */
    const char *country, *sector; /* "" when not given */
    const char **tags;
    uint32_t tag_count;
    Calendar calendar;
    Posture posture;
} OrgProfile;

typedef struct Organisation {
    Name name;
    uint32_t profile;
    OrgId parent;        /* the provider it is nested under, or NONE */
    uint32_t population; /* or NONE */
    uint32_t index;      /* in its population, from 0 */
    uint32_t size;       /* people; 0 when not given */
    AssetId first_asset; /* its assets are consecutive */
    uint32_t asset_count;
} Organisation;

typedef struct Population {
    OrgId parent; /* or NONE */
    uint32_t profile;
    Quantity count;
    uint64_t bits;    /* its fixed uniform */
    uint32_t largest; /* members built */
} Population;

typedef struct Flaw {
    Name name;
    const char *label;
    bool fixed;       /* a fix exists */
    int64_t fixed_at; /* seconds since 1970-01-01 UTC */
    bool has_lag;     /* organisations patch after a lag; without one, all stay exposed */
    Quantity lag;     /* seconds from the fix to an organisation's patch */
} Flaw;

typedef struct AssetProfile {
    AssetKind kind;
    const char *label;
    const Attribute *attributes;
    uint32_t attribute_count;
    uint32_t flaw;  /* index in flaws, or NONE */
    bool is_group;  /* count matters: machines are drawn, not states */
    Quantity count; /* machines; only for groups */
    bool has_records;
    Quantity records; /* records held */
} AssetProfile;

typedef struct Asset {
    Name name;
    OrgId owner;
    uint32_t profile;
    uint32_t count;   /* machines when every parameter is at its mode; 1 when not a group */
    uint64_t records; /* likewise */
} Asset;

typedef struct AccessProfile {
    AccessKind kind;
    Privilege privilege;
    bool has_share;
    Number share; /* of the group's machines that this access covers */
} AccessProfile;

typedef struct Access {
    Name name;
    AssetId from, to;
    uint32_t profile;
} Access;

typedef struct Edges { /* compressed rows: row i is items[first[i]] … items[first[i + 1] − 1] */
    uint32_t *first;
    uint32_t *items;
} Edges;

typedef struct World {
    Arena arena;
    uint64_t seed; /* of the fixed uniforms: sizes of populations and groups */
    const OrgProfile *org_profiles;
    const AssetProfile *asset_profiles;
    const AccessProfile *access_profiles;
    const Population *populations;
    const Flaw *flaws;
    uint32_t org_profile_count, asset_profile_count, access_profile_count, population_count, flaw_count;

    const Organisation *orgs; /* by id */
    const Asset *assets;      /* by id, grouped by owner */
    const Access *accesses;   /* sorted by from, then by name */
    uint32_t org_count, asset_count, access_count;
    const uint32_t *access_first; /* accesses of asset a: access_first[a] … access_first[a + 1] − 1 */
    Edges access_in;              /* asset → accesses that lead to it */
    Edges clients;                /* organisation → those it serves, each once */
    Edges providers;              /* organisation → those that serve it, each once */
    Edges hosted;                 /* asset → organisations that need it */
    Edges size_groups;            /* populations that share one distribution of their size */
    uint32_t size_group_count;
} World;

void world_destroy(World *world); /* NULL is fine */

static inline const OrgProfile *world_org_profile(const World *world, OrgId org) {
    return &world->org_profiles[world->orgs[org].profile];
}
static inline const AssetProfile *world_asset_profile(const World *world, AssetId asset) {
    return &world->asset_profiles[world->assets[asset].profile];
}

/* "client 3 of on-premises MSP 17"; an organisation that is alone in its population has no number. */
void world_org_label(const World *world, OrgId org, Text *out);
/* "endpoint_group of client 3 of …" */
void world_asset_label(const World *world, AssetId asset, Text *out);
/* NONE when there is none of this name. Linear. */
OrgId world_find_org(const World *world, const char *label);
const char *world_attribute(const AssetProfile *profile, const char *key); /* NULL when absent */
bool world_has_tag(const OrgProfile *profile, const char *tag);

/* The size of every population under a parameter draw (sizes[population_count]); an organisation is present
 * when its index, and that of each one it is nested under, lies below the size of its population. */
void world_population_sizes(const World *world, const QuantileKit *kit, const ParameterDraw *draw,
                            uint32_t *sizes);
static inline bool world_present(const World *world, const uint32_t *sizes, OrgId org) {
    if (world->population_count == 0) return true;
    for (; org != NONE; org = world->orgs[org].parent) {
        const Organisation *o = &world->orgs[org];
        if (o->population != NONE && o->index >= sizes[o->population]) return false;
    }
    return true;
}
/* The fixed uniform that decides a size: of a population or group, of the records held, of an organisation;
 * or how many providers serve it. */
typedef enum WorldDraw { WORLD_DRAW_COUNT, WORLD_DRAW_RECORDS, WORLD_DRAW_SIZE, WORLD_DRAW_HOMES } WorldDraw;
uint64_t world_fixed_bits(uint64_t seed, Name name, WorldDraw what);
/* Those of an asset's machine count and of its records. */
uint64_t world_count_bits(const World *world, AssetId asset);
uint64_t world_records_bits(const World *world, AssetId asset);
