#include "cli/commands.h"
#include "cli/session.h"
#include "cli/terminal.h"

#ifdef KEYFALL_CONSOLE

#include "console/console.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KEY_PORT = 'p', TICK_MILLISECONDS = 250 };

typedef struct ServeOptions {
    uint16_t port;
    const char *scenario;
} ServeOptions;

static error_t parse_key(int key, char *argument, struct argp_state *state) {
    ServeOptions *options = state->input;
    if (key == KEY_PORT) {
        char *end;
        unsigned long port = strtoul(argument, &end, 10);
        if (*argument < '0' || *argument > '9' || *end || port > UINT16_MAX)
            argp_error(state, "--port must be a whole number from 0 to 65535, not '%s'", argument);
        options->port = (uint16_t)port;
        return 0;
    }
    if (key != ARGP_KEY_ARG) return ARGP_ERR_UNKNOWN;
    if (*options->scenario) argp_error(state, "'%s' is one too many", argument);
    options->scenario = argument;
    return 0;
}

static const struct argp_option accepted[] = {
    {"port", KEY_PORT, "NUMBER", 0, "The port on this machine (default 8421; 0: any that is free)", 0}, {0}};
static const struct argp parser = {
    accepted,
    parse_key,
    "[SCENARIO]",
    "Shows the lab in a browser on this machine: prints one link to open. Nobody "
    "else can reach it. Ctrl-C ends it."
    "\vExample: keyfall serve kaseya-2021",
    NULL,
    NULL,
    NULL};

static void print_link(Console *console, const char *scenario) {
    Text link = {0};
    console_link(console, scenario, &link);
    printf("%s\n", text_of(&link));
    fflush(stdout);
    text_clear(&link);
}

static void wait_for_interrupt(Console *console, const char *scenario) {
    bool ended = false;
    while (!terminal_interrupted()) {
        if (terminal_typed(TICK_MILLISECONDS, &ended)) print_link(console, scenario);
    }
}

static int serve(const ServeOptions *options) {
    char root[PATH_MAX], page[PATH_MAX + 64];
    Console *console = NULL;
    Error error = {{0}};
    session_root(root);
    session_page(root, page, sizeof page);
    ConsoleOptions console_options = {.root = root, .page = page, .port = options->port};
    if (!console_start(&console_options, &console, &error)) return terminal_fail(&error);
    if (*options->scenario && !console_has(console, options->scenario)) {
        console_stop(console);
        error_set(&error, "there is no scenario '%s'; `keyfall list` shows them", options->scenario);
        return terminal_fail(&error);
    }
    fprintf(stderr,
            "Open this link in a browser on this machine (it is good once; Enter prints another; Ctrl-C "
            "ends):\n");
    print_link(console, options->scenario);
    wait_for_interrupt(console, options->scenario);
    console_stop(console);
    return EXIT_GOOD;
}

int cmd_serve(int argc, char **argv) {
    ServeOptions options = {.port = CONSOLE_PORT, .scenario = ""};
    argp_parse(&parser, argc, argv, 0, NULL, &options);
    terminal_catch_termination();
    return serve(&options);
}

#else

int cmd_serve(int argc, char **argv) {
    static const struct argp parser = {
        NULL,
        NULL,
        "[SCENARIO]",
        "Would show the lab in a browser, but this build has no console.\vExample: "
        "keyfall serve kaseya-2021",
        NULL,
        NULL,
        NULL};
    argp_parse(&parser, argc, argv, ARGP_NO_ARGS, NULL, NULL);
    return terminal_no_console();
}

#endif
