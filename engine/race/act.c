/* What else intervenes: decisions, events of history, playbooks. An action taken at a second acts only on
 * what happens after it. */
#include "race/state.h"

#include <assert.h>

static uint32_t later(uint32_t at, uint64_t seconds) {
    return seconds >= NEVER - at ? NEVER : at + (uint32_t)seconds;
}

static void push_action(RaceState *run, EventKind kind, uint32_t action, uint32_t at) {
    if (at > run->horizon) return;
    Name key = run->race->adversary->actions.items[action].key;
    queue_push(&run->queue, (Event){queue_key(at, CLASS_ACTION, 0), key, kind, action, 0, 0});
}

static uint32_t after_wait(const RaceState *run, uint32_t action, uint32_t at, uint32_t occurrence) {
    Name key = run->race->adversary->actions.items[action].key;
    uint64_t bits = draw_bits(run->context, draw_key(key, DRAW_REACT, occurrence));
    return later(at, quantile_whole(&run->draw->tables[run->race->action_after[action]], bits, NEVER));
}

/* The k-th time that one action is given is its occurrence k, whatever else is given in between. */
static void start_given(RaceState *run, const GivenAction *given, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        uint32_t action = given[i].action, before = 0;
        assert(action < run->race->adversary->actions.count &&
               run->race->adversary->actions.items[action].trigger == ACTION_GIVEN);
        for (uint32_t k = 0; k < i; k++) before += given[k].action == action;
        if (given[i].at > run->horizon) continue;
        push_action(run, EVENT_ACT, action, after_wait(run, action, given[i].at, before));
    }
}

void act_start(RaceState *run, const GivenAction *given, uint32_t given_count) {
    start_given(run, given, given_count);
    const Adversary *adversary = run->race->adversary;
    for (uint32_t i = 0; i < adversary->actions.count; i++) {
        const Action *action = &adversary->actions.items[i];
        if (action->trigger != ACTION_AT || action->at > (int64_t)run->horizon) continue;
        push_action(run, EVENT_ACT, i, after_wait(run, i, action->at > 0 ? (uint32_t)action->at : 0, 0));
    }
}

void act_count(RaceState *run, ActionTrigger trigger, OrgId org, uint32_t at) {
    const Race *race = run->race;
    uint32_t profile = race->world->orgs[org].profile;
    for (uint32_t i = 0; i < race->adversary->actions.count; i++) {
        const Action *action = &race->adversary->actions.items[i];
        if (action->trigger != trigger || !race->actions[i].counted[profile]) continue;
        if (!org_selector_in_share(&action->counted, race->world, org)) continue;
        if (++run->counters[i] != action->count) continue;
        push_action(run, EVENT_ACT, i, after_wait(run, i, at, 0));
    }
}

/* An organisation counts as contained with the first of its assets whose containment took hold. */
void act_contained(RaceState *run, const Event *event) {
    if (run->assets[event->a].contained_at != event->b) return;
    OrgState *owner = state_touch_org(run, run->race->world->assets[event->a].owner);
    if (owner->counted) return;
    owner->counted = true;
    act_count(run, ACTION_ON_CONTAINED, run->race->world->assets[event->a].owner, event_second(event));
}

/* ------------------------------------------------------------------ service lost and found */

static uint32_t out_since(const AssetState *asset) {
    return asset->contained_at < asset->lost_at ? asset->contained_at : asset->lost_at;
}

/* Clears one of the two reasons for being out of service, and books the time when none is left. */
void act_service_returns(RaceState *run, AssetId asset, uint32_t *cleared, uint32_t at) {
    AssetState *state = state_touch_asset(run, asset);
    uint32_t before = out_since(state);
    *cleared = NEVER;
    uint32_t after = out_since(state);
    if (before > at) return;
    uint32_t still = after > at ? at : after;
    if (still > before) state->out_seconds += still - before;
}

static void book_org(RaceState *run, AssetId asset, const RestoreOrder *order, uint32_t lost_at,
                     uint32_t at) {
    OrgState *owner = state_touch_org(run, run->race->world->assets[asset].owner);
    if (--owner->lost_assets > 0) return;
    uint64_t seconds = at - owner->lost_from;
    /* In k equal stages, k − 1 of them came back before the end: (k − 1) / 2k of the work was in service. */
    uint64_t work = order->work_seconds < at - lost_at ? order->work_seconds : at - lost_at;
    if (order->stages > 1) seconds -= work * (order->stages - 1) / (2 * (uint64_t)order->stages);
    Odds missing = ODDS_ONE - order->share;
    seconds += odds_and(missing, run->horizon - at);
    owner->lost_seconds += seconds;
    owner->lost_from = NEVER;
}

static void clear_states(RaceState *run, AssetId asset, bool evicted, uint32_t at) {
    const Race *race = run->race;
    for (uint32_t node = race->node_first[asset]; node < race->node_first[asset + 1]; node++) {
        uint8_t state = race->node_state[node];
        NodeState *taken = &run->nodes[node];
        if (taken->at == NEVER || state == STATE_stolen) continue;
        AssetState *owner = state_touch_asset(run, asset);
        uint32_t fallen = state_fallen(run, node, at);
        if ((STATE_BIT(state) & STATE_IMPACTS) && fallen > owner->machines_before)
            owner->machines_before = fallen;
        bool stays = !evicted && (state == STATE_foothold || state == STATE_reached);
        if (stays) continue;
        taken->at = NEVER;
        taken->hazard = 0;
        taken->machines = taken->reach = taken->fall_seconds = 0;
    }
}

void act_restore(RaceState *run, AssetId asset, RestoreOrder order, uint32_t at) {
    AssetState *state = state_touch_asset(run, asset);
    if (state->lost_at == NEVER) return;
    uint64_t bits = draw_bits(run->context, draw_key(order.name, DRAW_RESTORE, state->occurrence));
    uint32_t lost_at = state->lost_at;
    act_service_returns(run, asset, &state->lost_at, at);
    book_org(run, asset, &order, lost_at, at);
    clear_states(run, asset, draw_coin(bits, order.eviction), at);
    if (state->occurrence < UINT8_MAX) state->occurrence++;
    state_note(run, at, HAPPENED_RESTORED, asset, NONE, NONE, STATE_reached);
    walk_relaunch(run, asset, at);
}

/* ------------------------------------------------------------------ the operations */

static void release(RaceState *run, AssetId asset, uint32_t at) {
    if (run->assets[asset].contained_at > at) return;
    AssetState *state = state_touch_asset(run, asset);
    act_service_returns(run, asset, &state->contained_at, at);
    state->released_at = at;
}

static void reconnect(RaceState *run, AccessId access, uint32_t at) {
    if (run->access_contained_at[access] > at) return;
    run->access_contained_at[access] = NEVER;
    run->access_released_at[access] = at;
    vec_push(&run->touched_accesses, access);
}

static void rotate(RaceState *run, AssetId asset) {
    uint32_t node = race_node(run->race, asset, STATE_stolen);
    if (node != NONE) run->nodes[node].at = NEVER;
}

static void set_control(RaceState *run, uint32_t action, OrgId org) {
    uint32_t actions = run->race->adversary->actions.count;
    uint16_t now = state_posture(run, org);
    state_touch_org(run, org)->posture = run->weights->plan->after_action[(uint32_t)now * actions + action];
}

/* Arcs that open find their premises as they are; those whose premises hold already launch now. */
static void set_attribute(RaceState *run, const ActionPlan *plan, uint32_t at) {
    for (uint32_t i = 0; i < plan->close_count; i++) {
        run->arc_closed[plan->closes[i]] = 1;
        vec_push(&run->touched_arcs, plan->closes[i]);
    }
    for (uint32_t i = 0; i < plan->open_count; i++) {
        uint32_t arc = plan->opens[i];
        if (!run->arc_closed[arc]) continue;
        run->arc_closed[arc] = 0;
        vec_push(&run->touched_arcs, arc);
        walk_launch(run, arc, at, 0);
    }
}

static void pay(RaceState *run, uint32_t action, uint32_t at) {
    const Action *what = &run->race->adversary->actions.items[action];
    run->paid += run->draw->amount[action];
    uint64_t coin = draw_bits(run->context, draw_key(what->key, DRAW_PAY, 0));
    if (!draw_coin(coin, run->draw->pay_odds[action])) return;
    uint64_t bits = draw_bits(run->context, draw_key(what->key, DRAW_PAY, 1));
    const QuantileTable *table = &run->draw->tables[run->race->action_delay[action]];
    push_action(run, EVENT_PAID, action, later(at, quantile_whole(table, bits, NEVER)));
}

/* Only what was lost can be restored, and that is a short list. */
static bool selects(const ActionPlan *plan, AssetId asset) {
    uint32_t low = 0, high = plan->asset_count; /* ascending */
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (plan->assets[middle] < asset)
            low = middle + 1;
        else
            high = middle;
    }
    return low < plan->asset_count && plan->assets[low] == asset;
}

static void restore_all(RaceState *run, uint32_t action, uint32_t at) {
    const Race *race = run->race;
    const Action *what = &race->adversary->actions.items[action];
    for (uint32_t i = 0; i < run->lost.count; i++) {
        AssetId asset = run->lost.items[i];
        if (run->assets[asset].lost_at == NEVER || !selects(&race->actions[action], asset)) continue;
        RestoreOrder order = {.share = run->draw->restore_share[action],
                              .eviction = run->draw->eviction[action],
                              .stages = what->restore.stages,
                              .name = name_join(what->key, race->world->assets[asset].name)};
        act_restore(run, asset, order, at);
    }
}

void act_paid(RaceState *run, uint32_t action, uint32_t at) {
    restore_all(run, action, at);
}

void act_run(RaceState *run, uint32_t action, uint32_t at) {
    const Action *what = &run->race->adversary->actions.items[action];
    const ActionPlan *plan = &run->race->actions[action];
    state_note(run, at, HAPPENED_ACTED, NONE, NONE, action, STATE_reached);
    switch (what->kind) {
    case ACTION_CONTAIN:
        for (uint32_t i = 0; i < plan->asset_count; i++)
            respond_contain(run, plan->assets[i], at, NONE, NONE);
        break;
    case ACTION_RELEASE:
        for (uint32_t i = 0; i < plan->asset_count; i++) release(run, plan->assets[i], at);
        break;
    case ACTION_CUT:
        for (uint32_t i = 0; i < plan->access_count; i++) respond_contain_access(run, plan->accesses[i], at);
        break;
    case ACTION_RECONNECT:
        for (uint32_t i = 0; i < plan->access_count; i++) reconnect(run, plan->accesses[i], at);
        break;
    case ACTION_SET_CONTROL:
        for (uint32_t i = 0; i < plan->org_count; i++) set_control(run, action, plan->orgs[i]);
        break;
    case ACTION_SET_ATTRIBUTE:
        set_attribute(run, plan, at);
        break;
    case ACTION_ROTATE:
        for (uint32_t i = 0; i < plan->asset_count; i++) rotate(run, plan->assets[i]);
        break;
    case ACTION_PAY:
        pay(run, action, at);
        break;
    case ACTION_NOTIFY:
        for (uint32_t i = 0; i < plan->org_count; i++)
            respond_warn(run, plan->orgs[i], plan->named, NONE, at);
        break;
    case ACTION_RESTORE:
        restore_all(run, action, at);
        break;
    }
}
