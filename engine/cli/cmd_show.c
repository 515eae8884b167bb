#include "cli/commands.h"
#include "cli/session.h"
#include "cli/terminal.h"
#include "report/show_json.h"

#include <stdlib.h>

static const struct argp_option accepted[] = {OPTION_SEED, OPTION_THREADS, OPTION_JSON, OPTION_ASCII, {0}};
static const struct argp parser = {
    accepted,
    options_parse_key,
    "SCENARIO",
    "Shows a scenario in a page: its world, the steps of the attack with their odds and "
    "where those numbers come from, the responses, and how much rests on assumptions. With "
    "--json it gives what the scenario declares, every number included, and runs nothing."
    "\vExample: keyfall show kaseya-2021",
    NULL,
    NULL,
    NULL};

enum { QUICK_WORLDS = 2000 };

static bool quick_uncertainty(const Session *session, const Options *options, Uncertainty *out,
                              Error *error) {
    const Scenario *s = &session->scenario;
    EnsembleOptions ensemble = session_ensemble_options(options);
    ensemble.replications = QUICK_WORLDS;
    Progress progress = progress_begin();
    ensemble.context = &progress;
    bool good = uncertainty_run(session->race, &s->parameters, &s->catalogue, session->sets[0], &ensemble,
                                METRIC_CUSTOMERS, out, error);
    progress_end(&progress);
    return good;
}

static void set_per_year(const Scenario *scenario, Shown *shown) {
    if (!scenario->has_per_year) return;
    const Parameter *p = &scenario->parameters.list.items[scenario->per_year.parameter];
    shown->per_year[0] = p->low * scenario->per_year.scale;
    shown->per_year[1] = p->mode * scenario->per_year.scale;
    shown->per_year[2] = p->high * scenario->per_year.scale;
}

static int print_page(const Session *session, const Options *options, Shown *shown, Error *error) {
    Uncertainty uncertainty;
    if (!quick_uncertainty(session, options, &uncertainty, error)) return terminal_fail(error);
    shown->uncertainty = &uncertainty;
    Text page = {0};
    show_page(shown, terminal_style(options), &page);
    int status = terminal_print(text_of(&page), terminal_interrupted() ? EXIT_INTERRUPTED : EXIT_GOOD);
    text_clear(&page);
    return status;
}

static int print_json(const Shown *shown) {
    JsonWriter writer;
    json_writer_init(&writer, true);
    show_json_write(shown, &writer);
    return terminal_print_json(&writer, EXIT_GOOD);
}

static int show(const Session *session, const Options *options, Error *error) {
    const Scenario *s = &session->scenario;
    uint32_t *sizes = session_likely_sizes(session);
    Shown shown = {.scenario = s->name, .race = session->race, .parameters = &s->parameters, .sizes = sizes};
    set_per_year(s, &shown);
    int status = options->json ? print_json(&shown) : print_page(session, options, &shown, error);
    free(sizes);
    return status;
}

int cmd_show(int argc, char **argv) {
    Options options = options_default(1, 1, 0);
    argp_parse(&parser, argc, argv, 0, NULL, &options);
    Session session;
    Error error = {{0}};
    if (!session_open(&session, options.arguments[0], &options, SETS_AS_IT_WAS, &error))
        return terminal_fail(&error);
    int status = show(&session, &options, &error);
    session_close(&session);
    return status;
}
