#include "cli/commands.h"
#include "cli/session.h"
#include "cli/terminal.h"
#include "report/left_out_page.h"
#include "script/pool.h"

#include <limits.h>
#include <string.h>

static const struct argp_option accepted[] = {OPTION_SEED,    OPTION_REPS,           OPTION_WORLDS_PER_DRAW,
                                              OPTION_THREADS, OPTION_FIX_PARAMETERS, OPTION_LEAVE_ONE_OUT,
                                              OPTION_JSON,    OPTION_ASCII,          {0}};
static const struct argp parser = {accepted,
                                   options_parse_key,
                                   "[SCENARIO...]",
                                   "Sets the model's 90 % interval beside each published figure. Without a "
                                   "scenario: all of them, in one table. Exits with 1 when a predicted "
                                   "figure lies outside, with --leave-one-out also when it does so with "
                                   "the shared numbers of the other incidents."
                                   "\vExample: keyfall backtest kaseya-2021",
                                   NULL,
                                   NULL,
                                   NULL};

typedef struct Output {
    const Options *options;
    BacktestRun run;
    Pool pool; /* of every scenario there is; filled for --leave-one-out */
    BacktestPage page;
    LeftOutPage left_out;
    JsonWriter writer;
    bool partial;
} Output;

static bool measure(const Session *session, Output *output, Backtest *backtest, Error *error) {
    Ensemble ensemble;
    if (!session_ensemble(session, output->options, &ensemble, error)) return false;
    backtest_run(backtest, &session->scenario.adversary, &ensemble, 0);
    output->partial |= ensemble.partial;
    ensemble_clear(&ensemble);
    return true;
}

static bool is_pooled(const Scenario *scenario) {
    for (uint32_t i = 0; i < scenario->shared.count; i++) {
        if (scenario->shared.items[i].incidents > 0) return true;
    }
    return false;
}

static void add_left_out(const Session *session, const Backtest *own, const Backtest *pooled,
                         Output *output) {
    LeftOut one = {.scenario = &session->scenario, .own = own, .pooled = pooled};
    left_out_page_add(&output->left_out, &one);
    left_out_json_write(&one, &output->writer);
}

/* The same incident once more, with what it shares taken from the others. */
static bool leave_out(const char *name, const Backtest *own, Output *output, Error *error) {
    Session session;
    Backtest pooled;
    bool good = true;
    if (!session_open_pooled(&session, name, output->options, SETS_AS_IT_WAS, &output->pool, error))
        return false;
    if (!is_pooled(&session.scenario)) {
        left_out_page_alone(&output->left_out, session.scenario.name);
        left_out_json_write(NULL, &output->writer);
    } else if ((good = measure(&session, output, &pooled, error))) {
        add_left_out(&session, own, &pooled, output);
        backtest_clear(&pooled);
    }
    session_close(&session);
    return good;
}

static void add(const Session *session, const Backtest *backtest, Output *output) {
    Backtested one = {.scenario = session->scenario.name,
                      .adversary = &session->scenario.adversary,
                      .parameters = &session->scenario.parameters,
                      .backtest = backtest};
    backtest_page_add(&output->page, &one);
    backtest_json_begin(&one, &output->run, &output->writer);
}

static bool backtest_session(const Session *session, const char *name, Output *output, Error *error) {
    Backtest backtest;
    if (!session->scenario.adversary.history.count) {
        backtest_page_silent(&output->page, session->scenario.name);
        return true;
    }
    if (!measure(session, output, &backtest, error)) return false;
    add(session, &backtest, output);
    bool good = !output->options->leave_one_out || leave_out(name, &backtest, output, error);
    json_end_object(&output->writer);
    backtest_clear(&backtest);
    return good;
}

static bool backtest_scenario(const char *name, Output *output, Error *error) {
    Session session;
    if (!session_open(&session, name, output->options, SETS_AS_IT_WAS, error)) return false;
    bool good = backtest_session(&session, name, output, error);
    session_close(&session);
    return good;
}

static bool lend(Pool *pool, const char *root, const char *name, Error *error) {
    Scenario scenario;
    if (!scenario_read(&scenario, root, name, error)) return false;
    bool good = pool_add(pool, &scenario, error);
    scenario_clear(&scenario);
    return good;
}

/* What every shipped incident knows, and every other one that was named. */
static bool fill_pool(const Options *options, const ScenarioEntryVec *entries, const char *root, Pool *pool,
                      Error *error) {
    for (uint32_t i = 0; i < entries->count; i++) {
        if (!lend(pool, root, entries->items[i].name, error)) return false;
    }
    for (uint32_t i = 0; i < options->argument_count; i++) {
        bool by_path = strchr(options->arguments[i], '/') != NULL;
        if (by_path && !lend(pool, root, options->arguments[i], error)) return false;
    }
    return true;
}

static bool backtest_all(Options *options, Output *output, Error *error) {
    char root[PATH_MAX];
    Arena arena;
    ScenarioEntryVec entries = {0};
    arena_init(&arena);
    session_root(root);
    bool good = scenario_list(root, &arena, &entries, error);
    if (good && options->leave_one_out) good = fill_pool(options, &entries, root, &output->pool, error);
    bool named = options->argument_count > 0;
    for (uint32_t i = 0; good && !named && i < entries.count && i < OPTIONS_ARGUMENTS; i++)
        options->arguments[options->argument_count++] = entries.items[i].name;
    for (uint32_t i = 0; good && i < options->argument_count && !terminal_interrupted(); i++)
        good = backtest_scenario(options->arguments[i], output, error);
    vec_clear(&entries);
    arena_clear(&arena);
    return good;
}

static void output_init(Output *output, const Options *options) {
    *output =
        (Output){.options = options, .run = {options->seed, options->replications, options->fix_parameters}};
    Style style = terminal_style(options);
    pool_init(&output->pool);
    backtest_page_init(&output->page, style);
    left_out_page_init(&output->left_out, style);
    json_writer_init(&output->writer, true);
    json_begin_object(&output->writer, NULL);
    json_write_text(&output->writer, "format", "keyfall.backtest");
    json_write_integer(&output->writer, "version", 1);
    json_begin_array(&output->writer, "backtests");
}

static void output_clear(Output *output) {
    pool_clear(&output->pool);
    backtest_page_clear(&output->page);
    left_out_page_clear(&output->left_out);
    json_writer_clear(&output->writer);
}

static bool misses(const BacktestTotals *totals) {
    return totals->predicted.inside < totals->predicted.figures;
}

static int print_json(Output *output, int status) {
    json_end_array(&output->writer);
    backtest_totals_json_write(&output->page.totals, &output->writer);
    json_write_flag(&output->writer, "partial", output->partial);
    json_end_object(&output->writer);
    return terminal_print_json(&output->writer, status);
}

static int print_page(Output *output, int status) {
    Text page = {0};
    backtest_page_write(&output->page, &output->run, &page);
    if (output->options->leave_one_out) {
        text_add(&page, "\n");
        left_out_page_write(&output->left_out, &page);
    }
    if (output->partial) text_add(&page, "PARTIAL: interrupted before the end.\n");
    status = terminal_print(text_of(&page), status);
    text_clear(&page);
    return status;
}

int cmd_backtest(int argc, char **argv) {
    Options options = options_default(0, OPTIONS_ARGUMENTS, 0);
    argp_parse(&parser, argc, argv, 0, NULL, &options);
    Output output;
    Error error = {{0}};
    output_init(&output, &options);
    int status = EXIT_USAGE;
    if (backtest_all(&options, &output, &error)) {
        bool missed = misses(&output.page.totals) || misses(&output.left_out.pooled);
        status = output.partial ? EXIT_INTERRUPTED : missed ? EXIT_NO : EXIT_GOOD;
        status = options.json ? print_json(&output, status) : print_page(&output, status);
    } else {
        terminal_fail(&error);
    }
    output_clear(&output);
    return status;
}
