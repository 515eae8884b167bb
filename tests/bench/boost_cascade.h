/* The peer for independent cascades: a breadth-first search of the Boost Graph Library over a compressed
 * graph, through a filter that tosses a coin for every edge it looks at. C on the outside. */
#pragma once

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct BoostGraph BoostGraph;
typedef struct BoostEdge {
    uint32_t from, to;
} BoostEdge;

BoostGraph *boost_graph_create(uint32_t nodes, const BoostEdge *edges, uint32_t edge_count);
void boost_graph_destroy(BoostGraph *graph);

/* Nodes that a cascade from node 0 reaches, itself included, in `reached` (room for every node). A coin comes
 * up when 32 fair bits, of a generator of its own, lie below `odds`. */
uint32_t boost_cascade(BoostGraph *graph, uint64_t odds, uint64_t luck, uint32_t *reached);
/* Likewise with given coins: open[edge], in the order in which the edges were given. */
uint32_t boost_cascade_given(BoostGraph *graph, const uint8_t *open, uint32_t *reached);

#ifdef __cplusplus
}
#endif
