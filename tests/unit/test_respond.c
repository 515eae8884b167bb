/* The cascade that goes up, and comes back down, claim by claim. */
#include "checks.h"
#include "fixture.h"

enum { MSPS = 3, CUSTOMERS = 4 };

/* A vendor, three MSPs with a server each, four customers of the first MSP, an observer. */
typedef struct Chain {
    Fixture fixture;
    OrgId vendor, msps[MSPS], customers[CUSTOMERS], observer;
    AssetId update, servers[MSPS], data[CUSTOMERS];
} Chain;

static void chain_init(Chain *chain, Calendar calendar) {
    Fixture *fixture = &chain->fixture;
    fixture_init(fixture);
    chain->vendor = fixture_org(fixture, ORG_vendor, "vendor", NONE);
    chain->update = fixture_asset(fixture, ASSET_update_server, "update");
    for (uint32_t i = 0; i < MSPS; i++) {
        OrgProfile profile = {
            .kind = ORG_msp, .label = fixture_label(fixture, "msp", i), .calendar = calendar};
        chain->msps[i] = fixture_org_with(fixture, profile, chain->vendor);
        chain->servers[i] = fixture_asset(fixture, ASSET_rmm_server, fixture_label(fixture, "server", i));
    }
    for (uint32_t i = 0; i < CUSTOMERS; i++) {
        chain->customers[i] =
            fixture_org(fixture, ORG_customer, fixture_label(fixture, "customer", i), chain->msps[0]);
        chain->data[i] = fixture_asset(fixture, ASSET_data_store, fixture_label(fixture, "data", i));
    }
    chain->observer = fixture_org(fixture, ORG_observer, "observer", NONE);
}

/* Each customer's data falls at 100 s, 200 s, … and the customer sees it at once. */
static void fall_one_after_the_other(Chain *chain) {
    for (uint32_t i = 0; i < CUSTOMERS; i++) {
        const char *label = fixture_label(&chain->fixture, "data", i);
        Rule *rule = fixture_entry(&chain->fixture, fixture_label(&chain->fixture, "fall", i),
                                   ASSET_data_store, STATE_encrypted, 1, 100 * (i + 1));
        rule->to = fixture_only(label);
        fixture_notice(rule, NOTICE_BY_TARGET, 1, 0);
    }
}

static Response *respond(Chain *chain, const char *sentence, OrgKind by, TriggerKind trigger, double work,
                         uint32_t tell) {
    Response *response = fixture_response(&chain->fixture, sentence, by, trigger, work);
    response->tell = tell;
    return response;
}

static uint32_t server_contained(const Chain *chain, uint32_t msp) {
    return race_asset_contained_at(chain->fixture.state, chain->servers[msp]);
}

static void chain_run(Chain *chain) {
    fixture_compile(&chain->fixture);
    fixture_run(&chain->fixture, 0);
}

/* ------------------------------------------------------------------ up, and back down */

static void whoever_notices_contains_its_own_and_tells_its_provider_when_the_work_is_done(void **state) {
    (void)state;
    Chain chain;
    chain_init(&chain, calendar_always());
    fall_one_after_the_other(&chain);
    respond(&chain, "unplug", ORG_customer, TRIGGER_NOTICE, 30, TELL_PROVIDERS)->contain = CONTAIN_OWN;
    respond(&chain, "shut down", ORG_msp, TRIGGER_REPORTS, 20, 0)->contain = CONTAIN_OWN;
    chain_run(&chain);
    for (uint32_t i = 0; i < CUSTOMERS; i++)
        assert_int_equal(race_asset_contained_at(chain.fixture.state, chain.data[i]), 100 * (i + 1) + 30);
    assert_int_equal(server_contained(&chain, 0), 100 + 30 + 20);
    assert_int_equal(server_contained(&chain, 1), NEVER);
    fixture_clear(&chain.fixture);
}

/* Every customer tells its provider three ways: twice as its provider, once by name. */
static uint32_t shut_down_at(double needed, double weight, bool two_notices) {
    Chain chain;
    chain_init(&chain, calendar_always());
    fall_one_after_the_other(&chain);
    if (two_notices) fixture_notice(&chain.fixture.adversary.rules.items[0], NOTICE_BY_TARGET, 1, 5);
    respond(&chain, "tell", ORG_customer, TRIGGER_NOTICE, 10, TELL_PROVIDERS)->weight =
        fixture_number(weight);
    respond(&chain, "tell twice", ORG_customer, TRIGGER_NOTICE, 15, TELL_PROVIDERS)->weight =
        fixture_number(weight);
    Response *by_name = respond(&chain, "tell by name", ORG_customer, TRIGGER_NOTICE, 18, TELL_NAMED);
    by_name->named = fixture_label(&chain.fixture, "msp", 0);
    by_name->weight = fixture_number(weight);
    Response *response = respond(&chain, "shut down", ORG_msp, TRIGGER_REPORTS, 20, 0);
    response->contain = CONTAIN_OWN;
    response->reports = fixture_number(needed);
    chain_run(&chain);
    uint32_t at = server_contained(&chain, 0);
    fixture_clear(&chain.fixture);
    return at;
}

static void a_threshold_counts_weight_from_distinct_organisations(void **state) {
    (void)state;
    assert_int_equal(shut_down_at(1, 1, true), 130);
    assert_int_equal(shut_down_at(3, 1, true), 330);
    assert_int_equal(shut_down_at(3, 1.5, true), 230);
    assert_int_equal(shut_down_at(2, 0.5, true), 430);
    assert_int_equal(shut_down_at(5, 1, true), NEVER);
}

static void
a_vendor_with_enough_reports_warns_all_it_serves_and_each_complies_after_its_own_delay(void **state) {
    (void)state;
    Chain chain;
    chain_init(&chain, calendar_always());
    fall_one_after_the_other(&chain);
    respond(&chain, "tell", ORG_customer, TRIGGER_NOTICE, 10, TELL_PROVIDERS);
    respond(&chain, "escalate", ORG_msp, TRIGGER_REPORTS, 10, TELL_PROVIDERS);
    respond(&chain, "advise", ORG_vendor, TRIGGER_REPORTS, 10, TELL_CLIENTS);
    Response *follow = respond(&chain, "follow", ORG_msp, TRIGGER_WARNING, 1, 0);
    follow->after = fixture_uniform(1000, 50000);
    follow->contain = CONTAIN_OWN;
    chain_run(&chain);
    uint32_t at[MSPS];
    for (uint32_t i = 0; i < MSPS; i++) {
        assert_int_equal(race_org_warned_at(chain.fixture.state, chain.msps[i]), 130);
        at[i] = server_contained(&chain, i);
        assert_in_range(at[i], 1130, 50130);
    }
    assert_true(at[0] != at[1] && at[1] != at[2] && at[0] != at[2]);
    fixture_clear(&chain.fixture);
}

/* Two who warn, each with odds of one half to be followed: three in four shut down, and by the earlier of
 * two. */
static void every_recipient_and_source_draws_its_own_compliance_and_the_earliest_counts(void **state) {
    (void)state;
    Chain chain;
    chain_init(&chain, calendar_always());
    fall_one_after_the_other(&chain);
    for (uint32_t i = 0; i < 2; i++) {
        const char *sentence = i ? "observer publishes" : "customer publishes";
        Response *response =
            respond(&chain, sentence, i ? ORG_observer : ORG_customer, TRIGGER_NOTICE, 10, TELL_EVERYBODY);
        response->audience.label = "msp 2";
    }
    Notice notice = {
        .by = NOTICE_BY_NAMED, .named = "observer", .odds = fixture_number(1), .after = fixture_fixed(0)};
    Rule *first = &chain.fixture.adversary.rules.items[0];
    first->notices[first->notice_count++] = notice;
    for (uint32_t i = 1; i < CUSTOMERS; i++) chain.fixture.adversary.rules.items[i].notice_count = 0;
    Response *follow = respond(&chain, "follow", ORG_msp, TRIGGER_WARNING, 1, 0);
    follow->odds = fixture_number(0.5);
    follow->after = fixture_exponential(5000);
    follow->contain = CONTAIN_OWN;
    fixture_compile(&chain.fixture);
    uint32_t complied = 0, worlds = 4000;
    for (uint64_t i = 0; i < worlds; i++) {
        fixture_run(&chain.fixture, i);
        complied += server_contained(&chain, 2) != NEVER;
        assert_int_equal(server_contained(&chain, 1), NEVER);
    }
    assert_close(complied / (double)worlds, 0.75, 4.5 * sqrt(0.75 * 0.25 / worlds));
    fixture_clear(&chain.fixture);
}

static void being_contained_by_others_does_not_end_the_duty_to_tell(void **state) {
    (void)state;
    Chain chain;
    chain_init(&chain, calendar_always());
    fall_one_after_the_other(&chain);
    fixture_action(&chain.fixture, "switch off", ACTION_CONTAIN, 1)->assets = fixture_only("server 0");
    respond(&chain, "tell", ORG_customer, TRIGGER_NOTICE, 10, TELL_PROVIDERS);
    respond(&chain, "shut down and tell", ORG_msp, TRIGGER_REPORTS, 20, TELL_CLIENTS | TELL_PROVIDERS)
        ->contain = CONTAIN_OWN;
    respond(&chain, "advise", ORG_vendor, TRIGGER_REPORTS, 10, TELL_CLIENTS);
    chain_run(&chain);
    assert_int_equal(server_contained(&chain, 0), 1);
    assert_int_equal(race_org_warned_at(chain.fixture.state, chain.customers[3]), 130);
    assert_int_equal(race_org_warned_at(chain.fixture.state, chain.msps[2]), 140);
    fixture_clear(&chain.fixture);
}

static void a_named_observer_sees_and_reports_to_a_named_organisation(void **state) {
    (void)state;
    Chain chain;
    chain_init(&chain, calendar_always());
    Rule *rule = fixture_entry(&chain.fixture, "fall", ASSET_rmm_server, STATE_control, 1, 60);
    fixture_notice(rule, NOTICE_BY_NAMED, 1, 40);
    rule->notices[0].named = "observer";
    respond(&chain, "report", ORG_observer, TRIGGER_NOTICE, 10, TELL_NAMED)->named = "vendor";
    respond(&chain, "advise", ORG_vendor, TRIGGER_REPORTS, 5, TELL_CLIENTS);
    chain_run(&chain);
    assert_int_equal(race_org_noticed_at(chain.fixture.state, chain.observer), 100);
    assert_int_equal(race_org_noticed_at(chain.fixture.state, chain.msps[0]), NEVER);
    assert_int_equal(race_org_warned_at(chain.fixture.state, chain.msps[1]), 115);
    fixture_clear(&chain.fixture);
}

/* ------------------------------------------------------------------ work over a calendar */

static void work_waits_for_office_hours(void **state) {
    (void)state;
    Chain chain;
    chain_init(&chain, calendar_office(0, 9, 17, 31, 1, 1));
    chain.fixture.adversary.start = 4 * 86400 + 8 * 3600; /* Monday, eight o'clock */
    fixture_notice(fixture_entry(&chain.fixture, "fall", ASSET_rmm_server, STATE_control, 1, 60),
                   NOTICE_BY_TARGET, 1, 0);
    respond(&chain, "shut down", ORG_msp, TRIGGER_NOTICE, 600, 0)->contain = CONTAIN_OWN;
    chain_run(&chain);
    /* From 8:01 to 9:00 a thousandth of full speed does 3.54 of the 600 seconds. */
    assert_in_range(server_contained(&chain, 0), 3600 + 595, 3600 + 598);
    fixture_clear(&chain.fixture);
}

static void a_later_alert_never_overtakes_an_earlier_one(void **state) {
    (void)state;
    uint32_t before = 0;
    for (double at = 60; at < 7 * 86400; at += 5400) {
        Chain chain;
        chain_init(&chain, calendar_office(60, 9, 17, 31, 200, 50));
        fixture_notice(fixture_entry(&chain.fixture, "fall", ASSET_rmm_server, STATE_control, 1, at),
                       NOTICE_BY_TARGET, 1, 0);
        respond(&chain, "shut down", ORG_msp, TRIGGER_NOTICE, 7200, 0)->contain = CONTAIN_OWN;
        chain_run(&chain);
        uint32_t now = server_contained(&chain, 0);
        assert_true(now >= before && now >= at + 7200);
        before = now;
        fixture_clear(&chain.fixture);
    }
}

static void react_shortens_the_work(void **state) {
    (void)state;
    Chain chain;
    chain_init(&chain, calendar_always());
    fixture_notice(fixture_entry(&chain.fixture, "fall", ASSET_rmm_server, STATE_control, 1, 100),
                   NOTICE_BY_TARGET, 1, 0);
    Response *response = respond(&chain, "shut down", ORG_msp, TRIGGER_NOTICE, 1000, 0);
    response->contain = CONTAIN_OWN;
    const ControlUse use = {.control = MECHANISM_REACT, .mechanism = MECHANISM_REACT, .share = 1};
    response->uses = &use;
    response->use_count = 1;
    fixture_compile(&chain.fixture);
    const uint32_t at[LEVELS] = {1100, 800, 600, 300};
    for (uint8_t level = 0; level < LEVELS; level++) {
        Overlay overlay;
        ControlSet set = fixture_set(&chain.fixture, "react", level, &overlay);
        fixture_weigh(&chain.fixture, &set);
        fixture_run(&chain.fixture, 0);
        assert_in_range(server_contained(&chain, 0), at[level] - 1, at[level] + 1);
    }
    fixture_clear(&chain.fixture);
}

/* ------------------------------------------------------------------ kill switch, response off, costs */

static void a_kill_switch_works_only_where_the_control_is(void **state) {
    (void)state;
    Chain chain;
    chain_init(&chain, calendar_always());
    fall_one_after_the_other(&chain);
    respond(&chain, "tell", ORG_customer, TRIGGER_NOTICE, 10, TELL_PROVIDERS);
    respond(&chain, "escalate", ORG_msp, TRIGGER_REPORTS, 10, TELL_PROVIDERS);
    Response *kill = respond(&chain, "kill switch", ORG_vendor, TRIGGER_REPORTS, 10, 0);
    kill->contain = CONTAIN_CLIENTS;
    kill->requires_control = MECHANISM_REACT;
    kill->requires_level = 2;
    fixture_compile(&chain.fixture);
    for (uint8_t level = 0; level < LEVELS; level++) {
        Overlay overlay;
        ControlSet set = fixture_set(&chain.fixture, "react", level, &overlay);
        fixture_weigh(&chain.fixture, &set);
        fixture_run(&chain.fixture, 0);
        for (uint32_t i = 0; i < MSPS; i++)
            assert_int_equal(server_contained(&chain, i), level >= 2 ? 130 : NEVER);
    }
    fixture_clear(&chain.fixture);
}

static void with_the_response_off_things_are_seen_and_nobody_acts(void **state) {
    (void)state;
    Chain chain;
    chain_init(&chain, calendar_always());
    fall_one_after_the_other(&chain);
    respond(&chain, "unplug", ORG_customer, TRIGGER_NOTICE, 10, TELL_PROVIDERS)->contain = CONTAIN_OWN;
    vec_push(&chain.fixture.adversary.false_alarms,
             (FalseAlarm){name_of("false alarm"), "false alarm", "test:1", org_selector_all(),
                          fixture_number(1), fixture_fixed(10)});
    chain.fixture.response_off = true;
    chain_run(&chain);
    assert_int_equal(race_org_noticed_at(chain.fixture.state, chain.customers[0]), 100);
    assert_int_equal(race_asset_contained_at(chain.fixture.state, chain.data[0]), NEVER);
    assert_int_equal(chain.fixture.metrics[METRIC_CUSTOMERS], CUSTOMERS);
    fixture_clear(&chain.fixture);
}

static void need_the_server(Chain *chain) {
    for (uint32_t i = 0; i < CUSTOMERS; i++)
        world_add_hosted(chain->fixture.builder, chain->servers[0], chain->customers[i]);
}

static void a_false_alarm_costs_management_hours_though_nobody_attacked(void **state) {
    (void)state;
    Chain chain;
    chain_init(&chain, calendar_always());
    need_the_server(&chain);
    FalseAlarm alarm = {name_of("false alarm"), "false alarm",     "test:1",
                        org_selector_all(),     fixture_number(1), fixture_fixed(3000)};
    alarm.by.label = "msp 0";
    vec_push(&chain.fixture.adversary.false_alarms, alarm);
    respond(&chain, "shut down", ORG_msp, TRIGGER_NOTICE, 600, 0)->contain = CONTAIN_OWN;
    fixture_action(&chain.fixture, "back", ACTION_RELEASE, 3600 + 5 * 3600)->assets =
        fixture_only("server 0");
    chain_run(&chain);
    assert_int_equal(server_contained(&chain, 0), NEVER);
    assert_int_equal(chain.fixture.metrics[METRIC_MANAGEMENT_HOURS], CUSTOMERS * 5);
    assert_int_equal(chain.fixture.metrics[METRIC_OPERATIONS_HOURS], 0);
    assert_int_equal(chain.fixture.metrics[METRIC_DISRUPTED], CUSTOMERS);
    fixture_clear(&chain.fixture);
}

/* One customer of four is hit at once, whatever anybody does, and restored after two hours. The provider that
 * shuts down saves nobody and takes the management service from all four for the month. */
static void shutting_down_can_be_the_worse_choice(void **state) {
    (void)state;
    int64_t hours[2], hit[2];
    for (int shuts_down = 0; shuts_down < 2; shuts_down++) {
        Chain chain;
        chain_init(&chain, calendar_always());
        need_the_server(&chain);
        Rule *rule = fixture_entry(&chain.fixture, "fall", ASSET_data_store, STATE_encrypted, 1, 100);
        rule->to = fixture_only("data 0");
        fixture_notice(rule, NOTICE_BY_PROVIDER, 1, 0);
        fixture_action(&chain.fixture, "restore", ACTION_RESTORE, 7300)->restore.what =
            fixture_only("data 0");
        if (shuts_down) respond(&chain, "shut down", ORG_msp, TRIGGER_NOTICE, 600, 0)->contain = CONTAIN_OWN;
        chain_run(&chain);
        hit[shuts_down] = chain.fixture.metrics[METRIC_CUSTOMERS];
        hours[shuts_down] =
            chain.fixture.metrics[METRIC_MANAGEMENT_HOURS] + chain.fixture.metrics[METRIC_OPERATIONS_HOURS];
        assert_int_equal(chain.fixture.metrics[METRIC_OPERATIONS_HOURS], 2);
        fixture_clear(&chain.fixture);
    }
    assert_int_equal(hit[0], 1);
    assert_int_equal(hit[1], 1);
    assert_int_equal(hours[0], 2);
    assert_true(hours[1] > 4 * 29 * 24);
}

static void a_response_by_a_share_is_for_that_share_of_organisations(void **state) {
    (void)state;
    Chain chain;
    chain_init(&chain, calendar_always());
    fall_one_after_the_other(&chain);
    Response *response = respond(&chain, "unplug", ORG_customer, TRIGGER_NOTICE, 10, 0);
    response->contain = CONTAIN_OWN;
    response->by.share = 0.5;
    response->by.share_key = name_of("half");
    OrgSelector by = response->by;
    chain_run(&chain);
    uint32_t acted = 0;
    for (uint32_t i = 0; i < CUSTOMERS; i++) {
        bool contained = race_asset_contained_at(chain.fixture.state, chain.data[i]) != NEVER;
        assert_int_equal(contained, org_selector_in_share(&by, chain.fixture.world, chain.customers[i]));
        acted += contained;
    }
    assert_in_range(acted, 1, CUSTOMERS - 1);
    fixture_clear(&chain.fixture);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whoever_notices_contains_its_own_and_tells_its_provider_when_the_work_is_done),
        cmocka_unit_test(a_threshold_counts_weight_from_distinct_organisations),
        cmocka_unit_test(
            a_vendor_with_enough_reports_warns_all_it_serves_and_each_complies_after_its_own_delay),
        cmocka_unit_test(every_recipient_and_source_draws_its_own_compliance_and_the_earliest_counts),
        cmocka_unit_test(being_contained_by_others_does_not_end_the_duty_to_tell),
        cmocka_unit_test(a_named_observer_sees_and_reports_to_a_named_organisation),
        cmocka_unit_test(work_waits_for_office_hours),
        cmocka_unit_test(a_later_alert_never_overtakes_an_earlier_one),
        cmocka_unit_test(react_shortens_the_work),
        cmocka_unit_test(a_kill_switch_works_only_where_the_control_is),
        cmocka_unit_test(with_the_response_off_things_are_seen_and_nobody_acts),
        cmocka_unit_test(a_false_alarm_costs_management_hours_though_nobody_attacked),
        cmocka_unit_test(shutting_down_can_be_the_worse_choice),
        cmocka_unit_test(a_response_by_a_share_is_for_that_share_of_organisations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
