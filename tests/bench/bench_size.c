/* What a replication costs as the world grows: an attack that tries every customer of ever more MSPs. The
 * cost of an arc should stay; the slope of cost over size, both in logarithms, is 1 then. */
#include "bench.h"
#include "cascade.h"

#include <math.h>
#include <stdio.h>

enum { ARCS_AN_MSP = 51, SMALLEST = 1000, SIZES = 5, LARGEST_REPEATED = 2000000 };

static void build(Fixture *fixture, uint32_t msps) {
    Network network;
    network_make_flat(&network, msps);
    fixture_init(fixture);
    network_add_providers(fixture, &network);
    fixture_entry(fixture, "break in", ASSET_rmm_server, STATE_control, 1, 60);
    fixture_via(fixture, "push", ASSET_rmm_server, STATE_control, ACCESS_rmm_agent, ASSET_endpoint_group,
                STATE_encrypted, 0.5, 600);
    fixture_compile(fixture);
    network_clear(&network);
}

static double run_worlds(Fixture *fixture, RaceOptions *options, uint32_t worlds) {
    double begin = cpu_seconds();
    for (uint32_t world = 0; world < worlds; world++, options->replication++)
        race_run(fixture->race, fixture->weights, fixture->state, *options, fixture->metrics);
    return (cpu_seconds() - begin) / worlds;
}

/* Nanoseconds for each arc, the median, with `probe` alone read. The first replication is not counted, but of
 * the largest world, where one takes half a minute, it is the only one. */
static double cost_of_arc(Bench *bench, Fixture *fixture, uint32_t probe, const char *read) {
    double cost[ROUNDS];
    uint32_t arcs = race_size(fixture->race).arcs, worlds = 1000000 / arcs + 1;
    bool wanted[METRICS_BUILT_IN] = {false};
    wanted[probe] = true;
    RaceOptions options = {.seed = 1, .wanted = wanted};
    char what[64];
    snprintf(what, sizeof what, "%u arcs, %s read, for each arc", arcs, read);
    cost[ROUNDS / 2] = 1e9 * run_worlds(fixture, &options, 1) / arcs;
    if (arcs > LARGEST_REPEATED) {
        bench_fact(bench, what, "ns (one world)", cost[ROUNDS / 2]);
        return cost[ROUNDS / 2];
    }
    for (int round = 0; round < ROUNDS; round++)
        cost[round] = 1e9 * run_worlds(fixture, &options, worlds) / arcs;
    bench_row(bench, what, "ns", cost);
    return cost[ROUNDS / 2];
}

/* 1 when an arc costs the same in every world. */
static void bench_slope(Bench *bench, const char *what, const double *cost, int sizes) {
    bench_fact(bench, what, "(1: linear)", 1 + log10(cost[sizes - 1] / cost[0]) / (sizes - 1));
}

bool bench_size(Bench *bench) {
    double machines[SIZES - 1], customers[SIZES];
    uint32_t arcs = SMALLEST;
    bench_title(bench, "Cost against size, every arc tried, one thread, CPU time");
    for (int i = 0; i < SIZES; i++, arcs *= 10) {
        Fixture fixture;
        build(&fixture, arcs / ARCS_AN_MSP);
        customers[i] = cost_of_arc(bench, &fixture, METRIC_CUSTOMERS, "customers");
        if (i < SIZES - 1) machines[i] = cost_of_arc(bench, &fixture, METRIC_MACHINES, "machines");
        fixture_clear(&fixture);
    }
    bench_slope(bench, "slope of log cost over log size, machines", machines, SIZES - 1);
    bench_slope(bench, "slope of log cost over log size, customers", customers, SIZES);
    return true;
}
