#include "cli/commands.h"
#include "cli/session.h"
#include "cli/terminal.h"
#include "report/backtest_page.h"

#include <limits.h>
#include <stdio.h>

static const struct argp_option accepted[] = {
    OPTION_SEED,           OPTION_REPS, OPTION_WORLDS_PER_DRAW, OPTION_THREADS,
    OPTION_FIX_PARAMETERS, OPTION_JSON, OPTION_ASCII,           {0}};
static const struct argp parser = {accepted,
                                   options_parse_key,
                                   "[SCENARIO...]",
                                   "Sets the model's 90 % interval beside each published figure. Without a "
                                   "scenario: all of them. Exits with 1 when a "
                                   "predicted figure lies outside."
                                   "\vExample: keyfall backtest kaseya-2021",
                                   NULL,
                                   NULL,
                                   NULL};

typedef struct Output {
    Text page;
    JsonWriter writer;
    uint32_t scenarios, missed;
    bool partial;
} Output;

static void measure(const Session *session, const Options *options, const Ensemble *ensemble,
                    Output *output) {
    const Adversary *adversary = &session->scenario.adversary;
    Backtest backtest;
    backtest_run(&backtest, adversary, ensemble, 0);
    if (options->json) {
        backtest_json_write(&backtest, adversary, session->scenario.name, options->seed, &output->writer);
    } else {
        if (output->scenarios > 0) text_add(&output->page, "\n");
        backtest_page(&backtest, adversary, options->seed, terminal_style(options), &output->page);
    }
    output->scenarios++;
    output->missed += backtest.predicted.figures - backtest.predicted.inside;
    output->partial |= ensemble->partial;
    backtest_clear(&backtest);
}

static bool backtest_scenario(const char *name, const Options *options, Output *output, Error *error) {
    Session session;
    Ensemble ensemble;
    if (!session_open(&session, name, options, SETS_AS_IT_WAS, error)) return false;
    bool good = session_ensemble(&session, options, &ensemble, error);
    if (good) {
        measure(&session, options, &ensemble, output);
        ensemble_clear(&ensemble);
    }
    session_close(&session);
    return good;
}

static bool backtest_all(Options *options, Output *output, Error *error) {
    char root[PATH_MAX];
    Arena arena;
    ScenarioEntryVec entries = {0};
    arena_init(&arena);
    session_root(root);
    bool good = true;
    if (options->argument_count == 0) {
        good = scenario_list(root, &arena, &entries, error);
        for (uint32_t i = 0; good && i < entries.count && i < OPTIONS_ARGUMENTS; i++) {
            options->arguments[options->argument_count++] = entries.items[i].name;
        }
    }
    for (uint32_t i = 0; good && i < options->argument_count && !terminal_interrupted(); i++) {
        good = backtest_scenario(options->arguments[i], options, output, error);
    }
    vec_clear(&entries);
    arena_clear(&arena);
    return good;
}

static int print(const Options *options, Output *output) {
    int status = output->partial ? EXIT_INTERRUPTED : output->missed > 0 ? EXIT_NO : EXIT_GOOD;
    if (output->partial && !options->json) text_add(&output->page, "PARTIAL: interrupted before the end.\n");
    json_end_array(&output->writer);
    json_write_flag(&output->writer, "partial", output->partial);
    json_end_object(&output->writer);
    if (options->json) return terminal_print_json(&output->writer, status);
    return terminal_print(text_of(&output->page), status);
}

int cmd_backtest(int argc, char **argv) {
    Options options = options_default(0, OPTIONS_ARGUMENTS, 0);
    argp_parse(&parser, argc, argv, 0, NULL, &options);
    Output output = {.page = {0}};
    Error error = {{0}};
    json_writer_init(&output.writer, true);
    json_begin_object(&output.writer, NULL);
    json_write_text(&output.writer, "format", "keyfall.backtest");
    json_write_integer(&output.writer, "version", 1);
    json_begin_array(&output.writer, "backtests");
    bool good = backtest_all(&options, &output, &error);
    int status = good ? print(&options, &output) : terminal_fail(&error);
    if (!good || !options.json) json_writer_clear(&output.writer);
    text_clear(&output.page);
    return status;
}
