/* An ensemble in batches: shared over ranks, kept in a file as they finish, and ended at a fixed count when
 * somebody finds that the answer is good enough. The result has the bytes of one ensemble_run whatever the
 * number of ranks and however often it was begun again. */
#pragma once

#include "race/batch_file.h"
#include "race/ranks.h"

typedef struct BatchOptions {
    Ranks ranks;     /* {0, 1} for one process */
    BatchFile *file; /* of rank 0; NULL: nothing is kept */
    bool kept;       /* some rank has a file */
    /* On rank 0, after 256, 384, 512, 768, 1,024, … replications: is the answer good enough? NULL: never. */
    bool (*enough)(void *context, const Ensemble *so_far);
    void *context;
} BatchOptions;

/* As ensemble_run; all of it is in *out on rank 0, on other ranks nothing is (replications 0). hashes are not
 * filled. Fails on every rank when it fails on rank 0. */
bool batches_run(const Race *race, const ParameterSet *parameters, const Catalogue *catalogue,
                 const ControlSet *const *sets, uint32_t set_count, const EnsembleOptions *options,
                 const BatchOptions *batches, Ensemble *out, Error *error);

/* The count at which is looked next, after `done`: the same whatever the machine. */
uint32_t batches_next_look(uint32_t done, uint32_t worlds_per_draw);
