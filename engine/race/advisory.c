/* Warnings to many at once. A vendor that writes to thousands of owners, under several control sets at as many
 * seconds, would have each of them touched as often; but an owner who then only looks after what is its own
 * shows nothing of it until somebody looks. So the advisory is kept, and each hears all that it has missed
 * when it is looked at: one draw, one pass over its state, the same result.
 */
#include "race/state.h"

#define RECIPIENTS_LEAST 32 /* fewer hear at once */
#define ADVISORIES_MOST 64

bool advisory_may_wait(const RaceState *run, uint32_t recipients) {
    return recipients >= RECIPIENTS_LEAST && !run->log && run->cut == NEVER;
}

void advisory_send(RaceState *run, Advisory advisory) {
    if (run->advisories.count == ADVISORIES_MOST) advisory_hear_all(run);
    vec_push(&run->advisories, advisory);
}

static const uint32_t *recipients_of(const RaceState *run, const Advisory *advisory, uint32_t *count) {
    const Edges *clients = &run->race->world->clients;
    const ResponsePlan *told = &run->race->responses[advisory->response];
    const uint32_t *row = clients->first + advisory->source;
    *count = advisory->to_clients ? row[1] - row[0] : told->audience_count;
    return advisory->to_clients ? clients->items + row[0] : told->audience;
}

static bool hears_late(const RaceState *run, const Advisory *advisory, OrgId org) {
    return org != advisory->source && run->race->heeds_quietly[run->race->world->orgs[org].profile];
}

static bool is_among(uint32_t id, const uint32_t *ids, uint32_t count) { /* ascending */
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (ids[middle] < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && ids[low] == id;
}

static bool is_told(const RaceState *run, const Advisory *advisory, OrgId org) {
    if (!hears_late(run, advisory, org)) return false;
    const Edges *providers = &run->race->world->providers;
    const uint32_t *row = providers->first + org;
    if (advisory->to_clients) return is_among(advisory->source, providers->items + row[0], row[1] - row[0]);
    const ResponsePlan *told = &run->race->responses[advisory->response];
    return is_among(org, told->audience, told->audience_count);
}

/* Says first that it has heard, for heeding looks at its own state. */
void advisory_hear(RaceState *run, OrgId org) {
    uint32_t before = run->advisories_before, count = run->advisories.count;
    uint32_t next = run->heard[org] > before ? run->heard[org] - before : 0;
    if (run->heard[org] == 0) vec_push(&run->hearers, org);
    run->heard[org] = before + count;
    for (; next < count; next++) {
        const Advisory *advisory = &run->advisories.items[next];
        if (is_told(run, advisory, org)) respond_heed(run, org, advisory, 1);
    }
}

/* One source's advisories of one response, oldest first, with the number that each has in the replication. */
typedef struct Series {
    Advisory items[ADVISORIES_MOST];
    uint32_t numbers[ADVISORIES_MOST], count;
} Series;

static void hear_series(RaceState *run, const Series *series) {
    uint32_t count;
    const uint32_t *orgs = recipients_of(run, &series->items[0], &count);
    for (uint32_t i = 0; i < count; i++) {
        if (!hears_late(run, &series->items[0], orgs[i])) continue;
        uint32_t next = 0;
        while (next < series->count && series->numbers[next] < run->heard[orgs[i]]) next++;
        if (next < series->count) respond_heed(run, orgs[i], series->items + next, series->count - next);
    }
}

/* The first that is left and all that follow in its series; they are no longer left. */
static Series take_series(const Advisory *all, uint32_t count, uint32_t before, uint64_t *left) {
    const Advisory *first = &all[sets_lowest(*left)];
    Series series = {.count = 0};
    for (uint32_t i = sets_lowest(*left); i < count; i++) {
        if (!(*left >> i & 1u) || all[i].source != first->source || all[i].response != first->response ||
            all[i].to_clients != first->to_clients)
            continue;
        series.numbers[series.count] = before + i;
        series.items[series.count++] = all[i];
        *left &= ~(UINT64_C(1) << i);
    }
    return series;
}

void advisory_hear_all(RaceState *run) {
    uint32_t count = run->advisories.count, before = run->advisories_before;
    if (count == 0) return;
    Advisory all[ADVISORIES_MOST];
    memcpy(all, run->advisories.items, count * sizeof *all);
    run->advisories.count = 0; /* nobody listens meanwhile */
    run->advisories_before += count;
    for (uint64_t left = sets_upto(count); left;) {
        Series series = take_series(all, count, before, &left);
        hear_series(run, &series);
    }
}
