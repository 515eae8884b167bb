/* What a replication costs as the world grows: an attack that tries every customer of ever more MSPs. The
 * cost of an arc should stay; the slope of cost over size, both in logarithms, is 1 then. */
#include "bench.h"
#include "cascade.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { ARCS_AN_MSP = 51, SMALLEST = 1000, SIZES = 5 };

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

/* Seconds of a replication, the median; the first is not counted. `probe` alone is read. */
static double seconds_of_size(Bench *bench, uint32_t msps, uint32_t probe) {
    Fixture fixture;
    double cost[ROUNDS], seconds[ROUNDS];
    build(&fixture, msps);
    uint32_t arcs = race_size(fixture.race).arcs, worlds = 1000000 / arcs + 1;
    bool wanted[METRICS_BUILT_IN] = {false};
    wanted[probe] = true;
    RaceOptions options = {.seed = 1, .wanted = wanted};
    race_run(fixture.race, fixture.weights, fixture.state, options, fixture.metrics);
    for (int round = 0; round < ROUNDS; round++) {
        double begin = cpu_seconds();
        for (uint32_t world = 0; world < worlds; world++, options.replication++)
            race_run(fixture.race, fixture.weights, fixture.state, options, fixture.metrics);
        seconds[round] = (cpu_seconds() - begin) / worlds;
        cost[round] = 1e9 * seconds[round] / arcs;
    }
    char what[64];
    snprintf(what, sizeof what, "%u arcs, for each", arcs);
    bench_row(bench, what, "ns", cost);
    qsort(seconds, ROUNDS, sizeof *seconds, compare_doubles);
    fixture_clear(&fixture);
    return seconds[ROUNDS / 2];
}

static void bench_slope(Bench *bench, const char *title, uint32_t probe) {
    double seconds[SIZES];
    uint32_t arcs = SMALLEST;
    bench_title(bench, title);
    for (int i = 0; i < SIZES; i++, arcs *= 10)
        seconds[i] = seconds_of_size(bench, arcs / ARCS_AN_MSP, probe);
    bench_fact(bench, "slope of log cost over log size", "(1: linear)",
               log10(seconds[SIZES - 1] / seconds[0]) / (SIZES - 1));
}

bool bench_size(Bench *bench) {
    bench_slope(bench, "Cost against size, machines read, one thread, CPU time", METRIC_MACHINES);
    bench_slope(bench, "Cost against size, customers read, one thread, CPU time", METRIC_CUSTOMERS);
    return true;
}
