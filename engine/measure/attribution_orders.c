/* Orders of joining, sampled: a lever's worth in one order is what it takes away when it joins those before
 * it, and its Shapley value the mean over orders (Castro, Gómez and Tejada 2009). Each order comes with its
 * reverse, so that who joins early in one joins late in the other; the pair is one observation. */
#include "base/pcg.h"
#include "measure/attribution_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { STREAM = 77 }; /* of PCG: the orders of one seed are always the same */

typedef struct Orders {
    Gather *gather;
    uint32_t players, count; /* of orders */
    uint32_t *joining;       /* [order × players] active levers */
    uint64_t *masks;
    uint32_t mask_count, visited;
    int64_t *none[ATTRIBUTED_COUNT], *all[ATTRIBUTED_COUNT], *before[ATTRIBUTED_COUNT]; /* [column] */
    int64_t *sums[ATTRIBUTED_COUNT]; /* [player × column] over all orders */
    double *means[ATTRIBUTED_COUNT]; /* [player × order] a worth in one order */
} Orders;

static void shuffle(uint32_t *items, uint32_t count, Pcg32 *pcg) {
    for (uint32_t i = count; i > 1; i--) {
        uint32_t other = pcg32_below(pcg, i), kept = items[i - 1];
        items[i - 1] = items[other];
        items[other] = kept;
    }
}

static void draw_orders(Orders *orders) {
    uint32_t n = orders->players;
    Pcg32 pcg;
    pcg32_seed(&pcg, orders->gather->study->options.seed, STREAM);
    for (uint32_t o = 0; o + 1 < orders->count; o += 2) {
        uint32_t *order = orders->joining + (size_t)o * n, *reverse = order + n;
        for (uint32_t i = 0; i < n; i++) order[i] = i;
        shuffle(order, n, &pcg);
        for (uint32_t i = 0; i < n; i++) reverse[i] = order[n - 1 - i];
    }
}

/* None, all, each alone, all but each; then every order's choices between none and all. */
static void list_masks(Orders *orders) {
    uint32_t n = orders->players, *count = &orders->mask_count;
    uint64_t everybody = (n == 64 ? 0 : UINT64_C(1) << n) - 1;
    const Gather *gather = orders->gather;
    orders->masks[(*count)++] = 0;
    orders->masks[(*count)++] = gather_mask(gather, everybody);
    for (uint32_t i = 0; i < n; i++) {
        orders->masks[(*count)++] = gather_mask(gather, UINT64_C(1) << i);
        orders->masks[(*count)++] = gather_mask(gather, everybody & ~(UINT64_C(1) << i));
    }
    for (uint32_t o = 0; o < orders->count; o++) {
        uint64_t joined = 0;
        for (uint32_t k = 0; k + 1 < n; k++) {
            joined |= UINT64_C(1) << orders->joining[(size_t)o * n + k];
            orders->masks[(*count)++] = gather_mask(gather, joined);
        }
    }
}

/* What a player took away when the harm went from `from` to `to`. */
static void add_worth(Orders *orders, AttributedTo to, uint32_t order, uint32_t player, const int64_t *from,
                      const int64_t *now) {
    uint32_t columns = orders->gather->columns[to];
    int64_t *sums = orders->sums[to] + (size_t)player * columns, total = 0;
    for (uint32_t c = 0; c < columns; c++) {
        sums[c] += from[c] - now[c];
        total += to == ATTRIBUTED_MEAN || c == 0 ? from[c] - now[c] : 0;
    }
    double parts = to == ATTRIBUTED_MEAN ? orders->gather->out->worlds : 1;
    orders->means[to][(size_t)player * orders->count + order] = (double)total / parts;
}

static void take_edge(Orders *orders, AttributedTo to, uint32_t place) {
    const Gather *gather = orders->gather;
    uint32_t columns = gather->columns[to];
    const int64_t *now = gather->scratch[to];
    if (place < 2) {
        memcpy(place == 0 ? orders->none[to] : orders->all[to], now, columns * sizeof *now);
        return;
    }
    LeverWorth *worth = &gather->out->worth[to][gather->active[(place - 2) / 2]];
    bool alone = place % 2 == 0;
    int64_t *row = heap_take(columns, sizeof *row);
    for (uint32_t c = 0; c < columns; c++)
        row[c] = alone ? orders->none[to][c] - now[c] : now[c] - orders->all[to][c];
    *(alone ? &worth->alone : &worth->last) = gather_worth(gather, to, row, 1);
    free(row);
}

static void take_step(Orders *orders, AttributedTo to, uint32_t place) {
    uint32_t n = orders->players, order = place / (n - 1), step = place % (n - 1);
    const uint32_t *joining = orders->joining + (size_t)order * n;
    const int64_t *now = orders->gather->scratch[to];
    const int64_t *from = step == 0 ? orders->none[to] : orders->before[to];
    add_worth(orders, to, order, joining[step], from, now);
    if (step + 2 == n) add_worth(orders, to, order, joining[n - 1], now, orders->all[to]);
    memcpy(orders->before[to], now, orders->gather->columns[to] * sizeof *now);
}

static void visit_order(void *context, uint64_t mask, const Ensemble *ensemble, uint32_t set) {
    Orders *orders = context;
    gather_values(orders->gather, mask, ensemble, set);
    if (orders->gather->too_large) return;
    uint32_t edges = 2 + 2 * orders->players, place = orders->visited++;
    for (int to = 0; to < ATTRIBUTED_COUNT; to++) {
        if (place < edges)
            take_edge(orders, (AttributedTo)to, place);
        else
            take_step(orders, (AttributedTo)to, place - edges);
    }
}

/* Half of the 95 % interval that comes of not having seen every order. */
static double half_of_orders(const double *means, uint32_t count) {
    uint32_t pairs = count / 2;
    double sum = 0, squares = 0;
    for (uint32_t p = 0; p < pairs; p++) sum += (means[2 * p] + means[2 * p + 1]) / 2;
    for (uint32_t p = 0; p < pairs; p++) {
        double rest = (means[2 * p] + means[2 * p + 1]) / 2 - sum / pairs;
        squares += rest * rest;
    }
    return student_975(pairs - 1) * sqrt(squares / (pairs - 1) / pairs);
}

static void take_orders(Orders *orders, AttributedTo to) {
    const Gather *gather = orders->gather;
    for (uint32_t i = 0; i < orders->players; i++) {
        const int64_t *row = orders->sums[to] + (size_t)i * gather->columns[to];
        Worth worth = gather_worth(gather, to, row, orders->count);
        double half = half_of_orders(orders->means[to] + (size_t)i * orders->count, orders->count);
        double below = worth.value - worth.ci95.low, above = worth.ci95.high - worth.value;
        worth.ci95.low = worth.value - sqrt(below * below + half * half);
        worth.ci95.high = worth.value + sqrt(above * above + half * half);
        gather->out->worth[to][gather->active[i]].shapley = worth;
    }
}

static void orders_init(Orders *orders, Gather *gather, uint32_t count) {
    uint32_t n = gather->active_count;
    *orders = (Orders){.gather = gather, .players = n, .count = count};
    orders->joining = heap_take((size_t)count * n, sizeof(uint32_t));
    orders->masks = heap_take(2 + 2 * (size_t)n + (size_t)count * (n - 1), sizeof(uint64_t));
    for (int to = 0; to < ATTRIBUTED_COUNT; to++) {
        uint32_t columns = gather->columns[to];
        orders->none[to] = heap_take(columns, sizeof(int64_t));
        orders->all[to] = heap_take(columns, sizeof(int64_t));
        orders->before[to] = heap_take(columns, sizeof(int64_t));
        orders->sums[to] = heap_take((size_t)n * columns, sizeof(int64_t));
        orders->means[to] = heap_take((size_t)n * count, sizeof(double));
    }
}

static void orders_clear(Orders *orders) {
    free(orders->joining);
    free(orders->masks);
    for (int to = 0; to < ATTRIBUTED_COUNT; to++) {
        free(orders->none[to]);
        free(orders->all[to]);
        free(orders->before[to]);
        free(orders->sums[to]);
        free(orders->means[to]);
    }
}

bool attribute_by_orders(Gather *gather, uint32_t count, bool *stopped, Error *error) {
    Orders orders;
    orders_init(&orders, gather, count);
    draw_orders(&orders);
    list_masks(&orders);
    bool good =
        lattice_run(gather->study, orders.masks, orders.mask_count, visit_order, &orders, stopped, error);
    gather->out->choices = orders.visited;
    gather->out->orders = count;
    gather->out->partial = *stopped;
    bool known = (good || *stopped) && orders.visited >= 2 + 2 * orders.players;
    for (int to = 0; to < ATTRIBUTED_COUNT && known; to++) {
        gather_together(gather, (AttributedTo)to, orders.none[to], orders.all[to]);
        if (!*stopped) take_orders(&orders, (AttributedTo)to);
    }
    orders_clear(&orders);
    return good;
}
