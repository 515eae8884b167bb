/* Replications a second of a scenario as it was: one thread, and two, in rounds that take turns. */
#include "bench.h"
#include "loaded.h"

static bool time_run(const Loaded *loaded, uint32_t worlds, uint32_t threads, double *cpu, double *wall) {
    static const ControlSet *const as_it_was[] = {NULL};
    Ensemble ensemble;
    double cpu_began = cpu_seconds(), wall_began = wall_seconds();
    if (!loaded_run(loaded, as_it_was, 1, worlds, threads, &ensemble)) return false;
    *cpu = cpu_seconds() - cpu_began;
    *wall = wall_seconds() - wall_began;
    ensemble_clear(&ensemble);
    return true;
}

/* Arcs that a replication touches, on average over a few draws. */
static double arcs_a_world(const Loaded *loaded, uint32_t worlds) {
    const Scenario *s = &loaded->scenario;
    Error error;
    Weights *weights = weights_create(loaded->race, NULL, &error);
    RaceState *state = race_state_create(loaded->race);
    int64_t *metrics = heap_take(s->adversary.probes.count, sizeof *metrics);
    ParameterDraw draw;
    parameter_draw_init(&draw, &s->parameters, &s->catalogue);
    for (uint32_t world = 0; world < worlds; world++) {
        parameter_draw_fill(&draw, &s->parameters, &s->catalogue, 1, world / 4, SCOPE_ALL);
        weights_evaluate(weights, &draw);
        race_run(loaded->race, weights, state,
                 (RaceOptions){.seed = 1, .draw = world / 4, .replication = world}, metrics);
    }
    double arcs = (double)race_arcs_touched(state) / worlds;
    parameter_draw_clear(&draw);
    race_state_destroy(state);
    weights_destroy(weights);
    free(metrics);
    return arcs;
}

bool bench_speed(Bench *bench) {
    enum { WORLDS = 400 };
    Loaded loaded;
    double speed[ROUNDS], cost[ROUNDS], both[ROUNDS], times[ROUNDS];
    if (!loaded_open(&loaded, bench->root, bench->scenario)) return false;
    double arcs = arcs_a_world(&loaded, WORLDS);
    bool good = true;
    for (int round = 0; round < ROUNDS && good; round++) {
        double cpu, wall, cpu_both, wall_both;
        good =
            time_run(&loaded, WORLDS, 1, &cpu, &wall) && time_run(&loaded, WORLDS, 2, &cpu_both, &wall_both);
        if (!good) break;
        speed[round] = WORLDS / cpu;
        cost[round] = 1e9 * cpu / (WORLDS * arcs);
        both[round] = WORLDS / wall_both;
        times[round] = wall / wall_both;
    }
    if (good) {
        RaceSize size = race_size(loaded.race);
        bench_title(bench, bench->scenario);
        bench_fact(bench, "arcs", "", size.arcs);
        bench_fact(bench, "arcs touched by a world", "", arcs);
        bench_fact(bench, "shared by all threads", "MiB", (double)size.bytes / 1048576);
        bench_fact(bench, "of each thread", "MiB", (double)size.state_bytes / 1048576);
        bench_row(bench, "one thread, CPU time, parameter draws included", "worlds a second", speed);
        bench_row(bench, "for each arc touched, everything included", "ns", cost);
        bench_row(bench, "two threads, clock time", "worlds a second", both);
        bench_row(bench, "two threads against one, clock time", "times", times);
    }
    loaded_close(&loaded);
    return good;
}
