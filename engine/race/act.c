/* What else intervenes: decisions, events of history, playbooks. An action taken at a second acts only on
 * what happens after it. */
#include "race/forecast.h"

#include <assert.h>

static void push_action(RaceState *run, EventKind kind, uint32_t action, uint32_t at, SetMask sets) {
    if (at > run->horizon) return;
    Name key = run->race->adversary->actions.items[action].key;
    queue_push(&run->queue, (Event){.key = queue_key(at, CLASS_ACTION, 0),
                                    .tie = key,
                                    .sets = sets,
                                    .kind = (uint16_t)kind,
                                    .a = action});
}

/* In a forecast, a wait that is not over by the cut is drawn again. */
static uint32_t wait_over(const RaceState *run, const QuantileTable *table, Name key, DrawPurpose purpose,
                          uint32_t occurrence, uint32_t at) {
    uint64_t certain = 0, bits = run_bits(run, key, purpose, occurrence);
    if (forecast_is_past(run)) {
        Timer timer = timer_of_wait(run, table, at);
        forecast_redraw(run, &timer, ODDS_ONE, true, key, DRAW_SUCCESS, purpose, occurrence, &certain, &bits);
    }
    return later(at, quantile_whole(table, bits, NEVER));
}

static uint32_t after_wait(const RaceState *run, uint32_t action, uint32_t at, uint32_t occurrence) {
    return wait_over(run, &run->draw->tables[run->race->action_after[action]],
                     run->race->adversary->actions.items[action].key, DRAW_REACT, occurrence, at);
}

/* The k-th time that one action is given is its occurrence k, whatever else is given in between. */
static void start_given(RaceState *run, const GivenAction *given, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        uint32_t action = given[i].action, before = 0;
        assert(action < run->race->adversary->actions.count &&
               run->race->adversary->actions.items[action].trigger == ACTION_GIVEN);
        for (uint32_t k = 0; k < i; k++) before += given[k].action == action;
        if (given[i].at > run->horizon) continue;
        push_action(run, EVENT_ACT, action, after_wait(run, action, given[i].at, before), run->sets);
    }
}

void act_start(RaceState *run, const GivenAction *given, uint32_t given_count) {
    start_given(run, given, given_count);
    const Adversary *adversary = run->race->adversary;
    for (uint32_t i = 0; i < adversary->actions.count; i++) {
        const Action *action = &adversary->actions.items[i];
        if (action->trigger != ACTION_AT || action->at > (int64_t)run->horizon) continue;
        push_action(run, EVENT_ACT, i, after_wait(run, i, action->at > 0 ? (uint32_t)action->at : 0, 0),
                    run->sets);
    }
}

/* The sets in which the counter of an action reaches its count with this one more. */
static SetMask count_one(RaceState *run, uint32_t action, uint32_t wanted, SetMask sets) {
    uint32_t *counters = run->counters + (size_t)action * SETS_MAX;
    SetMask reached = 0;
    for (SetMask left = sets; left; left &= left - 1)
        if (++counters[sets_lowest(left)] == wanted) reached |= left & (0 - left);
    return reached;
}

void act_count(RaceState *run, ActionTrigger trigger, OrgId org, uint32_t at, SetMask sets) {
    const Race *race = run->race;
    uint32_t profile = race->world->orgs[org].profile;
    for (uint32_t i = 0; i < race->adversary->actions.count; i++) {
        const Action *action = &race->adversary->actions.items[i];
        if (action->trigger != trigger || !race->actions[i].counted[profile]) continue;
        if (!org_selector_in_share(&action->counted, race->world, org)) continue;
        SetMask reached = count_one(run, i, action->count, sets);
        if (reached) push_action(run, EVENT_ACT, i, after_wait(run, i, at, 0), reached);
    }
}

/* An organisation counts as contained with the first of its assets whose containment took hold. */
void act_contained(RaceState *run, const Event *event) {
    OrgId org = run->race->world->assets[event->a].owner;
    EACH_PART(part, event->sets) {
        if (asset_of(run, event->a, &part)->contained_at != event->b) continue;
        if (org_of(run, org, &part)->counted) continue;
        org_own(run, org, part)->counted = true;
        act_count(run, ACTION_ON_CONTAINED, org, event_second(event), part);
    }
}

/* ------------------------------------------------------------------ service lost and found */

static uint32_t out_since(const AssetState *asset) {
    return asset->contained_at < asset->lost_at ? asset->contained_at : asset->lost_at;
}

/* Clears one of the two reasons for being out of service, and books the time when none is left. */
static void service_returns(AssetState *state, uint32_t *cleared, uint32_t at) {
    uint32_t before = out_since(state);
    *cleared = NEVER;
    uint32_t after = out_since(state);
    if (before > at) return;
    uint32_t still = after > at ? at : after;
    if (still > before) state->out_seconds += still - before;
}

static void book_org(RaceState *run, OrgId org, const RestoreOrder *order, uint32_t lost_at, uint32_t at,
                     SetMask sets) {
    OrgState *owner = org_own(run, org, sets);
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

static void clear_node(RaceState *run, uint32_t node, AssetId asset, bool evicted, uint32_t at,
                       SetMask sets) {
    uint8_t state = run->race->node_state[node];
    bool stays = !evicted && (state == STATE_foothold || state == STATE_reached);
    EACH_PART(part, state_taken(run, node, sets)) {
        uint32_t fallen = state_fallen(run, node, at, &part);
        if ((STATE_BIT(state) & STATE_IMPACTS) && fallen > asset_of(run, asset, &part)->machines_before)
            asset_own(run, asset, part)->machines_before = fallen;
        if (stays) continue;
        NodeState *taken = node_own(run, node, part);
        taken->at = NEVER;
        taken->hazard = 0;
        taken->machines = taken->reach = taken->fall_seconds = 0;
        taken->joined_in_truth = false;
    }
}

static void clear_states(RaceState *run, AssetId asset, bool evicted, uint32_t at, SetMask sets) {
    const Race *race = run->race;
    for (uint32_t node = race->node_first[asset]; node < race->node_first[asset + 1]; node++)
        if (race->node_state[node] != STATE_stolen) clear_node(run, node, asset, evicted, at, sets);
}

void act_restore(RaceState *run, AssetId asset, RestoreOrder order, uint32_t at, SetMask sets) {
    OrgId org = run->race->world->assets[asset].owner;
    uint32_t lost_at = asset_of(run, asset, &sets)->lost_at,
             occurrence = asset_of(run, asset, &sets)->occurrence;
    if (lost_at == NEVER) return;
    bool evicted = draw_coin(run_bits(run, order.name, DRAW_RESTORE, occurrence), order.eviction);
    EACH_PART(part, sets) {
        org_of(run, org, &part);
        AssetState *state = asset_own(run, asset, part);
        service_returns(state, &state->lost_at, at);
        book_org(run, org, &order, lost_at, at, part);
        clear_states(run, asset, evicted, at, part);
    }
    EACH_PART(part, sets) {
        asset_of(run, asset, &part);
        AssetState *state = asset_own(run, asset, part);
        if (state->occurrence < UINT8_MAX) state->occurrence++;
        run->restored = true;
        chain_join(&run->assets[asset], &run->asset_pool, &state->link);
    }
    state_note(run, at, HAPPENED_RESTORED, asset, NONE, NONE, STATE_reached);
    walk_relaunch(run, asset, at, sets);
}

/* ------------------------------------------------------------------ the operations */

void act_release(RaceState *run, AssetId asset, uint32_t at, SetMask sets) {
    for (Link *link = run->assets[asset]; link; link = link->next) {
        SetMask part = link->sets & sets;
        AssetState *state = (AssetState *)link;
        if (!part || state->contained_at > at) continue;
        if (part != link->sets) state = asset_own(run, asset, part);
        state->undone_at = asset_first_contained(state);
        service_returns(state, &state->contained_at, at);
        state->released_at = at;
    }
}

static void release_all(RaceState *run, uint32_t action, uint32_t at, SetMask sets) {
    const ActionPlan *plan = &run->race->actions[action];
    const World *world = run->race->world;
    bool later = advisory_may_wait(run, plan->asset_count);
    for (uint32_t i = 0; i < plan->asset_count; i++)
        if (!later || !advisory_may_wait_for(run, world->assets[plan->assets[i]].owner))
            act_release(run, plan->assets[i], at, sets);
    if (later) advisory_send(run, (Advisory){NONE, action, ADVISORY_RELEASE, {at, sets}});
}

static void reconnect(RaceState *run, AccessId access, uint32_t at, SetMask sets) {
    EACH_PART(part, state_cut(run, access, at, sets)) {
        access_of(run, access, &part);
        AccessState *state = access_own(run, access, part);
        state->contained_at = NEVER;
        state->released_at = at;
    }
}

static void rotate(RaceState *run, AssetId asset, SetMask sets) {
    uint32_t node = race_node(run->race, asset, STATE_stolen);
    if (node == NONE) return;
    EACH_PART(part, state_taken(run, node, sets)) {
        node_of(run, node, &part);
        node_own(run, node, part)->at = NEVER;
    }
}

/* An organisation whose sets have different postures ends with as many. Looking at the old ones, it first
 * heeds what it was told under them. */
static void set_control(RaceState *run, uint32_t action, OrgId org, SetMask sets) {
    const SetPlan *plan = run->weights->plan;
    uint32_t actions = run->race->adversary->actions.count;
    EACH_PART(same, sets) {
        Parts parts = plan->joints[state_joint(run, org, &same)];
        for (uint32_t i = 0; i < parts.count; i++) {
            Part was = plan->parts.items[parts.first + i];
            if (!(was.sets & same)) continue;
            uint16_t left = plan->after_action[(uint32_t)was.index * actions + action];
            org_own(run, org, was.sets & same)->joint = plan->joint_of_posture[left];
        }
    }
}

/* Arcs that open find their premises as they are; those whose premises hold already launch now. */
static void set_attribute(RaceState *run, const ActionPlan *plan, uint32_t at, SetMask sets) {
    for (uint32_t i = 0; i < plan->close_count; i++) {
        run->arc_closed[plan->closes[i]] |= sets;
        vec_push(&run->touched_arcs, plan->closes[i]);
    }
    for (uint32_t i = 0; i < plan->open_count; i++) {
        uint32_t arc = plan->opens[i];
        SetMask opened = run->arc_closed[arc] & sets;
        if (!opened) continue;
        run->arc_closed[arc] &= ~opened;
        vec_push(&run->touched_arcs, arc);
        walk_launch(run, arc, at, 0, opened);
    }
}

static void pay(RaceState *run, uint32_t action, uint32_t at, SetMask sets) {
    const Action *what = &run->race->adversary->actions.items[action];
    for (SetMask left = sets; left; left &= left - 1)
        run->paid[sets_lowest(left)] += run->draw->amount[action];
    const QuantileTable *table = &run->draw->tables[run->race->action_delay[action]];
    uint64_t coin = run_bits(run, what->key, DRAW_PAY, 0), bits = run_bits(run, what->key, DRAW_PAY, 1);
    if (forecast_is_past(run)) {
        Timer timer = timer_of_wait(run, table, at);
        forecast_redraw(run, &timer, run->draw->pay_odds[action], false, what->key, DRAW_PAY, DRAW_DELAY, 0,
                        &coin, &bits);
    }
    if (!draw_coin(coin, run->draw->pay_odds[action])) return;
    push_action(run, EVENT_PAID, action, later(at, quantile_whole(table, bits, NEVER)), sets);
}

/* Only what was lost can be restored, and that is a short list. */
static void restore_all(RaceState *run, uint32_t action, uint32_t at, SetMask sets) {
    const Race *race = run->race;
    const Action *what = &race->adversary->actions.items[action];
    const ActionPlan *plan = &race->actions[action];
    for (uint32_t i = 0; i < run->lost.count; i++) {
        AssetId asset = run->lost.items[i];
        SetMask lost = state_lost(run, asset, sets);
        if (!lost || !ids_hold(plan->assets, plan->asset_count, asset)) continue;
        RestoreOrder order = {.share = run->draw->restore_share[action],
                              .eviction = run->draw->eviction[action],
                              .stages = what->restore.stages,
                              .name = name_join(what->key, race->world->assets[asset].name)};
        EACH_PART(part, lost) {
            asset_of(run, asset, &part);
            act_restore(run, asset, order, at, part);
        }
    }
}

void act_paid(RaceState *run, uint32_t action, uint32_t at, SetMask sets) {
    restore_all(run, action, at, sets);
}

static void notify(RaceState *run, const ActionPlan *plan, Start start) {
    Advisory notice = {plan->named, NONE, ADVISORY_EVERYBODY, start};
    for (uint32_t i = 0; i < plan->org_count; i++) respond_heed(run, plan->orgs[i], &notice, &start, 1);
}

void act_run(RaceState *run, uint32_t action, uint32_t at, SetMask sets) {
    const Action *what = &run->race->adversary->actions.items[action];
    const ActionPlan *plan = &run->race->actions[action];
    state_note(run, at, HAPPENED_ACTED, NONE, NONE, action, STATE_reached);
    switch (what->kind) {
    case ACTION_CONTAIN:
        for (uint32_t i = 0; i < plan->asset_count; i++)
            respond_contain(run, plan->assets[i], &(Start){at, sets}, 1, NONE, NONE);
        break;
    case ACTION_RELEASE:
        release_all(run, action, at, sets);
        break;
    case ACTION_CUT:
        for (uint32_t i = 0; i < plan->access_count; i++)
            respond_contain_access(run, plan->accesses[i], at, sets);
        break;
    case ACTION_RECONNECT:
        for (uint32_t i = 0; i < plan->access_count; i++) reconnect(run, plan->accesses[i], at, sets);
        break;
    case ACTION_SET_CONTROL:
        for (uint32_t i = 0; i < plan->org_count; i++) set_control(run, action, plan->orgs[i], sets);
        break;
    case ACTION_SET_ATTRIBUTE:
        set_attribute(run, plan, at, sets);
        break;
    case ACTION_ROTATE:
        for (uint32_t i = 0; i < plan->asset_count; i++) rotate(run, plan->assets[i], sets);
        break;
    case ACTION_PAY:
        pay(run, action, at, sets);
        break;
    case ACTION_NOTIFY:
        notify(run, plan, (Start){at, sets});
        break;
    case ACTION_RESTORE:
        restore_all(run, action, at, sets);
        break;
    }
}
