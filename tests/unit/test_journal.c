/* The journal: written before it is acknowledged, the same state again, and refused when it cannot be. The
 * kill test starts a child that submits events as fast as it can, kills it with writes in flight, and
 * compares what it had acknowledged with what is in the file; KEYFALL_KILLS sets how often (200). */
#define _GNU_SOURCE
#include "base/draw.h"
#include "checks.h"
#include "exercise_try.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static Trial trial;
static Setup setup;
static char folder[64], path[128];

static void remove_journal(void) {
    const char *endings[] = {"", "-wal", "-shm"};
    for (int i = 0; i < 3; i++) {
        char name[160];
        snprintf(name, sizeof name, "%s%s", path, endings[i]);
        unlink(name);
    }
}

static int open_trial(void **state) {
    (void)state;
    trial_start(&trial);
    snprintf(folder, sizeof folder, "/tmp/keyfall_journal_XXXXXX");
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/a.exercise", folder);
    setup = (Setup){.scenario = "small",
                    .version = "full",
                    .cast_seed = 1,
                    .truth = trial.stage.truth,
                    .teams = 2,
                    .world_hash = truth_hash(&trial.stage),
                    .looked_at = 10,
                    .hit = 5,
                    .tried = 1,
                    .rank = 0.5};
    return 0;
}

static int close_trial(void **state) {
    (void)state;
    remove_journal();
    trial_close(&trial);
    return rmdir(folder);
}

static Journal *created(void) {
    Journal *journal;
    Error error = {{0}};
    if (!journal_create(path, &setup, &journal, &error)) fail_msg("%s", error.text);
    return journal;
}

static bool play_again(void *context, const RoomEvent *event, Error *error) {
    return room_replay(context, event, error);
}

/* The room as the file says; the journal stays open in it. */
static Journal *reopened(Room *room, Arena *arena) {
    Setup found;
    Journal *journal;
    Error error = {{0}};
    arena_init(arena);
    if (!journal_open(path, arena, &found, &journal, &error)) fail_msg("%s", error.text);
    assert_int_equal(found.truth.replication, setup.truth.replication);
    assert_true(found.world_hash == setup.world_hash);
    room_init(room, &trial.definition, &trial.stage, found.teams);
    if (!journal_read(journal, &trial.definition, arena, play_again, room, &error))
        fail_msg("%s", error.text);
    return journal;
}

static void play_a_while(Room *room) {
    trial_do(room, ROOM_BEGIN, NONE);
    trial_do(room, ROOM_RELEASE, 0);
    uint32_t next = room_next_moment(room);
    while (!room_decision_open(room, 0, 0)) {
        trial_jump(room, next);
        next = room_next_moment(room);
    }
    trial_commit(room, 0, "server", "off");
    trial_commit(room, 1, "server", "wait");
    RoomEvent rate = room_event(ROOM_RATE, "evaluator");
    rate.teams = 1;
    rate.subject = 0;
    rate.choice = 0;
    rate.rating = RATING_S;
    rate.text = "late, \"but\" complete\n日本語";
    Error error;
    assert_true(room_submit(room, rate, &error));
    RoomEvent improve = room_event(ROOM_IMPROVE, "facilitator");
    improve.text = "Nobody had the list";
    improve.details[1] = "Print it";
    improve.details[3] = "Help desk";
    assert_true(room_submit(room, improve, &error));
    RoomEvent back = room_event(ROOM_TAKE_BACK, "facilitator");
    back.undoes = room->events.count - 2;
    assert_true(room_submit(room, back, &error));
}

static void a_journal_replays_to_the_same_state_bit_for_bit(void **state) {
    (void)state;
    Room room, again;
    Arena arena;
    room_init(&room, &trial.definition, &trial.stage, 2);
    room.journal = created();
    play_a_while(&room);
    uint64_t hash = room_hash(&room);
    journal_close(room.journal);
    Journal *journal = reopened(&again, &arena);
    assert_true(room_hash(&again) == hash);
    assert_int_equal(again.events.count, room.events.count);
    for (uint32_t i = 0; i < again.events.count; i++) {
        const RoomEvent *a = &again.events.items[i], *b = &room.events.items[i];
        assert_string_equal(a->text, b->text);
        assert_string_equal(a->who, b->who);
        for (uint32_t k = 0; k < ROOM_EVENT_DETAILS; k++) assert_string_equal(a->details[k], b->details[k]);
        assert_int_equal(a->sure, b->sure);
        assert_int_equal(a->rating, b->rating);
    }
    again.journal = journal; /* and the room goes on */
    trial_jump(&again, again.now + 60);
    room_clear(&room);
    room_clear(&again);
    journal_close(journal);
    arena_clear(&arena);
}

static void changed_texts_and_other_lucks_are_kept_with_the_setup(void **state) {
    (void)state;
    const TextChange texts[] = {{"inject", "start", "text", {"Hello, \"you\".", NULL}},
                                {"role", "lead", "title", {NULL, "責任者"}}};
    setup.texts = texts;
    setup.text_count = 2;
    setup.lucks[0] = 7;
    setup.lucks[1] = 11;
    setup.luck_count = 2;
    journal_close(created());
    Arena arena;
    Setup found;
    Journal *journal;
    Error error = {{0}};
    arena_init(&arena);
    if (!journal_open(path, &arena, &found, &journal, &error)) fail_msg("%s", error.text);
    assert_int_equal(found.text_count, 2);
    assert_string_equal(found.texts[0].in[LANGUAGE_en], "Hello, \"you\".");
    assert_null(found.texts[0].in[LANGUAGE_ja]);
    assert_string_equal(found.texts[1].in[LANGUAGE_ja], "責任者");
    assert_int_equal(found.luck_count, 2);
    assert_int_equal(found.lucks[1], 11);
    journal_close(journal);
    arena_clear(&arena);
    remove_journal();
}

static void another_model_a_hole_and_a_changed_exercise_are_refused(void **state) {
    (void)state;
    static const struct {
        const char *sql, *words;
    } harms[] = {
        {"UPDATE setup SET value = replace(value, '\"model_version\":', '\"model_version\":9')",
         "was played on model version"},
        {"DELETE FROM event WHERE sequence = 2", "the one before it is missing"},
        {"UPDATE event SET body = '{\"inject\":\"gone\"}' WHERE sequence = 2",
         "the exercise has no inject \"gone\""},
        {"UPDATE event SET body = '{' WHERE sequence = 2", "event 2: "},
        {"UPDATE event SET what = 'dance' WHERE sequence = 2", "is of no known kind"},
        {"UPDATE event SET second = 1 WHERE sequence = 2", "does not follow from the events before it"},
        {"DELETE FROM setup", "does not say how it was set up"},
    };
    for (size_t i = 0; i < sizeof harms / sizeof *harms; i++) {
        Room room;
        Error error = {{0}};
        room_init(&room, &trial.definition, &trial.stage, 2);
        room.journal = created();
        play_a_while(&room);
        journal_close(room.journal);
        room_clear(&room);
        const SqliteFormat any = {"a journal", 0x4b46454a, 1, ""};
        Sqlite *sqlite;
        assert_true(sqlite_open(path, &any, &sqlite, &error));
        assert_true(sqlite_write(sqlite, harms[i].sql, NULL, 0, &error));
        sqlite_close(sqlite);
        Arena arena;
        Setup found;
        Journal *journal = NULL;
        arena_init(&arena);
        bool good = journal_open(path, &arena, &found, &journal, &error);
        if (good) {
            room_init(&room, &trial.definition, &trial.stage, 2);
            good = journal_read(journal, &trial.definition, &arena, play_again, &room, &error);
            room_clear(&room);
        }
        assert_false(good);
        if (!strstr(error.text, harms[i].words))
            fail_msg("\"%s\" does not say \"%s\"", error.text, harms[i].words);
        journal_close(journal);
        arena_clear(&arena);
        remove_journal();
    }
}

static void two_servers_cannot_open_one_journal(void **state) {
    (void)state;
    Journal *journal = created();
    pid_t child = fork();
    if (child == 0) {
        Arena arena;
        Setup found;
        Journal *second;
        Error error;
        arena_init(&arena);
        bool opened = journal_open(path, &arena, &found, &second, &error);
        _exit(!opened && strstr(error.text, "is open in another Keyfall") ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    journal_close(journal);
}

/* ------------------------------------------------------------------ kill -9 with writes in flight */

static void tell_parent(void *context, const RoomEvent *event) {
    uint64_t sequence = event->sequence;
    ssize_t written = write(*(int *)context, &sequence, sizeof sequence);
    (void)written;
}

/* Submits notes for ever; each is told to the parent once the room has acknowledged it. */
_Noreturn static void submit_for_ever(int out) {
    Room room;
    Arena arena;
    Journal *journal = reopened(&room, &arena);
    room.journal = journal;
    room.acknowledge = tell_parent;
    room.context = &out;
    for (;;) {
        Error error;
        RoomEvent note = room_event(ROOM_NOTE, "evaluator");
        note.text = "a note that takes a moment to write, so that a kill finds it under way";
        if (!room_submit(&room, note, &error)) _exit(1);
    }
}

static uint64_t last_acknowledged(int in) {
    uint64_t sequence, last = 0;
    while (read(in, &sequence, sizeof sequence) == sizeof sequence) last = sequence;
    return last;
}

static uint64_t kill_once(uint64_t round) {
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        submit_for_ever(ends[1]);
    }
    close(ends[1]);
    /* The first event is awaited, so that the kill falls into the writing. */
    uint64_t first = 0;
    assert_int_equal(read(ends[0], &first, sizeof first), sizeof first);
    usleep((useconds_t)(draw_bits(draw_context(round, 0, 0), draw_key(1, DRAW_DELAY, 0)) % 4000));
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, NULL, 0), child);
    uint64_t last = last_acknowledged(ends[0]);
    close(ends[0]);
    return last > first ? last : first;
}

static void killed_at_any_moment_it_loses_nothing_that_was_acknowledged(void **state) {
    (void)state;
    const char *asked = getenv("KEYFALL_KILLS");
    uint32_t kills = asked ? (uint32_t)strtoul(asked, NULL, 10) : 200;
    journal_close(created());
    uint64_t in_file = 0, unacknowledged = 0;
    for (uint32_t round = 0; round < kills; round++) {
        uint64_t acknowledged = kill_once(round);
        Room room;
        Arena arena;
        Journal *journal = reopened(&room, &arena);
        in_file = room.events.count;
        if (in_file < acknowledged)
            fail_msg("after kill %u event %llu was acknowledged and %llu are in the file", round + 1,
                     (unsigned long long)acknowledged, (unsigned long long)in_file);
        unacknowledged += in_file - acknowledged;
        room_clear(&room);
        journal_close(journal);
        arena_clear(&arena);
        if (in_file > 500) { /* a new file, so that reading it back stays quick */
            remove_journal();
            journal_close(created());
        }
    }
    print_message(
        "%u kills, nothing acknowledged was lost; %llu events were written and not yet acknowledged\n", kills,
        (unsigned long long)unacknowledged);
    assert_true(unacknowledged <= kills); /* at most the one under way */
}

#define WITH_TRIAL(test) cmocka_unit_test_setup_teardown(test, open_trial, close_trial)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_TRIAL(a_journal_replays_to_the_same_state_bit_for_bit),
        WITH_TRIAL(changed_texts_and_other_lucks_are_kept_with_the_setup),
        WITH_TRIAL(another_model_a_hole_and_a_changed_exercise_are_refused),
        WITH_TRIAL(two_servers_cannot_open_one_journal),
        WITH_TRIAL(killed_at_any_moment_it_loses_nothing_that_was_acknowledged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
