/* The cascade that goes down: arcs launch when what they need holds, and arrive after their delay. */
#include "race/state.h"

#define ATTEMPTS 4096 /* per occurrence, so that attempt and occurrence share one number */

static const Rule *rule_of(const RaceState *run, const Arc *arc) {
    return &run->race->adversary->rules.items[arc->rule];
}

/* The class in force now: a step keeps that of its launch until it arrives. */
static uint32_t class_of(const RaceState *run, uint32_t arc_id) {
    const SetPlan *plan = run->weights->plan;
    if (!run->race->has_set_control) return plan->class_of_arc[arc_id];
    const Race *race = run->race;
    const Arc *arc = &race->arcs[arc_id];
    ClassKey key = plan->keys[plan->class_of_arc[arc_id]];
    key.target_posture = state_posture(run, race->world->assets[race->node_asset[arc->target]].owner);
    if (arc->source != NONE)
        key.source_posture = state_posture(run, race->world->assets[race->node_asset[arc->source]].owner);
    return plan_class(plan, key);
}

static uint64_t bits_of(const RaceState *run, Name name, DrawPurpose purpose, uint32_t occurrence) {
    return draw_bits(run->context, draw_key(name, purpose, occurrence));
}

static uint32_t later(uint32_t at, uint64_t seconds) {
    return seconds >= NEVER - at ? NEVER : at + (uint32_t)seconds;
}

static uint32_t occurrence_of(const RaceState *run, const Arc *arc, uint32_t attempt) {
    return run->assets[run->race->node_asset[arc->target]].occurrence * ATTEMPTS + attempt;
}

static void push_arc(RaceState *run, EventKind kind, uint32_t arc_id, uint32_t at, uint32_t b, uint32_t c) {
    const Arc *arc = &run->race->arcs[arc_id];
    uint32_t rank = run->race->asset_rank[run->race->node_asset[arc->target]];
    queue_push(&run->queue, (Event){queue_key(at, CLASS_ATTACK, rank), arc->key, kind, arc_id, b, c});
}

/* ------------------------------------------------------------------ launching */

static bool premise_holds(const RaceState *run, uint32_t node, uint32_t at) {
    return run->nodes[node].at != NEVER && run->assets[run->race->node_asset[node]].contained_at > at;
}

bool walk_ready(const RaceState *run, const Arc *arc, uint32_t at) {
    const Race *race = run->race;
    if (run->arc_closed && run->arc_closed[arc - race->arcs]) return false;
    if (arc->source != NONE && !premise_holds(run, arc->source, at)) return false;
    if (arc->access != NONE && run->access_contained_at[arc->access] <= at) return false;
    for (uint32_t i = 0; i < rule_of(run, arc)->premise_count; i++)
        if (!premise_holds(run, race->extras[arc->extra + i], at)) return false;
    return true;
}

static bool shock_came(const RaceState *run, const Rule *rule, const Arc *arc) {
    const Shock *shock = &run->race->adversary->shocks.items[rule->shock];
    const World *world = run->race->world;
    Name name = shock->key;
    if (shock->per >= 0) {
        OrgId org = world->assets[run->race->node_asset[arc->target]].owner;
        while (world->orgs[org].parent != NONE && world_org_profile(world, org)->kind != (OrgKind)shock->per)
            org = world->orgs[org].parent;
        name = name_join(name, world->orgs[org].name);
    }
    return draw_coin(bits_of(run, name, DRAW_SHOCK, 0), run->draw->shock_odds[rule->shock]);
}

/* An organisation patches a flaw once, for every arc: after the fix, and its lag shortened by its patching.
 */
static bool still_exposed(const RaceState *run, const Rule *rule, const Arc *arc, const ClassWeight *weight,
                          uint32_t at) {
    const Race *race = run->race;
    const Flaw *flaw = &race->world->flaws[rule->exploits];
    if (!flaw->fixed || !flaw->has_lag) return true;
    OrgId owner = race->world->assets[race->node_asset[arc->target]].owner;
    uint64_t bits = bits_of(run, name_join(flaw->name, race->world->orgs[owner].name), DRAW_EXPOSED, 0);
    uint64_t lag = quantile_at(&run->draw->tables[race->flaw_lag[rule->exploits]], bits) >> QUANTILE_PLACES;
    lag = (uint64_t)(((unsigned __int128)lag * weight->lag) >> 16);
    return race->adversary->start + (int64_t)at < flaw->fixed_at + (int64_t)lag;
}

static bool is_working(const Calendar *calendar, int64_t utc) {
    int64_t local = utc + (int64_t)calendar->offset_minutes * 60;
    int64_t day = local >= 0 ? local / 86400 : -((-local + 86399) / 86400);
    for (uint32_t i = 0; i < calendar->day_off_count; i++)
        if (calendar->days_off[i] == day) return calendar->rate_off >= 1000;
    /* 1970-01-01 was a Thursday: day 3 of a week that begins on Monday. */
    int64_t weekday = ((day + 3) % 7 + 7) % 7;
    return calendar->rate[weekday * 24 + (local - day * 86400) / 3600] >= 1000;
}

/* The first second from `at` at which the rule's hours are open. */
static uint32_t opening(const RaceState *run, const Rule *rule, const Arc *arc, uint32_t at) {
    if (rule->hours == HOURS_ANY) return at;
    const Adversary *adversary = run->race->adversary;
    const World *world = run->race->world;
    OrgId victim = world->assets[run->race->node_asset[arc->target]].owner;
    bool own = rule->hours == HOURS_ADVERSARY;
    const Calendar *calendar = own ? &adversary->hours : &world_org_profile(world, victim)->calendar;
    for (uint32_t hour = 0; hour <= 24 * 14 && at <= run->horizon; hour++) {
        if (is_working(calendar, adversary->start + (int64_t)at) == own) return at;
        uint32_t into = (uint32_t)((adversary->start + (int64_t)at) % 1800);
        at = later(at, 1800 - into);
    }
    return NEVER;
}

static uint32_t start_of(const RaceState *run, const Rule *rule, const Arc *arc, uint32_t at) {
    uint32_t start = at;
    if (rule->not_before > (int64_t)start) start = (uint32_t)rule->not_before;
    if (arc->candidate != NONE && run->chosen_at[arc->candidate] > start)
        start = run->chosen_at[arc->candidate];
    return start > run->horizon ? NEVER : opening(run, rule, arc, start);
}

static bool success(const RaceState *run, const Rule *rule, const Arc *arc, const ClassWeight *weight,
                    uint32_t occurrence) {
    Name name =
        arc->shared == NONE ? arc->key : name_join(rule->key, run->race->world->orgs[arc->shared].name);
    return draw_coin(bits_of(run, name, DRAW_SUCCESS, occurrence), weight->odds);
}

static uint64_t delay_of(const RaceState *run, const Arc *arc, const ClassWeight *weight,
                         uint32_t occurrence) {
    const QuantileTable *table = &run->draw->tables[run->race->rule_after[arc->rule]];
    uint64_t delay = quantile_at(table, bits_of(run, arc->key, DRAW_DELAY, occurrence));
    delay = (uint64_t)(((unsigned __int128)delay * weight->slow) >> 32); /* 16 places of each */
    return delay ? delay : 1;
}

static bool seen_when_it_fails(const Rule *rule) {
    for (uint32_t i = 0; i < rule->notice_count; i++)
        if (rule->notices[i].on_attempt) return true;
    return false;
}

static void try_again(RaceState *run, const Rule *rule, uint32_t arc_id, uint32_t at, uint32_t attempt) {
    if (attempt + 1 >= rule->tries) return;
    const Arc *arc = &run->race->arcs[arc_id];
    uint64_t bits = bits_of(run, arc->key, DRAW_STAGE, occurrence_of(run, arc, attempt));
    uint64_t pause = quantile_whole(&run->draw->tables[run->race->rule_every[arc->rule]], bits, NEVER);
    uint32_t next = later(at, pause ? pause : 1);
    if (next <= run->horizon) push_arc(run, EVENT_LAUNCH, arc_id, next, attempt + 1, 0);
}

/* Containment only comes earlier, never later, unless something undoes it: a step that needs its source then
 * cannot outlive a containment that is already on its way, nor win a node that is already held. */
static bool in_vain(const RaceState *run, const Rule *rule, const Arc *arc, uint32_t arrival) {
    const Race *race = run->race;
    if (race->undoes || run->log) return false;
    if (rule->needs_source_at_arrival && arc->source != NONE &&
        run->assets[race->node_asset[arc->source]].contained_at <= arrival)
        return true;
    if (rule->notice_count > 0) return false;
    AssetId target = race->node_asset[arc->target];
    if (run->assets[target].contained_at <= arrival) return true;
    return run->nodes[arc->target].at != NEVER && !world_asset_profile(race->world, target)->is_group;
}

void walk_launch(RaceState *run, uint32_t arc_id, uint32_t at, uint32_t attempt) {
    const Race *race = run->race;
    const Arc *arc = &race->arcs[arc_id];
    const Rule *rule = rule_of(run, arc);
    run->arcs_touched++;
    if (arc->candidate != NONE && run->chosen_at[arc->candidate] == NEVER) return;
    if (!walk_ready(run, arc, at)) return;
    uint32_t start = start_of(run, rule, arc, at);
    if (start > run->horizon) return;
    if (start > at) {
        push_arc(run, EVENT_LAUNCH, arc_id, start, attempt, 0);
        return;
    }
    if (!state_present(run, race->world->assets[race->node_asset[arc->target]].owner)) return;
    if (rule->shock != NONE && !shock_came(run, rule, arc)) return;
    uint32_t class_ = class_of(run, arc_id);
    const ClassWeight *weight = &run->weights->classes[class_];
    if (rule->exploits != NONE && !still_exposed(run, rule, arc, weight, at)) return;
    uint32_t occurrence = occurrence_of(run, arc, attempt);
    bool works = success(run, rule, arc, weight, occurrence);
    uint32_t arrival = later(at, delay_of(run, arc, weight, occurrence));
    if (!works) try_again(run, rule, arc_id, arrival, attempt);
    if (arrival > run->horizon || in_vain(run, rule, arc, arrival)) return;
    if (works || seen_when_it_fails(rule))
        push_arc(run, EVENT_ARRIVE, arc_id, arrival, occurrence, class_ << 1 | !works);
}

static void launch_from(RaceState *run, uint32_t node, uint32_t at) {
    const Race *race = run->race;
    for (uint32_t arc = race->out_first[node]; arc < race->out_first[node + 1]; arc++)
        walk_launch(run, arc, at, 0);
    if (!race->has_premises) return;
    for (uint32_t i = race->premise_out.first[node]; i < race->premise_out.first[node + 1]; i++)
        walk_launch(run, race->premise_out.items[i], at, 0);
}

/* Entries without a target list; those with one wait for their choice. */
void walk_start(RaceState *run) {
    for (uint32_t arc = 0; arc < run->race->entry_count; arc++)
        if (run->race->arcs[arc].candidate == NONE) walk_launch(run, arc, 0, 0);
}

void walk_relaunch(RaceState *run, AssetId asset, uint32_t at) {
    const Race *race = run->race;
    if (!race->has_again) return;
    for (uint32_t node = race->node_first[asset]; node < race->node_first[asset + 1]; node++)
        for (uint32_t i = race->arcs_in.first[node]; i < race->arcs_in.first[node + 1]; i++)
            walk_launch(run, race->arcs_in.items[i], at, 0);
}

/* ------------------------------------------------------------------ noticing */

static void push_notice(RaceState *run, OrgId org, uint32_t at, const Arc *arc) {
    if (at > run->horizon) return;
    queue_push(&run->queue, (Event){queue_key(at, CLASS_REPORT, run->race->org_rank[org]), arc->key,
                                    EVENT_NOTICE, org, 0, arc->rule});
}

static void notice_by(RaceState *run, const Notice *notice, const Arc *arc, uint32_t place, uint32_t at) {
    const Race *race = run->race;
    const World *world = race->world;
    OrgId target = world->assets[race->node_asset[arc->target]].owner;
    if (notice->by == NOTICE_BY_NAMED)
        push_notice(run, race->notice_org[place], at, arc);
    else if (notice->by == NOTICE_BY_SOURCE && arc->source != NONE)
        push_notice(run, world->assets[race->node_asset[arc->source]].owner, at, arc);
    else if (notice->by == NOTICE_BY_PROVIDER)
        for (uint32_t i = world->providers.first[target]; i < world->providers.first[target + 1]; i++)
            push_notice(run, world->providers.items[i], at, arc);
    else
        push_notice(run, target, at, arc);
}

static void notice_step(RaceState *run, const Arc *arc, const ClassWeight *weight, uint32_t at,
                        uint32_t occurrence, bool succeeded) {
    const Rule *rule = rule_of(run, arc);
    for (uint32_t n = 0; n < rule->notice_count; n++) {
        uint32_t sub = occurrence * RULE_NOTICES + n, place = arc->rule * RULE_NOTICES + n;
        if (!succeeded && !rule->notices[n].on_attempt) continue;
        if (!draw_coin(bits_of(run, arc->key, DRAW_NOTICE, sub), weight->notice[n])) continue;
        uint64_t wait = quantile_whole(&run->draw->tables[run->race->notice_after[place]],
                                       bits_of(run, arc->key, DRAW_NOTICE_AT, sub), NEVER);
        notice_by(run, &rule->notices[n], arc, place, later(at, wait));
    }
}

/* ------------------------------------------------------------------ arriving */

static bool cut_since(uint32_t contained_at, uint32_t released_at, uint32_t launched, uint32_t at) {
    return contained_at <= at || (released_at > 0 && released_at >= launched);
}

/* A step that needs its source to the end fails when a premise or the access was cut at any time since it
 * started, or when what was stolen has been rotated or has expired. */
static bool source_lost(const RaceState *run, const Arc *arc, uint32_t launched, uint32_t at) {
    const Race *race = run->race;
    const Rule *rule = rule_of(run, arc);
    if (arc->access != NONE &&
        cut_since(run->access_contained_at[arc->access], run->access_released_at[arc->access], launched, at))
        return true;
    for (uint32_t i = 0; i <= rule->premise_count; i++) {
        uint32_t node = i == 0 ? arc->source : race->extras[arc->extra + i - 1];
        if (node == NONE) continue;
        const AssetState *asset = &run->assets[race->node_asset[node]];
        if (run->nodes[node].at == NEVER) return true;
        if (cut_since(asset->contained_at, asset->released_at, launched, at)) return true;
    }
    return false;
}

static uint32_t machines_of(const RaceState *run, AssetId asset) {
    const Race *race = run->race;
    uint32_t table = race->profile_count[race->world->assets[asset].profile];
    return (uint32_t)quantile_whole(&run->draw->tables[table], world_count_bits(race->world, asset),
                                    INT32_MAX);
}

/* Adds the arrival to a group and draws again how many machines it loses; false when none. */
static bool join_group(RaceState *run, const Arc *arc, const ClassWeight *weight) {
    const Race *race = run->race;
    AssetId asset = race->node_asset[arc->target];
    NodeState *node = state_touch_node(run, arc->target);
    uint32_t reach = (uint32_t)odds_and(machines_of(run, asset), weight->reach);
    if (reach > node->reach) node->reach = reach;
    node->hazard = hazard_add(node->hazard, weight->hazard);
    uint32_t group = run->assets[asset].occurrence;
    uint32_t machines = binomial_quantile(node->reach, node->hazard,
                                          bits_of(run, race->world->assets[asset].name, DRAW_GROUP, group));
    bool same_group = arc->source != NONE && race->node_asset[arc->source] == asset;
    if (same_group && machines > run->nodes[arc->source].machines)
        machines = run->nodes[arc->source].machines;
    if (machines > node->machines) node->machines = machines;
    return node->machines > 0;
}

static void hit_org(RaceState *run, OrgId org, State state, uint32_t at) {
    const Race *race = run->race;
    if (!(race->adversary->hit[world_org_profile(race->world, org)->kind] & STATE_BIT(state))) return;
    OrgState *owner = state_touch_org(run, org);
    if (owner->hit_at != NEVER) return;
    owner->hit_at = at;
    vec_push(&run->hit_orgs, org);
    act_count(run, ACTION_ON_HIT, org, at);
}

static void lose_asset(RaceState *run, AssetId asset, uint32_t at) {
    AssetState *lost = state_touch_asset(run, asset);
    if (lost->lost_at != NEVER) return;
    lost->lost_at = at;
    vec_push(&run->lost, asset);
    OrgId org = run->race->world->assets[asset].owner;
    OrgState *owner = state_touch_org(run, org);
    if (owner->lost_assets++ > 0) return;
    if (!owner->ever_lost) vec_push(&run->lost_orgs, org);
    owner->ever_lost = true;
    owner->lost_from = at;
}

static void take(RaceState *run, uint32_t node_id, uint32_t arc_id, uint32_t at, bool implied,
                 uint16_t depth) {
    const Race *race = run->race;
    AssetId asset = race->node_asset[node_id];
    State state = (State)race->node_state[node_id];
    OrgId owner = race->world->assets[asset].owner;
    NodeState *node = state_touch_node(run, node_id);
    node->at = at;
    node->arc = arc_id;
    node->depth = depth;
    node->implied = implied;
    if (run->first_take == NEVER) run->first_take = at;
    const Arc *arc = &race->arcs[arc_id];
    if (!implied)
        state_note(run, at, HAPPENED_TAKEN, asset, arc->source == NONE ? NONE : race->node_asset[arc->source],
                   arc->rule, state);
    hit_org(run, owner, state, at);
    if (state == STATE_encrypted || state == STATE_destroyed) lose_asset(run, asset, at);
    respond_state(run, owner, state, at);
}

/* control implies foothold, and foothold implies reached, for rules that start from the lower state. */
static void take_with_implied(RaceState *run, uint32_t arc_id, uint32_t at) {
    const Race *race = run->race;
    const Arc *arc = &race->arcs[arc_id];
    AssetId asset = race->node_asset[arc->target];
    uint16_t depth = arc->source == NONE ? 1 : (uint16_t)(run->nodes[arc->source].depth + 1);
    State state = (State)race->node_state[arc->target];
    uint32_t machines = run->nodes[arc->target].machines;
    take(run, arc->target, arc_id, at, false, depth);
    launch_from(run, arc->target, at);
    if (state > STATE_control) return;
    for (State lower = STATE_reached; lower < state; lower++) {
        uint32_t node = race_node(race, asset, lower);
        if (node == NONE || run->nodes[node].at != NEVER) continue;
        take(run, node, arc_id, at, true, depth);
        run->nodes[node].machines = machines;
        launch_from(run, node, at);
    }
}

static void set_fall(RaceState *run, const Arc *arc, uint32_t occurrence) {
    uint32_t table = run->race->rule_over[arc->rule];
    if (table == NONE) return;
    uint64_t seconds =
        quantile_whole(&run->draw->tables[table], bits_of(run, arc->key, DRAW_STAGE, occurrence), NEVER - 1);
    run->nodes[arc->target].fall_seconds = (uint32_t)seconds;
}

static void set_lasting(RaceState *run, const Arc *arc, uint32_t at, uint32_t occurrence) {
    uint32_t table = run->race->rule_lasting[arc->rule];
    if (table == NONE) return;
    uint64_t bits = bits_of(run, name_join(arc->key, arc->key), DRAW_STAGE, occurrence);
    uint32_t end = later(at, quantile_whole(&run->draw->tables[table], bits, NEVER));
    if (end > run->horizon) return;
    uint32_t rank = run->race->asset_rank[run->race->node_asset[arc->target]];
    queue_push(&run->queue,
               (Event){queue_key(end, CLASS_CONTAIN, rank), arc->key, EVENT_EXPIRE, arc->target, at, 0});
}

void walk_arrive(RaceState *run, const Event *event) {
    const Race *race = run->race;
    uint32_t at = event_second(event), occurrence = event->b;
    const Arc *arc = &race->arcs[event->a];
    const Rule *rule = rule_of(run, arc);
    const ClassWeight *weight = &run->weights->classes[event->c >> 1];
    AssetId target = race->node_asset[arc->target];
    if (rule->needs_source_at_arrival) {
        uint64_t delay = delay_of(run, arc, weight, occurrence);
        if (source_lost(run, arc, at - (uint32_t)(delay < at ? delay : at), at)) return;
    }
    bool fails = (event->c & 1u) || run->assets[target].contained_at <= at;
    if (run->assets[target].contained_at <= at)
        state_note(run, at, HAPPENED_BLOCKED, target,
                   arc->source == NONE ? NONE : race->node_asset[arc->source], arc->rule,
                   (State)race->node_state[arc->target]);
    bool group = world_asset_profile(race->world, target)->is_group;
    if (!fails && group) fails = !join_group(run, arc, weight);
    notice_step(run, arc, weight, at, occurrence, !fails);
    if (fails || run->nodes[arc->target].at != NEVER) return;
    if (!group) state_touch_node(run, arc->target)->machines = 1;
    set_fall(run, arc, occurrence);
    set_lasting(run, arc, at, occurrence);
    take_with_implied(run, event->a, at);
}

void walk_expire(RaceState *run, const Event *event) {
    NodeState *node = &run->nodes[event->a];
    if (node->at == event->b) node->at = NEVER;
}
