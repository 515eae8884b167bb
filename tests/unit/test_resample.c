#include "base/pcg.h"
#include "checks.h"
#include "measure/resample.h"
#include "measure/statistics.h"

#include <stdlib.h>

enum { WORLDS = 202, PER_DRAW = 4 }; /* the last draw has two worlds */
static int64_t values[WORLDS], estimates[1 + RESAMPLES];

static void fill(uint64_t seed) {
    Pcg32 pcg;
    pcg32_seed(&pcg, seed, 9);
    for (int i = 0; i < WORLDS; i++) values[i] = pcg32_below(&pcg, 60);
}

/* Writes a resample out world by world. */
static int64_t p95_written_out(const Resampling *resampling, uint32_t resample) {
    int64_t *written = NULL;
    uint32_t count = 0;
    for (uint32_t i = 0; i < WORLDS; i++) {
        uint32_t times = resampling->times[resample * resampling->draws + i / PER_DRAW];
        written = heap_resize(written, count + times + 1, sizeof *written);
        for (uint32_t k = 0; k < times; k++) written[count++] = values[i];
    }
    Sample sample;
    sample_init(&sample, written, count);
    int64_t p95 = sample_quantile(&sample, 19, 20);
    sample_clear(&sample);
    free(written);
    return p95;
}

static void every_resample_has_the_percentile_of_its_worlds_written_out(void **state) {
    (void)state;
    Resampling resampling;
    fill(1);
    resampling_init(&resampling, 3, WORLDS, PER_DRAW);
    resampling_p95(&resampling, values, estimates);
    for (uint32_t r = 0; r <= RESAMPLES; r++) assert_int_equal(estimates[r], p95_written_out(&resampling, r));
    resampling_clear(&resampling);
}

static void a_resample_takes_as_many_draws_as_there_are(void **state) {
    (void)state;
    Resampling resampling;
    resampling_init(&resampling, 3, WORLDS, PER_DRAW);
    for (uint32_t r = 0; r <= RESAMPLES; r++) {
        uint32_t sum = 0;
        for (uint32_t d = 0; d < resampling.draws; d++) sum += resampling.times[r * resampling.draws + d];
        assert_int_equal(sum, resampling.draws);
    }
    resampling_clear(&resampling);
}

/* The 95th percentile of 0 … 59, equally likely, is 56 (57 of 60 are no greater). */
static void the_interval_holds_the_truth_about_nineteen_times_of_twenty(void **state) {
    (void)state;
    enum { TRIES = 300 };
    uint32_t held = 0;
    for (uint32_t t = 0; t < TRIES; t++) {
        Resampling resampling;
        fill(1000 + t);
        resampling_init(&resampling, t, WORLDS, PER_DRAW);
        resampling_p95(&resampling, values, estimates);
        Interval interval = resampling_interval(estimates, 1);
        held += interval.low <= 56 && 56 <= interval.high;
        resampling_clear(&resampling);
    }
    assert_true(held > TRIES * 9 / 10);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_resample_has_the_percentile_of_its_worlds_written_out),
        cmocka_unit_test(a_resample_takes_as_many_draws_as_there_are),
        cmocka_unit_test(the_interval_holds_the_truth_about_nineteen_times_of_twenty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
