/* What a replication costs as the world grows: one vendor-wide attack that reaches every customer of ever
 * more providers. The cost of an arc should stay; the slope of cost over size, both in logarithms, is 1 then.
 */
#include "bench.h"
#include "fixture.h"

#include <math.h>
#include <stdio.h>

enum { CUSTOMERS = 50, SMALLEST = 1000, SIZES = 3 };

/* Machines and accesses are all of one kind, so that classes of arcs stay few however many there are. */
static void build(Fixture *fixture, uint32_t providers) {
    AccessProfile agent = {.kind = ACCESS_rmm_agent, .privilege = PRIVILEGE_system};
    AssetProfile machines = {.kind = ASSET_endpoint_group,
                             .label = "machines",
                             .flaw = NONE,
                             .is_group = true,
                             .count = fixture_fixed(20)};
    AssetProfile server = {.kind = ASSET_rmm_server, .label = "server", .flaw = NONE};
    fixture_init(fixture);
    uint32_t group_kind = world_add_asset_profile(fixture->builder, &machines);
    uint32_t server_kind = world_add_asset_profile(fixture->builder, &server);
    uint32_t access_kind = world_add_access_profile(fixture->builder, &agent);
    for (uint32_t p = 0; p < providers; p++) {
        OrgId msp = fixture_org(fixture, ORG_msp, fixture_label(fixture, "msp", p), NONE);
        AssetId from = world_add_asset(fixture->builder, name_at(name_of("server"), p), server_kind, 1, 0);
        for (uint32_t c = p * CUSTOMERS; c < (p + 1) * CUSTOMERS; c++) {
            fixture_org(fixture, ORG_customer, fixture_label(fixture, "customer", c), msp);
            AssetId to =
                world_add_asset(fixture->builder, name_at(name_of("machines"), c), group_kind, 20, 0);
            world_add_access(fixture->builder, from, to, access_kind);
        }
    }
    fixture_entry(fixture, "break in", ASSET_rmm_server, STATE_control, 1, 60);
    fixture_via(fixture, "push", ASSET_rmm_server, STATE_control, ACCESS_rmm_agent, ASSET_endpoint_group,
                STATE_control, 0.5, 600);
    fixture_compile(fixture);
}

/* Seconds of a replication, the median; the first is not counted. */
static double seconds_of_size(Bench *bench, uint32_t arcs) {
    Fixture fixture;
    double cost[ROUNDS], seconds[ROUNDS];
    uint32_t worlds = 1000000 / arcs + 1;
    build(&fixture, arcs / (CUSTOMERS + 1));
    fixture_run(&fixture, 0);
    for (int round = 0; round < ROUNDS; round++) {
        uint64_t touched = race_arcs_touched(fixture.state);
        double begin = cpu_seconds();
        for (uint32_t world = 0; world < worlds; world++) fixture_run(&fixture, 1 + world);
        seconds[round] = (cpu_seconds() - begin) / worlds;
        cost[round] = 1e9 * seconds[round] * worlds / (double)(race_arcs_touched(fixture.state) - touched);
    }
    char what[64];
    snprintf(what, sizeof what, "%u arcs, for each touched", race_size(fixture.race).arcs);
    bench_row(bench, what, "ns", cost);
    qsort(seconds, ROUNDS, sizeof *seconds, compare_doubles);
    fixture_clear(&fixture);
    return seconds[ROUNDS / 2];
}

bool bench_size(Bench *bench) {
    double seconds[SIZES];
    uint32_t arcs = SMALLEST;
    bench_title(bench, "Cost against size, every arc touched, one thread, CPU time");
    for (int i = 0; i < SIZES; i++, arcs *= 10) seconds[i] = seconds_of_size(bench, arcs);
    bench_fact(bench, "slope of log cost over log size", "(1: linear)",
               log10(seconds[SIZES - 1] / seconds[0]) / (SIZES - 1));
    return true;
}
