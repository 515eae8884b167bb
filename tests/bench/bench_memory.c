/* Memory bandwidth by a triad, a = b + s·c, on arrays far larger than any cache, one thread; and what of it a
 * walk through a large world takes. What the walk must touch is counted from its structures: an arc, its
 * class, the target's node and chain. That is the least; lines that are read and hardly used are not in it.
 */
#include "bench.h"
#include "cascade.h"
#include "race/state.h"

#include <stdlib.h>

enum { DOUBLES = 1 << 23, WORLDS = 2 };

static bool triad(double speed[ROUNDS]) {
    double *a = heap_take(DOUBLES, sizeof *a), *b = heap_take(DOUBLES, sizeof *b);
    double *c = heap_take(DOUBLES, sizeof *c);
    for (size_t i = 0; i < DOUBLES; i++) a[i] = 1, b[i] = (double)i, c[i] = 1;
    for (int round = 0; round < ROUNDS; round++) {
        double begin = cpu_seconds(), scale = round + 1;
        for (size_t i = 0; i < DOUBLES; i++) a[i] = b[i] + scale * c[i];
        speed[round] = 3.0 * DOUBLES * sizeof *a / (cpu_seconds() - begin) / 1e9;
    }
    bool good = a[DOUBLES - 1] == b[DOUBLES - 1] + ROUNDS;
    free(a);
    free(b);
    free(c);
    return good;
}

static double bytes_touched(const RaceState *state, uint64_t arcs) {
    double an_arc = sizeof(Arc) + sizeof(uint16_t) + sizeof(uint32_t) + sizeof(Link *);
    return (double)arcs * an_arc +
           (double)state->touched_nodes.count * (sizeof(NodeState) + sizeof(uint32_t)) +
           (double)state->touched_orgs.count * (sizeof(OrgState) + sizeof(uint32_t));
}

static void walk(Fixture *fixture, double speed[ROUNDS]) {
    for (uint32_t round = 0; round < ROUNDS; round++) {
        double begin = cpu_seconds(), bytes = 0;
        for (uint32_t world = 0; world < WORLDS; world++) {
            uint64_t before = race_arcs_touched(fixture->state);
            fixture_run(fixture, round * WORLDS + world);
            bytes += bytes_touched(fixture->state, race_arcs_touched(fixture->state) - before);
        }
        speed[round] = bytes / (cpu_seconds() - begin) / 1e9;
    }
}

bool bench_memory(Bench *bench) {
    double memory[ROUNDS], race[ROUNDS];
    Network network;
    Fixture fixture;
    bool good = triad(memory);
    network_make_l(&network, NETWORK_SEED);
    cascade_plain(&fixture, &network, 0.4);
    fixture_run(&fixture, 0);
    walk(&fixture, race);
    bench_title(bench, "Memory, one thread");
    bench_row(bench, "triad of three arrays of 64 MiB", "GB a second", memory);
    bench_row(bench, "a cascade on L, the least that it touches", "GB a second", race);
    bench_fact(bench, "share of the triad's", "", race[ROUNDS / 2] / memory[ROUNDS / 2]);
    fixture_clear(&fixture);
    network_clear(&network);
    return good;
}
