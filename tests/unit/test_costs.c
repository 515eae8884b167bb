#define _GNU_SOURCE
#include "base/file.h"
#include "checks.h"
#include "control/costs.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define CATALOGUE KEYFALL_SOURCE_DIR "/engine/control/catalogue.json"
#define COSTS KEYFALL_SOURCE_DIR "/engine/control/costs.json"

static Catalogue catalogue;

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

/* Loads the shipped costs with these rows over them. */
static bool load_over(const char *rows, Costs *costs, Error *error) {
    char path[] = "/tmp/keyfall_costs_XXXXXX.json";
    int file = mkstemps(path, 5);
    assert_true(file >= 0);
    FILE *stream = fdopen(file, "w");
    fprintf(stream, "{\"format\": \"keyfall.costs\", \"version\": 1, \"currency\": \"USD\", \"costs\": [%s]}",
            rows);
    fclose(stream);
    bool good = costs_load(costs, COSTS, path, &catalogue, error);
    unlink(path);
    return good;
}

#define ROW(control, kind, one, two)                                                                         \
    "{\"control\": \"" control "\", \"kind\": \"" kind                                                       \
    "\", \"provenance\": \"sourced\", \"source\": \"a quote\", \"levels\": ["                                \
    "{\"level\": 1, " one "}, {\"level\": 2, " two                                                           \
    "}, {\"level\": 3, \"low\": 9, \"mode\": 9, \"high\": 9}]}"
#define PLAIN "\"low\": 1, \"mode\": 2, \"high\": 3"

static void assert_refused(const char *rows, const char *sentence) {
    Costs costs;
    Error error = {{0}};
    assert_false(load_over(rows, &costs, &error));
    if (!strstr(error.text, sentence)) fail_msg("\"%s\" lacks \"%s\"", error.text, sentence);
}

static void every_control_has_a_cost_for_everybody_who_can_pay(void **state) {
    (void)state;
    Costs costs;
    Error error = {{0}};
    if (!costs_load(&costs, COSTS, NULL, &catalogue, &error)) fail_msg("%s", error.text);
    for (uint32_t i = 0; i < catalogue.count; i++) {
        for (int payer = 0; payer < PAYERS; payer++) {
            const Cost *cost = &costs.of[i][payer];
            assert_true(cost->given && cost->mode[3] > 0 && cost->mode[0] == 0);
            assert_int_equal(cost->provenance, PROVENANCE_ASSUMED);
        }
    }
    costs_clear(&costs);
}

static void a_row_of_ones_own_wins_and_leaves_the_rest(void **state) {
    (void)state;
    Costs costs;
    Error error = {{0}};
    if (!load_over(ROW("mfa", "msp", PLAIN, PLAIN), &costs, &error)) fail_msg("%s", error.text);
    int mfa = catalogue_find(&catalogue, "mfa");
    assert_true(costs.of[mfa][PAYER_MSP].mode[1] == 2 && costs.of[mfa][PAYER_MSP].high[3] == 9);
    assert_string_equal(costs.of[mfa][PAYER_MSP].source, "a quote");
    assert_true(costs.of[mfa][PAYER_CUSTOMER].mode[1] > 100);
    costs_clear(&costs);
}

static void what_is_no_cost_is_refused_by_its_place(void **state) {
    (void)state;
    assert_refused(ROW("mfa", "msp", "\"low\": -1, \"mode\": 2, \"high\": 3", PLAIN),
                   "$.costs[0].levels[0].low: must be a number from 0 to");
    assert_refused(ROW("mfa", "msp", "\"low\": 1, \"high\": 3", PLAIN),
                   "$.costs[0].levels[0].mode: is missing");
    assert_refused(ROW("mfa", "msp", "\"low\": 4, \"mode\": 2, \"high\": 3", PLAIN), "low <= mode <= high");
    assert_refused(ROW("mfa", "msp", "\"low\": 1, \"mode\": 5, \"high\": 6", PLAIN),
                   "level 2 costs less than level 1");
    assert_refused(ROW("mfaa", "msp", PLAIN, PLAIN), "unknown control \"mfaa\"; did you mean \"mfa\"?");
    assert_refused(ROW("mfa", "observer", PLAIN, PLAIN), "use vendor, msp or customer");
    assert_refused(ROW("mfa", "msp", PLAIN, PLAIN) "," ROW("mfa", "msp", PLAIN, PLAIN), "is given twice");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_control_has_a_cost_for_everybody_who_can_pay),
        cmocka_unit_test(a_row_of_ones_own_wins_and_leaves_the_rest),
        cmocka_unit_test(what_is_no_cost_is_refused_by_its_place),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
