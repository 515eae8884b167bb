#include "world/choke.h"

#include "base/dominator.h"

#include <stdlib.h>
#include <string.h>

void choke_edges_of_world(const World *world, const uint32_t *sizes, const bool *ways_in, ChokeEdges *out) {
    for (AssetId asset = 0; asset < world->asset_count; asset++) {
        if (sizes && !world_present(world, sizes, world->assets[asset].owner)) continue;
        bool first = world->access_in.first[asset] == world->access_in.first[asset + 1];
        if (ways_in ? ways_in[asset] : first) vec_push(out, (ChokeEdge){NONE, asset});
        for (uint32_t i = world->access_first[asset]; i < world->access_first[asset + 1]; i++) {
            AssetId to = world->accesses[i].to;
            if (!sizes || world_present(world, sizes, world->assets[to].owner))
                vec_push(out, (ChokeEdge){asset, to});
        }
    }
}

/* The graph of the edges with the assets numbered from 1 as they first appear; 0 is outside. */
typedef struct Numbered {
    AssetId *assets; /* [node]; that of node 0 is NONE */
    uint32_t *first, *items, nodes;
} Numbered;

static void number_edges(const World *world, const ChokeEdges *edges, Numbered *out) {
    uint32_t *node_of = heap_take(world->asset_count, sizeof *node_of);
    *out = (Numbered){.assets = heap_take(2 * (size_t)edges->count + 1, sizeof(AssetId)), .nodes = 1};
    out->assets[0] = NONE;
    for (uint32_t i = 0; i < edges->count; i++) {
        AssetId ends[2] = {edges->items[i].from, edges->items[i].to};
        for (int end = 0; end < 2; end++) {
            if (ends[end] == NONE || node_of[ends[end]]) continue;
            node_of[ends[end]] = out->nodes;
            out->assets[out->nodes++] = ends[end];
        }
    }
    out->first = heap_take((size_t)out->nodes + 1, sizeof *out->first);
    out->items = heap_take(edges->count, sizeof *out->items);
    for (uint32_t i = 0; i < edges->count; i++)
        out->first[(edges->items[i].from == NONE ? 0 : node_of[edges->items[i].from]) + 1]++;
    for (uint32_t i = 0; i < out->nodes; i++) out->first[i + 1] += out->first[i];
    uint32_t *next = heap_take(out->nodes, sizeof *next);
    memcpy(next, out->first, out->nodes * sizeof *next);
    for (uint32_t i = 0; i < edges->count; i++) {
        uint32_t from = edges->items[i].from == NONE ? 0 : node_of[edges->items[i].from];
        out->items[next[from]++] = node_of[edges->items[i].to];
    }
    free(next);
    free(node_of);
}

typedef struct Counting {
    const World *world;
    const Numbered *graph;
    Dominators dominators;
    uint32_t *place;     /* [node] in the dominators' order: a dominator's is less */
    uint32_t *meeting;   /* [organisation] node that dominates all of its reached assets, NONE so far */
    uint32_t *customers; /* [node] first counted at the nearest choke point, then summed */
    uint64_t *machines;
} Counting;

static uint32_t meet(const Counting *counting, uint32_t a, uint32_t b) {
    while (a != b) {
        if (counting->place[a] > counting->place[b])
            a = counting->dominators.idom[a];
        else
            b = counting->dominators.idom[b];
    }
    return a;
}

/* Where all reached assets of each organisation meet, and machines at what their group lies behind. */
static void find_meetings(Counting *counting) {
    const World *world = counting->world;
    memset(counting->meeting, 0xff, world->org_count * sizeof *counting->meeting);
    for (uint32_t i = 1; i < counting->dominators.reached; i++) {
        uint32_t node = counting->dominators.order[i];
        AssetId asset = counting->graph->assets[node];
        uint32_t *at = &counting->meeting[world->assets[asset].owner];
        *at = *at == NONE ? node : meet(counting, *at, node);
        if (world_asset_profile(world, asset)->is_group)
            counting->machines[counting->dominators.idom[node]] += world->assets[asset].count;
    }
}

/* Customers count at the nearest choke point that is not their own, then everywhere above it. */
static uint32_t count_customers(Counting *counting) {
    const World *world = counting->world;
    const uint32_t *idom = counting->dominators.idom;
    uint32_t reached = 0;
    for (OrgId org = 0; org < world->org_count; org++) {
        uint32_t node = counting->meeting[org];
        if (node == NONE || world_org_profile(world, org)->kind != ORG_customer) continue;
        reached++;
        while (node != 0 && world->assets[counting->graph->assets[node]].owner == org) node = idom[node];
        counting->customers[node]++;
    }
    for (uint32_t i = counting->dominators.reached; i-- > 1;) {
        uint32_t node = counting->dominators.order[i];
        counting->customers[idom[node]] += counting->customers[node];
        counting->machines[idom[node]] += counting->machines[node];
    }
    return reached;
}

typedef struct RankedChoke {
    Choke choke;
    Name name;
} RankedChoke;

static int compare_chokes(const void *a, const void *b) {
    const RankedChoke *x = a, *y = b;
    if (x->choke.customers != y->choke.customers) return x->choke.customers > y->choke.customers ? -1 : 1;
    if (x->choke.machines != y->choke.machines) return x->choke.machines > y->choke.machines ? -1 : 1;
    return (x->name > y->name) - (x->name < y->name);
}

static void list_chokes(const Counting *counting, Chokes *out) {
    RankedChoke *ranked = heap_take(counting->dominators.reached, sizeof *ranked);
    uint32_t count = 0;
    for (uint32_t i = 1; i < counting->dominators.reached; i++) {
        uint32_t node = counting->dominators.order[i];
        AssetId asset = counting->graph->assets[node];
        Choke choke = {asset, counting->customers[node], counting->machines[node]};
        if (choke.customers + choke.machines > 0)
            ranked[count++] = (RankedChoke){choke, counting->world->assets[asset].name};
    }
    qsort(ranked, count, sizeof *ranked, compare_chokes);
    for (uint32_t i = 0; i < count; i++) vec_push(out, ranked[i].choke);
    free(ranked);
}

void chokes_of(const World *world, const ChokeEdges *edges, Chokes *out, uint32_t *reached) {
    Numbered graph;
    number_edges(world, edges, &graph);
    Counting counting = {.world = world, .graph = &graph};
    dominators_init(&counting.dominators, (Graph){graph.nodes, graph.first, graph.items}, 0);
    counting.place = heap_take(graph.nodes, sizeof *counting.place);
    counting.meeting = heap_take(world->org_count, sizeof *counting.meeting);
    counting.customers = heap_take(graph.nodes, sizeof *counting.customers);
    counting.machines = heap_take(graph.nodes, sizeof *counting.machines);
    for (uint32_t i = 0; i < counting.dominators.reached; i++)
        counting.place[counting.dominators.order[i]] = i;
    find_meetings(&counting);
    *reached = count_customers(&counting);
    list_chokes(&counting, out);
    dominators_clear(&counting.dominators);
    free(counting.place);
    free(counting.meeting);
    free(counting.customers);
    free(counting.machines);
    free(graph.assets);
    free(graph.first);
    free(graph.items);
}
