#include "measure/plan_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

Price plan_price(const PlanOptions *options, uint32_t levers, uint64_t mask) {
    Price sum = {0};
    for (uint32_t i = 0; i < levers; i++) {
        if (!(mask >> i & 1)) continue;
        sum.low += options->prices[i].low;
        sum.mode += options->prices[i].mode;
        sum.high += options->prices[i].high;
    }
    return sum;
}

double planning_cost(const Planning *planning, uint64_t mask) {
    return plan_price(planning->options, planning->study->levers->list.count, mask).mode;
}

double plan_value(const PlanPoint *point, PlanFront front) {
    return front == FRONT_MEAN ? point->mean : point->cvar95;
}

static Statistics statistics_at(const Ensemble *ensemble, uint32_t set, uint32_t probe) {
    return statistics_of(ensemble_values(ensemble, set, probe), ensemble->replications,
                         ensemble->worlds_per_draw);
}

static double target_at(const PlanOptions *options, const Ensemble *ensemble, uint32_t set,
                        const Statistics *of_metric) {
    if (!options->has_target) return 0;
    if (options->target.probe == options->probe) return target_value(options->target.of, of_metric);
    Statistics statistics = statistics_at(ensemble, set, options->target.probe);
    return target_value(options->target.of, &statistics);
}

static void visit_choice(void *context, uint64_t mask, const Ensemble *ensemble, uint32_t set) {
    Planning *planning = context;
    Statistics statistics = statistics_at(ensemble, set, planning->options->probe);
    PlanPoint point = {.mask = mask,
                       .cost = planning_cost(planning, mask),
                       .mean = statistics.mean,
                       .cvar95 = statistics.cvar95,
                       .target = target_at(planning->options, ensemble, set, &statistics)};
    vec_push(&planning->points, point);
}

bool planning_run(Planning *planning, const uint64_t *masks, uint32_t count, bool *stopped, Error *error) {
    return lattice_run(planning->study, masks, count, visit_choice, planning, stopped, error);
}

/* ------------------------------------------------------------------ every choice */

typedef struct Priced {
    uint64_t mask;
    double cost;
} Priced;

static int compare_priced(const void *a, const void *b) {
    const Priced *x = a, *y = b;
    if (x->cost != y->cost) return x->cost < y->cost ? -1 : 1;
    return (x->mask > y->mask) - (x->mask < y->mask);
}

/* What the budget allows, cheapest first, so that an interrupted run is whole up to a cost. */
static uint64_t *affordable(const Planning *planning, uint32_t *count) {
    uint32_t all = UINT32_C(1) << planning->free_count;
    Priced *priced = heap_take(all, sizeof *priced);
    uint64_t *masks = heap_take(all, sizeof *masks);
    *count = 0;
    for (uint32_t choice = 0; choice < all; choice++) {
        uint64_t mask = planning->must;
        for (uint32_t i = 0; i < planning->free_count; i++)
            if (choice >> i & 1) mask |= UINT64_C(1) << planning->free[i];
        double cost = planning_cost(planning, mask);
        if (cost <= planning->options->budget) priced[(*count)++] = (Priced){mask, cost};
    }
    qsort(priced, *count, sizeof *priced, compare_priced);
    for (uint32_t i = 0; i < *count; i++) masks[i] = priced[i].mask;
    free(priced);
    return masks;
}

static bool plan_enumerate(Planning *planning, Plan *out, bool *stopped, Error *error) {
    uint32_t count;
    uint64_t *masks = affordable(planning, &count);
    bool good = planning_run(planning, masks, count, stopped, error);
    out->proven = good;
    free(masks);
    return good;
}

/* ------------------------------------------------------------------ fronts and the answer */

typedef struct Ranked {
    PlanPoint point;
    PlanFront front;
} Ranked;

static int compare_ranked(const void *a, const void *b) {
    const Ranked *x = a, *y = b;
    double xv = plan_value(&x->point, x->front), yv = plan_value(&y->point, y->front);
    if (x->point.cost != y->point.cost) return x->point.cost < y->point.cost ? -1 : 1;
    if (xv != yv) return xv < yv ? -1 : 1;
    return (x->point.mask > y->point.mask) - (x->point.mask < y->point.mask);
}

static void take_front(const Planning *planning, PlanFront front, PlanPoints *out) {
    Ranked *ranked = heap_take(planning->points.count, sizeof *ranked);
    uint32_t count = 0;
    for (uint32_t i = 0; i < planning->points.count; i++)
        if (planning->points.items[i].cost <= planning->options->budget)
            ranked[count++] = (Ranked){planning->points.items[i], front};
    qsort(ranked, count, sizeof *ranked, compare_ranked);
    double best = INFINITY;
    for (uint32_t i = 0; i < count; i++) {
        double value = plan_value(&ranked[i].point, front);
        if (!(value < best)) continue;
        best = value;
        vec_push(out, ranked[i].point);
    }
    free(ranked);
}

static bool comes_before(const PlanPoint *a, const PlanPoint *b, double most) {
    bool a_good = a->target <= most, b_good = b->target <= most;
    if (a_good != b_good) return a_good;
    if (!a_good && a->target != b->target) return a->target < b->target;
    if (a->cost != b->cost) return a->cost < b->cost;
    if (a->mean != b->mean) return a->mean < b->mean;
    return a->mask < b->mask;
}

static void take_answer(const Planning *planning, Plan *out) {
    double most = planning->options->target.most;
    const PlanPoint *best = NULL;
    for (uint32_t i = 0; i < planning->points.count; i++) {
        const PlanPoint *point = &planning->points.items[i];
        if (point->cost > planning->options->budget) continue;
        if (!best || comes_before(point, best, most)) best = point;
    }
    if (!best) return;
    out->answer = *best;
    out->answered = best->target <= most;
}

/* ------------------------------------------------------------------ fresh worlds */

typedef struct Checking {
    const PlanOptions *options;
    Plan *out;
} Checking;

static void visit_check(void *context, uint64_t mask, const Ensemble *ensemble, uint32_t set) {
    Checking *checking = context;
    PlanCheck check = {.mask = mask, .statistics = statistics_at(ensemble, set, checking->options->probe)};
    check.target = target_at(checking->options, ensemble, set, &check.statistics);
    vec_push(&checking->out->checks, check);
}

typedef Vec(uint64_t) Masks;

static void add_mask(Masks *masks, uint64_t mask) {
    for (uint32_t i = 0; i < masks->count; i++)
        if (masks->items[i] == mask) return;
    vec_push(masks, mask);
}

static bool check_plan(const Study *study, const PlanOptions *options, Plan *out, bool *stopped,
                       Error *error) {
    Masks masks = {0};
    Study fresh = *study;
    Checking checking = {options, out};
    out->check_seed = fresh.options.seed = study->options.seed + 1;
    for (int front = 0; front < FRONTS; front++)
        for (uint32_t i = 0; i < out->front[front].count; i++)
            add_mask(&masks, out->front[front].items[i].mask);
    if (options->has_target && out->front[FRONT_MEAN].count) add_mask(&masks, out->answer.mask);
    bool good = lattice_run(&fresh, masks.items, masks.count, visit_check, &checking, stopped, error);
    vec_clear(&masks);
    return good;
}

const PlanCheck *plan_check(const Plan *plan, uint64_t mask) {
    for (uint32_t i = 0; i < plan->checks.count; i++)
        if (plan->checks.items[i].mask == mask) return &plan->checks.items[i];
    return NULL;
}

/* ------------------------------------------------------------------ both */

static void planning_init(Planning *planning, const Study *study, const PlanOptions *options) {
    *planning = (Planning){.study = study, .options = options, .must = options->must};
    for (uint32_t i = 0; i < study->levers->list.count; i++)
        if (!((options->must | options->never | options->idle) >> i & 1))
            planning->free[planning->free_count++] = i;
}

static bool check_must(const Planning *planning, Error *error) {
    double cost = planning_cost(planning, planning->must);
    if (cost <= planning->options->budget) return true;
    return error_set(error, "--must alone costs %.0f dollars a year, more than --budget %.0f", cost,
                     planning->options->budget);
}

bool plan_run(const Study *study, const PlanOptions *options, Plan *out, Error *error) {
    Plan plan = {0};
    Planning planning;
    bool stopped = false;
    const uint32_t wanted[] = {options->probe, options->target.probe};
    Study narrow = *study;
    narrow.options.wanted = wanted;
    narrow.options.wanted_count = options->has_target ? 2 : 1;
    planning_init(&planning, &narrow, options);
    if (!check_must(&planning, error)) return false;
    bool good = planning.free_count <= options->enumerated ? plan_enumerate(&planning, &plan, &stopped, error)
                                                           : plan_search(&planning, &plan, &stopped, error);
    plan.choices = planning.points.count;
    if (good || stopped) {
        for (int front = 0; front < FRONTS; front++)
            take_front(&planning, (PlanFront)front, &plan.front[front]);
        if (options->has_target) take_answer(&planning, &plan);
    }
    if (good) good = check_plan(&narrow, options, &plan, &stopped, error);
    plan.partial = stopped;
    vec_clear(&planning.points);
    if (good || stopped)
        *out = plan;
    else
        plan_clear(&plan);
    return good || stopped;
}

void plan_clear(Plan *plan) {
    for (int front = 0; front < FRONTS; front++) vec_clear(&plan->front[front]);
    vec_clear(&plan->checks);
    *plan = (Plan){0};
}
