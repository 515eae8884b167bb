/* The shared worlds of the benches, as plain graphs made from a seed: Keyfall, igraph and Boost get the same
 * one. Keyfall's generator of populations makes north-america; these are laid out by hand, for it knows
 * neither machines as nodes nor two MSPs that manage one another.
 *
 *   S  one vendor, 60 MSPs, about 25 customers each, about 20 machines each as nodes
 *   L  5 vendors, 20,000 MSPs, 60 customers each on average with a heavy tail (Pareto, 1.5), one customer in
 *      20 served by a second MSP, one MSP in 50 paired with the next, each managing the other. A stress
 *      world, never North America
 *   G  as many nodes as L, none a leaf: a ring through all in random order, and every node paired with
 * another
 *
 * A node is an asset of a Keyfall world, with the same number. Nodes stand after what they hang from. */
#pragma once

#include "fixture.h"

#define NETWORK_SEED 20240502

typedef enum NetworkRole { NETWORK_VENDOR, NETWORK_MSP, NETWORK_CUSTOMER, NETWORK_MACHINE } NetworkRole;

typedef struct NetworkEdge {
    uint32_t from, to;
    bool mutual; /* leads both ways */
} NetworkEdge;

typedef struct Network {
    Vec(uint8_t) roles;  /* [node] */
    Vec(uint32_t) above; /* [node] what it hangs from, NONE */
    Vec(NetworkEdge) edges;
    uint64_t seed;
} Network;

void network_make_s(Network *network, uint64_t seed);
void network_make_l(Network *network, uint64_t seed);
void network_make_g(Network *network, uint64_t seed, uint32_t nodes);
/* MSPs without a vendor, 25 customers each, each with two groups of machines: 50 edges an MSP. */
void network_make_flat(Network *network, uint32_t msps);
void network_clear(Network *network);

/* Every node an organisation with one data store, so that all can take and give alike: for cascades. With
 * `both_ways` each edge leads in both directions. The builder of an initialised fixture; not compiled yet.
 * The asset of node 0 has the label "start". */
void network_add_plain(Fixture *fixture, const Network *network, bool both_ways);
/* Vendors, MSPs and customers as they are, a customer's machines one group with a count; a machine node after
 * it is another group of the same customer. */
void network_add_providers(Fixture *fixture, const Network *network);
