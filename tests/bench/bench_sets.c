/* Sixty-four random control sets in one ensemble against each in one of its own, one thread, same worlds. The
 * results must be equal, number by number. */
#include "base/name.h"
#include "bench.h"
#include "loaded.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SETS = 64, OVERLAYS = 3, WORLDS = 24, SETS_SEED = 20210702 };

typedef struct RandomSets {
    ControlSet sets[SETS];
    Overlay overlays[SETS][OVERLAYS];
    const ControlSet *list[SETS];
} RandomSets;

static uint32_t pick(uint64_t set, uint32_t place, uint32_t bound) {
    return (uint32_t)(name_at(name_at(SETS_SEED, set), place) % bound);
}

/* Is the level of this control in each of the levels a matter of block and limit alone? */
static bool is_block_or_limit(const Control *control) {
    static const Mechanism others[] = {MECHANISM_SLOW, MECHANISM_NOTICE, MECHANISM_REACT, MECHANISM_RECOVER};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (control_effect(control, others[i])) return false;
    return true;
}

/* Overlays of random organisations, controls and levels. */
static void fill(RandomSets *random, const Catalogue *catalogue, bool block_or_limit) {
    uint32_t usable[CONTROLS_MAX], count = 0;
    for (uint32_t i = 0; i < catalogue->count; i++)
        if (!block_or_limit || is_block_or_limit(&catalogue->controls[i])) usable[count++] = i;
    for (uint32_t set = 0; set < SETS; set++) {
        for (uint32_t i = 0; i < OVERLAYS; i++) {
            Overlay *overlay = &random->overlays[set][i];
            *overlay = (Overlay){.who = org_selector_all(), .control = usable[pick(set, 4 * i, count)]};
            overlay->level = (uint8_t)pick(set, 4 * i + 1, LEVELS);
            overlay->who.kinds = (uint8_t)(1u << (1 + pick(set, 4 * i + 2, 2))); /* MSPs or customers */
        }
        random->sets[set] = (ControlSet){.id = "set",
                                         .title = "set",
                                         .summary = "",
                                         .overlays = random->overlays[set],
                                         .overlay_count = OVERLAYS};
        random->list[set] = &random->sets[set];
    }
}

static bool run_apart(const Loaded *loaded, const RandomSets *random, const Ensemble *together, double *cpu,
                      bool *same) {
    size_t size = (size_t)together->probe_count * WORLDS;
    *cpu = 0;
    for (uint32_t set = 0; set < SETS; set++) {
        Ensemble alone;
        double begin = cpu_seconds();
        if (!loaded_run(loaded, &random->list[set], 1, WORLDS, 1, &alone)) return false;
        *cpu += cpu_seconds() - begin;
        *same &= memcmp(alone.values, together->values + set * size, size * sizeof *alone.values) == 0;
        ensemble_clear(&alone);
    }
    return true;
}

/* Of the sets that walk, how many an arc is looked at for: mean share over a few worlds. */
static double mask_density(const Loaded *loaded, const RandomSets *random) {
    const Scenario *s = &loaded->scenario;
    Error error;
    Weights *weights = weights_create_sets(loaded->race, random->list, SETS, &error);
    if (!weights) return NAN;
    RaceState *state = race_state_create(loaded->race);
    int64_t *metrics = heap_take((size_t)SETS * s->adversary.probes.count, sizeof *metrics);
    ParameterDraw draw;
    parameter_draw_init(&draw, &s->parameters, &s->catalogue);
    for (uint32_t world = 0; world < WORLDS; world++) {
        parameter_draw_fill(&draw, &s->parameters, &s->catalogue, 1, world, SCOPE_ALL);
        weights_evaluate(weights, &draw);
        race_run(loaded->race, weights, state, (RaceOptions){.seed = 1, .draw = world, .replication = world},
                 metrics);
    }
    double density = (double)race_arc_sets_touched(state) / ((double)race_arcs_touched(state) * SETS);
    parameter_draw_clear(&draw);
    race_state_destroy(state);
    weights_destroy(weights);
    free(metrics);
    return density;
}

static bool bench_random(Bench *bench, const Loaded *loaded, const char *title, bool block_or_limit) {
    static RandomSets random;
    double fused[ROUNDS], apart[ROUNDS], ratio[ROUNDS];
    bool same = true;
    fill(&random, &loaded->scenario.catalogue, block_or_limit);
    for (int round = 0; round < ROUNDS; round++) {
        Ensemble together;
        double begin = cpu_seconds(), cpu;
        if (!loaded_run(loaded, random.list, SETS, WORLDS, 1, &together)) return false;
        double cpu_together = cpu_seconds() - begin;
        bool good = run_apart(loaded, &random, &together, &cpu, &same);
        ensemble_clear(&together);
        if (!good) return false;
        fused[round] = SETS * WORLDS / cpu_together;
        apart[round] = SETS * WORLDS / cpu;
        ratio[round] = cpu / cpu_together;
    }
    bench_title(bench, title);
    bench_fact(bench, "results equal to those of each set alone", "(1: yes)", same);
    bench_row(bench, "together", "sets × worlds a second", fused);
    bench_row(bench, "one after the other", "sets × worlds a second", apart);
    bench_row(bench, "ratio", "times", ratio);
    bench_fact(bench, "sets that an arc is looked at for, of all", "", mask_density(loaded, &random));
    return same;
}

bool bench_sets(Bench *bench) {
    Loaded loaded;
    if (!loaded_open(&loaded, bench->root, bench->scenario)) return false;
    bool good =
        bench_random(bench, &loaded, "64 random sets that differ in block and limit, response on", true) &&
        bench_random(bench, &loaded, "64 random sets that differ in everything, response on", false);
    loaded_close(&loaded);
    return good;
}
