/* Control sets that walk together give the same bits as each alone. */
#include "base/draw.h"
#include "checks.h"
#include "mixed_world.h"
#include "race/sets.h"

enum { OVERLAYS = 3 };

static const char *const CONTROLS[] = {"block", "slow", "limit", "notice", "react", "recover"};
enum { CONTROL_COUNT = 6 };

/* A number below the bound; the same one for the same words. */
static uint32_t pick(uint64_t set, uint32_t place, uint32_t bound) {
    return (uint32_t)((draw_bits(set, draw_key(name_of("pick"), DRAW_STAGE, place)) >> 32) * bound >> 32);
}

typedef struct Sets {
    ControlSet sets[SETS_MAX];
    Overlay overlays[SETS_MAX][OVERLAYS];
    const ControlSet *list[SETS_MAX];
} Sets;

/* Random control sets; the first is the world as it is. Some share a control out to a part of a kind. */
static void sets_fill(Sets *sets, Fixture *fixture, uint32_t controls, bool shares) {
    for (uint32_t s = 0; s < SETS_MAX; s++) {
        for (uint32_t i = 0; i < OVERLAYS; i++) {
            Overlay *overlay = &sets->overlays[s][i];
            const char *control = CONTROLS[pick(s, 10 * i, controls)];
            *overlay = (Overlay){.who = org_selector_all(), .at_least = pick(s, 10 * i + 1, 2)};
            overlay->control = (uint32_t)catalogue_find(&fixture->catalogue, control);
            overlay->level = (uint8_t)pick(s, 10 * i + 2, LEVELS);
            if (pick(s, 10 * i + 3, 2)) overlay->who.kinds = (uint8_t)(1u << pick(s, 10 * i + 4, 3));
            overlay->who.share_key = name_of(control);
            if (shares && pick(s, 10 * i + 5, 3) == 0) overlay->who.share = 0.5;
        }
        sets->sets[s] = (ControlSet){.id = "set",
                                     .title = "set",
                                     .summary = "",
                                     .overlays = sets->overlays[s],
                                     .overlay_count = OVERLAYS};
        sets->list[s] = s ? &sets->sets[s] : NULL;
    }
}

typedef struct Apart {
    uint32_t hashes, metrics; /* how often two sets of one walk differ, to show that they do */
} Apart;

static void assert_as_each_alone(Fixture *fixture, const Sets *sets, uint32_t count, uint32_t worlds,
                                 Apart *apart) {
    uint32_t probes = fixture->adversary.probes.count;
    int64_t *together = heap_take((size_t)count * probes, sizeof *together);
    int64_t *alone = heap_take(probes, sizeof *alone);
    RaceState *other = race_state_create(fixture->race);
    Error error;
    Weights *walk = weights_create_sets(fixture->race, sets->list, count, &error), *single[SETS_MAX];
    if (!walk) fail_msg("%s", error.text);
    weights_evaluate(walk, &fixture->draw);
    for (uint32_t s = 0; s < count; s++) {
        single[s] = weights_create(fixture->race, sets->list[s], &error);
        weights_evaluate_like(single[s], &fixture->draw, walk);
    }
    for (uint32_t world = 0; world < worlds; world++) {
        RaceOptions options = {.seed = 3, .replication = world, .response_off = fixture->response_off};
        uint64_t hashes[SETS_MAX];
        race_run(fixture->race, walk, fixture->state, options, together);
        race_state_hashes(fixture->state, hashes);
        for (uint32_t s = 0; s < count; s++) {
            race_run(fixture->race, single[s], other, options, alone);
            if (race_state_hash(other) != hashes[s])
                fail_msg("world %u, set %u of %u: other states", world, s, count);
            assert_memory_equal(alone, together + (size_t)s * probes, probes * sizeof *alone);
            apart->hashes += hashes[s] != hashes[0];
            apart->metrics += memcmp(alone, together, probes * sizeof *alone) != 0;
        }
    }
    for (uint32_t s = 0; s < count; s++) weights_destroy(single[s]);
    weights_destroy(walk);
    race_state_destroy(other);
    free(alone);
    free(together);
}

static void assert_sets_walk(MixedShape shape, uint32_t controls, uint32_t count, uint32_t worlds) {
    static Sets sets;
    Fixture fixture;
    Apart apart = {0, 0};
    mixed_world_build(&fixture, shape);
    sets_fill(&sets, &fixture, controls, !shape.intervenes || count < 10);
    assert_as_each_alone(&fixture, &sets, count, worlds, &apart);
    fixture_clear(&fixture);
    if (count == 1) return;
    assert_true(apart.hashes > worlds * count / 4);
    assert_true(apart.metrics > worlds * count / 4);
}

static void sets_give_the_same_bits_together_and_alone_without_a_response(void **state) {
    (void)state;
    assert_sets_walk((MixedShape){.msps = 6, .customers = 5}, 3, 64, 60);
}

static void sets_give_the_same_bits_together_and_alone_with_a_response(void **state) {
    (void)state;
    assert_sets_walk((MixedShape){.msps = 6, .customers = 5, .responds = true}, CONTROL_COUNT, 64, 60);
}

static void sets_give_the_same_bits_when_everything_intervenes(void **state) {
    (void)state;
    MixedShape shape = {.msps = 5, .customers = 6, .responds = true, .intervenes = true};
    assert_sets_walk(shape, CONTROL_COUNT, 64, 60);
    shape.responds = false;
    assert_sets_walk(shape, CONTROL_COUNT, 64, 30);
}

static const MixedShape ADVISED = {.msps = 40, .customers = 2, .responds = true, .advises = true};

static void sets_give_the_same_bits_when_many_are_told_at_once(void **state) {
    (void)state;
    assert_sets_walk(ADVISED, CONTROL_COUNT, 64, 25);
}

/* A replication that is logged has everybody hear at once. */
static void what_waits_to_be_heard_is_as_if_it_had_been_heard_at_once(void **state) {
    (void)state;
    static Sets sets;
    Fixture fixture;
    HappeningVec log = {0};
    uint32_t warned = 0;
    mixed_world_build(&fixture, ADVISED);
    sets_fill(&sets, &fixture, CONTROL_COUNT, true);
    uint32_t probes = fixture.adversary.probes.count;
    int64_t *late = heap_take(probes, sizeof *late), *at_once = heap_take(probes, sizeof *at_once);
    for (uint32_t s = 0; s < SETS_MAX; s++) {
        Error error;
        Weights *weights = weights_create(fixture.race, sets.list[s], &error);
        weights_evaluate(weights, &fixture.draw);
        for (uint32_t world = 0; world < 24; world++) {
            RaceOptions options = {.seed = 5, .replication = world};
            race_run(fixture.race, weights, fixture.state, options, late);
            uint64_t hash = race_state_hash(fixture.state);
            log.count = 0;
            race_state_log(fixture.state, &log);
            race_run(fixture.race, weights, fixture.state, options, at_once);
            race_state_log(fixture.state, NULL);
            if (race_state_hash(fixture.state) != hash) fail_msg("world %u, set %u: other states", world, s);
            assert_memory_equal(late, at_once, probes * sizeof *late);
            for (uint32_t i = 0; i < log.count; i++) warned += log.items[i].kind == HAPPENED_WARNED;
        }
        weights_destroy(weights);
    }
    assert_true(warned > SETS_MAX * 24 * 10);
    free(late);
    free(at_once);
    vec_clear(&log);
    fixture_clear(&fixture);
}

/* A study that reads one thing, and walks no further than that can change. */
static void what_nobody_reads_changes_nothing_that_is_read(void **state) {
    (void)state;
    static Sets sets;
    const MixedShape shapes[] = {ADVISED, {.msps = 6, .customers = 5, .responds = true, .intervenes = true}};
    for (size_t k = 0; k < sizeof shapes / sizeof *shapes; k++) {
        Fixture fixture;
        Ensemble all, one;
        Error error;
        mixed_world_build(&fixture, shapes[k]);
        sets_fill(&sets, &fixture, CONTROL_COUNT, true);
        EnsembleOptions options = {.seed = 9, .replications = 60, .threads = 1};
        assert_true(ensemble_run(fixture.race, &fixture.parameters, &fixture.catalogue, sets.list, 40,
                                 &options, &all, &error));
        for (uint32_t probe = 0; probe < all.probe_count; probe++) {
            options.wanted = &probe;
            options.wanted_count = 1;
            assert_true(ensemble_run(fixture.race, &fixture.parameters, &fixture.catalogue, sets.list, 40,
                                     &options, &one, &error));
            for (uint32_t s = 0; s < 40; s++)
                assert_memory_equal(ensemble_values(&one, s, probe), ensemble_values(&all, s, probe),
                                    all.stride * sizeof(int64_t));
            ensemble_clear(&one);
        }
        ensemble_clear(&all);
        fixture_clear(&fixture);
    }
}

static void any_number_of_sets_can_walk(void **state) {
    (void)state;
    const MixedShape shape = {.msps = 4, .customers = 4, .responds = true, .intervenes = true};
    const uint32_t counts[] = {1, 2, 3, 31, 33, 63};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        assert_sets_walk(shape, CONTROL_COUNT, counts[i], 15);
}

static void assert_same_as_alone(Fixture *fixture, const ControlSet *set, const EnsembleOptions *options,
                                 const Ensemble *together, uint32_t index) {
    Ensemble alone;
    Error error;
    assert_true(ensemble_run(fixture->race, &fixture->parameters, &fixture->catalogue, &set, 1, options,
                             &alone, &error));
    assert_true(alone.hashes[0] == together->hashes[index]);
    assert_memory_equal(alone.values, ensemble_values(together, index, 0),
                        (size_t)alone.probe_count * alone.stride * sizeof *alone.values);
    ensemble_clear(&alone);
}

/* Whatever walks with whom, and whatever is run only once because it does the same. */
static void an_ensemble_of_more_sets_than_one_walk_takes_has_them_in_order(void **state) {
    (void)state;
    enum { SETS = 150, WORLDS = 12 };
    static Sets sets;
    Fixture fixture;
    mixed_world_build(&fixture, (MixedShape){.msps = 4, .customers = 4, .responds = true});
    sets_fill(&sets, &fixture, CONTROL_COUNT, true);
    const ControlSet *many[SETS];
    for (uint32_t i = 0; i < SETS; i++) many[i] = sets.list[i % 37];
    EnsembleOptions options = {.seed = 9, .replications = WORLDS};
    Ensemble out;
    Error error;
    assert_true(ensemble_run(fixture.race, &fixture.parameters, &fixture.catalogue, many, SETS, &options,
                             &out, &error));
    for (uint32_t i = 0; i < SETS; i++) assert_same_as_alone(&fixture, many[i], &options, &out, i);
    assert_true(out.hashes[1] != out.hashes[2]);
    ensemble_clear(&out);
    fixture_clear(&fixture);
}

/* ------------------------------------------------------------------ what the sets share */

static void a_chain_tells_sets_apart_only_where_something_did(void **state) {
    (void)state;
    LinkPool pool = {.size = sizeof(Link) + sizeof(uint64_t)};
    struct Number {
        Link link;
        uint64_t value;
    } const blank = {.value = 7};
    Link *chain = NULL;
    SetMask sets = 0xff;
    assert_null(chain_of(chain, &sets));
    assert_true(sets == 0xff);
    ((struct Number *)chain_own(&pool, &chain, 0xf0, &blank, sizeof blank))->value = 8;
    sets = 0xc0;
    assert_int_equal(((struct Number *)chain_of(chain, &sets))->value, 8);
    assert_true(sets == 0xc0);
    sets = 0xff;
    assert_null(chain_of(chain, &sets)); /* the lowest set has met nothing */
    assert_true(sets == 0x0f);
    struct Number *split = (struct Number *)chain_own(&pool, &chain, 0x30, &blank, sizeof blank);
    assert_int_equal(split->value, 8); /* as it was before it was split off */
    assert_int_equal(pool.left, LINKS_LEAST - 2);
    chain_join(&chain, &pool, &split->link);
    sets = 0xf0;
    chain_of(chain, &sets);
    assert_true(sets == 0xf0); /* together again */
    chain_own(&pool, &chain, 0x01, &blank, sizeof blank);
    assert_int_equal(pool.left, LINKS_LEAST - 2); /* in the link that was left over */
    pool_clear(&pool);
}

static void a_sum_by_sets_is_the_same_however_dense_its_masks(void **state) {
    (void)state;
    Tally tally = {.all = sets_upto(64)};
    int64_t plain[64] = {0};
    for (uint32_t i = 0; i < 500; i++) {
        SetMask sets = draw_bits(i, draw_key(name_of("mask"), DRAW_STAGE, 0));
        if (i % 3 == 0) sets |= draw_bits(i, draw_key(name_of("more"), DRAW_STAGE, 0));
        if (i % 7 == 0) sets = ~UINT64_C(0);
        int64_t value = (int64_t)i * 1000 - 200000;
        tally_add(&tally, sets, value);
        tally_count(&tally, sets);
        for (uint32_t s = 0; s < 64; s++)
            if (sets >> s & 1u) plain[s] += value + 1;
    }
    for (uint32_t s = 0; s < 64; s++) assert_int_equal(tally_of(&tally, s), plain[s]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sets_give_the_same_bits_together_and_alone_without_a_response),
        cmocka_unit_test(sets_give_the_same_bits_together_and_alone_with_a_response),
        cmocka_unit_test(sets_give_the_same_bits_when_everything_intervenes),
        cmocka_unit_test(sets_give_the_same_bits_when_many_are_told_at_once),
        cmocka_unit_test(what_waits_to_be_heard_is_as_if_it_had_been_heard_at_once),
        cmocka_unit_test(what_nobody_reads_changes_nothing_that_is_read),
        cmocka_unit_test(any_number_of_sets_can_walk),
        cmocka_unit_test(an_ensemble_of_more_sets_than_one_walk_takes_has_them_in_order),
        cmocka_unit_test(a_chain_tells_sets_apart_only_where_something_did),
        cmocka_unit_test(a_sum_by_sets_is_the_same_however_dense_its_masks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
