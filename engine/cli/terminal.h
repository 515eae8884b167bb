/* The terminal: colour or not, progress on stderr, an interrupt, and a plain word when Keyfall itself fails.
 */
#pragma once

#include "base/error.h"
#include "base/json.h"
#include "cli/options.h"
#include "report/page.h"

void terminal_install_handlers(void);
/* Being asked to end (SIGTERM) counts as an interrupt too: for what runs until it is stopped. */
void terminal_catch_termination(void);
bool terminal_interrupted(void);

/* Colour only at a terminal, unless NO_COLOR is set or --ascii given. */
Style terminal_style(const Options *options);

/* A progress for EnsembleOptions: a line on stderr at a terminal; returns false after an interrupt. */
typedef struct Progress {
    double began;     /* seconds of a monotonic clock */
    double expected;  /* worlds that are likely to do; 0: all that were asked for */
    uint32_t already; /* worlds that were there when it began */
    bool shown;
} Progress;
Progress progress_begin(void);
bool progress_step(void *progress, uint32_t done, uint32_t total);
void progress_end(Progress *progress); /* wipes the line */

/* Seconds of a monotonic clock. What it took since `began` is said on stderr when asked for, and at a
 * terminal. */
double terminal_seconds(void);
void terminal_tell_effort(double began, bool asked);

/* This process says nothing any more: another one speaks for it. */
void terminal_silence(void);

/* Waits a moment for a line from whoever sits at the terminal; true when one came. After the end of the input
 * (`*ended`) it only waits. */
bool terminal_typed(int milliseconds, bool *ended);

/* Result on stdout; a full disk or closed pipe is told. The status to exit with, given `good`. */
int terminal_print(const char *text, int good);
int terminal_print_json(JsonWriter *writer, int good); /* clears the writer */
int terminal_fail(const Error *error);                 /* says it on stderr; EXIT_USAGE */
int terminal_no_console(void);                         /* this build has none; EXIT_USAGE */
