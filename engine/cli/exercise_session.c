#include "cli/exercise_session.h"

#include "cli/session.h"
#include "cli/terminal.h"

#include <limits.h>
#include <string.h>
#include <time.h>

ExerciseOptions exercise_options_default(const char *missing, uint32_t least, uint32_t most) {
    ExerciseOptions options = {.common = options_default(least, most, 0),
                               .worlds = 2000,
                               .teams = 1,
                               .tries = 12,
                               .plays = 1000,
                               .version = "full"};
    options.common.missing = missing;
    return options;
}

static void set_language(ExerciseOptions *options, const char *argument, struct argp_state *state) {
    if (strcmp(argument, "ja") == 0)
        options->language = LANGUAGE_ja;
    else if (strcmp(argument, "en") != 0)
        argp_error(state, "--language must be en or ja, not '%s'", argument);
}

static void set_paper(ExerciseOptions *options, const char *argument, struct argp_state *state) {
    options->letter = strcmp(argument, "letter") == 0;
    if (!options->letter && strcmp(argument, "a4") != 0)
        argp_error(state, "--paper must be a4 or letter, not '%s'", argument);
}

/* What an exercise's verbs share with all others. */
static error_t parse_common(int key, char *argument, struct argp_state *state, ExerciseOptions *options) {
    state->input = &options->common;
    error_t result = options_parse_key(key, argument, state);
    state->input = options;
    return result;
}

error_t exercise_parse_key(int key, char *argument, struct argp_state *state) {
    ExerciseOptions *options = state->input;
    switch (key) {
    case KEY_WORLDS:
        options->worlds = (uint32_t)option_number(state, "worlds", argument, 1, 1000000);
        break;
    case KEY_TEAMS:
        options->teams = (uint32_t)option_number(state, "teams", argument, 1, TEAMS_MAX);
        break;
    case KEY_VERSION:
        options->version = argument;
        break;
    case KEY_OUT:
        options->out = argument;
        break;
    case KEY_PLAY:
        options->team_kinds = argument;
        break;
    case KEY_TEXTS:
        options->texts = argument;
        break;
    case KEY_APPLY:
        options->apply = true;
        break;
    case KEY_FROM:
        options->from = argument;
        options->common.arguments_least = 0;
        break;
    case KEY_PAPER:
        set_paper(options, argument, state);
        break;
    case KEY_LANGUAGE:
        set_language(options, argument, state);
        break;
    case KEY_FORCE:
        options->force = true;
        break;
    case KEY_FINAL:
        options->final = true;
        break;
    case KEY_WITHOUT_NAMES:
        options->without_names = true;
        break;
    case KEY_PLAYS:
        options->plays = (uint32_t)option_number(state, "plays", argument, 1, 1000000);
        break;
    default:
        return parse_common(key, argument, state, options);
    }
    return 0;
}

Style exercise_style(const ExerciseOptions *options) {
    return terminal_style(&options->common);
}

int64_t exercise_wall(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

bool exercise_session_open(ExerciseSession *session, const char *scenario, const char *version,
                           uint64_t cast_seed, Error *error) {
    char root[PATH_MAX];
    session_root(root);
    memset(session, 0, sizeof *session);
    arena_init(&session->arena);
    if (!scenario_load(&session->scenario, root, scenario, error)) {
        arena_clear(&session->arena);
        return false;
    }
    Scenario *s = &session->scenario;
    session->setup.scenario = arena_text(&session->arena, scenario);
    session->setup.version = arena_text(&session->arena, version);
    session->setup.cast_seed = cast_seed;
    if (exercise_file_load(&session->definition, s, root, version, cast_seed, error)) {
        if (race_compile(s->world, &s->adversary, &s->parameters, &s->catalogue, s->kit, &session->race,
                         error) &&
            stage_init(&session->stage, &session->definition, session->race, &s->parameters, &s->catalogue,
                       NULL, error))
            return true;
    }
    exercise_session_close(session);
    return false;
}

void exercise_session_close(ExerciseSession *session) {
    room_clear(&session->room);
    journal_close(session->journal);
    stage_clear(&session->stage);
    race_destroy(session->race);
    definition_clear(&session->definition);
    scenario_clear(&session->scenario);
    arena_clear(&session->arena);
    memset(session, 0, sizeof *session);
}

static bool play_again(void *context, const RoomEvent *event, Error *error) {
    return room_replay(context, event, error);
}

static bool check_world(ExerciseSession *session, const char *path, Error *error) {
    if (truth_hash(&session->stage) == session->setup.world_hash) return true;
    return error_set(
        error,
        "%s: the scenario \"%s\" has changed since this exercise was made, so its past would come out "
        "differently; put the scenario back as it was, or make a new exercise",
        path, session->setup.scenario);
}

bool exercise_session_resume(ExerciseSession *session, const char *path, Error *error) {
    Arena arena;
    Setup setup;
    Journal *journal;
    arena_init(&arena);
    bool good = journal_open(path, &arena, &setup, &journal, error);
    if (good) {
        good = exercise_session_open(session, setup.scenario, setup.version, setup.cast_seed, error);
        if (!good) journal_close(journal);
    }
    if (!good) {
        arena_clear(&arena);
        return false;
    }
    arena_join(&session->arena, &arena);
    session->journal = journal;
    session->setup = setup;
    for (uint32_t i = 0; good && i < setup.text_count; i++)
        good = texts_apply(&session->definition, &setup.texts[i], error);
    if (!good) {
        exercise_session_close(session);
        return error_at(error, "%s: ", path);
    }
    stage_set_truth(&session->stage, setup.truth);
    room_init(&session->room, &session->definition, &session->stage, setup.teams);
    good = check_world(session, path, error) &&
           journal_read(journal, &session->definition, &session->arena, play_again, &session->room, error);
    session->room.journal = journal;
    if (!good) exercise_session_close(session);
    return good;
}

bool exercise_resume_command(ExerciseSession *session, ExerciseOptions *options, const struct argp *parser,
                             int argc, char **argv, Error *error) {
    argp_parse(parser, argc, argv, 0, NULL, options);
    return exercise_session_resume(session, options->common.arguments[0], error);
}

bool exercise_session_pick(ExerciseSession *session, const ExerciseOptions *options, Error *error) {
    Progress progress = progress_begin();
    PickOptions pick = {.seed = options->common.seed,
                        .worlds = options->worlds,
                        .worlds_per_draw = 4,
                        .tries = options->tries,
                        .progress = progress_step,
                        .context = &progress};
    session->setup.teams = options->teams;
    bool good = truth_pick(&session->stage, &pick, &session->setup, error);
    progress_end(&progress);
    return good;
}

static bool open_either(ExerciseSession *session, const ExerciseOptions *options, bool picks, Error *error) {
    static const char ending[] = ".exercise";
    const char *what = options->common.arguments[0];
    size_t length = strlen(what);
    if (length >= sizeof ending && strcmp(what + length - (sizeof ending - 1), ending) == 0)
        return exercise_session_resume(session, what, error);
    if (!exercise_session_open(session, what, options->version, options->common.seed, error)) return false;
    if (!picks || exercise_session_pick(session, options, error)) return true;
    exercise_session_close(session);
    return false;
}

bool exercise_either_command(ExerciseSession *session, ExerciseOptions *options, bool picks,
                             const struct argp *parser, int argc, char **argv, Error *error) {
    argp_parse(parser, argc, argv, 0, NULL, options);
    return open_either(session, options, picks, error);
}
