#include "race/batches.h"

#include "race/compiled.h"

#include <string.h>

#define FIRST_LOOK 256
#define KEPT_AT_ONCE 512 /* worlds a rank runs between two writes */

typedef struct Run {
    const Race *race;
    const ParameterSet *parameters;
    const Catalogue *catalogue;
    const ControlSet *const *sets;
    uint32_t set_count;
    const EnsembleOptions *options;
    const BatchOptions *batches;
    Ensemble *out; /* replications: done so far */
} Run;

/* What rank 0 says comes next. */
typedef struct Step {
    uint32_t first, end;
    bool goes_on, failed;
} Step;

typedef struct BatchProgress {
    const EnsembleOptions *options;
    uint32_t first, ranks;
} BatchProgress;

static uint32_t round_up(uint64_t worlds, uint32_t worlds_per_draw) {
    uint64_t rounded = (worlds + worlds_per_draw - 1) / worlds_per_draw * worlds_per_draw;
    return rounded < UINT32_MAX ? (uint32_t)rounded : UINT32_MAX;
}

uint32_t batches_next_look(uint32_t done, uint32_t worlds_per_draw) {
    for (uint64_t power = FIRST_LOOK;; power *= 2) {
        uint32_t look = round_up(power, worlds_per_draw);
        uint32_t between = round_up(power + power / 2, worlds_per_draw);
        if (look > done || look == UINT32_MAX) return look;
        if (between > done) return between;
    }
}

static uint32_t least(uint32_t a, uint32_t b) {
    return a < b ? a : b;
}

/* The other ranks are about as far as this one. */
static bool tell_progress(void *context, uint32_t done, uint32_t total) {
    const BatchProgress *progress = context;
    const EnsembleOptions *options = progress->options;
    (void)total;
    uint64_t all = progress->first + (uint64_t)done * progress->ranks;
    if (all > options->replications) all = options->replications;
    return options->progress(options->context, (uint32_t)all, options->replications);
}

static bool run_range(const Run *run, uint32_t first, uint32_t end, BatchProgress progress, Ensemble *batch,
                      Error *error) {
    EnsembleOptions options = *run->options;
    options.first = first;
    options.replications = end - first;
    if (options.progress) {
        options.progress = tell_progress;
        options.context = &progress;
    }
    return ensemble_run(run->race, run->parameters, run->catalogue, run->sets, run->set_count, &options,
                        batch, error);
}

/* Whole draws, as evenly as may be; the first ranks take one more. */
static uint32_t share_begin(const Run *run, const Step *step, uint32_t rank) {
    uint32_t per_draw = run->out->worlds_per_draw, ranks = run->batches->ranks.count;
    uint64_t draws = (step->end - step->first + per_draw - 1) / per_draw;
    uint64_t worlds = (draws * rank / ranks) * per_draw;
    return worlds < step->end - step->first ? step->first + (uint32_t)worlds : step->end;
}

/* Puts `worlds` worlds of columns that are `stride` apart behind those that are there. */
static void append(Ensemble *out, const int64_t *values, uint32_t stride, uint32_t worlds) {
    size_t columns = out->set_count * ensemble_columns(out);
    for (size_t column = 0; column < columns; column++)
        memcpy(out->values + column * out->stride + out->replications, values + column * stride,
               worlds * sizeof *values);
    out->replications += worlds;
}

/* The shares in order of ranks, up to the first that was not finished. The batch is owned by the caller. */
static void join_shares(const Run *run, const Step *step, const int64_t *all, const uint32_t *counts,
                        Ensemble *batch) {
    size_t columns = run->set_count * ensemble_columns(batch);
    bool whole = true;
    for (uint32_t rank = 0; rank < run->batches->ranks.count && whole; rank++) {
        uint32_t asked = share_begin(run, step, rank + 1) - share_begin(run, step, rank);
        uint32_t worlds = columns ? (uint32_t)(counts[rank] / columns) : asked;
        append(batch, all, worlds, worlds);
        all += counts[rank];
        whole = worlds == asked;
    }
    batch->partial = !whole;
}

/* `share` without the room that an interrupt left empty. */
static int64_t *pack(const Ensemble *share, uint32_t *count) {
    size_t columns = share->set_count * ensemble_columns(share);
    *count = (uint32_t)(columns * share->replications);
    int64_t *packed = heap_take(*count, sizeof *packed);
    for (size_t column = 0; column < columns; column++)
        memcpy(packed + column * share->replications, share->values + column * share->stride,
               share->replications * sizeof *packed);
    return packed;
}

/* Takes the share and gives the whole batch, which is empty but on rank 0. */
static Ensemble gather(const Run *run, const Step *step, Ensemble *share) {
    Ranks ranks = run->batches->ranks;
    EnsembleOptions options = *run->options;
    options.replications = step->end - step->first;
    Ensemble batch = ensemble_empty(run->race, run->set_count, &options);
    size_t room = batch.set_count * ensemble_columns(&batch) * batch.stride;
    uint32_t count, *counts = heap_take(ranks.count, sizeof *counts);
    int64_t *packed = pack(share, &count);
    int64_t *all = heap_take(room, sizeof *all);
    ranks_gather_counts(ranks, count, counts);
    ranks_gather(ranks, packed, count, all, counts);
    if (ranks.rank == 0) join_shares(run, step, all, counts, &batch);
    free(all);
    free(packed);
    free(counts);
    ensemble_clear(share);
    return batch;
}

static bool run_batch(const Run *run, const Step *step, Ensemble *batch, Error *error) {
    Ranks ranks = run->batches->ranks;
    BatchProgress progress = {run->options, step->first, ranks.count};
    uint32_t first = share_begin(run, step, ranks.rank), end = share_begin(run, step, ranks.rank + 1);
    if (!run_range(run, first, end, progress, batch, error)) return false;
    if (ranks.count > 1) *batch = gather(run, step, batch);
    return true;
}

/* An edited scenario, control set or catalogue gives other numbers: the first draw is run again and compared.
 */
static bool check_first_draw(const Run *run, Error *error) {
    uint32_t worlds = least(run->out->worlds_per_draw, run->out->replications);
    Ensemble again;
    EnsembleOptions quiet = *run->options;
    quiet.progress = NULL;
    Run silent = *run;
    silent.options = &quiet;
    if (!run_range(&silent, 0, worlds, (BatchProgress){0}, &again, error)) return false;
    bool same = again.partial;
    size_t columns = again.set_count * ensemble_columns(&again), column = 0;
    while (column < columns &&
           memcmp(again.values + column * again.stride, run->out->values + column * run->out->stride,
                  worlds * sizeof *again.values) == 0)
        column++;
    same |= column == columns;
    ensemble_clear(&again);
    return same ||
           error_set(error,
                     "%s: its first worlds are not those of this scenario and these control sets, which "
                     "have been changed since; name another file",
                     run->batches->file->lines.path);
}

static bool begin(const Run *run, Error *error) {
    const BatchOptions *batches = run->batches;
    if (!batches->file) return true;
    return batch_file_read(batches->file, run->out, error) &&
           (run->out->replications == 0 || check_first_draw(run, error));
}

static bool is_enough(const Run *run) {
    const BatchOptions *batches = run->batches;
    uint32_t done = run->out->replications;
    bool look = done > 0 && batches_next_look(done - 1, run->out->worlds_per_draw) == done;
    return look && batches->enough && batches->enough(batches->context, run->out);
}

/* Whatever the batches are, the worlds are the same; only the looks are at fixed counts. */
static uint32_t end_of_batch(const Run *run) {
    const BatchOptions *batches = run->batches;
    uint32_t per_draw = run->out->worlds_per_draw, done = run->out->replications;
    uint32_t end = run->options->replications;
    if (batches->enough) end = least(end, batches_next_look(done, per_draw));
    if (batches->kept || batches->ranks.count > 1)
        end = least(end, round_up(done + (uint64_t)KEPT_AT_ONCE * batches->ranks.count, per_draw));
    return end;
}

static Step next_step(const Run *run, bool failed) {
    const Ensemble *out = run->out;
    Step step = {.first = out->replications, .failed = failed};
    step.goes_on =
        !failed && !out->partial && out->replications < run->options->replications && !is_enough(run);
    if (step.goes_on) step.end = end_of_batch(run);
    return step;
}

static bool keep(const Run *run, const Ensemble *batch, Error *error) {
    append(run->out, batch->values, batch->stride, batch->replications);
    run->out->partial = batch->partial;
    BatchFile *file = run->batches->file;
    return !file || batch->replications == 0 || batch_file_add(file, batch, error);
}

/* Worlds of an interrupted ensemble end with a whole draw, so the run can go on behind them. */
static bool run_steps(const Run *run, Error *error) {
    Ranks ranks = run->batches->ranks;
    bool good = begin(run, error);
    for (;;) {
        Ensemble batch;
        Step step = next_step(run, !good);
        ranks_agree(ranks, &step, sizeof step);
        if (!step.goes_on) return good && !step.failed;
        if (!run_batch(run, &step, &batch, error)) return false;
        if (ranks.rank == 0) good = keep(run, &batch, error);
        ensemble_clear(&batch);
    }
}

bool batches_run(const Race *race, const ParameterSet *parameters, const Catalogue *catalogue,
                 const ControlSet *const *sets, uint32_t set_count, const EnsembleOptions *options,
                 const BatchOptions *batches, Ensemble *out, Error *error) {
    assert(!batches->file || !options->wanted_count); /* what is kept is kept whole */
    Ensemble made = ensemble_empty(race, set_count, options);
    Run run = {race, parameters, catalogue, sets, set_count, options, batches, &made};
    if (!run_steps(&run, error)) {
        ensemble_clear(&made);
        return false;
    }
    *out = made;
    return true;
}
