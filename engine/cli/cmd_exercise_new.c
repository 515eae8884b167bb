#include "base/file.h"
#include "cli/cmd_exercise.h"
#include "cli/exercise_session.h"
#include "cli/terminal.h"
#include "report/figure.h"

static const struct argp_option accepted[] = {
    {"out", KEY_OUT, "FILE", 0, "The journal to make (default: SCENARIO.exercise)", 0},
    {"version", KEY_VERSION, "NAME", 0, "A version that exercise.lua declares (default: full)", 0},
    {"teams", KEY_TEAMS, "NUMBER", 0, "Teams that play the same truth apart (default 1)", 0},
    {"worlds", KEY_WORLDS, "NUMBER", 0, "Worlds to pick the truth from (default 2000)", 0},
    OPTION_SEED,
    {0}};
static const struct argp parser = {
    accepted,
    exercise_parse_key,
    "SCENARIO",
    "Picks a world that hits the players and in which good play is worth it, and "
    "writes a journal for `keyfall exercise run`."
    "\vExample: keyfall exercise new kaseya-2021 --version short -o friday.exercise",
    NULL,
    NULL,
    NULL};

static void tell(const ExerciseSession *session, const char *path, Text *page) {
    const Definition *definition = &session->definition;
    const Setup *setup = &session->setup;
    const Probe *score = &race_adversary(session->race)->probes.items[definition->score];
    text_add(page, "%s: %s, %u minutes, %u team%s\n\n", path, wording_in(definition->title, LANGUAGE_en),
             definition->minutes, setup->teams, setup->teams == 1 ? "" : "s");
    page_wrap(page, 0,
              "The truth is world %u of seed %llu. It was picked: of %u worlds %u hit all who play; this is "
              "the %u%s "
              "tried from the middle outwards, and in it doing nothing is worse than in %s of them.",
              setup->truth.replication, (unsigned long long)setup->truth.seed, setup->looked_at, setup->hit,
              setup->tried,
              setup->tried == 1   ? "st"
              : setup->tried == 2 ? "nd"
              : setup->tried == 3 ? "rd"
                                  : "th",
              figure_share(setup->rank).text);
    page_wrap(page, 0, "%s: %s when nothing is done, %s with good play.", score->title,
              figure_metric(score, (double)setup->nothing).text,
              figure_metric(score, (double)setup->good).text);
    text_add(page, "\nNext: keyfall exercise check %s\n", path);
}

/* Looked at before the picking, which takes a while. */
static bool is_free(const char *path, Error *error) {
    return !file_exists(path) ||
           error_set(error, "%s: is there already; give another name, or remove it", path);
}

int cmd_exercise_new(int argc, char **argv) {
    ExerciseOptions options = exercise_options_default("scenario", 1, 1);
    argp_parse(&parser, argc, argv, 0, NULL, &options);
    ExerciseSession session;
    Error error = {{0}};
    Text page = {0}, path = {0};
    if (!exercise_session_open(&session, options.arguments[0], options.version, options.seed, &error))
        return terminal_fail(&error);
    if (options.out)
        text_add(&path, "%s", options.out);
    else
        text_add(&path, "%s.exercise", session.scenario.name);
    int status;
    if (is_free(text_of(&path), &error) && exercise_session_pick(&session, &options, &error) &&
        journal_create(text_of(&path), &session.setup, &session.journal, &error)) {
        tell(&session, text_of(&path), &page);
        status = terminal_print(text_of(&page), EXIT_GOOD);
    } else
        status = terminal_fail(&error);
    text_clear(&page);
    text_clear(&path);
    exercise_session_close(&session);
    return status;
}
