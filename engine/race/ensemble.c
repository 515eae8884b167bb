/* Replications over threads: a thread takes a parameter draw at a time, so that tables are built once for all
 * control sets and all worlds of the draw. Results have their place by index; nothing is summed across
 * threads but the order-free hashes. */
#include "race/ensemble.h"

#include "race/compiled.h"
#include "race/walks.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define WORLDS_PER_DRAW 4
#define LUCK_SWAP UINT64_C(0x6b65796c75636b) /* other luck: the replication's number is moved far away */

typedef struct Job {
    const Race *race;
    const ParameterSet *parameters;
    const Catalogue *catalogue;
    const EnsembleOptions *options;
    Ensemble *out;
    Walks walks;
    bool *wanted; /* [probe] or NULL: every one */
    uint32_t draws;
    atomic_uint next_draw, done;
    atomic_bool stop;
    atomic_uchar *finished; /* [draw] */
    pthread_mutex_t lock;
    pthread_cond_t moved;
    uint32_t running;
} Job;

typedef struct Worker {
    Job *job;
    Weights **weights; /* [walk] */
    RaceState *state;
    ParameterDraw draw;
    int64_t *metrics; /* of the sets of one walk */
    uint64_t *hashes; /* [set] */
    pthread_t thread;
} Worker;

/* `place` counts from the first replication asked for. */
static void keep_world(Worker *worker, const Walk *walk, uint32_t place) {
    Ensemble *out = worker->job->out;
    for (uint32_t set = 0; set < walk->count; set++) {
        int64_t *column = out->values + walk->sets[set] * ensemble_columns(out) * out->stride + place;
        const int64_t *metrics = worker->metrics + (size_t)set * out->probe_count;
        for (uint32_t probe = 0; probe < out->probe_count; probe++) {
            if (worker->job->wanted && !worker->job->wanted[probe]) continue;
            *column = metrics[probe];
            column += out->stride;
        }
    }
}

static void keep_hashes(Worker *worker, const Walk *walk, uint32_t replication) {
    uint64_t hashes[SETS_IN_A_WALK];
    race_state_hashes(worker->state, hashes);
    for (uint32_t set = 0; set < walk->count; set++)
        worker->hashes[walk->sets[set]] += name_join(replication, hashes[set]);
}

static bool counts_only(const Job *job) {
    return job->options->no_hashes || job->wanted;
}

static void run_world(Worker *worker, uint32_t draw, uint32_t place) {
    Job *job = worker->job;
    uint32_t replication = job->options->first + place;
    RaceOptions options = {.seed = job->options->seed,
                           .draw = draw,
                           .replication = replication + (job->options->swap_luck ? LUCK_SWAP : 0),
                           .response_off = job->options->response_off,
                           .wanted = job->wanted,
                           .counts_only = counts_only(job)};
    if (job->options->same_luck) options.draw = 0, options.replication = place % job->out->worlds_per_draw;
    for (uint32_t walk = 0; walk < job->walks.list.count; walk++) {
        race_run(job->race, worker->weights[walk], worker->state, options, worker->metrics);
        keep_world(worker, &job->walks.list.items[walk], place);
        if (!options.counts_only) keep_hashes(worker, &job->walks.list.items[walk], replication);
    }
}

static void fill_draw(Worker *worker, uint32_t draw) {
    const Job *job = worker->job;
    const EnsembleOptions *options = job->options;
    if (options->fill)
        options->fill(options->points, draw, &worker->draw);
    else
        parameter_draw_fill(&worker->draw, job->parameters, job->catalogue, options->seed, draw,
                            options->scope);
}

/* Draw number `place` of those asked for. */
static void run_draw(Worker *worker, uint32_t place) {
    Job *job = worker->job;
    Ensemble *out = job->out;
    uint32_t draw = job->options->first / out->worlds_per_draw + place;
    fill_draw(worker, draw);
    weights_evaluate(worker->weights[0], &worker->draw);
    for (uint32_t walk = 1; walk < job->walks.list.count; walk++)
        weights_evaluate_like(worker->weights[walk], &worker->draw, worker->weights[0]);
    uint32_t first = place * out->worlds_per_draw, end = first + out->worlds_per_draw;
    if (end > out->stride) end = out->stride;
    for (uint32_t world = first; world < end; world++) run_world(worker, draw, world);
    atomic_fetch_add(&job->done, end - first);
    atomic_store(&job->finished[place], 1);
}

static bool is_stopped(Job *job) {
    const atomic_bool *asked = job->options->stop;
    return atomic_load(&job->stop) || (asked && atomic_load(asked));
}

static void *work(void *argument) {
    Worker *worker = argument;
    Job *job = worker->job;
    while (!is_stopped(job)) {
        uint32_t draw = atomic_fetch_add(&job->next_draw, 1);
        if (draw >= job->draws) break;
        run_draw(worker, draw);
    }
    pthread_mutex_lock(&job->lock);
    job->running--;
    pthread_cond_signal(&job->moved);
    pthread_mutex_unlock(&job->lock);
    return NULL;
}

/* Waits for the workers and tells how far they are, a few times a second. The clock paces the display alone.
 */
static void watch(Job *job) {
    const EnsembleOptions *options = job->options;
    pthread_mutex_lock(&job->lock);
    while (job->running > 0) {
        struct timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_nsec += 200 * 1000 * 1000;
        until.tv_sec += until.tv_nsec / 1000000000;
        until.tv_nsec %= 1000000000;
        pthread_cond_timedwait(&job->moved, &job->lock, &until);
        if (!options->progress) continue;
        pthread_mutex_unlock(&job->lock);
        if (!options->progress(options->context, atomic_load(&job->done), options->replications))
            atomic_store(&job->stop, true);
        pthread_mutex_lock(&job->lock);
    }
    pthread_mutex_unlock(&job->lock);
}

static uint32_t thread_count(const EnsembleOptions *options, uint32_t draws) {
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    uint32_t threads = options->threads ? options->threads : processors > 0 ? (uint32_t)processors : 1;
    if (threads > 256) threads = 256;
    return threads < draws ? threads : draws ? draws : 1;
}

static void worker_init(Worker *worker, Job *job) {
    worker->job = job;
    worker->state = race_state_create(job->race);
    parameter_draw_init(&worker->draw, job->parameters, job->catalogue);
    worker->metrics = heap_take((size_t)job->out->probe_count * SETS_IN_A_WALK, sizeof *worker->metrics);
    worker->hashes = heap_take(job->out->set_count, sizeof *worker->hashes);
    worker->weights = heap_take(job->walks.list.count, sizeof *worker->weights);
    for (uint32_t walk = 0; walk < job->walks.list.count; walk++)
        worker->weights[walk] = weights_share(job->walks.list.items[walk].weights);
}

static void worker_clear(Worker *worker) {
    for (uint32_t walk = 0; walk < worker->job->walks.list.count; walk++)
        weights_destroy(worker->weights[walk]);
    free(worker->weights);
    free(worker->metrics);
    free(worker->hashes);
    parameter_draw_clear(&worker->draw);
    race_state_destroy(worker->state);
}

/* What is whole from the start on counts; a draw finished beyond a gap does not. */
static void close_ensemble(Job *job) {
    Ensemble *out = job->out;
    uint32_t draw = 0;
    while (draw < job->draws && atomic_load(&job->finished[draw])) draw++;
    uint64_t whole = (uint64_t)draw * out->worlds_per_draw;
    out->replications = whole < out->stride ? (uint32_t)whole : out->stride;
    out->partial = out->replications < out->stride;
}

static void run_workers(Job *job, uint32_t threads) {
    Worker *workers = heap_take(threads, sizeof *workers);
    for (uint32_t i = 0; i < threads; i++) worker_init(&workers[i], job);
    pthread_mutex_init(&job->lock, NULL);
    pthread_cond_init(&job->moved, NULL);
    uint32_t started = 0;
    job->running = threads;
    while (started < threads && pthread_create(&workers[started].thread, NULL, work, &workers[started]) == 0)
        started++;
    if (started < threads) { /* fewer threads than asked for give the same result */
        pthread_mutex_lock(&job->lock);
        job->running -= threads - started - (started == 0);
        pthread_mutex_unlock(&job->lock);
        if (started == 0) work(&workers[0]);
    }
    watch(job);
    for (uint32_t i = 0; i < started; i++) pthread_join(workers[i].thread, NULL);
    for (uint32_t i = 0; i < threads; i++) {
        for (uint32_t set = 0; set < job->out->set_count; set++)
            job->out->hashes[set] += workers[i].hashes[set];
        worker_clear(&workers[i]);
    }
    pthread_cond_destroy(&job->moved);
    pthread_mutex_destroy(&job->lock);
    free(workers);
}

/* Sets that do the same have the same results. */
static void copy_twins(const Job *job) {
    Ensemble *out = job->out;
    size_t size = ensemble_columns(out) * out->stride;
    for (uint32_t set = 0; set < out->set_count; set++) {
        uint32_t twin = job->walks.twin[set];
        if (twin == set || size == 0) continue;
        memcpy(out->values + set * size, out->values + twin * size, size * sizeof *out->values);
        out->hashes[set] = out->hashes[twin];
    }
}

static void run_job(Job *job) {
    const EnsembleOptions *options = job->options;
    Ensemble *out = job->out;
    out->hashes = heap_take(out->set_count, sizeof *out->hashes);
    assert(options->first % out->worlds_per_draw == 0);
    job->draws = (out->stride + out->worlds_per_draw - 1) / out->worlds_per_draw;
    job->finished = heap_take(job->draws, sizeof *job->finished);
    run_workers(job, thread_count(options, job->draws));
    close_ensemble(job);
    copy_twins(job);
    free(job->finished);
    if (options->progress) options->progress(options->context, out->replications, options->replications);
}

static bool *wanted_probes(const EnsembleOptions *options, uint32_t probe_count) {
    if (!options->wanted_count) return NULL;
    bool *wanted = heap_take(probe_count, sizeof *wanted);
    for (uint32_t i = 0; i < options->wanted_count; i++) wanted[options->wanted[i]] = true;
    return wanted;
}

/* What is wanted has columns in the order of the probes. */
static void plan_columns(const EnsembleOptions *options, Ensemble *out) {
    bool *wanted = wanted_probes(options, out->probe_count);
    if (!wanted) return;
    out->columns = heap_take(out->probe_count, sizeof *out->columns);
    for (uint32_t probe = 0; probe < out->probe_count; probe++)
        out->columns[probe] = wanted[probe] ? out->column_count++ : NONE;
    free(wanted);
}

Ensemble ensemble_empty(const Race *race, uint32_t set_count, const EnsembleOptions *options) {
    Ensemble out = {.set_count = set_count,
                    .probe_count = race->adversary->probes.count,
                    .worlds_per_draw = ensemble_worlds_per_draw(options),
                    .stride = options->replications};
    plan_columns(options, &out);
    out.values = heap_take(set_count * ensemble_columns(&out) * out.stride, sizeof *out.values);
    return out;
}

uint32_t ensemble_worlds_per_draw(const EnsembleOptions *options) {
    return options->worlds_per_draw ? options->worlds_per_draw : WORLDS_PER_DRAW;
}

bool ensemble_run(const Race *race, const ParameterSet *parameters, const Catalogue *catalogue,
                  const ControlSet *const *sets, uint32_t set_count, const EnsembleOptions *options,
                  Ensemble *out, Error *error) {
    Ensemble made = ensemble_empty(race, set_count, options);
    Job job = {.race = race,
               .parameters = parameters,
               .catalogue = catalogue,
               .options = options,
               .out = &made,
               .wanted = wanted_probes(options, made.probe_count)};
    bool ok = walks_make(&job.walks, race, sets, set_count, race_ends_with_attack(race, job.wanted), error);
    if (ok) {
        run_job(&job);
        walks_clear(&job.walks);
        *out = made;
    } else {
        ensemble_clear(&made);
    }
    free(job.wanted);
    return ok;
}

void ensemble_clear(Ensemble *ensemble) {
    free(ensemble->values);
    free(ensemble->hashes);
    free(ensemble->columns);
    *ensemble = (Ensemble){0};
}
