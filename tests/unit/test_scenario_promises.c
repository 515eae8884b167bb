/* Promises of docs/model.md, "Randomness", at the size of a shipped scenario. */
#include "checks.h"
#include "race/ensemble.h"
#include "script/scenario.h"

#include <stdlib.h>
#include <string.h>

typedef struct Play {
    Scenario scenario;
    World *world;
    Race *race;
    Weights *weights;
    RaceState *state;
    ParameterDraw draw;
    int64_t *metrics;
} Play;

/* A vendor of its own with a hundred customers, whose servers are what nobody else's are. */
static void add_strangers(Blueprint *blueprint) {
    static const struct {
        OrgKind kind;
        const char *label;
        AssetKind asset;
    } strangers[] = {{ORG_vendor, "strange vendor", ASSET_update_server},
                     {ORG_customer, "strange customer", ASSET_mail_system},
                     {ORG_observer, "strange observer", ASSET_data_store}};
    uint32_t vendor = blueprint->orgs.count;
    for (uint32_t i = 0; i < 3; i++) {
        OrgProfile profile = {.kind = strangers[i].kind,
                              .label = strangers[i].label,
                              .title = strangers[i].label,
                              .country = "",
                              .sector = "",
                              .calendar = calendar_always()};
        OrgSpec spec = {.parent = i == 1 ? vendor : NONE,
                        .profile = profile,
                        .is_population = i == 1,
                        .count = {.kind = DISTRIBUTION_FIXED, .a = {PARAMETER_NONE, 100}}};
        vec_push(&blueprint->orgs, spec);
        AssetProfile asset = {.kind = strangers[i].asset, .label = "strange thing", .flaw = NONE};
        vec_push(&blueprint->assets, (AssetSpec){.org = vendor + i, .profile = asset});
    }
}

static void play_init(Play *play, bool strangers) {
    Error error = {{0}};
    Scenario *s = &play->scenario;
    if (!scenario_read(s, KEYFALL_SOURCE_DIR, "kaseya-2021", &error)) fail_msg("%s", error.text);
    if (strangers) add_strangers(&s->blueprint);
    if (!blueprint_expand(&s->blueprint, &s->parameters, &s->catalogue, s->kit, 1, &play->world, &error) ||
        !race_compile(play->world, &s->adversary, &s->parameters, &s->catalogue, s->kit, &play->race, &error))
        fail_msg("%s", error.text);
    play->weights = weights_create(play->race, NULL, &error);
    assert_non_null(play->weights);
    play->state = race_state_create(play->race);
    play->metrics = heap_take(s->adversary.probes.count, sizeof *play->metrics);
    parameter_draw_init(&play->draw, &s->parameters, &s->catalogue);
}

static void play_clear(Play *play) {
    parameter_draw_clear(&play->draw);
    free(play->metrics);
    race_state_destroy(play->state);
    weights_destroy(play->weights);
    race_destroy(play->race);
    world_destroy(play->world);
    scenario_clear(&play->scenario);
}

static void play_run(Play *play, uint32_t replication) {
    Scenario *s = &play->scenario;
    parameter_draw_fill(&play->draw, &s->parameters, &s->catalogue, 1, replication / 4, SCOPE_ALL);
    weights_evaluate(play->weights, &play->draw);
    race_run(play->race, play->weights, play->state,
             (RaceOptions){.seed = 1, .draw = replication / 4, .replication = replication}, play->metrics);
}

/* Names, states, times, machines and containment of all that was taken, whatever their order. */
static uint64_t sum_of(const Play *play) {
    TakenVec taken = {0};
    uint64_t sum = 0;
    race_taken(play->race, play->state, &taken);
    for (uint32_t i = 0; i < taken.count; i++) {
        const Taken *one = &taken.items[i];
        Name name = name_at(play->world->assets[one->asset].name, one->state);
        name = name_join(name, (uint64_t)one->at << 32 | one->machines);
        sum += name_join(name, race_asset_contained_at(play->state, one->asset));
    }
    vec_clear(&taken);
    return sum;
}

static void strangers_change_no_draw_in_a_world_of_forty_thousand(void **state) {
    (void)state;
    Play without, with;
    play_init(&without, false);
    play_init(&with, true);
    assert_true(without.world->org_count > 30000);
    assert_int_equal(with.world->org_count, without.world->org_count + 102);
    uint64_t seen = 0;
    for (uint32_t replication = 0; replication < 60; replication++) {
        play_run(&without, replication);
        play_run(&with, replication);
        assert_true(sum_of(&without) == sum_of(&with));
        assert_memory_equal(without.metrics, with.metrics,
                            without.scenario.adversary.probes.count * sizeof *with.metrics);
        seen |= sum_of(&without);
    }
    assert_true(seen != 0);
    play_clear(&without);
    play_clear(&with);
}

static bool play_ensemble(const Play *play, const uint32_t *wanted, uint32_t threads, Ensemble *out) {
    const Scenario *s = &play->scenario;
    const ControlSet *as_it_was = NULL;
    Error error;
    EnsembleOptions options = {
        .seed = 4, .replications = 40, .threads = threads, .wanted = wanted, .wanted_count = wanted ? 1 : 0};
    return ensemble_run(play->race, &s->parameters, &s->catalogue, &as_it_was, 1, &options, out, &error);
}

/* Who reads the hit alone walks no further than the attack; who reads containment walks to the end. */
static void a_measure_is_the_same_whatever_else_is_read(void **state) {
    (void)state;
    Play play;
    Ensemble all, one;
    play_init(&play, false);
    assert_true(play_ensemble(&play, NULL, 2, &all));
    for (uint32_t probe = 0; probe < all.probe_count; probe++) {
        assert_true(play_ensemble(&play, &probe, 1, &one));
        if (memcmp(ensemble_values(&one, 0, probe), ensemble_values(&all, 0, probe), 40 * sizeof(int64_t)) !=
            0)
            fail_msg("%s: other values", play.scenario.adversary.probes.items[probe].id);
        ensemble_clear(&one);
    }
    ensemble_clear(&all);
    play_clear(&play);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_measure_is_the_same_whatever_else_is_read),
        cmocka_unit_test(strangers_change_no_draw_in_a_world_of_forty_thousand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
