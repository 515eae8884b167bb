#include "fixture.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

static const char *const control_ids[MECHANISM_COUNT] = {"block", "slow",  "notice",
                                                         "react", "limit", "recover"};
static const double strengths[LEVELS] = {0, 0.3, 0.5, 0.8};

static void make_catalogue(Catalogue *catalogue) {
    memset(catalogue, 0, sizeof *catalogue);
    arena_init(&catalogue->arena);
    Control *controls = arena_new(&catalogue->arena, Control, MECHANISM_COUNT);
    for (int i = 0; i < MECHANISM_COUNT; i++) {
        Effect *effect = arena_new(&catalogue->arena, Effect, 1);
        effect->mechanism = (Mechanism)i;
        effect->source = "a test";
        for (int level = 0; level < LEVELS; level++)
            effect->low[level] = effect->mode[level] = effect->high[level] = strengths[level];
        controls[i] = (Control){.key = name_of(control_ids[i]),
                                .id = control_ids[i],
                                .title_en = control_ids[i],
                                .title_ja = control_ids[i],
                                .effects = effect,
                                .effect_count = 1};
    }
    catalogue->controls = controls;
    catalogue->count = MECHANISM_COUNT;
}

void fixture_init(Fixture *fixture) {
    memset(fixture, 0, sizeof *fixture);
    fixture->builder = world_builder_create(1);
    adversary_init(&fixture->adversary);
    parameters_init(&fixture->parameters);
    make_catalogue(&fixture->catalogue);
    fixture->kit = quantile_kit_create();
    fixture->seed = 1;
}

void fixture_clear(Fixture *fixture) {
    race_state_destroy(fixture->state);
    weights_destroy(fixture->weights);
    race_destroy(fixture->race);
    world_destroy(fixture->world);
    world_builder_destroy(fixture->builder);
    parameter_draw_clear(&fixture->draw);
    parameters_clear(&fixture->parameters);
    catalogue_clear(&fixture->catalogue);
    adversary_clear(&fixture->adversary);
    quantile_kit_destroy(fixture->kit);
    free(fixture->metrics);
}

Number fixture_number(double value) {
    return (Number){PARAMETER_NONE, value};
}

Quantity fixture_fixed(double value) {
    return (Quantity){.kind = DISTRIBUTION_FIXED, .a = fixture_number(value)};
}

Quantity fixture_exponential(double mean) {
    return (Quantity){.kind = DISTRIBUTION_EXPONENTIAL, .a = fixture_number(mean)};
}

Quantity fixture_uniform(double low, double high) {
    return (Quantity){.kind = DISTRIBUTION_UNIFORM, .a = fixture_number(low), .b = fixture_number(high)};
}

const char *fixture_label(Fixture *fixture, const char *stem, uint32_t number) {
    char text[80];
    snprintf(text, sizeof text, "%s %u", stem, number);
    return arena_text(&fixture->adversary.arena, text);
}

OrgId fixture_org_with(Fixture *fixture, OrgProfile profile, OrgId provider) {
    Organisation org = {.name = world_org_name(0, profile.label, 0),
                        .profile = world_add_org_profile(fixture->builder, &profile),
                        .parent = provider,
                        .population = NONE};
    return world_add_org(fixture->builder, &org);
}

OrgId fixture_org(Fixture *fixture, OrgKind kind, const char *label, OrgId provider) {
    return fixture_org_with(
        fixture,
        (OrgProfile){
            .kind = kind, .label = label, .calendar = calendar_always(), .posture = fixture->posture},
        provider);
}

AssetId fixture_asset_with(Fixture *fixture, AssetProfile profile, uint32_t count) {
    uint32_t id = world_add_asset_profile(fixture->builder, &profile);
    return world_add_asset(fixture->builder, name_of(profile.label), id, count, 0);
}

AssetId fixture_asset(Fixture *fixture, AssetKind kind, const char *label) {
    return fixture_asset_with(fixture, (AssetProfile){.kind = kind, .label = label, .flaw = NONE}, 1);
}

AssetId fixture_group(Fixture *fixture, const char *label, uint32_t machines) {
    AssetProfile profile = {.kind = ASSET_endpoint_group,
                            .label = label,
                            .flaw = NONE,
                            .is_group = true,
                            .count = fixture_fixed(machines)};
    return fixture_asset_with(fixture, profile, machines);
}

void fixture_access(Fixture *fixture, AssetId from, AssetId to, AccessKind kind) {
    AccessProfile profile = {.kind = kind, .privilege = PRIVILEGE_system};
    world_add_access(fixture->builder, from, to, world_add_access_profile(fixture->builder, &profile));
}

AssetSelector fixture_kind(AssetKind kind) {
    AssetSelector selector = asset_selector_all();
    selector.kinds = 1u << kind;
    return selector;
}

AssetSelector fixture_only(const char *label) {
    AssetSelector selector = asset_selector_all();
    selector.label = label;
    return selector;
}

static Rule *add_rule(Fixture *fixture, const char *sentence, AssetKind to, State state, double odds,
                      double seconds) {
    Rule rule = {.key = name_of(sentence),
                 .sentence = sentence,
                 .technique = "T0000",
                 .where = "test:1",
                 .from = asset_selector_all(),
                 .to = fixture_kind(to),
                 .to_state = state,
                 .among = NONE,
                 .exploits = NONE,
                 .shock = NONE,
                 .odds = fixture_number(odds),
                 .machine_odds = fixture_number(1),
                 .after = fixture_fixed(seconds),
                 .shared_by = -1,
                 .not_before = -1,
                 .tries = 1};
    vec_push(&fixture->adversary.rules, rule);
    return &fixture->adversary.rules.items[fixture->adversary.rules.count - 1];
}

Rule *fixture_entry(Fixture *fixture, const char *sentence, AssetKind to, State state, double odds,
                    double seconds) {
    Rule *rule = add_rule(fixture, sentence, to, state, odds, seconds);
    rule->scope = RULE_ENTRY;
    return rule;
}

Rule *fixture_via(Fixture *fixture, const char *sentence, AssetKind from, State from_state, AccessKind via,
                  AssetKind to, State to_state, double odds, double seconds) {
    Rule *rule = add_rule(fixture, sentence, to, to_state, odds, seconds);
    rule->scope = RULE_VIA;
    rule->from = fixture_kind(from);
    rule->from_state = from_state;
    rule->access_kinds = 1u << via;
    return rule;
}

Rule *fixture_inside(Fixture *fixture, const char *sentence, AssetKind from, State from_state, AssetKind to,
                     State to_state, double odds, double seconds) {
    Rule *rule = add_rule(fixture, sentence, to, to_state, odds, seconds);
    rule->scope = RULE_INSIDE;
    rule->from = fixture_kind(from);
    rule->from_state = from_state;
    return rule;
}

Rule *fixture_same(Fixture *fixture, const char *sentence, AssetKind kind, State from_state, State to_state,
                   double odds, double seconds) {
    Rule *rule = add_rule(fixture, sentence, kind, to_state, odds, seconds);
    rule->scope = RULE_SAME;
    rule->from = fixture_kind(kind);
    rule->from_state = from_state;
    return rule;
}

void fixture_premise(Rule *rule, AssetSelector asset, State state, PremisePlace place) {
    assert(rule->premise_count < RULE_PREMISES);
    rule->premises[rule->premise_count++] = (Premise){asset, state, place};
}

Choice *fixture_choice(Fixture *fixture, const char *sentence, AssetKind among, double take) {
    Choice choice = {.key = name_of(sentence),
                     .sentence = sentence,
                     .where = "test:1",
                     .among = fixture_kind(among),
                     .take = fixture_fixed(take),
                     .weight = WEIGHT_EQUAL,
                     .exponent = fixture_number(1),
                     .waves = fixture_number(1),
                     .wave_every = fixture_fixed(0)};
    vec_push(&fixture->adversary.choices, choice);
    return &fixture->adversary.choices.items[fixture->adversary.choices.count - 1];
}

static const ControlUse *with_use(Fixture *fixture, const ControlUse *before, uint32_t count,
                                  const char *control) {
    ControlUse *uses = arena_new(&fixture->adversary.arena, ControlUse, count + 1);
    if (count) memcpy(uses, before, count * sizeof *uses);
    int index = catalogue_find(&fixture->catalogue, control);
    assert(index >= 0);
    uses[count] = (ControlUse){.control = (uint32_t)index, .mechanism = (Mechanism)index, .share = 1};
    return uses;
}

void fixture_use(Fixture *fixture, Rule *rule, const char *control) {
    rule->uses = with_use(fixture, rule->uses, rule->use_count, control);
    rule->use_count++;
}

void fixture_speed(Fixture *fixture, Response *response, const char *control) {
    response->uses = with_use(fixture, response->uses, response->use_count, control);
    response->use_count++;
}

void fixture_notice(Rule *rule, NoticeBy by, double odds, double seconds) {
    assert(rule->notice_count < RULE_NOTICES);
    rule->notices[rule->notice_count++] = (Notice){
        .by = by, .odds = fixture_number(odds), .after = fixture_fixed(seconds), .controls_raise = true};
}

Response *fixture_response(Fixture *fixture, const char *sentence, OrgKind by, TriggerKind trigger,
                           double seconds) {
    Response response = {.key = name_of(sentence),
                         .sentence = sentence,
                         .where = "test:1",
                         .by = org_selector_all(),
                         .trigger = trigger,
                         .reports = fixture_number(1),
                         .from = org_selector_all(),
                         .odds = fixture_number(1),
                         .after = fixture_fixed(seconds),
                         .contained = asset_selector_all(),
                         .audience = org_selector_all(),
                         .weight = fixture_number(1),
                         .restore = {.what = asset_selector_all(),
                                     .share = fixture_number(1),
                                     .eviction = fixture_number(1),
                                     .stages = 1},
                         .requires_control = NONE};
    response.by.kinds = (uint8_t)(1u << by);
    vec_push(&fixture->adversary.responses, response);
    return &fixture->adversary.responses.items[fixture->adversary.responses.count - 1];
}

Action *fixture_action(Fixture *fixture, const char *sentence, ActionKind kind, int64_t at) {
    Action action = {.key = name_of(sentence),
                     .sentence = sentence,
                     .where = "test:1",
                     .trigger = ACTION_AT,
                     .at = at,
                     .counted = org_selector_all(),
                     .after = fixture_fixed(0),
                     .kind = kind,
                     .assets = asset_selector_all(),
                     .orgs = org_selector_all(),
                     .amount = fixture_number(0),
                     .odds = fixture_number(1),
                     .delay = fixture_fixed(0),
                     .restore = {.what = asset_selector_all(),
                                 .share = fixture_number(1),
                                 .eviction = fixture_number(1),
                                 .stages = 1}};
    vec_push(&fixture->adversary.actions, action);
    return &fixture->adversary.actions.items[fixture->adversary.actions.count - 1];
}

static void must(bool worked, const Error *error) {
    if (!worked) fprintf(stderr, "%s\n", error->text);
    assert(worked);
}

void fixture_compile(Fixture *fixture) {
    Error error = {{0}};
    must(world_build(fixture->builder, &fixture->world, &error), &error);
    must(race_compile(fixture->world, &fixture->adversary, &fixture->parameters, &fixture->catalogue,
                      fixture->kit, &fixture->race, &error),
         &error);
    fixture->state = race_state_create(fixture->race);
    fixture->metrics = heap_take(fixture->adversary.probes.count, sizeof *fixture->metrics);
    parameter_draw_init(&fixture->draw, &fixture->parameters, &fixture->catalogue);
    fixture_weigh(fixture, NULL);
}

void fixture_weigh(Fixture *fixture, const ControlSet *set) {
    Error error = {{0}};
    weights_destroy(fixture->weights);
    fixture->weights = weights_create(fixture->race, set, &error);
    must(fixture->weights != NULL, &error);
    parameter_draw_fill(&fixture->draw, &fixture->parameters, &fixture->catalogue, fixture->seed, 0,
                        SCOPE_ALL);
    weights_evaluate(fixture->weights, &fixture->draw);
}

void fixture_run(Fixture *fixture, uint64_t replication) {
    RaceOptions options = {
        .seed = fixture->seed, .replication = replication, .response_off = fixture->response_off};
    race_run(fixture->race, fixture->weights, fixture->state, options, fixture->metrics);
}

uint64_t fixture_hash(const Fixture *fixture) {
    return race_state_hash(fixture->state);
}

Taken fixture_taken(const Fixture *fixture, AssetId asset, State state) {
    TakenVec taken = {0};
    Taken found = {.asset = asset, .state = state, .at = NEVER};
    race_taken(fixture->race, fixture->state, &taken);
    for (uint32_t i = 0; i < taken.count; i++)
        if (taken.items[i].asset == asset && taken.items[i].state == state) found = taken.items[i];
    vec_clear(&taken);
    return found;
}

uint32_t fixture_taken_at(const Fixture *fixture, AssetId asset, State state) {
    return fixture_taken(fixture, asset, state).at;
}

ControlSet fixture_set(Fixture *fixture, const char *control, uint8_t level, Overlay *overlay) {
    int index = catalogue_find(&fixture->catalogue, control);
    assert(index >= 0);
    *overlay =
        (Overlay){.who = org_selector_all(), .control = (uint32_t)index, .level = level, .at_least = true};
    return (ControlSet){
        .id = control, .title = control, .summary = "", .overlays = overlay, .overlay_count = 1};
}
