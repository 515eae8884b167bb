#include "cli/commands.h"
#include "cli/session.h"
#include "cli/terminal.h"
#include "report/lint_page.h"

static const struct argp_option accepted[] = {OPTION_SEED,
                                              {"reps", KEY_REPS, "NUMBER", 0, "Dry runs (default 1000)", 0},
                                              OPTION_JSON,
                                              OPTION_ASCII,
                                              {0}};
static const struct argp parser = {
    accepted,
    options_parse_key,
    "SCENARIO...",
    "Checks scenarios for what loads and is wrong all the same: facts used against their role or in another "
    "unit, steps that can never begin, controls that touch nothing, odds of 0 or 1 that were perhaps not "
    "meant, a README that leaves something out; and plays dry runs to find steps that never happen and "
    "responses that never act. Exits with 1 when there is an error or a warning. A finding that is no "
    "mistake is answered in the scenario: meant \"the step\" { check = \"never-happens\", because = \"...\" "
    "}."
    "\vExample: keyfall lint kaseya-2021",
    NULL,
    NULL,
    NULL};

typedef struct Output {
    const Options *options;
    Text page;
    JsonWriter writer;
    uint32_t findings; /* errors and warnings */
    bool partial;
} Output;

static void add(const Lint *lint, const char *scenario, Output *output) {
    if (output->page.length) text_add(&output->page, "\n");
    lint_page(lint, scenario, terminal_style(output->options), &output->page);
    lint_json_write(lint, scenario, &output->writer);
    output->findings += lint->count[LINT_ERROR] + lint->count[LINT_WARNING];
    output->partial |= lint->partial;
}

static bool lint_scenario(const char *name, Output *output, Error *error) {
    Session session;
    Lint lint;
    if (!session_open(&session, name, output->options, SETS_AS_IT_WAS, error)) return false;
    Progress progress = progress_begin();
    LintOptions options = {.seed = output->options->seed,
                           .replications = output->options->replications,
                           .progress = progress_step,
                           .context = &progress};
    bool good = lint_run(&lint, &session.scenario, session.race, &session.shipped, &options, error);
    progress_end(&progress);
    if (good) {
        add(&lint, session.scenario.name, output);
        lint_clear(&lint);
    }
    session_close(&session);
    return good;
}

static int print(Output *output) {
    int status = output->partial ? EXIT_INTERRUPTED : output->findings ? EXIT_NO : EXIT_GOOD;
    json_end_array(&output->writer);
    json_write_flag(&output->writer, "partial", output->partial);
    json_end_object(&output->writer);
    if (output->options->json) return terminal_print_json(&output->writer, status);
    return terminal_print(text_of(&output->page), status);
}

int cmd_lint(int argc, char **argv) {
    Options options = options_default(1, OPTIONS_ARGUMENTS, 0);
    options.replications = 1000;
    argp_parse(&parser, argc, argv, 0, NULL, &options);
    Output output = {.options = &options};
    Error error = {{0}};
    json_writer_init(&output.writer, true);
    json_begin_object(&output.writer, NULL);
    json_write_text(&output.writer, "format", "keyfall.lint");
    json_write_integer(&output.writer, "version", 1);
    json_begin_array(&output.writer, "scenarios");
    bool good = true;
    for (uint32_t i = 0; good && i < options.argument_count && !terminal_interrupted(); i++)
        good = lint_scenario(options.arguments[i], &output, &error);
    int status = good ? print(&output) : terminal_fail(&error);
    json_writer_clear(&output.writer);
    text_clear(&output.page);
    return status;
}
