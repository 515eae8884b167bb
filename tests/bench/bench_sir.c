/* An epidemic (SIR) on the shared worlds, in Keyfall and in igraph_sir: same rates, same first node, same
 * distribution of the final size. igraph_sir runs on the undirected graph, so edges lead both ways here.
 *
 * Rates are sums of powers of two: igraph keeps the sum of all rates in floating point, and with others what
 * is left of it at the end of an outbreak can be −1e-16, which ends the program. igraph_sir draws the first
 * node among all; its generator is given a whole number that is always 0, so that both begin at node 0. */
#include "agree.h"
#include "cascade.h"

#include <igraph/igraph.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static igraph_rng_type_t first_vertex_type;
static igraph_rng_t first_vertex;

static igraph_integer_t lowest(void *state, igraph_integer_t low, igraph_integer_t high) {
    (void)state, (void)high;
    return low;
}

static void begin_at_vertex_0(void) {
    first_vertex_type = igraph_rngtype_pcg64;
    first_vertex_type.get_int = lowest;
    igraph_rng_init(&first_vertex, &first_vertex_type);
    igraph_rng_seed(&first_vertex, 7);
    igraph_rng_set_default(&first_vertex);
}

static void build_theirs(igraph_t *graph, const Network *network) {
    igraph_vector_int_t edges;
    igraph_vector_int_init(&edges, 2 * (igraph_integer_t)network->edges.count);
    for (uint32_t i = 0; i < network->edges.count; i++) {
        VECTOR(edges)[2 * (size_t)i] = network->edges.items[i].from;
        VECTOR(edges)[2 * (size_t)i + 1] = network->edges.items[i].to;
    }
    igraph_create(graph, &edges, network->roles.count, IGRAPH_UNDIRECTED);
    igraph_vector_int_destroy(&edges);
}

/* Final sizes; infections a CPU second. */
static double run_ours(const Fixture *fixture, uint32_t first, uint32_t count, double *sizes) {
    double begin = cpu_seconds(), infections = 0;
    cascade_run(fixture, 0, first, count, 1, sizes);
    double seconds = cpu_seconds() - begin;
    for (uint32_t i = 0; i < count; i++) infections += sizes[i];
    return infections / seconds;
}

static double run_theirs(const igraph_t *graph, double rate, uint32_t count, double *sizes) {
    igraph_vector_ptr_t result;
    igraph_vector_ptr_init(&result, 0);
    double begin = cpu_seconds(), infections = 0;
    igraph_sir(graph, rate, 1, count, &result);
    double seconds = cpu_seconds() - begin;
    for (uint32_t i = 0; i < count; i++) {
        igraph_sir_t *run = VECTOR(result)[i];
        sizes[i] = (double)igraph_vector_int_tail(&run->no_r);
        infections += sizes[i];
        igraph_sir_destroy(run);
        igraph_free(run);
    }
    igraph_vector_ptr_destroy(&result);
    return infections / seconds;
}

static double mean_of(const double *values, uint32_t count) {
    double sum = 0;
    for (uint32_t i = 0; i < count; i++) sum += values[i];
    return sum / count;
}

/* Runs of each a round. Setting up an ensemble is part of Keyfall's time: it gets as many more runs as make
 * that small. The first ones are compared. */
static bool bench_epidemic(Bench *bench, const char *title, const Network *network, double rate,
                           uint32_t runs, uint32_t more) {
    Fixture fixture;
    igraph_t graph;
    double ours[ROUNDS], theirs[ROUNDS], ratio[ROUNDS];
    double *ours_sizes = heap_take((size_t)ROUNDS * runs, sizeof(double));
    double *their_sizes = heap_take((size_t)ROUNDS * runs, sizeof(double));
    double *sizes = heap_take((size_t)more * runs, sizeof(double));
    cascade_sir(&fixture, network, rate);
    build_theirs(&graph, network);
    for (uint32_t round = 0; round < ROUNDS; round++) {
        ours[round] = run_ours(&fixture, 4 * round * runs * more, runs * more, sizes);
        memcpy(ours_sizes + (size_t)round * runs, sizes, runs * sizeof *sizes);
        theirs[round] = run_theirs(&graph, rate, runs, their_sizes + (size_t)round * runs);
        ratio[round] = ours[round] / theirs[round];
    }
    bench_title(bench, title);
    bench_fact(bench, "mean final size, Keyfall", "nodes", mean_of(ours_sizes, ROUNDS * runs));
    bench_fact(bench, "mean final size, igraph_sir", "nodes", mean_of(their_sizes, ROUNDS * runs));
    bool same = bench_agree(bench, ours_sizes, their_sizes, ROUNDS * runs);
    if (same) { /* otherwise no speed is worth printing */
        bench_row(bench, "Keyfall, one thread", "infections a second", ours);
        bench_row(bench, "igraph_sir", "infections a second", theirs);
        bench_row(bench, "ratio", "times", ratio);
    }
    free(sizes);
    free(ours_sizes);
    free(their_sizes);
    igraph_destroy(&graph);
    fixture_clear(&fixture);
    return same;
}

bool bench_sir(Bench *bench) {
    Network network;
    begin_at_vertex_0();
    network_make_s(&network, NETWORK_SEED);
    bool good = bench_epidemic(bench, "SIR on S, rate 0.5", &network, 0.5, 60, 10);
    network_clear(&network);
    network_make_l(&network, NETWORK_SEED);
    uint32_t nodes = network.roles.count;
    good &= bench_epidemic(bench, "SIR on L, rate 0.5", &network, 0.5, 4, 2);
    network_clear(&network);
    network_make_g(&network, NETWORK_SEED, nodes);
    good &= bench_epidemic(bench, "SIR on G, rate 8", &network, 8, 1, 1);
    network_clear(&network);
    return good;
}
