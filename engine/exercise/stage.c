#include "exercise/stage.h"

#include <string.h>

bool stage_init(Stage *stage, const Definition *definition, const Race *race, const ParameterSet *parameters,
                const Catalogue *catalogue, const ControlSet *set, Error *error) {
    *stage =
        (Stage){.definition = definition, .race = race, .parameters = parameters, .catalogue = catalogue};
    stage->weights = weights_create(race, set, error);
    if (!stage->weights) return false;
    stage->state = race_state_create(race);
    parameter_draw_init(&stage->draw, parameters, catalogue);
    stage->metrics = heap_take(race_adversary(race)->probes.count, sizeof *stage->metrics);
    return true;
}

void stage_clear(Stage *stage) {
    if (!stage->weights) return;
    weights_destroy(stage->weights);
    race_state_destroy(stage->state);
    parameter_draw_clear(&stage->draw);
    free(stage->metrics);
    memset(stage, 0, sizeof *stage);
}

static uint32_t draw_of(Truth truth) {
    return truth.replication / truth.worlds_per_draw;
}

void stage_set_truth(Stage *stage, Truth truth) {
    bool same_draw = stage->truth.worlds_per_draw == truth.worlds_per_draw &&
                     stage->truth.seed == truth.seed && truth.worlds_per_draw &&
                     draw_of(stage->truth) == draw_of(truth);
    stage->truth = truth;
    if (same_draw) return;
    parameter_draw_fill(&stage->draw, stage->parameters, stage->catalogue, truth.seed, draw_of(truth),
                        SCOPE_ALL);
    weights_evaluate(stage->weights, &stage->draw);
}

void lever_give(const PlayerAction *lever, uint32_t at, GivenVec *given) {
    for (uint32_t i = 0; i < lever->action_count; i++)
        vec_push(given, (GivenAction){lever->first_action + i, at});
}

static RaceOptions line_of(const Stage *stage, const GivenVec *given) {
    return (RaceOptions){.seed = stage->truth.seed,
                         .draw = draw_of(stage->truth),
                         .replication = stage->truth.replication,
                         .given = given ? given->items : NULL,
                         .given_count = given ? given->count : 0};
}

static void run(Stage *stage, const GivenVec *given) {
    race_run(stage->race, stage->weights, stage->state, line_of(stage, given), stage->metrics);
}

int64_t stage_forecast(Stage *stage, const GivenVec *given, uint32_t cut, uint64_t future) {
    RaceOptions options = line_of(stage, given);
    options.cut = cut;
    options.future = future;
    race_run(stage->race, stage->weights, stage->state, options, stage->metrics);
    return stage->metrics[stage->definition->score];
}

int64_t stage_score(Stage *stage, const GivenVec *given) {
    run(stage, given);
    return stage->metrics[stage->definition->score];
}

bool stage_was_hit(const Stage *stage, OrgId org) {
    return race_org_hit_at(stage->state, org) != NEVER;
}

/* ------------------------------------------------------------------ what a line of play holds */

static int compare_happenings(const void *x, const void *y) {
    const Happening *a = x, *b = y;
    if (a->at != b->at) return a->at < b->at ? -1 : 1;
    if (a->kind != b->kind) return a->kind < b->kind ? -1 : 1;
    if (a->subject != b->subject) return a->subject < b->subject ? -1 : 1;
    if (a->object != b->object) return a->object < b->object ? -1 : 1;
    if (a->detail != b->detail) return a->detail < b->detail ? -1 : 1;
    return (int)a->state - (int)b->state;
}

typedef struct Hit {
    uint32_t at;
    OrgId org;
} Hit;

static int compare_hits(const void *x, const void *y) {
    const Hit *a = x, *b = y;
    if (a->at != b->at) return a->at < b->at ? -1 : 1;
    return a->org < b->org ? -1 : a->org > b->org;
}

static void collect_hits(const Stage *stage, Branch *branch) {
    const World *world = race_world(stage->race);
    Vec(Hit) hits = {0};
    bool *seen = heap_take(world->org_count, sizeof *seen);
    for (uint32_t i = 0; i < branch->log.count; i++) {
        const Happening *h = &branch->log.items[i];
        if (h->kind != HAPPENED_TAKEN) continue;
        OrgId org = world->assets[h->subject].owner;
        uint32_t at = race_org_hit_at(stage->state, org);
        if (seen[org] || at == NEVER) continue;
        seen[org] = true;
        vec_push(&hits, (Hit){at, org});
    }
    free(seen);
    if (hits.count) qsort(hits.items, hits.count, sizeof *hits.items, compare_hits);
    branch->hit_count = hits.count;
    branch->hit_at = heap_take(hits.count, sizeof *branch->hit_at);
    branch->hit_orgs = heap_take(hits.count, sizeof *branch->hit_orgs);
    for (uint32_t i = 0; i < hits.count; i++) {
        branch->hit_at[i] = hits.items[i].at;
        branch->hit_orgs[i] = hits.items[i].org;
    }
    vec_clear(&hits);
}

void branch_clear(Branch *branch) {
    vec_clear(&branch->log);
    free(branch->metrics);
    free(branch->hit_at);
    free(branch->hit_orgs);
    memset(branch, 0, sizeof *branch);
}

void stage_run(Stage *stage, const GivenVec *given, Branch *out) {
    branch_clear(out);
    race_state_log(stage->state, &out->log);
    run(stage, given);
    race_state_log(stage->state, NULL);
    if (out->log.count) qsort(out->log.items, out->log.count, sizeof *out->log.items, compare_happenings);
    uint32_t probes = race_adversary(stage->race)->probes.count;
    out->metrics = heap_take(probes, sizeof *out->metrics);
    memcpy(out->metrics, stage->metrics, probes * sizeof *out->metrics);
    out->hash = race_state_hash(stage->state);
    collect_hits(stage, out);
}
