#include "mixed_world.h"

#include <assert.h>

static void add_customer(Fixture *fixture, OrgId msp, AssetId server, AssetId account, uint32_t number) {
    OrgId customer = fixture_org(fixture, ORG_customer, fixture_label(fixture, "customer", number), msp);
    world_add_hosted(fixture->builder, server, customer);
    AssetId admin =
        fixture_asset(fixture, ASSET_identity_provider, fixture_label(fixture, "directory", number));
    AssetId group = fixture_group(fixture, fixture_label(fixture, "machines", number), 5 + number % 37);
    fixture_asset(fixture, ASSET_data_store, fixture_label(fixture, "data", number));
    fixture_access(fixture, server, group, ACCESS_rmm_agent);
    fixture_access(fixture, account, admin, ACCESS_delegated_admin);
}

static void add_msp(Fixture *fixture, OrgId vendor, AssetId update, uint32_t number, uint32_t customers) {
    OrgId msp = fixture_org(fixture, ORG_msp, fixture_label(fixture, "msp", number), vendor);
    AssetId server = fixture_asset(fixture, ASSET_rmm_server, fixture_label(fixture, "server", number));
    AssetId account = fixture_asset(fixture, ASSET_admin_account, fixture_label(fixture, "account", number));
    fixture_access(fixture, update, server, ACCESS_software_update);
    for (uint32_t i = 0; i < customers; i++) add_customer(fixture, msp, server, account, number * 100 + i);
}

static void take_shipped(Fixture *fixture) {
    Error error = {{0}};
    catalogue_clear(&fixture->catalogue);
    bool loaded =
        catalogue_load(&fixture->catalogue, KEYFALL_SOURCE_DIR "/engine/control/catalogue.json", &error);
    assert(loaded);
}

/* Each effect of each control that the catalogue has and that promise 3 is about. */
static void add_controls(Fixture *fixture, Rule *rule) {
    static const Mechanism mechanisms[] = {MECHANISM_BLOCK, MECHANISM_SLOW, MECHANISM_LIMIT};
    const Catalogue *catalogue = &fixture->catalogue;
    ControlUse *uses = arena_new(&fixture->adversary.arena, ControlUse, catalogue->count * 3);
    rule->uses = uses;
    for (uint32_t control = 0; control < catalogue->count; control++)
        for (int i = 0; i < 3; i++)
            if (control_effect(&catalogue->controls[control], mechanisms[i]))
                uses[rule->use_count++] =
                    (ControlUse){.control = control, .mechanism = mechanisms[i], .share = 1};
}

/* Entry, via, inside and same asset; AND, OR, groups reached twice, tries, shared luck, a shock, a choice. */
static void add_rules(Fixture *fixture) {
    Adversary *adversary = &fixture->adversary;
    fixture_choice(fixture, "who", ASSET_rmm_server, 2);
    vec_push(&adversary->shocks, (Shock){name_of("skill"), "skill", "test:1", fixture_number(0.8), -1});
    Rule *rule = fixture_entry(fixture, "exploit", ASSET_rmm_server, STATE_control, 0.6, 1);
    rule->after = fixture_exponential(3000);
    rule->among = 0;
    add_controls(fixture, rule);
    rule = fixture_entry(fixture, "poison", ASSET_update_server, STATE_control, 0.3, 1);
    rule->after = fixture_exponential(9000);
    rule->shock = 0;
    add_controls(fixture, rule);
    rule = fixture_entry(fixture, "phish", ASSET_admin_account, STATE_stolen, 0.3, 1);
    rule->after = fixture_exponential(4000);
    rule->tries = 3;
    rule->every = fixture_exponential(2000);
    add_controls(fixture, rule);
    rule = fixture_via(fixture, "update", ASSET_update_server, STATE_control, ACCESS_software_update,
                       ASSET_rmm_server, STATE_control, 0.5, 1);
    rule->after = fixture_exponential(2000);
    add_controls(fixture, rule);
    rule = fixture_via(fixture, "push", ASSET_rmm_server, STATE_control, ACCESS_rmm_agent,
                       ASSET_endpoint_group, STATE_encrypted, 0.7, 1);
    rule->after = fixture_exponential(3000);
    rule->machine_odds = fixture_number(0.6);
    fixture_notice(rule, NOTICE_BY_TARGET, 0.7, 600);
    add_controls(fixture, rule);
    rule = fixture_via(fixture, "delegate", ASSET_admin_account, STATE_stolen, ACCESS_delegated_admin,
                       ASSET_identity_provider, STATE_control, 0.8, 1);
    rule->after = fixture_exponential(2500);
    rule->shared_by = ORG_msp;
    add_controls(fixture, rule);
    rule = fixture_inside(fixture, "spread", ASSET_identity_provider, STATE_foothold, ASSET_endpoint_group,
                          STATE_encrypted, 0.8, 1);
    rule->after = fixture_exponential(1500);
    rule->machine_odds = fixture_number(0.4);
    add_controls(fixture, rule);
    rule = fixture_inside(fixture, "reach the data", ASSET_identity_provider, STATE_control, ASSET_data_store,
                          STATE_foothold, 0.7, 1);
    rule->after = fixture_exponential(1200);
    fixture_premise(rule, fixture_kind(ASSET_endpoint_group), STATE_encrypted, PREMISE_IN_TARGET_ORG);
    add_controls(fixture, rule);
    rule = fixture_same(fixture, "copy", ASSET_data_store, STATE_reached, STATE_exfiltrated, 0.9, 1);
    rule->after = fixture_exponential(800);
    add_controls(fixture, rule);
}

static void add_responses(Fixture *fixture) {
    Response *response = fixture_response(fixture, "unplug", ORG_customer, TRIGGER_NOTICE, 1);
    response->after = fixture_exponential(1800);
    response->contain = CONTAIN_OWN;
    response->tell = TELL_PROVIDERS;
    response = fixture_response(fixture, "shut down", ORG_msp, TRIGGER_REPORTS, 1);
    response->after = fixture_exponential(900);
    response->contain = CONTAIN_OWN;
    response->tell = TELL_PROVIDERS | TELL_CLIENTS;
    response->reports = fixture_number(2);
    response = fixture_response(fixture, "advise", ORG_vendor, TRIGGER_REPORTS, 600);
    response->tell = TELL_CLIENTS;
    response = fixture_response(fixture, "follow advice", ORG_msp, TRIGGER_WARNING, 1);
    response->after = fixture_exponential(3600);
    response->odds = fixture_number(0.7);
    response->contain = CONTAIN_OWN;
}

/* Rules that promise 3 does not cover. */
static void add_fickle_rules(Fixture *fixture) {
    Choice *choice = fixture_choice(fixture, "second look", ASSET_identity_provider, 5);
    choice->has_read = true;
    choice->read_state = STATE_reached;
    choice->read_at = 12000;
    choice->has_waves = true;
    choice->waves = fixture_number(2);
    choice->wave_every = fixture_exponential(3000);
    Rule *rule = fixture_entry(fixture, "come back", ASSET_identity_provider, STATE_stolen, 0.7, 1);
    rule->among = 1;
    rule->after = fixture_exponential(1000);
    rule->has_lasting = true;
    rule->lasting = fixture_exponential(9000);
    fixture_notice(rule, NOTICE_BY_PROVIDER, 0.5, 900);
    rule->notices[0].on_attempt = true;
    fixture_use(fixture, rule, "block");
    fixture_use(fixture, rule, "notice");
    rule = fixture_same(fixture, "lock out", ASSET_identity_provider, STATE_stolen, STATE_destroyed, 0.6, 1);
    rule->after = fixture_exponential(4000);
    rule->needs_source_at_arrival = true;
    rule->again = true;
    rule = fixture_via(fixture, "wipe", ASSET_rmm_server, STATE_control, ACCESS_rmm_agent,
                       ASSET_endpoint_group, STATE_destroyed, 0.4, 1);
    rule->after = fixture_exponential(5000);
    rule->has_over = true;
    rule->over = fixture_exponential(4000);
    rule->needs_source_at_arrival = true;
    rule->again = true;
    rule->machine_odds = fixture_number(0.5);
    fixture_use(fixture, rule, "limit");
    fixture_use(fixture, rule, "slow");
}

static Action *add_action(Fixture *fixture, const char *sentence, ActionKind kind, int64_t at,
                          AssetKind kind_of) {
    Action *action = fixture_action(fixture, sentence, kind, at);
    action->assets = fixture_kind(kind_of);
    action->restore.what = fixture_kind(kind_of);
    action->after = fixture_exponential(600);
    return action;
}

static void add_actions(Fixture *fixture) {
    Action *action = add_action(fixture, "stop a server", ACTION_CONTAIN, 0, ASSET_rmm_server);
    action->trigger = ACTION_ON_HIT;
    action->count = 3;
    add_action(fixture, "start it again", ACTION_RELEASE, 15000, ASSET_rmm_server);
    action = add_action(fixture, "cut the agents", ACTION_CUT, 0, ASSET_endpoint_group);
    action->trigger = ACTION_ON_NOTICED;
    action->count = 2;
    add_action(fixture, "join them again", ACTION_RECONNECT, 14000, ASSET_endpoint_group);
    action = add_action(fixture, "harden", ACTION_SET_CONTROL, 9000, ASSET_rmm_server);
    action->orgs.kinds = 1u << ORG_customer;
    action->control = (uint32_t)catalogue_find(&fixture->catalogue, "block");
    action->level = 3;
    action = add_action(fixture, "relax", ACTION_SET_CONTROL, 20000, ASSET_rmm_server);
    action->orgs.kinds = 1u << ORG_msp;
    action->control = (uint32_t)catalogue_find(&fixture->catalogue, "slow");
    action->level = 0;
    add_action(fixture, "rotate", ACTION_ROTATE, 16000, ASSET_admin_account);
    action = add_action(fixture, "pay", ACTION_PAY, 0, ASSET_endpoint_group);
    action->trigger = ACTION_ON_CONTAINED;
    action->count = 3;
    action->amount = fixture_number(1000);
    action->odds = fixture_number(0.6);
    action->delay = fixture_exponential(5000);
    action->restore.eviction = fixture_number(0.5);
    action = add_action(fixture, "publish", ACTION_NOTIFY, 11000, ASSET_rmm_server);
    action->orgs.kinds = 1u << ORG_msp;
    action = add_action(fixture, "restore", ACTION_RESTORE, 25000, ASSET_endpoint_group);
    action->restore.stages = 3;
    action->restore.share = fixture_number(0.8);
    action->restore.eviction = fixture_number(0.5);
    action = add_action(fixture, "hide", ACTION_SET_ATTRIBUTE, 0, ASSET_data_store);
    action->trigger = ACTION_ON_HIT;
    action->count = 4;
    action->attribute = (Attribute){"internet_facing", "false"};
}

static void add_interventions(Fixture *fixture) {
    add_fickle_rules(fixture);
    add_actions(fixture);
    Response *response = fixture_response(fixture, "rebuild", ORG_customer, TRIGGER_STATE, 1);
    response->state = STATE_encrypted;
    response->after = fixture_exponential(6000);
    response->restores = true;
    response->restore.what = fixture_kind(ASSET_endpoint_group);
    response->restore.stages = 2;
    response->restore.eviction = fixture_number(0.6);
    vec_push(&fixture->adversary.false_alarms,
             (FalseAlarm){name_of("a false alarm"), "a false alarm", "test:1", org_selector_all(),
                          fixture_number(0.05), fixture_exponential(8000)});
}

/* Orders that reach every MSP at once, between which they are looked at. */
static void add_advisories(Fixture *fixture) {
    Response *response = fixture_response(fixture, "pull the plug", ORG_vendor, TRIGGER_REPORTS, 1800);
    response->contain = CONTAIN_CLIENTS;
    response->contained = fixture_kind(ASSET_rmm_server);
    response->reports = fixture_number(4);
    response = fixture_response(fixture, "publish", ORG_msp, TRIGGER_NOTICE, 900);
    response->tell = TELL_EVERYBODY;
    response = fixture_response(fixture, "follow it at once", ORG_msp, TRIGGER_WARNING, 1);
    response->after = fixture_exponential(2400);
    response->contain = CONTAIN_OWN;
    fixture_speed(fixture, response, "react");
    add_action(fixture, "start the servers", ACTION_RELEASE, 20000, ASSET_rmm_server);
    add_action(fixture, "stop them again", ACTION_CONTAIN, 20400, ASSET_rmm_server);
    Action *action = add_action(fixture, "hurry", ACTION_SET_CONTROL, 16000, ASSET_rmm_server);
    action->orgs.kinds = 1u << ORG_msp;
    action->control = (uint32_t)catalogue_find(&fixture->catalogue, "react");
    action->level = 3;
    add_action(fixture, "start them for good", ACTION_RELEASE, 36000, ASSET_rmm_server);
}

void mixed_world_build(Fixture *fixture, MixedShape shape) {
    fixture_init(fixture);
    if (shape.shipped_controls) take_shipped(fixture);
    fixture->adversary.horizon = 40000;
    OrgId vendor = fixture_org(fixture, ORG_vendor, "vendor", NONE);
    AssetId update = fixture_asset(fixture, ASSET_update_server, "update");
    if (shape.stranger) {
        fixture_org(fixture, ORG_customer, "stranger", NONE);
        fixture_asset(fixture, ASSET_data_store, "a stranger's data");
        fixture_group(fixture, "a stranger's machines", 100);
    }
    for (uint32_t i = 0; i < shape.msps; i++) add_msp(fixture, vendor, update, i, shape.customers);
    add_rules(fixture);
    if (shape.responds) add_responses(fixture);
    if (shape.advises) add_advisories(fixture);
    if (shape.intervenes) add_interventions(fixture);
    fixture->response_off = !shape.responds;
    fixture_compile(fixture);
}

void mixed_world_falls(const Fixture *fixture, Fall *falls) {
    uint32_t places = fixture->world->asset_count * STATE_COUNT;
    for (uint32_t i = 0; i < places; i++) falls[i] = (Fall){NEVER, 0};
    TakenVec taken = {0};
    race_taken(fixture->race, fixture->state, &taken);
    for (uint32_t i = 0; i < taken.count; i++)
        falls[taken.items[i].asset * STATE_COUNT + taken.items[i].state] =
            (Fall){taken.items[i].at, taken.items[i].machines};
    vec_clear(&taken);
}

bool mixed_world_is_worse(const Fall *now, const Fall *before, uint32_t places) {
    for (uint32_t i = 0; i < places; i++)
        if (now[i].at < before[i].at || now[i].machines > before[i].machines) return true;
    return false;
}
