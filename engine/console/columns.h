/* Worlds already run: for a setting of a scenario, the metrics of its worlds from the first on. A slider that
 * comes back to where it was finds its figures here, and a longer run goes on where a shorter one ended. Kept
 * until their memory is needed for others.
 *
 * Safe from several threads. Holding a Columns keeps it from being dropped, not from growing. */
#pragma once

#include "console/setting.h"

typedef struct Columns Columns;
typedef struct ColumnCache ColumnCache;

typedef struct ColumnsKey {
    const Loaded *loaded;
    Setting setting;
    uint64_t seed;
    bool response_off;
} ColumnsKey;

enum { COLUMNS_WORLDS_PER_DRAW = 4 };

ColumnCache *columns_cache_create(size_t bytes_kept);
void columns_cache_destroy(ColumnCache *cache);
Columns *columns_hold(ColumnCache *cache, const ColumnsKey *key);
void columns_release(ColumnCache *cache, Columns *columns);
/* Runs what is missing up to `worlds`. Returns with fewer when `stop` is set; false on an error only. */
bool columns_extend(Columns *columns, uint32_t worlds, const atomic_bool *stop, Error *error);
uint32_t columns_worlds(Columns *columns);
/* Copies the first `worlds` of every probe to out[probe × stride]; they must be there. */
void columns_copy(Columns *columns, uint32_t worlds, int64_t *out, size_t stride);
