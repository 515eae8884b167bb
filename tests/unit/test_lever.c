#include "checks.h"
#include "world/lever.h"

#define CATALOGUE KEYFALL_SOURCE_DIR "/engine/control/catalogue.json"

static Catalogue catalogue;
static const LeverDefaults defaults = {.level = 3, .option = "--vary"};

static int set_up(void **state) {
    (void)state;
    Error error = {{0}};
    return catalogue_load(&catalogue, CATALOGUE, &error) ? 0 : -1;
}

static int tear_down(void **state) {
    (void)state;
    catalogue_clear(&catalogue);
    return 0;
}

static void assert_refused(const char *words, const char *sentence) {
    LeverList levers;
    Error error = {{0}};
    assert_false(levers_parse(&levers, words, defaults, &catalogue, &error));
    assert_string_equal(error.text, sentence);
}

static void a_lever_has_a_control_organisations_and_a_level(void **state) {
    (void)state;
    LeverList levers;
    Error error = {{0}};
    assert_true(levers_parse(&levers, "mfa, app_control@customers,edr_mdr@vendor+msp=2", defaults, &catalogue,
                             &error));
    assert_int_equal(levers.list.count, 3);
    const Lever *lever = levers.list.items;
    assert_int_equal(lever[0].kinds, 0);
    assert_int_equal(lever[0].level, 3);
    assert_string_equal(lever[1].label, "app_control@customer");
    assert_int_equal(lever[2].level, 2);
    assert_string_equal(lever[2].label, "edr_mdr@vendor+msp=2");
    assert_true(lever_takes_kind(&lever[2], ORG_msp) && !lever_takes_kind(&lever[2], ORG_customer));
    ControlSet set;
    lever_set_init(&set, NULL, &levers, 6);
    assert_int_equal(set.overlay_count, 2);
    assert_int_equal(set.overlays[0].who.kinds, 1 << ORG_customer);
    assert_true(set.overlays[1].at_least && set.overlays[1].level == 2);
    control_set_clear(&set);
    levers_clear(&levers);
}

static void what_cannot_be_read_is_named_with_what_to_write(void **state) {
    (void)state;
    assert_refused("mfaa", "--vary: unknown control \"mfaa\"; did you mean \"mfa\"?");
    assert_refused("mfa@martian",
                   "--vary: \"martian\" is no kind of organisation; use vendor, msp, customer or observer");
    assert_refused("mfa@", "--vary: after @ comes a kind of organisation: vendor, msp, customer or observer");
    assert_refused("mfa=4", "--vary: a level is a whole number from 1 to 3, not \"4\"");
    assert_refused("mfa=0", "--vary: a level is a whole number from 1 to 3, not \"0\"");
    assert_refused("mfa@msp,mfa",
                   "--vary: \"mfa@msp\" and \"mfa\" raise one control at the same organisations");
    assert_refused(" , ", "--vary: name at least one control, like mfa,app_control@customer");
}

static void no_words_stand_for_the_whole_catalogue(void **state) {
    (void)state;
    LeverList levers;
    Error error = {{0}};
    assert_true(levers_parse(&levers, NULL, defaults, &catalogue, &error));
    assert_int_equal(levers.list.count, catalogue.count);
    levers_clear(&levers);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_lever_has_a_control_organisations_and_a_level),
        cmocka_unit_test(what_cannot_be_read_is_named_with_what_to_write),
        cmocka_unit_test(no_words_stand_for_the_whole_catalogue),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
