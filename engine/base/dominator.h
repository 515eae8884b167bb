/* Dominators of a directed graph: node d dominates n when every path from the root to n passes through d. By
 * Cooper, Harvey and Kennedy's iteration over a reverse postorder (2001): near-linear on graphs like ours. */
#pragma once

#include <stdint.h>

#define DOMINATOR_NONE UINT32_MAX

/* The graph in compressed rows: the successors of node i are items[first[i]] … items[first[i + 1] − 1]. */
typedef struct Graph {
    uint32_t nodes;
    const uint32_t *first, *items;
} Graph;

typedef struct Dominators {
    uint32_t *idom;  /* [node] its immediate dominator; the root's own is the root; NONE when not reached */
    uint32_t *order; /* nodes that are reached, the root first, each after its immediate dominator */
    uint32_t reached;
} Dominators;

void dominators_init(Dominators *dominators, Graph graph, uint32_t root);
void dominators_clear(Dominators *dominators);
