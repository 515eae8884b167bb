#include "console/diligence.h"
#include "console/run_internal.h"

#include <string.h>

enum { CACHE_BYTES = 96 << 20 };

static const char *const part_names[RUN_PARTS] = {"result",   "timeline",   "worth",
                                                  "progress", "assessment", "end"};
static const char *const state_names_of_runs[] = {"waiting", "running", "done", "cancelled", "failed"};

static bool is_finished(Run *run) {
    pthread_mutex_lock(&run->lock);
    bool finished = run->state >= RUN_DONE;
    pthread_mutex_unlock(&run->lock);
    return finished;
}

static void destroy(Run *run) {
    for (int part = 0; part < RUN_PARTS; part++) free(run->parts[part]);
    diligence_destroy(run->request.diligence);
    pthread_mutex_destroy(&run->lock);
    free(run);
}

/* ------------------------------------------------------------------ publishing */

void run_publish(Run *run, RunPart part, char *json) {
    pthread_mutex_lock(&run->lock);
    free(run->parts[part]);
    run->parts[part] = json;
    run->numbers[part] = ++run->last_number;
    pthread_mutex_unlock(&run->lock);
    run->runs->wake(run->runs->context);
}

/* The oldest part that is newer than `id`, or RUN_PARTS. */
static int part_after(const Run *run, uint64_t id) {
    int oldest = RUN_PARTS;
    for (int part = 0; part < RUN_PARTS; part++) {
        bool newer = run->parts[part] && run->numbers[part] > id;
        if (newer && (oldest == RUN_PARTS || run->numbers[part] < run->numbers[oldest])) oldest = part;
    }
    return oldest;
}

static StreamStep next_event(void *context, uint64_t *id, Text *out) {
    Run *run = context;
    pthread_mutex_lock(&run->lock);
    int part = part_after(run, *id);
    StreamStep step = STREAM_EVENT;
    if (part < RUN_PARTS) {
        *id = run->numbers[part];
        stream_event(out, *id, part_names[part], run->parts[part]);
    } else {
        step = run->parts[RUN_END] ? STREAM_END : STREAM_WAIT;
    }
    pthread_mutex_unlock(&run->lock);
    return step;
}

static void release_source(void *context) {
    run_release(context);
}

StreamSource run_source(Run *run) {
    return (StreamSource){next_event, release_source, run};
}

void run_write(Run *run, Text *out) {
    pthread_mutex_lock(&run->lock);
    text_add(out, "{\"format\":\"keyfall.run\",\"version\":1,\"id\":\"%llu\",\"state\":\"%s\"",
             (unsigned long long)run->id, state_names_of_runs[run->state]);
    for (int part = 0; part < RUN_END; part++) {
        text_add(out, ",\"%s\":", part_names[part]);
        const char *json = run->parts[part] ? run->parts[part] : "null";
        text_add_n(out, json, strlen(json));
    }
    text_add(out, "}");
    pthread_mutex_unlock(&run->lock);
}

/* ------------------------------------------------------------------ runners */

static Run *oldest_waiting(Runs *runs) {
    Run *found = NULL;
    for (Run *run = runs->first; run; run = run->next) {
        pthread_mutex_lock(&run->lock);
        if (run->state == RUN_WAITING) found = run;
        pthread_mutex_unlock(&run->lock);
    }
    return found;
}

static void set_state(Run *run, RunState state) {
    pthread_mutex_lock(&run->lock);
    run->state = state;
    pthread_mutex_unlock(&run->lock);
}

/* The next run, held, or NULL when there are to be no more. */
static Run *next_run(Runs *runs) {
    Run *run;
    pthread_mutex_lock(&runs->lock);
    while (!(run = oldest_waiting(runs)) && !runs->stopping) pthread_cond_wait(&runs->arrived, &runs->lock);
    if (run) {
        run->holders++;
        set_state(run, RUN_RUNNING);
    }
    pthread_mutex_unlock(&runs->lock);
    return run;
}

static void *execute_runs(void *argument) {
    for (Run *run; (run = next_run(argument));) {
        run_execute(run);
        run_release(run);
    }
    return NULL;
}

Runs *runs_create(void (*wake)(void *context), void *context) {
    Runs *runs = heap_take(1, sizeof *runs);
    runs->wake = wake;
    runs->context = context;
    runs->cache = columns_cache_create(CACHE_BYTES);
    pthread_mutex_init(&runs->lock, NULL);
    pthread_cond_init(&runs->arrived, NULL);
    while (runs->thread_count < RUNS_AT_ONCE &&
           pthread_create(&runs->threads[runs->thread_count], NULL, execute_runs, runs) == 0)
        runs->thread_count++;
    if (runs->thread_count > 0) return runs;
    runs_destroy(runs);
    return NULL;
}

void runs_stop(Runs *runs) {
    pthread_mutex_lock(&runs->lock);
    runs->stopping = true;
    for (Run *run = runs->first; run; run = run->next) run_cancel(run);
    pthread_cond_broadcast(&runs->arrived);
    pthread_mutex_unlock(&runs->lock);
    for (uint32_t i = 0; i < runs->thread_count; i++) pthread_join(runs->threads[i], NULL);
}

void runs_destroy(Runs *runs) {
    if (!runs) return;
    while (runs->first) {
        Run *next = runs->first->next;
        destroy(runs->first);
        runs->first = next;
    }
    columns_cache_destroy(runs->cache);
    pthread_cond_destroy(&runs->arrived);
    pthread_mutex_destroy(&runs->lock);
    free(runs);
}

/* ------------------------------------------------------------------ the list */

static void cancel_overtaken(Runs *runs, const RunRequest *request) {
    for (Run *run = runs->first; run; run = run->next) {
        if (run->request.owner == request->owner && strcmp(run->request.lane, request->lane) == 0)
            run_cancel(run);
    }
}

/* Drops finished runs beyond those kept, oldest first, and counts the unfinished that nobody has cancelled.
 */
static uint32_t tidy(Runs *runs) {
    uint32_t seen = 0, unfinished = 0;
    for (Run **at = &runs->first; *at;) {
        Run *run = *at;
        bool finished = is_finished(run);
        unfinished += !finished && !atomic_load(&run->stop);
        if (++seen > RUNS_KEPT && finished && run->holders == 0) {
            *at = run->next;
            destroy(run);
        } else {
            at = &run->next;
        }
    }
    return unfinished;
}

bool runs_start(Runs *runs, const RunRequest *request, uint64_t *id, Error *error) {
    pthread_mutex_lock(&runs->lock);
    cancel_overtaken(runs, request);
    bool room = tidy(runs) < RUNS_UNFINISHED && !runs->stopping;
    if (room) {
        Run *run = heap_take(1, sizeof *run);
        run->runs = runs;
        run->request = *request;
        pthread_mutex_init(&run->lock, NULL);
        *id = run->id = ++runs->last_id;
        run->next = runs->first;
        runs->first = run;
        pthread_cond_signal(&runs->arrived);
    }
    pthread_mutex_unlock(&runs->lock);
    return room ||
           error_set(error, "%d runs are under way already; wait for one or cancel it", RUNS_UNFINISHED);
}

Run *runs_hold(Runs *runs, uint64_t id, uint64_t owner) {
    pthread_mutex_lock(&runs->lock);
    Run *run = runs->first;
    while (run && !(run->id == id && run->request.owner == owner)) run = run->next;
    if (run) run->holders++;
    pthread_mutex_unlock(&runs->lock);
    return run;
}

void run_release(Run *run) {
    Runs *runs = run->runs;
    pthread_mutex_lock(&runs->lock);
    run->holders--;
    pthread_mutex_unlock(&runs->lock);
}

void run_cancel(Run *run) {
    atomic_store(&run->stop, true);
}
