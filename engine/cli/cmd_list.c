#include "cli/commands.h"
#include "cli/session.h"
#include "cli/terminal.h"

#include <limits.h>
#include <string.h>

enum { SET_COLUMNS = 37 };

static const struct argp_option accepted[] = {OPTION_JSON, {0}};
static const struct argp parser = {accepted,
                                   options_parse_key,
                                   "[controls]",
                                   "Lists the scenarios and the control sets that come with each; or the "
                                   "controls, with what an organisation does at each level."
                                   "\vExample: keyfall list controls",
                                   NULL,
                                   NULL,
                                   NULL};

/* Writes to the page, or to the writer when there is one. */
static bool list_sets(const char *root, const char *name, Text *page, JsonWriter *writer, Error *error) {
    Scenario scenario;
    ControlSetVec sets = {0};
    if (!scenario_read(&scenario, root, name, error)) return false;
    bool good = scenario_control_sets(&scenario, &sets, error);
    for (uint32_t i = 0; i < sets.count; i++) {
        const ControlSet *set = &sets.items[i];
        if (writer) {
            json_begin_object(writer, NULL);
            json_write_text(writer, "name", set->id);
            json_write_text(writer, "title", set->title);
            json_end_object(writer);
        } else {
            size_t width = text_columns(set->id);
            text_add(page, "  %s", set->id);
            text_pad(page, ' ', width < SET_COLUMNS ? SET_COLUMNS - width : 1);
            page_hang(page, SET_COLUMNS + 2, set->title);
        }
        control_set_clear(&sets.items[i]);
    }
    vec_clear(&sets);
    scenario_clear(&scenario);
    return good;
}

static bool list_scenario(const char *root, const ScenarioEntry *entry, Text *page, JsonWriter *writer,
                          Error *error) {
    if (!writer) {
        text_add(page, "%s  %s\n", entry->name, entry->title);
        return list_sets(root, entry->name, page, NULL, error);
    }
    json_begin_object(writer, NULL);
    json_write_text(writer, "name", entry->name);
    json_write_text(writer, "title", entry->title);
    json_begin_array(writer, "control_sets");
    bool good = list_sets(root, entry->name, page, writer, error);
    json_end_array(writer);
    json_end_object(writer);
    return good;
}

static bool list_scenarios(const char *root, Text *page, JsonWriter *writer, Error *error) {
    Arena arena;
    arena_init(&arena);
    ScenarioEntryVec entries = {0};
    if (writer) json_begin_array(writer, "scenarios");
    bool good = scenario_list(root, &arena, &entries, error);
    for (uint32_t i = 0; good && i < entries.count; i++)
        good = list_scenario(root, &entries.items[i], page, writer, error);
    if (writer) json_end_array(writer);
    text_add(page, "\n");
    page_wrap(page, 0,
              "Under each scenario its control sets, for --controls. The controls that they are made of: "
              "keyfall list controls.");
    vec_clear(&entries);
    arena_clear(&arena);
    return good;
}

static void list_control(const Control *control, Text *page, JsonWriter *writer) {
    if (!writer) {
        text_add(page, "%s  %s\n", control->id, control->title_en);
        for (int level = 0; level < LEVELS; level++) {
            text_add(page, "  %d  ", level);
            page_hang(page, 5, control->level_text[level]);
        }
        return;
    }
    json_begin_object(writer, NULL);
    json_write_text(writer, "name", control->id);
    json_write_text(writer, "title", control->title_en);
    json_begin_array(writer, "levels");
    for (int level = 0; level < LEVELS; level++) json_write_text(writer, NULL, control->level_text[level]);
    json_end_array(writer);
    json_end_object(writer);
}

static bool list_controls(const char *root, Text *page, JsonWriter *writer, Error *error) {
    Catalogue catalogue;
    Text path = {0};
    text_add(&path, "%s/engine/control/catalogue.json", root);
    bool good = catalogue_load(&catalogue, text_of(&path), error);
    text_clear(&path);
    if (!good) return false;
    if (writer) json_begin_array(writer, "controls");
    for (uint32_t i = 0; i < catalogue.count; i++) list_control(&catalogue.controls[i], page, writer);
    if (writer) json_end_array(writer);
    catalogue_clear(&catalogue);
    return true;
}

static bool list_what(const Options *options, const char *root, Text *page, JsonWriter *writer,
                      Error *error) {
    if (options->argument_count == 0) return list_scenarios(root, page, writer, error);
    if (strcmp(options->arguments[0], "controls") == 0) return list_controls(root, page, writer, error);
    return error_set(error,
                     "keyfall list %s: there is no such list; write keyfall list, for the scenarios, or "
                     "keyfall list controls",
                     options->arguments[0]);
}

int cmd_list(int argc, char **argv) {
    Options options = options_default(0, 1, 0);
    argp_parse(&parser, argc, argv, 0, NULL, &options);
    char root[PATH_MAX];
    session_root(root);
    Error error = {{0}};
    Text page = {0};
    JsonWriter writer;
    json_writer_init(&writer, true);
    json_begin_object(&writer, NULL);
    json_write_text(&writer, "format", "keyfall.list");
    json_write_integer(&writer, "version", 1);
    bool good = list_what(&options, root, &page, options.json ? &writer : NULL, &error);
    json_end_object(&writer);
    int status = good ? EXIT_GOOD : terminal_fail(&error);
    if (good && options.json)
        status = terminal_print_json(&writer, EXIT_GOOD);
    else
        json_writer_clear(&writer);
    if (good && !options.json) status = terminal_print(text_of(&page), EXIT_GOOD);
    text_clear(&page);
    return status;
}
