#include "cli/commands.h"
#include "cli/session.h"
#include "cli/terminal.h"
#include "report/sensitivity_page.h"

static const struct argp_option accepted[] = {
    OPTION_METRIC,   OPTION_CONTROLS, OPTION_POINT_WORLDS, OPTION_TRAJECTORIES, OPTION_ROWS, OPTION_SEED,
    OPTION_RESPONSE, OPTION_THREADS,  OPTION_JSON,         OPTION_ASCII,        {0}};
static const struct argp parser = {
    accepted,
    options_parse_key,
    "SCENARIO",
    "Says which of the numbers that nobody knows exactly decide the answer, and where each comes from: first "
    "all are screened, then the shares of variance of those that matter, then each alone from its low to its "
    "high."
    "\vExample: keyfall sensitivity kaseya-2021",
    NULL,
    NULL,
    NULL};

enum { POINT_WORLDS = 16 };

static int print(const Sensed *sensed, const Options *options) {
    int status = sensed->sensitivity->partial ? EXIT_INTERRUPTED : EXIT_GOOD;
    if (options->json) {
        JsonWriter writer;
        json_writer_init(&writer, true);
        sensitivity_json_write(sensed, &writer);
        return terminal_print_json(&writer, status);
    }
    Text page = {0};
    sensitivity_page(sensed, terminal_style(options), &page);
    status = terminal_print(text_of(&page), status);
    text_clear(&page);
    return status;
}

static int sense(const Session *session, const Options *options, uint32_t probe, Error *error) {
    Progress progress = progress_begin();
    Study study = session_study(session, options, NULL, &progress);
    SensitivityOptions wanted = {.trajectories = options->trajectories,
                                 .rows = options->rows,
                                 .worlds = options->replications,
                                 .probe = probe};
    Sensitivity sensitivity;
    bool good = sensitivity_run(&study, &wanted, &sensitivity, error);
    progress_end(&progress);
    if (!good) return terminal_fail(error);
    Sensed sensed = {.scenario = session->scenario.name,
                     .base = session->names[0].title,
                     .study = &study,
                     .options = &wanted,
                     .sensitivity = &sensitivity};
    int status = print(&sensed, options);
    sensitivity_clear(&sensitivity);
    return status;
}

int cmd_sensitivity(int argc, char **argv) {
    Options options = options_default(1, 1, 1);
    options.replications = POINT_WORLDS;
    argp_parse(&parser, argc, argv, 0, NULL, &options);
    Session session;
    Error error = {{0}};
    uint32_t probe;
    if (!session_open(&session, options.arguments[0], &options, SETS_AS_IT_WAS, &error))
        return terminal_fail(&error);
    bool good = session_probe(&session, &options, &probe, &error) && session_adds_up(&session, probe, &error);
    int status = good ? sense(&session, &options, probe, &error) : terminal_fail(&error);
    session_close(&session);
    return status;
}
