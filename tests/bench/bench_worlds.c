/* Two large worlds: north-america as its scenario declares it, and L. What it takes to make them, what they
 * hold, and how fast an attack on one of their MSPs and one through a vendor runs. */
#include "cascade.h"
#include "loaded.h"

#include <stdio.h>

static double loaded_speed(const Loaded *loaded, uint32_t worlds) {
    static const ControlSet *const as_it_was[] = {NULL};
    Ensemble ensemble;
    double begin = cpu_seconds();
    if (!loaded_run(loaded, as_it_was, 1, worlds, 1, &ensemble)) return 0;
    double speed = worlds / (cpu_seconds() - begin);
    ensemble_clear(&ensemble);
    return speed;
}

static void bench_sizes(Bench *bench, double seconds, const Race *race) {
    RaceSize size = race_size(race);
    const World *world = race_world(race);
    bench_fact(bench, "to generate and compile, CPU time", "s", seconds);
    bench_fact(bench, "organisations", "", world->org_count);
    bench_fact(bench, "assets", "", world->asset_count);
    bench_fact(bench, "arcs", "", size.arcs);
    bench_fact(bench, "the world", "MiB", (double)world->arena.bytes / 1048576);
    bench_fact(bench, "arcs and plans, shared by all threads", "MiB", (double)size.bytes / 1048576);
    bench_fact(bench, "of each thread, before anything is touched", "MiB",
               (double)size.state_bytes / 1048576);
}

static bool bench_north_america(Bench *bench) {
    enum { WORLDS = 120 };
    Loaded loaded;
    double speed[ROUNDS], begin = cpu_seconds();
    if (!loaded_open(&loaded, bench->root, "north-america")) return false;
    bench_title(bench, "north-america, as its scenario declares it");
    bench_sizes(bench, cpu_seconds() - begin, loaded.race);
    for (uint32_t round = 0; round < ROUNDS; round++) speed[round] = loaded_speed(&loaded, WORLDS);
    bench_row(bench, "one MSP falls, every measure, one thread", "worlds a second", speed);
    bench_fact(bench, "the whole process at its largest", "MiB", process_mebibytes());
    loaded_close(&loaded);
    return true;
}

static void bench_attack(Bench *bench, const char *what, const Network *network,
                         void (*build)(Fixture *, const Network *), uint32_t worlds) {
    Fixture fixture;
    double speed[ROUNDS], values[64], begin = cpu_seconds();
    build(&fixture, network);
    double seconds = cpu_seconds() - begin;
    bench_title(bench, what);
    bench_sizes(bench, seconds, fixture.race);
    for (uint32_t round = 0; round < ROUNDS; round++) {
        double start = cpu_seconds();
        cascade_run(&fixture, METRIC_MACHINES, round * worlds, worlds, 1, values);
        speed[round] = worlds / (cpu_seconds() - start);
    }
    bench_row(bench, "machines read, one thread, CPU time", "worlds a second", speed);
    fixture_clear(&fixture);
}

bool bench_worlds(Bench *bench) {
    Network network;
    if (!bench_north_america(bench)) return false;
    network_make_l(&network, NETWORK_SEED);
    bench_attack(bench, "L, one MSP picked among 20,000", &network, cascade_timed_msp, 64);
    bench_attack(bench, "L, one of five vendors", &network, cascade_timed, 8);
    network_clear(&network);
    return true;
}
