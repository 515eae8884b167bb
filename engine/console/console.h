/* `keyfall serve`: the console's server with everything behind it. Prints nothing: the command line does. */
#pragma once

#include "base/error.h"
#include "base/text.h"
#include "exercise/room.h"

#include <stdint.h>

typedef struct Console Console;

/* An exercise to open in place of the lab; all borrowed. */
typedef struct ConsoleExercise {
    Room *room; /* with its journal */
    const Setup *setup;
    const char *key_path;  /* where the key of the seats lies, or is to lie */
    int64_t (*wall)(void); /* milliseconds since 1970-01-01 UTC */
} ConsoleExercise;

typedef struct ConsoleOptions {
    const char *root;                /* as in scenario_load */
    const char *page;                /* folder of the built page */
    uint16_t port;                   /* 0: any that is free */
    const char *listen;              /* as in ServerOptions */
    const ConsoleExercise *exercise; /* or NULL: the lab */
} ConsoleOptions;

enum { CONSOLE_PORT = 8421 };

bool console_start(const ConsoleOptions *options, Console **out, Error *error);
/* A new link, good once, that opens the lab with a scenario chosen ("" for none). */
void console_link(Console *console, const char *scenario, Text *out);
/* The links and codes of an exercise, for the terminal: the facilitator's link first. */
void console_seats(const Console *console, Text *out);
/* Whether there is such a scenario. */
bool console_has(const Console *console, const char *scenario);
/* Cancels what runs, ends streams, and returns when all is closed. NULL is fine. */
void console_stop(Console *console);
