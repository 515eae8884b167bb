/* Continuous-time SIR from one seed node (infection rate per edge, recovery rate 1) on one graph, ours
 * against igraph_sir in the same process, rounds interleaved, CPU time, graphs built beforehand. The final
 * sizes must agree in distribution (two-sample Kolmogorov-Smirnov) before any speed is printed. The graph is
 * a ring with long hops, the same seen from every node, since igraph_sir seeds a random one. */
#include "bench.h"
#include "fixture.h"

#include <igraph.h>
#include <math.h>
#include <stdio.h>

#define NODES 20000
#define UNIT_SECONDS 100000.0 /* one unit of SIR time: seconds are fine enough to be continuous */

static const uint32_t hops[] = {1, 37, 1009};
#define HOPS (sizeof hops / sizeof *hops)

static void build_ours(Fixture *fixture, double rate) {
    static char labels[NODES][24];
    AssetId *nodes = heap_take(NODES, sizeof *nodes);
    fixture_init(fixture);
    for (uint32_t i = 0; i < NODES; i++) {
        snprintf(labels[i], sizeof labels[i], "node %u", i);
        fixture_org(fixture, ORG_customer, labels[i], NONE);
        nodes[i] = fixture_asset(fixture, ASSET_data_store, labels[i]);
    }
    AccessProfile profile = {.kind = ACCESS_vpn, .privilege = PRIVILEGE_system};
    uint32_t access = world_add_access_profile(fixture->builder, &profile);
    for (uint32_t i = 0; i < NODES; i++)
        for (size_t h = 0; h < HOPS; h++) {
            world_add_access(fixture->builder, nodes[i], nodes[(i + hops[h]) % NODES], access);
            world_add_access(fixture->builder, nodes[(i + hops[h]) % NODES], nodes[i], access);
        }
    Rule *seed = fixture_entry(fixture, "seed", ASSET_data_store, STATE_control, 1, 1);
    seed->to.label = labels[0];
    Rule *infect = fixture_via(fixture, "infect", ASSET_data_store, STATE_control, ACCESS_vpn,
                               ASSET_data_store, STATE_control, 1, 1);
    infect->after = fixture_exponential(UNIT_SECONDS / rate);
    infect->needs_source_at_arrival = true;
    Response *recover = fixture_response(fixture, "recover", ORG_customer, TRIGGER_STATE, 1);
    recover->state = STATE_control;
    recover->contain = CONTAIN_OWN;
    recover->after = fixture_exponential(UNIT_SECONDS);
    fixture->adversary.horizon = 2000000000;
    fixture->adversary.hit[ORG_customer] = STATE_BIT(STATE_control);
    fixture->adversary.probes.count = 1; /* customers: the final size */
    fixture_compile(fixture);
    free(nodes);
}

static void build_theirs(igraph_t *graph) {
    igraph_vector_int_t edges;
    igraph_vector_int_init(&edges, 2 * NODES * HOPS);
    igraph_integer_t at = 0;
    for (uint32_t i = 0; i < NODES; i++)
        for (size_t h = 0; h < HOPS; h++) {
            VECTOR(edges)[at++] = i;
            VECTOR(edges)[at++] = (i + hops[h]) % NODES;
        }
    igraph_create(graph, &edges, NODES, IGRAPH_UNDIRECTED);
    igraph_vector_int_destroy(&edges);
}

/* Runs ours; sizes[] gets the final sizes; returns infections a CPU second. */
static double run_ours(Fixture *fixture, uint32_t first, uint32_t count, double *sizes) {
    double infections = 0, begin = cpu_seconds();
    for (uint32_t i = 0; i < count; i++) {
        fixture_run(fixture, first + i);
        sizes[i] = (double)fixture->metrics[0];
        infections += sizes[i];
    }
    return infections / (cpu_seconds() - begin);
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

/* Two-sample Kolmogorov-Smirnov distance over its 1 % bound: below 1 the distributions agree. */
static double disagreement(double *x, double *y, size_t count) {
    qsort(x, count, sizeof *x, compare_doubles);
    qsort(y, count, sizeof *y, compare_doubles);
    double worst = 0;
    size_t i = 0, j = 0;
    while (i < count && j < count) {
        double value = x[i] < y[j] ? x[i] : y[j];
        while (i < count && x[i] <= value) i++;
        while (j < count && y[j] <= value) j++;
        double gap = fabs((double)i - (double)j) / (double)count;
        if (gap > worst) worst = gap;
    }
    return worst / (1.628 * sqrt(2.0 / (double)count));
}

static bool bench_rate(Bench *bench, double rate, uint32_t runs) {
    Fixture fixture;
    igraph_t graph;
    double ours[ROUNDS], theirs[ROUNDS], ratio[ROUNDS];
    double *ours_sizes = heap_take((size_t)ROUNDS * runs, sizeof(double));
    double *their_sizes = heap_take((size_t)ROUNDS * runs, sizeof(double));
    build_ours(&fixture, rate);
    build_theirs(&graph);
    for (uint32_t round = 0; round < ROUNDS; round++) {
        ours[round] = run_ours(&fixture, round * runs, runs, ours_sizes + (size_t)round * runs);
        theirs[round] = run_theirs(&graph, rate, runs, their_sizes + (size_t)round * runs);
        ratio[round] = ours[round] / theirs[round];
    }
    double apart = disagreement(ours_sizes, their_sizes, (size_t)ROUNDS * runs);
    char title[128];
    snprintf(title, sizeof title, "SIR, %d nodes of degree %zu, infection rate %g", NODES, 2 * HOPS, rate);
    bench_title(bench, title);
    bench_fact(bench, "distance of final sizes, of what chance allows", "(below 1: agree)", apart);
    if (apart < 1) { /* otherwise no speed is worth printing */
        bench_row(bench, "Keyfall, one thread", "infections a second", ours);
        bench_row(bench, "igraph_sir", "infections a second", theirs);
        bench_row(bench, "ratio", "times", ratio);
    }
    free(ours_sizes);
    free(their_sizes);
    igraph_destroy(&graph);
    fixture_clear(&fixture);
    return apart < 1;
}

bool bench_sir(Bench *bench) {
    igraph_rng_seed(igraph_rng_default(), 7);
    return bench_rate(bench, 0.35, 40) & bench_rate(bench, 0.8, 12);
}
