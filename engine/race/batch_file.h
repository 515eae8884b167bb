/* The batches of a run that are finished, in a file, so that a run that was killed goes on where it was.
 *
 * Lines of JSON (docs/formats/batches.md): the first says which run it is, each other holds a batch with a
 * checksum, in order of replications. A file of another run is refused by what differs; a damaged line by its
 * number. */
#pragma once

#include "base/line_file.h"
#include "race/ensemble.h"

/* What makes a run the same run. Borrowed texts. */
typedef struct BatchRun {
    const char *scenario;
    const char *const *sets; /* ids, [set_count] */
    uint32_t set_count;
    const Adversary *adversary;
    uint64_t seed;
    uint32_t worlds_per_draw;
    bool response_off, parameters_fixed;
} BatchRun;

typedef struct BatchFile {
    LineFile lines;
    uint32_t worlds; /* finished, from the first on */
} BatchFile;

/* `path` is borrowed. Fails on the user's account; then nothing is open. */
bool batch_file_open(BatchFile *file, const char *path, const BatchRun *run, Error *error);
/* Puts the leading min(file->worlds, out->stride) worlds in their places; out->replications tells how many.
 */
bool batch_file_read(const BatchFile *file, Ensemble *out, Error *error);
/* Adds the batch that begins with world file->worlds. */
bool batch_file_add(BatchFile *file, const Ensemble *batch, Error *error);
void batch_file_close(BatchFile *file);
