/* Many replications, on many threads, under many control sets: the same luck for each set.
 *
 * Replications come in parameter draws: replication r belongs to draw r / worlds_per_draw, so that more
 * replications never change earlier ones, and luck and ignorance can be told apart. */
#pragma once

#include "race/race.h"

#include <stdatomic.h>

typedef struct EnsembleOptions {
    uint64_t seed;
    uint32_t replications;
    uint32_t first;           /* the replication to begin with, a multiple of worlds_per_draw: for batches */
    uint32_t worlds_per_draw; /* 0 means the default, 4 */
    uint32_t threads;         /* 0 means one per processor */
    ParameterScope scope;
    bool response_off;
    bool swap_luck; /* other luck, the same parameters: for shares of variance */
    bool no_hashes; /* nobody reads Ensemble.hashes: they stay 0 */
    /* The probes that are read; others have no values. What only others would show is not computed, which can
     * be most of a walk; hashes stay 0. wanted_count 0: every probe. */
    const uint32_t *wanted;
    uint32_t wanted_count;
    /* A study's own points (sensitivity): fills draw number `draw` instead of the scope. Called by several
     * threads at once; NULL for none. */
    void (*fill)(const void *points, uint64_t draw, ParameterDraw *out);
    const void *points;
    bool same_luck; /* every draw meets the luck of draw 0, so that draws differ by their parameters alone */
    /* Called from the calling thread only, a few times a second, and at the end; may be NULL. Returning false
     * stops the run after the batches under way. */
    bool (*progress)(void *context, uint32_t done, uint32_t total);
    void *context;
    const atomic_bool *stop; /* set by another thread, it stops the run at once; may be NULL */
} EnsembleOptions;

typedef struct Ensemble {
    uint32_t set_count, probe_count;
    uint32_t replications; /* done: all, or the complete leading part when stopped early */
    uint32_t worlds_per_draw;
    bool partial;
    int64_t *values; /* [set][column][replication − first], replications asked for as stride; owned */
    uint32_t stride;
    uint32_t *columns;     /* [probe] its column, or NONE; NULL: every probe has one, in order; owned */
    uint32_t column_count; /* with columns */
    uint64_t *hashes;      /* per set: order-free sum of the replications' state hashes */
} Ensemble;

static inline size_t ensemble_columns(const Ensemble *ensemble) {
    return ensemble->columns ? ensemble->column_count : ensemble->probe_count;
}
/* The values of one probe under one set: replications of them. */
static inline const int64_t *ensemble_values(const Ensemble *ensemble, uint32_t set, uint32_t probe) {
    uint32_t column = ensemble->columns ? ensemble->columns[probe] : probe;
    return ensemble->values + (set * ensemble_columns(ensemble) + column) * ensemble->stride;
}

uint32_t ensemble_worlds_per_draw(const EnsembleOptions *options); /* asked for, or the default */

/* `sets` has set_count entries; NULL entries are the world as it is. */
bool ensemble_run(const Race *race, const ParameterSet *parameters, const Catalogue *catalogue,
                  const ControlSet *const *sets, uint32_t set_count, const EnsembleOptions *options,
                  Ensemble *out, Error *error);
/* Room for what they ask for, and nothing in it yet. */
Ensemble ensemble_empty(const Race *race, uint32_t set_count, const EnsembleOptions *options);
void ensemble_clear(Ensemble *ensemble);
