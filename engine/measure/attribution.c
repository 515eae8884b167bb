#include "measure/attribution_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool attribution_takes(const Probe *probe) {
    switch (probe->kind) {
    case PROBE_FIRST_NOTICE:
    case PROBE_FIRST_CONTAINED:
    case PROBE_DWELL:
    case PROBE_FIRST_STATE:
    case PROBE_LAST_STATE:
        return false;
    default:
        return true;
    }
}

uint64_t gather_mask(const Gather *gather, uint64_t coalition) {
    uint64_t mask = 0;
    for (uint32_t i = 0; i < gather->active_count; i++)
        if (coalition >> i & 1) mask |= UINT64_C(1) << gather->active[i];
    return mask;
}

static void note_change(Gather *gather, uint64_t mask, const int64_t *values) {
    const Attribution *out = gather->out;
    if (mask == 0) memcpy(gather->plain, values, out->worlds * sizeof *values);
    if (__builtin_popcountll(mask) != 1) return;
    uint32_t changed = 0;
    for (uint32_t i = 0; i < out->worlds; i++) changed += values[i] != gather->plain[i];
    out->changed[__builtin_ctzll(mask)] = (double)changed / out->worlds;
}

void gather_values(Gather *gather, uint64_t mask, const Ensemble *ensemble, uint32_t set) {
    const Attribution *out = gather->out;
    const int64_t *values = ensemble_values(ensemble, set, out->probe);
    int64_t *sums = gather->scratch[ATTRIBUTED_MEAN];
    memset(sums, 0, gather->columns[ATTRIBUTED_MEAN] * sizeof *sums);
    for (uint32_t i = 0; i < out->worlds; i++) {
        bool fits = llabs(values[i]) < GAME_VALUE_MAX / out->worlds_per_draw;
        gather->too_large |= !fits;
        sums[i / out->worlds_per_draw] += fits ? values[i] : 0;
    }
    if (!gather->too_large) resampling_p95(&gather->resampling, values, gather->scratch[ATTRIBUTED_P95]);
    note_change(gather, mask, values);
}

static Worth worth_of_mean(const Gather *gather, const int64_t *row, int64_t denominator) {
    uint32_t draws = gather->columns[ATTRIBUTED_MEAN];
    for (uint32_t d = 0; d < draws; d++) gather->terms[d] = (double)row[d] / (double)denominator;
    Ratio mean = ratio_of(gather->terms, gather->ones, draws, 1);
    return (Worth){mean.value, mean.ci95};
}

Worth gather_worth(const Gather *gather, AttributedTo to, const int64_t *row, int64_t denominator) {
    if (to == ATTRIBUTED_MEAN) return worth_of_mean(gather, row, denominator);
    double scale = 1 / (double)denominator;
    return (Worth){(double)row[0] / (double)denominator, resampling_interval(row, scale)};
}

void gather_together(Gather *gather, AttributedTo to, const int64_t *none, const int64_t *all) {
    Attribution *out = gather->out;
    int64_t *row = heap_take(gather->columns[to], sizeof *row);
    for (uint32_t c = 0; c < gather->columns[to]; c++) row[c] = none[c] - all[c];
    out->none[to] = gather_worth(gather, to, none, 1);
    out->all[to] = gather_worth(gather, to, all, 1);
    out->together[to] = gather_worth(gather, to, row, 1);
    free(row);
}

/* ------------------------------------------------------------------ the whole lattice */

typedef struct Lattice {
    Gather *gather;
    Game games[ATTRIBUTED_COUNT];
    uint64_t *masks;
    uint32_t *coalitions; /* in the order of the masks */
    uint32_t count, visited;
    uint8_t *seen;  /* [coalition] */
    uint32_t known; /* coalitions seen */
} Lattice;

static void push_coalition(Lattice *lattice, uint32_t coalition) {
    lattice->coalitions[lattice->count] = coalition;
    lattice->masks[lattice->count++] = gather_mask(lattice->gather, coalition);
}

static void visit_lattice(void *context, uint64_t mask, const Ensemble *ensemble, uint32_t set) {
    Lattice *lattice = context;
    uint32_t coalition = lattice->coalitions[lattice->visited++];
    if (lattice->seen[coalition]) return;
    gather_values(lattice->gather, mask, ensemble, set);
    if (lattice->gather->too_large) return;
    lattice->seen[coalition] = 1;
    lattice->known++;
    for (int to = 0; to < ATTRIBUTED_COUNT; to++)
        game_add(&lattice->games[to], coalition, lattice->gather->scratch[to]);
}

static bool run_lattice(Lattice *lattice, bool *stopped, Error *error) {
    lattice->visited = 0;
    return lattice_run(lattice->gather->study, lattice->masks, lattice->count, visit_lattice, lattice,
                       stopped, error);
}

/* None, all, each alone, all but each: whoever is impatient has alone and last in first. */
static bool run_edges(Lattice *lattice, bool *stopped, Error *error) {
    uint32_t players = lattice->gather->active_count, everybody = (UINT32_C(1) << players) - 1;
    push_coalition(lattice, 0);
    push_coalition(lattice, everybody);
    for (uint32_t i = 0; i < players; i++) {
        push_coalition(lattice, UINT32_C(1) << i);
        push_coalition(lattice, everybody & ~(UINT32_C(1) << i));
    }
    return run_lattice(lattice, stopped, error);
}

/* Players by how many worlds each alone changes, the fewest first. */
static void order_players(const Gather *gather, uint32_t *order) {
    for (uint32_t i = 0; i < gather->active_count; i++) {
        uint32_t at = i;
        for (; at > 0 &&
               gather->out->changed[gather->active[order[at - 1]]] > gather->out->changed[gather->active[i]];
             at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
}

/* Choices in one batch share what they have in common until something tells them apart, so a batch varies the
 * levers that change least. The edges come once more in their places, which keeps batches even. */
static bool run_all(Lattice *lattice, bool *stopped, Error *error) {
    uint32_t order[GAME_PLAYERS], players = lattice->gather->active_count;
    order_players(lattice->gather, order);
    lattice->count = 0;
    for (uint32_t place = 0; place < UINT32_C(1) << players; place++) {
        uint32_t coalition = 0;
        for (uint32_t i = 0; i < players; i++)
            if (place >> i & 1) coalition |= UINT32_C(1) << order[i];
        push_coalition(lattice, coalition);
    }
    return run_lattice(lattice, stopped, error);
}

static int compare_pairs(const void *a, const void *b) {
    const PairWorth *x = a, *y = b;
    double dx = fabs(x->worth.value), dy = fabs(y->worth.value);
    if (dx != dy) return dx > dy ? -1 : 1;
    return x->i != y->i ? (x->i > y->i) - (x->i < y->i) : (x->j > y->j) - (x->j < y->j);
}

static void take_pairs(Lattice *lattice, AttributedTo to) {
    const Gather *gather = lattice->gather;
    Attribution *out = gather->out;
    Game *game = &lattice->games[to];
    uint32_t players = game->players, count = 0;
    PairWorth *pairs = heap_take((size_t)players * players, sizeof *pairs);
    for (uint32_t i = 0; i < players; i++) {
        for (uint32_t j = i + 1; j < players; j++) {
            const int64_t *row = game_row(game, game->pairs, i * players + j);
            pairs[count++] = (PairWorth){gather->active[i], gather->active[j],
                                         gather_worth(gather, to, row, game->denominator)};
        }
    }
    qsort(pairs, count, sizeof *pairs, compare_pairs);
    out->pairs[to] = pairs;
    out->pair_count = count;
}

static void take_lattice(Lattice *lattice, AttributedTo to) {
    Gather *gather = lattice->gather;
    Game *game = &lattice->games[to];
    gather_together(gather, to, game->none, game->all);
    for (uint32_t i = 0; i < game->players; i++) {
        LeverWorth *worth = &gather->out->worth[to][gather->active[i]];
        worth->alone = gather_worth(gather, to, game_row(game, game->alone, i), 1);
        worth->last = gather_worth(gather, to, game_row(game, game->last, i), 1);
        if (!gather->out->partial)
            worth->shapley = gather_worth(gather, to, game_row(game, game->shapley, i), game->denominator);
    }
    if (!gather->out->partial) take_pairs(lattice, to);
}

static void lattice_init(Lattice *lattice, Gather *gather) {
    uint32_t players = gather->active_count, size = UINT32_C(1) << players;
    *lattice = (Lattice){.gather = gather};
    lattice->masks = heap_take(size + 2 * players + 2, sizeof *lattice->masks);
    lattice->coalitions = heap_take(size + 2 * players + 2, sizeof *lattice->coalitions);
    lattice->seen = heap_take(size, 1);
    for (int to = 0; to < ATTRIBUTED_COUNT; to++)
        game_init(&lattice->games[to], players, gather->columns[to]);
}

static void lattice_clear(Lattice *lattice) {
    for (int to = 0; to < ATTRIBUTED_COUNT; to++) game_clear(&lattice->games[to]);
    free(lattice->masks);
    free(lattice->coalitions);
    free(lattice->seen);
}

static bool attribute_by_lattice(Gather *gather, bool *stopped, Error *error) {
    Lattice lattice;
    lattice_init(&lattice, gather);
    bool edges = run_edges(&lattice, stopped, error);
    uint32_t size = UINT32_C(1) << gather->active_count;
    bool good = edges && (lattice.known == size || run_all(&lattice, stopped, error));
    gather->out->choices = lattice.known;
    gather->out->partial = *stopped;
    for (int to = 0; to < ATTRIBUTED_COUNT && edges && !gather->too_large; to++)
        take_lattice(&lattice, (AttributedTo)to);
    lattice_clear(&lattice);
    return good;
}

/* ------------------------------------------------------------------ nobody can act */

static void visit_idle(void *context, uint64_t mask, const Ensemble *ensemble, uint32_t set) {
    Gather *gather = context;
    gather_values(gather, mask, ensemble, set);
    for (int to = 0; to < ATTRIBUTED_COUNT && !gather->too_large; to++)
        gather_together(gather, (AttributedTo)to, gather->scratch[to], gather->scratch[to]);
}

static bool attribute_to_nobody(Gather *gather, bool *stopped, Error *error) {
    uint64_t mask = 0;
    gather->out->choices = 1;
    bool good = lattice_run(gather->study, &mask, 1, visit_idle, gather, stopped, error);
    gather->out->partial = *stopped;
    return good;
}

/* ------------------------------------------------------------------ both */

static void gather_init(Gather *gather, const Study *study, Attribution *out) {
    *gather = (Gather){.study = study, .out = out};
    resampling_init(&gather->resampling, study->options.seed, out->worlds, out->worlds_per_draw);
    uint32_t draws = gather->resampling.draws;
    gather->columns[ATTRIBUTED_MEAN] = draws;
    gather->columns[ATTRIBUTED_P95] = 1 + RESAMPLES;
    for (int to = 0; to < ATTRIBUTED_COUNT; to++)
        gather->scratch[to] = heap_take(gather->columns[to], sizeof(int64_t));
    gather->terms = heap_take(draws, sizeof(double));
    gather->ones = heap_take(draws, sizeof(double));
    for (uint32_t i = 0; i < out->worlds; i++) gather->ones[i / out->worlds_per_draw] += 1;
    gather->plain = heap_take(out->worlds, sizeof(int64_t));
}

static void gather_clear(Gather *gather) {
    resampling_clear(&gather->resampling);
    for (int to = 0; to < ATTRIBUTED_COUNT; to++) free(gather->scratch[to]);
    free(gather->terms);
    free(gather->ones);
    free(gather->plain);
}

static const Worth UNKNOWN = {NAN, {NAN, NAN}};

static void attribution_init(Attribution *out, const Study *study, uint32_t probe) {
    uint32_t levers = study->levers->list.count;
    *out = (Attribution){.levers = study->levers,
                         .reach = heap_take(levers, sizeof(Reach)),
                         .changed = heap_take(levers, sizeof(double)),
                         .probe = probe,
                         .worlds = study->options.replications,
                         .worlds_per_draw = study->options.worlds_per_draw};
    for (int to = 0; to < ATTRIBUTED_COUNT; to++) {
        out->worth[to] = heap_take(levers, sizeof(LeverWorth));
        out->none[to] = out->all[to] = out->together[to] = UNKNOWN;
    }
}

/* Which levers can act; those that cannot are worth 0 and the rest are not known yet. */
static bool find_active(Gather *gather, Error *error) {
    const Study *study = gather->study;
    Attribution *out = gather->out;
    for (uint32_t i = 0; i < study->levers->list.count; i++) {
        if (!reach_of(&study->levers->list.items[i], race_world(study->race), race_adversary(study->race),
                      study->catalogue, study->base, &out->reach[i], error))
            return false;
        if (reach_is_idle(&out->reach[i])) continue;
        gather->active[gather->active_count++] = i;
        for (int to = 0; to < ATTRIBUTED_COUNT; to++)
            out->worth[to][i] = (LeverWorth){UNKNOWN, UNKNOWN, UNKNOWN};
    }
    return true;
}

bool attribution_run(const Study *study, uint32_t probe, uint32_t orders, Attribution *out, Error *error) {
    Attribution made;
    Gather gather;
    bool stopped = false;
    Study narrow = *study;
    narrow.options.wanted = &probe;
    narrow.options.wanted_count = 1;
    attribution_init(&made, study, probe);
    gather_init(&gather, &narrow, &made);
    bool good = find_active(&gather, error);
    if (good && gather.active_count == 0)
        good = attribute_to_nobody(&gather, &stopped, error);
    else if (good && gather.active_count <= GAME_PLAYERS)
        good = attribute_by_lattice(&gather, &stopped, error);
    else if (good)
        good = attribute_by_orders(&gather, orders, &stopped, error);
    if (gather.too_large)
        good = error_set(error, "the values of this metric are too large to be attributed exactly; choose "
                                "another with --metric");
    else
        good |= stopped;
    gather_clear(&gather);
    if (good)
        *out = made;
    else
        attribution_clear(&made);
    return good;
}

void attribution_clear(Attribution *attribution) {
    for (uint32_t i = 0; i < attribution->levers->list.count; i++) reach_clear(&attribution->reach[i]);
    free(attribution->reach);
    free(attribution->changed);
    for (int to = 0; to < ATTRIBUTED_COUNT; to++) {
        free(attribution->worth[to]);
        free(attribution->pairs[to]);
    }
    *attribution = (Attribution){0};
}
