#include "cli/commands.h"
#include "cli/session.h"
#include "cli/terminal.h"
#include "cli/yearly.h"
#include "report/result_json.h"
#include "report/result_page.h"

static const struct argp_option accepted[] = {OPTION_CONTROLS,
                                              OPTION_SEED,
                                              OPTION_REPS,
                                              OPTION_WORLDS_PER_DRAW,
                                              OPTION_RESPONSE,
                                              OPTION_THREADS,
                                              OPTION_FIX_PARAMETERS,
                                              OPTION_PER_YEAR,
                                              OPTION_JSON,
                                              OPTION_ASCII,
                                              {0}};
static const struct argp parser = {
    accepted,
    options_parse_key,
    "SCENARIO",
    "Runs many worlds and shows how far the attack goes: the distribution, what "
    "makes worlds differ, and what is assumed."
    "\vExample: keyfall run kaseya-2021 --reps 10000 --seed 1",
    NULL,
    NULL,
    NULL};

static int print_run(const Session *session, const Options *options, const Ensemble *ensemble) {
    int status = ensemble->partial ? EXIT_INTERRUPTED : EXIT_GOOD;
    Result result = session_result(session, options, ensemble);
    Frequency frequency;
    Error error = {{0}};
    if (options->per_year && !yearly_frequency(session, ensemble, &frequency, &error)) {
        result_clear(&result);
        return terminal_fail(&error);
    }
    if (options->per_year) result.frequency = &frequency;
    if (options->json) {
        JsonWriter writer;
        json_writer_init(&writer, true);
        result_json_write(&result, &writer);
        status = terminal_print_json(&writer, status);
    } else {
        Text page = {0};
        run_page(&result, terminal_style(options), &page);
        status = terminal_print(text_of(&page), status);
        text_clear(&page);
    }
    result_clear(&result);
    return status;
}

int cmd_run(int argc, char **argv) {
    Options options = options_default(1, 1, 1);
    argp_parse(&parser, argc, argv, 0, NULL, &options);
    Session session;
    Ensemble ensemble;
    Error error = {{0}};
    if (!session_open(&session, options.arguments[0], &options, SETS_AS_IT_WAS, &error))
        return terminal_fail(&error);
    int status;
    if (session_ensemble(&session, &options, &ensemble, &error)) {
        status = print_run(&session, &options, &ensemble);
        ensemble_clear(&ensemble);
    } else {
        status = terminal_fail(&error);
    }
    session_close(&session);
    return status;
}
