/* A blueprint: the populations that a scenario declares, before they are drawn. `vendor "Kaseya" { msp "…" {
 * count = …, customer "…" { … } } }` becomes a tree of organisation specs; expanding it gives a world that is
 * a pure function of the blueprint and the seed. */
#pragma once

#include "world/world.h"

typedef struct OrgSpec {
    uint32_t parent; /* spec it is nested under (served by), or NONE */
    OrgProfile profile;
    bool is_population;
    Quantity count; /* members per parent instance; only for a population */
    bool has_size;
    Quantity size;
    bool has_second_home;
    Number second_home; /* share of members that a second instance of the parent's population serves too */
    bool has_homes;
    Quantity homes; /* instances of the parent's population that serve a member, the one it is nested under
                     * included: vendors of an MSP, say */
} OrgSpec;

/* An attribute whose value differs between members: so many are hosted on premises, the others as a service.
 */
typedef struct Split {
    const char *key;
    const char **values;
    Number *shares; /* that add up to 1 */
    uint32_t count; /* 0: there is none */
} Split;

typedef struct AssetSpec {
    uint32_t org; /* spec */
    AssetProfile profile;
    Split split;
} AssetSpec;

typedef struct AccessSpec {
    uint32_t from, to; /* asset specs; the organisation of `from` is that of `to` or one it is nested under */
    AccessProfile profile;
} AccessSpec;

typedef struct OrgPair {
    uint32_t provider, client; /* org specs that are no populations */
} OrgPair;

typedef struct HostedSpec {
    uint32_t asset, org; /* asset spec; org spec of the organisations that need it, nested under its owner */
} HostedSpec;

typedef struct Blueprint {
    Arena arena;       /* texts and arrays of the specs */
    Vec(OrgSpec) orgs; /* parents before children */
    Vec(AssetSpec) assets;
    Vec(AccessSpec) accesses;
    Vec(OrgPair) serves;
    Vec(HostedSpec) hosted;
    Vec(Flaw) flaws;
} Blueprint;

void blueprint_init(Blueprint *blueprint);
void blueprint_clear(Blueprint *blueprint);
/* Sizes of populations follow every parameter draw. Homes and splits are structure: they are drawn once, with
 * their parameters at the mode. */
bool blueprint_expand(const Blueprint *blueprint, const ParameterSet *parameters, const Catalogue *catalogue,
                      const QuantileKit *kit, uint64_t seed, World **out, Error *error);
