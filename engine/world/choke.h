/* Choke points: the assets that every path passes through. An asset is a choke point for a customer when
 * there is no way from outside to anything of the customer's that does not lead through it. Structural, as
 * exposure is: who could be saved by holding this one asset. */
#pragma once

#include "world/world.h"

/* A directed graph among assets with a way in: what is looked at may be the world's accesses or the steps of
 * one sampled attack. `edges` in any order; assets that no edge names do not matter. */
typedef struct ChokeEdge {
    AssetId from, to; /* from NONE: from outside */
} ChokeEdge;
typedef Vec(ChokeEdge) ChokeEdges;

typedef struct Choke {
    AssetId asset;
    uint32_t customers; /* of other organisations than its owner, all of whose reached assets lie behind it */
    uint64_t machines;  /* of groups that lie behind it, when every unknown is most likely */
} Choke;
typedef Vec(Choke) Chokes;

/* The way into a world without a scenario: assets that no access leads to. With `ways_in` [asset], those. */
void choke_edges_of_world(const World *world, const uint32_t *sizes, const bool *ways_in, ChokeEdges *out);

/* Every asset that is a choke point for anybody, most customers first, then machines, then by name; *reached
 * is the number of customers that can be reached at all. */
void chokes_of(const World *world, const ChokeEdges *edges, Chokes *out, uint32_t *reached);
