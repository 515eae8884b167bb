/* One hash per scenario over what was taken, when, and contained when, in worlds of every shipped control
 * set: the same at 1, 2, 7 and 16 threads, in every build.
 *
 *   golden SOURCE_FOLDER SCENARIO             compares with tests/golden/SCENARIO.txt; exit 1 when it differs
 *   golden --renew SOURCE_FOLDER SCENARIO     writes it (./scripts/golden.sh --renew) */
#include "base/draw.h"
#include "base/file.h"
#include "race/ensemble.h"
#include "script/scenario.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SEED = 1, WORLDS = 24 };
static const uint32_t thread_counts[] = {1, 2, 7, 16};

static _Noreturn void stop(const char *sentence) {
    fprintf(stderr, "golden: %s\n", sentence);
    exit(1);
}

/* The sets by name, so that a set more is a change of its own and not of the others. */
static uint64_t hash_of(const Scenario *scenario, const Race *race, const ControlSetVec *shipped,
                        uint32_t threads) {
    Error error = {{0}};
    const ControlSet **sets = heap_take(shipped->count + 1, sizeof *sets);
    for (uint32_t i = 0; i < shipped->count; i++) sets[i + 1] = &shipped->items[i];
    EnsembleOptions options = {.seed = SEED, .replications = WORLDS, .threads = threads};
    Ensemble ensemble;
    if (!ensemble_run(race, &scenario->parameters, &scenario->catalogue, sets, shipped->count + 1, &options,
                      &ensemble, &error))
        stop(error.text);
    uint64_t hash = name_join(name_of("the world as it is"), ensemble.hashes[0]);
    for (uint32_t i = 0; i < shipped->count; i++)
        hash += name_join(name_of(shipped->items[i].id), ensemble.hashes[i + 1]);
    ensemble_clear(&ensemble);
    free(sets);
    return hash;
}

static uint64_t scenario_hash(const char *root, const char *name) {
    Scenario scenario;
    ControlSetVec shipped = {0};
    Race *race;
    Error error = {{0}};
    if (!scenario_load(&scenario, root, name, &error) ||
        !scenario_control_sets(&scenario, &shipped, &error) ||
        !race_compile(scenario.world, &scenario.adversary, &scenario.parameters, &scenario.catalogue,
                      scenario.kit, &race, &error))
        stop(error.text);
    uint64_t hash = hash_of(&scenario, race, &shipped, thread_counts[0]);
    for (size_t i = 1; i < sizeof thread_counts / sizeof *thread_counts; i++) {
        if (hash_of(&scenario, race, &shipped, thread_counts[i]) == hash) continue;
        fprintf(
            stderr,
            "golden: %s gives one result at 1 thread and another at %u: threads must never change a bit\n",
            name, thread_counts[i]);
        exit(1);
    }
    race_destroy(race);
    for (uint32_t i = 0; i < shipped.count; i++) control_set_clear(&shipped.items[i]);
    vec_clear(&shipped);
    scenario_clear(&scenario);
    return hash;
}

static void compare(const char *name, const char *path, const char *line) {
    char *kept;
    size_t length;
    Error error = {{0}};
    if (!file_exists(path)) {
        fprintf(
            stderr,
            "golden: the scenario %s has no golden hash; run ./scripts/golden.sh --renew %s and commit %s\n",
            name, name, path);
        exit(1);
    }
    if (!file_read(path, 4096, &kept, &length, &error)) stop(error.text);
    bool same = strcmp(kept, line) == 0;
    if (!same)
        fprintf(stderr,
                "golden: the results of %s have changed.\n  kept: %s  now:  %s"
                "If that was meant, run ./scripts/golden.sh --renew %s and say in the commit why results "
                "change (and raise\n"
                "MODEL_VERSION in engine/base/draw.h when a draw or a rule of the race now means something "
                "else).\n"
                "If it was not meant, this change broke \"the same seed, the same bits\".\n",
                name, kept, line, name);
    free(kept);
    if (!same) exit(1);
}

int main(int count, char **words) {
    bool renew = count == 4 && strcmp(words[1], "--renew") == 0;
    if (count != 3 && !renew) stop("usage: golden [--renew] SOURCE_FOLDER SCENARIO");
    const char *root = words[count - 2], *name = words[count - 1];
    Text line = {0}, path = {0};
    Error error = {{0}};
    text_add(&line, "%016llx  %d worlds of seed %d, every shipped control set, model %d\n",
             (unsigned long long)scenario_hash(root, name), WORLDS, SEED, MODEL_VERSION);
    text_add(&path, "%s/tests/golden/%s.txt", root, name);
    if (!renew)
        compare(name, text_of(&path), text_of(&line));
    else if (!file_write(text_of(&path), text_of(&line), line.length, &error))
        stop(error.text);
    printf("%s: %s", name, text_of(&line));
    text_clear(&line);
    text_clear(&path);
    return 0;
}
