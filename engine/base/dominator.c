#include "base/dominator.h"

#include "base/arena.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Working memory: postorder numbers decide which of two fingers moves up. */
typedef struct Numbering {
    uint32_t *number; /* [node] place in postorder; the root has the greatest */
    uint32_t *stack, *next;
} Numbering;

/* Depth first without recursion; fills `order` backwards with the postorder, which reversed has the root
 * first. */
static uint32_t number_nodes(Graph graph, uint32_t root, Numbering *work, uint32_t *postorder) {
    uint32_t depth = 0, count = 0;
    uint8_t *seen = heap_take(graph.nodes, 1);
    work->stack[depth++] = root;
    seen[root] = 1;
    work->next[root] = graph.first[root];
    while (depth > 0) {
        uint32_t node = work->stack[depth - 1];
        if (work->next[node] == graph.first[node + 1]) {
            work->number[node] = count;
            postorder[count++] = node;
            depth--;
            continue;
        }
        uint32_t to = graph.items[work->next[node]++];
        if (seen[to]) continue;
        seen[to] = 1;
        work->next[to] = graph.first[to];
        work->stack[depth++] = to;
    }
    free(seen);
    return count;
}

static uint32_t meet(const uint32_t *idom, const uint32_t *number, uint32_t a, uint32_t b) {
    while (a != b) {
        while (number[a] < number[b]) a = idom[a];
        while (number[b] < number[a]) b = idom[b];
    }
    return a;
}

/* Predecessors of every node, in compressed rows. */
static void turn_round(Graph graph, uint32_t *first, uint32_t *items) {
    for (uint32_t i = 0; i < graph.first[graph.nodes]; i++) first[graph.items[i] + 1]++;
    for (uint32_t i = 0; i < graph.nodes; i++) first[i + 1] += first[i];
    uint32_t *next = heap_take(graph.nodes, sizeof *next);
    memcpy(next, first, graph.nodes * sizeof *next);
    for (uint32_t node = 0; node < graph.nodes; node++)
        for (uint32_t k = graph.first[node]; k < graph.first[node + 1]; k++)
            items[next[graph.items[k]]++] = node;
    free(next);
}

static uint32_t dominator_of(const Dominators *d, const uint32_t *number, const uint32_t *before,
                             uint32_t count) {
    uint32_t met = DOMINATOR_NONE;
    for (uint32_t k = 0; k < count; k++) {
        if (d->idom[before[k]] == DOMINATOR_NONE) continue; /* not reached, or not yet */
        met = met == DOMINATOR_NONE ? before[k] : meet(d->idom, number, met, before[k]);
    }
    return met;
}

static void iterate(Dominators *d, const uint32_t *number, const uint32_t *first, const uint32_t *items) {
    bool changed = true;
    while (changed) {
        changed = false;
        for (uint32_t i = 1; i < d->reached; i++) {
            uint32_t node = d->order[i];
            uint32_t idom = dominator_of(d, number, items + first[node], first[node + 1] - first[node]);
            changed |= idom != d->idom[node];
            d->idom[node] = idom;
        }
    }
}

void dominators_init(Dominators *dominators, Graph graph, uint32_t root) {
    assert(root < graph.nodes);
    Numbering work = {heap_take(graph.nodes, sizeof(uint32_t)), heap_take(graph.nodes, sizeof(uint32_t)),
                      heap_take(graph.nodes, sizeof(uint32_t))};
    uint32_t *first = heap_take((size_t)graph.nodes + 1, sizeof *first);
    uint32_t *items = heap_take(graph.first[graph.nodes], sizeof *items);
    *dominators =
        (Dominators){heap_take(graph.nodes, sizeof(uint32_t)), heap_take(graph.nodes, sizeof(uint32_t)), 0};
    memset(dominators->idom, 0xff, graph.nodes * sizeof(uint32_t));
    dominators->idom[root] = root;
    dominators->reached = number_nodes(graph, root, &work, dominators->order);
    for (uint32_t i = 0; i < dominators->reached / 2; i++) {
        uint32_t *a = &dominators->order[i], *b = &dominators->order[dominators->reached - 1 - i], kept = *a;
        *a = *b;
        *b = kept;
    }
    turn_round(graph, first, items);
    iterate(dominators, work.number, first, items);
    free(work.number);
    free(work.stack);
    free(work.next);
    free(first);
    free(items);
}

void dominators_clear(Dominators *dominators) {
    free(dominators->idom);
    free(dominators->order);
    *dominators = (Dominators){0};
}
