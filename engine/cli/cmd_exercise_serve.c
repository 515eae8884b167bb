/* keyfall exercise serve: the exercise in browsers. The journal is this process's alone while it runs; killed
 * at any moment and started again, everybody goes on with the seat they had. */
#include "cli/cmd_exercise.h"
#include "cli/exercise_session.h"
#include "cli/session.h"
#include "cli/terminal.h"

#ifdef KEYFALL_CONSOLE

#include "console/console.h"
#include "console/lan.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

enum { KEY_PORT = 'p', KEY_LISTEN = 3000, KEY_INSECURE, TICK_MILLISECONDS = 250 };

typedef struct ServeOptions {
    const char *file, *listen;
    uint16_t port;
    bool insecure;
} ServeOptions;

static error_t parse_key(int key, char *argument, struct argp_state *state) {
    ServeOptions *options = state->input;
    switch (key) {
    case KEY_PORT:
        options->port = (uint16_t)option_number(state, "port", argument, 0, UINT16_MAX);
        return 0;
    case KEY_LISTEN:
        options->listen = argument;
        return 0;
    case KEY_INSECURE:
        options->insecure = true;
        return 0;
    case ARGP_KEY_ARG:
        if (options->file) argp_error(state, "'%s' is one too many", argument);
        options->file = argument;
        return 0;
    case ARGP_KEY_END:
        if (!options->file) argp_error(state, "which journal?");
        if (options->listen && !options->insecure)
            argp_error(state,
                       "--listen opens the exercise to the whole network without encryption: whoever is on "
                       "it can read along; add --insecure-lan to say that this is meant");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_option accepted[] = {
    {"port", KEY_PORT, "NUMBER", 0, "The port on this machine (default 8421; 0: any that is free)", 0},
    {"listen", KEY_LISTEN, "ADDRESS", 0,
     "Also on this address of this machine, so that phones reach it; `exercise check` shows which there are",
     0},
    {"insecure-lan", KEY_INSECURE, 0, 0, "Yes, without encryption: use a network of your own", 0},
    {0}};
static const struct argp parser = {
    accepted,
    parse_key,
    "FILE",
    "Plays an exercise in browsers, from where its journal stands: prints the facilitator's link and a code "
    "for "
    "every role. Everything is written before it is answered. Enter prints the codes again; Ctrl-C ends it."
    "\vExample: keyfall exercise serve friday.exercise --listen 192.168.1.7 --insecure-lan",
    NULL,
    NULL,
    NULL};

static void print_seats(const Console *console) {
    Text page = {0};
    console_seats(console, &page);
    printf("%s\n", text_of(&page));
    fflush(stdout);
    text_clear(&page);
}

static void serve_until_interrupted(const Console *console) {
    bool ended = false;
    while (!terminal_interrupted()) {
        if (terminal_typed(TICK_MILLISECONDS, &ended)) print_seats(console);
    }
}

static int serve(const ServeOptions *options, ExerciseSession *session) {
    char root[PATH_MAX], page[PATH_MAX + 64], key[PATH_MAX];
    Error error = {{0}};
    Console *console = NULL;
    session_root(root);
    session_page(root, page, sizeof page);
    snprintf(key, sizeof key, "%s.key", options->file);
    ConsoleExercise exercise = {&session->room, &session->setup, key, exercise_wall};
    ConsoleOptions console_options = {
        .root = root, .page = page, .port = options->port, .listen = options->listen, .exercise = &exercise};
    if (!console_start(&console_options, &console, &error)) return terminal_fail(&error);
    fprintf(stderr,
            "EXERCISE ONLY. The first link is the facilitator's; keep it to yourself. Enter prints this "
            "again; Ctrl-C ends.\n");
    print_seats(console);
    serve_until_interrupted(console);
    console_stop(console);
    return EXIT_GOOD;
}

int cmd_exercise_serve(int argc, char **argv) {
    ServeOptions options = {.port = CONSOLE_PORT};
    ExerciseSession session;
    Error error = {{0}};
    argp_parse(&parser, argc, argv, 0, NULL, &options);
    if (options.listen && !lan_has(options.listen)) {
        error_set(&error, "%s is no address of this machine; `keyfall exercise check` shows which there are",
                  options.listen);
        return terminal_fail(&error);
    }
    terminal_catch_termination();
    if (!exercise_session_resume(&session, options.file, &error)) return terminal_fail(&error);
    int status = serve(&options, &session);
    exercise_session_close(&session);
    return status;
}

#else

int cmd_exercise_serve(int argc, char **argv) {
    static const struct argp parser = {
        NULL, NULL, "FILE", "Would play an exercise in browsers, but this build has no console.",
        NULL, NULL, NULL};
    argp_parse(&parser, argc, argv, ARGP_NO_ARGS, NULL, NULL);
    return terminal_no_console();
}

#endif
