/* Responses, actions, probes, calendars and who needs what, laid out for the walk. */
#include "race/compile_internal.h"

#include <string.h>

static bool find_named(const Race *race, const char *label, const char *where, const char *what,
                       uint32_t *out, Error *error) {
    *out = NONE;
    if (!label) return true;
    *out = world_find_org(race->world, label);
    if (*out != NONE) return true;
    return error_set(error, "%s: %s names \"%s\", but this world has no such organisation", where, what,
                     label);
}

static bool plan_notices(Race *race, Error *error) {
    const Adversary *adversary = race->adversary;
    race->notice_org = arena_new(&race->arena, uint32_t, adversary->rules.count * RULE_NOTICES);
    for (uint32_t i = 0; i < adversary->rules.count; i++) {
        const Rule *rule = &adversary->rules.items[i];
        for (uint32_t n = 0; n < rule->notice_count; n++) {
            uint32_t *org = &race->notice_org[i * RULE_NOTICES + n];
            const char *label = rule->notices[n].by == NOTICE_BY_NAMED ? rule->notices[n].named : NULL;
            if (!find_named(race, label, rule->where, "a notice", org, error)) return false;
        }
    }
    return true;
}

static bool plan_responses(Race *race, Error *error) {
    const Adversary *adversary = race->adversary;
    race->responses = arena_new(&race->arena, ResponsePlan, adversary->responses.count);
    for (uint32_t i = 0; i < adversary->responses.count; i++) {
        const Response *response = &adversary->responses.items[i];
        ResponsePlan *plan = &race->responses[i];
        plan->contained = match_asset_profiles(race, &response->contained);
        plan->restored = match_asset_profiles(race, &response->restore.what);
        plan->from = match_org_profiles(race, &response->from);
        if (response->tell & TELL_EVERYBODY)
            plan->audience = match_orgs(race, &response->audience, &plan->audience_count);
        if (!find_named(race, response->named, response->where, "a response", &plan->named, error))
            return false;
    }
    return true;
}

/* The responses of each kind of organisation, in the order they were declared. */
static bool plan_responders(Race *race, Error *error) {
    const Adversary *adversary = race->adversary;
    uint32_t profiles = race->world->org_profile_count;
    race->profile_responses = arena_new(&race->arena, uint32_t, profiles * RESPONSES_PER_PROFILE);
    race->profile_response_count = arena_new(&race->arena, uint8_t, profiles);
    race->trigger_slots = arena_new(&race->arena, uint32_t, profiles * TRIGGER_COUNT);
    for (uint32_t p = 0; p < profiles; p++)
        for (uint32_t i = 0; i < adversary->responses.count; i++) {
            const Response *response = &adversary->responses.items[i];
            if (!org_selector_matches_profile(&response->by, &race->world->org_profiles[p])) continue;
            uint8_t *count = &race->profile_response_count[p];
            if (*count == RESPONSES_PER_PROFILE)
                return error_set(error, "%s: response \"%s\" would be the %dth of \"%s\"; the most is %d",
                                 response->where, response->sentence, RESPONSES_PER_PROFILE + 1,
                                 race->world->org_profiles[p].label, RESPONSES_PER_PROFILE);
            race->trigger_slots[p * TRIGGER_COUNT + response->trigger] |= 1u << *count;
            race->profile_responses[p * RESPONSES_PER_PROFILE + (*count)++] = i;
        }
    return true;
}

/* Such organisations can be warned without being looked at: see advisory.c. */
static void plan_quiet_heeding(Race *race) {
    uint32_t profiles = race->world->org_profile_count;
    race->heeds_quietly = arena_new(&race->arena, uint8_t, profiles);
    for (uint32_t p = 0; p < profiles; p++) {
        race->heeds_quietly[p] = !race->has_contained_trigger;
        for (uint32_t slots = race->trigger_slots[p * TRIGGER_COUNT + TRIGGER_WARNING]; slots;
             slots &= slots - 1) {
            uint32_t slot = (uint32_t)__builtin_ctz(slots);
            const Response *response =
                &race->adversary->responses.items[race->profile_responses[p * RESPONSES_PER_PROFILE + slot]];
            bool own = response->contain == CONTAIN_OWN || response->contain == CONTAIN_NOTHING;
            if (!own || response->tell || response->restores) race->heeds_quietly[p] = false;
        }
    }
}

static uint32_t *match_accesses(Race *race, const Action *action, uint32_t *count) {
    const World *world = race->world;
    Matcher into = matcher_make(race, &action->assets, NULL);
    IdVec found = {0};
    for (AccessId id = 0; id < world->access_count; id++) {
        const Access *access = &world->accesses[id];
        AccessKind kind = world->access_profiles[access->profile].kind;
        if (action->access_kinds && !(action->access_kinds >> kind & 1u)) continue;
        if (matcher_holds(race, &into, access->to)) vec_push(&found, id);
    }
    uint32_t *ids = arena_new(&race->arena, uint32_t, found.count);
    if (found.count) memcpy(ids, found.items, found.count * sizeof *ids);
    *count = found.count;
    vec_clear(&found);
    return ids;
}

static bool arc_matches(const Race *race, const Arc *arc, const Matcher *from, const Matcher *to) {
    if (!matcher_holds(race, to, race->node_asset[arc->target])) return false;
    return arc->source == NONE || matcher_holds(race, from, race->node_asset[arc->source]);
}

/* Which arcs a changed attribute opens and closes: those at a selected asset whose rule matches otherwise. */
static void plan_set_attribute(Race *race, const Action *action, ActionPlan *plan) {
    const Adversary *adversary = race->adversary;
    Matcher changed = matcher_make(race, &action->assets, NULL);
    Matcher *from = heap_take(adversary->rules.count, sizeof *from);
    Matcher *to = heap_take(adversary->rules.count, sizeof *to);
    for (uint32_t i = 0; i < adversary->rules.count; i++) {
        from[i] = matcher_make(race, &adversary->rules.items[i].from, &action->attribute);
        to[i] = matcher_make(race, &adversary->rules.items[i].to, &action->attribute);
    }
    IdVec opens = {0}, closes = {0};
    for (uint32_t id = 0; id < race->arc_count; id++) {
        const Arc *arc = &race->arcs[id];
        bool touched = matcher_holds(race, &changed, race->node_asset[arc->target]) ||
                       (arc->source != NONE && matcher_holds(race, &changed, race->node_asset[arc->source]));
        if (!touched) continue;
        if (arc_matches(race, arc, &from[arc->rule], &to[arc->rule]))
            vec_push(&opens, id);
        else
            vec_push(&closes, id);
    }
    plan->opens = arena_new(&race->arena, uint32_t, opens.count);
    plan->closes = arena_new(&race->arena, uint32_t, closes.count);
    plan->open_count = opens.count;
    plan->close_count = closes.count;
    if (opens.count) memcpy(plan->opens, opens.items, opens.count * sizeof(uint32_t));
    if (closes.count) memcpy(plan->closes, closes.items, closes.count * sizeof(uint32_t));
    vec_clear(&opens);
    vec_clear(&closes);
    free(from);
    free(to);
}

static bool plan_actions(Race *race, Error *error) {
    const Adversary *adversary = race->adversary;
    race->actions = arena_new(&race->arena, ActionPlan, adversary->actions.count);
    for (uint32_t i = 0; i < adversary->actions.count; i++) {
        const Action *action = &adversary->actions.items[i];
        ActionPlan *plan = &race->actions[i];
        plan->counted = match_org_profiles(race, &action->counted);
        plan->restored = match_asset_profiles(race, &action->restore.what);
        if (!find_named(race, action->named, action->where, "an event", &plan->named, error)) return false;
        if (action->trigger == ACTION_ON_CONTAINED) race->has_contained_trigger = true;
        if (action->kind == ACTION_SET_CONTROL) race->has_set_control = true;
        if (action->kind == ACTION_SET_CONTROL || action->kind == ACTION_NOTIFY)
            plan->orgs = match_orgs(race, &action->orgs, &plan->org_count);
        else if (action->kind == ACTION_CUT || action->kind == ACTION_RECONNECT)
            plan->accesses = match_accesses(race, action, &plan->access_count);
        else
            plan->assets = match_assets(race,
                                        action->kind == ACTION_PAY || action->kind == ACTION_RESTORE
                                            ? &action->restore.what
                                            : &action->assets,
                                        &plan->asset_count);
        if (action->kind == ACTION_SET_ATTRIBUTE) plan_set_attribute(race, action, plan);
    }
    return true;
}

static void plan_probes(Race *race) {
    const Adversary *adversary = race->adversary;
    race->probes = arena_new(&race->arena, ProbePlan, adversary->probes.count);
    for (uint32_t i = 0; i < adversary->probes.count; i++) {
        const Probe *probe = &adversary->probes.items[i];
        ProbePlan *plan = &race->probes[i];
        plan->orgs = match_org_profiles(race, &probe->orgs);
        plan->assets = matcher_make(race, &probe->assets, NULL);
        if (probe->kind == PROBE_ASSETS_ONLINE)
            plan->members = match_assets(race, &probe->assets, &plan->member_count);
    }
}

static void plan_calendars(Race *race) {
    const World *world = race->world;
    const Adversary *adversary = race->adversary;
    race->profile_workload = arena_new(&race->arena, uint32_t, world->org_profile_count);
    race->workloads = arena_new(&race->arena, Workload, world->org_profile_count);
    for (uint32_t i = 0; i < world->org_profile_count; i++) {
        uint32_t same = 0;
        while (same < i && memcmp(&world->org_profiles[same].calendar, &world->org_profiles[i].calendar,
                                  sizeof(Calendar)) != 0)
            same++;
        race->profile_workload[i] = same < i ? race->profile_workload[same] : race->workload_count++;
        if (same == i)
            workload_init(&race->workloads[race->profile_workload[i]], &world->org_profiles[i].calendar,
                          adversary->start, adversary->horizon);
    }
}

static void plan_alarms(Race *race) {
    const Adversary *adversary = race->adversary;
    RowItemVec pairs = {0};
    for (uint32_t i = 0; i < adversary->false_alarms.count; i++) {
        uint32_t count;
        uint32_t *orgs = match_orgs(race, &adversary->false_alarms.items[i].by, &count);
        for (uint32_t k = 0; k < count; k++) vec_push(&pairs, (RowItem){i, orgs[k]});
    }
    race->alarms = edges_make(&race->arena, &pairs, adversary->false_alarms.count);
}

/* An asset that a whole population under its owner needs is linked to the population, so that counting those
 * without service is one look-up; whoever needs several assets is linked alone, so that nobody counts twice.
 */
static void plan_needs(Race *race) {
    const World *world = race->world;
    RowItemVec by_org = {0}, populations = {0}, singles = {0};
    for (AssetId asset = 0; asset < world->asset_count; asset++)
        for (uint32_t i = world->hosted.first[asset]; i < world->hosted.first[asset + 1]; i++)
            vec_push(&by_org, (RowItem){world->hosted.items[i], asset});
    race->needed_by_org = edges_make(&race->arena, &by_org, world->org_count);
    const uint32_t *first = race->needed_by_org.first;
    for (OrgId org = 0; org < world->org_count; org++) {
        const Organisation *o = &world->orgs[org];
        bool alone = first[org + 1] - first[org] != 1;
        for (uint32_t i = first[org]; i < first[org + 1]; i++) {
            AssetId asset = race->needed_by_org.items[i];
            bool under_owner = o->population != NONE && o->parent == world->assets[asset].owner;
            if (alone || !under_owner)
                vec_push(&singles, (RowItem){asset, org});
            else if (o->index == 0)
                vec_push(&populations, (RowItem){asset, o->population});
        }
    }
    race->needing_populations = edges_make(&race->arena, &populations, world->asset_count);
    race->needing_orgs = edges_make(&race->arena, &singles, world->asset_count);
}

static void plan_vaults(Race *race) {
    const World *world = race->world;
    race->vault_of = arena_new(&race->arena, uint32_t, world->org_count);
    for (OrgId org = 0; org < world->org_count; org++) {
        race->vault_of[org] = NONE;
        AssetId first = world->orgs[org].first_asset, end = first + world->orgs[org].asset_count;
        for (AssetId asset = first; asset < end; asset++)
            if (world_asset_profile(world, asset)->kind == ASSET_backup_vault) race->vault_of[org] = asset;
    }
}

/* ------------------------------------------------------------------ restoring, unfelt by the attack */

static bool restores_by_action(const Action *action) {
    return action->kind == ACTION_RESTORE || action->kind == ACTION_PAY;
}

/* Restoring, and nothing else that takes a state away or tells of it. */
static bool only_restores_undo(const Adversary *adversary) {
    for (uint32_t i = 0; i < adversary->actions.count; i++)
        if (adversary->actions.items[i].kind == ACTION_ROTATE) return false;
    for (uint32_t i = 0; i < adversary->rules.count; i++)
        if (adversary->rules.items[i].has_lasting) return false;
    for (uint32_t i = 0; i < adversary->choices.count; i++)
        if (adversary->choices.items[i].has_read || adversary->choices.items[i].displacement) return false;
    for (uint32_t i = 0; i < adversary->responses.count; i++) {
        const Response *response = &adversary->responses.items[i];
        if (response->restores && (response->tell || response->contain != CONTAIN_NOTHING)) return false;
    }
    return true;
}

static void mark_restorable(const Race *race, uint8_t *restorable) {
    const Adversary *adversary = race->adversary;
    for (AssetId asset = 0; asset < race->world->asset_count; asset++)
        for (uint32_t i = 0; i < adversary->responses.count; i++)
            if (adversary->responses.items[i].restores &&
                race->responses[i].restored[race->world->assets[asset].profile])
                restorable[asset] = 1;
    for (uint32_t i = 0; i < adversary->actions.count; i++)
        for (uint32_t k = 0;
             restores_by_action(&adversary->actions.items[i]) && k < race->actions[i].asset_count; k++)
            restorable[race->actions[i].assets[k]] = 1;
}

/* No arc starts from what can be restored, and only one leads there, which is tried once: as no source is
 * ever lost, it launches once, so that nothing comes after the restoring. */
static bool arcs_end_there(const Race *race, uint8_t *restorable) {
    enum { REACHED = 2 };
    for (uint32_t i = 0; i < race->arc_count; i++) {
        const Arc *arc = &race->arcs[i];
        const Rule *rule = &race->adversary->rules.items[arc->rule];
        if (arc->source != NONE && restorable[race->node_asset[arc->source]]) return false;
        for (uint32_t k = 0; k < rule->premise_count; k++)
            if (restorable[race->node_asset[race->extras[arc->extra + k]]]) return false;
        uint8_t *target = &restorable[race->node_asset[arc->target]];
        if (*target && (*target == REACHED || rule->tries > 1)) return false;
        if (*target) *target = REACHED;
    }
    return true;
}

static void plan_idle_restores(Race *race) {
    uint8_t *restorable = heap_take(race->world->asset_count, 1);
    mark_restorable(race, restorable);
    race->restores_idly = !race->has_again && !race->has_set_attribute &&
                          only_restores_undo(race->adversary) && arcs_end_there(race, restorable);
    free(restorable);
}

static bool action_undoes(ActionKind kind) {
    return kind == ACTION_RELEASE || kind == ACTION_RECONNECT || kind == ACTION_ROTATE ||
           kind == ACTION_PAY || kind == ACTION_RESTORE;
}

static bool something_undoes(const Adversary *adversary) {
    for (uint32_t i = 0; i < adversary->actions.count; i++)
        if (action_undoes(adversary->actions.items[i].kind)) return true;
    for (uint32_t i = 0; i < adversary->responses.count; i++)
        if (adversary->responses.items[i].restores) return true;
    for (uint32_t i = 0; i < adversary->rules.count; i++)
        if (adversary->rules.items[i].has_lasting) return true;
    return false;
}

bool compile_plans(Race *race, Error *error) {
    race->undoes = something_undoes(race->adversary);
    if (!plan_notices(race, error) || !plan_responses(race, error) || !plan_responders(race, error) ||
        !plan_actions(race, error))
        return false;
    plan_probes(race);
    plan_idle_restores(race);
    plan_quiet_heeding(race);
    plan_calendars(race);
    plan_alarms(race);
    plan_needs(race);
    plan_vaults(race);
    return true;
}
