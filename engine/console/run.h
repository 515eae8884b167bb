/* Runs: an assessment, or a setting raced over growing batches of worlds beside a pinned one, then the two
 * cascades over time, then what each control would change from here. Each batch is published as soon as it is
 * there; a new run of the same lane (one page) cancels the one it overtakes.
 *
 * Few run at once and few wait; results are kept for a while, for whoever asks again. Safe from several
 * threads. */
#pragma once

#include "console/columns.h"
#include "console/stream.h"

enum { RUNS_AT_ONCE = 2, RUNS_UNFINISHED = 16, RUNS_KEPT = 64, RUN_LANE_MAX = 40, RUN_WORLDS_MAX = 20000 };

typedef struct Diligence Diligence;

typedef struct RunRequest {
    Diligence *diligence; /* an assessment; the run takes it over. NULL: a setting, raced */
    const Loaded *loaded;
    Setting now, pinned;
    bool has_pinned, worth, response_off;
    uint32_t metric; /* what is on the screen: read first */
    uint64_t seed;
    uint32_t worlds;             /* a multiple of COLUMNS_WORLDS_PER_DRAW */
    uint64_t owner;              /* session */
    char lane[RUN_LANE_MAX + 1]; /* within the session */
} RunRequest;

typedef struct Runs Runs;
typedef struct Run Run;

/* `wake` is called, with no lock held, whenever a run has published something. */
Runs *runs_create(void (*wake)(void *context), void *context);
/* Cancels everything and waits for it; from then on nothing starts and nobody is woken. */
void runs_stop(Runs *runs);
/* Once stopped and held by nobody. NULL is fine. */
void runs_destroy(Runs *runs);

/* Cancels what it overtakes. False when too many are unfinished already; nothing is taken over then. */
bool runs_start(Runs *runs, const RunRequest *request, uint64_t *id, Error *error);
/* NULL when the owner has no such run (any more); otherwise to be given back with run_release. */
Run *runs_hold(Runs *runs, uint64_t id, uint64_t owner);
void run_release(Run *run);
void run_cancel(Run *run);

/* A source for a stream; takes over the hold. */
StreamSource run_source(Run *run);
/* The state and the newest of everything published, as one JSON object. */
void run_write(Run *run, Text *out);
