#include "cli/cmd_exercise.h"
#include "cli/exercise_session.h"
#include "cli/terminal.h"
#include "report/desk_page.h"

#include <stdio.h>
#include <string.h>

static const struct argp_option accepted[] = {
    {"play", KEY_PLAY, "KINDS", 0, "One robot per team: good, nothing or random (default: good,nothing)", 0},
    OPTION_EXERCISE_VERSION,
    OPTION_PICKED_WORLDS,
    OPTION_TEXTS_LANGUAGE,
    OPTION_SEED,
    OPTION_ASCII,
    {0}};
static const struct argp parser = {
    accepted,
    exercise_parse_key,
    "SCENARIO|FILE",
    "Plays an exercise with robot teams, so that nothing in it is new on the day. A "
    "journal is read for its truth and left as it is."
    "\vExample: keyfall exercise rehearse kaseya-2021 --play good,random",
    NULL,
    NULL,
    NULL};

static bool read_kinds(const char *words, RobotKind *kinds, uint32_t *count, Error *error) {
    char copy[512];
    snprintf(copy, sizeof copy, "%s", words);
    *count = 0;
    char *rest = copy;
    for (char *word = strtok_r(copy, ",", &rest); word; word = strtok_r(NULL, ",", &rest)) {
        int found = kind_find(word, robot_names, ROBOT_KINDS);
        if (found < 0) return error_set(error, "--play: a robot is good, nothing or random, not '%s'", word);
        if (*count == TEAMS_MAX) return error_set(error, "--play: at most %d teams", TEAMS_MAX);
        kinds[(*count)++] = (RobotKind)found;
    }
    return *count > 0 || error_set(error, "--play: name at least one robot");
}

static bool rehearse(ExerciseSession *session, const ExerciseOptions *options, Text *page, Error *error) {
    RobotKind kinds[TEAMS_MAX];
    uint32_t count;
    if (!read_kinds(options->team_kinds ? options->team_kinds : "good,nothing", kinds, &count, error))
        return false;
    Room room;
    room_init(&room, &session->definition, &session->stage, count);
    bool good = robot_play(&room, kinds, options->common.seed, 0, error);
    if (good)
        desk_page_rehearsal(
            &(ExerciseView){&room, &session->setup, options->language, exercise_style(options)}, kinds, page);
    room_clear(&room);
    return good;
}

int cmd_exercise_rehearse(int argc, char **argv) {
    ExerciseOptions options = exercise_options_default("which scenario or journal?", 1, 1);
    ExerciseSession session;
    Error error = {{0}};
    Text page = {0};
    if (!exercise_either_command(&session, &options, true, &parser, argc, argv, &error))
        return terminal_fail(&error);
    int status = rehearse(&session, &options, &page, &error) ? terminal_print(text_of(&page), EXIT_GOOD)
                                                             : terminal_fail(&error);
    text_clear(&page);
    exercise_session_close(&session);
    return status;
}
