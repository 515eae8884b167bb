#include "cli/commands.h"
#include "cli/session.h"
#include "cli/terminal.h"

#include <limits.h>

static const struct argp_option accepted[] = {OPTION_JSON, {0}};
static const struct argp parser = {accepted,
                                   options_parse_key,
                                   "",
                                   "Lists the scenarios and the control sets that come with each."
                                   "\vExample: keyfall list",
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
            text_add(page, "    --controls %-30s %s\n", set->id, set->title);
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

int cmd_list(int argc, char **argv) {
    Options options = options_default(0, 0, 0);
    argp_parse(&parser, argc, argv, 0, NULL, &options);
    char root[PATH_MAX];
    session_root(root);
    Arena arena;
    arena_init(&arena);
    ScenarioEntryVec entries = {0};
    Error error = {{0}};
    Text page = {0};
    JsonWriter writer;
    json_writer_init(&writer, true);
    json_begin_object(&writer, NULL);
    json_write_text(&writer, "format", "keyfall.list");
    json_write_integer(&writer, "version", 1);
    json_begin_array(&writer, "scenarios");
    bool good = scenario_list(root, &arena, &entries, &error);
    for (uint32_t i = 0; good && i < entries.count; i++) {
        good = list_scenario(root, &entries.items[i], &page, options.json ? &writer : NULL, &error);
    }
    json_end_array(&writer);
    json_end_object(&writer);
    int status = good ? EXIT_GOOD : terminal_fail(&error);
    if (good && options.json)
        status = terminal_print_json(&writer, EXIT_GOOD);
    else
        json_writer_clear(&writer);
    if (good && !options.json) status = terminal_print(text_of(&page), EXIT_GOOD);
    text_clear(&page);
    vec_clear(&entries);
    arena_clear(&arena);
    return status;
}
