/* A scenario in a page: the small one of the scenario tests, read by the real library. */
#include "page_checks.h"
#include "report/show_page.h"
#include "scenario_try.h"

static const char LUA[] =
    "local _ENV = require \"keyfall\"\n"
    "scenario \"small\" { title = \"A small attack\", summary = \"Somebody enters.\", starts = "
    "\"2021-07-02T14:00Z\",\n"
    "  lasts = days(30), per_year = assumed(0.02, 0.1, 0.3) }\n"
    "vendor \"V\" { msp \"M\" { count = assumed(4), rmm_server {},\n"
    "  customer \"C\" { count = assumed(3), endpoint_group { count = assumed(250), via = rmm_agent { system "
    "} } } },\n"
    "  msp \"in the cloud\" { count = assumed(2), tags = { \"cloud\" } } }\n"
    "rule \"break in\" { technique = \"T1190\", to = control(rmm_server), odds = assumed(0.2, 0.5, 0.8),\n"
    "  after = assumed(hours(2, 9)) }\n"
    "rule \"push\" { technique = \"T1072\", from = control(rmm_server), via = rmm_agent, to = "
    "encrypted(endpoint_group),\n"
    "  odds = fitted(0.9), after = assumed(minutes(10, 60)) }\n"
    "response \"the MSP stops\" { by = msp, reports = assumed(2), contain = rmm_server, after = "
    "assumed(hours(1, 6)) }\n"
    "event \"the patch ships\" { at = \"2021-07-11\", release = rmm_server }\n";

static void write_page(Style style, bool yearly, Text *page) {
    Scenario scenario;
    Race *race;
    Error error = {{0}};
    if (!try_scenario(&scenario, LUA, NULL, true, &error)) fail_msg("%s", error.text);
    if (!race_compile(scenario.world, &scenario.adversary, &scenario.parameters, &scenario.catalogue,
                      scenario.kit, &race, &error))
        fail_msg("%s", error.text);
    uint32_t *sizes = heap_take(scenario.world->population_count, sizeof *sizes);
    ParameterDraw likely;
    parameter_draw_init(&likely, &scenario.parameters, &scenario.catalogue);
    parameter_draw_fill(&likely, &scenario.parameters, &scenario.catalogue, 1, 0, SCOPE_FIXED);
    world_population_sizes(scenario.world, scenario.kit, &likely, sizes);
    Shown shown = {.scenario = "small", .race = race, .parameters = &scenario.parameters, .sizes = sizes};
    if (yearly) memcpy(shown.per_year, (double[]){0.02, 0.1, 0.3}, sizeof shown.per_year);
    show_page(&shown, style, page);
    parameter_draw_clear(&likely);
    free(sizes);
    race_destroy(race);
    scenario_clear(&scenario);
}

static void the_page_counts_the_world_and_lists_every_step_with_its_odds(void **state) {
    (void)state;
    Text page = {0};
    write_page((Style){0}, true, &page);
    assert_says(&page,
                "A small attack  [small]\nSomebody enters.\nstarts 2 Jul 2021 14:00 UTC, lasts 30 days\n");
    assert_says(&page, "           1 vendor\n           6 MSPs\n           4   \"M\"\n"
                       "           2   \"in the cloud\", tag \"cloud\"\n          12 customers\n");
    assert_says(&page, "           4 RMM servers\n          12 groups of computers\n       3,000 machines\n");
    assert_says(&page, "break in");
    assert_says(&page, "20 % … 80 %");
    assert_says(&page, "90 %");
    assert_says(&page, "fitted");
    assert_says(&page,
                "No step is exempt: with the response off, a stronger control never makes a world\nworse.");
    assert_says(&page, "○ the MSP stops\n");
    assert_says(&page, "◆ the patch ships\n");
    assert_says(&page,
                "Such an attack comes 0.02 to 0.3 times a year over all providers (most likely\n0.1).");
    assert_says(&page, "rmm_server of M 2                     3       750\n");
    assert_page_fits(&page, false);
    text_clear(&page);
}

static void without_yearly_odds_it_says_so_and_ascii_is_ascii(void **state) {
    (void)state;
    Text page = {0};
    write_page((Style){.ascii = true}, false, &page);
    assert_says(&page, "Yearly odds: the scenario states none.\n");
    assert_says(&page, "20 % .. 80 %");
    assert_page_fits(&page, true);
    text_clear(&page);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_page_counts_the_world_and_lists_every_step_with_its_odds),
        cmocka_unit_test(without_yearly_odds_it_says_so_and_ascii_is_ascii),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
