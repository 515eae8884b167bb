/* The shipped scenario, and what the words of the vocabulary become. */
#include "base/text.h"
#include "scenario_try.h"

#include <string.h>

/* cmocka.h needs the four before it. */
/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

static Scenario loaded(void) {
    Scenario scenario;
    Error error = {{0}};
    if (!scenario_load(&scenario, KEYFALL_SOURCE_DIR, "kaseya-2021", &error)) fail_msg("%s", error.text);
    return scenario;
}

static Scenario tried(const char *snippet) {
    Scenario scenario;
    Error error = {{0}};
    if (!try_snippet(&scenario, snippet, &error)) fail_msg("%s", error.text);
    return scenario;
}

static const Parameter *parameter(const Scenario *scenario, const char *label) {
    for (uint32_t i = 0; i < scenario->parameters.list.count; i++)
        if (strcmp(scenario->parameters.list.items[i].label, label) == 0)
            return &scenario->parameters.list.items[i];
    fail_msg("no parameter \"%s\"", label);
    return NULL;
}

static Number at_mode(const Scenario *scenario, Number number) {
    number.scale *= scenario->parameters.list.items[number.parameter].mode;
    return number;
}

static const Fact *fact(const Scenario *scenario, const char *key) {
    for (uint32_t i = 0; i < scenario->facts.count; i++)
        if (strcmp(scenario->facts.items[i].key, key) == 0) return &scenario->facts.items[i];
    fail_msg("no fact \"%s\"", key);
    return NULL;
}

static void kaseya_has_two_thousand_servers_and_tens_of_thousands_of_clients(void **state) {
    (void)state;
    Scenario scenario = loaded();
    uint32_t servers = 0;
    for (AssetId asset = 0; asset < scenario.world->asset_count; asset++)
        servers += world_asset_profile(scenario.world, asset)->kind == ASSET_rmm_server;
    assert_in_range(servers, 2238, 2260);
    assert_in_range(scenario.world->org_count, 30000, 70000);
    assert_int_equal(scenario.adversary.start, 1625234400);
    assert_int_equal(scenario.adversary.horizon, 30 * 86400);
    scenario_clear(&scenario);
}

static void loading_twice_gives_the_same_names_rules_and_numbers(void **state) {
    (void)state;
    Scenario a = loaded(), b = loaded();
    assert_int_equal(a.world->org_count, b.world->org_count);
    assert_int_equal(a.world->asset_count, b.world->asset_count);
    assert_int_equal(a.world->access_count, b.world->access_count);
    for (OrgId org = 0; org < a.world->org_count; org++)
        assert_true(a.world->orgs[org].name == b.world->orgs[org].name);
    for (AssetId asset = 0; asset < a.world->asset_count; asset++) {
        assert_true(a.world->assets[asset].name == b.world->assets[asset].name);
        assert_int_equal(a.world->assets[asset].count, b.world->assets[asset].count);
    }
    assert_int_equal(a.parameters.list.count, b.parameters.list.count);
    for (uint32_t i = 0; i < a.parameters.list.count; i++) {
        const Parameter *x = &a.parameters.list.items[i], *y = &b.parameters.list.items[i];
        assert_string_equal(x->label, y->label);
        assert_true(x->key == y->key && x->low == y->low && x->mode == y->mode && x->high == y->high);
    }
    assert_int_equal(a.adversary.rules.count, b.adversary.rules.count);
    for (uint32_t i = 0; i < a.adversary.rules.count; i++)
        assert_true(a.adversary.rules.items[i].key == b.adversary.rules.items[i].key);
    scenario_clear(&a);
    scenario_clear(&b);
}

static void every_number_says_where_it_comes_from(void **state) {
    (void)state;
    Scenario scenario = loaded();
    uint32_t fitted = 0;
    for (uint32_t i = 0; i < scenario.parameters.list.count; i++) {
        const Parameter *p = &scenario.parameters.list.items[i];
        if (!*p->source) fail_msg("%s has no source", p->label);
        fitted += p->provenance == PROVENANCE_FITTED;
    }
    assert_int_equal(fitted, 3); /* how many are chosen, and how fast owners switch off */
    scenario_clear(&scenario);
}

static void only_direct_victims_and_the_first_scans_are_fitted(void **state) {
    (void)state;
    Scenario scenario = loaded();
    static const char *const fitted[] = {"direct", "msps", "online_3_july_night", "online_3_july"};
    uint32_t found = 0;
    for (uint32_t i = 0; i < scenario.adversary.history.count; i++) {
        const History *history = &scenario.adversary.history.items[i];
        if (!history->fitted) continue;
        assert_string_equal(scenario.adversary.probes.items[history->probe].id, fitted[found]);
        found++;
    }
    assert_int_equal(found, 4);
    assert_string_equal(fact(&scenario, "mean_victims_per_hit_customer")->role, "context");
    assert_string_equal(fact(&scenario, "downstream_businesses_hit")->role, "predicted");
    assert_string_equal(fact(&scenario, "downstream_businesses_hit")->value, "[800,1500]");
    scenario_clear(&scenario);
}

static void a_range_of_facts_becomes_a_range_and_a_product_takes_the_weaker_origin(void **state) {
    (void)state;
    Scenario scenario = loaded();
    const Parameter *mean = parameter(&scenario, "client: count mean");
    assert_true(mean->low == 22 && mean->mode == 25.5 && mean->high == 29);
    assert_int_equal(mean->provenance, PROVENANCE_SOURCED);
    const Parameter *count = parameter(&scenario, "MSP with a server of its own: count");
    assert_true(count->low == 2238 * 0.7 && count->high == 2254 * 0.7);
    scenario_clear(&scenario);
}

static void a_skewed_count_has_the_mean_that_was_published(void **state) {
    (void)state;
    Scenario scenario = loaded();
    const Quantity *count = NULL;
    for (uint32_t i = 0; i < scenario.blueprint.orgs.count; i++)
        if (strcmp(scenario.blueprint.orgs.items[i].profile.label, "client") == 0)
            count = &scenario.blueprint.orgs.items[i].count;
    assert_non_null(count);
    Distribution distribution = {.kind = count->kind,
                                 .a = at_mode(&scenario, count->a).scale,
                                 .b = at_mode(&scenario, count->b).scale};
    double mean = distribution_mean(&distribution);
    assert_true(mean > 25.5 * 0.999 && mean < 25.5 * 1.001);
    assert_true(distribution.b > 6.999 * distribution.a && distribution.b < 7.001 * distribution.a);
    scenario_clear(&scenario);
}

static void control_sets_come_by_name(void **state) {
    (void)state;
    Scenario scenario = loaded();
    ControlSetVec sets;
    Error error = {{0}};
    if (!scenario_control_sets(&scenario, &sets, &error)) fail_msg("%s", error.text);
    static const char *const ids[] = {"app-control-at-customers",
                                      "as-it-was",
                                      "everything-level-2",
                                      "everything-level-3",
                                      "kill-switch-within-the-hour",
                                      "rmm-pages-not-public",
                                      "xdr-at-msps"};
    assert_int_equal(sets.count, 7);
    for (uint32_t i = 0; i < sets.count; i++) {
        assert_string_equal(sets.items[i].id, ids[i]);
        control_set_clear(&sets.items[i]);
    }
    vec_clear(&sets);
    scenario_clear(&scenario);
}

static void the_list_shows_names_with_titles(void **state) {
    (void)state;
    Arena arena;
    arena_init(&arena);
    ScenarioEntryVec list;
    Error error = {{0}};
    if (!scenario_list(KEYFALL_SOURCE_DIR, &arena, &list, &error)) fail_msg("%s", error.text);
    bool found = false;
    for (uint32_t i = 0; i < list.count; i++)
        found |= strcmp(list.items[i].name, "kaseya-2021") == 0 &&
                 strcmp(list.items[i].title, "Kaseya VSA / REvil, 2 July 2021") == 0;
    assert_true(found);
    vec_clear(&list);
    arena_clear(&arena);
}

static void organisations_contain_their_own_and_tell_their_provider_unless_told_otherwise(void **state) {
    (void)state;
    Scenario plain = tried(""),
             other = tried("response \"pulls the plug\" { by = customer, on = noticed, contain = own }");
    assert_int_equal(plain.adversary.responses.count, 4);
    const Response *first = &plain.adversary.responses.items[0];
    assert_int_equal(first->by.kinds, 1 << ORG_customer);
    assert_int_equal(first->trigger, TRIGGER_NOTICE);
    assert_int_equal(first->contain, CONTAIN_OWN);
    assert_int_equal(first->tell, TELL_PROVIDERS);
    assert_int_equal(other.adversary.responses.count, 4);
    assert_string_equal(other.adversary.responses.items[3].sentence, "pulls the plug");
    assert_int_equal(other.adversary.responses.items[3].tell, 0);
    scenario_clear(&plain);
    scenario_clear(&other);
}

static void a_statement_with_a_source_vouches_for_its_plain_numbers(void **state) {
    (void)state;
    Scenario scenario = tried("rule \"r\" { to = control(rmm_server), odds = 0.4, after = hours(2, 48), "
                              "source = \"A report, 2020\" }");
    const Parameter *odds = parameter(&scenario, "r: odds"), *p95 = parameter(&scenario, "r: after P95");
    assert_int_equal(odds->provenance, PROVENANCE_SOURCED);
    assert_string_equal(odds->source, "A report, 2020");
    assert_true(odds->mode == 0.4);
    assert_true(p95->mode == 48);
    assert_string_equal(p95->unit, "hours");
    assert_true(scenario.adversary.rules.items[0].after.b.scale == 3600);
    scenario_clear(&scenario);
}

static void assumed_numbers_keep_their_reason(void **state) {
    (void)state;
    Scenario scenario =
        tried("rule \"r\" { to = control(rmm_server), odds = assumed(0.1, 0.4, 0.9, \"a hunch\") }");
    const Parameter *odds = parameter(&scenario, "r: odds");
    assert_int_equal(odds->provenance, PROVENANCE_ASSUMED);
    assert_string_equal(odds->source, "a hunch");
    assert_true(odds->low == 0.1 && odds->mode == 0.4 && odds->high == 0.9);
    scenario_clear(&scenario);
}

static void every_word_of_a_rule_reaches_the_adversary(void **state) {
    (void)state;
    Scenario scenario = tried(
        "choose \"list\" { among = msp, take = assumed(2), weight = by_customers }\n"
        "shock \"skill\" { odds = assumed(0.5), per = msp }\n"
        "flaw \"CVE\" { fixed = \"2020-11\", lag = assumed(days(10, 50)) }\n"
        "rule \"in\" { technique = \"T1190\", to = foothold(rmm_server { internet_facing = true, version = "
        "other_than \"9\" }), among = \"list\", exploits = \"CVE\", shock = \"skill\", odds = 1, hours = "
        "victims_night }\n"
        "rule \"on\" { technique = \"T1072\", from = control(rmm_server), via = { rmm_agent, vpn }, "
        "privilege = system,\n"
        "  to = encrypted(endpoint_group), needs = { at_target(reached(endpoint_group)), "
        "anywhere(stolen(admin_account)) },\n"
        "  needs_source = arrival, odds = 1, machine_odds = assumed(0.5), over = assumed(hours(2)), "
        "shared_by = msp,\n"
        "  not_before = \"2021-01-02\", tries = 3, every = assumed(hours(1)), again = true,\n"
        "  noticed = { on = attempt, by = provider, odds = assumed(0.2), after = assumed(minutes(5)) },\n"
        "  blocked_by = { app_control { on = machines, share = assumed(0.5) }, tenant_isolation { of = "
        "source } },\n"
        "  slowed_by = { least_privilege }, limited_by = { segmentation }, seen_by = { edr_mdr } }");
    const Rule *in = &scenario.adversary.rules.items[0], *on = &scenario.adversary.rules.items[1];
    assert_int_equal(in->scope, RULE_ENTRY);
    assert_int_equal(in->among, 0);
    assert_int_equal(in->exploits, 0);
    assert_int_equal(in->shock, 0);
    assert_int_equal(in->hours, HOURS_VICTIM_NIGHT);
    assert_int_equal(in->to.test_count, 2);
    assert_string_equal(in->to.tests[1].value, "9");
    assert_true(in->to.tests[1].differs && !in->to.tests[0].differs);
    assert_int_equal(on->scope, RULE_VIA);
    assert_int_equal(on->access_kinds, 1 << ACCESS_rmm_agent | 1 << ACCESS_vpn);
    assert_int_equal(on->privilege, PRIVILEGE_system);
    assert_int_equal(on->premise_count, 2);
    assert_int_equal(on->premises[0].place, PREMISE_IN_TARGET_ORG);
    assert_int_equal(on->premises[1].place, PREMISE_ANYWHERE);
    assert_int_equal(on->premises[1].state, STATE_stolen);
    assert_true(on->needs_source_at_arrival && on->has_over && on->again);
    assert_int_equal(on->shared_by, ORG_msp);
    assert_int_equal(on->not_before, 86400);
    assert_int_equal(on->tries, 3);
    assert_int_equal(on->notices[0].by, NOTICE_BY_PROVIDER);
    assert_true(on->notices[0].on_attempt && on->notices[0].controls_raise);
    assert_int_equal(on->use_count, 5);
    assert_true(on->uses[0].on_machines && on->uses[0].share == 0.5);
    assert_int_equal(on->uses[1].of, EFFECT_OF_SOURCE);
    assert_int_equal(on->uses[2].mechanism, MECHANISM_SLOW);
    assert_int_equal(on->uses[3].mechanism, MECHANISM_LIMIT);
    assert_int_equal(on->uses[4].mechanism, MECHANISM_NOTICE);
    scenario_clear(&scenario);
}

static void events_do_one_thing_at_a_date_or_on_a_trigger(void **state) {
    (void)state;
    Scenario scenario =
        tried("event \"a\" { at = \"2021-01-03T12:00Z\", notify = msp, from = \"V\" }\n"
              "event \"b\" { when_hit = customer, count = 5, after = assumed(hours(3)), cut = rmm_agent, "
              "into = endpoint_group }\n"
              "event \"c\" { at = \"2021-01-04\", set = { patching = 2 }, by = msp }\n"
              "event \"d\" { at = \"2021-01-04\", mark = { version = \"10\" }, on = rmm_server }\n"
              "event \"e\" { at = \"2021-01-05\", pay = usd(assumed(5000)), restore = endpoint_group, odds = "
              "assumed(0.8) }");
    const Action *actions = scenario.adversary.actions.items;
    assert_int_equal(scenario.adversary.actions.count, 5);
    assert_int_equal(actions[0].kind, ACTION_NOTIFY);
    assert_int_equal(actions[0].at, 2 * 86400 + 12 * 3600);
    assert_string_equal(actions[0].named, "V");
    assert_int_equal(actions[1].trigger, ACTION_ON_HIT);
    assert_int_equal(actions[1].count, 5);
    assert_int_equal(actions[1].access_kinds, 1 << ACCESS_rmm_agent);
    assert_int_equal(actions[2].kind, ACTION_SET_CONTROL);
    assert_int_equal(actions[2].level, 2);
    assert_string_equal(actions[3].attribute.value, "10");
    assert_int_equal(actions[4].kind, ACTION_PAY);
    assert_true(at_mode(&scenario, actions[4].amount).scale == 5000);
    scenario_clear(&scenario);
}

static void facts_are_ranges_parts_and_sources(void **state) {
    (void)state;
    static const char facts[] =
        "{\"format\": \"keyfall.facts\", \"version\": 1, \"facts\": ["
        "{\"key\": \"pair\", \"value\": [0.2, 0.4], \"role\": \"input\", \"source_verified\": true, "
        "\"source_publisher\": \"P\", \"source_title\": \"T\"},"
        "{\"key\": \"parts\", \"value\": {\"staff\": 0.5}, \"role\": \"input\", \"source_verified\": false, "
        "\"source_publisher\": \"Q\", \"source_title\": \"U\"}]}";
    static const char lua[] =
        "local _ENV = require \"keyfall\"\n"
        "scenario \"s\" { starts = \"2021-01-01\", lasts = hours(5) }\n"
        "msp \"M\" { rmm_server {} }\n"
        "rule \"a\" { to = control(rmm_server), odds = fact.pair }\n"
        "rule \"b\" { to = foothold(rmm_server), odds = fact.parts.staff * fact.pair[2] }\n";
    Scenario scenario;
    Error error = {{0}};
    if (!try_scenario(&scenario, lua, facts, true, &error)) fail_msg("%s", error.text);
    const Parameter *a = parameter(&scenario, "a: odds"), *b = parameter(&scenario, "b: odds");
    assert_true(a->low == 0.2 && a->high == 0.4);
    assert_string_equal(a->source, "P, T");
    assert_true(b->low == 0.2 && b->high == 0.2);
    assert_string_equal(b->source, "Q, U (unverified); times P, T");
    assert_string_equal(fact(&scenario, "parts")->value, "{\"staff\":0.5}");
    scenario_clear(&scenario);
}

static const Blueprint *blueprint_tried(Scenario *scenario, const char *world) {
    Text lua = {0};
    Error error = {{0}};
    text_add(&lua,
             "local _ENV = require \"keyfall\"\nscenario \"small\" { starts = \"2021-01-01\", lasts = "
             "days(10) }\n%s\n",
             world);
    if (!try_scenario(scenario, text_of(&lua), NULL, true, &error)) fail_msg("%s", error.text);
    text_clear(&lua);
    return &scenario->blueprint;
}

static void an_attribute_can_be_split_and_a_population_has_further_providers(void **state) {
    (void)state;
    Scenario scenario;
    const Blueprint *blueprint = blueprint_tried(
        &scenario, "vendor \"V\" { count = assumed(6), update_server {}, msp \"M\" { count = assumed(50), "
                   "homes = assumed(2), "
                   "rmm_server { hosting = split { on_prem = assumed(0.25), saas = 1 - assumed(0.25) }, "
                   "via = software_update { admin } } } }");
    const AssetSpec *server = &blueprint->assets.items[1];
    assert_string_equal(server->split.key, "hosting");
    assert_int_equal(server->split.count, 2);
    assert_string_equal(server->split.values[0], "on_prem");
    uint32_t on_prem = 0, servers = 0;
    for (AssetId asset = 0; asset < scenario.world->asset_count; asset++) {
        const char *hosting = world_attribute(world_asset_profile(scenario.world, asset), "hosting");
        if (!hosting) continue;
        servers++;
        on_prem += strcmp(hosting, "on_prem") == 0;
        assert_int_equal(scenario.world->access_in.first[asset + 1] - scenario.world->access_in.first[asset],
                         2);
    }
    assert_int_equal(servers, 300);
    assert_in_range(on_prem, 52, 98); /* 75 within three standard errors */
    scenario_clear(&scenario);
}

static void the_attackers_keep_hours_of_their_own(void **state) {
    (void)state;
    Scenario scenario;
    Error error = {{0}};
    const char *lua = "local _ENV = require \"keyfall\"\n"
                      "scenario \"s\" { starts = \"2021-01-01\", lasts = days(10), source = \"a test\",\n"
                      "  their_time_zone = \"+08:00\", their_hours = office(9, 18) }\n";
    if (!try_scenario(&scenario, lua, NULL, false, &error)) fail_msg("%s", error.text);
    const Calendar *hours = &scenario.adversary.hours;
    assert_int_equal(hours->offset_minutes, 480);
    assert_int_equal(hours->rate[10], 1000); /* Monday at ten */
    assert_in_range(hours->rate[20], 0, 1);
    assert_in_range(hours->rate[6 * 24 + 10], 0, 1); /* Sunday at ten */
    scenario_clear(&scenario);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_attackers_keep_hours_of_their_own),
        cmocka_unit_test(kaseya_has_two_thousand_servers_and_tens_of_thousands_of_clients),
        cmocka_unit_test(loading_twice_gives_the_same_names_rules_and_numbers),
        cmocka_unit_test(every_number_says_where_it_comes_from),
        cmocka_unit_test(only_direct_victims_and_the_first_scans_are_fitted),
        cmocka_unit_test(a_range_of_facts_becomes_a_range_and_a_product_takes_the_weaker_origin),
        cmocka_unit_test(a_skewed_count_has_the_mean_that_was_published),
        cmocka_unit_test(control_sets_come_by_name),
        cmocka_unit_test(the_list_shows_names_with_titles),
        cmocka_unit_test(organisations_contain_their_own_and_tell_their_provider_unless_told_otherwise),
        cmocka_unit_test(a_statement_with_a_source_vouches_for_its_plain_numbers),
        cmocka_unit_test(assumed_numbers_keep_their_reason),
        cmocka_unit_test(every_word_of_a_rule_reaches_the_adversary),
        cmocka_unit_test(events_do_one_thing_at_a_date_or_on_a_trigger),
        cmocka_unit_test(facts_are_ranges_parts_and_sources),
        cmocka_unit_test(an_attribute_can_be_split_and_a_population_has_further_providers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
