#include "console/columns.h"

#include <assert.h>
#include <pthread.h>
#include <string.h>

struct Columns {
    ColumnsKey key;
    pthread_mutex_t lock; /* held while worlds are added */
    int64_t *values;      /* [probe × capacity] */
    uint32_t probes, worlds, capacity;
    uint32_t holders; /* under the cache's lock, as the rest */
    uint64_t last_use;
    size_t bytes;
    Columns *next;
};

struct ColumnCache {
    pthread_mutex_t lock;
    Columns *first;
    uint64_t uses;
    size_t bytes_kept;
};

ColumnCache *columns_cache_create(size_t bytes_kept) {
    ColumnCache *cache = heap_take(1, sizeof *cache);
    pthread_mutex_init(&cache->lock, NULL);
    cache->bytes_kept = bytes_kept;
    return cache;
}

static void destroy(Columns *columns) {
    pthread_mutex_destroy(&columns->lock);
    free(columns->values);
    free(columns);
}

void columns_cache_destroy(ColumnCache *cache) {
    if (!cache) return;
    while (cache->first) {
        Columns *next = cache->first->next;
        destroy(cache->first);
        cache->first = next;
    }
    pthread_mutex_destroy(&cache->lock);
    free(cache);
}

static bool is_same(const ColumnsKey *a, const ColumnsKey *b) {
    return a->loaded == b->loaded && a->seed == b->seed && a->response_off == b->response_off &&
           setting_equal(&a->setting, &b->setting);
}

static Columns *add(ColumnCache *cache, const ColumnsKey *key) {
    Columns *columns = heap_take(1, sizeof *columns);
    columns->key = *key;
    columns->probes = key->loaded->scenario.adversary.probes.count;
    pthread_mutex_init(&columns->lock, NULL);
    columns->next = cache->first;
    cache->first = columns;
    return columns;
}

Columns *columns_hold(ColumnCache *cache, const ColumnsKey *key) {
    pthread_mutex_lock(&cache->lock);
    Columns *found = cache->first;
    while (found && !is_same(&found->key, key)) found = found->next;
    if (!found) found = add(cache, key);
    found->holders++;
    found->last_use = ++cache->uses;
    pthread_mutex_unlock(&cache->lock);
    return found;
}

/* The one unused for longest that nobody holds, or NULL. */
static Columns **stalest(ColumnCache *cache) {
    Columns **found = NULL;
    for (Columns **at = &cache->first; *at; at = &(*at)->next) {
        if ((*at)->holders == 0 && (!found || (*at)->last_use < (*found)->last_use)) found = at;
    }
    return found;
}

static size_t bytes_of(const ColumnCache *cache) {
    size_t bytes = 0;
    for (const Columns *at = cache->first; at; at = at->next) bytes += at->bytes;
    return bytes;
}

void columns_release(ColumnCache *cache, Columns *columns) {
    pthread_mutex_lock(&cache->lock);
    columns->holders--;
    columns->bytes = sizeof *columns + (size_t)columns->probes * columns->capacity * sizeof(int64_t);
    Columns **stale;
    while (bytes_of(cache) > cache->bytes_kept && (stale = stalest(cache))) {
        Columns *gone = *stale;
        *stale = gone->next;
        destroy(gone);
    }
    pthread_mutex_unlock(&cache->lock);
}

static void make_room(Columns *columns, uint32_t worlds) {
    if (worlds <= columns->capacity) return;
    int64_t *wider = heap_take((size_t)columns->probes * worlds, sizeof *wider);
    for (uint32_t probe = 0; columns->worlds > 0 && probe < columns->probes; probe++) {
        memcpy(wider + (size_t)probe * worlds, columns->values + (size_t)probe * columns->capacity,
               columns->worlds * sizeof *wider);
    }
    free(columns->values);
    columns->values = wider;
    columns->capacity = worlds;
}

static void append(Columns *columns, const Ensemble *ensemble) {
    /* Only whole draws: the next batch begins with one. */
    uint32_t added = ensemble->replications - ensemble->replications % COLUMNS_WORLDS_PER_DRAW;
    if (added == 0) return; /* stopped before the first draw was whole */
    make_room(columns, columns->worlds + added);
    for (uint32_t probe = 0; probe < columns->probes; probe++) {
        memcpy(columns->values + (size_t)probe * columns->capacity + columns->worlds,
               ensemble_values(ensemble, 0, probe), added * sizeof(int64_t));
    }
    columns->worlds += added;
}

static bool run_missing(Columns *columns, uint32_t worlds, const atomic_bool *stop, Error *error) {
    const ColumnsKey *key = &columns->key;
    const Scenario *s = &key->loaded->scenario;
    ControlSet set;
    setting_control_set(&key->setting, key->loaded, "now", &set);
    const ControlSet *sets[] = {&set};
    EnsembleOptions options = {.seed = key->seed,
                               .first = columns->worlds,
                               .replications = worlds - columns->worlds,
                               .worlds_per_draw = COLUMNS_WORLDS_PER_DRAW,
                               .scope = SCOPE_ALL,
                               .response_off = key->response_off,
                               .no_hashes = true,
                               .stop = stop};
    Ensemble ensemble;
    bool good =
        ensemble_run(key->loaded->race, &s->parameters, &s->catalogue, sets, 1, &options, &ensemble, error);
    if (good) {
        append(columns, &ensemble);
        ensemble_clear(&ensemble);
    }
    control_set_clear(&set);
    return good;
}

bool columns_extend(Columns *columns, uint32_t worlds, const atomic_bool *stop, Error *error) {
    assert(worlds % COLUMNS_WORLDS_PER_DRAW == 0);
    pthread_mutex_lock(&columns->lock);
    bool good = columns->worlds >= worlds || run_missing(columns, worlds, stop, error);
    pthread_mutex_unlock(&columns->lock);
    return good;
}

uint32_t columns_worlds(Columns *columns) {
    pthread_mutex_lock(&columns->lock);
    uint32_t worlds = columns->worlds;
    pthread_mutex_unlock(&columns->lock);
    return worlds;
}

void columns_copy(Columns *columns, uint32_t worlds, int64_t *out, size_t stride) {
    pthread_mutex_lock(&columns->lock);
    assert(worlds <= columns->worlds);
    for (uint32_t probe = 0; probe < columns->probes; probe++) {
        memcpy(out + probe * stride, columns->values + (size_t)probe * columns->capacity,
               worlds * sizeof *out);
    }
    pthread_mutex_unlock(&columns->lock);
}
