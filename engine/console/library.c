#include "console/library.h"

#include <pthread.h>
#include <string.h>

enum { WINDOW_WORLDS = 24 };

/* A scenario that takes long to load holds up those who want it, and nobody else. */
typedef struct Shelf {
    pthread_mutex_t lock;
    Loaded *loaded; /* NULL until asked for */
} Shelf;

struct Library {
    Arena arena;
    const char *root;
    ScenarioEntryVec entries;
    Shelf *shelves; /* [entry] */
};

bool library_create(const char *root, Library **out, Error *error) {
    Library *library = heap_take(1, sizeof *library);
    arena_init(&library->arena);
    library->root = arena_text(&library->arena, root);
    bool good = scenario_list(library->root, &library->arena, &library->entries, error);
    if (good && library->entries.count == 0)
        good = error_set(error, "%s/scenarios: there is no scenario here", root);
    if (!good) {
        library_destroy(library);
        return false;
    }
    library->shelves = heap_take(library->entries.count, sizeof *library->shelves);
    for (uint32_t i = 0; i < library->entries.count; i++) pthread_mutex_init(&library->shelves[i].lock, NULL);
    *out = library;
    return true;
}

static void loaded_destroy(Loaded *loaded) {
    if (!loaded) return;
    race_destroy(loaded->race);
    for (uint32_t i = 0; i < loaded->presets.count; i++) control_set_clear(&loaded->presets.items[i]);
    vec_clear(&loaded->presets);
    scenario_clear(&loaded->scenario);
    free(loaded->used);
    free(loaded);
}

void library_destroy(Library *library) {
    if (!library) return;
    for (uint32_t i = 0; library->shelves && i < library->entries.count; i++) {
        loaded_destroy(library->shelves[i].loaded);
        pthread_mutex_destroy(&library->shelves[i].lock);
    }
    free(library->shelves);
    vec_clear(&library->entries);
    arena_clear(&library->arena);
    free(library);
}

const ScenarioEntryVec *library_entries(const Library *library) {
    return &library->entries;
}

static void count_organisations(Loaded *loaded) {
    const Scenario *s = &loaded->scenario;
    uint32_t *sizes = heap_take(s->world->population_count, sizeof *sizes);
    ParameterDraw likely;
    parameter_draw_init(&likely, &s->parameters, &s->catalogue);
    parameter_draw_fill(&likely, &s->parameters, &s->catalogue, 1, 0, SCOPE_FIXED);
    world_population_sizes(s->world, s->kit, &likely, sizes);
    for (OrgId org = 0; org < s->world->org_count; org++) {
        if (world_present(s->world, sizes, org))
            loaded->organisations[world_org_profile(s->world, org)->kind]++;
    }
    parameter_draw_clear(&likely);
    free(sizes);
}

static void find_used(Loaded *loaded) {
    const Adversary *adversary = &loaded->scenario.adversary;
    loaded->used = heap_take(CONTROLS_MAX, sizeof *loaded->used);
    for (uint32_t i = 0; i < adversary->rules.count; i++) {
        const Rule *rule = &adversary->rules.items[i];
        for (uint32_t u = 0; u < rule->use_count; u++) loaded->used[rule->uses[u].control] = true;
    }
    for (uint32_t i = 0; i < adversary->responses.count; i++) {
        const Response *response = &adversary->responses.items[i];
        if (response->requires_control != NONE) loaded->used[response->requires_control] = true;
        for (uint32_t u = 0; u < response->use_count; u++) loaded->used[response->uses[u].control] = true;
    }
}

static bool prepare(Loaded *loaded, const char *root, const char *name, Error *error) {
    Scenario *s = &loaded->scenario;
    if (!scenario_load(s, root, name, error)) return false;
    if (!scenario_control_sets(s, &loaded->presets, error) ||
        !race_compile(s->world, &s->adversary, &s->parameters, &s->catalogue, s->kit, &loaded->race, error))
        return false;
    count_organisations(loaded);
    find_used(loaded);
    TimelineOptions options = {.seed = 1, .worlds = WINDOW_WORLDS};
    return timeline_window(loaded->race, &s->parameters, &s->catalogue, NULL, &options, &loaded->window,
                           error);
}

static bool load(Library *library, uint32_t entry, Error *error) {
    Loaded *loaded = heap_take(1, sizeof *loaded);
    if (prepare(loaded, library->root, library->entries.items[entry].name, error)) {
        library->shelves[entry].loaded = loaded;
        return true;
    }
    loaded_destroy(loaded);
    return false;
}

bool library_get(Library *library, const char *name, const Loaded **out, Error *error) {
    for (uint32_t i = 0; i < library->entries.count; i++) {
        if (strcmp(library->entries.items[i].name, name) != 0) continue;
        Shelf *shelf = &library->shelves[i];
        pthread_mutex_lock(&shelf->lock);
        bool good = shelf->loaded || load(library, i, error);
        if (good) *out = shelf->loaded;
        pthread_mutex_unlock(&shelf->lock);
        return good;
    }
    return error_set(error, "there is no scenario '%s'", name);
}
