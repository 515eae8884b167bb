#include "cli/commands.h"
#include "cli/session.h"
#include "cli/terminal.h"
#include "measure/timeline.h"
#include "report/spread.h"

static const struct argp_option accepted[] = {OPTION_CONTROLS,
                                              OPTION_SEED,
                                              OPTION_WORLD,
                                              OPTION_WORLDS_PER_DRAW,
                                              OPTION_RESPONSE,
                                              OPTION_FIX_PARAMETERS,
                                              OPTION_JSON,
                                              OPTION_ASCII,
                                              {0}};
static const struct argp parser = {
    accepted,
    options_parse_key,
    "SCENARIO",
    "Tells one world as a story with a clock: who fell through whom, who "
    "noticed, who was cut off in time. World N of "
    "a seed is replication N of `keyfall run` with that seed. Without --world it is "
    "world 0, or the first in which what history tells of happened. With --json the spread as a map, which "
    "`keyfall report` draws."
    "\vExample: keyfall replay kaseya-2021 --seed 7",
    NULL,
    NULL,
    NULL};

enum { SEARCHED = 200, WINDOW_WORLDS = 24 };

/* Unless a world was asked for: the first, as it was, in which what history tells of happened; world 0 when
 * there is none among those searched or the scenario gives no condition. */
static bool choose_world(const Session *session, Options *options, Error *error) {
    const Scenario *s = &session->scenario;
    const Adversary *adversary = &s->adversary;
    if (options->world_given || !adversary->has_given) return true;
    const ControlSet *as_it_was = NULL;
    EnsembleOptions search = session_ensemble_options(options);
    search.replications = SEARCHED;
    search.progress = NULL;
    Ensemble ensemble;
    if (!ensemble_run(session->race, &s->parameters, &s->catalogue, &as_it_was, 1, &search, &ensemble, error))
        return false;
    const int64_t *values = ensemble_values(&ensemble, 0, adversary->given_probe);
    uint32_t world = 0;
    while (world < ensemble.replications &&
           (values[world] == METRIC_NONE || values[world] < adversary->given_least))
        world++;
    options->world = world < ensemble.replications ? world : 0;
    ensemble_clear(&ensemble);
    return true;
}

static void tell(const Session *session, const Options *options, const Played *played, Text *page) {
    Told told = played_told(played, session->names[0].title);
    story_write(&told, terminal_style(options), page);
}

static bool map(const Session *session, const Options *options, const Played *played, Text *page,
                Error *error) {
    const Scenario *s = &session->scenario;
    TimelineOptions timeline = {
        .seed = options->seed, .worlds = WINDOW_WORLDS, .response_off = options->response_off};
    uint32_t window;
    JsonWriter writer;
    if (!timeline_window(session->race, &s->parameters, &s->catalogue, session->sets[0], &timeline, &window,
                         error))
        return false;
    json_writer_init(&writer, true);
    spread_json_write(played, s->name, window, &writer);
    text_add(page, "%s%s", writer.text, writer.text[writer.length - 1] == '\n' ? "" : "\n");
    json_writer_clear(&writer);
    return true;
}

static bool replay(const Session *session, const Options *options, Text *page, Error *error) {
    const Scenario *s = &session->scenario;
    PlayedOptions asked = {.seed = options->seed,
                           .replication = options->world,
                           .worlds_per_draw = options->worlds_per_draw,
                           .response_off = options->response_off,
                           .scope = options_scope(options)};
    Played played;
    if (!played_run(&played, session->race, &s->parameters, &s->catalogue, session->sets[0], asked, error))
        return false;
    bool good = true;
    if (options->json)
        good = map(session, options, &played, page, error);
    else
        tell(session, options, &played, page);
    played_clear(&played);
    return good;
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
    if (choose_world(&session, &options, &error) && replay(&session, &options, &page, &error))
        status = terminal_print(text_of(&page), EXIT_GOOD);
    else
        status = terminal_fail(&error);
    text_clear(&page);
    session_close(&session);
    return status;
}
