#include "script/exercise_file.h"

#include "base/file.h"
#include "script/facts.h"
#include "script/loading.h"

bool exercise_file_exists(const Scenario *scenario) {
    Arena arena;
    arena_init(&arena);
    bool exists = file_exists(loading_path(&arena, scenario->folder, "exercise.lua"));
    arena_clear(&arena);
    return exists;
}

static bool no_exercise(const Scenario *scenario, Error *error) {
    return error_set(
        error, "%s/exercise.lua: the scenario has no exercise yet; docs/handbook.md says how to write one",
        scenario->folder);
}

bool exercise_file_load(Definition *out, Scenario *scenario, const char *root, const char *version,
                        uint64_t seed, Error *error) {
    Definition definition;
    if (!exercise_file_exists(scenario)) return no_exercise(scenario, error);
    definition_init(&definition);
    Loading loading = {
        .scenario = scenario, .definition = &definition, .cast_seed = seed, .version = version};
    vec_clear(&scenario->facts); /* read again, with the document that values come from */
    const char *facts = loading_path(&scenario->arena, scenario->folder, "facts.json");
    const char *file = loading_path(&scenario->arena, scenario->folder, "exercise.lua");
    bool good = facts_load(&loading, facts, error) && loading_run(&loading, root, file, error);
    json_destroy(loading.facts);
    if (!good) {
        definition_clear(&definition);
        return false;
    }
    cast_take_over(&definition, scenario->world, &scenario->adversary);
    *out = definition;
    return true;
}
