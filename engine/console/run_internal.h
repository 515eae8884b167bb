/* What the files behind run.h share. */
#pragma once

#include "console/run.h"
#include "measure/ratio.h"

#include <pthread.h>

/* What a run publishes; of each the newest replaces what was there. */
typedef enum RunPart {
    RUN_RESULT,
    RUN_TIMELINE,
    RUN_WORTH,
    RUN_PROGRESS,
    RUN_ASSESSMENT,
    RUN_END,
    RUN_PARTS
} RunPart;
typedef enum RunState { RUN_WAITING, RUN_RUNNING, RUN_DONE, RUN_CANCELLED, RUN_FAILED } RunState;

struct Run {
    Runs *runs;
    uint64_t id;
    RunRequest request;
    atomic_bool stop;
    Run *next; /* under the lock of `runs`, as the holders */
    uint32_t holders;
    pthread_mutex_t lock; /* of what follows */
    RunState state;
    char *parts[RUN_PARTS]; /* JSON; owned */
    uint64_t numbers[RUN_PARTS], last_number;
};

struct Runs {
    pthread_mutex_t lock;
    pthread_cond_t arrived;
    Run *first; /* newest first */
    uint64_t last_id;
    bool stopping;
    ColumnCache *cache;
    pthread_t threads[RUNS_AT_ONCE];
    uint32_t thread_count;
    void (*wake)(void *context);
    void *context;
};

/* Takes over the writer's text and wakes the streams. */
void run_publish(Run *run, RunPart part, char *json);
/* Does all of it; on the thread of a runner. */
void run_execute(Run *run);

/* The assessment of a run that has one; false when it was stopped or failed. */
bool diligence_execute(Run *run, Error *error);

/* The pinned setting first, if there is one, then the present one. The caller clears it. */
void run_gather(const RunRequest *request, Columns *now, Columns *pinned, uint32_t worlds, Ensemble *out);

/* The texts of the parts; the caller owns what they return. */
char *run_result_json(const RunRequest *request, const Ensemble *ensemble);
char *run_timeline_json(const Timeline *timeline);

typedef struct ControlWorth {
    uint32_t control;
    uint32_t worlds;
    double difference[METRIC_MONEY + 1]; /* of the mean, at level 3 everywhere minus now */
    Interval ci95[METRIC_MONEY + 1];
} ControlWorth;
char *run_worth_json(const RunRequest *request, const ControlWorth *worths, uint32_t count, bool complete);
