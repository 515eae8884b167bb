#include "cli/commands.h"
#include "cli/session.h"
#include "cli/terminal.h"
#include "report/story.h"

#include <stdlib.h>

static const struct argp_option accepted[] = {
    OPTION_CONTROLS, OPTION_SEED,           OPTION_WORLD, OPTION_WORLDS_PER_DRAW,
    OPTION_RESPONSE, OPTION_FIX_PARAMETERS, OPTION_ASCII, {0}};
static const struct argp parser = {accepted,
                                   options_parse_key,
                                   "SCENARIO",
                                   "Tells one world as a story with a clock: who fell through whom, who "
                                   "noticed, who was cut off in time. World N of "
                                   "a seed is replication N of `keyfall run` with that seed."
                                   "\vExample: keyfall replay kaseya-2021 --seed 7",
                                   NULL,
                                   NULL,
                                   NULL};

static void tell(const Session *session, const Options *options, const Weights *weights, Text *page) {
    HappeningVec log = {0};
    RaceState *state = race_state_create(session->race);
    int64_t *metrics = heap_take(session->scenario.adversary.probes.count, sizeof(int64_t));
    RaceOptions race = {.seed = options->seed,
                        .draw = options->world / options->worlds_per_draw,
                        .replication = options->world,
                        .response_off = options->response_off};
    race_state_log(state, &log);
    race_run(session->race, weights, state, race, metrics);
    Told told = {.race = session->race,
                 .state = state,
                 .log = &log,
                 .metrics = metrics,
                 .controls = session->names[0].title,
                 .seed = options->seed,
                 .replication = options->world,
                 .response_off = options->response_off,
                 .parameters_fixed = options->fix_parameters};
    story_write(&told, terminal_style(options), page);
    race_state_log(state, NULL);
    race_state_destroy(state);
    vec_clear(&log);
    free(metrics);
}

static bool replay(const Session *session, const Options *options, Text *page, Error *error) {
    const Scenario *s = &session->scenario;
    Weights *weights = weights_create(session->race, session->sets[0], error);
    if (!weights) return false;
    ParameterDraw draw;
    parameter_draw_init(&draw, &s->parameters, &s->catalogue);
    parameter_draw_fill(&draw, &s->parameters, &s->catalogue, options->seed,
                        options->world / options->worlds_per_draw, options_scope(options));
    weights_evaluate(weights, &draw);
    tell(session, options, weights, page);
    parameter_draw_clear(&draw);
    weights_destroy(weights);
    return true;
}

int cmd_replay(int argc, char **argv) {
    Options options = options_default(1, 1, 1);
    argp_parse(&parser, argc, argv, 0, NULL, &options);
    Session session;
    Error error = {{0}};
    Text page = {0};
    if (!session_open(&session, options.arguments[0], &options, SETS_AS_IT_WAS, &error))
        return terminal_fail(&error);
    int status = EXIT_GOOD;
    if (replay(&session, &options, &page, &error))
        status = terminal_print(text_of(&page), EXIT_GOOD);
    else
        status = terminal_fail(&error);
    text_clear(&page);
    session_close(&session);
    return status;
}
