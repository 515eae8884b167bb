#include "script/scenario.h"

#include "base/file.h"
#include "base/text.h"
#include "script/api.h"
#include "script/facts.h"
#include "script/pool.h"
#include "world/world_json.h"

#include <string.h>

/* In Lua's order of search: a path stands for itself, a bare name for a folder of scenarios/. */
static char *find_folder(Arena *arena, const char *root, const char *name_or_path) {
    static const char file[] = "/scenario.lua";
    size_t length = strlen(name_or_path);
    while (length > 1 && name_or_path[length - 1] == '/') length--;
    if (length > sizeof file &&
        strncmp(name_or_path + length - (sizeof file - 1), file, sizeof file - 1) == 0)
        length -= sizeof file - 1;
    if (memchr(name_or_path, '/', length)) return arena_text_n(arena, name_or_path, length);
    Text path = {0};
    text_add(&path, "%s/scenarios/%.*s", root, (int)length, name_or_path);
    char *folder = arena_text(arena, text_of(&path));
    text_clear(&path);
    return folder;
}

const char *loading_path(Arena *arena, const char *folder, const char *file) {
    Text path = {0};
    text_add(&path, "%s/%s", folder, file);
    const char *kept = arena_text(arena, text_of(&path));
    text_clear(&path);
    return kept;
}

static void scenario_init(Scenario *scenario) {
    memset(scenario, 0, sizeof *scenario);
    arena_init(&scenario->arena);
    adversary_init(&scenario->adversary);
    blueprint_init(&scenario->blueprint);
    parameters_init(&scenario->parameters);
    arena_init(&scenario->catalogue.arena);
}

void scenario_clear(Scenario *scenario) {
    world_destroy(scenario->world);
    quantile_kit_destroy(scenario->kit);
    catalogue_clear(&scenario->catalogue);
    parameters_clear(&scenario->parameters);
    blueprint_clear(&scenario->blueprint);
    adversary_clear(&scenario->adversary);
    vec_clear(&scenario->facts);
    vec_clear(&scenario->fact_uses);
    vec_clear(&scenario->shared);
    vec_clear(&scenario->meant);
    arena_clear(&scenario->arena);
    memset(scenario, 0, sizeof *scenario);
}

static bool no_such_scenario(const char *root, const char *name, Error *error) {
    Arena arena;
    arena_init(&arena);
    char **names = NULL;
    uint32_t count = 0;
    Error unused;
    const char *near = NULL;
    if (file_list(&arena, loading_path(&arena, root, "scenarios"), &names, &count, &unused))
        near = text_nearest(name, (const char *const *)names, count);
    error_set(error, "%s: no such scenario; %s%s%s", name,
              near ? "did you mean '" : "`keyfall list` shows them all", near ? near : "", near ? "'?" : "");
    arena_clear(&arena);
    return false;
}

bool loading_run(Loading *loading, const char *root, const char *file, Error *error) {
    Arena *arena = &loading->scenario->arena;
    SandboxLimits limits = sandbox_default_limits();
    Sandbox *sandbox = sandbox_create(&limits, loading_path(arena, root, "scripts"));
    sandbox_set_host(sandbox, loading);
    for (size_t i = 0; i < API_MODULES; i++)
        sandbox_add_module(sandbox, api_modules[i].name, api_modules[i].open);
    bool good = sandbox_run(sandbox, file, error) && sandbox_call(sandbox, api_host_call_finish, NULL, error);
    sandbox_destroy(sandbox);
    return good;
}

static bool read_into(Scenario *scenario, const char *root, const char *name_or_path, Error *error) {
    Arena *arena = &scenario->arena;
    scenario->folder = find_folder(arena, root, name_or_path);
    const char *slash = strrchr(scenario->folder, '/');
    scenario->name = slash ? slash + 1 : scenario->folder;
    const char *file = loading_path(arena, scenario->folder, "scenario.lua");
    if (!file_exists(file)) return no_such_scenario(root, name_or_path, error);
    Loading loading = {.scenario = scenario};
    scenario->kit = quantile_kit_create();
    bool good = catalogue_load(&scenario->catalogue,
                               loading_path(arena, root, "engine/control/catalogue.json"), error) &&
                facts_load(&loading, loading_path(arena, scenario->folder, "facts.json"), error) &&
                loading_run(&loading, root, file, error);
    json_destroy(loading.facts);
    return good;
}

static bool make_world(Scenario *scenario, Error *error) {
    if (scenario->world_file)
        return world_json_load(loading_path(&scenario->arena, scenario->folder, scenario->world_file),
                               &scenario->catalogue, &scenario->world, error);
    if (!scenario->blueprint.orgs.count)
        return error_set(error, "%s/scenario.lua: the world is empty; declare a vendor, an msp or a customer",
                         scenario->folder);
    return blueprint_expand(&scenario->blueprint, &scenario->parameters, &scenario->catalogue, scenario->kit,
                            scenario->adversary.world_seed, &scenario->world, error);
}

bool scenario_read(Scenario *out, const char *root, const char *name_or_path, Error *error) {
    Scenario scenario;
    scenario_init(&scenario);
    if (!read_into(&scenario, root, name_or_path, error)) {
        scenario_clear(&scenario);
        return false;
    }
    *out = scenario;
    return true;
}

bool scenario_load_pooled(Scenario *out, const char *root, const char *name_or_path, const Pool *pool,
                          Error *error) {
    Scenario scenario;
    if (!scenario_read(&scenario, root, name_or_path, error)) return false;
    if (pool) pool_apply(pool, &scenario);
    if (!make_world(&scenario, error)) {
        scenario_clear(&scenario);
        return false;
    }
    *out = scenario;
    return true;
}

bool scenario_load(Scenario *out, const char *root, const char *name_or_path, Error *error) {
    return scenario_load_pooled(out, root, name_or_path, NULL, error);
}

static ScenarioEntry read_entry(Arena *arena, const char *root, const char *folder, const char *name) {
    Scenario scenario;
    Error error = {{0}};
    ScenarioEntry entry = {.name = arena_text(arena, name)};
    if (scenario_read(&scenario, root, folder, &error)) {
        entry.title = arena_text(arena, scenario.adversary.title);
        scenario_clear(&scenario);
    } else {
        entry.title = entry.name;
        entry.error = arena_text(arena, error.text);
    }
    return entry;
}

bool scenario_list(const char *root, Arena *arena, ScenarioEntryVec *out, Error *error) {
    char **names;
    uint32_t count;
    ScenarioEntryVec found = {0};
    const char *folder = loading_path(arena, root, "scenarios");
    if (!file_list(arena, folder, &names, &count, error)) return false;
    for (uint32_t i = 0; i < count; i++) {
        const char *inside = loading_path(arena, folder, names[i]);
        if (!file_exists(loading_path(arena, inside, "scenario.lua"))) continue;
        vec_push(&found, read_entry(arena, root, inside, names[i]));
    }
    *out = found;
    return true;
}

static bool is_json(const char *name) {
    size_t length = strlen(name);
    return length > 5 && strcmp(name + length - 5, ".json") == 0;
}

bool scenario_control_sets(const Scenario *scenario, ControlSetVec *out, Error *error) {
    Arena arena;
    arena_init(&arena);
    ControlSetVec sets = {0};
    char **names;
    uint32_t count;
    const char *folder = loading_path(&arena, scenario->folder, "controls");
    bool good = file_list(&arena, folder, &names, &count, error);
    for (uint32_t i = 0; good && i < count; i++) {
        ControlSet set;
        if (!is_json(names[i])) continue;
        good = control_set_load(&set, loading_path(&arena, folder, names[i]), &scenario->catalogue, error);
        if (good) vec_push(&sets, set);
    }
    if (good)
        *out = sets;
    else {
        for (uint32_t i = 0; i < sets.count; i++) control_set_clear(&sets.items[i]);
        vec_clear(&sets);
    }
    arena_clear(&arena);
    return good;
}
