/* The cascade that goes down: arcs launch when what they need holds, and arrive after their delay. */
#include "race/forecast.h"

#define ARCS_IN_A_BLOCK 64
#define ATTEMPTS 4096 /* per occurrence, so that attempt and occurrence share one number */

static const Rule *rule_of(const RaceState *run, const Arc *arc) {
    return &run->race->adversary->rules.items[arc->rule];
}

static OrgId owner_of(const RaceState *run, uint32_t node) {
    return run->race->world->assets[run->race->node_asset[node]].owner;
}

/* The class in force now: a step keeps that of its launch until it arrives. */
static uint16_t class_of(const RaceState *run, uint32_t arc_id, SetMask *sets) {
    const SetPlan *plan = run->weights->plan;
    if (!run->race->has_set_control) return plan->class_of_arc[arc_id];
    const Arc *arc = &run->race->arcs[arc_id];
    ClassKey key = plan->classes.keys[plan->class_of_arc[arc_id]];
    if (key.target != UINT16_MAX) key.target = state_joint(run, arc->owner, sets);
    if (key.source != UINT16_MAX) key.source = state_joint(run, owner_of(run, arc->source), sets);
    return set_plan_class(plan, key);
}

static void push_arc(RaceState *run, EventKind kind, uint32_t arc_id, uint32_t at, uint32_t b, uint32_t c,
                     uint16_t class_, SetMask sets) {
    const Arc *arc = &run->race->arcs[arc_id];
    uint32_t rank = arc->rank;
    queue_push(&run->queue, (Event){.key = queue_key(at, CLASS_ATTACK, rank),
                                    .tie = arc->key,
                                    .sets = sets,
                                    .kind = (uint16_t)kind,
                                    .class_ = class_,
                                    .a = arc_id,
                                    .b = b,
                                    .c = c});
}

/* The sets in which a coin with these odds comes up: the rungs go from the loosest down. */
static SetMask coin_of(const Rungs *odds, uint64_t bits) {
    SetMask up = 0;
    for (uint32_t i = 0; i < odds->count && draw_coin(bits, odds->items[i].value); i++)
        up |= odds->items[i].sets;
    return up;
}

/* ------------------------------------------------------------------ launching */

static SetMask premise_holds(const RaceState *run, uint32_t node, uint32_t at, SetMask sets) {
    sets = state_taken(run, node, sets);
    return sets ? sets & ~state_contained(run, run->race->node_asset[node], at, sets) : 0;
}

/* Those of the sets in which everything that the arc needs holds and none of it is contained. */
static SetMask ready(const RaceState *run, uint32_t arc_id, uint32_t at, SetMask sets) {
    const Race *race = run->race;
    const Arc *arc = &race->arcs[arc_id];
    if (run->arc_closed) sets &= ~run->arc_closed[arc_id];
    if (arc->source != NONE) sets = premise_holds(run, arc->source, at, sets);
    if (arc->access != NONE) sets &= ~state_cut(run, arc->access, at, sets);
    for (uint32_t i = 0; i < rule_of(run, arc)->premise_count; i++)
        sets = premise_holds(run, race->extras[arc->extra + i], at, sets);
    return sets;
}

static bool shock_came(const RaceState *run, const Rule *rule, const Arc *arc) {
    const Shock *shock = &run->race->adversary->shocks.items[rule->shock];
    const World *world = run->race->world;
    Name name = shock->key;
    if (shock->per >= 0) {
        OrgId org = arc->owner;
        while (world->orgs[org].parent != NONE && world_org_profile(world, org)->kind != (OrgKind)shock->per)
            org = world->orgs[org].parent;
        name = name_join(name, world->orgs[org].name);
    }
    return draw_coin(draw_bits(run->truth, draw_key(name, DRAW_SHOCK, 0)),
                     run->draw->shock_odds[rule->shock]);
}

static uint64_t scaled(uint64_t value, uint64_t factor) { /* of 16 places */
    return (uint64_t)(((unsigned __int128)value * factor) >> 16);
}

/* An organisation patches a flaw once, for every arc: after the fix, and its lag shortened by its patching.
 */
static SetMask still_exposed(const RaceState *run, const Rule *rule, const Arc *arc,
                             const ClassWeight *weight, uint32_t at, SetMask sets) {
    const Race *race = run->race;
    const Flaw *flaw = &race->world->flaws[rule->exploits];
    if (!flaw->fixed || !flaw->has_lag) return sets;
    Name name = name_join(flaw->name, race->world->orgs[arc->owner].name);
    uint64_t bits = draw_bits(run->truth, draw_key(name, DRAW_EXPOSED, 0));
    uint64_t lag = quantile_at(&run->draw->tables[race->flaw_lag[rule->exploits]], bits) >> QUANTILE_PLACES;
    SetMask exposed = 0;
    for (uint32_t i = 0; i < weight->lag.count; i++)
        if (race->adversary->start + (int64_t)at <
            flaw->fixed_at + (int64_t)scaled(lag, weight->lag.items[i].value))
            exposed |= weight->lag.items[i].sets;
    return exposed & sets;
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
    OrgId victim = arc->owner;
    bool own = rule->hours == HOURS_ADVERSARY;
    const Calendar *calendar = own ? &adversary->hours : &world_org_profile(world, victim)->calendar;
    for (uint32_t hour = 0; hour <= 24 * 14 && at <= run->horizon; hour++) {
        if (is_working(calendar, adversary->start + (int64_t)at) == own) return at;
        uint32_t into = (uint32_t)((adversary->start + (int64_t)at) % 1800);
        at = later(at, 1800 - into);
    }
    return NEVER;
}

static uint32_t start_of(const RaceState *run, const Rule *rule, const Arc *arc, uint32_t at, SetMask *sets) {
    uint32_t start = at;
    if (rule->not_before > (int64_t)start) start = (uint32_t)rule->not_before;
    if (arc->candidate != NONE) {
        uint32_t chosen = candidate_of(run, arc->candidate, sets)->at;
        if (chosen > start) start = chosen;
    }
    return start > run->horizon ? NEVER : opening(run, rule, arc, start);
}

/* The keys of first attempts are at hand. */
static uint64_t step_bits(const RaceState *run, uint32_t arc_id, DrawPurpose purpose, uint32_t occurrence) {
    const Race *race = run->race;
    if (occurrence > 0) return run_bits(run, race->arcs[arc_id].key, purpose, occurrence);
    return draw_bits(run->context, (purpose == DRAW_DELAY ? race->delay_keys : race->success_keys)[arc_id]);
}

/* Luck that arcs share is a common shock, also in a forecast. */
static uint64_t success_bits(const RaceState *run, const Rule *rule, uint32_t arc_id, uint32_t occurrence) {
    const Arc *arc = &run->race->arcs[arc_id];
    if (arc->shared == NONE) return step_bits(run, arc_id, DRAW_SUCCESS, occurrence);
    Name name = name_join(rule->key, run->race->world->orgs[arc->shared].name);
    return draw_bits(run->truth, draw_key(name, DRAW_SUCCESS, occurrence));
}

static uint32_t arrival_of(const RaceState *run, const Arc *arc, uint64_t slow, uint32_t at, uint64_t bits) {
    Timer timer = timer_of_step(run, &run->draw->tables[run->race->rule_after[arc->rule]], slow, at);
    return timer_second(&timer, bits);
}

static bool seen_when_it_fails(const Rule *rule) {
    for (uint32_t i = 0; i < rule->notice_count; i++)
        if (rule->notices[i].on_attempt) return true;
    return false;
}

static void try_again(RaceState *run, const Rule *rule, uint32_t arc_id, uint32_t at, uint32_t attempt,
                      uint32_t occurrence, SetMask sets) {
    if (!sets || attempt + 1 >= rule->tries) return;
    const Arc *arc = &run->race->arcs[arc_id];
    uint64_t bits = run_bits(run, arc->key, DRAW_STAGE, occurrence);
    uint64_t pause = quantile_whole(&run->draw->tables[run->race->rule_every[arc->rule]], bits, NEVER);
    uint32_t next = later(at, pause ? pause : 1);
    if (next <= run->horizon) push_arc(run, EVENT_LAUNCH, arc_id, next, attempt + 1, 0, 0, sets);
}

/* Containment only comes earlier, never later, unless something undoes it: a step that needs its source then
 * cannot outlive a containment that is already on its way, nor win a node that is already held. */
static SetMask not_in_vain(const RaceState *run, const Rule *rule, const Arc *arc, uint32_t arrival,
                           SetMask sets) {
    const Race *race = run->race;
    if (race->undoes || run->log) return sets;
    if (rule->needs_source_at_arrival && arc->source != NONE)
        sets &= ~state_contained(run, race->node_asset[arc->source], arrival, sets);
    if (rule->notice_count > 0) return sets;
    sets &= ~state_contained(run, arc->asset, arrival, sets);
    return arc->group ? sets : sets & ~state_taken(run, arc->target, sets);
}

/* What is held already, and for good, is not tried again: for arcs that lead back. */
static SetMask still_free(const RaceState *run, const Rule *rule, const Arc *arc, SetMask sets) {
    if (run->race->undoes || run->log || rule->notice_count > 0 || arc->group) return sets;
    return sets & ~state_taken(run, arc->target, sets);
}

/* In a forecast: the step as it can still turn out. Shared luck is known, so that only its time is open. */
static void redraw_step(const RaceState *run, const Arc *arc, const ClassWeight *weight, uint32_t at,
                        uint32_t occurrence, bool shows, uint64_t *coin, uint64_t *delay) {
    const QuantileTable *table = &run->draw->tables[run->race->rule_after[arc->rule]];
    Timer timer = timer_of_step(run, table, weight->slow.items[0].value, at);
    Odds odds = weight->odds.items[0].value;
    uint64_t shared = *coin;
    if (arc->shared != NONE) odds = draw_coin(*coin, odds) ? ODDS_ONE : 0;
    forecast_redraw(run, &timer, odds, shows, arc->key, DRAW_SUCCESS, DRAW_DELAY, occurrence, coin, delay);
    if (arc->shared != NONE) *coin = shared;
}

/* Sets off an arc whose moment has come: the coins and the delays of sets of one class and occurrence. */
static void set_off(RaceState *run, uint32_t arc_id, uint32_t at, uint32_t attempt, uint32_t occurrence,
                    uint16_t class_, SetMask sets) {
    const Arc *arc = &run->race->arcs[arc_id];
    const Rule *rule = rule_of(run, arc);
    const ClassWeight *weight = &run->weights->classes[class_];
    if (rule->exploits != NONE) sets = still_exposed(run, rule, arc, weight, at, sets);
    bool failure_shows = rule->tries > 1 || seen_when_it_fails(rule);
    uint64_t coin = success_bits(run, rule, arc_id, occurrence), bits = 0;
    if (!forecast_is_past(run)) {
        SetMask works = coin_of(&weight->odds, coin) & sets;
        if (!failure_shows) sets = works;
        if (!sets) return;
    }
    bits = step_bits(run, arc_id, DRAW_DELAY, occurrence);
    if (forecast_is_past(run)) redraw_step(run, arc, weight, at, occurrence, failure_shows, &coin, &bits);
    SetMask works = coin_of(&weight->odds, coin) & sets;
    if (!failure_shows) sets = works;
    for (uint32_t i = 0; i < weight->slow.count; i++) {
        SetMask part = weight->slow.items[i].sets & sets;
        if (!part) continue;
        uint32_t arrival = arrival_of(run, arc, weight->slow.items[i].value, at, bits);
        try_again(run, rule, arc_id, arrival, attempt, occurrence, part & ~works);
        if (arrival > run->horizon) continue;
        part = not_in_vain(run, rule, arc, arrival, part);
        if (part & works) push_arc(run, EVENT_ARRIVE, arc_id, arrival, occurrence, at, class_, part & works);
        if ((part & ~works) && seen_when_it_fails(rule))
            push_arc(run, EVENT_FAIL, arc_id, arrival, occurrence, at, class_, part & ~works);
    }
}

void walk_launch(RaceState *run, uint32_t arc_id, uint32_t at, uint32_t attempt, SetMask sets) {
    const Race *race = run->race;
    const Arc *arc = &race->arcs[arc_id];
    const Rule *rule = rule_of(run, arc);
    run->arcs_touched++;
    run->arc_sets_touched += sets_count(sets);
    if (arc->candidate != NONE && !run->candidates[arc->candidate]) return;
    if (!(sets = still_free(run, rule, arc, sets))) return;
    sets = ready(run, arc_id, at, sets);
    if (!sets || !state_present(run, arc->owner)) return;
    EACH_PART(part, sets) {
        uint32_t start = start_of(run, rule, arc, at, &part);
        if (start > run->horizon) continue;
        if (start > at) {
            push_arc(run, EVENT_LAUNCH, arc_id, start, attempt, 0, 0, part);
            continue;
        }
        if (rule->shock != NONE && !shock_came(run, rule, arc)) continue;
        uint32_t restored = asset_of(run, arc->asset, &part)->occurrence;
        uint16_t class_ = class_of(run, arc_id, &part);
        set_off(run, arc_id, at, attempt, restored * ATTEMPTS + attempt, class_, part);
    }
}

/* ------------------------------------------------------------------ launching all that leave a node */

/* Of arcs first … first + count − 1, those that have to be looked at: an arc that is tried once and whose
 * failure nobody sees comes to nothing when its coin fails in every set. Bit i is arc first + i. */
static uint64_t worth_launching(const RaceState *run, uint32_t first, uint32_t count) {
    uint64_t bits[ARCS_IN_A_BLOCK], worth = 0;
    if (run->restored || run->cut != NEVER || run->race->has_set_control) return sets_upto(count);
    const uint16_t *classes = run->weights->plan->class_of_arc + first;
    draw_many(run->path, run->context, run->race->success_keys + first, count, bits);
    for (uint32_t i = 0; i < count; i++)
        worth |= (uint64_t)draw_coin(bits[i], run->weights->loosest[classes[i]]) << i;
    return worth;
}

static void launch_arcs(RaceState *run, uint32_t first, uint32_t end, uint32_t at, SetMask sets) {
    for (; first < end; first += ARCS_IN_A_BLOCK) {
        uint32_t count = end - first < ARCS_IN_A_BLOCK ? end - first : ARCS_IN_A_BLOCK;
        uint64_t worth = worth_launching(run, first, count);
        run->arcs_touched += count - sets_count(worth);
        run->arc_sets_touched += (count - sets_count(worth)) * (uint64_t)sets_count(sets);
        for (uint64_t left = worth; left; left &= left - 1)
            ahead_fetch_target(run, &run->race->arcs[first + sets_lowest(left)]);
        for (; worth; worth &= worth - 1) walk_launch(run, first + sets_lowest(worth), at, 0, sets);
    }
}

static void launch_from(RaceState *run, uint32_t node, uint32_t at, SetMask sets) {
    const Race *race = run->race;
    uint32_t end = race->out_first[node + 1];
    if (run->leaves_wait && run->touched_accesses.count == 0 && race->leaf_first[node] < end) {
        vec_push(&run->leaf_waits, ((LeafWait){node, at, NEVER}));
        end = race->leaf_first[node];
    }
    launch_arcs(run, race->out_first[node], end, at, sets);
    if (!race->has_premises) return;
    for (uint32_t i = race->premise_out.first[node]; i < race->premise_out.first[node + 1]; i++)
        walk_launch(run, race->premise_out.items[i], at, 0, sets);
}

/* Entries without a target list; those with one wait for their choice. */
void walk_start(RaceState *run) {
    for (uint32_t arc = 0; arc < run->race->entry_count; arc++)
        if (run->race->arcs[arc].candidate == NONE) walk_launch(run, arc, 0, 0, run->sets);
}

void walk_relaunch(RaceState *run, AssetId asset, uint32_t at, SetMask sets) {
    const Race *race = run->race;
    if (!race->has_again) return;
    for (uint32_t node = race->node_first[asset]; node < race->node_first[asset + 1]; node++)
        for (uint32_t i = race->arcs_in.first[node]; i < race->arcs_in.first[node + 1]; i++)
            walk_launch(run, race->arcs_in.items[i], at, 0, sets);
}

/* ------------------------------------------------------------------ noticing */

static void push_notice(RaceState *run, OrgId org, uint32_t at, const Arc *arc, SetMask sets) {
    if (at > run->horizon) return;
    queue_push(&run->queue, (Event){.key = queue_key(at, CLASS_REPORT, run->race->org_rank[org]),
                                    .tie = arc->key,
                                    .sets = sets,
                                    .kind = EVENT_NOTICE,
                                    .a = org,
                                    .c = arc->rule});
}

static void notice_by(RaceState *run, const Notice *notice, const Arc *arc, uint32_t place, uint32_t at,
                      SetMask sets) {
    const World *world = run->race->world;
    OrgId target = arc->owner;
    if (notice->by == NOTICE_BY_NAMED)
        push_notice(run, run->race->notice_org[place], at, arc, sets);
    else if (notice->by == NOTICE_BY_SOURCE && arc->source != NONE)
        push_notice(run, owner_of(run, arc->source), at, arc, sets);
    else if (notice->by == NOTICE_BY_PROVIDER)
        for (uint32_t i = world->providers.first[target]; i < world->providers.first[target + 1]; i++)
            push_notice(run, world->providers.items[i], at, arc, sets);
    else
        push_notice(run, target, at, arc, sets);
}

static void notice_step(RaceState *run, const Event *step, const ClassWeight *weight, SetMask succeeded) {
    const Arc *arc = &run->race->arcs[step->a];
    const Rule *rule = rule_of(run, arc);
    for (uint32_t n = 0; n < rule->notice_count; n++) {
        uint32_t sub = step->b * RULE_NOTICES + n, place = arc->rule * RULE_NOTICES + n;
        const QuantileTable *table = &run->draw->tables[run->race->notice_after[place]];
        SetMask seen = rule->notices[n].on_attempt ? step->sets : succeeded;
        if (!seen) continue;
        uint64_t coin = run_bits(run, arc->key, DRAW_NOTICE, sub);
        if (!forecast_is_past(run) && !coin_of(&weight->notice[n], coin)) continue;
        uint64_t bits = run_bits(run, arc->key, DRAW_NOTICE_AT, sub);
        if (forecast_is_past(run)) {
            Timer timer = timer_of_wait(run, table, event_second(step));
            forecast_redraw(run, &timer, weight->notice[n].items[0].value, false, arc->key, DRAW_NOTICE,
                            DRAW_NOTICE_AT, sub, &coin, &bits);
        }
        seen &= coin_of(&weight->notice[n], coin);
        if (!seen) continue;
        uint64_t wait = quantile_whole(table, bits, NEVER);
        notice_by(run, &rule->notices[n], arc, place, later(event_second(step), wait), seen);
    }
}

/* ------------------------------------------------------------------ arriving */

static bool cut_since(uint32_t contained_at, uint32_t released_at, uint32_t launched, uint32_t at) {
    return contained_at <= at || (released_at > 0 && released_at >= launched);
}

static SetMask access_lost(const RaceState *run, AccessId access, uint32_t launched, uint32_t at,
                           SetMask sets) {
    SetMask lost = 0;
    EACH_PART(part, sets) {
        const AccessState *state = access_of(run, access, &part);
        if (cut_since(state->contained_at, state->released_at, launched, at)) lost |= part;
    }
    return lost;
}

static SetMask premise_lost(const RaceState *run, uint32_t node, uint32_t launched, uint32_t at,
                            SetMask sets) {
    SetMask lost = sets & ~state_taken(run, node, sets);
    EACH_PART(part, sets & ~lost) {
        const AssetState *state = asset_of(run, run->race->node_asset[node], &part);
        if (cut_since(state->contained_at, state->released_at, launched, at)) lost |= part;
    }
    return lost;
}

/* A step that needs its source to the end fails when a premise or the access was cut at any time since it
 * started, or when what was stolen has been rotated or has expired. */
static SetMask source_lost(const RaceState *run, const Arc *arc, uint32_t launched, uint32_t at,
                           SetMask sets) {
    SetMask lost = 0;
    if (arc->access != NONE) lost |= access_lost(run, arc->access, launched, at, sets);
    if (arc->source != NONE) lost |= premise_lost(run, arc->source, launched, at, sets & ~lost);
    for (uint32_t i = 0; i < rule_of(run, arc)->premise_count; i++)
        lost |= premise_lost(run, run->race->extras[arc->extra + i], launched, at, sets & ~lost);
    return lost;
}

/* Adds the arrival to a group and draws again how many machines it loses, for sets that share everything. */
static bool join_with(RaceState *run, const Arc *arc, GroupRung rung, uint32_t count, uint32_t fallen_before,
                      uint32_t occurrence, SetMask sets) {
    AssetId asset = arc->asset;
    NodeState *node = node_own(run, arc->target, sets);
    uint32_t reach = (uint32_t)odds_and(count, rung.reach);
    if (reach > node->reach) node->reach = reach;
    node->hazard = hazard_add(node->hazard, rung.hazard);
    if (run->context == run->truth) node->joined_in_truth = true;
    uint64_t context = node->joined_in_truth ? run->truth : run->context;
    uint64_t bits =
        draw_bits(context, draw_key(run->race->world->assets[asset].name, DRAW_GROUP, occurrence));
    uint32_t machines = binomial_quantile(node->reach, node->hazard, bits);
    if (machines > fallen_before) machines = fallen_before;
    if (machines > node->machines) node->machines = machines;
    return node->machines > 0;
}

/* Those of the sets in which the group loses at least a machine. Of a group whose lower state the step starts
 * from, no more fall than had that state. */
static SetMask join_group(RaceState *run, const Arc *arc, const ClassWeight *weight, SetMask sets) {
    const Race *race = run->race;
    AssetId asset = arc->asset;
    bool same_group = arc->source != NONE && race->node_asset[arc->source] == asset;
    uint32_t count = state_machines(run, asset);
    SetMask joined = 0;
    for (uint32_t i = 0; i < weight->group_count; i++) EACH_PART(part, weight->groups[i].sets & sets) {
            uint32_t most = same_group ? node_of(run, arc->source, &part)->machines : UINT32_MAX;
            uint32_t occurrence = asset_of(run, asset, &part)->occurrence;
            node_of(run, arc->target, &part);
            if (join_with(run, arc, weight->groups[i], count, most, occurrence, part)) joined |= part;
        }
    return joined;
}

static bool any_hit(const RaceState *run, OrgId org) {
    for (const Link *link = run->orgs[org]; link; link = link->next)
        if (((const OrgState *)link)->hit_at != NEVER) return true;
    return false;
}

static void hit_org(RaceState *run, OrgId org, State state, uint32_t at, SetMask sets) {
    const Race *race = run->race;
    if (!(race->adversary->hit[world_org_profile(race->world, org)->kind] & STATE_BIT(state))) return;
    EACH_PART(part, sets) {
        if (org_of(run, org, &part)->hit_at != NEVER) continue;
        if (!any_hit(run, org)) vec_push(&run->hit_orgs, org);
        org_own(run, org, part)->hit_at = at;
        act_count(run, ACTION_ON_HIT, org, at, part);
    }
}

static bool any_ever_lost(const RaceState *run, OrgId org) {
    for (const Link *link = run->orgs[org]; link; link = link->next)
        if (((const OrgState *)link)->ever_lost) return true;
    return false;
}

static void org_loses(RaceState *run, OrgId org, uint32_t at, SetMask sets) {
    EACH_PART(part, sets) {
        org_of(run, org, &part);
        if (!any_ever_lost(run, org)) vec_push(&run->lost_orgs, org);
        OrgState *owner = org_own(run, org, part);
        if (owner->lost_assets++ > 0) continue;
        owner->ever_lost = true;
        owner->lost_from = at;
    }
}

static void lose_asset(RaceState *run, AssetId asset, uint32_t at, SetMask sets) {
    SetMask lost = 0;
    EACH_PART(part, sets) {
        if (asset_of(run, asset, &part)->lost_at != NEVER) continue;
        asset_own(run, asset, part)->lost_at = at;
        lost |= part;
    }
    if (!lost) return;
    vec_push(&run->lost, asset);
    org_loses(run, run->race->world->assets[asset].owner, at, lost);
}

static void take_node(RaceState *run, uint32_t node_id, uint32_t arc_id, uint32_t at, bool implied,
                      uint32_t machines, SetMask sets) {
    const Arc *arc = &run->race->arcs[arc_id];
    EACH_PART(part, sets) {
        uint32_t above = arc->source == NONE ? 0 : node_of(run, arc->source, &part)->depth;
        node_of(run, node_id, &part);
        NodeState *node = node_own(run, node_id, part);
        node->at = at;
        node->arc = arc_id;
        node->depth = (uint16_t)(above + 1);
        node->implied = implied;
        if (implied) node->machines = machines;
        chain_join(&run->nodes[node_id], &run->node_pool, &node->link);
    }
    for (SetMask first = sets & ~run->begun; first; first &= first - 1)
        run->first_take[sets_lowest(first)] = at;
    run->begun |= sets;
}

static void take(RaceState *run, uint32_t node_id, uint32_t arc_id, uint32_t at, bool implied,
                 uint32_t machines, SetMask sets) {
    const Race *race = run->race;
    AssetId asset = race->node_asset[node_id];
    State state = (State)race->node_state[node_id];
    OrgId owner = race->world->assets[asset].owner;
    const Arc *arc = &race->arcs[arc_id];
    take_node(run, node_id, arc_id, at, implied, machines, sets);
    if (!implied)
        state_note(run, at, HAPPENED_TAKEN, asset, arc->source == NONE ? NONE : race->node_asset[arc->source],
                   arc->rule, state);
    hit_org(run, owner, state, at, sets);
    if (state == STATE_encrypted || state == STATE_destroyed) lose_asset(run, asset, at, sets);
    respond_state(run, owner, state, at, sets);
    launch_from(run, node_id, at, sets);
}

/* control implies foothold, and foothold implies reached, for rules that start from the lower state. */
static void take_with_implied(RaceState *run, uint32_t arc_id, uint32_t at, SetMask sets) {
    const Race *race = run->race;
    const Arc *arc = &race->arcs[arc_id];
    AssetId asset = arc->asset;
    State state = (State)race->node_state[arc->target];
    take(run, arc->target, arc_id, at, false, 0, sets);
    if (state > STATE_control) return;
    for (State lower = STATE_reached; lower < state; lower++) {
        uint32_t node = race_node(race, asset, lower);
        if (node == NONE) continue;
        EACH_PART(part, sets & ~state_taken(run, node, sets)) {
            uint32_t machines = node_of(run, arc->target, &part)->machines;
            take(run, node, arc_id, at, true, machines, part);
        }
    }
}

/* What the arrival leaves at the node beside the state: its machines, how slowly they fall, how long it
 * lasts. */
static void set_fall(RaceState *run, const Event *step, bool group, SetMask sets) {
    const Arc *arc = &run->race->arcs[step->a];
    uint32_t table = run->race->rule_over[arc->rule];
    uint32_t seconds = 0;
    if (table != NONE)
        seconds = (uint32_t)quantile_whole(&run->draw->tables[table],
                                           run_bits(run, arc->key, DRAW_STAGE, step->b), NEVER - 1);
    if (group && table == NONE) return;
    EACH_PART(part, sets) {
        node_of(run, arc->target, &part);
        NodeState *node = node_own(run, arc->target, part);
        if (!group) node->machines = 1;
        if (table != NONE) node->fall_seconds = seconds;
    }
}

static void set_lasting(RaceState *run, const Event *step, SetMask sets) {
    const Arc *arc = &run->race->arcs[step->a];
    uint32_t table = run->race->rule_lasting[arc->rule], at = event_second(step);
    if (table == NONE) return;
    uint64_t bits = run_bits(run, name_join(arc->key, arc->key), DRAW_STAGE, step->b);
    uint32_t end = later(at, quantile_whole(&run->draw->tables[table], bits, NEVER));
    if (end > run->horizon) return;
    uint32_t rank = arc->rank;
    queue_push(&run->queue, (Event){.key = queue_key(end, CLASS_CONTAIN, rank),
                                    .tie = arc->key,
                                    .sets = sets,
                                    .kind = EVENT_EXPIRE,
                                    .a = arc->target,
                                    .b = at});
}

static void note_blocked(RaceState *run, const Arc *arc, uint32_t at) {
    const Race *race = run->race;
    AssetId source = arc->source == NONE ? NONE : race->node_asset[arc->source];
    state_note(run, at, HAPPENED_BLOCKED, arc->asset, source, arc->rule,
               (State)race->node_state[arc->target]);
}

void walk_arrive(RaceState *run, const Event *event) {
    const Race *race = run->race;
    const Arc *arc = &race->arcs[event->a];
    const ClassWeight *weight = &run->weights->classes[event->class_];
    AssetId target = arc->asset;
    uint32_t at = event_second(event);
    Event step = *event;
    if (rule_of(run, arc)->needs_source_at_arrival)
        step.sets &= ~source_lost(run, arc, step.c, at, step.sets);
    if (!step.sets) return;
    SetMask contained = state_contained(run, target, at, step.sets);
    if (contained) note_blocked(run, arc, at);
    SetMask succeeded = step.kind == EVENT_FAIL ? 0 : step.sets & ~contained;
    if (arc->group && succeeded) succeeded = join_group(run, arc, weight, succeeded);
    notice_step(run, &step, weight, succeeded);
    succeeded &= ~state_taken(run, arc->target, succeeded);
    if (!succeeded) return;
    set_fall(run, &step, arc->group, succeeded);
    set_lasting(run, &step, succeeded);
    take_with_implied(run, step.a, at, succeeded);
}

void walk_expire(RaceState *run, const Event *event) {
    EACH_PART(part, event->sets) {
        if (node_of(run, event->a, &part)->at == event->b) node_own(run, event->a, part)->at = NEVER;
    }
}
