/* The promises of docs/model.md, "Randomness", on random worlds with rules of every kind. */
#include "base/draw.h"
#include "checks.h"
#include "mixed_world.h"

/* ------------------------------------------------------------------ the same bits */

static Ensemble ensemble_at(Fixture *fixture, uint32_t threads) {
    Overlay overlays[2];
    ControlSet sets[2] = {fixture_set(fixture, "block", 2, &overlays[0]),
                          fixture_set(fixture, "slow", 1, &overlays[1])};
    const ControlSet *list[3] = {NULL, &sets[0], &sets[1]};
    EnsembleOptions options = {.seed = 5, .replications = 403, .threads = threads};
    Ensemble out;
    Error error;
    assert_true(ensemble_run(fixture->race, &fixture->parameters, &fixture->catalogue, list, 3, &options,
                             &out, &error));
    assert_int_equal(out.replications, 403);
    return out;
}

static void the_same_bits_at_1_2_7_and_16_threads(void **state) {
    (void)state;
    Fixture fixture;
    mixed_world_build(&fixture, (MixedShape){.msps = 6, .customers = 8, .responds = true});
    Ensemble one = ensemble_at(&fixture, 1);
    const uint32_t threads[] = {2, 7, 16};
    for (size_t i = 0; i < sizeof threads / sizeof *threads; i++) {
        Ensemble many = ensemble_at(&fixture, threads[i]);
        assert_memory_equal(many.hashes, one.hashes, 3 * sizeof *one.hashes);
        assert_memory_equal(many.values, one.values,
                            (size_t)3 * one.probe_count * one.stride * sizeof *one.values);
        ensemble_clear(&many);
    }
    assert_true(one.hashes[0] != one.hashes[1] && one.hashes[0] != one.hashes[2]);
    ensemble_clear(&one);
    fixture_clear(&fixture);
}

/* The second half of the worlds alone: the same values, and hashes that add up. */
static void worlds_begun_at_a_later_one_are_the_same_worlds(void **state) {
    (void)state;
    enum { WORLDS = 400 };
    Fixture fixture;
    mixed_world_build(&fixture, (MixedShape){.msps = 3, .customers = 4, .responds = true});
    const ControlSet *sets[] = {NULL};
    EnsembleOptions options = {.seed = 5, .replications = WORLDS, .threads = 2};
    Ensemble whole, early, late;
    Error error;
    assert_true(ensemble_run(fixture.race, &fixture.parameters, &fixture.catalogue, sets, 1, &options, &whole,
                             &error));
    options.replications = WORLDS / 2;
    assert_true(ensemble_run(fixture.race, &fixture.parameters, &fixture.catalogue, sets, 1, &options, &early,
                             &error));
    options.first = WORLDS / 2;
    assert_true(ensemble_run(fixture.race, &fixture.parameters, &fixture.catalogue, sets, 1, &options, &late,
                             &error));
    for (uint32_t probe = 0; probe < whole.probe_count; probe++) {
        assert_memory_equal(ensemble_values(&late, 0, probe), ensemble_values(&whole, 0, probe) + WORLDS / 2,
                            WORLDS / 2 * sizeof(int64_t));
    }
    assert_true(early.hashes[0] + late.hashes[0] == whole.hashes[0]);
    ensemble_clear(&late);
    ensemble_clear(&early);
    ensemble_clear(&whole);
    fixture_clear(&fixture);
}

static void a_run_that_another_thread_stops_keeps_what_is_whole(void **state) {
    (void)state;
    Fixture fixture;
    mixed_world_build(&fixture, (MixedShape){.msps = 3, .customers = 4, .responds = true});
    const ControlSet *sets[] = {NULL};
    const atomic_bool stop = true;
    EnsembleOptions options = {.seed = 5, .replications = 400, .stop = &stop};
    Ensemble none;
    Error error;
    assert_true(ensemble_run(fixture.race, &fixture.parameters, &fixture.catalogue, sets, 1, &options, &none,
                             &error));
    assert_int_equal(none.replications, 0);
    assert_true(none.partial);
    ensemble_clear(&none);
    fixture_clear(&fixture);
}

static void a_state_used_before_gives_what_a_fresh_one_gives(void **state) {
    (void)state;
    Fixture fixture;
    mixed_world_build(&fixture, (MixedShape){.msps = 5, .customers = 6, .responds = true});
    for (uint64_t i = 0; i < 300; i++) {
        fixture_run(&fixture, i);
        uint64_t used = fixture_hash(&fixture);
        RaceState *kept = fixture.state;
        fixture.state = race_state_create(fixture.race);
        fixture_run(&fixture, i);
        assert_true(fixture_hash(&fixture) == used);
        race_state_destroy(fixture.state);
        fixture.state = kept;
    }
    fixture_clear(&fixture);
}

static void watching_a_replication_does_not_change_it(void **state) {
    (void)state;
    Fixture fixture;
    mixed_world_build(&fixture, (MixedShape){.msps = 5, .customers = 6, .responds = true});
    HappeningVec log = {0};
    for (uint64_t i = 0; i < 500; i++) {
        fixture_run(&fixture, i);
        uint64_t unseen = fixture_hash(&fixture);
        log.count = 0;
        race_state_log(fixture.state, &log);
        fixture_run(&fixture, i);
        race_state_log(fixture.state, NULL);
        assert_true(fixture_hash(&fixture) == unseen);
    }
    vec_clear(&log);
    fixture_clear(&fixture);
}

static void weights_taken_over_from_another_set_are_those_evaluated_alone(void **state) {
    (void)state;
    Fixture fixture;
    mixed_world_build(&fixture, (MixedShape){.msps = 5, .customers = 6, .responds = true});
    Overlay overlay;
    ControlSet set = fixture_set(&fixture, "slow", 2, &overlay);
    Error error;
    Weights *alone = weights_create(fixture.race, &set, &error),
            *like = weights_create(fixture.race, &set, &error);
    weights_evaluate(alone, &fixture.draw);
    weights_evaluate_like(like, &fixture.draw, fixture.weights);
    Weights *mine = fixture.weights;
    for (uint64_t i = 0; i < 300; i++) {
        fixture.weights = alone;
        fixture_run(&fixture, i);
        uint64_t hash = fixture_hash(&fixture);
        fixture.weights = like;
        fixture_run(&fixture, i);
        assert_true(fixture_hash(&fixture) == hash);
    }
    fixture.weights = mine;
    weights_destroy(like);
    weights_destroy(alone);
    fixture_clear(&fixture);
}

/* ------------------------------------------------------------------ what else is in the world */

static bool is_strange(const Fixture *fixture, AssetId asset) {
    return strncmp(world_asset_profile(fixture->world, asset)->label, "a stranger", 10) == 0;
}

/* Names, states, times and machines of what was taken, the stranger's left out, in an order-free sum. */
static uint64_t known_taken(const Fixture *fixture) {
    TakenVec taken = {0};
    uint64_t sum = 0;
    race_taken(fixture->race, fixture->state, &taken);
    for (uint32_t i = 0; i < taken.count; i++) {
        const Taken *one = &taken.items[i];
        if (is_strange(fixture, one->asset)) continue;
        Name name = name_at(fixture->world->assets[one->asset].name, one->state);
        sum += name_join(name, (uint64_t)one->at << 32 | one->machines);
    }
    vec_clear(&taken);
    return sum;
}

static void an_unrelated_organisation_changes_no_other_draw(void **state) {
    (void)state;
    Fixture without, with;
    MixedShape shape = {.msps = 5, .customers = 6, .responds = true};
    mixed_world_build(&without, shape);
    shape.stranger = true;
    mixed_world_build(&with, shape);
    for (uint64_t i = 0; i < 2000; i++) {
        fixture_run(&without, i);
        fixture_run(&with, i);
        assert_true(known_taken(&without) == known_taken(&with));
    }
    fixture_clear(&without);
    fixture_clear(&with);
}

/* ------------------------------------------------------------------ promise 3 */

static void assert_never_worse(Fixture *fixture, const char *control, uint32_t worlds) {
    uint32_t places = fixture->world->asset_count * STATE_COUNT, changed = 0;
    Fall *falls = heap_take((size_t)LEVELS * places, sizeof *falls);
    Weights *levels[LEVELS], *mine = fixture->weights;
    for (uint8_t level = 0; level < LEVELS; level++) {
        Overlay overlay;
        ControlSet set = fixture_set(fixture, control, level, &overlay);
        Error error;
        levels[level] = weights_create(fixture->race, &set, &error);
        weights_evaluate(levels[level], &fixture->draw);
    }
    for (uint32_t world = 0; world < worlds; world++)
        for (uint32_t level = 0; level < LEVELS; level++) {
            fixture->weights = levels[level];
            fixture_run(fixture, world);
            Fall *now = falls + (size_t)level * places;
            mixed_world_falls(fixture, now);
            if (level == 0) continue;
            if (mixed_world_is_worse(now, now - places, places))
                fail_msg("%s at level %u, world %u", control, level, world);
            changed += memcmp(now, now - places, places * sizeof *now) != 0;
        }
    assert_true(changed > worlds / 2); /* the control does something in most worlds */
    fixture->weights = mine;
    for (uint32_t level = 0; level < LEVELS; level++) weights_destroy(levels[level]);
    free(falls);
}

static void without_a_response_no_world_gets_worse_when_a_control_rises(void **state) {
    (void)state;
    Fixture fixture;
    mixed_world_build(&fixture, (MixedShape){.msps = 8, .customers = 10});
    assert_true(fixture.world->asset_count > 250);
    assert_never_worse(&fixture, "block", 1500);
    assert_never_worse(&fixture, "slow", 1500);
    assert_never_worse(&fixture, "limit", 1500);
    fixture_clear(&fixture);
}

/* A noisy first step draws the alarm that saves the second customer. Where `block` stops the noisy step,
 * nobody unplugs anything, and the quiet step goes through. */
static void with_a_response_a_smaller_fire_can_be_noticed_later_and_cost_more(void **state) {
    (void)state;
    Fixture fixture;
    fixture_init(&fixture);
    OrgId msp = fixture_org(&fixture, ORG_msp, "msp", NONE);
    AssetId server = fixture_asset(&fixture, ASSET_rmm_server, "server");
    fixture_org(&fixture, ORG_customer, "first", msp);
    AssetId first = fixture_asset(&fixture, ASSET_data_store, "first data");
    fixture_org(&fixture, ORG_customer, "second", msp);
    AssetId second = fixture_asset(&fixture, ASSET_mail_system, "second mail");
    fixture_access(&fixture, server, first, ACCESS_rmm_agent);
    fixture_access(&fixture, server, second, ACCESS_rmm_agent);
    fixture_entry(&fixture, "break in", ASSET_rmm_server, STATE_control, 1, 60);
    Rule *noisy = fixture_via(&fixture, "noisy", ASSET_rmm_server, STATE_control, ACCESS_rmm_agent,
                              ASSET_data_store, STATE_encrypted, 1, 600);
    fixture_notice(noisy, NOTICE_BY_PROVIDER, 1, 60);
    fixture_use(&fixture, noisy, "block");
    Rule *quiet = fixture_via(&fixture, "quiet", ASSET_rmm_server, STATE_control, ACCESS_rmm_agent,
                              ASSET_mail_system, STATE_encrypted, 1, 7200);
    quiet->needs_source_at_arrival = true;
    fixture_response(&fixture, "pull the plug", ORG_msp, TRIGGER_NOTICE, 600)->contain = CONTAIN_OWN;
    fixture_compile(&fixture);
    Overlay overlay;
    ControlSet set = fixture_set(&fixture, "block", 3, &overlay);
    uint32_t saved_before = 0, lost_after = 0, worlds = 400;
    for (uint32_t i = 0; i < worlds; i++) {
        fixture_run(&fixture, i);
        saved_before += fixture_taken_at(&fixture, second, STATE_encrypted) == NEVER;
    }
    fixture_weigh(&fixture, &set);
    for (uint32_t i = 0; i < worlds; i++) {
        fixture_run(&fixture, i);
        bool blocked = fixture_taken_at(&fixture, first, STATE_encrypted) == NEVER;
        bool lost = fixture_taken_at(&fixture, second, STATE_encrypted) == 60 + 7200;
        assert_int_equal(lost, blocked);
        lost_after += lost;
    }
    assert_int_equal(saved_before, worlds);
    assert_close(lost_after / (double)worlds, 0.8, 0.09);
    fixture_clear(&fixture);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_bits_at_1_2_7_and_16_threads),
        cmocka_unit_test(worlds_begun_at_a_later_one_are_the_same_worlds),
        cmocka_unit_test(a_run_that_another_thread_stops_keeps_what_is_whole),
        cmocka_unit_test(a_state_used_before_gives_what_a_fresh_one_gives),
        cmocka_unit_test(watching_a_replication_does_not_change_it),
        cmocka_unit_test(weights_taken_over_from_another_set_are_those_evaluated_alone),
        cmocka_unit_test(an_unrelated_organisation_changes_no_other_draw),
        cmocka_unit_test(without_a_response_no_world_gets_worse_when_a_control_rises),
        cmocka_unit_test(with_a_response_a_smaller_fire_can_be_noticed_later_and_cost_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
