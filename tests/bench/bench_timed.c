/* The whole race on L, with delays, notices, reports, warnings and containment, beside a cascade of the Boost
 * Graph Library that knows none of them. Memory and the clock, too. */
#include "cascade.h"
#include "peer.h"

static double worlds_a_second(const Fixture *fixture, uint32_t first, uint32_t worlds, double *values) {
    double begin = cpu_seconds();
    cascade_run(fixture, METRIC_MACHINES, first, worlds, 1, values);
    return worlds / (cpu_seconds() - begin);
}

/* Machines of every customer, not their sum. */
static double worlds_a_second_each(Fixture *fixture, uint32_t first, uint32_t worlds) {
    TakenVec taken = {0};
    double begin = cpu_seconds();
    for (uint32_t world = 0; world < worlds; world++) {
        taken.count = 0;
        fixture_run(fixture, first + world);
        race_taken(fixture->race, fixture->state, &taken);
    }
    double speed = worlds / (cpu_seconds() - begin);
    vec_clear(&taken);
    return speed;
}

static double peer_worlds_a_second(Peer *peer, uint32_t worlds, double *sizes) {
    double begin = cpu_seconds();
    peer_run(peer, 0.4, worlds, sizes);
    return worlds / (cpu_seconds() - begin);
}

/* A race with delays, notices, warnings and containment against a cascade that knows none of them. */
static bool bench_rounds(Bench *bench, Fixture *fixture, Peer *peer) {
    enum { WORLDS = 4 };
    double totals[ROUNDS], each[ROUNDS], peers[ROUNDS], of_totals[ROUNDS], of_each[ROUNDS], values[WORLDS];
    for (uint32_t round = 0; round < ROUNDS; round++) {
        totals[round] = worlds_a_second(fixture, round * WORLDS, WORLDS, values);
        each[round] = worlds_a_second_each(fixture, round * WORLDS, WORLDS);
        peers[round] = peer_worlds_a_second(peer, WORLDS, values);
        of_totals[round] = totals[round] / peers[round];
        of_each[round] = each[round] / peers[round];
    }
    bench_row(bench, "machines in all, CPU time", "worlds a second", totals);
    bench_row(bench, "machines of every customer, CPU time", "worlds a second", each);
    bench_row(bench, "untimed cascade, Boost, odds 0.4, CPU time", "worlds a second", peers);
    bench_row(bench, "machines in all, of the peer's", "times", of_totals);
    bench_row(bench, "machines of every customer, of the peer's", "times", of_each);
    return true;
}

static void bench_clock(Bench *bench, const Fixture *fixture) {
    enum { WORLDS = 16 };
    double values[WORLDS], seconds[ROUNDS];
    for (uint32_t round = 0; round < ROUNDS; round++) {
        double begin = wall_seconds();
        cascade_run(fixture, METRIC_MACHINES, round * WORLDS, WORLDS, 2, values);
        seconds[round] = (wall_seconds() - begin) * 10000 / WORLDS;
    }
    bench_row(bench, "10,000 vendor-wide worlds, 2 threads, clock", "s (from 16)", seconds);
}

bool bench_timed(Bench *bench) {
    Network network;
    Fixture fixture;
    Peer peer;
    double one, begin = cpu_seconds();
    network_make_l(&network, NETWORK_SEED);
    cascade_timed(&fixture, &network);
    double seconds = cpu_seconds() - begin;
    RaceSize size = race_size(fixture.race);
    bench_title(bench, "The timed race on L, from one of its vendors");
    bench_fact(bench, "to generate and compile", "s", seconds);
    bench_fact(bench, "organisations", "", fixture.world->org_count);
    bench_fact(bench, "arcs", "", size.arcs);
    bench_fact(bench, "the world", "MiB", (double)fixture.world->arena.bytes / 1048576);
    bench_fact(bench, "arcs and plans, shared by all threads", "MiB", (double)size.bytes / 1048576);
    bench_fact(bench, "of each thread, before anything is touched", "MiB",
               (double)size.state_bytes / 1048576);
    cascade_run(&fixture, METRIC_CUSTOMERS, 0, 1, 1, &one);
    bench_fact(bench, "customers hit in the first world", "", one);
    bench_clock(bench, &fixture);
    bench_fact(bench, "the whole process at its largest, 2 threads", "MiB", process_mebibytes());
    peer_init(&peer, fixture.world);
    bool good = bench_rounds(bench, &fixture, &peer);
    peer_clear(&peer);
    fixture_clear(&fixture);
    network_clear(&network);
    return good;
}
