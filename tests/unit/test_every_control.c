/* Promise 3 of docs/model.md for every control of the catalogue that ships: with the response off, no world
 * gets worse when its level rises by one, whatever a parameter draw says of its strength, alone or beside all
 * the others. */
#include "checks.h"
#include "mixed_world.h"

#include <stdlib.h>

enum { WORLDS = 2000, WORLDS_PER_DRAW = 10 };

static bool is_promised(const Control *control) {
    return control_effect(control, MECHANISM_BLOCK) || control_effect(control, MECHANISM_SLOW) ||
           control_effect(control, MECHANISM_LIMIT);
}

typedef struct Levels {
    Weights *weights[LEVELS];
} Levels;

/* Everybody has every control at `base`, and this one at its level. */
static Levels levels_of(const Fixture *fixture, uint32_t control, uint8_t base) {
    Levels levels;
    Overlay *overlays = heap_take(fixture->catalogue.count, sizeof *overlays);
    for (uint8_t level = 0; level < LEVELS; level++) {
        Error error;
        for (uint32_t i = 0; i < fixture->catalogue.count; i++)
            overlays[i] =
                (Overlay){.who = org_selector_all(), .control = i, .level = i == control ? level : base};
        ControlSet set = {.id = "test",
                          .title = "test",
                          .summary = "",
                          .overlays = overlays,
                          .overlay_count = fixture->catalogue.count};
        levels.weights[level] = weights_create(fixture->race, &set, &error);
        assert_non_null(levels.weights[level]);
    }
    free(overlays);
    return levels;
}

static void evaluate(Fixture *fixture, Levels *levels, uint64_t draw) {
    parameter_draw_fill(&fixture->draw, &fixture->parameters, &fixture->catalogue, 5, draw, SCOPE_ALL);
    for (uint32_t level = 0; level < LEVELS; level++)
        weights_evaluate(levels->weights[level], &fixture->draw);
}

/* How many of the pairs differ; fails when one is worse. */
static uint32_t pairs_that_differ(Fixture *fixture, uint32_t control, uint8_t base, Fall *falls) {
    uint32_t places = fixture->world->asset_count * STATE_COUNT, differ = 0;
    Levels levels = levels_of(fixture, control, base);
    Weights *mine = fixture->weights;
    for (uint32_t world = 0; world < WORLDS; world++) {
        if (world % WORLDS_PER_DRAW == 0) evaluate(fixture, &levels, world / WORLDS_PER_DRAW);
        for (uint32_t level = 0; level < LEVELS; level++) {
            Fall *now = falls + (size_t)level * places;
            fixture->weights = levels.weights[level];
            fixture_run(fixture, world);
            mixed_world_falls(fixture, now);
            if (level == 0) continue;
            if (mixed_world_is_worse(now, now - places, places))
                fail_msg("%s from %u to %u beside %u of the others, world %u",
                         fixture->catalogue.controls[control].id, level - 1, level, base, world);
            differ += memcmp(now, now - places, places * sizeof *now) != 0;
        }
    }
    fixture->weights = mine;
    for (uint32_t level = 0; level < LEVELS; level++) weights_destroy(levels.weights[level]);
    return differ;
}

static void no_world_gets_worse_when_any_control_of_the_catalogue_rises(void **state) {
    (void)state;
    Fixture fixture;
    mixed_world_build(&fixture, (MixedShape){.msps = 4, .customers = 5, .shipped_controls = true});
    Fall *falls = heap_take((size_t)LEVELS * fixture.world->asset_count * STATE_COUNT, sizeof *falls);
    uint32_t tried = 0;
    for (uint32_t control = 0; control < fixture.catalogue.count; control++) {
        if (!is_promised(&fixture.catalogue.controls[control])) continue;
        uint32_t alone = pairs_that_differ(&fixture, control, 0, falls);
        pairs_that_differ(&fixture, control, 1, falls);
        if (alone < WORLDS / 10)
            fail_msg("%s changes next to nothing: %u pairs", fixture.catalogue.controls[control].id, alone);
        tried++;
    }
    assert_true(tried >= 15);
    free(falls);
    fixture_clear(&fixture);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_world_gets_worse_when_any_control_of_the_catalogue_rises)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
