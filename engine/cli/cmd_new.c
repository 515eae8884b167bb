#include "cli/commands.h"
#include "cli/session.h"
#include "cli/terminal.h"
#include "script/scaffold.h"

#include <limits.h>

static const struct argp_option accepted[] = {OPTION_JSON, {0}};
static const struct argp parser = {
    accepted,
    options_parse_key,
    "NAME",
    "Writes the folder of a new scenario, which runs, back-tests and lints at once: scenario.lua, "
    "facts.json, "
    "README.md and control sets. A bare NAME goes into the scenarios that come with Keyfall, a path such as "
    "./NAME into a folder of your own. What is there already is never touched. docs/scenarios.md leads from "
    "there to an incident of your own."
    "\vExample: keyfall new ./harbour-2024",
    NULL,
    NULL,
    NULL};

static void write_page(const Scaffold *scaffold, const char *asked, Text *out) {
    text_add(out, "%s:", scaffold->folder);
    for (uint32_t i = 0; i < scaffold->files.count; i++) text_add(out, "\n  %s", scaffold->files.items[i]);
    text_add(out,
             "\n\nIt runs as it is:\n"
             "  keyfall run %s\n  keyfall backtest %s\n  keyfall lint %s\n\n",
             asked, asked, asked);
    page_wrap(
        out, 0,
        "Then write your incident: put what was published into facts.json, and replace what says REPLACE. "
        "docs/scenarios.md goes through it step by step.");
}

static void write_json(const Scaffold *scaffold, JsonWriter *writer) {
    json_begin_object(writer, NULL);
    json_write_text(writer, "format", "keyfall.new");
    json_write_integer(writer, "version", 1);
    json_write_text(writer, "name", scaffold->name);
    json_write_text(writer, "title", scaffold->title);
    json_write_text(writer, "folder", scaffold->folder);
    json_begin_array(writer, "files");
    for (uint32_t i = 0; i < scaffold->files.count; i++)
        json_write_text(writer, NULL, scaffold->files.items[i]);
    json_end_array(writer);
    json_end_object(writer);
}

static int print(const Scaffold *scaffold, const Options *options) {
    if (options->json) {
        JsonWriter writer;
        json_writer_init(&writer, true);
        write_json(scaffold, &writer);
        return terminal_print_json(&writer, EXIT_GOOD);
    }
    Text page = {0};
    write_page(scaffold, options->arguments[0], &page);
    int status = terminal_print(text_of(&page), EXIT_GOOD);
    text_clear(&page);
    return status;
}

int cmd_new(int argc, char **argv) {
    Options options = options_default(1, 1, 0);
    options.missing = "what is it to be called? For example: keyfall new ./harbour-2024";
    argp_parse(&parser, argc, argv, 0, NULL, &options);
    char root[PATH_MAX];
    Scaffold scaffold;
    Error error = {{0}};
    session_root(root);
    if (!scaffold_create(&scaffold, root, options.arguments[0], &error)) return terminal_fail(&error);
    int status = print(&scaffold, &options);
    scaffold_clear(&scaffold);
    return status;
}
