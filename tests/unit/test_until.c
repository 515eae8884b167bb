/* When is the answer good enough? */
#include "checks.h"
#include "fixture.h"
#include "measure/statistics.h"
#include "measure/until.h"

#include <math.h>
#include <string.h>

static Until parsed(const char *text, const Adversary *adversary) {
    Until until;
    Error error = {{0}};
    if (!until_parse(text, adversary, &until, &error)) fail_msg("%s", error.text);
    return until;
}

static void a_limit_is_a_share_of_the_mean_or_in_the_measures_own_unit(void **state) {
    (void)state;
    Adversary adversary;
    adversary_init(&adversary);
    Until share = parsed("ci(mean customers)<2%", &adversary);
    assert_true(share.relative && share.limit == 0.02 && share.probe == METRIC_CUSTOMERS);
    Until own = parsed("  ci( mean  msps )  < 0.5 ", &adversary);
    assert_true(!own.relative && own.limit == 0.5 && own.probe == METRIC_MSPS);
    adversary_clear(&adversary);
}

static void what_cannot_be_meant_is_refused_with_what_to_write(void **state) {
    (void)state;
    static const struct {
        const char *text, *says;
    } cases[] = {{"", "write \"ci(mean MEASURE)<LIMIT\""},
                 {"p95<2", "write \"ci(mean MEASURE)<LIMIT\""},
                 {"ci(mean customers)", "write \"ci(mean MEASURE)<LIMIT\""},
                 {"ci(mean customers)<", "write \"ci(mean MEASURE)<LIMIT\""},
                 {"ci(mean customers)<2%x", "write \"ci(mean MEASURE)<LIMIT\""},
                 {"ci(mean customers)<nan", "write \"ci(mean MEASURE)<LIMIT\""},
                 {"ci(mean customers)<0%", "must be above 0"},
                 {"ci(mean customers)<1e999", "must be above 0"},
                 {"ci(mean customer)<2%", "no measure 'customer'"}};
    Adversary adversary;
    adversary_init(&adversary);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Until until;
        Error error = {{0}};
        assert_false(until_parse(cases[i].text, &adversary, &until, &error));
        if (!strstr(error.text, cases[i].says)) fail_msg("'%s': %s", cases[i].text, error.text);
    }
    adversary_clear(&adversary);
}

enum { WORLDS = 64 };

/* One set, one probe, whose values alternate between two. */
static UntilState look_at(int64_t low, int64_t high, double limit, bool relative) {
    int64_t values[WORLDS];
    for (uint32_t i = 0; i < WORLDS; i++) values[i] = i / 4 % 2 ? high : low; /* four worlds a draw */
    Ensemble ensemble = {.set_count = 1,
                         .probe_count = 1,
                         .replications = WORLDS,
                         .stride = WORLDS,
                         .worlds_per_draw = 4,
                         .values = values};
    Until until = {.probe = 0, .limit = limit, .relative = relative};
    return until_look(&until, &ensemble);
}

static void half_the_printed_interval_is_held_against_the_limit(void **state) {
    (void)state;
    UntilState own = look_at(90, 110, 1000, false), share = look_at(90, 110, 1000, true);
    assert_true(own.reached && share.reached);
    assert_float_equal(share.width, own.width / 100, 1e-12);
    assert_true(look_at(90, 110, own.width * 1.001, false).reached);
    assert_false(look_at(90, 110, own.width * 0.999, false).reached);
}

static void a_limit_half_as_wide_needs_four_times_the_worlds(void **state) {
    (void)state;
    double width = look_at(90, 110, 1, false).width;
    double once = look_at(90, 110, width, false).needed, twice = look_at(90, 110, width / 2, false).needed;
    assert_true(fabs(twice / once - 4) < 0.1);
}

static void a_measure_that_is_0_in_every_world_says_nothing_yet(void **state) {
    (void)state;
    UntilState look = look_at(0, 0, 0.5, true);
    assert_false(look.reached);
    assert_true(isnan(look.width) && look.needed == 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_limit_is_a_share_of_the_mean_or_in_the_measures_own_unit),
        cmocka_unit_test(what_cannot_be_meant_is_refused_with_what_to_write),
        cmocka_unit_test(half_the_printed_interval_is_held_against_the_limit),
        cmocka_unit_test(a_limit_half_as_wide_needs_four_times_the_worlds),
        cmocka_unit_test(a_measure_that_is_0_in_every_world_says_nothing_yet),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
