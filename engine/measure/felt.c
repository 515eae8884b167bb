#include "measure/felt.h"

#include "measure/crew.h"
#include "world/choke.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* One MSP's fall, or one choke point, in one world. */
typedef struct Mark {
    uint32_t id, draw, customers;
    bool every; /* choke points: all that were hit lie behind it */
} Mark;
typedef Vec(Mark) MarkVec;

typedef struct Sampling {
    const Study *study;
    const World *world;
    Race const *race;
    RaceState *state;
    uint32_t draws, attacks;
    uint32_t first, end; /* the draws that this part samples */
    double *hits;        /* [draw] customers hit; of all parts */
    MarkVec falls, chokes, kinds;
    uint32_t *taken_at;    /* [asset] first second + 1; 0: not taken in this world */
    uint32_t *node, *seen; /* [asset] scratch of the search */
    uint32_t *seen_org;    /* [organisation] likewise */
    uint32_t *felt;        /* [organisation] customers that an MSP's fall was felt by */
    uint32_t *of_profile;  /* [asset profile] */
    uint32_t epoch;
} Sampling;

/* ------------------------------------------------------------------ one world's graph */

static bool counts(const Sampling *s, AssetId asset) {
    OrgId owner = s->world->assets[asset].owner;
    return world_org_profile(s->world, owner)->kind != ORG_customer ||
           race_org_hit_at(s->state, owner) != NEVER;
}

/* The log, not what is left at the end: what was restored was taken all the same. */
static void add_steps(Sampling *s, const HappeningVec *log, ChokeEdges *edges) {
    for (uint32_t i = 0; i < log->count; i++) {
        const Happening *h = &log->items[i];
        if (h->kind != HAPPENED_TAKEN || !counts(s, h->subject)) continue;
        if (h->object == NONE || (h->object != h->subject && counts(s, h->object)))
            vec_push(edges, (ChokeEdge){h->object, h->subject});
    }
}

/* Accesses by which it could have come as well: from what was taken no later. */
static void add_ways(Sampling *s, AssetId from, ChokeEdges *edges) {
    const World *world = s->world;
    for (uint32_t i = world->access_first[from]; i < world->access_first[from + 1]; i++) {
        AssetId to = world->accesses[i].to;
        if (s->taken_at[to] >= s->taken_at[from] && counts(s, to)) vec_push(edges, (ChokeEdge){from, to});
    }
}

static void make_edges(Sampling *s, const HappeningVec *log, ChokeEdges *edges) {
    for (uint32_t i = 0; i < log->count; i++) {
        if (log->items[i].kind != HAPPENED_TAKEN) continue;
        uint32_t *at = &s->taken_at[log->items[i].subject], second = log->items[i].at + 1;
        if (*at == 0 || second < *at) *at = second;
    }
    add_steps(s, log, edges);
    s->epoch++;
    for (uint32_t i = 0; i < log->count; i++) {
        AssetId asset = log->items[i].subject;
        if (log->items[i].kind != HAPPENED_TAKEN || s->seen[asset] == s->epoch || !counts(s, asset)) continue;
        s->seen[asset] = s->epoch;
        add_ways(s, asset, edges);
    }
}

/* ------------------------------------------------------------------ reverse-reachable sets */

static int by_target(const void *a, const void *b) {
    const ChokeEdge *x = a, *y = b;
    if (x->to != y->to) return x->to < y->to ? -1 : 1;
    return (x->from > y->from) - (x->from < y->from);
}

/* Edges sorted by target; node[asset] is where its own begin. */
static void visit_before(Sampling *s, const ChokeEdges *edges, AssetId start, uint32_t *stack) {
    uint32_t depth = 0;
    if (s->seen[start] == s->epoch) return;
    s->seen[start] = s->epoch;
    stack[depth++] = start;
    while (depth > 0) {
        AssetId asset = stack[--depth];
        OrgId owner = s->world->assets[asset].owner;
        bool msp = world_org_profile(s->world, owner)->kind == ORG_msp;
        if (msp && s->seen_org[owner] != s->epoch) s->felt[owner]++;
        s->seen_org[owner] = s->epoch;
        for (uint32_t i = s->node[asset]; i < edges->count && edges->items[i].to == asset; i++) {
            AssetId from = edges->items[i].from;
            if (from == NONE || s->seen[from] == s->epoch) continue;
            s->seen[from] = s->epoch;
            stack[depth++] = from;
        }
    }
}

/* Every hit customer's set, and in whose sets each MSP stands. */
static void feel(Sampling *s, ChokeEdges *edges, uint32_t draw) {
    const World *world = s->world;
    if (edges->count == 0) return;
    qsort(edges->items, edges->count, sizeof *edges->items, by_target);
    for (uint32_t i = edges->count; i-- > 0;) s->node[edges->items[i].to] = i;
    uint32_t *stack = heap_take(edges->count + 1, sizeof *stack);
    for (uint32_t i = 0; i < edges->count; i++) {
        OrgId org = world->assets[edges->items[i].to].owner;
        bool customer = world_org_profile(world, org)->kind == ORG_customer;
        bool next = i > 0 && world->assets[edges->items[i - 1].to].owner == org;
        if (!customer || next) continue; /* an organisation's assets are consecutive */
        s->epoch++;
        for (uint32_t k = i; k < edges->count && world->assets[edges->items[k].to].owner == org; k++)
            visit_before(s, edges, edges->items[k].to, stack);
    }
    for (uint32_t i = 0; i < edges->count; i++) {
        OrgId org = world->assets[edges->items[i].to].owner;
        if (world_org_profile(world, org)->kind != ORG_msp || s->felt[org] == UINT32_MAX) continue;
        if (race_org_hit_at(s->state, org) != NEVER)
            vec_push(&s->falls, (Mark){org, draw, s->felt[org], false});
        s->felt[org] = UINT32_MAX; /* noted */
    }
    for (uint32_t i = 0; i < edges->count; i++) s->felt[world->assets[edges->items[i].to].owner] = 0;
    free(stack);
}

/* ------------------------------------------------------------------ choke points */

static void note_chokes(Sampling *s, const ChokeEdges *edges, uint32_t draw) {
    Chokes chokes = {0};
    uint32_t hit;
    chokes_of(s->world, edges, &chokes, &hit);
    s->hits[draw] += hit;
    s->attacks += hit > 0;
    for (uint32_t i = 0; i < chokes.count && chokes.items[i].customers > 0; i++) {
        const Choke *choke = &chokes.items[i];
        vec_push(&s->chokes, (Mark){choke->asset, draw, choke->customers, choke->customers == hit});
        s->of_profile[s->world->assets[choke->asset].profile] += choke->customers;
    }
    for (uint32_t p = 0; p < s->world->asset_profile_count; p++) {
        /* One behind another of the same statement would count twice. */
        uint32_t behind = s->of_profile[p] < hit ? s->of_profile[p] : hit;
        if (behind) vec_push(&s->kinds, (Mark){p, draw, behind, false});
        s->of_profile[p] = 0;
    }
    vec_clear(&chokes);
}

static void sample_world(Sampling *s, const Weights *weights, uint32_t draw, uint32_t replication,
                         int64_t *metrics) {
    HappeningVec log = {0};
    ChokeEdges edges = {0};
    RaceOptions options = {.seed = s->study->options.seed,
                           .draw = draw,
                           .replication = replication,
                           .response_off = s->study->options.response_off};
    race_state_log(s->state, &log);
    race_run(s->race, weights, s->state, options, metrics);
    race_state_log(s->state, NULL);
    make_edges(s, &log, &edges);
    note_chokes(s, &edges, draw);
    feel(s, &edges, draw);
    for (uint32_t i = 0; i < log.count; i++)
        if (log.items[i].kind == HAPPENED_TAKEN) s->taken_at[log.items[i].subject] = 0;
    vec_clear(&log);
    vec_clear(&edges);
}

/* ------------------------------------------------------------------ over all worlds */

static int by_id(const void *a, const void *b) {
    const Mark *x = a, *y = b;
    if (x->id != y->id) return x->id < y->id ? -1 : 1;
    return (x->draw > y->draw) - (x->draw < y->draw);
}

/* The end of the marks of the first one's id; upper and lower by draw, lower untouched when NULL. */
static uint32_t gather(const MarkVec *marks, uint32_t first, uint32_t draws, double *upper, double *lower) {
    memset(upper, 0, draws * sizeof *upper);
    if (lower) memset(lower, 0, draws * sizeof *lower);
    uint32_t i = first;
    for (; i < marks->count && marks->items[i].id == marks->items[first].id; i++) {
        upper[marks->items[i].draw] += marks->items[i].customers;
        if (lower) lower[marks->items[i].draw] += 1;
    }
    return i;
}

static double surely(const Ratio *ratio) {
    return isnan(ratio->ci95.low) ? -1 : ratio->ci95.low;
}

/* By what is sure, so that one lucky world puts nobody first. */
static int compare_msps(const void *a, const void *b) {
    const FeltMsp *x = a, *y = b;
    double xs = surely(&x->customers), ys = surely(&y->customers);
    return xs != ys ? (xs > ys ? -1 : 1) : (x->org > y->org) - (x->org < y->org);
}

static int compare_chokes(const void *a, const void *b) {
    const FeltChoke *x = a, *y = b;
    if (x->behind.value != y->behind.value) return x->behind.value > y->behind.value ? -1 : 1;
    return (x->asset > y->asset) - (x->asset < y->asset);
}

static int compare_kinds(const void *a, const void *b) {
    const FeltKind *x = a, *y = b;
    if (x->behind.value != y->behind.value) return x->behind.value > y->behind.value ? -1 : 1;
    return (x->profile > y->profile) - (x->profile < y->profile);
}

static uint32_t every_of(const MarkVec *marks, uint32_t first, uint32_t end) {
    uint32_t every = 0;
    for (uint32_t i = first; i < end; i++) every += marks->items[i].every;
    return every;
}

static void sum_up(Sampling *s, Felt *out) {
    double *upper = heap_take(s->draws, sizeof *upper), *lower = heap_take(s->draws, sizeof *lower);
    MarkVec *all[] = {&s->falls, &s->chokes, &s->kinds};
    for (int k = 0; k < 3; k++) qsort(all[k]->items, all[k]->count, sizeof(Mark), by_id);
    for (uint32_t i = 0, end; i < s->falls.count; i = end) {
        end = gather(&s->falls, i, s->draws, upper, lower);
        vec_push(&out->msps, (FeltMsp){s->falls.items[i].id, end - i, ratio_of(upper, lower, s->draws, 1)});
    }
    for (uint32_t i = 0, end; i < s->chokes.count; i = end) {
        end = gather(&s->chokes, i, s->draws, upper, NULL);
        vec_push(&out->chokes,
                 (FeltChoke){s->chokes.items[i].id, (double)every_of(&s->chokes, i, end) / s->attacks,
                             ratio_of(upper, s->hits, s->draws, 1)});
    }
    for (uint32_t i = 0, end; i < s->kinds.count; i = end) {
        end = gather(&s->kinds, i, s->draws, upper, NULL);
        vec_push(&out->kinds, (FeltKind){s->kinds.items[i].id, ratio_of(upper, s->hits, s->draws, 1)});
    }
    if (out->msps.count) qsort(out->msps.items, out->msps.count, sizeof(FeltMsp), compare_msps);
    if (out->chokes.count) qsort(out->chokes.items, out->chokes.count, sizeof(FeltChoke), compare_chokes);
    if (out->kinds.count) qsort(out->kinds.items, out->kinds.count, sizeof(FeltKind), compare_kinds);
    out->attacks = s->attacks;
    free(upper);
    free(lower);
}

/* ------------------------------------------------------------------ parts of the draws, over threads */

enum { PART_DRAWS = 8 };

typedef struct Parts {
    const Study *study;
    Sampling *items; /* in order of draws */
    double *hits;
    uint32_t draws, count;
} Parts;

static void scratch_init(Sampling *s) {
    const World *world = s->world;
    s->state = race_state_create(s->race);
    s->taken_at = heap_take(world->asset_count, sizeof(uint32_t));
    s->node = heap_take(world->asset_count, sizeof(uint32_t));
    s->seen = heap_take(world->asset_count, sizeof(uint32_t));
    s->seen_org = heap_take(world->org_count, sizeof(uint32_t));
    s->felt = heap_take(world->org_count, sizeof(uint32_t));
    s->of_profile = heap_take(world->asset_profile_count, sizeof(uint32_t));
}

static void scratch_clear(Sampling *s) {
    race_state_destroy(s->state);
    free(s->taken_at);
    free(s->node);
    free(s->seen);
    free(s->seen_org);
    free(s->felt);
    free(s->of_profile);
}

static void sample(Sampling *s, Weights *weights) {
    const EnsembleOptions *options = &s->study->options;
    ParameterDraw draw;
    uint32_t per = options->worlds_per_draw;
    int64_t *metrics = heap_take(race_adversary(s->race)->probes.count, sizeof *metrics);
    parameter_draw_init(&draw, s->study->parameters, s->study->catalogue);
    for (uint32_t r = s->first * per; r < s->end * per && r < options->replications; r++) {
        if (r % per == 0) {
            parameter_draw_fill(&draw, s->study->parameters, s->study->catalogue, options->seed, r / per,
                                options->scope);
            weights_evaluate(weights, &draw);
        }
        sample_world(s, weights, r / per, r, metrics);
    }
    parameter_draw_clear(&draw);
    free(metrics);
}

static bool sample_part(void *jobs, uint32_t index, Error *error) {
    Parts *parts = jobs;
    const Study *study = parts->study;
    Weights *weights = weights_create(study->race, study->base, error);
    if (!weights) return false;
    Sampling *s = &parts->items[index];
    *s = (Sampling){.study = study, .world = race_world(study->race), .race = study->race};
    s->draws = parts->draws;
    s->hits = parts->hits;
    s->first = index * PART_DRAWS;
    s->end = s->first + PART_DRAWS < parts->draws ? s->first + PART_DRAWS : parts->draws;
    scratch_init(s);
    sample(s, weights);
    scratch_clear(s);
    weights_destroy(weights);
    return true;
}

static void append(MarkVec *to, const MarkVec *from) {
    for (uint32_t i = 0; i < from->count; i++) vec_push(to, from->items[i]);
}

static void join_parts(Parts *parts) {
    Sampling *all = &parts->items[0];
    for (uint32_t i = 1; i < parts->count; i++) {
        append(&all->falls, &parts->items[i].falls);
        append(&all->chokes, &parts->items[i].chokes);
        append(&all->kinds, &parts->items[i].kinds);
        all->attacks += parts->items[i].attacks;
    }
}

static void parts_clear(Parts *parts) {
    for (uint32_t i = 0; i < parts->count; i++) {
        vec_clear(&parts->items[i].falls);
        vec_clear(&parts->items[i].chokes);
        vec_clear(&parts->items[i].kinds);
    }
    free(parts->items);
    free(parts->hits);
}

bool felt_run(const Study *study, Felt *out, Error *error) {
    const EnsembleOptions *options = &study->options;
    uint32_t per = options->worlds_per_draw;
    Parts parts = {.study = study, .draws = (options->replications + per - 1) / per};
    parts.count = (parts.draws + PART_DRAWS - 1) / PART_DRAWS;
    parts.items = heap_take(parts.count, sizeof *parts.items);
    parts.hits = heap_take(parts.draws, sizeof *parts.hits);
    CrewOptions crew = {options->threads, options->progress, options->context, PART_DRAWS * per};
    bool good = crew_run(sample_part, &parts, parts.count, &crew, error);
    if (good) {
        *out = (Felt){.worlds = options->replications};
        join_parts(&parts);
        sum_up(&parts.items[0], out);
    }
    parts_clear(&parts);
    return good;
}

void felt_clear(Felt *felt) {
    vec_clear(&felt->msps);
    vec_clear(&felt->chokes);
    vec_clear(&felt->kinds);
}
