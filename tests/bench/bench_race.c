/* How fast is the race?
 *
 *   bench_race ROOT [SCENARIO]
 *
 * Table 1: one thread, the scenario as it was: replications a second and nanoseconds per arc touched.
 * Table 2: continuous-time SIR from one seed node (infection rate per edge, recovery rate 1) on one graph,
 * ours against igraph_sir in the same process, rounds interleaved, CPU time, graphs built beforehand. The
 * final sizes must agree in distribution (two-sample Kolmogorov-Smirnov) before any speed is printed. The
 * graph is a ring with long hops, the same seen from every node, since igraph_sir seeds a random one. */
#include "fixture.h"
#include "script/scenario.h"

#include <igraph.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define ROUNDS 9
#define NODES 20000
#define UNIT_SECONDS 100000.0 /* one unit of SIR time: seconds are fine enough to be continuous */

static double cpu_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static int compare_doubles(const void *x, const void *y) {
    double a = *(const double *)x, b = *(const double *)y;
    return a < b ? -1 : a > b;
}

static void print_row(const char *what, const char *unit, double *values, size_t count) {
    qsort(values, count, sizeof *values, compare_doubles);
    printf("  %-44s %14.4g   %10.4g to %-10.4g %s\n", what, values[count / 2], values[0], values[count - 1],
           unit);
}

/* ------------------------------------------------------------------ the scenario */

static bool bench_scenario(const char *root, const char *name) {
    Scenario scenario;
    Error error = {{0}};
    Race *race;
    if (!scenario_load(&scenario, root, name, &error) ||
        !race_compile(scenario.world, &scenario.adversary, &scenario.parameters, &scenario.catalogue,
                      scenario.kit, &race, &error)) {
        fprintf(stderr, "%s\n", error.text);
        return false;
    }
    Weights *weights = weights_create(race, NULL, &error);
    RaceState *state = race_state_create(race);
    ParameterDraw draw;
    int64_t *metrics = heap_take(scenario.adversary.probes.count, sizeof *metrics);
    parameter_draw_init(&draw, &scenario.parameters, &scenario.catalogue);
    double speed[ROUNDS], cost[ROUNDS];
    const uint32_t draws = 100, worlds = 4;
    for (uint32_t round = 0; round < ROUNDS; round++) {
        uint64_t arcs = race_arcs_touched(state);
        double begin = cpu_seconds();
        for (uint32_t d = 0; d < draws; d++) {
            parameter_draw_fill(&draw, &scenario.parameters, &scenario.catalogue, 1, d, SCOPE_ALL);
            weights_evaluate(weights, &draw);
            for (uint32_t r = 0; r < worlds; r++)
                race_run(race, weights, state,
                         (RaceOptions){.seed = 1, .draw = d, .replication = d * worlds + r}, metrics);
        }
        double seconds = cpu_seconds() - begin;
        speed[round] = draws * worlds / seconds;
        cost[round] = 1e9 * seconds / (double)(race_arcs_touched(state) - arcs);
    }
    RaceSize size = race_size(race);
    printf("%s: %u arcs, %u nodes, %.1f MiB shared and %.1f MiB a thread\n", name, size.arcs, size.nodes,
           (double)size.bytes / 1048576, (double)size.state_bytes / 1048576);
    printf("  %-44s %14s   %s\n", "one thread, parameter draws included", "median", "range");
    print_row("replications", "a second", speed, ROUNDS);
    print_row("per arc touched, everything included", "ns", cost, ROUNDS);
    parameter_draw_clear(&draw);
    race_state_destroy(state);
    weights_destroy(weights);
    race_destroy(race);
    scenario_clear(&scenario);
    free(metrics);
    return true;
}

/* ------------------------------------------------------------------ SIR against igraph */

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

static bool bench_sir(double rate, uint32_t runs) {
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
    printf("SIR, %d nodes of degree %zu, infection rate %g: final sizes differ by %.2f of what chance allows "
           "at 1 %%\n",
           NODES, 2 * HOPS, rate, apart);
    if (apart < 1) {
        printf("  %-44s %14s   %s\n", "infections, one thread", "median", "range");
        print_row("Keyfall", "a second", ours, ROUNDS);
        print_row("igraph_sir", "a second", theirs, ROUNDS);
        print_row("ratio", "times", ratio, ROUNDS);
    } else {
        printf("  the answers differ: no speed is worth printing\n");
    }
    free(ours_sizes);
    free(their_sizes);
    igraph_destroy(&graph);
    fixture_clear(&fixture);
    return apart < 1;
}

int main(int count, char **words) {
    if (count < 2) {
        fprintf(stderr, "usage: bench_race ROOT [SCENARIO]\n");
        return 2;
    }
    igraph_rng_seed(igraph_rng_default(), 7);
    bool ok = bench_scenario(words[1], count > 2 ? words[2] : "kaseya-2021");
    ok &= bench_sir(0.35, 40);
    ok &= bench_sir(0.8, 12);
    return ok ? 0 : 1;
}
