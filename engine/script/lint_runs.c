/* Dry runs: what never happens, though nothing in the statements says so. */
#include "script/lint_internal.h"

#include <stdio.h>
#include <string.h>

enum { WORLDS_PER_DRAW = 4, LEAST_MORE = 20 };

typedef struct Seen {
    bool *rules;     /* arrived somewhere: the step succeeded at least once */
    bool *sources;   /* what the rule starts from was taken */
    bool *responses; /* did something */
    bool *actions;
} Seen;

typedef struct DryRun {
    const Scenario *scenario;
    const Race *race;
    const LintOptions *options;
    Weights *weights;
    RaceState *state;
    ParameterDraw draw;
    HappeningVec log;
    int64_t *metrics;
    Seen *seen;
} DryRun;

static bool starts_from(const Rule *rule, const World *world, const Happening *taken) {
    bool gives = taken->state == rule->from_state ||
                 (taken->state <= STATE_control && rule->from_state <= taken->state);
    return gives && asset_selector_matches(&rule->from, world, taken->subject);
}

static void see_sources(DryRun *run, const Happening *taken) {
    const Adversary *adversary = &run->scenario->adversary;
    for (uint32_t i = 0; i < adversary->rules.count; i++) {
        const Rule *rule = &adversary->rules.items[i];
        if (run->seen->sources[i]) continue;
        run->seen->sources[i] = rule->scope == RULE_ENTRY || starts_from(rule, run->scenario->world, taken);
    }
}

static void see(DryRun *run, const Happening *happening) {
    Seen *seen = run->seen;
    HappeningKind kind = happening->kind;
    if (kind == HAPPENED_TAKEN) see_sources(run, happening);
    if (happening->detail == NONE) return; /* a lower state that is implied, a false alarm */
    if (kind == HAPPENED_TAKEN || kind == HAPPENED_BLOCKED || kind == HAPPENED_NOTICED)
        seen->rules[happening->detail] = true;
    else if (kind == HAPPENED_RESPONDED)
        seen->responses[happening->detail] = true;
    else if (kind == HAPPENED_ACTED)
        seen->actions[happening->detail] = true;
}

static void play(DryRun *run, uint32_t world) {
    RaceOptions options = {.seed = run->options->seed, .draw = world / WORLDS_PER_DRAW, .replication = world};
    run->log.count = 0;
    race_run(run->race, run->weights, run->state, options, run->metrics);
    for (uint32_t i = 0; i < run->log.count; i++) see(run, &run->log.items[i]);
}

static void weigh(DryRun *run, uint32_t draw) {
    const Scenario *s = run->scenario;
    parameter_draw_fill(&run->draw, &s->parameters, &s->catalogue, run->options->seed, draw, SCOPE_ALL);
    weights_evaluate(run->weights, &run->draw);
}

/* Worlds played: all, or fewer when the user stops it. */
static uint32_t play_all(DryRun *run, uint32_t worlds) {
    const LintOptions *options = run->options;
    for (uint32_t world = 0; world < worlds; world++) {
        if (world % WORLDS_PER_DRAW == 0) weigh(run, world / WORLDS_PER_DRAW);
        play(run, world);
        bool goes_on = !options->progress || world % 16 || options->progress(options->context, world, worlds);
        if (!goes_on) return world + 1;
    }
    return worlds;
}

static void run_init(DryRun *run) {
    const Scenario *s = run->scenario;
    run->state = race_state_create(run->race);
    parameter_draw_init(&run->draw, &s->parameters, &s->catalogue);
    run->metrics = heap_take(s->adversary.probes.count, sizeof *run->metrics);
    race_state_log(run->state, &run->log);
}

static void run_clear(DryRun *run) {
    race_state_log(run->state, NULL);
    race_state_destroy(run->state);
    parameter_draw_clear(&run->draw);
    vec_clear(&run->log);
    free(run->metrics);
}

static bool run_set(DryRun *run, const ControlSet *set, uint32_t worlds, uint32_t *played, Error *error) {
    run->weights = weights_create(run->race, set, error);
    if (!run->weights) return false;
    *played = play_all(run, worlds);
    weights_destroy(run->weights);
    return true;
}

static bool is_decision(const Action *action) {
    return action->trigger == ACTION_GIVEN;
}

static bool all_seen(const Scenario *scenario, const Seen *seen) {
    const Adversary *adversary = &scenario->adversary;
    for (uint32_t i = 0; i < adversary->rules.count; i++)
        if (!seen->rules[i]) return false;
    for (uint32_t i = 0; i < adversary->responses.count; i++)
        if (!seen->responses[i]) return false;
    for (uint32_t i = 0; i < adversary->actions.count; i++)
        if (!seen->actions[i] && !is_decision(&adversary->actions.items[i])) return false;
    return true;
}

/* Why not: "in 1,000 dry runs", and "nor under another control set" when those were tried. */
static void tell_rules(Lint *lint, const Scenario *scenario, const Seen *seen, const char *in) {
    for (uint32_t i = 0; i < scenario->adversary.rules.count; i++) {
        const Rule *rule = &scenario->adversary.rules.items[i];
        if (seen->rules[i]) continue;
        lint_add(lint, scenario, LINT_WARNING, "never-happens", rule->sentence, rule->where,
                 "rule \"%s\": in %s it never got anywhere; %s", rule->sentence, in,
                 seen->sources[i]
                     ? "what it starts from was taken, so its odds, its access, its choice, its flaw or a "
                       "premise keeps it from happening"
                     : "nothing that it could start from was ever taken");
    }
}

static const char *trigger_text(const Response *response) {
    switch (response->trigger) {
    case TRIGGER_NOTICE:
        return "nobody of those who could noticed anything, or it came too late";
    case TRIGGER_REPORTS:
        return "never did enough reports come in";
    case TRIGGER_WARNING:
        return "nobody of those who could was warned, or none complied";
    case TRIGGER_STATE:
        return "none of the assets that it waits for fell, or there was no time left";
    }
    return "";
}

static void tell_responses(Lint *lint, const Scenario *scenario, const Seen *seen, const char *in) {
    for (uint32_t i = 0; i < scenario->adversary.responses.count; i++) {
        const Response *response = &scenario->adversary.responses.items[i];
        if (seen->responses[i] || !lint_is_own(scenario, response->where)) continue;
        lint_add(lint, scenario, LINT_WARNING, "never-acts", response->sentence, response->where,
                 "response \"%s\": in %s it never acted: %s", response->sentence, in, trigger_text(response));
    }
    for (uint32_t i = 0; i < scenario->adversary.actions.count; i++) {
        const Action *action = &scenario->adversary.actions.items[i];
        if (seen->actions[i] || is_decision(action)) continue;
        lint_add(
            lint, scenario, LINT_WARNING, "never-acts", action->sentence, action->where,
            "event \"%s\": in %s it never came; is its date within the scenario, its trigger within reach?",
            action->sentence, in);
    }
}

static bool more_sets(DryRun *run, const ControlSetVec *sets, uint32_t worlds, uint32_t *tried,
                      Error *error) {
    uint32_t more = worlds / 10 > LEAST_MORE ? worlds / 10 : LEAST_MORE, played;
    for (uint32_t i = 0; i < sets->count && !all_seen(run->scenario, run->seen); i++) {
        if (!run_set(run, &sets->items[i], more < worlds ? more : worlds, &played, error)) return false;
        (*tried)++;
    }
    return true;
}

static void seen_init(Seen *seen, const Adversary *adversary) {
    seen->rules = heap_take(adversary->rules.count, sizeof(bool));
    seen->sources = heap_take(adversary->rules.count, sizeof(bool));
    seen->responses = heap_take(adversary->responses.count, sizeof(bool));
    seen->actions = heap_take(adversary->actions.count, sizeof(bool));
}

static void seen_clear(Seen *seen) {
    free(seen->rules);
    free(seen->sources);
    free(seen->responses);
    free(seen->actions);
}

static void tell(Lint *lint, const Scenario *scenario, const Seen *seen, uint32_t tried) {
    char in[96];
    snprintf(in, sizeof in, "%u dry runs%s", lint->worlds, tried ? ", nor under the control sets," : "");
    tell_rules(lint, scenario, seen, in);
    tell_responses(lint, scenario, seen, in);
}

bool lint_dry_runs(Lint *lint, const Scenario *scenario, const Race *race, const ControlSetVec *sets,
                   const LintOptions *options, Error *error) {
    Seen seen;
    DryRun run = {.scenario = scenario, .race = race, .options = options, .seen = &seen};
    uint32_t tried = 0;
    seen_init(&seen, &scenario->adversary);
    run_init(&run);
    bool good = run_set(&run, NULL, options->replications, &lint->worlds, error);
    lint->partial = good && lint->worlds < options->replications;
    good = good && (lint->partial || more_sets(&run, sets, lint->worlds, &tried, error));
    if (good && !lint->partial) tell(lint, scenario, &seen, tried);
    run_clear(&run);
    seen_clear(&seen);
    return good;
}
