/* The cascade on the Boost Graph Library over the accesses of a Keyfall world. */
#pragma once

#include "boost_cascade.h"
#include "world/world.h"

typedef struct Peer {
    BoostGraph *graph;
    uint32_t *reached; /* [node] room for a result */
    uint64_t luck;
} Peer;

void peer_init(Peer *peer, const World *world);
void peer_clear(Peer *peer);
/* That many cascades with these odds; sizes[cascade]. Nodes a CPU second. */
double peer_run(Peer *peer, double odds, uint32_t count, double *sizes);
