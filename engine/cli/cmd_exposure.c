#include "base/file.h"
#include "cli/commands.h"
#include "cli/session.h"
#include "cli/terminal.h"
#include "report/choke_page.h"
#include "report/exposure_page.h"
#include "world/world_json.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct argp_option accepted[] = {
    OPTION_MOST,    OPTION_SEED, OPTION_SAMPLED_WORLDS, OPTION_WORLDS_PER_DRAW,
    OPTION_THREADS, OPTION_JSON, OPTION_ASCII,          {0}};
static const struct argp parser = {
    accepted,
    options_parse_key,
    "SCENARIO|WORLD.json",
    "Shows what lies downstream of each key, whatever happens, and the choke points that every path leads "
    "through: for a scenario's world (every unknown at its most likely value) or for your own in a file. For "
    "a "
    "scenario also what sampled attacks show: on what every path lay, and the MSPs whose fall is felt widest."
    "\vExample: keyfall exposure kaseya-2021 --most 10",
    NULL,
    NULL,
    NULL};

enum { CHOKES_SHOWN = 10, SAMPLED_WORLDS = 400 };

typedef struct Exposed { /* all borrowed */
    const World *world;
    const uint32_t *sizes; /* or NULL: everybody */
    const bool *ways_in;   /* [asset], or NULL: assets that no access leads to */
    const char *title;
    const Felt *felt; /* or NULL */
} Exposed;

static int print_choked(const Exposed *exposed, const Choked *choked, const Options *options) {
    if (options->json) {
        JsonWriter writer;
        json_writer_init(&writer, true);
        exposure_json_write(exposed->world, exposed->sizes, exposed->title, options->most, &writer);
        choke_json_write(choked, &writer);
        json_end_object(&writer);
        return terminal_print_json(&writer, EXIT_GOOD);
    }
    Text page = {0};
    exposure_page(exposed->world, exposed->sizes, exposed->title, options->most, terminal_style(options),
                  &page);
    choke_page(choked, terminal_style(options), &page);
    int status = terminal_print(text_of(&page), EXIT_GOOD);
    text_clear(&page);
    return status;
}

static int print(const Exposed *exposed, const Options *options) {
    ChokeEdges edges = {0};
    Chokes chokes = {0};
    Choked choked = {.world = exposed->world,
                     .chokes = &chokes,
                     .felt = exposed->felt,
                     .seed = options->seed,
                     .most = options->most < CHOKES_SHOWN ? options->most : CHOKES_SHOWN};
    choke_edges_of_world(exposed->world, exposed->sizes, exposed->ways_in, &edges);
    chokes_of(exposed->world, &edges, &chokes, &choked.reached);
    int status = print_choked(exposed, &choked, options);
    vec_clear(&edges);
    vec_clear(&chokes);
    return status;
}

static int of_file(const char *path, const Options *options) {
    char root[PATH_MAX], catalogue_path[PATH_MAX + 64];
    Catalogue catalogue;
    World *world = NULL;
    Error error = {{0}};
    session_root(root);
    snprintf(catalogue_path, sizeof catalogue_path, "%s/engine/control/catalogue.json", root);
    if (!catalogue_load(&catalogue, catalogue_path, &error)) return terminal_fail(&error);
    bool good = world_json_load(path, &catalogue, &world, &error);
    Exposed exposed = {.world = world, .title = path};
    int status = good ? print(&exposed, options) : terminal_fail(&error);
    world_destroy(world);
    catalogue_clear(&catalogue);
    return status;
}

/* Assets that a step without a source can take. */
static bool *ways_in_of(const Session *session) {
    const World *world = session->scenario.world;
    const Adversary *adversary = &session->scenario.adversary;
    bool *ways_in = heap_take(world->asset_count, sizeof *ways_in);
    for (uint32_t i = 0; i < adversary->rules.count; i++) {
        const Rule *rule = &adversary->rules.items[i];
        for (AssetId asset = 0; rule->scope == RULE_ENTRY && asset < world->asset_count; asset++)
            ways_in[asset] |= asset_selector_matches(&rule->to, world, asset);
    }
    return ways_in;
}

/* Interrupted, what lies in the structure is shown all the same. */
static int of_scenario(const char *name, const Options *options) {
    Session session;
    Felt felt = {.worlds = 0};
    Error error = {{0}};
    if (!session_open(&session, name, options, SETS_AS_IT_WAS, &error)) return terminal_fail(&error);
    Progress progress = progress_begin();
    Study study = session_study(&session, options, NULL, &progress);
    bool good = felt_run(&study, &felt, &error);
    progress_end(&progress);
    int status = EXIT_GOOD;
    if (good || !*error.text) {
        uint32_t *sizes = session_likely_sizes(&session);
        bool *ways_in = ways_in_of(&session);
        Exposed exposed = {session.scenario.world, sizes, ways_in, session.scenario.name,
                           good ? &felt : NULL};
        status = print(&exposed, options);
        free(ways_in);
        free(sizes);
    } else {
        status = terminal_fail(&error);
    }
    felt_clear(&felt);
    session_close(&session);
    return !good && status == EXIT_GOOD ? EXIT_INTERRUPTED : status;
}

int cmd_exposure(int argc, char **argv) {
    Options options = options_default(1, 1, 0);
    options.replications = SAMPLED_WORLDS;
    argp_parse(&parser, argc, argv, 0, NULL, &options);
    const char *what = options.arguments[0];
    size_t length = strlen(what);
    bool is_file = length > 5 && strcmp(what + length - 5, ".json") == 0;
    return is_file ? of_file(what, &options) : of_scenario(what, &options);
}
