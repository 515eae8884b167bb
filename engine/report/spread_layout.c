#include "base/vec.h"
#include "report/spread.h"

#include <math.h>
#include <stdlib.h>

/* Radii, of a circle of 1: vendors and observers inside, then the ring, then the fans. */
#define INNER 0.12
#define RING 0.24
#define RING_DEPTH 0.12
#define FAN 0.40
#define TURN 6.283185307179586
#define GOLDEN 0.6180339887498949

enum { ROWS = 8, CHAIN_MAX = 32 };

typedef struct Head { /* an organisation on the ring, with what hangs from it */
    OrgId org;
    uint32_t fan, placed;
    double from, to; /* its sector, in turns from the top, clockwise */
} Head;

typedef struct Layout {
    const World *world;
    const bool *present;
    Vec(Head) heads;
    uint32_t *head_of; /* [org]: index in heads, or NONE */
    int32_t *x, *y;
} Layout;

static OrgId provider_of(const World *world, OrgId org) {
    if (world->orgs[org].parent != NONE) return world->orgs[org].parent;
    const uint32_t *first = world->providers.first;
    return first[org] < first[org + 1] ? world->providers.items[first[org]] : NONE;
}

static bool is_inside(const World *world, OrgId org) {
    OrgKind kind = world_org_profile(world, org)->kind;
    return kind == ORG_vendor || kind == ORG_observer;
}

/* The one on the ring that an organisation hangs from; itself when it hangs from a vendor or from nobody. */
static OrgId head_over(const World *world, OrgId org) {
    for (int step = 0; step < CHAIN_MAX; step++) {
        OrgId above = provider_of(world, org);
        if (above == NONE || is_inside(world, above)) break;
        org = above;
    }
    return org;
}

static int by_size(const void *a, const void *b) {
    const Head *x = a, *y = b;
    if (x->fan != y->fan) return x->fan > y->fan ? -1 : 1;
    return (x->org > y->org) - (x->org < y->org);
}

static void find_heads(Layout *layout) {
    const World *world = layout->world;
    for (OrgId org = 0; org < world->org_count; org++) {
        layout->head_of[org] = NONE;
        if (!layout->present[org] || is_inside(world, org) || head_over(world, org) != org) continue;
        layout->head_of[org] = layout->heads.count;
        vec_push(&layout->heads, (Head){.org = org});
    }
    for (OrgId org = 0; org < world->org_count; org++) {
        if (!layout->present[org] || is_inside(world, org) || layout->head_of[org] != NONE) continue;
        uint32_t head = layout->head_of[head_over(world, org)];
        if (head != NONE) layout->heads.items[head].fan++;
    }
    if (layout->heads.count > 1) qsort(layout->heads.items, layout->heads.count, sizeof(Head), by_size);
    for (uint32_t i = 0; i < layout->heads.count; i++) layout->head_of[layout->heads.items[i].org] = i;
}

/* As much of the circle as there is to show: itself and its fan. */
static void share_circle(Layout *layout) {
    double all = 0, passed = 0;
    for (uint32_t i = 0; i < layout->heads.count; i++) all += layout->heads.items[i].fan + 1.0;
    for (uint32_t i = 0; i < layout->heads.count; i++) {
        Head *head = &layout->heads.items[i];
        head->from = passed / all;
        passed += head->fan + 1.0;
        head->to = passed / all;
    }
}

static void place(Layout *layout, OrgId org, double radius, double turn) {
    double angle = turn * TURN;
    layout->x[org] = (int32_t)lround(SPREAD_RADIUS * radius * sin(angle));
    layout->y[org] = (int32_t)lround(-SPREAD_RADIUS * radius * cos(angle));
}

static void place_heads(Layout *layout) {
    uint32_t rows = layout->heads.count > 100 ? ROWS : 1;
    for (uint32_t i = 0; i < layout->heads.count; i++) {
        const Head *head = &layout->heads.items[i];
        double row = rows > 1 ? (double)(i * 3 % rows) / (rows - 1) : 0.5; /* neighbours lie rows apart */
        place(layout, head->org, RING + RING_DEPTH * row, (head->from + head->to) / 2);
    }
}

/* Evenly over the area of the head's sector: outwards by the square root, sideways by the golden ratio; each
 * head begins elsewhere, so that neighbours of one size make no pattern. */
static void place_in_fan(Layout *layout, OrgId org, Head *head) {
    double phase = fmod(head->org * GOLDEN, 1);
    double along = (head->placed + phase) / head->fan, across = fmod(phase * 7 + head->placed * GOLDEN, 1);
    head->placed++;
    double radius = sqrt(FAN * FAN + (1 - FAN * FAN) * along);
    place(layout, org, radius, head->from + (head->to - head->from) * across);
}

static void place_inside(Layout *layout, OrgKind kind, double radius, double from) {
    const World *world = layout->world;
    uint32_t count = 0, placed = 0;
    for (OrgId org = 0; org < world->org_count; org++)
        count += layout->present[org] && world_org_profile(world, org)->kind == kind;
    for (OrgId org = 0; org < world->org_count; org++) {
        if (!layout->present[org] || world_org_profile(world, org)->kind != kind) continue;
        place(layout, org, kind == ORG_vendor && count == 1 ? 0 : radius, from + (double)placed++ / count);
    }
}

void spread_layout(const World *world, const bool *present, int32_t *x, int32_t *y) {
    Layout layout = {.world = world, .present = present, .x = x, .y = y};
    layout.head_of = heap_take(world->org_count, sizeof *layout.head_of);
    find_heads(&layout);
    share_circle(&layout);
    place_heads(&layout);
    place_inside(&layout, ORG_vendor, INNER / 2, 0);
    place_inside(&layout, ORG_observer, INNER + 0.06, 0.125);
    for (OrgId org = 0; org < world->org_count; org++) {
        if (!present[org] || is_inside(world, org) || layout.head_of[org] != NONE) continue;
        uint32_t head = layout.head_of[head_over(world, org)];
        if (head != NONE) place_in_fan(&layout, org, &layout.heads.items[head]);
    }
    vec_clear(&layout.heads);
    free(layout.head_of);
}
