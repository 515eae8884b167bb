/* What reaches many at once. A vendor that writes to thousands of owners, under several control sets at as
 * many seconds, would have each of them touched as often; but an owner who then only looks after what is its
 * own shows nothing of it until somebody looks. So the advisory is kept, and each hears all that it has
 * missed, in order, when it is looked at: one draw, one pass over its state, the same result.
 */
#include "race/state.h"

#define RECIPIENTS_LEAST 32 /* fewer hear at once */
#define ADVISORIES_MOST 64

bool advisory_may_wait(const RaceState *run, uint32_t recipients) {
    return recipients >= RECIPIENTS_LEAST && !run->log && run->cut == NEVER;
}

bool advisory_may_wait_for(const RaceState *run, OrgId org) {
    return run->race->heeds_quietly[run->race->world->orgs[org].profile];
}

void advisory_send(RaceState *run, Advisory advisory) {
    if (run->advisories.count == ADVISORIES_MOST) advisory_hear_all(run);
    vec_push(&run->advisories, advisory);
    run->release_waits |= advisory.kind == ADVISORY_RELEASE;
}

/* ------------------------------------------------------------------ one listens */

static bool is_told(const RaceState *run, const Advisory *advisory, OrgId org) {
    if (org == advisory->source) return false;
    const Edges *providers = &run->race->world->providers;
    const uint32_t *row = providers->first + org;
    const ResponsePlan *told = &run->race->responses[advisory->response];
    if (advisory->kind == ADVISORY_EVERYBODY) return ids_hold(told->audience, told->audience_count, org);
    return ids_hold(providers->items + row[0], row[1] - row[0], advisory->source);
}

static void release_own(RaceState *run, const Advisory *advisory, OrgId org) {
    const Organisation *owner = &run->race->world->orgs[org];
    const ActionPlan *plan = &run->race->actions[advisory->response];
    for (AssetId asset = owner->first_asset; asset < owner->first_asset + owner->asset_count; asset++)
        if (ids_hold(plan->assets, plan->asset_count, asset))
            act_release(run, asset, advisory->start.at, advisory->start.sets);
}

static void take_in(RaceState *run, const Advisory *advisory, OrgId org) {
    if (advisory->kind == ADVISORY_RELEASE) {
        release_own(run, advisory, org);
    } else if (is_told(run, advisory, org)) {
        if (advisory->kind != ADVISORY_CONTAIN)
            respond_heed(run, org, advisory, &advisory->start, 1);
        else if (state_present(run, org))
            respond_contain_own(run, org, advisory, &advisory->start, 1);
    }
}

/* Says first that it has heard, for heeding looks at its own state. */
void advisory_hear(RaceState *run, OrgId org) {
    uint32_t before = run->advisories_before, count = run->advisories.count;
    uint32_t next = run->heard[org] > before ? run->heard[org] - before : 0;
    if (run->heard[org] == 0) vec_push(&run->hearers, org);
    run->heard[org] = before + count;
    if (!advisory_may_wait_for(run, org)) return;
    for (; next < count; next++) take_in(run, &run->advisories.items[next], org);
}

/* ------------------------------------------------------------------ all do */

/* Advisories that differ in their start alone, oldest first, with the number that each has in the
 * replication. */
typedef struct Series {
    const Advisory *first;
    Start starts[ADVISORIES_MOST];
    uint32_t numbers[ADVISORIES_MOST], count;
} Series;

static void release_series(RaceState *run, const Series *series) {
    const ActionPlan *plan = &run->race->actions[series->first->response];
    for (uint32_t i = 0; i < plan->asset_count; i++) {
        AssetId asset = plan->assets[i];
        OrgId owner = run->race->world->assets[asset].owner;
        if (advisory_may_wait_for(run, owner) && series->numbers[0] >= run->heard[owner])
            act_release(run, asset, series->starts[0].at, series->starts[0].sets);
    }
}

static void heed_series(RaceState *run, const Series *series) {
    const Advisory *first = series->first;
    const ResponsePlan *told = &run->race->responses[first->response];
    const Edges *clients = &run->race->world->clients;
    bool to_clients = first->kind != ADVISORY_EVERYBODY;
    const uint32_t *orgs = to_clients ? clients->items + clients->first[first->source] : told->audience;
    uint32_t count =
        to_clients ? clients->first[first->source + 1] - clients->first[first->source] : told->audience_count;
    for (uint32_t i = 0; i < count; i++) {
        if (orgs[i] == first->source || !advisory_may_wait_for(run, orgs[i])) continue;
        uint32_t next = 0;
        while (next < series->count && series->numbers[next] < run->heard[orgs[i]]) next++;
        if (next == series->count || !state_present(run, orgs[i])) continue;
        if (first->kind != ADVISORY_CONTAIN)
            respond_heed(run, orgs[i], first, series->starts + next, series->count - next);
        else
            respond_contain_own(run, orgs[i], first, series->starts + next, series->count - next);
    }
}

/* The first that is left and those that follow in its series, up to a release: what comes after one counts
 * after it. They are no longer left. */
static Series take_series(const Advisory *all, uint32_t count, uint32_t before, uint64_t *left) {
    const Advisory *first = &all[sets_lowest(*left)];
    Series series;
    series.first = first;
    series.count = 0;
    for (uint32_t i = sets_lowest(*left); i < count; i++) {
        bool is_release = all[i].kind == ADVISORY_RELEASE;
        if (is_release && series.count > 0) break;
        if (!(*left >> i & 1u) || all[i].source != first->source || all[i].response != first->response ||
            all[i].kind != first->kind)
            continue;
        series.numbers[series.count] = before + i;
        series.starts[series.count++] = all[i].start;
        *left &= ~(UINT64_C(1) << i);
        if (is_release) break;
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
    run->release_waits = false;
    for (uint64_t left = sets_upto(count); left;) {
        Series series = take_series(all, count, before, &left);
        if (series.first->kind == ADVISORY_RELEASE)
            release_series(run, &series);
        else
            heed_series(run, &series);
    }
}
