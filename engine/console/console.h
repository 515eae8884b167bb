/* `keyfall serve`: the console's server with everything behind it. Prints nothing: the command line does. */
#pragma once

#include "base/error.h"
#include "base/text.h"

#include <stdint.h>

typedef struct Console Console;

typedef struct ConsoleOptions {
    const char *root; /* as in scenario_load */
    const char *page; /* folder of the built page */
    uint16_t port;    /* 0: any that is free */
} ConsoleOptions;

enum { CONSOLE_PORT = 8421 };

bool console_start(const ConsoleOptions *options, Console **out, Error *error);
/* A new link, good once, that opens the lab with a scenario chosen ("" for none). */
void console_link(Console *console, const char *scenario, Text *out);
/* Whether there is such a scenario. */
bool console_has(const Console *console, const char *scenario);
/* Cancels what runs, ends streams, and returns when all is closed. NULL is fine. */
void console_stop(Console *console);
