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
} OrgSpec;

typedef struct AssetSpec {
    uint32_t org; /* spec */
    AssetProfile profile;
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
bool blueprint_expand(const Blueprint *blueprint, const ParameterSet *parameters, const Catalogue *catalogue,
                      const QuantileKit *kit, uint64_t seed, World **out, Error *error);
