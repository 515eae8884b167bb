/* What the statements themselves show: targets that are not there, states that nothing gives, odds that were
 * perhaps not meant, words that nothing uses. */
#include "script/lint_internal.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

static bool world_has(const World *world, const AssetSelector *selector) {
    for (uint32_t i = 0; i < world->asset_count; i++) {
        if (asset_selector_matches(selector, world, i)) return true;
    }
    return false;
}

static bool world_has_org(const World *world, const OrgSelector *selector) {
    for (uint32_t i = 0; i < world->org_count; i++) {
        if (org_selector_matches(selector, world, i)) return true;
    }
    return false;
}

/* Whether having `given` means having `wanted`. */
static bool state_gives(State given, State wanted) {
    return given == wanted || (given <= STATE_control && wanted <= given);
}

/* A step that can be reached gives a state that an asset of the selector might then be in. Only kinds are
 * compared: what is told unreachable surely is. */
static bool is_given(const Adversary *adversary, const bool *reached, const AssetSelector *selector,
                     State state) {
    for (uint32_t i = 0; i < adversary->rules.count; i++) {
        const Rule *rule = &adversary->rules.items[i];
        bool kinds = !selector->kinds || !rule->to.kinds || (selector->kinds & rule->to.kinds);
        if (reached[i] && kinds && state_gives(rule->to_state, state)) return true;
    }
    return false;
}

/* What a rule starts from and nothing gives; NULL when it can be reached. */
static const AssetSelector *missing_state(const Adversary *adversary, const bool *reached, const Rule *rule,
                                          State *state) {
    if (rule->scope != RULE_ENTRY && !is_given(adversary, reached, &rule->from, rule->from_state)) {
        *state = rule->from_state;
        return &rule->from;
    }
    for (uint32_t i = 0; i < rule->premise_count; i++) {
        const Premise *premise = &rule->premises[i];
        *state = premise->state;
        if (!is_given(adversary, reached, &premise->asset, premise->state)) return &premise->asset;
    }
    return NULL;
}

static void find_reached(const Adversary *adversary, bool *reached) {
    State unused;
    for (bool more = true; more;) {
        more = false;
        for (uint32_t i = 0; i < adversary->rules.count; i++) {
            if (reached[i] || missing_state(adversary, reached, &adversary->rules.items[i], &unused))
                continue;
            reached[i] = more = true;
        }
    }
}

static const char *kind_word(const AssetSelector *selector) {
    for (uint32_t kind = 0; kind < ASSET_KIND_COUNT; kind++) {
        if (selector->kinds & (UINT32_C(1) << kind)) return asset_kind_names[kind];
    }
    return "anything";
}

static void check_ends(Lint *lint, const Scenario *scenario, const Rule *rule) {
    if (!world_has(scenario->world, &rule->to))
        lint_add(lint, scenario, LINT_ERROR, "no-target", rule->sentence, rule->where,
                 "rule \"%s\": the world has no %s that it could take", rule->sentence, kind_word(&rule->to));
    if (rule->scope != RULE_ENTRY && !world_has(scenario->world, &rule->from))
        lint_add(lint, scenario, LINT_ERROR, "no-source", rule->sentence, rule->where,
                 "rule \"%s\": the world has no %s that it could start from", rule->sentence,
                 kind_word(&rule->from));
}

/* 0 or 1 by definition: written as a plain number, or left out. */
static bool is_plain(Number number, double value) {
    return number.parameter == 0 && number.scale == value;
}

static double highest(const Scenario *scenario, Number number) {
    return scenario->parameters.list.items[number.parameter].high * number.scale;
}

static void check_odds(Lint *lint, const Scenario *scenario, const Rule *rule) {
    if (highest(scenario, rule->odds) <= 0)
        lint_add(lint, scenario, LINT_WARNING, "never", rule->sentence, rule->where,
                 "rule \"%s\": its odds are 0, so it never succeeds", rule->sentence);
    else if (is_plain(rule->odds, 1))
        lint_add(lint, scenario, LINT_WARNING, "always", rule->sentence, rule->where,
                 "rule \"%s\": its odds are a plain 1, so it always succeeds; if that is meant, write "
                 "assumed(1, \"why\")",
                 rule->sentence);
    for (uint32_t i = 0; i < rule->notice_count; i++) {
        if (!is_plain(rule->notices[i].odds, 1)) continue;
        lint_add(lint, scenario, LINT_WARNING, "always-noticed", rule->sentence, rule->where,
                 "rule \"%s\": the odds that it is noticed are left out or a plain 1; if it always is, write "
                 "assumed(1, \"why\")",
                 rule->sentence);
    }
}

static void check_machine_odds(Lint *lint, const Scenario *scenario, const Rule *rule) {
    uint32_t groups = (UINT32_C(1) << ASSET_endpoint_group) | (UINT32_C(1) << ASSET_server_group);
    if ((rule->to.kinds & groups) && rule->to_state >= STATE_encrypted && is_plain(rule->machine_odds, 1))
        lint_add(lint, scenario, LINT_WARNING, "every-machine", rule->sentence, rule->where,
                 "rule \"%s\": machine_odds are left out, so every machine in reach falls; if that is meant, "
                 "write machine_odds = assumed(1, \"why\")",
                 rule->sentence);
}

/* As race/weights.c has it: patching acts through the flaw's lag, and there must be a fix to patch. */
static void check_patching(Lint *lint, const Scenario *scenario, const Rule *rule) {
    if (rule->exploits == NONE) return;
    const Flaw *flaw = &scenario->blueprint.flaws.items[rule->exploits];
    int64_t end = scenario->adversary.start + scenario->adversary.horizon;
    if (flaw->fixed && flaw->has_lag && flaw->fixed_at < end) return;
    for (uint32_t i = 0; i < rule->use_count; i++) {
        const char *control = scenario->catalogue.controls[rule->uses[i].control].id;
        if (rule->uses[i].mechanism != MECHANISM_BLOCK || strncmp(control, "patch", 5) != 0) continue;
        lint_add(
            lint, scenario, LINT_WARNING, "touches-nothing", rule->sentence, rule->where,
            "rule \"%s\": %s can do nothing against \"%s\", which has no fix, or no lag, within the scenario",
            rule->sentence, control, flaw->label);
    }
}

static void check_rule(Lint *lint, const Scenario *scenario, const bool *reached, const Rule *rule) {
    State state;
    const AssetSelector *missing = missing_state(&scenario->adversary, reached, rule, &state);
    check_ends(lint, scenario, rule);
    if (missing)
        lint_add(lint, scenario, LINT_ERROR, "unreachable", rule->sentence, rule->where,
                 "rule \"%s\" can never begin: no step that happens gives %s(%s)", rule->sentence,
                 state_names[state], kind_word(missing));
    check_odds(lint, scenario, rule);
    check_machine_odds(lint, scenario, rule);
    check_patching(lint, scenario, rule);
    if (!*rule->technique)
        lint_add(lint, scenario, LINT_NOTE, "technique", rule->sentence, rule->where,
                 "rule \"%s\" names no ATT&CK technique", rule->sentence);
}

static void check_rules(Lint *lint, const Scenario *scenario) {
    const Adversary *adversary = &scenario->adversary;
    bool *reached = heap_take(adversary->rules.count, sizeof *reached);
    find_reached(adversary, reached);
    for (uint32_t i = 0; i < adversary->rules.count; i++)
        check_rule(lint, scenario, reached, &adversary->rules.items[i]);
    free(reached);
}

static bool rule_uses(const Adversary *adversary, size_t offset, uint32_t index) {
    for (uint32_t i = 0; i < adversary->rules.count; i++) {
        const char *rule = (const char *)&adversary->rules.items[i];
        if (*(const uint32_t *)(const void *)(rule + offset) == index) return true;
    }
    return false;
}

static void check_choices(Lint *lint, const Scenario *scenario) {
    const Adversary *adversary = &scenario->adversary;
    for (uint32_t i = 0; i < adversary->choices.count; i++) {
        const Choice *choice = &adversary->choices.items[i];
        bool orgs = choice->among.kinds == 0 && !choice->among.label;
        bool any = orgs ? world_has_org(scenario->world, &choice->among.owner)
                        : world_has(scenario->world, &choice->among);
        if (!any)
            lint_add(lint, scenario, LINT_ERROR, "no-candidates", choice->sentence, choice->where,
                     "choose \"%s\": nothing in the world can be chosen", choice->sentence);
        if (!rule_uses(adversary, offsetof(Rule, among), i))
            lint_add(lint, scenario, LINT_WARNING, "unused", choice->sentence, choice->where,
                     "choose \"%s\": no rule says among = \"%s\"", choice->sentence, choice->sentence);
    }
    for (uint32_t i = 0; i < adversary->shocks.count; i++) {
        const Shock *shock = &adversary->shocks.items[i];
        if (!rule_uses(adversary, offsetof(Rule, shock), i))
            lint_add(lint, scenario, LINT_WARNING, "unused", shock->sentence, shock->where,
                     "shock \"%s\": no rule says shock = \"%s\"", shock->sentence, shock->sentence);
    }
}

static void check_flaws(Lint *lint, const Scenario *scenario) {
    for (uint32_t i = 0; i < scenario->blueprint.flaws.count; i++) {
        const char *label = scenario->blueprint.flaws.items[i].label;
        if (!rule_uses(&scenario->adversary, offsetof(Rule, exploits), i))
            lint_add(lint, scenario, LINT_WARNING, "unused", label, "scenario.lua",
                     "flaw \"%s\": no rule exploits it", label);
    }
}

static void check_responses(Lint *lint, const Scenario *scenario) {
    for (uint32_t i = 0; i < scenario->adversary.responses.count; i++) {
        const Response *response = &scenario->adversary.responses.items[i];
        if (!world_has_org(scenario->world, &response->by))
            lint_add(lint, scenario, LINT_ERROR, "nobody", response->sentence, response->where,
                     "response \"%s\": the world has no organisation that could do it", response->sentence);
    }
}

static bool lacks_reason(const Scenario *scenario, const Parameter *parameter) {
    return parameter->provenance == PROVENANCE_ASSUMED && lint_is_own(scenario, parameter->where) &&
           strcmp(parameter->source, "nobody has published it") == 0;
}

/* One note for all, at the first. */
static void check_reasons(Lint *lint, const Scenario *scenario) {
    uint32_t count = 0;
    const char *first = NULL;
    for (uint32_t i = 0; i < scenario->parameters.list.count; i++) {
        const Parameter *parameter = &scenario->parameters.list.items[i];
        if (!lacks_reason(scenario, parameter)) continue;
        if (!first) first = parameter->where;
        count++;
    }
    if (count)
        lint_add(lint, scenario, LINT_NOTE, "reason", "scenario.lua", first,
                 "%u assumed number%s no reason; a text at the end gives it: assumed(1, 2, 4, \"why\")",
                 count, count == 1 ? " gives" : "s give");
}

void lint_statements(Lint *lint, const Scenario *scenario) {
    check_rules(lint, scenario);
    check_choices(lint, scenario);
    check_flaws(lint, scenario);
    check_responses(lint, scenario);
    check_reasons(lint, scenario);
    if (!scenario->adversary.history.count)
        lint_add(lint, scenario, LINT_NOTE, "no-history", "scenario.lua", "scenario.lua",
                 "there is no history statement, so a back-test has nothing to set beside it");
}

/* Whether any step or response of the scenario listens to a control. */
static bool is_read(const Adversary *adversary, uint32_t control) {
    for (uint32_t i = 0; i < adversary->rules.count; i++) {
        const Rule *rule = &adversary->rules.items[i];
        for (uint32_t k = 0; k < rule->use_count; k++) {
            if (rule->uses[k].control == control) return true;
        }
    }
    for (uint32_t i = 0; i < adversary->responses.count; i++) {
        const Response *response = &adversary->responses.items[i];
        if (response->requires_control == control) return true;
        for (uint32_t k = 0; k < response->use_count; k++) {
            if (response->uses[k].control == control) return true;
        }
    }
    return false;
}

void lint_control_sets(Lint *lint, const Scenario *scenario, const ControlSetVec *sets) {
    for (uint32_t i = 0; i < sets->count; i++) {
        const ControlSet *set = &sets->items[i];
        char file[300];
        bool touches = set->overlay_count == 0; /* the incident as it was */
        for (uint32_t k = 0; k < set->overlay_count && !touches; k++)
            touches = is_read(&scenario->adversary, set->overlays[k].control);
        snprintf(file, sizeof file, "controls/%.250s.json", set->id);
        if (!touches)
            lint_add(lint, scenario, LINT_WARNING, "touches-nothing", set->id, file,
                     "control set \"%s\": no step or response of the scenario listens to any of its controls",
                     set->id);
    }
}
