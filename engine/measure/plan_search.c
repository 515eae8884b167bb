/* Branch and bound. A node has fixed some levers in (`in`) and left some open; what all open ones give
 * together bounds what any choice below it can give, at no less than the cost of `in`. A node whose bounds
 * nothing in hand fails to beat is closed. The most promising nodes are opened a batch at a time: one more
 * lever in, or out. */
#include "measure/plan_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { OPENED = 32 };

typedef struct Node {
    uint64_t in, open;
    double cost, bound[FRONTS]; /* cost of `in`; values of in and open together */
    double value[FRONTS];       /* of `in` */
} Node;

typedef struct Search {
    Planning *planning;
    uint32_t order[LEVERS_MAX]; /* free levers: the most for the money first */
    Vec(Node) nodes;            /* not opened, not closed */
    double scale[FRONTS];       /* values with nothing bought, to weigh the two fronts alike */
    double breach[FRONTS];
    uint32_t checked; /* points already in `front` */
    PlanPoints front[FRONTS];
} Search;

static const PlanPoint *point_of(const Planning *planning, uint64_t mask) {
    for (uint32_t i = 0; i < planning->points.count; i++)
        if (planning->points.items[i].mask == mask) return &planning->points.items[i];
    return NULL;
}

/* Those that were not run before. */
static bool run_new(Planning *planning, const uint64_t *masks, uint32_t count, bool *stopped, Error *error) {
    uint64_t new[2 + LEVERS_MAX];
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        bool known = point_of(planning, masks[i]) != NULL;
        for (uint32_t k = 0; k < kept; k++) known |= new[k] == masks[i];
        if (!known) new[kept++] = masks[i];
    }
    return planning_run(planning, new, kept, stopped, error);
}

/* The best value in hand at this cost or less. */
static double best_at(const Search *search, PlanFront front, double cost) {
    double best = INFINITY;
    const PlanPoints *points = &search->front[front];
    for (uint32_t i = 0; i < points->count && points->items[i].cost <= cost; i++)
        best = plan_value(&points->items[i], front);
    return best;
}

/* Keeps the front sorted by cost, every value below those before it. */
static void add_to_front(PlanPoints *points, PlanFront front, PlanPoint point) {
    uint32_t at = 0, kept;
    while (at < points->count && points->items[at].cost <= point.cost) at++;
    if (at > 0 && plan_value(&points->items[at - 1], front) <= plan_value(&point, front)) return;
    if (at > 0 && points->items[at - 1].cost == point.cost) at--;
    for (kept = at; kept < points->count; kept++)
        if (plan_value(&points->items[kept], front) < plan_value(&point, front)) break;
    uint32_t rest = points->count - kept;
    vec_reserve(points, at + 1 + rest);
    memmove(&points->items[at + 1], &points->items[kept], rest * sizeof point);
    points->items[at] = point;
    points->count = at + 1 + rest;
}

static void take_points(Search *search) {
    const PlanPoints *points = &search->planning->points;
    for (; search->checked < points->count; search->checked++) {
        PlanPoint point = points->items[search->checked];
        if (point.cost > search->planning->options->budget) continue;
        for (int front = 0; front < FRONTS; front++)
            add_to_front(&search->front[front], (PlanFront)front, point);
    }
}

/* How much a node could still better the front, the better of both. */
static double promise(const Search *search, const Node *node) {
    double most = 0;
    for (int front = 0; front < FRONTS; front++) {
        double gain = best_at(search, (PlanFront)front, node->cost) - node->bound[front];
        if (search->scale[front] > 0 && gain / search->scale[front] > most)
            most = gain / search->scale[front];
    }
    return most;
}

typedef struct Promising {
    double promise;
    Node node;
} Promising;

static int compare_promising(const void *a, const void *b) {
    const Promising *x = a, *y = b;
    if (x->promise != y->promise) return x->promise > y->promise ? -1 : 1;
    return x->node.in != y->node.in ? (x->node.in > y->node.in) - (x->node.in < y->node.in)
                                    : (x->node.open > y->node.open) - (x->node.open < y->node.open);
}

/* Closes what promises nothing and takes up to OPENED of the rest out, the best first. */
static uint32_t take_best(Search *search, Node *best) {
    Promising *all = heap_take(search->nodes.count, sizeof *all);
    uint32_t count = 0, taken = 0;
    for (uint32_t i = 0; i < search->nodes.count; i++) {
        Promising one = {promise(search, &search->nodes.items[i]), search->nodes.items[i]};
        if (one.promise > 0 && one.node.open) all[count++] = one;
    }
    qsort(all, count, sizeof *all, compare_promising);
    search->nodes.count = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (taken < OPENED)
            best[taken++] = all[i].node;
        else
            vec_push(&search->nodes, all[i].node);
    }
    free(all);
    return taken;
}

static uint32_t next_lever(const Search *search, uint64_t open) {
    for (uint32_t i = 0;; i++)
        if (open >> search->order[i] & 1) return search->order[i];
}

static void note_breach(Search *search, int front, double before, double after) {
    if (after - before > search->breach[front]) search->breach[front] = after - before;
}

/* Two points came of the node: with the lever in, and with all open ones but it. */
static void branch(Search *search, const Node *node, uint64_t lever, const PlanPoint *with,
                   const PlanPoint *without) {
    Node in = *node, out = *node;
    in.in |= lever;
    in.open &= ~lever;
    in.cost = with->cost;
    out.open &= ~lever;
    for (int front = 0; front < FRONTS; front++) {
        in.value[front] = plan_value(with, (PlanFront)front);
        out.bound[front] = plan_value(without, (PlanFront)front);
        note_breach(search, front, node->value[front], in.value[front]);
        note_breach(search, front, out.bound[front], node->bound[front]);
    }
    if (in.cost <= search->planning->options->budget) vec_push(&search->nodes, in);
    vec_push(&search->nodes, out);
}

static bool open_batch(Search *search, const Node *nodes, uint32_t count, bool *stopped, Error *error) {
    uint64_t masks[2 * OPENED], levers[OPENED];
    for (uint32_t i = 0; i < count; i++) {
        levers[i] = UINT64_C(1) << next_lever(search, nodes[i].open);
        masks[2 * i] = nodes[i].in | levers[i];
        masks[2 * i + 1] = (nodes[i].in | nodes[i].open) & ~levers[i];
    }
    if (!run_new(search->planning, masks, 2 * count, stopped, error)) return false;
    for (uint32_t i = 0; i < count; i++) {
        branch(search, &nodes[i], levers[i], point_of(search->planning, masks[2 * i]),
               point_of(search->planning, masks[2 * i + 1]));
    }
    take_points(search);
    return true;
}

/* Nothing, everything, each alone: the root, and an order by worth for the money. */
static bool open_root(Search *search, bool *stopped, Error *error) {
    Planning *planning = search->planning;
    uint64_t masks[2 + LEVERS_MAX], open = 0;
    for (uint32_t i = 0; i < planning->free_count; i++) {
        open |= UINT64_C(1) << planning->free[i];
        masks[2 + i] = planning->must | UINT64_C(1) << planning->free[i];
    }
    masks[0] = planning->must;
    masks[1] = planning->must | open;
    if (!planning_run(planning, masks, 2 + planning->free_count, stopped, error)) return false;
    const PlanPoint *points = planning->points.items;
    Node root = {.in = planning->must, .open = open, .cost = points[0].cost};
    for (int front = 0; front < FRONTS; front++) {
        search->scale[front] = root.value[front] = plan_value(&points[0], (PlanFront)front);
        root.bound[front] = plan_value(&points[1], (PlanFront)front);
    }
    double worth[LEVERS_MAX];
    for (uint32_t i = 0; i < planning->free_count; i++) {
        double cost = points[2 + i].cost - points[0].cost;
        worth[i] = (points[0].mean - points[2 + i].mean) / (cost > 1 ? cost : 1);
        uint32_t at = i;
        double mine = worth[i];
        for (; at > 0 && worth[at - 1] < mine; at--) {
            worth[at] = worth[at - 1];
            search->order[at] = search->order[at - 1];
        }
        worth[at] = mine;
        search->order[at] = planning->free[i];
    }
    vec_push(&search->nodes, root);
    take_points(search);
    return true;
}

static void state_gap(const Search *search, Plan *out) {
    out->proven = true;
    for (int front = 0; front < FRONTS; front++) {
        double gap = 0;
        for (uint32_t i = 0; i < search->nodes.count; i++) {
            const Node *node = &search->nodes.items[i];
            double gain = best_at(search, (PlanFront)front, node->cost) - node->bound[front];
            if (gain > gap) gap = gain;
        }
        out->gap[front] = gap + search->breach[front];
        out->breach[front] = search->breach[front];
        out->proven &= gap == 0 && search->breach[front] == 0;
    }
}

bool plan_search(Planning *planning, Plan *out, bool *stopped, Error *error) {
    Search search = {.planning = planning};
    Node best[OPENED];
    uint32_t most = planning->options->most_choices, count = 0;
    bool good = open_root(&search, stopped, error);
    while (good && planning->points.count < most && (count = take_best(&search, best)) > 0) {
        good = open_batch(&search, best, count, stopped, error);
        for (uint32_t i = 0; !good && i < count; i++) vec_push(&search.nodes, best[i]);
    }
    if (good || *stopped) state_gap(&search, out);
    vec_clear(&search.nodes);
    for (int front = 0; front < FRONTS; front++) vec_clear(&search.front[front]);
    return good;
}
