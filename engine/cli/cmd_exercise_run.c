/* keyfall exercise run: the terminal room, for one laptop. The facilitator types; what is typed is written to
 * the journal before it is answered. Killed at any moment and started again, the room goes on. */
#include "cli/cmd_exercise.h"
#include "cli/exercise_session.h"
#include "cli/room_commands.h"
#include "cli/terminal.h"
#include "report/desk_page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct argp_option accepted[] = {OPTION_TEXTS_LANGUAGE, OPTION_ASCII, {0}};
static const struct argp parser = {
    accepted,
    exercise_parse_key,
    "FILE",
    "Plays an exercise in this terminal, from where its journal stands. Type help; an "
    "empty line shows what is due. Everything is written before it is answered."
    "\vExample: keyfall exercise run friday.exercise",
    NULL,
    NULL,
    NULL};

static int prompt(const Desk *desk) {
    if (!isatty(STDIN_FILENO)) return 0;
    return printf("%s> ", desk->room->stopped ? "STOPPED" : desk->room->begun ? "room" : "not begun") < 0;
}

static int play(Desk *desk) {
    char *typed = NULL;
    size_t size = 0;
    int status = EXIT_GOOD;
    while (!desk->leaving && status == EXIT_GOOD && !terminal_interrupted()) {
        prompt(desk);
        fflush(stdout);
        ssize_t length = getline(&typed, &size, stdin);
        if (length < 0) break;
        typed[strcspn(typed, "\r\n")] = '\0';
        Error error = {{0}};
        text_clear(desk->page);
        if (!room_obey(desk, typed, &error)) text_add(desk->page, "No: %s.\n", error.text);
        status = terminal_print(text_of(desk->page), EXIT_GOOD);
    }
    free(typed);
    return terminal_interrupted() ? EXIT_INTERRUPTED : status;
}

int cmd_exercise_run(int argc, char **argv) {
    ExerciseOptions options = exercise_options_default("which journal?", 1, 1);
    ExerciseSession session;
    Error error = {{0}};
    Text page = {0};
    if (!exercise_resume_command(&session, &options, &parser, argc, argv, &error))
        return terminal_fail(&error);
    Desk desk = {.room = &session.room,
                 .view = {&session.room, &session.setup, options.language, exercise_style(&options)},
                 .page = &page};
    desk_page_now(&desk.view, &page);
    int status = terminal_print(text_of(&page), EXIT_GOOD);
    if (status == EXIT_GOOD) status = play(&desk);
    text_clear(&page);
    exercise_session_close(&session);
    return status;
}
