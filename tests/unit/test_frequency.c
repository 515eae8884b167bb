/* From an attack to a year: rates, sums, return periods, and the file that mixes attacks. */
#include "checks.h"
#include "measure/frequency.h"
#include "measure/mix.h"

#include <stdio.h>
#include <unistd.h>

static Frequency frequency(double rate, double happened) {
    return (Frequency){.rate = {rate, rate, rate}, .happened = happened};
}

/* 1, 2, … 1000 customers, equally likely. */
static Sample thousand(void) {
    int64_t values[1000];
    for (int i = 0; i < 1000; i++) values[i] = i + 1;
    Sample sample;
    sample_init(&sample, values, 1000);
    return sample;
}

static void a_rate_keeps_its_range_and_the_mean_of_a_pert(void **state) {
    (void)state;
    QuantileKit *kit = quantile_kit_create();
    YearlyRate rate = yearly_rate(0.02, 0.1, 0.3, kit);
    assert_close(rate.mean, (0.02 + 4 * 0.1 + 0.3) / 6, 1e-9);
    assert_true(rate.low > 0.02 && rate.low < 0.1);
    assert_true(rate.high > 0.15 && rate.high < 0.3);
    YearlyRate exact = yearly_rate(3, 3, 3, kit);
    assert_close(exact.low, 3, 0);
    assert_close(exact.high, 3, 0);
    quantile_kit_destroy(kit);
}

static void known_events_are_more_attempts_when_some_come_to_nothing(void **state) {
    (void)state;
    Frequency always = frequency(2, 1), half = frequency(2, 0.5);
    assert_close(yearly_sum(&always, 2, 10), 20, 1e-12);
    assert_close(yearly_sum(&half, 2, 10), 40, 1e-12); /* the mean is over all worlds, also the empty half */
}

static void one_event_in_so_many_years_is_worse_than_the_level(void **state) {
    (void)state;
    Sample sample = thousand();
    Frequency once = frequency(1, 1), often = frequency(10, 1), half = frequency(1, 0.5);
    assert_int_equal(yearly_level(&once, 1, &sample, 10).value, 900);   /* 1 in 10 above 900 */
    assert_int_equal(yearly_level(&once, 1, &sample, 100).value, 990);  /* 1 in 100 above 990 */
    assert_int_equal(yearly_level(&often, 10, &sample, 10).value, 990); /* ten times as often */
    assert_int_equal(yearly_level(&half, 1, &sample, 10).value, 950);   /* twice the attempts */
    sample_clear(&sample);
}

static void a_level_says_when_it_is_out_of_sight(void **state) {
    (void)state;
    Sample sample = thousand();
    Frequency rare = frequency(0.05, 1), often = frequency(100, 1);
    assert_true(yearly_level(&rare, 0.05, &sample, 10).never); /* one in twenty years: none in ten */
    YearlyLevel beyond = yearly_level(&often, 100, &sample, 100);
    assert_true(beyond.beyond);
    assert_int_equal(beyond.value, 1000);
    sample_clear(&sample);
}

static void more_years_never_lower_the_level(void **state) {
    (void)state;
    Sample sample = thousand();
    Frequency some = frequency(3, 0.7);
    int64_t before = 0;
    for (double years = 1; years < 400; years *= 1.3) {
        int64_t level = yearly_level(&some, 3, &sample, years).value;
        assert_true(level >= before);
        before = level;
    }
    sample_clear(&sample);
}

static bool load(const char *json, Mix *mix, Error *error) {
    char path[] = "/tmp/keyfall_mix_XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_true(dprintf(file, "%s", json) > 0);
    close(file);
    bool good = mix_load(mix, path, error);
    unlink(path);
    return good;
}

#define HEAD "{\"format\":\"keyfall.mix\",\"version\":1,\"title\":\"t\",\"note\":\"n\",\"scenarios\":["

static void a_mix_takes_each_scenario_once_and_its_rate_as_it_is(void **state) {
    (void)state;
    Mix mix;
    Error error = {{0}};
    assert_true(load(HEAD
                     "{\"scenario\":\"a\",\"why\":\"w\"},{\"scenario\":\"b\",\"times\":2.5,\"why\":\"w\"}]}",
                     &mix, &error));
    assert_int_equal(mix.entries.count, 2);
    assert_close(mix.entries.items[0].times, 1, 0);
    assert_close(mix.entries.items[1].times, 2.5, 0);
    mix_clear(&mix);
}

static void a_bad_mix_is_refused_with_its_path(void **state) {
    (void)state;
    static const char *const bad[][2] = {
        {HEAD "]}", "$.scenarios"},
        {HEAD "{\"scenario\":\"a\",\"why\":\"w\"},{\"scenario\":\"a\",\"why\":\"w\"}]}",
         "in the mix already"},
        {HEAD "{\"scenario\":\"a\",\"why\":\"w\",\"times\":-1}]}", "times"},
        {HEAD "{\"scenario\":\"a\"}]}", "why"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        Mix mix;
        Error error = {{0}};
        assert_false(load(bad[i][0], &mix, &error));
        if (!strstr(error.text, bad[i][1])) fail_msg("\"%s\" does not say %s", error.text, bad[i][1]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rate_keeps_its_range_and_the_mean_of_a_pert),
        cmocka_unit_test(known_events_are_more_attempts_when_some_come_to_nothing),
        cmocka_unit_test(one_event_in_so_many_years_is_worse_than_the_level),
        cmocka_unit_test(a_level_says_when_it_is_out_of_sight),
        cmocka_unit_test(more_years_never_lower_the_level),
        cmocka_unit_test(a_mix_takes_each_scenario_once_and_its_rate_as_it_is),
        cmocka_unit_test(a_bad_mix_is_refused_with_its_path),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
