/* What else intervenes: every kind of action and every trigger. */
#include "checks.h"
#include "fixture.h"

/* An MSP with a server; two customers with data that the server reaches. */
typedef struct Stage {
    Fixture fixture;
    AssetId server, data[2];
    OrgId msp, customers[2];
} Stage;

static void stage_init(Stage *stage) {
    Fixture *fixture = &stage->fixture;
    fixture_init(fixture);
    stage->msp = fixture_org(fixture, ORG_msp, "msp", NONE);
    const Attribute facing = {"internet_facing", "true"};
    stage->server = fixture_asset_with(fixture,
                                       (AssetProfile){.kind = ASSET_rmm_server,
                                                      .label = "server",
                                                      .flaw = NONE,
                                                      .attributes = &facing,
                                                      .attribute_count = 1},
                                       1);
    for (uint32_t i = 0; i < 2; i++) {
        stage->customers[i] =
            fixture_org(fixture, ORG_customer, fixture_label(fixture, "customer", i), stage->msp);
        stage->data[i] = fixture_asset(fixture, ASSET_data_store, fixture_label(fixture, "data", i));
        fixture_access(fixture, stage->server, stage->data[i], ACCESS_rmm_agent);
    }
}

static Rule *enter(Stage *stage, double seconds) {
    return fixture_entry(&stage->fixture, "break in", ASSET_rmm_server, STATE_control, 1, seconds);
}

static Rule *push(Stage *stage, double seconds) {
    return fixture_via(&stage->fixture, "push", ASSET_rmm_server, STATE_control, ACCESS_rmm_agent,
                       ASSET_data_store, STATE_encrypted, 1, seconds);
}

static void run(Stage *stage) {
    fixture_compile(&stage->fixture);
    fixture_run(&stage->fixture, 0);
}

static Action *act(Stage *stage, ActionKind kind, int64_t at) {
    return fixture_action(&stage->fixture,
                          fixture_label(&stage->fixture, "action", (uint32_t)(100000 * kind + at)), kind, at);
}

static uint32_t data_at(const Stage *stage, uint32_t i) {
    return fixture_taken_at(&stage->fixture, stage->data[i], STATE_encrypted);
}

/* ------------------------------------------------------------------ when */

static uint32_t contained_by_trigger(ActionTrigger trigger, uint32_t count) {
    Stage stage;
    stage_init(&stage);
    fixture_notice(enter(&stage, 60), NOTICE_BY_TARGET, 1, 7);
    push(&stage, 100);
    Action *first = act(&stage, ACTION_CONTAIN, 500);
    first->assets = fixture_only("data 0");
    Action *action = act(&stage, ACTION_CONTAIN, 0);
    action->trigger = trigger;
    action->count = count;
    action->at = 0;
    action->after = fixture_fixed(1000);
    action->assets = fixture_only("data 1");
    run(&stage);
    uint32_t at = race_asset_contained_at(stage.fixture.state, stage.data[1]);
    fixture_clear(&stage.fixture);
    return at;
}

static void an_action_comes_at_its_time_or_after_what_sets_it_off(void **state) {
    (void)state;
    assert_int_equal(contained_by_trigger(ACTION_AT, 0), 1000);
    assert_int_equal(contained_by_trigger(ACTION_ON_HIT, 1), 60 + 1000);
    assert_int_equal(contained_by_trigger(ACTION_ON_HIT, 3), 160 + 1000);
    assert_int_equal(contained_by_trigger(ACTION_ON_HIT, 4), NEVER);
    assert_int_equal(contained_by_trigger(ACTION_ON_NOTICED, 1), 67 + 1000);
    assert_int_equal(contained_by_trigger(ACTION_ON_CONTAINED, 1), 500 + 1000);
}

/* ------------------------------------------------------------------ nothing before */

static void random_stage(Stage *stage, ActionKind kind, int64_t at) {
    stage_init(stage);
    Rule *rule = enter(stage, 1);
    rule->after = fixture_exponential(1000);
    rule->odds = fixture_number(0.3);
    rule->tries = 6;
    rule->every = fixture_exponential(1000);
    rule = push(stage, 1);
    rule->after = fixture_exponential(2000);
    rule->needs_source_at_arrival = true;
    fixture_use(&stage->fixture, rule, "block");
    Action *action = act(stage, kind, at);
    action->level = 3;
    action->attribute = (Attribute){"internet_facing", "false"};
    stage->fixture.adversary.rules.items[0].to.tests[0] = (AttributeTest){"internet_facing", "true", false};
    stage->fixture.adversary.rules.items[0].to.test_count = 1;
    fixture_compile(&stage->fixture);
}

static void assert_equal_before(const Stage *with, const Stage *without, uint32_t second) {
    for (AssetId asset = 0; asset < 3; asset++) {
        State state = asset == with->server ? STATE_control : STATE_encrypted;
        uint32_t x = fixture_taken_at(&with->fixture, asset, state);
        uint32_t y = fixture_taken_at(&without->fixture, asset, state);
        if (x <= second || y <= second) assert_int_equal(x, y);
    }
}

/* ------------------------------------------------------------------ decisions */

/* The second at which the data is contained when the decision, whose work takes 100 s, is given. */
static uint32_t contained_when_given(const GivenAction *given, uint32_t count) {
    Stage stage;
    stage_init(&stage);
    push(&stage, 100);
    enter(&stage, 60);
    Action *action = act(&stage, ACTION_CONTAIN, 0);
    action->trigger = ACTION_GIVEN;
    action->after = fixture_fixed(100);
    action->assets = fixture_only("data 1");
    fixture_compile(&stage.fixture);
    RaceOptions options = {.seed = stage.fixture.seed, .given = given, .given_count = count};
    race_run(stage.fixture.race, stage.fixture.weights, stage.fixture.state, options, stage.fixture.metrics);
    uint32_t at = race_asset_contained_at(stage.fixture.state, stage.data[1]);
    assert_int_equal(fixture_taken_at(&stage.fixture, stage.data[1], STATE_encrypted),
                     at < 160 ? NEVER : 160);
    fixture_clear(&stage.fixture);
    return at;
}

static void a_decision_sleeps_until_it_is_given_and_counts_after_its_delay(void **state) {
    (void)state;
    const GivenAction early = {0, 40}, late = {0, 700}, too_late = {0, UINT32_MAX - 1};
    const GivenAction twice[] = {{0, 700}, {0, 40}};
    assert_int_equal(contained_when_given(NULL, 0), NEVER);
    assert_int_equal(contained_when_given(&early, 1), 140);
    assert_int_equal(contained_when_given(&late, 1), 800);
    assert_int_equal(contained_when_given(twice, 2), 140);
    assert_int_equal(contained_when_given(&too_late, 1), NEVER);
}

static void an_action_taken_at_a_second_changes_nothing_up_to_it(void **state) {
    (void)state;
    const ActionKind kinds[] = {ACTION_CONTAIN, ACTION_CUT, ACTION_SET_CONTROL, ACTION_SET_ATTRIBUTE};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        Stage with, without;
        random_stage(&with, kinds[k], 3000);
        random_stage(&without, kinds[k], 10000000);
        uint32_t changed = 0;
        for (uint64_t i = 0; i < 400; i++) {
            fixture_run(&with.fixture, i);
            fixture_run(&without.fixture, i);
            assert_equal_before(&with, &without, 3000);
            changed += fixture_hash(&with.fixture) != fixture_hash(&without.fixture);
        }
        assert_true(changed > 20);
        fixture_clear(&with.fixture);
        fixture_clear(&without.fixture);
    }
}

static void containing_at_the_second_of_an_arrival_is_too_late(void **state) {
    (void)state;
    for (int64_t at = 159; at <= 160; at++) {
        Stage stage;
        stage_init(&stage);
        enter(&stage, 60);
        push(&stage, 100);
        act(&stage, ACTION_CONTAIN, at)->assets = fixture_only("data 0");
        run(&stage);
        assert_int_equal(data_at(&stage, 0), at == 159 ? NEVER : 160);
        assert_int_equal(data_at(&stage, 1), 160);
        fixture_clear(&stage.fixture);
    }
}

/* ------------------------------------------------------------------ each kind */

static void a_released_asset_can_be_taken_and_a_reconnected_access_travelled(void **state) {
    (void)state;
    for (int access = 0; access < 2; access++) {
        Stage stage;
        stage_init(&stage);
        enter(&stage, 60);
        push(&stage, 100)->not_before = 1000;
        act(&stage, access ? ACTION_CUT : ACTION_CONTAIN, 10)->assets = fixture_kind(ASSET_data_store);
        act(&stage, access ? ACTION_RECONNECT : ACTION_RELEASE, 500)->assets = fixture_only("data 0");
        run(&stage);
        /* The cut access was no way when the server fell, and nothing launches again later. */
        assert_int_equal(data_at(&stage, 0), access ? NEVER : 1100);
        assert_int_equal(data_at(&stage, 1), NEVER);
        fixture_clear(&stage.fixture);
    }
    Stage stage;
    stage_init(&stage);
    enter(&stage, 600);
    push(&stage, 100);
    act(&stage, ACTION_CUT, 10)->assets = fixture_kind(ASSET_data_store);
    act(&stage, ACTION_RECONNECT, 500)->assets = fixture_only("data 0");
    run(&stage);
    assert_int_equal(data_at(&stage, 0), 700);
    assert_int_equal(data_at(&stage, 1), NEVER);
    fixture_clear(&stage.fixture);
}

static void a_step_that_needs_its_source_does_not_survive_a_containment_that_was_lifted(void **state) {
    (void)state;
    Stage stage;
    stage_init(&stage);
    enter(&stage, 60);
    push(&stage, 1000)->needs_source_at_arrival = true;
    act(&stage, ACTION_CONTAIN, 300)->assets = fixture_only("server");
    act(&stage, ACTION_RELEASE, 400)->assets = fixture_only("server");
    run(&stage);
    assert_int_equal(data_at(&stage, 0), NEVER);
    fixture_clear(&stage.fixture);
}

/* The first push launches before the control is raised and arrives after it; the second launches after it. */
static void a_control_set_in_the_race_changes_only_later_launches(void **state) {
    (void)state;
    Stage stage;
    stage_init(&stage);
    OrgId customer = fixture_org(&stage.fixture, ORG_customer, "third", stage.msp);
    AssetId group = fixture_group(&stage.fixture, "machines", 100);
    OrgId fourth = fixture_org(&stage.fixture, ORG_customer, "fourth", stage.msp);
    AssetId late = fixture_group(&stage.fixture, "late machines", 100);
    assert_true(customer != fourth);
    const char *const labels[] = {"machines", "late machines"};
    for (int i = 0; i < 2; i++) {
        Rule *rule = fixture_entry(&stage.fixture, labels[i], ASSET_endpoint_group, STATE_encrypted, 1, 1000);
        rule->to = fixture_only(labels[i]);
        rule->not_before = i ? 600 : 10;
        rule->needs_source_at_arrival = true;
        fixture_use(&stage.fixture, rule, "limit");
        fixture_use(&stage.fixture, rule, "slow");
    }
    for (uint32_t i = 0; i < 2; i++) {
        Action *action =
            fixture_action(&stage.fixture, i ? "raise limit" : "raise slow", ACTION_SET_CONTROL, 500);
        action->control = i ? MECHANISM_LIMIT : MECHANISM_SLOW;
        action->level = 2;
    }
    run(&stage);
    Taken before = fixture_taken(&stage.fixture, group, STATE_encrypted);
    Taken after = fixture_taken(&stage.fixture, late, STATE_encrypted);
    assert_int_equal(before.at, 1010);
    assert_int_equal(before.machines, 100);
    assert_int_equal(after.at, 600 + 2000);
    assert_int_equal(after.machines, 50);
    fixture_clear(&stage.fixture);
}

static uint32_t server_falls(const char *needed, const char *set_to, int64_t at, double not_before) {
    Stage stage;
    stage_init(&stage);
    Rule *rule = enter(&stage, 60);
    rule->to.tests[0] = (AttributeTest){"internet_facing", needed, false};
    rule->to.test_count = 1;
    rule->not_before = (int64_t)not_before;
    Action *action = act(&stage, ACTION_SET_ATTRIBUTE, at);
    action->assets = fixture_only("server");
    action->attribute = (Attribute){"internet_facing", set_to};
    run(&stage);
    uint32_t fell = fixture_taken_at(&stage.fixture, stage.server, STATE_control);
    fixture_run(&stage.fixture, 0); /* the next replication begins as the world is */
    assert_int_equal(fixture_taken_at(&stage.fixture, stage.server, STATE_control), fell);
    fixture_clear(&stage.fixture);
    return fell;
}

static void an_attribute_opens_and_closes_ways(void **state) {
    (void)state;
    assert_int_equal(server_falls("true", "false", 100, 500), NEVER);
    assert_int_equal(server_falls("true", "false", 600, 500), 560);
    assert_int_equal(server_falls("false", "true", 100, -1), NEVER);
    assert_int_equal(server_falls("false", "false", 100, -1), 160);
}

static void paying_costs_money_and_restores_with_odds_after_a_delay(void **state) {
    (void)state;
    for (int works = 0; works < 2; works++) {
        Stage stage;
        stage_init(&stage);
        enter(&stage, 60);
        push(&stage, 40);
        Action *action = act(&stage, ACTION_PAY, 100 + 3600);
        action->restore.what = fixture_only("data 0");
        action->amount = fixture_number(70000);
        action->odds = fixture_number(works);
        action->delay = fixture_fixed(7200);
        run(&stage);
        assert_int_equal(stage.fixture.metrics[METRIC_MONEY], 70000);
        assert_int_equal(data_at(&stage, 0), works ? NEVER : 100);
        assert_int_equal(data_at(&stage, 1), 100);
        int64_t month = (30 * 86400 - 100) / 3600;
        assert_in_range(stage.fixture.metrics[METRIC_OPERATIONS_HOURS], month + (works ? 3 : month),
                        month + (works ? 4 : month + 1));
        fixture_clear(&stage.fixture);
    }
}

static int64_t hours_lost(double share, uint32_t stages) {
    Stage stage;
    stage_init(&stage);
    stage.fixture.adversary.horizon = 100 + 40 * 3600;
    enter(&stage, 60);
    push(&stage, 40)->to = fixture_only("data 0");
    Response *response = fixture_response(&stage.fixture, "rebuild", ORG_customer, TRIGGER_STATE, 20 * 3600);
    response->state = STATE_encrypted;
    response->restores = true;
    response->restore.share = fixture_number(share);
    response->restore.stages = stages;
    run(&stage);
    int64_t hours = stage.fixture.metrics[METRIC_OPERATIONS_HOURS];
    fixture_clear(&stage.fixture);
    return hours;
}

static void a_restore_brings_back_a_share_in_stages(void **state) {
    (void)state;
    assert_int_equal(hours_lost(1, 1), 20);
    assert_int_equal(hours_lost(1, 4), 12); /* 20 − 20 · 3 / 8, in whole hours */
    assert_int_equal(hours_lost(0.5, 1), 20 + 10);
}

static void without_eviction_a_foothold_stays(void **state) {
    (void)state;
    for (int evicted = 0; evicted < 2; evicted++) {
        Stage stage;
        stage_init(&stage);
        enter(&stage, 60);
        fixture_same(&stage.fixture, "encrypt", ASSET_rmm_server, STATE_foothold, STATE_encrypted, 1, 10);
        Action *action = act(&stage, ACTION_RESTORE, 1000);
        action->restore.what = fixture_only("server");
        action->restore.eviction = fixture_number(evicted);
        run(&stage);
        assert_int_equal(fixture_taken_at(&stage.fixture, stage.server, STATE_encrypted), NEVER);
        assert_int_equal(fixture_taken_at(&stage.fixture, stage.server, STATE_control), NEVER);
        assert_int_equal(fixture_taken_at(&stage.fixture, stage.server, STATE_foothold),
                         evicted ? NEVER : 60);
        fixture_clear(&stage.fixture);
    }
}

static void publishing_warns_everybody_selected(void **state) {
    (void)state;
    Stage stage;
    stage_init(&stage);
    Action *action = act(&stage, ACTION_NOTIFY, 300);
    action->orgs.kinds = 1u << ORG_customer;
    Response *response = fixture_response(&stage.fixture, "follow", ORG_customer, TRIGGER_WARNING, 50);
    response->contain = CONTAIN_OWN;
    run(&stage);
    for (uint32_t i = 0; i < 2; i++) {
        assert_int_equal(race_org_warned_at(stage.fixture.state, stage.customers[i]), 300);
        assert_int_equal(race_asset_contained_at(stage.fixture.state, stage.data[i]), 350);
    }
    assert_int_equal(race_org_warned_at(stage.fixture.state, stage.msp), NEVER);
    fixture_clear(&stage.fixture);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_action_comes_at_its_time_or_after_what_sets_it_off),
        cmocka_unit_test(a_decision_sleeps_until_it_is_given_and_counts_after_its_delay),
        cmocka_unit_test(an_action_taken_at_a_second_changes_nothing_up_to_it),
        cmocka_unit_test(containing_at_the_second_of_an_arrival_is_too_late),
        cmocka_unit_test(a_released_asset_can_be_taken_and_a_reconnected_access_travelled),
        cmocka_unit_test(a_step_that_needs_its_source_does_not_survive_a_containment_that_was_lifted),
        cmocka_unit_test(a_control_set_in_the_race_changes_only_later_launches),
        cmocka_unit_test(an_attribute_opens_and_closes_ways),
        cmocka_unit_test(paying_costs_money_and_restores_with_odds_after_a_delay),
        cmocka_unit_test(a_restore_brings_back_a_share_in_stages),
        cmocka_unit_test(without_eviction_a_foothold_stays),
        cmocka_unit_test(publishing_warns_everybody_selected),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
