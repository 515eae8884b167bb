#include "peer.h"

#include "base/draw.h"
#include "bench.h"

#include <stdlib.h>

void peer_init(Peer *peer, const World *world) {
    BoostEdge *edges = heap_take(world->access_count, sizeof *edges);
    for (uint32_t i = 0; i < world->access_count; i++)
        edges[i] = (BoostEdge){world->accesses[i].from, world->accesses[i].to};
    *peer = (Peer){.graph = boost_graph_create(world->asset_count, edges, world->access_count),
                   .reached = heap_take(world->asset_count, sizeof(uint32_t))};
    free(edges);
}

void peer_clear(Peer *peer) {
    boost_graph_destroy(peer->graph);
    free(peer->reached);
}

double peer_run(Peer *peer, double odds, uint32_t count, double *sizes) {
    double begin = cpu_seconds(), nodes = 0;
    for (uint32_t i = 0; i < count; i++) {
        sizes[i] = boost_cascade(peer->graph, odds_of(odds), name_mix(++peer->luck), peer->reached);
        nodes += sizes[i];
    }
    return nodes / (cpu_seconds() - begin);
}
