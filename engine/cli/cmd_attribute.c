#include "cli/commands.h"
#include "cli/over_mix.h"
#include "cli/session.h"
#include "cli/terminal.h"
#include "report/attribution_page.h"

static const struct argp_option accepted[] = {
    OPTION_VARY,     OPTION_LEVEL,  OPTION_ON,      OPTION_METRIC,
    OPTION_CONTROLS, OPTION_SEED,   OPTION_REPS,    OPTION_WORLDS_PER_DRAW,
    OPTION_RESPONSE, OPTION_ORDERS, OPTION_THREADS, OPTION_OVER_MIX,
    OPTION_MIX,      OPTION_JSON,   OPTION_ASCII,   {0}};
static const struct argp parser = {
    accepted,
    options_parse_key,
    "SCENARIO",
    "Says what each control is worth in an attack: alone, last in, and as its fair share (the Shapley "
    "value), "
    "on the mean and on P95, and which controls help or replace each other. All choices of up to 16 controls "
    "are run on the same luck; beyond, orders of buying are sampled. Controls come on top of --controls."
    "\vExample: keyfall attribute kaseya-2021 --vary mfa,patching,app_control@customer,edr_mdr@msp "
    "--reps 200",
    NULL,
    NULL,
    NULL};

static int print(const Attributed *attributed, const Options *options) {
    int status = attributed->attribution->partial ? EXIT_INTERRUPTED : EXIT_GOOD;
    if (options->json) {
        JsonWriter writer;
        json_writer_init(&writer, true);
        attribution_json_write(attributed, &writer);
        return terminal_print_json(&writer, status);
    }
    Text page = {0};
    attribution_page(attributed, terminal_style(options), &page);
    status = terminal_print(text_of(&page), status);
    text_clear(&page);
    return status;
}

/* Interrupted there, what was computed before is shown without the mix. */
static int print_over_mix(Attributed *attributed, const Options *options, const LeverList *levers) {
    Mix mix;
    MixWorth worth;
    Error error = {{0}};
    bool known = !attributed->attribution->partial && over_mix_run(options, levers, &mix, &worth, &error);
    if (!known && *error.text) return terminal_fail(&error);
    if (known) attributed->over_mix = &worth;
    int status = print(attributed, options);
    if (!known) return status == EXIT_GOOD ? EXIT_INTERRUPTED : status;
    mix_worth_clear(&worth);
    mix_clear(&mix);
    return status;
}

static int attribute(const Session *session, const Options *options, const LeverList *levers, uint32_t probe,
                     Error *error) {
    Progress progress = progress_begin();
    Study study = session_study(session, options, levers, &progress);
    Attribution attribution;
    bool good = attribution_run(&study, probe, options->orders, &attribution, error);
    progress_end(&progress);
    if (!good) return terminal_fail(error);
    Attributed attributed = {.scenario = session->scenario.name,
                             .base = session->names[0].title,
                             .study = &study,
                             .attribution = &attribution,
                             .level = (uint8_t)options->level};
    int status =
        options->over_mix ? print_over_mix(&attributed, options, levers) : print(&attributed, options);
    attribution_clear(&attribution);
    return status;
}

int cmd_attribute(int argc, char **argv) {
    Options options = options_default(1, 1, 1);
    argp_parse(&parser, argc, argv, 0, NULL, &options);
    Session session;
    LeverList levers;
    Error error = {{0}};
    uint32_t probe;
    if (!session_open(&session, options.arguments[0], &options, SETS_AS_IT_WAS, &error))
        return terminal_fail(&error);
    int status = EXIT_USAGE;
    if (session_probe(&session, &options, &probe, &error) && session_adds_up(&session, probe, &error) &&
        session_levers(&session, &options, &levers, &error)) {
        status = attribute(&session, &options, &levers, probe, &error);
        levers_clear(&levers);
    } else {
        terminal_fail(&error);
    }
    session_close(&session);
    return status;
}
