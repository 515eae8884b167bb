#include "cli/session.h"

#include "base/file.h"
#include "measure/attribution.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char as_it_was[] = "as-it-was", everything[] = "everything-level-3";

static bool is_root(const char *folder) {
    char path[PATH_MAX + 64];
    snprintf(path, sizeof path, "%s/engine/control/catalogue.json", folder);
    return file_exists(path);
}

/* The folder that the program lies in, `up` levels up; false when there are fewer. */
static bool folder_of_program(char *out, int up) {
    ssize_t length = readlink("/proc/self/exe", out, PATH_MAX - 1);
    if (length <= 0) return false;
    out[length] = '\0';
    for (int level = 0; level <= up; level++) {
        char *slash = strrchr(out, '/');
        if (!slash || slash == out) return false;
        *slash = '\0';
    }
    return true;
}

/* build/keyfall lies one below the root; PREFIX/bin/keyfall has it in PREFIX/share/keyfall. */
static bool root_beside_program(char *out) {
    static const char shared[] = "/share/keyfall";
    if (!folder_of_program(out, 1)) return false;
    if (is_root(out)) return true;
    if (strlen(out) + sizeof shared > PATH_MAX) return false;
    strcat(out, shared);
    return is_root(out);
}

void session_page(const char *root, char *out, size_t size) {
    char beside[PATH_MAX], index[PATH_MAX + 64];
    snprintf(out, size, "%s/page", root);
    if (!folder_of_program(beside, 0)) return;
    snprintf(index, sizeof index, "%s/page/dist/index.html", beside);
    if (file_exists(index)) snprintf(out, size, "%s/page/dist", beside);
}

void session_root(char *out) {
    const char *asked = getenv("KEYFALL_ROOT");
    if (asked && *asked)
        snprintf(out, PATH_MAX, "%s", asked);
    else if (!root_beside_program(out))
        snprintf(out, PATH_MAX, "%s", KEYFALL_SOURCE_DIR);
}

static const ControlSet *find_shipped(const Session *session, const char *id) {
    for (uint32_t i = 0; i < session->shipped.count; i++) {
        if (strcmp(session->shipped.items[i].id, id) == 0) return &session->shipped.items[i];
    }
    return NULL;
}

static bool unknown_set(const Session *session, const char *asked, Error *error) {
    Text known = {0};
    for (uint32_t i = 0; i < session->shipped.count; i++) {
        text_add(&known, "%s%s", i ? ", " : "", session->shipped.items[i].id);
    }
    error_set(error,
              "there is no control set '%s' in this scenario; it has: %s. A path to a JSON file is fine too",
              asked, known.length ? text_of(&known) : "none");
    text_clear(&known);
    return false;
}

static void choose(Session *session, const ControlSet *set) {
    SetName name = {as_it_was, "As it was"};
    if (set) name = (SetName){set->id, set->title};
    session->sets[session->set_count] = set;
    session->names[session->set_count++] = name;
}

static bool is_chosen(const Session *session, const char *id) {
    for (uint32_t i = 0; i < session->set_count; i++) {
        if (strcmp(session->names[i].id, id) == 0) return true;
    }
    return false;
}

static bool looks_like_path(const char *text) {
    return strchr(text, '/') || (strlen(text) > 5 && strcmp(text + strlen(text) - 5, ".json") == 0);
}

static bool choose_named(Session *session, const char *asked, Error *error) {
    const ControlSet *set = find_shipped(session, asked);
    if (!set && looks_like_path(asked)) {
        ControlSet loaded;
        if (!control_set_load(&loaded, asked, &session->scenario.catalogue, error)) return false;
        vec_push(&session->given, loaded); /* reserved: earlier ones do not move */
        set = &session->given.items[session->given.count - 1];
    }
    if (!set && strcmp(asked, as_it_was) != 0) return unknown_set(session, asked, error);
    choose(session, set);
    return true;
}

static bool choose_sets(Session *session, const Options *options, DefaultSets sets, Error *error) {
    uint32_t most = options->control_count + session->shipped.count + 2;
    session->sets = heap_take(most, sizeof *session->sets);
    session->names = heap_take(most, sizeof *session->names);
    vec_reserve(&session->given, options->control_count + 1);
    for (uint32_t i = 0; i < options->control_count; i++) {
        if (!choose_named(session, options->controls[i], error)) return false;
    }
    if (options->control_count == 0) choose(session, find_shipped(session, as_it_was));
    bool all = sets == SETS_ALL;
    for (uint32_t i = 0; all && i < session->shipped.count; i++) {
        const ControlSet *set = &session->shipped.items[i];
        /* What remains with everything at level 3 is shown whatever is compared. */
        bool wanted = options->control_count == 0 || strcmp(set->id, everything) == 0;
        if (!wanted || is_chosen(session, set->id)) continue;
        choose(session, set);
        session->beside += options->control_count > 0;
    }
    return true;
}

/* Names are looked for in the repository, folders anywhere. */
static bool is_folder_here(const char *asked) {
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/scenario.lua", asked);
    return file_exists(path);
}

static bool no_scenario(const char *root, const char *asked, const Error *why, Error *error) {
    Arena arena;
    arena_init(&arena);
    ScenarioEntryVec entries = {0};
    Error listing = {{0}};
    Text known = {0};
    if (!looks_like_path(asked) && scenario_list(root, &arena, &entries, &listing)) {
        bool exists = false;
        for (uint32_t i = 0; i < entries.count; i++) {
            exists |= strcmp(entries.items[i].name, asked) == 0;
            text_add(&known, "%s%s", i ? ", " : "", entries.items[i].name);
        }
        if (!exists) {
            bool here = is_folder_here(asked);
            error_set(error, "there is no scenario '%s' in %s/scenarios; there is: %s%s%s", asked, root,
                      known.length ? text_of(&known) : "none", here ? ". For the folder here write ./" : "",
                      here ? asked : "");
        } else {
            *error = *why;
        }
    } else {
        *error = *why;
    }
    text_clear(&known);
    vec_clear(&entries);
    arena_clear(&arena);
    return false;
}

bool session_open(Session *session, const char *scenario, const Options *options, DefaultSets sets,
                  Error *error) {
    return session_open_pooled(session, scenario, options, sets, NULL, error);
}

bool session_open_pooled(Session *session, const char *scenario, const Options *options, DefaultSets sets,
                         const Pool *pool, Error *error) {
    char root[PATH_MAX];
    Error why = {{0}};
    *session = (Session){0};
    session_root(root);
    if (!scenario_load_pooled(&session->scenario, root, scenario, pool, &why))
        return no_scenario(root, scenario, &why, error);
    const Scenario *s = &session->scenario;
    if (scenario_control_sets(s, &session->shipped, error) && choose_sets(session, options, sets, error) &&
        race_compile(s->world, &s->adversary, &s->parameters, &s->catalogue, s->kit, &session->race, error))
        return true;
    session_close(session);
    return false;
}

static void clear_sets(ControlSetVec *sets) {
    for (uint32_t i = 0; i < sets->count; i++) control_set_clear(&sets->items[i]);
    vec_clear(sets);
}

void session_close(Session *session) {
    race_destroy(session->race);
    clear_sets(&session->shipped);
    clear_sets(&session->given);
    free(session->sets);
    free(session->names);
    scenario_clear(&session->scenario);
    *session = (Session){0};
}

EnsembleOptions session_ensemble_options(const Options *options) {
    return (EnsembleOptions){.seed = options->seed,
                             .replications = options->replications,
                             .worlds_per_draw = options->worlds_per_draw,
                             .threads = options->threads,
                             .scope = options_scope(options),
                             .response_off = options->response_off,
                             .no_hashes = true,
                             .progress = progress_step};
}

bool session_ensemble(const Session *session, const Options *options, Ensemble *out, Error *error) {
    const Scenario *s = &session->scenario;
    EnsembleOptions ensemble = session_ensemble_options(options);
    Progress progress = progress_begin();
    ensemble.context = &progress;
    bool good = ensemble_run(session->race, &s->parameters, &s->catalogue, session->sets, session->set_count,
                             &ensemble, out, error);
    progress_end(&progress);
    return good;
}

Result session_result(const Session *session, const Options *options, const Ensemble *ensemble) {
    Result result = {.scenario = session->scenario.name,
                     .adversary = &session->scenario.adversary,
                     .parameters = &session->scenario.parameters,
                     .ensemble = ensemble,
                     .sets = session->names,
                     .beside = session->beside,
                     .seed = options->seed,
                     .response_off = options->response_off,
                     .parameters_fixed = options->fix_parameters};
    result_measure(&result);
    return result;
}

bool session_probe(const Session *session, const Options *options, uint32_t *probe, Error *error) {
    const Adversary *adversary = &session->scenario.adversary;
    const char *asked = options->metric ? options->metric : adversary->probes.items[METRIC_CUSTOMERS].id;
    Text known = {0};
    for (uint32_t i = 0; i < adversary->probes.count; i++) {
        const char *id = adversary->probes.items[i].id;
        if (strcmp(id, asked) == 0) {
            text_clear(&known);
            *probe = i;
            return true;
        }
        text_add(&known, "%s%s", i ? ", " : "", id);
    }
    error_set(error, "--metric: there is no metric \"%s\" in this scenario; it has: %s", asked,
              text_of(&known));
    text_clear(&known);
    return false;
}

bool session_adds_up(const Session *session, uint32_t probe, Error *error) {
    const Probe *asked = &session->scenario.adversary.probes.items[probe];
    if (attribution_takes(asked)) return true;
    return error_set(error,
                     "--metric: \"%s\" is a time that may not come, and what may not come cannot be shared "
                     "out; use customers, machines, operations_hours, money or the like",
                     asked->id);
}

bool session_lever_defaults(const Options *options, LeverDefaults *out, Error *error) {
    *out = (LeverDefaults){.level = (uint8_t)options->level, .option = "--vary"};
    return !options->on || lever_kinds_parse(options->on, "--on", &out->kinds, error);
}

bool session_levers(const Session *session, const Options *options, LeverList *out, Error *error) {
    LeverDefaults defaults;
    if (!session_lever_defaults(options, &defaults, error)) return false;
    if (!levers_parse(out, options->vary, defaults, &session->scenario.catalogue, error)) return false;
    if (levers_check(out, defaults.option, session->scenario.world, error)) return true;
    levers_clear(out);
    return false;
}

Study session_study(const Session *session, const Options *options, const LeverList *levers,
                    Progress *progress) {
    Study study = {.race = session->race,
                   .parameters = &session->scenario.parameters,
                   .catalogue = &session->scenario.catalogue,
                   .base = session->sets[0],
                   .levers = levers,
                   .options = session_ensemble_options(options)};
    study.options.context = progress;
    return study;
}

uint32_t *session_likely_sizes(const Session *session) {
    const Scenario *s = &session->scenario;
    uint32_t *sizes = heap_take(s->world->population_count, sizeof *sizes);
    ParameterDraw likely;
    parameter_draw_init(&likely, &s->parameters, &s->catalogue);
    parameter_draw_fill(&likely, &s->parameters, &s->catalogue, 0, 0, SCOPE_FIXED);
    world_population_sizes(s->world, s->kit, &likely, sizes);
    parameter_draw_clear(&likely);
    return sizes;
}
