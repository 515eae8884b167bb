/* The shipped exercises, each played through by robot teams: the same decisions give the same, others give
 * others, good play beats doing nothing by the margin that the exercise states, and the linter finds no
 * fault. */
#include "base/file.h"
#include "checks.h"
#include "exercise/exercise_lint.h"
#include "exercise/truth.h"
#include "script/exercise_file.h"

typedef struct Shipped {
    Scenario scenario;
    Definition definition;
    Race *race;
    Stage stage;
} Shipped;

static void open_shipped(Shipped *shipped, const char *name, const char *version) {
    Error error = {{0}};
    Scenario *s = &shipped->scenario;
    bool good = scenario_load(s, KEYFALL_SOURCE_DIR, name, &error) &&
                exercise_file_load(&shipped->definition, s, KEYFALL_SOURCE_DIR, version, 1, &error) &&
                race_compile(s->world, &s->adversary, &s->parameters, &s->catalogue, s->kit, &shipped->race,
                             &error) &&
                stage_init(&shipped->stage, &shipped->definition, shipped->race, &s->parameters,
                           &s->catalogue, NULL, &error);
    if (!good) fail_msg("%s", error.text);
}

static void close_shipped(Shipped *shipped) {
    stage_clear(&shipped->stage);
    race_destroy(shipped->race);
    definition_clear(&shipped->definition);
    scenario_clear(&shipped->scenario);
}

static void play_through(const char *name, const char *version, uint32_t minutes) {
    Shipped shipped;
    Error error = {{0}};
    Setup setup = {0};
    open_shipped(&shipped, name, version);
    assert_int_equal(shipped.definition.minutes, minutes);
    if (!truth_pick(&shipped.stage,
                    &(PickOptions){.seed = 1, .worlds = 1300, .worlds_per_draw = 4, .tries = 12}, &setup,
                    &error))
        fail_msg("%s", error.text);
    assert_true((double)setup.good <= (double)setup.nothing * (1 - shipped.definition.margin));
    const RobotKind kinds[] = {ROBOT_GOOD, ROBOT_GOOD, ROBOT_NOTHING};
    Room room;
    room_init(&room, &shipped.definition, &shipped.stage, 3);
    if (!robot_play(&room, kinds, 1, 0, &error)) fail_msg("%s", error.text);
    assert_true(room.teams[0].branch.hash == room.teams[1].branch.hash);
    assert_true(room.teams[0].branch.hash != room.teams[2].branch.hash);
    assert_int_equal(room.teams[0].branch.metrics[shipped.definition.score], setup.good);
    assert_int_equal(room.teams[2].branch.metrics[shipped.definition.score], setup.nothing);
    room_clear(&room);
    close_shipped(&shipped);
}

static void lint_finds_no_fault(const char *name) {
    Shipped shipped;
    ExerciseLint report;
    Error error = {{0}};
    open_shipped(&shipped, name, "full");
    if (!exercise_lint(&shipped.stage, &(ExerciseLintOptions){.seed = 1, .worlds = 1300, .plays = 40},
                       &report, &error))
        fail_msg("%s", error.text);
    for (uint32_t i = 0; i < report.findings.count; i++)
        if (report.findings.items[i].level == EXERCISE_LINT_ERROR)
            fail_msg("%s: %s", report.findings.items[i].where, report.findings.items[i].text);
    assert_int_equal(report.plays, 40);
    exercise_lint_clear(&report);
    close_shipped(&shipped);
}

static void kaseya_2021_is_played_through_in_two_hours_and_in_one(void **state) {
    (void)state;
    play_through("kaseya-2021", "full", 120);
    play_through("kaseya-2021", "short", 60);
    lint_finds_no_fault("kaseya-2021");
}

static void gandcrab_2019_is_played_through_in_ninety_minutes(void **state) {
    (void)state;
    if (!file_exists(KEYFALL_SOURCE_DIR "/scenarios/gandcrab-2019/scenario.lua"))
        return; /* not shipped yet */
    play_through("gandcrab-2019", "full", 90);
    lint_finds_no_fault("gandcrab-2019");
}

static void cloud_hopper_is_played_through_while_months_jump_by(void **state) {
    (void)state;
    if (!file_exists(KEYFALL_SOURCE_DIR "/scenarios/cloud-hopper/scenario.lua")) return; /* not shipped yet */
    play_through("cloud-hopper", "full", 120);
    lint_finds_no_fault("cloud-hopper");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kaseya_2021_is_played_through_in_two_hours_and_in_one),
        cmocka_unit_test(gandcrab_2019_is_played_through_in_ninety_minutes),
        cmocka_unit_test(cloud_hopper_is_played_through_while_months_jump_by),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
