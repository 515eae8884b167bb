/* What a scenario can get wrong, and the exact sentence that its author reads. */
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

#define PUSH(fields)                                                                                         \
    "rule \"push\" { from = control(rmm_server), via = rmm_agent, to = encrypted(endpoint_group), odds = "   \
    "assumed(0.9), " fields " }"
#define PLAIN                                                                                                  \
    " is a plain number; say where it comes from: fact.… for a published figure, assumed(…) for a guess, " \
    "fitted(…), or give the statement a source"

typedef struct Mistake {
    const char *snippet, *sentence;
} Mistake;

static const Mistake mistakes[] = {
    {"msp \"N\" { count = assumed(3), rmm_server { hosting = split { on_prem = assumed(0.5), saas = "
     "assumed(0.4) } } }",
     "scenario.lua:4: asset \"rmm_server of N\": hosting: its shares add up to 0.9, not to 1"},
    {"msp \"N\" { rmm_server { hosting = split { on_prem = 0.5, saas = 0.5 } } }",
     "scenario.lua:4: asset \"rmm_server of N\": hosting.on_prem: 0.5" PLAIN},
    {"msp \"N\" { rmm_server { hosting = split \"half\" } }",
     "scenario.lua:4: split { a_value = its share, … } takes values with their shares in braces"},
    {"msp \"N\" { rmm_server { a = split { b = 1 }, c = split { d = 1 } } }",
     "scenario.lua:4: asset \"rmm_server of N\": c: one attribute of an asset can be split, and 'a' is "
     "already"},
    {"msp \"N\" { homes = assumed(2) }", "scenario.lua:4: msp \"N\": homes: takes further providers from the "
                                         "population that it is nested in; nest it in "
                                         "an organisation with a count"},
    {"rool \"push\" {}", "scenario.lua:4: unknown word 'rool'; did you mean 'own'?"},
    {PUSH("blocked_by = { app_contrl }"),
     "scenario.lua:4: unknown word 'app_contrl'; did you mean 'app_control'?"},
    {PUSH("blocked_by = { \"app_contrl\" }"),
     "scenario.lua:4: rule \"push\": blocked_by: unknown control 'app_contrl'; did you mean 'app_control'?"},
    {PUSH("blocked_by = { backup, kill_switch }"),
     "scenario.lua:4: rule \"push\": blocked_by: the catalogue gives control 'kill_switch' no effect "
     "'block'; it has react"},
    {PUSH("blocked_by = app_control"),
     "scenario.lua:4: rule \"push\": blocked_by: expected a list of controls, such as { patching }"},
    {PUSH("blocked_by = { app_control { share = assumed(0.2, 0.5, 0.8) } }"),
     "scenario.lua:4: rule \"push\": blocked_by.share: takes one number, not a range"},
    {PUSH("blocked_by = { app_control { share = assumed(1.5) } }"),
     "scenario.lua:4: rule \"push\": blocked_by.share: must lie between 0 and 1, not 1.5"},
    {PUSH("limited_by = { segmentation { on = machines } }"),
     "scenario.lua:4: rule \"push\": limited_by: on = machines is for controls that block"},
    {PUSH("oddz = 1"), "scenario.lua:4: rule \"push\": unknown field 'oddz'; did you mean 'odds'?"},
    {PUSH("machine_odds = 0.5"), "scenario.lua:4: rule \"push\": machine_odds: 0.5" PLAIN},
    {PUSH("machine_odds = assumed(0.5, 1.5, 2)"),
     "scenario.lua:4: rule \"push\": machine_odds: must lie between 0 and 1, not 2"},
    {PUSH("machine_odds = assumed(2, 1, 3)"),
     "scenario.lua:4: assumed(low, mode, high): the three must not fall"},
    {PUSH("machine_odds = assumed(1, 2)"),
     "scenario.lua:4: assumed(…) takes one number, or low, mode and high; it was given 2"},
    {PUSH("machine_odds = \"half\""),
     "scenario.lua:4: rule \"push\": machine_odds: expected a number, not 'half'"},
    {PUSH("machine_odds = about(assumed(0.1), assumed(0.2))"),
     "scenario.lua:4: rule \"push\": machine_odds: takes one number or a range, not a distribution"},
    {PUSH("after = assumed(5)"),
     "scenario.lua:4: rule \"push\": after: is a time: write minutes(…), hours(…) or days(…)"},
    {PUSH("after = hours(2, 48)"), "scenario.lua:4: rule \"push\": after: 2" PLAIN},
    {PUSH("after = assumed(hours(48, 2))"),
     "scenario.lua:4: rule \"push\": after: its median (up to 48) may not exceed its P95 (from 2)"},
    {PUSH("after = hours(assumed(-1))"),
     "scenario.lua:4: rule \"push\": after: a time must lie between 0 and 100 years"},
    {PUSH("after = days(assumed(hours(2)))"),
     "scenario.lua:4: days(…): the number already has a unit, hours"},
    {PUSH("technique = \"1190\""), "scenario.lua:4: rule \"push\": technique: '1190' is no ATT&CK technique; "
                                   "write \"T1190\" or \"T1059.001\""},
    {PUSH("among = \"the list\""), "scenario.lua:4: rule \"push\": among: no statement choose \"the list\""},
    {PUSH("exploits = \"CVE-1\""), "scenario.lua:4: rule \"push\": exploits: no statement flaw \"CVE-1\""},
    {PUSH("not_before = \"2020-12-31\""),
     "scenario.lua:4: rule \"push\": not_before: lies before the scenario's start"},
    {PUSH("not_before = \"2021-02-30\""),
     "scenario.lua:4: rule \"push\": not_before: '2021-02-30' is not on the calendar (years from 1970, UTC)"},
    {PUSH("not_before = 5"), "scenario.lua:4: rule \"push\": not_before: expected a text in quotes, not 5"},
    {PUSH("needs_source = \"launch\""),
     "scenario.lua:4: rule \"push\": needs_source: expected launch or arrival, not 'launch'"},
    {PUSH("tries = 3"), "scenario.lua:4: rule \"push\": every: is missing: the time between tries"},
    {PUSH("tries = 0.5"),
     "scenario.lua:4: rule \"push\": tries: expected a whole number from 1 to 10000, not 0.5"},
    {PUSH("noticed = { odds = assumed(0.5), on = maybe }"),
     "scenario.lua:4: unknown word 'maybe'; did you mean 'days'?"},
    {PUSH("noticed = { by = 7, odds = assumed(0.5) }"),
     "scenario.lua:4: rule \"push\": noticed.by: expected target, source, provider or the name of an "
     "organisation"},
    {PUSH("noticed = { odds = assumed(0.5), after = minutes(5) }"),
     "scenario.lua:4: rule \"push\": noticed.after: 5" PLAIN},
    {PUSH("needs = rmm_server"), "scenario.lua:4: rule \"push\": needs: expected a state of an asset, such "
                                 "as control(rmm_server), not the asset 'rmm_server'"},
    {PUSH("shared_by = \"msp\""),
     "scenario.lua:4: rule \"push\": shared_by: expected an organisation such as vendor, not 'msp'"},
    {PUSH("source = 5"),
     "scenario.lua:4: rule \"push\": source: expected fact.… or a text that names the source, not 5"},
    {"rule \"x\" { to = control(rmm_server) }",
     "scenario.lua:4: rule \"x\": odds: is missing: that the step succeeds"},
    {"rule \"x\" { odds = assumed(0.5) }",
     "scenario.lua:4: rule \"x\": to: is missing: what falls, such as control(rmm_server)"},
    {"rule \"x\" { from = control(rmm_server), to = encrypted(endpoint_group), odds = assumed(0.5) }",
     "scenario.lua:4: rule \"x\": via: is missing: an access such as rmm_agent, or inside (the "
     "organisation), or itself (the asset)"},
    {"rule \"x\" { to = endpoint_group, odds = assumed(0.5) }",
     "scenario.lua:4: rule \"x\": to: expected a state of an asset, such as control(rmm_server), not the "
     "asset 'endpoint_group'"},
    {"rule \"x\" { to = encrypted(msp), odds = assumed(0.5) }",
     "scenario.lua:4: rule \"x\": to: expected assets, such as rmm_server or rmm_server { internet_facing = "
     "true }, not the organisation 'msp'"},
    {"rule \"x\" { to = control(rmm_server { internet_facing = 1 }), odds = assumed(0.5) }",
     "scenario.lua:4: rule \"x\": internet_facing: an attribute is tested against a text, true or false"},
    {"rule \"x\"", "scenario.lua:4: rule \"x\": has no body; write rule \"x\" { … }"},
    {"rule { to = control(rmm_server) }",
     "scenario.lua:4: rule needs a sentence first: rule \"what happens\" { … }"},
    {"choose \"x\" { among = msp, take = 1 } choose \"x\" { among = msp, take = 1 } rule \"x\" { to = "
     "control(rmm_server), odds = 1 }",
     "scenario.lua:4: choose \"x\": said twice; sentences address the draws"},
    {"response \"r\" { by = msp, on = noticed, contain = own, after = assumed(hours(1, 2)), tell = vendor }",
     "scenario.lua:4: response \"r\": tell: expected provider, clients, everybody(…) or the name of an "
     "organisation, not the organisation 'vendor'"},
    {"response \"r\" { by = msp, on = noticed, contain = own, after = assumed(hours(1, 2)), sped_by = { mfa "
     "} }",
     "scenario.lua:4: response \"r\": sped_by: the catalogue gives control 'mfa' no effect 'react'; it has "
     "block"},
    {"response \"r\" { by = msp, on = noticed, contain = own, after = assumed(hours(1, 2)), reports = "
     "assumed(2) }",
     "scenario.lua:4: response \"r\": on: give either on = … or reports = …, not both"},
    {"response \"r\" { by = msp, on = noticed, contain = own, after = assumed(hours(1, 2)), from = customer "
     "}",
     "scenario.lua:4: response \"r\": from: only warnings and reports come from somebody"},
    {"response \"r\" { by = msp, on = noticed, contain = own, after = assumed(hours(1, 2)), requires = { "
     "kil_switch = 1 } }",
     "scenario.lua:4: response \"r\": requires: unknown control 'kil_switch'; did you mean 'kill_switch'?"},
    {"response \"r\" { by = msp, on = noticed, contain = own, after = assumed(hours(1, 2)), requires = { "
     "kill_switch = 4 } }",
     "scenario.lua:4: response \"r\": requires.kill_switch: expected a whole number from 1 to 3, not 4"},
    {"response \"r\" { by = msp, on = noticed, contain = own, after = assumed(hours(1, 2)), share = "
     "assumed(0.5) }",
     "scenario.lua:4: response \"r\": restore: is missing: what comes back, such as restore = own"},
    {"response \"r\" { by = msp, on = noticed, after = assumed(hours(1)) }",
     "scenario.lua:4: response \"r\": does nothing; say contain, tell or restore"},
    {"response \"r\" { on = noticed, contain = own }",
     "scenario.lua:4: response \"r\": by: is missing: who responds"},
    {"response \"r\" { by = msp, on = \"noticed\", contain = own }",
     "scenario.lua:4: response \"r\": on: expected noticed, warned or a state such as encrypted (or reports "
     "= how many)"},
    {"response \"r\" { by = rmm_server, on = noticed, contain = own }",
     "scenario.lua:4: response \"r\": by: expected organisations, such as msp, msp \"name\" or msp { tag = "
     "\"…\" }, not the asset 'rmm_server'"},
    {"response \"r\" { by = vendor, on = noticed, contain = clients }",
     "scenario.lua:4: response \"r\": contain: say what of theirs: clients(rmm_server)"},
    {"event \"e\" { release = rmm_server }",
     "scenario.lua:4: event \"e\": needs one of at = \"date\", "
     "when_hit, when_noticed or when_contained = who, or when_decided = true"},
    {"event \"e\" { at = \"2021-01-05\" }",
     "scenario.lua:4: event \"e\": does nothing; say contain, release, cut, reconnect, set, mark, rotate, "
     "pay, notify or restore"},
    {"event \"e\" { at = \"2021-01-05\", release = rmm_server, contain = rmm_server }",
     "scenario.lua:4: event \"e\": release: one event does one thing; it already says contain"},
    {"event \"e\" { at = \"2021-02-05\", release = rmm_server }",
     "scenario.lua:4: event \"e\": at: lies after the scenario's end"},
    {"event \"e\" { at = \"2021-01-05\", pay = usd(assumed(5)) }",
     "scenario.lua:4: event \"e\": restore: is missing: what a payment brings back"},
    {"choose \"c\" { among = rmm_server }",
     "scenario.lua:4: choose \"c\": take: is missing: how many are chosen"},
    {"choose \"c\" { among = rmm_server, take = 50 }", "scenario.lua:4: choose \"c\": take: 50" PLAIN},
    {"choose \"c\" { among = rmm_server, take = assumed(50), weight = by_size }",
     "scenario.lua:4: unknown word 'by_size': give it a value first, with local by_size = …"},
    {"shock \"s\" { per = msp }", "scenario.lua:4: shock \"s\": odds: is missing"},
    {"flaw \"f\" { lag = assumed(days(1, 5)) }",
     "scenario.lua:4: flaw \"f\": lag: a flaw without a fix has no patch lag; give fixed = a date"},
    {"measure \"m\" {}",
     "scenario.lua:4: measure \"m\": measures nothing; say hit, disrupted, taken, online, machines, records, "
     "operations_hours, management_hours, first_notice, first_contained, dwell, outage, countries, first or "
     "last"},
    {"measure \"customers\" { hit = customer }",
     "scenario.lua:4: measure \"customers\": another measure has this name"},
    {"measure \"m\" { hit = customer, online = rmm_server }",
     "scenario.lua:4: measure \"m\": online: one measure reads one thing; it already says hit"},
    {"history \"h\" { measure = \"custommers\", published = assumed(5), role = predicted }",
     "scenario.lua:4: history \"h\": measure: no measure \"custommers\"; did you mean \"customers\"?"},
    {"history \"h\" { measure = \"customers\", published = 5, role = predicted }",
     "scenario.lua:4: history \"h\": published: a published figure needs a source: fact.…, or source = …"},
    {"history \"h\" { measure = \"customers\", published = assumed(5) }",
     "scenario.lua:4: history \"h\": role: expected fitted (it was used to choose a parameter) or predicted "
     "(it was not)"},
    {"meant \"the push\" { check = \"always\" }",
     "scenario.lua:4: meant \"the push\": because: is missing: why that is no mistake"},
    {"meant \"the push\" { because = \"it is\" }",
     "scenario.lua:4: meant \"the push\": check: is missing: which finding of `keyfall lint`, such as "
     "\"never-acts\""},
    {"msp \"Z\" { posture = { patchin = 1 } }",
     "scenario.lua:4: msp \"Z\": posture: unknown control 'patchin'; did you mean 'patching'?"},
    {"msp \"Z\" { posture = { patching = 4 } }",
     "scenario.lua:4: msp \"Z\": posture.patching: expected a whole number from 0 to 3, not 4"},
    {"msp \"Z\" { count = 5 }", "scenario.lua:4: msp \"Z\": count: 5" PLAIN},
    {"msp \"M\" { }",
     "scenario.lua:4: msp \"M\": another organisation has this name; rules could not tell them apart"},
    {"msp { rmm_server {} }", "scenario.lua:4: msp needs a name: msp \"name\" { … }"},
    {"msp \"Z\" { time_zone = \"CET\" }",
     "scenario.lua:4: msp \"Z\": time_zone: 'CET' is no offset from UTC; write \"-04:00\""},
    {"msp \"Z\" { \"text\" }",
     "scenario.lua:4: msp \"Z\": entry 1 is neither an asset nor an organisation with a body"},
    {"msp \"Z\" { endpoint_group { count = 5 } }",
     "scenario.lua:4: asset \"endpoint_group of Z\": count: 5" PLAIN},
    {"msp \"Z\" { endpoint_group { count = assumed(5), via = vpn { system } } }",
     "scenario.lua:4: endpoint_group: via vpn: no organisation above has an asset that it could start from; "
     "add one, or say from = …"},
    {"msp \"Z\" { endpoint_group { count = assumed(5), flaw = \"CVE-1\" } }",
     "scenario.lua:4: asset \"endpoint_group of Z\": flaw: no statement flaw \"CVE-1\" { … }"},
    {"rmm_server { internet_facing = true }",
     "scenario.lua:4: rmm_server: an asset stands inside the organisation that owns it"},
    {"serves(\"V\", \"M\")", "scenario.lua:4: serves(provider, client) takes two organisations declared in "
                             "this file, kept in local variables"},
    {"scenario \"again\" { starts = \"2021-01-01\", lasts = days(1) }",
     "scenario.lua:4: scenario \"again\": a file holds one scenario"},
    {"local x = fact.something", "scenario.lua:4: unknown fact 'something'; facts.json has no such key"},
    {"local x = skewed(assumed(5), assumed(0.5))", "scenario.lua:4: skewed(mean, spread): the spread is one "
                                                   "number above 1: the 95th percentile over the median"},
    {"local x = unknown(1, 2, 3) {}",
     "scenario.lua:4: unknown(low, mode, high) { source = … } needs a source"},
    {"local x = os.execute(\"true\")", "scenario.lua:4: 'os' is not here: a scenario has no clock and starts "
                                       "no program; write times as texts or with days(30)"},
    {"for i = 1, 2 do rule(\"r\" .. i) { to = control(rmm_server), odds = 0.7 } end",
     "scenario.lua:4: rule \"r1\": odds: 0.7" PLAIN},
};

static void every_mistake_is_named_with_its_line_and_what_to_write(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        Scenario scenario;
        Error error = {{0}};
        if (try_snippet(&scenario, mistakes[i].snippet, &error))
            fail_msg("accepted: %s", mistakes[i].snippet);
        assert_string_equal(try_sentence(&error), mistakes[i].sentence);
    }
}

static void a_script_without_end_is_stopped(void **state) {
    (void)state;
    Scenario scenario;
    Error error = {{0}};
    assert_false(try_snippet(&scenario, "while true do pcall(function() while true do end end) end", &error));
    assert_string_equal(try_sentence(&error),
                        "scenario.lua:4: stopped after 200 million steps: is there an endless loop?");
}

static void a_script_that_eats_memory_is_stopped(void **state) {
    (void)state;
    Scenario scenario;
    Error error = {{0}};
    assert_false(try_snippet(
        &scenario, "local t, s = {}, (\"x\"):rep(1 << 20) for i = 1, 1e9 do t[i] = s .. i end", &error));
    assert_non_null(strstr(error.text, "scenario.lua:4: used more than 512 MiB"));
}

static void what_fails_leaves_the_output_untouched(void **state) {
    (void)state;
    Scenario scenario, before;
    memset(&scenario, 0x5a, sizeof scenario);
    before = scenario;
    Error error;
    assert_false(try_snippet(&scenario, "rule \"x\" {}", &error));
    assert_memory_equal(&scenario, &before, sizeof scenario);
}

static void facts_that_are_wrong_name_the_file_and_the_entry(void **state) {
    (void)state;
    Scenario scenario;
    Error error = {{0}};
    assert_false(try_scenario(&scenario, "",
                              "{\"format\": \"keyfall.facts\", \"version\": 1, \"facts\": [{\"key\": "
                              "\"a\", \"value\": 1, \"role\": \"guess\", \"source_verified\": true}]}",
                              false, &error));
    assert_non_null(strstr(
        error.text,
        "facts.json: $.facts[0]: role must be fitted, predicted, not_used_for_fitting, input or context, "
        "not \"guess\""));
}

static void a_missing_scenario_is_named(void **state) {
    (void)state;
    Scenario scenario;
    Error error = {{0}};
    assert_false(scenario_read(&scenario, KEYFALL_SOURCE_DIR, "kaseya-2012", &error));
    assert_string_equal(error.text, "kaseya-2012: no such scenario; did you mean 'kaseya-2021'?");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_mistake_is_named_with_its_line_and_what_to_write),
        cmocka_unit_test(a_script_without_end_is_stopped),
        cmocka_unit_test(a_script_that_eats_memory_is_stopped),
        cmocka_unit_test(what_fails_leaves_the_output_untouched),
        cmocka_unit_test(facts_that_are_wrong_name_the_file_and_the_entry),
        cmocka_unit_test(a_missing_scenario_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
