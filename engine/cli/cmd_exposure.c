#include "base/file.h"
#include "cli/commands.h"
#include "cli/session.h"
#include "cli/terminal.h"
#include "report/exposure_page.h"
#include "world/world_json.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct argp_option accepted[] = {OPTION_MOST, OPTION_JSON, OPTION_ASCII, {0}};
static const struct argp parser = {
    accepted,
    options_parse_key,
    "SCENARIO|WORLD.json",
    "Shows what lies downstream of each key, whatever happens: for a scenario's world "
    "(every unknown at its most likely value) or for your own in a file."
    "\vExample: keyfall exposure kaseya-2021 --most 10",
    NULL,
    NULL,
    NULL};

static int print(const World *world, const uint32_t *sizes, const char *title, const Options *options) {
    if (options->json) {
        JsonWriter writer;
        json_writer_init(&writer, true);
        exposure_json_write(world, sizes, title, options->most, &writer);
        return terminal_print_json(&writer, EXIT_GOOD);
    }
    Text page = {0};
    exposure_page(world, sizes, title, options->most, terminal_style(options), &page);
    int status = terminal_print(text_of(&page), EXIT_GOOD);
    text_clear(&page);
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
    int status = good ? print(world, NULL, path, options) : terminal_fail(&error);
    world_destroy(world);
    catalogue_clear(&catalogue);
    return status;
}

static int of_scenario(const char *name, const Options *options) {
    Session session;
    Error error = {{0}};
    if (!session_open(&session, name, options, SETS_AS_IT_WAS, &error)) return terminal_fail(&error);
    uint32_t *sizes = session_likely_sizes(&session);
    int status = print(session.scenario.world, sizes, session.scenario.name, options);
    free(sizes);
    session_close(&session);
    return status;
}

int cmd_exposure(int argc, char **argv) {
    Options options = options_default(1, 1, 0);
    argp_parse(&parser, argc, argv, 0, NULL, &options);
    const char *what = options.arguments[0];
    size_t length = strlen(what);
    bool is_file = length > 5 && strcmp(what + length - 5, ".json") == 0;
    return is_file ? of_file(what, &options) : of_scenario(what, &options);
}
