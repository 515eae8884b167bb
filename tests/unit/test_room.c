/* A room: what is due, what decisions do, who knows what, and what cannot be done. */
#include "checks.h"
#include "exercise_try.h"

static Trial trial;
static Room room;

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

static uint32_t inject(const char *id) {
    return definition_inject(&trial.definition, id);
}
static uint32_t decision(const char *id) {
    return definition_decision(&trial.definition, id);
}
static uint32_t role(const char *id) {
    return definition_role(&trial.definition, id);
}

/* The second of the n-th call that a team's MSP gets. */
static uint32_t call_at(uint32_t team, uint32_t n) {
    KnownVec known = {0};
    knowledge_of(&trial.definition, trial.scenario.world, &room.teams[team].branch, role("lead"), NEVER - 1,
                 &known);
    uint32_t at = NEVER;
    for (uint32_t i = 0; i < known.count && n > 0; i++)
        if (known.items[i].kind == KNOWN_CALLED && --n == 0) at = known.items[i].at;
    vec_clear(&known);
    return at;
}

static void assert_refused(RoomEvent event, const char *words) {
    Error error = {{0}};
    uint32_t events = room.events.count;
    uint64_t hash = room_hash(&room);
    assert_false(room_submit(&room, event, &error));
    if (!strstr(error.text, words)) fail_msg("\"%s\" does not say \"%s\"", error.text, words);
    assert_int_equal(room.events.count, events);
    assert_true(room_hash(&room) == hash);
}

static int64_t score(uint32_t team) {
    return room.teams[team].branch.metrics[trial.definition.score];
}

static void an_inject_is_due_when_its_trigger_holds_and_stays_due_until_released(void **state) {
    (void)state;
    assert_int_equal(room_due_teams(&room, inject("start")), 0);
    trial_do(&room, ROOM_BEGIN, NONE);
    assert_int_equal(room_due_teams(&room, inject("start")), 3);
    assert_int_equal(room_due_teams(&room, inject("second-call")), 0);
    trial_jump(&room, call_at(0, 2) - 1);
    assert_int_equal(room_due_teams(&room, inject("second-call")), 0);
    trial_jump(&room, call_at(0, 2) + 3600); /* a slow room */
    assert_int_equal(room_due_teams(&room, inject("second-call")), 3);
    trial_do(&room, ROOM_RELEASE, inject("second-call"));
    assert_int_equal(room_due_teams(&room, inject("second-call")), 0);
    RoomEvent again = room_event(ROOM_RELEASE, "facilitator");
    again.subject = inject("second-call");
    assert_refused(again, "has been released already");
}

static void a_held_inject_waits_and_a_skipped_one_is_gone_with_its_reason(void **state) {
    (void)state;
    trial_do(&room, ROOM_BEGIN, NONE);
    trial_do(&room, ROOM_HOLD, inject("start"));
    assert_int_equal(room_due_teams(&room, inject("start")), 0);
    trial_do(&room, ROOM_RELEASE, inject("start"));
    assert_true(room.teams[0].released_at[inject("start")] == room.now);
    RoomEvent skip = room_event(ROOM_SKIP, "facilitator");
    skip.subject = inject("help");
    assert_refused(skip, "needs a reason");
    trial_do(&room, ROOM_SKIP, inject("help"));
    assert_string_equal(room.events.items[room.events.count - 1].text, "a reason");
}

static void a_decision_counts_from_now_plus_its_delay_and_only_for_its_team(void **state) {
    (void)state;
    int64_t before = score(0);
    trial_do(&room, ROOM_BEGIN, NONE);
    uint32_t first = call_at(0, 1);
    trial_jump(&room, first);
    trial_commit(&room, 0, "server", "off");
    assert_int_equal(room.teams[0].given.count, 1);
    assert_int_equal(room.teams[0].given.items[0].at, first);
    const Branch *branch = &room.teams[0].branch;
    uint32_t stopped = NEVER;
    for (uint32_t i = 0; i < branch->log.count; i++)
        if (branch->log.items[i].kind == HAPPENED_CONTAINED &&
            world_asset_profile(trial.scenario.world, branch->log.items[i].subject)->kind == ASSET_rmm_server)
            stopped = branch->log.items[i].at;
    assert_int_equal(stopped, first + 300);
    assert_true(score(0) < before);
    assert_int_equal(score(1), before);
}

static void what_is_past_does_not_change_with_a_decision(void **state) {
    (void)state;
    trial_do(&room, ROOM_BEGIN, NONE);
    uint32_t first = call_at(0, 1);
    trial_jump(&room, first);
    trial_commit(&room, 0, "server", "off");
    const HappeningVec *with = &room.teams[0].branch.log, *without = &room.teams[1].branch.log;
    for (uint32_t i = 0; i < without->count && without->items[i].at <= first; i++)
        assert_memory_equal(&with->items[i], &without->items[i], sizeof(Happening));
}

static void an_adaptive_inject_follows_the_team_that_decided(void **state) {
    (void)state;
    trial_do(&room, ROOM_BEGIN, NONE);
    uint32_t first = call_at(0, 1), six = 6 * 3600;
    trial_jump(&room, first);
    trial_commit(&room, 0, "server", "off");
    trial_commit(&room, 1, "server", "wait");
    trial_jump(&room, six > first + 600 ? six : first + 600);
    assert_int_equal(room_due_teams(&room, inject("after-off")), 1);
    assert_int_equal(room_due_teams(&room, inject("late")), 2);
}

static void a_decision_can_be_taken_back_before_anybody_sees_what_it_did(void **state) {
    (void)state;
    trial_do(&room, ROOM_BEGIN, NONE);
    uint64_t before = room.teams[0].branch.hash;
    trial_jump(&room, call_at(0, 1));
    trial_commit(&room, 0, "server", "off");
    assert_true(room.teams[0].branch.hash != before);
    RoomEvent back = room_event(ROOM_TAKE_BACK, "facilitator");
    back.undoes = room.events.count;
    Error error;
    assert_true(room_submit(&room, back, &error));
    assert_true(room.teams[0].branch.hash == before);
    assert_true(room_decision_open(&room, 0, decision("server")));
    MessageVec inbox = {0};
    room_inbox(&room, 0, role("press"), &inbox);
    assert_int_equal(inbox.count, 0); /* nobody has seen anything: no correction */
    vec_clear(&inbox);
    assert_refused(back, "taken back already");
    trial_commit(&room, 0, "server", "wait");
}

static void taking_back_later_sends_a_correction_to_that_team_alone(void **state) {
    (void)state;
    trial_do(&room, ROOM_BEGIN, NONE);
    trial_jump(&room, call_at(0, 1));
    trial_commit(&room, 0, "server", "off");
    uint64_t commit = room.events.count;
    trial_jump(&room, room.now + 3600);
    RoomEvent back = room_event(ROOM_TAKE_BACK, "facilitator");
    back.undoes = commit;
    back.text = "entered for the wrong team";
    Error error;
    assert_true(room_submit(&room, back, &error));
    for (uint32_t team = 0; team < 2; team++) {
        MessageVec inbox = {0};
        uint32_t corrections = 0;
        room_inbox(&room, team, role("lead"), &inbox);
        for (uint32_t i = 0; i < inbox.count; i++) corrections += inbox.items[i].kind == MESSAGE_CORRECTION;
        assert_int_equal(corrections, team == 0);
        vec_clear(&inbox);
    }
}

static void taking_back_after_something_was_told_sends_a_correction_too(void **state) {
    (void)state;
    trial_do(&room, ROOM_BEGIN, NONE);
    trial_jump(&room, call_at(0, 1));
    trial_commit(&room, 0, "server", "off");
    RoomEvent ruling = room_event(ROOM_RULING, "facilitator"),
              back = room_event(ROOM_TAKE_BACK, "facilitator");
    back.undoes = room.events.count;
    ruling.teams = 1;
    ruling.text = "The server is going down.";
    Error error;
    assert_true(room_submit(&room, ruling, &error));
    assert_true(room_submit(&room, back, &error));
    MessageVec inbox = {0};
    room_inbox(&room, 0, role("press"), &inbox);
    assert_int_equal(inbox.count, 2);
    assert_int_equal(inbox.items[1].kind, MESSAGE_CORRECTION);
    vec_clear(&inbox);
}

static void silence_after_a_last_call_means_no_decision(void **state) {
    (void)state;
    trial_do(&room, ROOM_BEGIN, NONE);
    trial_jump(&room, call_at(0, 1));
    trial_commit(&room, 0, "server", "wait");
    trial_do(&room, ROOM_LAST_CALL, decision("server"));
    trial_do(&room, ROOM_CLOSE, decision("server"));
    assert_int_equal(room.teams[1].undecided_at[decision("server")], room.now);
    assert_int_equal(room.teams[0].undecided_at[decision("server")], NEVER);
    RoomEvent late = room_event(ROOM_COMMIT, "B");
    late.teams = 2;
    late.subject = decision("server");
    late.choice = 0;
    assert_refused(late, "is not open for team B");
}

static void a_decision_by_hand_opens_when_the_facilitator_says_so(void **state) {
    (void)state;
    trial_do(&room, ROOM_BEGIN, NONE);
    assert_false(room_decision_open(&room, 0, decision("statement")));
    trial_do(&room, ROOM_OPEN, decision("statement"));
    assert_true(room_decision_open(&room, 0, decision("statement")));
    trial_commit(&room, 0, "statement", "yes");
    assert_int_equal(room.teams[0].given.count, 0); /* the police change no number */
}

static void the_clock_only_goes_forward_and_not_past_the_end(void **state) {
    (void)state;
    RoomEvent jump = room_event(ROOM_JUMP, "facilitator");
    jump.to = 5000;
    assert_refused(jump, "has not begun");
    trial_do(&room, ROOM_BEGIN, NONE);
    jump.to = room.now;
    assert_refused(jump, "only goes forward");
    jump.to = (uint32_t)trial.definition.endex + 1;
    assert_refused(jump, "ends before that");
}

static void a_real_emergency_stops_everything_for_everyone(void **state) {
    (void)state;
    trial_do(&room, ROOM_BEGIN, NONE);
    trial_do(&room, ROOM_STOP, NONE);
    RoomEvent jump = room_event(ROOM_JUMP, "facilitator");
    jump.to = room.now + 60;
    assert_refused(jump, "real emergency");
    for (uint32_t team = 0; team < 2; team++)
        for (uint32_t r = 0; r < trial.definition.roles.count; r++) {
            MessageVec inbox = {0};
            room_inbox(&room, team, r, &inbox);
            assert_int_equal(inbox.items[inbox.count - 1].kind, MESSAGE_STOP);
            vec_clear(&inbox);
        }
    trial_do(&room, ROOM_RESUME, NONE);
    trial_jump(&room, room.now + 60);
}

static void the_facilitator_can_enter_an_action_for_a_team(void **state) {
    (void)state;
    trial_do(&room, ROOM_BEGIN, NONE);
    RoomEvent enter = room_event(ROOM_ENTER, "facilitator");
    enter.subject = definition_lever(&trial.definition, "stop");
    assert_refused(enter, "for one team");
    enter.teams = 2;
    Error error;
    assert_true(room_submit(&room, enter, &error));
    assert_true(score(1) < score(0));
}

static void a_ruling_changes_what_is_known_and_nothing_else(void **state) {
    (void)state;
    trial_do(&room, ROOM_BEGIN, NONE);
    uint64_t before = room.teams[1].branch.hash;
    RoomEvent ruling = room_event(ROOM_RULING, "facilitator");
    ruling.teams = 2;
    ruling.roles = 1u << role("press");
    ruling.text = "The backup is two days old.";
    Error error;
    assert_true(room_submit(&room, ruling, &error));
    assert_true(room.teams[1].branch.hash == before);
    uint32_t told = 0;
    for (uint32_t team = 0; team < 2; team++)
        for (uint32_t r = 0; r < trial.definition.roles.count; r++) {
            MessageVec inbox = {0};
            room_inbox(&room, team, r, &inbox);
            for (uint32_t i = 0; i < inbox.count; i++) told += inbox.items[i].kind == MESSAGE_RULING;
            vec_clear(&inbox);
        }
    assert_int_equal(told, 1);
}

/* ------------------------------------------------------------------ knowledge against truth */

/* A log from which everything that a role cannot know is gone, and one in which it is something else. */
static void scramble(const Branch *branch, uint32_t seer, Branch *out) {
    OrgId cast = trial.definition.casts.items[seer].org;
    for (uint32_t i = 0; i < branch->log.count; i++) {
        Happening h = branch->log.items[i];
        bool about = h.kind == HAPPENED_NOTICED || h.kind == HAPPENED_REPORTED || h.kind == HAPPENED_WARNED
                         ? h.subject == cast
                         : (h.kind == HAPPENED_CONTAINED || h.kind == HAPPENED_RESTORED) &&
                               trial.scenario.world->assets[h.subject].owner == cast;
        if (about) vec_push(&out->log, h);
    }
}

static void a_role_knows_nothing_that_was_not_noticed_by_or_told_to_it(void **state) {
    (void)state;
    const char *roles[] = {"lead", "clinic"};
    for (uint32_t i = 0; i < 2; i++)
        for (uint32_t now = 3600; now < 12 * 3600; now += 1800) {
            Branch poor = {0};
            KnownVec rich = {0}, little = {0};
            scramble(&room.teams[0].branch, i, &poor);
            knowledge_of(&trial.definition, trial.scenario.world, &room.teams[0].branch, role(roles[i]), now,
                         &rich);
            knowledge_of(&trial.definition, trial.scenario.world, &poor, role(roles[i]), now, &little);
            assert_int_equal(rich.count, little.count);
            for (uint32_t k = 0; k < rich.count; k++) {
                assert_true(rich.items[k].at <= now);
                assert_memory_equal(&rich.items[k], &little.items[k], sizeof(Known));
            }
            vec_clear(&rich);
            vec_clear(&little);
            vec_clear(&poor.log);
        }
}

static void a_role_without_eyes_knows_only_what_it_is_told(void **state) {
    (void)state;
    trial_do(&room, ROOM_BEGIN, NONE);
    trial_jump(&room, (uint32_t)trial.definition.endex);
    MessageVec inbox = {0};
    room_inbox(&room, 0, role("press"), &inbox);
    assert_int_equal(inbox.count, 0);
    trial_do(&room, ROOM_RELEASE, inject("help"));
    room_inbox(&room, 0, role("press"), &inbox);
    assert_int_equal(inbox.count, 1);
    vec_clear(&inbox);
}

static void those_who_play_do_not_act_by_themselves(void **state) {
    (void)state;
    /* The MSP is called, yet nobody switches its server off: the default answer is the players' to give. */
    const Branch *branch = &room.teams[0].branch;
    assert_true(call_at(0, 2) != NEVER);
    for (uint32_t i = 0; i < branch->log.count; i++)
        if (branch->log.items[i].kind == HAPPENED_CONTAINED)
            assert_true(trial.scenario.world->assets[branch->log.items[i].subject].owner !=
                        trial.definition.casts.items[0].org);
}

/* ------------------------------------------------------------------ robots */

static void good_play_beats_waiting_and_the_same_decisions_give_the_same(void **state) {
    (void)state;
    int64_t nothing, good, again;
    Error error;
    assert_true(truth_play(&trial.stage, ROBOT_NOTHING, &nothing, &error));
    assert_true(truth_play(&trial.stage, ROBOT_GOOD, &good, &error));
    assert_true(truth_play(&trial.stage, ROBOT_GOOD, &again, &error));
    assert_true(good < nothing);
    assert_int_equal(good, again);
    const RobotKind kinds[] = {ROBOT_GOOD, ROBOT_GOOD};
    assert_true(robot_play(&room, kinds, 1, 0, &error));
    assert_true(room.teams[0].branch.hash == room.teams[1].branch.hash);
    assert_true(room.ended);
}

static void a_truth_is_picked_that_hits_the_players_and_is_worth_playing(void **state) {
    (void)state;
    Setup setup = {0};
    Error error = {{0}};
    PickOptions options = {.seed = 9, .worlds = 100, .worlds_per_draw = 4, .tries = 20};
    if (!truth_pick(&trial.stage, &options, &setup, &error)) fail_msg("%s", error.text);
    assert_true(setup.good <= setup.nothing * 0.8);
    assert_in_range(setup.hit, 1, 100);
    assert_true(setup.rank >= 0 && setup.rank < 1);
    stage_set_truth(&trial.stage, setup.truth);
    assert_int_equal(stage_score(&trial.stage, NULL), setup.nothing);
    trial.definition.margin = 1;
    assert_false(truth_pick(&trial.stage, &options, &setup, &error));
    assert_non_null(strstr(trial_sentence(&error), "good play beats doing nothing by"));
    trial.definition.least = 1000;
    assert_false(truth_pick(&trial.stage, &options, &setup, &error));
    assert_non_null(strstr(error.text, "none of 100 worlds hits all who play"));
}

#define WITH_ROOM(test) cmocka_unit_test_setup_teardown(test, open_room, close_room)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_ROOM(an_inject_is_due_when_its_trigger_holds_and_stays_due_until_released),
        WITH_ROOM(a_held_inject_waits_and_a_skipped_one_is_gone_with_its_reason),
        WITH_ROOM(a_decision_counts_from_now_plus_its_delay_and_only_for_its_team),
        WITH_ROOM(what_is_past_does_not_change_with_a_decision),
        WITH_ROOM(an_adaptive_inject_follows_the_team_that_decided),
        WITH_ROOM(a_decision_can_be_taken_back_before_anybody_sees_what_it_did),
        WITH_ROOM(taking_back_later_sends_a_correction_to_that_team_alone),
        WITH_ROOM(taking_back_after_something_was_told_sends_a_correction_too),
        WITH_ROOM(silence_after_a_last_call_means_no_decision),
        WITH_ROOM(a_decision_by_hand_opens_when_the_facilitator_says_so),
        WITH_ROOM(the_clock_only_goes_forward_and_not_past_the_end),
        WITH_ROOM(a_real_emergency_stops_everything_for_everyone),
        WITH_ROOM(the_facilitator_can_enter_an_action_for_a_team),
        WITH_ROOM(a_ruling_changes_what_is_known_and_nothing_else),
        WITH_ROOM(a_role_knows_nothing_that_was_not_noticed_by_or_told_to_it),
        WITH_ROOM(a_role_without_eyes_knows_only_what_it_is_told),
        WITH_ROOM(those_who_play_do_not_act_by_themselves),
        WITH_ROOM(good_play_beats_waiting_and_the_same_decisions_give_the_same),
        WITH_ROOM(a_truth_is_picked_that_hits_the_players_and_is_worth_playing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
