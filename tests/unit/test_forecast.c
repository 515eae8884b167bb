/* Forecasts: the past stays the truth's, the future is open, and on average nothing has been made up. */
#include "checks.h"
#include "mixed_world.h"

#include <math.h>

enum { CUT = 9000 };

static void forecast(Fixture *fixture, uint64_t truth, uint64_t future, uint32_t cut) {
    RaceOptions options = {.seed = fixture->seed,
                           .replication = truth,
                           .response_off = fixture->response_off,
                           .future = future,
                           .cut = cut};
    race_run(fixture->race, fixture->weights, fixture->state, options, fixture->metrics);
}

/* An order-free sum over what was taken up to a second. */
static uint64_t taken_by(const Fixture *fixture, uint32_t by) {
    TakenVec taken = {0};
    uint64_t sum = 0;
    race_taken(fixture->race, fixture->state, &taken);
    for (uint32_t i = 0; i < taken.count; i++)
        if (taken.items[i].at <= by)
            sum += name_join(name_at(taken.items[i].asset, taken.items[i].state), taken.items[i].at);
    vec_clear(&taken);
    return sum;
}

static uint64_t known_by(const Fixture *fixture, uint32_t by) {
    uint64_t sum = taken_by(fixture, by);
    for (OrgId org = 0; org < fixture->world->org_count; org++) {
        uint32_t noticed = race_org_noticed_at(fixture->state, org),
                 warned = race_org_warned_at(fixture->state, org);
        if (noticed <= by) sum += name_join(name_at(org, 1), noticed);
        if (warned <= by) sum += name_join(name_at(org, 2), warned);
    }
    for (AssetId asset = 0; asset < fixture->world->asset_count; asset++) {
        uint32_t at = race_asset_contained_at(fixture->state, asset);
        if (at <= by) sum += name_join(name_at(asset, 3), at);
    }
    return sum;
}

static void what_is_past_stays_and_what_is_to_come_is_open(void **state) {
    (void)state;
    Fixture fixture;
    uint32_t others = 0;
    mixed_world_build(&fixture, (MixedShape){.msps = 5, .customers = 6, .responds = true});
    for (uint64_t truth = 0; truth < 200; truth++) {
        fixture_run(&fixture, truth);
        uint64_t past = known_by(&fixture, CUT), whole = fixture_hash(&fixture);
        for (uint64_t future = 1; future <= 5; future++) {
            forecast(&fixture, truth, future, CUT);
            assert_true(known_by(&fixture, CUT) == past);
            others += fixture_hash(&fixture) != whole;
        }
        forecast(&fixture, truth, 1, fixture.adversary.horizon);
        assert_true(fixture_hash(&fixture) == whole); /* nothing is left to come */
    }
    assert_true(others > 800);
    fixture_clear(&fixture);
}

typedef struct Sum {
    double count, sum, squares;
} Sum;

static void add(Sum *sum, double value) {
    sum->count++;
    sum->sum += value;
    sum->squares += value * value;
}

static double mean(const Sum *sum) {
    return sum->sum / sum->count;
}

/* Squared standard error of the mean. */
static double error_of(const Sum *sum) {
    return (sum->squares / sum->count - mean(sum) * mean(sum)) / (sum->count - 1);
}

/* One future of each of many truths, against as many truths of their own: four standard errors. */
static void assert_unbiased(Fixture *fixture, uint32_t cut, uint32_t worlds) {
    const uint32_t probes[] = {METRIC_CUSTOMERS, METRIC_MACHINES, METRIC_DISRUPTED, METRIC_DEPTH,
                               METRIC_OPERATIONS_HOURS};
    Sum truths[sizeof probes / sizeof *probes] = {{0}}, futures[sizeof probes / sizeof *probes] = {{0}};
    for (uint64_t world = 0; world < worlds; world++) {
        fixture_run(fixture, world);
        for (size_t i = 0; i < sizeof probes / sizeof *probes; i++)
            add(&truths[i], (double)fixture->metrics[probes[i]]);
        forecast(fixture, worlds + world, 1, cut);
        for (size_t i = 0; i < sizeof probes / sizeof *probes; i++)
            add(&futures[i], (double)fixture->metrics[probes[i]]);
    }
    for (size_t i = 0; i < sizeof probes / sizeof *probes; i++) {
        double apart = fabs(mean(&truths[i]) - mean(&futures[i]));
        double allowed = 4 * sqrt(error_of(&truths[i]) + error_of(&futures[i])) + 1e-9;
        if (apart > allowed)
            fail_msg("probe %u, cut %u: %g in truths, %g in forecasts", probes[i], cut, mean(&truths[i]),
                     mean(&futures[i]));
    }
}

static void averaged_over_truths_forecasts_are_the_unconditional_run(void **state) {
    (void)state;
    const uint32_t cuts[] = {0, 1500, 4000, CUT, 20000};
    Fixture fixture;
    mixed_world_build(&fixture, (MixedShape){.msps = 5, .customers = 6, .responds = true});
    for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++) assert_unbiased(&fixture, cuts[i], 6000);
    fixture_clear(&fixture);
}

/* A step with odds p and an exponential delay of mean m, not seen by a: it works with p S / (1 − p + p S),
 * and what is left of its delay is as long as the whole. */
static void a_step_that_has_not_come_is_less_likely_to_and_ages_as_its_delay_does(void **state) {
    (void)state;
    enum { FUTURES = 20000 };
    const double odds = 0.6, mean_delay = 2000, age = 3000;
    Fixture fixture;
    fixture_init(&fixture);
    fixture_org(&fixture, ORG_msp, "msp", NONE);
    AssetId server = fixture_asset(&fixture, ASSET_rmm_server, "server");
    fixture_entry(&fixture, "break in", ASSET_rmm_server, STATE_control, odds, 1)->after =
        fixture_exponential(mean_delay);
    fixture_compile(&fixture);
    uint64_t truth = 0; /* one that has not come by then */
    for (;; truth++) {
        fixture_run(&fixture, truth);
        if (fixture_taken_at(&fixture, server, STATE_control) > (uint32_t)age) break;
    }
    double came = 0, later = 0;
    for (uint64_t future = 1; future <= FUTURES; future++) {
        forecast(&fixture, truth, future, (uint32_t)age);
        uint32_t at = fixture_taken_at(&fixture, server, STATE_control);
        if (at == NEVER) continue;
        came++;
        later += at - age;
    }
    double survives = exp(-age / mean_delay);
    double expected = odds * survives / (1 - odds + odds * survives);
    assert_true(fabs(came / FUTURES - expected) < 4 * sqrt(expected * (1 - expected) / FUTURES));
    assert_true(fabs(later / came - mean_delay) < 4 * mean_delay / sqrt(came));
    fixture_clear(&fixture);
}

/* The truth's luck that many share is known to a forecast as it is to the truth. */
static void shared_luck_stays_the_truths(void **state) {
    (void)state;
    Fixture fixture;
    fixture_init(&fixture);
    fixture_org(&fixture, ORG_msp, "msp", NONE);
    AssetId server = fixture_asset(&fixture, ASSET_rmm_server, "server");
    vec_push(&fixture.adversary.shocks,
             (Shock){name_of("skill"), "skill", "test:1", fixture_number(0.5), -1});
    fixture_entry(&fixture, "break in", ASSET_rmm_server, STATE_control, 1, 500)->shock = 0;
    fixture_compile(&fixture);
    uint32_t fell = 0;
    for (uint64_t truth = 0; truth < 60; truth++) {
        fixture_run(&fixture, truth);
        uint32_t at = fixture_taken_at(&fixture, server, STATE_control);
        for (uint64_t future = 1; future <= 3; future++) {
            forecast(&fixture, truth, future, 100);
            assert_int_equal(fixture_taken_at(&fixture, server, STATE_control), at);
        }
        fell += at != NEVER;
    }
    assert_true(fell > 15 && fell < 45);
    fixture_clear(&fixture);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_past_stays_and_what_is_to_come_is_open),
        cmocka_unit_test(averaged_over_truths_forecasts_are_the_unconditional_run),
        cmocka_unit_test(a_step_that_has_not_come_is_less_likely_to_and_ages_as_its_delay_does),
        cmocka_unit_test(shared_luck_stays_the_truths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
