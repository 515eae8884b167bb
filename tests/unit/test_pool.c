/* Numbers that incidents share, pooled from the others. */
#include "checks.h"
#include "scenario_try.h"
#include "script/pool.h"

#include <stdio.h>

enum { LUA = 1200 };

/* An incident whose owners heed a notice after so long. */
static void incident(Scenario *out, const char *name, const char *number) {
    char lua[LUA];
    Error error = {{0}};
    snprintf(
        lua, sizeof lua,
        "local _ENV = require \"keyfall\"\n"
        "scenario \"s\" { starts = \"2021-01-01\", lasts = days(10) }\n"
        "msp \"M\" { rmm_server {} }\n"
        "rule \"get in\" { technique = \"T1190\", to = control(rmm_server), odds = 1,\n"
        "  after = shared(\"reaction\", %s) }\n"
        "history \"h\" { measure = \"msps\", published = assumed(1), source = \"s\", role = predicted }\n",
        number);
    if (!try_scenario(out, lua, NULL, false, &error)) fail_msg("%s", error.text);
    out->name = name;
}

static const Parameter *reaction(const Scenario *scenario) {
    return &scenario->parameters.list.items[scenario->shared.items[0].parameter];
}

static void lend(Pool *pool, const char *name, const char *number) {
    Scenario scenario;
    Error error = {{0}};
    incident(&scenario, name, number);
    assert_true(pool_add(pool, &scenario, &error));
    scenario_clear(&scenario);
}

static void an_incident_gets_the_median_and_the_whole_range_of_the_others(void **state) {
    (void)state;
    Pool pool;
    Scenario scenario;
    pool_init(&pool);
    lend(&pool, "a", "hours(fitted(2, 3, 4))");
    lend(&pool, "b", "minutes(fitted(60, 300, 600))");
    lend(&pool, "c", "days(unknown(0.5, 1, 2) { source = \"a report\" })");
    lend(&pool, "own", "hours(fitted(90, 95, 99))");
    incident(&scenario, "own", "hours(fitted(90, 95, 99))");
    pool_apply(&pool, &scenario);
    assert_close(reaction(&scenario)->low, 1, 1e-12); /* in its own unit, hours */
    assert_close(reaction(&scenario)->mode, 5, 1e-12);
    assert_close(reaction(&scenario)->high, 48, 1e-12);
    assert_int_equal(scenario.shared.items[0].incidents, 3);
    assert_close(scenario.shared.items[0].own[1], 95, 0);
    scenario_clear(&scenario);
    pool_clear(&pool);
}

static void what_is_assumed_lends_nothing(void **state) {
    (void)state;
    Pool pool;
    Scenario scenario;
    pool_init(&pool);
    lend(&pool, "a", "hours(assumed(2, 3, 4))");
    incident(&scenario, "own", "hours(assumed(9))");
    pool_apply(&pool, &scenario);
    assert_close(reaction(&scenario)->mode, 9, 0);
    assert_int_equal(scenario.shared.items[0].incidents, 0);
    scenario_clear(&scenario);
    pool_clear(&pool);
}

#define SURVEY "hours(unknown(1, 2, 3) { source = \"one survey\" })"

static void a_publication_that_several_cite_is_one_piece_of_evidence(void **state) {
    (void)state;
    Pool pool;
    Scenario scenario;
    pool_init(&pool);
    lend(&pool, "a", SURVEY);
    lend(&pool, "b", SURVEY);
    lend(&pool, "c", "hours(fitted(20))");
    incident(&scenario, "own", "hours(assumed(9))");
    pool_apply(&pool, &scenario);
    assert_close(reaction(&scenario)->mode, 11, 1e-12); /* of 2 and 20, not of 2, 2 and 20 */
    assert_int_equal(scenario.shared.items[0].incidents, 2);
    scenario_clear(&scenario);
    incident(&scenario, "own", SURVEY); /* which is no evidence to who cites it too */
    pool_apply(&pool, &scenario);
    assert_close(reaction(&scenario)->mode, 20, 1e-12);
    scenario_clear(&scenario);
    pool_clear(&pool);
}

static void two_middle_values_meet_half_way(void **state) {
    (void)state;
    Pool pool;
    Scenario scenario;
    pool_init(&pool);
    lend(&pool, "a", "hours(fitted(2))");
    lend(&pool, "b", "hours(fitted(4))");
    incident(&scenario, "own", "hours(assumed(9))");
    pool_apply(&pool, &scenario);
    assert_close(reaction(&scenario)->mode, 3, 1e-12);
    scenario_clear(&scenario);
    pool_clear(&pool);
}

static void a_distribution_shares_each_of_its_parts(void **state) {
    (void)state;
    Scenario scenario;
    incident(&scenario, "own", "assumed(hours(3, 22))");
    assert_int_equal(scenario.shared.count, 2);
    assert_string_equal(scenario.shared.items[0].name, "reaction, median");
    assert_string_equal(scenario.shared.items[1].name, "reaction, P95");
    assert_close(scenario.shared.items[1].own[1] * scenario.shared.items[1].scale, 22 * 3600, 1e-6);
    scenario_clear(&scenario);
}

static void one_name_for_a_time_and_a_count_is_refused(void **state) {
    (void)state;
    Pool pool;
    Scenario scenario;
    Error error = {{0}};
    pool_init(&pool);
    lend(&pool, "a", "hours(fitted(2))");
    assert_true(
        try_scenario(&scenario,
                     "local _ENV = require \"keyfall\"\n"
                     "scenario \"s\" { starts = \"2021-01-01\", lasts = days(10) }\n"
                     "msp \"M\" { count = shared(\"reaction\", fitted(3)) }\n"
                     "history \"h\" { measure = \"msps\", published = assumed(1), source = \"s\", role "
                     "= predicted }\n",
                     NULL, false, &error));
    assert_false(pool_add(&pool, &scenario, &error));
    assert_non_null(strstr(error.text, "scenario.lua:3: shared \"reaction\" is a count here, but time at"));
    scenario_clear(&scenario);
    pool_clear(&pool);
}

static void refused(const char *snippet, const char *sentence) {
    Scenario scenario;
    Error error = {{0}};
    if (try_snippet(&scenario, snippet, &error)) fail_msg("accepted: %s", snippet);
    if (!strstr(error.text, sentence)) fail_msg("not \"%s\" but: %s", sentence, error.text);
}

static void a_shared_number_is_whole_and_says_where_it_comes_from(void **state) {
    (void)state;
    refused("msp \"N\" { count = shared(\"n\", 3) }", "say where the number comes from");
    refused("msp \"N\" { count = shared(\"n\", assumed(3)) * assumed(2) }", "stands around the whole number");
    refused("msp \"N\" { count = 1 - shared(\"n\", assumed(0.5)) }", "stands around the whole number");
    refused("msp \"N\" { count = shared(assumed(3), \"n\") }", "the name comes first");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_incident_gets_the_median_and_the_whole_range_of_the_others),
        cmocka_unit_test(what_is_assumed_lends_nothing),
        cmocka_unit_test(a_publication_that_several_cite_is_one_piece_of_evidence),
        cmocka_unit_test(two_middle_values_meet_half_way),
        cmocka_unit_test(a_distribution_shares_each_of_its_parts),
        cmocka_unit_test(one_name_for_a_time_and_a_count_is_refused),
        cmocka_unit_test(a_shared_number_is_whole_and_says_where_it_comes_from),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
