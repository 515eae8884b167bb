#include "measure/crew.h"

#include "base/arena.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

typedef struct Crew {
    bool (*job)(void *jobs, uint32_t index, Error *error);
    void *jobs;
    uint32_t count;
    atomic_uint next, done;
    atomic_bool stop;
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t moved;
    uint32_t running;
    uint32_t failed; /* the least index that failed, or count */
    Error why;
} Crew;

static void note_failure(Crew *crew, uint32_t index, const Error *why) {
    pthread_mutex_lock(&crew->lock);
    if (index < crew->failed) {
        crew->failed = index;
        crew->why = *why;
    }
    pthread_mutex_unlock(&crew->lock);
    atomic_store(&crew->stop, true);
}

static void *work(void *argument) {
    Crew *crew = argument;
    while (!atomic_load(&crew->stop)) {
        uint32_t index = atomic_fetch_add(&crew->next, 1);
        if (index >= crew->count) break;
        Error why = {{0}};
        if (crew->job(crew->jobs, index, &why))
            atomic_fetch_add(&crew->done, 1);
        else
            note_failure(crew, index, &why);
    }
    pthread_mutex_lock(&crew->lock);
    crew->running--;
    pthread_cond_signal(&crew->moved);
    pthread_mutex_unlock(&crew->lock);
    return NULL;
}

/* The clock paces the display alone. */
static void watch(Crew *crew, const CrewOptions *options) {
    uint32_t each = options->each ? options->each : 1;
    pthread_mutex_lock(&crew->lock);
    while (crew->running > 0) {
        struct timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_sec += until.tv_nsec >= 800000000;
        until.tv_nsec = (until.tv_nsec + 200000000) % 1000000000;
        pthread_cond_timedwait(&crew->moved, &crew->lock, &until);
        pthread_mutex_unlock(&crew->lock);
        if (options->progress &&
            !options->progress(options->context, atomic_load(&crew->done) * each, crew->count * each))
            atomic_store(&crew->stop, true);
        pthread_mutex_lock(&crew->lock);
    }
    pthread_mutex_unlock(&crew->lock);
}

static uint32_t thread_count(const Crew *crew, const CrewOptions *options) {
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    uint32_t threads = options->threads ? options->threads : processors > 0 ? (uint32_t)processors : 1;
    if (threads > 256) threads = 256;
    return threads < crew->count ? threads : crew->count ? crew->count : 1;
}

static void start(Crew *crew, const CrewOptions *options) {
    uint32_t wanted = thread_count(crew, options), started = 0;
    pthread_t *threads = heap_take(wanted, sizeof *threads);
    crew->running = wanted;
    while (started < wanted && pthread_create(&threads[started], NULL, work, crew) == 0) started++;
    pthread_mutex_lock(&crew->lock);
    crew->running -= wanted - started;
    if (started == 0) crew->running = 1;
    pthread_mutex_unlock(&crew->lock);
    if (started == 0) work(crew);
    watch(crew, options);
    for (uint32_t i = 0; i < started; i++) pthread_join(threads[i], NULL);
    free(threads);
}

bool crew_run(bool (*job)(void *jobs, uint32_t index, Error *error), void *jobs, uint32_t count,
              const CrewOptions *options, Error *error) {
    Crew crew = {.job = job, .jobs = jobs, .count = count, .failed = count};
    pthread_mutex_init(&crew.lock, NULL);
    pthread_cond_init(&crew.moved, NULL);
    start(&crew, options);
    bool good = atomic_load(&crew.done) == count;
    if (!good) *error = crew.why;
    pthread_cond_destroy(&crew.moved);
    pthread_mutex_destroy(&crew.lock);
    return good;
}
