/* What a scenario measures of some organisations or assets alone: whose notice, whose stay, which countries,
 * how many machines in a state, how long out of service. Every second is read off. */
#include "checks.h"
#include "fixture.h"

enum { CUSTOMERS = 4 };

/* Four customers in three countries; the data store of customer i falls at 100 (i + 1) seconds. */
typedef struct Small {
    Fixture fixture;
    AssetId data[CUSTOMERS];
} Small;

static void small_init(Small *small) {
    static const char *const countries[CUSTOMERS] = {"DE", "FI", "DE", ""};
    Fixture *fixture = &small->fixture;
    fixture_init(fixture);
    for (uint32_t i = 0; i < CUSTOMERS; i++) {
        fixture_org_with(fixture,
                         (OrgProfile){.kind = ORG_customer,
                                      .label = fixture_label(fixture, "customer", i),
                                      .country = countries[i],
                                      .calendar = calendar_always()},
                         NONE);
        small->data[i] = fixture_asset(fixture, ASSET_data_store, fixture_label(fixture, "data", i));
    }
}

static Rule *fall(Small *small, uint32_t customer, State state) {
    Fixture *fixture = &small->fixture;
    Rule *rule = fixture_entry(fixture, fixture_label(fixture, "fall", customer), ASSET_data_store, state, 1,
                               100 * (customer + 1));
    rule->to = fixture_only(fixture_label(fixture, "data", customer));
    return rule;
}

static Probe *measure(Small *small, ProbeKind kind) {
    Probe probe = {.id = "asked",
                   .title = "asked",
                   .unit = "",
                   .kind = kind,
                   .orgs = org_selector_all(),
                   .assets = asset_selector_all(),
                   .at = -1};
    vec_push(&small->fixture.adversary.probes, probe);
    return &small->fixture.adversary.probes.items[METRICS_BUILT_IN];
}

static int64_t found(Small *small, uint32_t metric) {
    fixture_compile(&small->fixture);
    fixture_run(&small->fixture, 0);
    return small->fixture.metrics[metric];
}

static int64_t asked(Small *small) {
    return found(small, METRICS_BUILT_IN);
}

static void the_first_notice_of_some_is_not_that_of_others(void **state) {
    (void)state;
    Small small;
    small_init(&small);
    for (uint32_t i = 0; i < CUSTOMERS; i++)
        fixture_notice(fall(&small, i, STATE_control), NOTICE_BY_TARGET, 1, 7);
    measure(&small, PROBE_FIRST_NOTICE)->orgs.label = "customer 2";
    assert_int_equal(asked(&small), 300 + 7 - 100); /* from the first foothold, at 100 s */
    assert_int_equal(small.fixture.metrics[METRIC_FIRST_NOTICE], 7);
    fixture_clear(&small.fixture);
}

static void nobody_asked_about_noticed(void **state) {
    (void)state;
    Small small;
    small_init(&small);
    fixture_notice(fall(&small, 0, STATE_control), NOTICE_BY_TARGET, 1, 7);
    measure(&small, PROBE_FIRST_NOTICE)->orgs.label = "customer 1";
    assert_true(asked(&small) == METRIC_NONE);
    fixture_clear(&small.fixture);
}

static void a_stay_ends_with_containment_or_with_the_reading_and_is_averaged(void **state) {
    (void)state;
    Small small;
    small_init(&small);
    fixture_notice(fall(&small, 0, STATE_control), NOTICE_BY_TARGET, 1, 40);
    fall(&small, 1, STATE_exfiltrated);
    fixture_response(&small.fixture, "unplug", ORG_customer, TRIGGER_NOTICE, 60)->contain = CONTAIN_OWN;
    measure(&small, PROBE_STAY)->at = 500;
    assert_int_equal(asked(&small), (100 + 300) / 2); /* 100 … 200 contained; 200 … 500 not */
    fixture_clear(&small.fixture);
}

/* Taken at 100, noticed at 140, contained at 200, released at 300 and contained again at 400. */
static void the_first_containment_is_the_first_also_when_it_was_released(void **state) {
    (void)state;
    Small small;
    small_init(&small);
    fixture_notice(fall(&small, 0, STATE_control), NOTICE_BY_TARGET, 1, 40);
    fixture_response(&small.fixture, "unplug", ORG_customer, TRIGGER_NOTICE, 60)->contain = CONTAIN_OWN;
    fixture_action(&small.fixture, "plug in", ACTION_RELEASE, 300);
    fixture_action(&small.fixture, "unplug again", ACTION_CONTAIN, 400);
    measure(&small, PROBE_STAY);
    assert_int_equal(asked(&small), 100);
    assert_int_equal(small.fixture.metrics[METRIC_FIRST_CONTAINED], 100);
    assert_int_equal(small.fixture.metrics[METRIC_DWELL], 100);
    fixture_clear(&small.fixture);
}

static void without_an_entry_there_is_no_stay(void **state) {
    (void)state;
    Small small;
    small_init(&small);
    fall(&small, 0, STATE_control)->odds = fixture_number(0);
    measure(&small, PROBE_STAY);
    assert_true(asked(&small) == METRIC_NONE);
    fixture_clear(&small.fixture);
}

static void a_country_counts_once_and_none_given_counts_nothing(void **state) {
    (void)state;
    Small small;
    small_init(&small);
    for (uint32_t i = 0; i < CUSTOMERS; i++) fall(&small, i, STATE_encrypted);
    measure(&small, PROBE_COUNTRIES);
    assert_int_equal(asked(&small), 2);
    assert_int_equal(small.fixture.metrics[METRIC_CUSTOMERS], CUSTOMERS);
    fixture_clear(&small.fixture);
}

static void machines_in_a_state_are_those_of_groups_and_one_for_what_is_single(void **state) {
    (void)state;
    Small small;
    small_init(&small);
    AssetId group = fixture_group(&small.fixture, "computers", 30);
    fixture_entry(&small.fixture, "spread", ASSET_endpoint_group, STATE_foothold, 1, 50);
    fall(&small, 0, STATE_foothold);
    fall(&small, 1, STATE_encrypted);
    measure(&small, PROBE_MACHINES_IN_STATE)->state = STATE_foothold;
    assert_int_equal(asked(&small), 30 + 1);
    assert_int_equal(fixture_taken_at(&small.fixture, group, STATE_foothold), 50);
    fixture_clear(&small.fixture);
}

static void the_longest_outage_counts_and_not_the_sum(void **state) {
    (void)state;
    Small small;
    small_init(&small);
    fall(&small, 0, STATE_encrypted);
    fall(&small, 1, STATE_destroyed);
    measure(&small, PROBE_OUTAGE)->at = 1000;
    assert_int_equal(asked(&small), 900);
    fixture_clear(&small.fixture);
}

/* Operations are lost from 100 (i + 1) seconds to the end; what is no group counts as one computer. */
static void an_hour_down_costs_by_the_computers_of_a_company(void **state) {
    (void)state;
    int64_t money[2];
    for (uint32_t computers = 10; computers <= 20; computers += 10) {
        Small small;
        small_init(&small);
        small.fixture.adversary.horizon = 400 + 10 * 3600;
        small.fixture.adversary.has_hourly_loss = true;
        small.fixture.adversary.hourly_loss = fixture_number(6);
        fixture_group(&small.fixture, "computers of customer 3", computers);
        fall(&small, 3, STATE_encrypted);
        money[computers / 20] = found(&small, METRIC_MONEY);
        fixture_clear(&small.fixture);
    }
    assert_int_equal(money[0], 6 * 10 * 10);
    assert_int_equal(money[1], 6 * 10 * 20);
}

static void who_has_no_group_of_computers_counts_as_one(void **state) {
    (void)state;
    Small small;
    small_init(&small);
    small.fixture.adversary.horizon = 100 + 10 * 3600;
    small.fixture.adversary.has_hourly_loss = true;
    small.fixture.adversary.hourly_loss = fixture_number(6);
    fall(&small, 0, STATE_destroyed);
    assert_int_equal(found(&small, METRIC_MONEY), 6 * 10);
    fixture_clear(&small.fixture);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_notice_of_some_is_not_that_of_others),
        cmocka_unit_test(nobody_asked_about_noticed),
        cmocka_unit_test(a_stay_ends_with_containment_or_with_the_reading_and_is_averaged),
        cmocka_unit_test(the_first_containment_is_the_first_also_when_it_was_released),
        cmocka_unit_test(without_an_entry_there_is_no_stay),
        cmocka_unit_test(a_country_counts_once_and_none_given_counts_nothing),
        cmocka_unit_test(an_hour_down_costs_by_the_computers_of_a_company),
        cmocka_unit_test(who_has_no_group_of_computers_counts_as_one),
        cmocka_unit_test(machines_in_a_state_are_those_of_groups_and_one_for_what_is_single),
        cmocka_unit_test(the_longest_outage_counts_and_not_the_sum),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
