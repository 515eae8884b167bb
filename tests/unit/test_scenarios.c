/* Every shipped scenario, by what all of them promise. */
#include "base/text.h"
#include "checks.h"
#include "script/scenario.h"

#include <string.h>

typedef void (*Look)(const Scenario *scenario, const char *name);

static uint32_t each_scenario(Look look) {
    Arena arena;
    arena_init(&arena);
    ScenarioEntryVec list = {0};
    Error error = {{0}};
    if (!scenario_list(KEYFALL_SOURCE_DIR, &arena, &list, &error)) fail_msg("%s", error.text);
    uint32_t count = list.count;
    for (uint32_t i = 0; i < count; i++) {
        Scenario scenario;
        if (!scenario_read(&scenario, KEYFALL_SOURCE_DIR, list.items[i].name, &error))
            fail_msg("%s", error.text);
        look(&scenario, list.items[i].name);
        scenario_clear(&scenario);
    }
    vec_clear(&list);
    arena_clear(&arena);
    return count;
}

static void every_fact_names_who_published_it(const Scenario *scenario, const char *name) {
    assert_true(scenario->facts.count > 0);
    for (uint32_t i = 0; i < scenario->facts.count; i++) {
        const Fact *fact = &scenario->facts.items[i];
        if (!*fact->title) fail_msg("%s: fact %s has no source", name, fact->key);
        if (fact->verified && !*fact->url)
            fail_msg("%s: fact %s is verified without an address", name, fact->key);
    }
}

static void there_are_eight_scenarios_and_every_fact_has_a_source(void **state) {
    (void)state;
    assert_true(each_scenario(every_fact_names_who_published_it) >= 8);
}

static void no_number_is_without_a_source(const Scenario *scenario, const char *name) {
    for (uint32_t i = 0; i < scenario->parameters.list.count; i++)
        if (!*scenario->parameters.list.items[i].source)
            fail_msg("%s: %s has no source", name, scenario->parameters.list.items[i].label);
}

static void every_number_of_every_scenario_says_where_it_comes_from(void **state) {
    (void)state;
    each_scenario(no_number_is_without_a_source);
}

static bool may_be_fitted(const char *name) {
    static const char *const calibration[] = {"kaseya-2021", "gandcrab-2019", "cloud-hopper"};
    for (size_t i = 0; i < sizeof calibration / sizeof *calibration; i++)
        if (strcmp(name, calibration[i]) == 0) return true;
    return false;
}

static void nothing_fitted(const Scenario *scenario, const char *name) {
    if (may_be_fitted(name)) return;
    for (uint32_t i = 0; i < scenario->parameters.list.count; i++)
        if (scenario->parameters.list.items[i].provenance == PROVENANCE_FITTED)
            fail_msg("%s: %s is fitted", name, scenario->parameters.list.items[i].label);
    for (uint32_t i = 0; i < scenario->adversary.history.count; i++)
        if (scenario->adversary.history.items[i].fitted)
            fail_msg("%s: %s is fitted", name, scenario->adversary.history.items[i].title);
    for (uint32_t i = 0; i < scenario->facts.count; i++)
        assert_string_not_equal(scenario->facts.items[i].role, "fitted");
}

static void only_three_incidents_are_there_to_fit_to(void **state) {
    (void)state;
    each_scenario(nothing_fitted);
}

static void technique_on_every_step(const Scenario *scenario, const char *name) {
    for (uint32_t i = 0; i < scenario->adversary.rules.count; i++)
        if (!*scenario->adversary.rules.items[i].technique)
            fail_msg("%s: rule \"%s\" has no ATT&CK technique", name,
                     scenario->adversary.rules.items[i].sentence);
}

static void every_step_of_every_attack_has_its_technique(void **state) {
    (void)state;
    each_scenario(technique_on_every_step);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_are_eight_scenarios_and_every_fact_has_a_source),
        cmocka_unit_test(every_number_of_every_scenario_says_where_it_comes_from),
        cmocka_unit_test(only_three_incidents_are_there_to_fit_to),
        cmocka_unit_test(every_step_of_every_attack_has_its_technique),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
