#include "cli/commands.h"
#include "cli/session.h"
#include "cli/terminal.h"
#include "report/result_json.h"
#include "report/result_page.h"

static const struct argp_option accepted[] = {
    OPTION_CONTROLS, OPTION_SEED,  OPTION_REPS, OPTION_WORLDS_PER_DRAW, OPTION_RESPONSE, OPTION_THREADS,
    OPTION_JSON,     OPTION_ASCII, {0}};
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

enum { UNCERTAINTY_WORLDS = 1000 };

static bool find_uncertainty(const Session *session, const Options *options, Uncertainty *out, Error *error) {
    const Scenario *s = &session->scenario;
    EnsembleOptions ensemble = session_ensemble_options(options);
    if (ensemble.replications > UNCERTAINTY_WORLDS) ensemble.replications = UNCERTAINTY_WORLDS;
    Progress progress = progress_begin();
    ensemble.context = &progress;
    bool good = uncertainty_run(session->race, &s->parameters, &s->catalogue, session->sets[0], &ensemble,
                                METRIC_CUSTOMERS, out, error);
    progress_end(&progress);
    return good;
}

static int print_run(const Session *session, const Options *options, const Ensemble *ensemble, Error *error) {
    int status = ensemble->partial ? EXIT_INTERRUPTED : EXIT_GOOD;
    Result result = session_result(session, options, ensemble);
    if (options->json) {
        JsonWriter writer;
        json_writer_init(&writer, true);
        result_json_write(&result, &writer);
        status = terminal_print_json(&writer, status);
    } else {
        Uncertainty uncertainty;
        bool known = !ensemble->partial && find_uncertainty(session, options, &uncertainty, error);
        Text page = {0};
        run_page(&result, known ? &uncertainty : NULL, terminal_style(options), &page);
        if (terminal_interrupted()) status = EXIT_INTERRUPTED;
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
        status = print_run(&session, &options, &ensemble, &error);
        ensemble_clear(&ensemble);
    } else {
        status = terminal_fail(&error);
    }
    session_close(&session);
    return status;
}
