#include "checks.h"
#include "fixture.h"
#include "measure/timeline.h"

/* An MSP's server falls at 600 s in every world, its customers' machines 1,000 s later; each notices 200 s
 * after that and has cut itself off 300 s later. */
static void build(Fixture *fixture, uint32_t customers) {
    fixture_init(fixture);
    OrgId msp = fixture_org(fixture, ORG_msp, "msp", NONE);
    AssetId server = fixture_asset(fixture, ASSET_rmm_server, "server");
    for (uint32_t i = 0; i < customers; i++) {
        fixture_org(fixture, ORG_customer, fixture_label(fixture, "customer", i), msp);
        AssetId group = fixture_group(fixture, fixture_label(fixture, "machines", i), 10);
        fixture_access(fixture, server, group, ACCESS_rmm_agent);
    }
    fixture_entry(fixture, "break in", ASSET_rmm_server, STATE_control, 1, 600);
    Rule *push = fixture_via(fixture, "push", ASSET_rmm_server, STATE_control, ACCESS_rmm_agent,
                             ASSET_endpoint_group, STATE_encrypted, 1, 1000);
    push->machine_odds = fixture_number(1);
    fixture_notice(push, NOTICE_BY_TARGET, 1, 200);
    Response *response = fixture_response(fixture, "cut off", ORG_customer, TRIGGER_NOTICE, 300);
    response->contain = CONTAIN_OWN;
    response->contained = asset_selector_all();
    fixture_compile(fixture);
}

static uint32_t value_at(const Timeline *line, const uint32_t *values, uint32_t second) {
    uint32_t moment = 0;
    while (moment + 1 < TIMELINE_MOMENTS && line->at[moment] < second) moment++;
    return values[moment];
}

static void each_cascade_counts_from_its_second_on(void **state) {
    (void)state;
    Fixture fixture;
    Timeline line;
    Error error;
    TimelineOptions options = {.seed = 3, .worlds = 9};
    build(&fixture, 5);
    assert_true(timeline_run(fixture.race, &fixture.parameters, &fixture.catalogue, NULL, &options, 9500,
                             &line, &error));
    assert_int_equal(line.worlds, 9);
    for (int series = 0; series < TIMELINE_SERIES; series++) {
        uint32_t second = (const uint32_t[]){1600, 1800, 2100}[series];
        assert_int_equal(value_at(&line, line.median[series], second - 101), 0);
        assert_int_equal(value_at(&line, line.median[series], second), 5);
        assert_int_equal(line.low[series][TIMELINE_MOMENTS - 1], 5);
        assert_int_equal(line.high[series][TIMELINE_MOMENTS - 1], 5);
    }
    fixture_clear(&fixture);
}

static void without_a_response_nobody_is_contained(void **state) {
    (void)state;
    Fixture fixture;
    Timeline line;
    Error error;
    TimelineOptions options = {.seed = 3, .worlds = 4, .response_off = true};
    build(&fixture, 5);
    assert_true(timeline_run(fixture.race, &fixture.parameters, &fixture.catalogue, NULL, &options, 9500,
                             &line, &error));
    assert_int_equal(line.high[TIMELINE_CONTAINED][TIMELINE_MOMENTS - 1], 0);
    assert_int_equal(line.low[TIMELINE_TAKEN][TIMELINE_MOMENTS - 1], 5);
    fixture_clear(&fixture);
}

static void the_window_ends_where_nearly_everything_has_happened(void **state) {
    (void)state;
    Fixture fixture;
    uint32_t window = 0;
    Error error;
    TimelineOptions options = {.seed = 3, .worlds = 4};
    build(&fixture, 5);
    assert_true(timeline_window(fixture.race, &fixture.parameters, &fixture.catalogue, NULL, &options,
                                &window, &error));
    assert_int_equal(window, 3600); /* all is over by 2,100 s; an hour is the least */
    fixture_clear(&fixture);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_cascade_counts_from_its_second_on),
        cmocka_unit_test(without_a_response_nobody_is_contained),
        cmocka_unit_test(the_window_ends_where_nearly_everything_has_happened),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
