#include "script/pool.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

void pool_init(Pool *pool) {
    *pool = (Pool){0};
    arena_init(&pool->arena);
}

void pool_clear(Pool *pool) {
    vec_clear(&pool->list);
    arena_clear(&pool->arena);
}

static bool agrees(const Pool *pool, const SharedNumber *shared, const Parameter *parameter, Error *error) {
    for (uint32_t i = 0; i < pool->list.count; i++) {
        const Evidence *other = &pool->list.items[i];
        if (strcmp(other->name, shared->name) != 0 || strcmp(other->dimension, shared->dimension) == 0)
            continue;
        return error_set(error, "%s: shared \"%s\" is %s here, but %s at %s; give one of them another name",
                         parameter->where, shared->name, *shared->dimension ? shared->dimension : "a count",
                         *other->dimension ? other->dimension : "a count", other->where);
    }
    return true;
}

static const char *published_by(Pool *pool, const Parameter *parameter) {
    if (parameter->provenance != PROVENANCE_SOURCED) return NULL;
    return arena_text(&pool->arena, parameter->source);
}

bool pool_add(Pool *pool, const Scenario *scenario, Error *error) {
    if (!scenario->adversary.history.count) return true;
    for (uint32_t i = 0; i < scenario->shared.count; i++) {
        const SharedNumber *shared = &scenario->shared.items[i];
        const Parameter *parameter = &scenario->parameters.list.items[shared->parameter];
        if (!agrees(pool, shared, parameter, error)) return false;
        if (parameter->provenance == PROVENANCE_ASSUMED) continue;
        Evidence evidence = {.scenario = arena_text(&pool->arena, scenario->name),
                             .name = arena_text(&pool->arena, shared->name),
                             .dimension = shared->dimension,
                             .where = arena_text(&pool->arena, parameter->where),
                             .source = published_by(pool, parameter),
                             .low = shared->own[0] * shared->scale,
                             .mode = shared->own[1] * shared->scale,
                             .high = shared->own[2] * shared->scale};
        vec_push(&pool->list, evidence);
    }
    return true;
}

typedef struct Others {
    double *modes;
    double low, high;
    uint32_t count, incidents;
} Others;

/* Evidence of one incident lies together. */
static void others_add(Others *others, const Evidence *evidence, const char **last) {
    if (!others->count || evidence->low < others->low) others->low = evidence->low;
    if (!others->count || evidence->high > others->high) others->high = evidence->high;
    others->modes[others->count++] = evidence->mode;
    others->incidents += !*last || strcmp(*last, evidence->scenario) != 0;
    *last = evidence->scenario;
}

static int compare_modes(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median_of(double *modes, uint32_t count) {
    qsort(modes, count, sizeof *modes, compare_modes);
    return (modes[(count - 1) / 2] + modes[count / 2]) / 2;
}

static void replace(SharedNumber *shared, Parameter *parameter, const Others *others, Arena *arena) {
    Text source = {0};
    text_add(&source, "pooled from %u other incident%s", others->incidents,
             others->incidents == 1 ? "" : "s");
    parameter->low = others->low / shared->scale;
    parameter->mode = median_of(others->modes, others->count) / shared->scale;
    parameter->high = others->high / shared->scale;
    parameter->source = arena_text(arena, text_of(&source));
    parameter->provenance = PROVENANCE_SOURCED;
    shared->incidents = others->incidents;
    text_clear(&source);
}

/* Whether what precedes evidence k in the pool has lent the same publication already. */
static bool is_repeated(const Pool *pool, uint32_t k, const SharedNumber *shared, const Scenario *scenario) {
    const char *source = pool->list.items[k].source;
    for (uint32_t i = 0; source && i < k; i++) {
        const Evidence *before = &pool->list.items[i];
        if (before->source && strcmp(before->source, source) == 0 &&
            strcmp(before->name, shared->name) == 0 && strcmp(before->scenario, scenario->name) != 0)
            return true;
    }
    return false;
}

static bool lends(const Pool *pool, uint32_t k, const SharedNumber *shared, const Scenario *scenario) {
    const Evidence *evidence = &pool->list.items[k];
    const Parameter *own = &scenario->parameters.list.items[shared->parameter];
    if (strcmp(evidence->name, shared->name) != 0 || strcmp(evidence->scenario, scenario->name) == 0)
        return false;
    if (evidence->source && strcmp(evidence->source, own->source) == 0) return false;
    return !is_repeated(pool, k, shared, scenario);
}

void pool_apply(const Pool *pool, Scenario *scenario) {
    double *modes = heap_take(pool->list.count, sizeof *modes);
    for (uint32_t i = 0; i < scenario->shared.count; i++) {
        SharedNumber *shared = &scenario->shared.items[i];
        Others others = {.modes = modes};
        const char *last = NULL;
        for (uint32_t k = 0; k < pool->list.count; k++) {
            if (lends(pool, k, shared, scenario)) others_add(&others, &pool->list.items[k], &last);
        }
        if (others.incidents)
            replace(shared, &scenario->parameters.list.items[shared->parameter], &others, &scenario->arena);
    }
    free(modes);
}
