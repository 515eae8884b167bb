/* Replications a second of a scenario as it was: one thread, two, and two ranks, in rounds that take turns.
 */
#include "bench.h"
#include "loaded.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>

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

/* ------------------------------------------------------------------ ranks */

/* Seconds by the clock that a run of so many ranks takes, starting included; 0 when it fails. */
static double seconds_of_ranks(const Bench *bench, int ranks, uint32_t worlds) {
    char command[1024];
    snprintf(command, sizeof command,
             "OMPI_MCA_btl_vader_single_copy_mechanism=none mpirun --allow-run-as-root --oversubscribe "
             "--bind-to none -n %d '%s' run %s --reps %u --threads 1 --json >/dev/null",
             ranks, bench->ranks, bench->scenario, worlds);
    double begin = wall_seconds();
    return system(command) == 0 ? wall_seconds() - begin : 0;
}

/* Starting, loading and compiling fall out of the difference of a long and a short run. */
static double speed_of_ranks(const Bench *bench, int ranks) {
    enum { SHORT = 128, LONG = 640 };
    double less = seconds_of_ranks(bench, ranks, SHORT), more = seconds_of_ranks(bench, ranks, LONG);
    return less > 0 && more > less ? (LONG - SHORT) / (more - less) : 0;
}

static bool bench_ranks(Bench *bench) {
    double one[ROUNDS], two[ROUNDS], times[ROUNDS];
    if (!bench->ranks) {
        printf("  (no program built for MPI was given: ranks are not measured)\n");
        return true;
    }
    for (int round = 0; round < ROUNDS; round++) {
        one[round] = speed_of_ranks(bench, 1);
        two[round] = speed_of_ranks(bench, 2);
        if (one[round] == 0 || two[round] == 0) return false;
        times[round] = two[round] / one[round];
    }
    bench_row(bench, "one rank, clock time", "worlds a second", one);
    bench_row(bench, "two ranks, clock time", "worlds a second", two);
    bench_row(bench, "two ranks against one, clock time", "times", times);
    return true;
}

/* ------------------------------------------------------------------ threads */

static int cores(void) {
    cpu_set_t may;
    return sched_getaffinity(0, sizeof may, &may) == 0 ? CPU_COUNT(&may) : 1;
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
        bench_fact(bench, "cores that this run may use", "", cores());
        bench_row(bench, "two threads, clock time", "worlds a second", both);
        bench_row(bench, "two threads against one, clock time", "times", times);
        good = bench_ranks(bench);
    }
    loaded_close(&loaded);
    return good;
}
