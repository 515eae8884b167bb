/* What decisions were worth, ties, and an hour earlier; and the linter's findings. */
#include "base/text.h"
#include "checks.h"
#include "exercise/debrief.h"
#include "exercise/exercise_lint.h"
#include "exercise_try.h"

static Trial trial;
static Room room;
static const Setup no_lucks;

static int open_room(void **state) {
    (void)state;
    trial_start(&trial);
    room_init(&room, &trial.definition, &trial.stage, 2);
    return 0;
}

static int close_room(void **state) {
    (void)state;
    room_clear(&room);
    trial_close(&trial);
    return 0;
}

static int64_t score(uint32_t team) {
    return room.teams[team].branch.metrics[trial.definition.score];
}

/* Team A decides two hours after it could have, team B never. */
static void play_late(void) {
    trial_do(&room, ROOM_BEGIN, NONE);
    while (!room_decision_open(&room, 0, 0)) trial_jump(&room, room_next_moment(&room));
    trial_jump(&room, room.now + 1800);
    trial_commit(&room, 0, "server", "off");
    trial_commit(&room, 1, "server", "wait");
    trial_do(&room, ROOM_END, NONE);
}

static void a_decision_is_worth_what_dropping_it_would_have_cost(void **state) {
    (void)state;
    play_late();
    Debrief debrief;
    Error error = {{0}};
    if (!debrief_make(&room, &no_lucks, 0, (Watch){0}, &debrief, &error)) fail_msg("%s", error.text);
    assert_int_equal(debrief.worths.count, 2);
    const Worth *off = &debrief.worths.items[0], *wait = &debrief.worths.items[1];
    assert_int_equal(off->dropped, debrief.nothing);
    assert_int_equal(debrief.scores[0], score(0));
    assert_int_equal(wait->dropped, score(1));
    assert_int_equal(debrief.nothing, score(1));
    assert_true(off->dropped - debrief.scores[0] >= 0);
    debrief_clear(&debrief);
}

static void no_decision_is_moved_before_anything_was_known(void **state) {
    (void)state;
    play_late();
    Debrief debrief;
    Error error;
    assert_true(debrief_make(&room, &no_lucks, 0, (Watch){0}, &debrief, &error));
    const Worth *off = &debrief.worths.items[0];
    assert_true(off->known_from != NEVER);
    assert_true(off->has_earlier);
    assert_int_equal(off->earlier_at, off->at - 3600 > off->known_from ? off->at - 3600 : off->known_from);
    GivenVec early = {0};
    vec_push(&early, (GivenAction){room.teams[0].given.items[0].action, off->earlier_at});
    assert_int_equal(off->earlier, stage_score(&trial.stage, &early));
    assert_true(off->earlier <= debrief.scores[0]);
    vec_clear(&early);
    debrief_clear(&debrief);
}

static void the_best_line_is_no_worse_than_good_play_or_nothing(void **state) {
    (void)state;
    play_late();
    Debrief debrief;
    Error error;
    assert_true(debrief_make(&room, &no_lucks, 0, (Watch){0}, &debrief, &error));
    assert_true(debrief.best <= debrief.known_best);
    assert_true(debrief.best <= debrief.nothing);
    int64_t again;
    assert_true(robot_score(&trial.stage, (PlayLine){debrief.best_options, NULL}, &again, &error));
    assert_int_equal(again, debrief.best);
    debrief_clear(&debrief);
}

/* Every option was judged by what could still become of it, and the judgement does not know what did. */
static void what_was_to_be_expected_is_told_apart_from_what_came_of_it(void **state) {
    (void)state;
    play_late();
    Debrief debrief;
    Error error = {{0}};
    if (!debrief_make(&room, &no_lucks, 0, (Watch){0}, &debrief, &error)) fail_msg("%s", error.text);
    const Worth *off = &debrief.worths.items[0], *wait = &debrief.worths.items[1];
    int64_t with = 0, without = 0;
    for (uint32_t future = 1; future <= OUTLOOK_FUTURES; future++) {
        with += stage_forecast(&trial.stage, &room.teams[0].given, off->at, future);
        without += stage_forecast(&trial.stage, NULL, off->at, future);
    }
    assert_int_equal(off->expected.lucks, OUTLOOK_FUTURES);
    assert_close(off->expected.mean, (double)with / OUTLOOK_FUTURES, 1e-9);
    assert_close(off->saved_ahead.mean, (double)(without - with) / OUTLOOK_FUTURES, 1e-9);
    assert_true(off->saved_ahead.mean > 0);
    assert_int_equal(off->wise, off->option);
    assert_int_equal(wait->wise, 0); /* "off" promised more */
    assert_true(wait->wise_expected.mean < wait->expected.mean);
    assert_int_equal(wait->saved_ahead.most, 0);
    assert_int_equal(off->saved_earlier.lucks, OUTLOOK_FUTURES);
    assert_true(off->saved_earlier.mean >= 0);
    debrief_clear(&debrief);
}

/* The facilitator's forecast before a decision is the debrief's afterwards, when nothing was decided later.
 */
static void the_debrief_says_what_the_forecast_said(void **state) {
    (void)state;
    trial_do(&room, ROOM_BEGIN, NONE);
    while (!room_decision_open(&room, 0, 0)) trial_jump(&room, room_next_moment(&room));
    OutlookRowVec rows = {0};
    assert_true(outlook_open(&room, (Watch){0}, &rows));
    assert_int_equal(rows.count, 2 * 3); /* of two teams: off, wait, and to decide nothing */
    const Spread off = rows.items[0].now, none = rows.items[2].now;
    assert_int_equal(rows.items[2].option, NONE);
    assert_true(off.mean < none.mean);
    assert_close(rows.items[1].now.mean, none.mean, 0); /* to wait is to decide nothing */
    assert_true(rows.items[0].later.mean >= off.mean && rows.items[0].later.mean <= none.mean);
    vec_clear(&rows);
    trial_commit(&room, 0, "server", "off");
    trial_do(&room, ROOM_END, NONE);
    Debrief debrief;
    Error error = {{0}};
    if (!debrief_make(&room, &no_lucks, 0, (Watch){0}, &debrief, &error)) fail_msg("%s", error.text);
    assert_close(debrief.worths.items[0].expected.mean, off.mean, 0);
    assert_int_equal(debrief.worths.items[0].expected.most, off.most);
    debrief_clear(&debrief);
}

static bool never(void *context) {
    (void)context;
    return false;
}

static void long_work_is_stopped_when_nobody_wants_it_any_more(void **state) {
    (void)state;
    trial_do(&room, ROOM_BEGIN, NONE);
    while (!room_decision_open(&room, 0, 0)) trial_jump(&room, room_next_moment(&room));
    OutlookRowVec rows = {0};
    assert_false(outlook_open(&room, (Watch){never, NULL}, &rows));
    assert_int_equal(rows.count, 0);
    vec_clear(&rows);
    trial_commit(&room, 0, "server", "off");
    trial_do(&room, ROOM_END, NONE);
    Debrief debrief;
    Error error = {{0}};
    assert_false(debrief_make(&room, &no_lucks, 0, (Watch){never, NULL}, &debrief, &error));
}

static void a_decision_is_tried_as_the_other_team_took_it(void **state) {
    (void)state;
    play_late();
    Debrief debrief;
    Error error = {{0}};
    if (!debrief_make(&room, &no_lucks, 0, (Watch){0}, &debrief, &error)) fail_msg("%s", error.text);
    const Worth *off = &debrief.worths.items[0], *wait = &debrief.worths.items[1];
    assert_int_equal(off->other_count, 1);
    assert_int_equal(off->others[0].team, 1);
    assert_int_equal(off->others[0].score, score(1)); /* A with B's decision is B */
    assert_int_equal(wait->others[0].option, off->option);
    assert_int_equal(wait->others[0].score, score(0));
    debrief_clear(&debrief);
}

/* Over other worlds the same line is played again, but only those count in which it comes to the decision
 * with as much known. This world itself does; some in which more or fewer have called by then do not. */
static void other_worlds_count_where_as_much_was_known(void **state) {
    (void)state;
    const Truth truth = trial.stage.truth;
    Setup only_this = {.lucks = {truth.replication}, .luck_count = 1}, many = {.luck_count = SETUP_LUCKS};
    Debrief here, elsewhere;
    Error error = {{0}};
    play_late();
    for (uint32_t i = 0; i < SETUP_LUCKS; i++) many.lucks[i] = 100 + i;
    if (!debrief_make(&room, &only_this, SETUP_LUCKS, (Watch){0}, &here, &error)) fail_msg("%s", error.text);
    if (!debrief_make(&room, &many, SETUP_LUCKS, (Watch){0}, &elsewhere, &error)) fail_msg("%s", error.text);
    assert_true(trial.stage.truth.replication == truth.replication);
    const Worth *off = &here.worths.items[0];
    assert_int_equal(off->saved.lucks, 1);
    assert_int_equal(off->saved.most, off->dropped - here.scores[0]);
    assert_in_range(elsewhere.worths.items[0].saved.lucks, 1, SETUP_LUCKS - 1);
    debrief_clear(&here);
    debrief_clear(&elsewhere);
}

/* The line that uses only what was known is chosen elsewhere: this world's luck does not enter. */
static void the_line_with_what_was_known_is_the_best_of_other_worlds(void **state) {
    (void)state;
    Setup setup = {0};
    const Truth truth = trial.stage.truth;
    play_late();
    for (uint32_t r = 100; setup.luck_count < 3; r++) {
        stage_set_truth(&trial.stage, (Truth){1, r, 4});
        if (stage_score(&trial.stage, NULL) > 0) setup.lucks[setup.luck_count++] = r;
    }
    stage_set_truth(&trial.stage, truth);
    Debrief debrief;
    Error error = {{0}};
    if (!debrief_make(&room, &setup, 3, (Watch){0}, &debrief, &error)) fail_msg("%s", error.text);
    assert_int_equal(debrief.known_options[0], 0);
    int64_t again;
    assert_true(robot_score(&trial.stage, (PlayLine){debrief.known_options, NULL}, &again, &error));
    assert_int_equal(again, debrief.known_best);
    assert_true(debrief.best <= debrief.known_best);
    debrief_clear(&debrief);
}

static void near_equal_scores_share_a_place(void **state) {
    (void)state;
    assert_int_equal(debrief_tie(100, 104), 5);
    assert_int_equal(debrief_tie(3, 4), 1);
    trial_do(&room, ROOM_BEGIN, NONE);
    trial_do(&room, ROOM_END, NONE);
    Debrief debrief;
    Error error;
    assert_true(debrief_make(&room, &no_lucks, 0, (Watch){0}, &debrief, &error));
    assert_int_equal(debrief.places[0], 1);
    assert_int_equal(debrief.places[1], 1);
    debrief_clear(&debrief);
}

/* ------------------------------------------------------------------ the linter */

static ExerciseLint linted(const char *find, const char *replace, uint32_t plays) {
    Text text = {0};
    const char *at = find ? strstr(trial_exercise, find) : trial_exercise;
    if (!at) fail_msg("the usual exercise does not hold %s", find);
    text_add_n(&text, trial_exercise, (size_t)(at - trial_exercise));
    text_add(&text, "%s%s", find ? replace : "", at + (find ? strlen(find) : 0));
    Trial changed;
    Error error = {{0}};
    if (!trial_open(&changed, text_of(&text), "full", &error)) fail_msg("%s", error.text);
    ExerciseLint report;
    assert_true(exercise_lint(
        &changed.stage, &(ExerciseLintOptions){.seed = 1, .worlds = 100, .plays = plays}, &report, &error));
    for (uint32_t i = 0; i < report.findings.count; i++)
        report.findings.items[i].where = ""; /* of what goes now */
    trial_close(&changed);
    text_clear(&text);
    return report;
}

static void the_usual_exercise_has_no_fault(void **state) {
    (void)state;
    ExerciseLint report = linted(NULL, NULL, 60);
    for (uint32_t i = 0; i < report.findings.count; i++)
        if (report.findings.items[i].level == EXERCISE_LINT_ERROR)
            fail_msg("%s", report.findings.items[i].text);
    assert_int_equal(report.plays, 60);
    exercise_lint_clear(&report);
}

static void each_fault_is_found(void **state) {
    (void)state;
    static const struct {
        const char *find, *replace, *sentence;
    } faults[] = {
        {"when = called(\"msp\", 2)", "when = called(\"msp\", 40)",
         "inject \"second-call\": was never due in"},
        {"when = at \"2021-01-01T01:00Z\" }\ninject",
         "when = all { at \"2021-01-01T01:00Z\", unless(at \"2021-01-01\") } }\ninject",
         "inject \"start\": was never due in"},
        {"objectives = \"stop\", when = at", "when = at",
         "objective \"stop\": no inject gives a chance to show it"},
        {"title = \"Yes\", does = { \"police\" }", "title = \"Yes\"", "option \"yes\" does nothing"},
        {"contain = rmm_server { owner = played \"msp\" }",
         "contain = rmm_server { owner = played \"clinic\" }", "option \"off\" changed nothing in"},
        {"Good morning, {msp}.", "They used break in here, {msp}.",
         "says what the attack does: \"break in\""},
        {"Good morning, {msp}.", "It was T1190, {msp}.", "names an ATT&CK technique, T1190"},
        {"Good morning, {msp}.", "Good morning, {nobody}.", "{nobody} is nobody's name here"},
        {"good = true", "good = false", "no option is marked good = true"},
        {"opens = called(\"msp\", 1)", "opens = called(\"msp\", 50)", "decision \"server\": never opened in"},
        {"opens = called(\"msp\", 1)", "opens = any { called(\"msp\", 1), called(\"msp\", 50) }",
         "decision \"server\": \"called(msp, 50)\" in its trigger never held in"},
    };
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        ExerciseLint report = linted(faults[i].find, faults[i].replace, 40);
        bool found = false;
        for (uint32_t k = 0; k < report.findings.count; k++)
            found |= strstr(report.findings.items[k].text, faults[i].sentence) != NULL;
        if (!found) fail_msg("nobody found: %s", faults[i].sentence);
        exercise_lint_clear(&report);
    }
}

#define WITH_ROOM(test) cmocka_unit_test_setup_teardown(test, open_room, close_room)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_ROOM(a_decision_is_worth_what_dropping_it_would_have_cost),
        WITH_ROOM(no_decision_is_moved_before_anything_was_known),
        WITH_ROOM(the_best_line_is_no_worse_than_good_play_or_nothing),
        WITH_ROOM(what_was_to_be_expected_is_told_apart_from_what_came_of_it),
        WITH_ROOM(the_debrief_says_what_the_forecast_said),
        WITH_ROOM(long_work_is_stopped_when_nobody_wants_it_any_more),
        WITH_ROOM(a_decision_is_tried_as_the_other_team_took_it),
        WITH_ROOM(other_worlds_count_where_as_much_was_known),
        WITH_ROOM(the_line_with_what_was_known_is_the_best_of_other_worlds),
        WITH_ROOM(near_equal_scores_share_a_place),
        cmocka_unit_test(the_usual_exercise_has_no_fault),
        cmocka_unit_test(each_fault_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
