/* Paper: what each document holds, what a player's must not, and the list of events out and in again. */
#define _GNU_SOURCE
#include "base/sheet_csv.h"
#include "checks.h"
#include "exercise_try.h"
#include "report/debrief_page.h"
#include "report/msel.h"
#include "report/texts_sheet.h"

static Trial trial;
static Room room;
static Setup setup;
static ExerciseView view;

static int open_room(void **state) {
    (void)state;
    trial_start(&trial);
    room_init(&room, &trial.definition, &trial.stage, 2);
    setup = (Setup){.looked_at = 100, .hit = 40, .tried = 1, .rank = 0.4, .teams = 2};
    view = (ExerciseView){&room, &setup, LANGUAGE_en, {false, false}};
    return 0;
}

static int close_room(void **state) {
    (void)state;
    room_clear(&room);
    trial_close(&trial);
    return 0;
}

static void assert_holds(const Text *text, const char *words) {
    if (!strstr(text_of(text), words)) fail_msg("the paper does not hold \"%s\"", words);
}

static void assert_lacks(const Text *text, const char *words) {
    if (strstr(text_of(text), words)) fail_msg("the paper holds \"%s\"", words);
}

/* No row of a table has fewer or more cells than its heading. */
static void assert_rows_are_whole(const Text *text) {
    uint32_t heading = 0;
    for (const char *at = strstr(text_of(text), "<tr>"); at; at = strstr(at + 1, "<tr>")) {
        uint32_t cells = 0, heads = 0;
        const char *end = strstr(at, "</tr>");
        for (const char *cell = at; cell < end; cell++) {
            cells += strncmp(cell, "<td>", 4) == 0;
            heads += strncmp(cell, "<th>", 4) == 0;
        }
        if (heads) heading = heads;
        const char *table = at;
        while (table > text_of(text) && strncmp(table, "<table", 6) != 0) table--;
        if (!memmem(table, (size_t)(at - table) + 8, "<th>", 4)) continue; /* a table without a heading */
        if (cells && cells != heading) fail_msg("%u cells under %u headings: %.200s", cells, heading, at);
    }
}

static void every_paper_carries_its_marking(void **state) {
    (void)state;
    for (int language = 0; language < LANGUAGE_COUNT; language++)
        for (int kind = 0; kind < PAPER_KINDS; kind++) {
            view.language = (Language)language;
            Text text = {0};
            paper_write(&(Paper){.view = &view}, (PaperKind)kind, &text);
            assert_holds(&text, "@top-center { content: \"EXERCISE ONLY · TLP:AMBER\"");
            assert_holds(&text, "@bottom-left { content: \"EXERCISE ONLY · TLP:AMBER\"");
            text_clear(&text);
        }
}

static void players_get_no_inject_no_option_and_no_expected_action(void **state) {
    (void)state;
    Text players = {0}, facilitator = {0};
    paper_write(&(Paper){.view = &view}, PAPER_SITMAN_PLAYERS, &players);
    paper_write(&(Paper){.view = &view}, PAPER_SITMAN_FACILITATOR, &facilitator);
    const char *spoilers[] = {"Why is it on?", "Switch off?", "It is off.", "Think of the server.",
                              "Really?"};
    for (size_t i = 0; i < 5; i++) {
        assert_lacks(&players, spoilers[i]);
        assert_holds(&facilitator, spoilers[i]);
    }
    assert_holds(&players, "Lead of Northgate");
    assert_holds(&players, "What do you know?");
    text_clear(&players);
    text_clear(&facilitator);
}

static void the_report_tells_ratings_findings_and_the_plan_and_can_leave_out_names(void **state) {
    (void)state;
    Error error;
    trial_do(&room, ROOM_BEGIN, NONE);
    trial_do(&room, ROOM_OPEN, definition_decision(&trial.definition, "statement"));
    trial_commit(&room, 0, "statement", "yes");
    RoomEvent rate = room_event(ROOM_RATE, "evaluator");
    rate.teams = 2;
    rate.subject = rate.choice = 0;
    rate.rating = RATING_M;
    rate.text = "nobody dared <to>";
    assert_true(room_submit(&room, rate, &error));
    RoomEvent attend = room_event(ROOM_ATTEND, "facilitator");
    attend.details[0] = "A Person";
    attend.details[1] = "An Office";
    attend.details[2] = "Lead";
    assert_true(room_submit(&room, attend, &error));
    RoomEvent improve = room_event(ROOM_IMPROVE, "facilitator");
    improve.text = "No list on paper";
    improve.details[1] = "Print one";
    improve.details[4] = "A Person";
    assert_true(room_submit(&room, improve, &error));
    trial_do(&room, ROOM_END, NONE);
    Debrief debrief;
    assert_true(debrief_make(&room, &setup, 0, (Watch){0}, &debrief, &error));
    Text named = {0}, nameless = {0};
    paper_write(&(Paper){.view = &view, .debrief = &debrief}, PAPER_AAR, &named);
    paper_write(&(Paper){.view = &view, .debrief = &debrief, .final = true, .without_names = true}, PAPER_AAR,
                &nameless);
    assert_holds(&named, "<b>Draft</b>");
    assert_holds(&named, "<td></td><td></td><td>B1</td><td></td>"); /* P, S, M, U */
    assert_holds(&named, "nobody dared &lt;to&gt;");
    assert_holds(&named, "A Person");
    assert_holds(&named, "Print one");
    assert_rows_are_whole(&named);
    assert_holds(&named, "of 100 worlds looked at, 40 hit all who play");
    assert_holds(&nameless, "<b>Final</b>");
    assert_lacks(&nameless, "A Person");
    assert_lacks(&nameless, "An Office");
    text_clear(&named);
    text_clear(&nameless);
    debrief_clear(&debrief);
}

static void cards_leave_blanks_for_what_only_the_day_tells(void **state) {
    (void)state;
    Text text = {0};
    paper_write(&(Paper){.view = &view}, PAPER_CARDS, &text);
    assert_holds(&text, "__ have called by __:__.");
    text_clear(&text);
}

static void attachments_are_on_the_cards_and_with_the_facilitator_and_not_with_the_players(void **state) {
    (void)state;
    Text cards = {0}, manual = {0}, players = {0};
    paper_write(&(Paper){.view = &view}, PAPER_CARDS, &cards);
    paper_write(&(Paper){.view = &view}, PAPER_SITMAN_FACILITATOR, &manual);
    paper_write(&(Paper){.view = &view}, PAPER_SITMAN_PLAYERS, &players);
    assert_holds(&cards, "<td>the cellar</td>");
    assert_holds(&manual, "<td>the cellar</td>");
    assert_lacks(&players, "cellar");
    text_clear(&cards);
    text_clear(&manual);
    text_clear(&players);
}

/* ------------------------------------------------------------------ the list of events */

static void the_list_of_events_comes_back_unchanged(void **state) {
    (void)state;
    Sheet sheet;
    MselChanges changes;
    Error error = {{0}};
    sheet_init(&sheet, MSEL_COLUMNS);
    msel_write(&view, &sheet);
    assert_string_equal(sheet_at(&sheet, 0, 0), "Inject #");
    assert_string_equal(sheet_at(&sheet, 0, 18), "Released By");
    assert_string_equal(sheet_at(&sheet, 1, 1), "Start");
    assert_string_equal(sheet_at(&sheet, 1, 3), "T+0");
    assert_string_equal(sheet_at(&sheet, 2, 7), "lead");
    assert_true(msel_compare(&view, &sheet, "m.csv", &changes, &error));
    assert_int_equal(changes.list.count, 0);
    assert_int_equal(changes.unread.count, 0);
    msel_changes_clear(&changes);
    sheet_clear(&sheet);
}

static void other_peoples_headers_are_understood_and_changes_are_shown_first(void **state) {
    (void)state;
    const char *csv = "MSEL Number;Subject;Narrative;Favourite colour;Sender\n"
                      "1;Start;Good morning to you.;red;Facilitator\n"
                      "99;Nothing like it;x;blue;y\n";
    Sheet sheet;
    MselChanges changes;
    Error error = {{0}};
    assert_true(sheet_read_csv(csv, strlen(csv), "m.csv", &sheet, &error));
    assert_true(msel_compare(&view, &sheet, "m.csv", &changes, &error));
    assert_int_equal(changes.unread.count, 1);
    assert_string_equal(changes.unread.items[0], "Favourite colour");
    assert_int_equal(changes.list.count, 4);
    assert_string_equal(changes.list.items[0].column, "Description");
    assert_string_equal(changes.list.items[0].before, "Good morning, Northgate.");
    assert_string_equal(changes.list.items[0].after, "Good morning to you.");
    assert_int_equal(changes.list.items[1].inject, NONE);
    assert_string_equal(changes.list.items[1].change.field, "add");
    assert_string_equal(changes.list.items[1].after, "Nothing like it");
    msel_changes_clear(&changes);
    sheet_clear(&sheet);
    assert_true(sheet_read_csv("colour\nred\n", 11, "m.csv", &sheet, &error));
    assert_false(msel_compare(&view, &sheet, "m.csv", &changes, &error));
    assert_non_null(strstr(error.text, "no column is an inject's number or title"));
    sheet_clear(&sheet);
}

static MselChanges compared(const char *csv) {
    Sheet sheet;
    MselChanges changes;
    Error error = {{0}};
    assert_true(sheet_read_csv(csv, strlen(csv), "m.csv", &sheet, &error));
    if (!msel_compare(&view, &sheet, "m.csv", &changes, &error)) fail_msg("%s", error.text);
    sheet_clear(&sheet);
    return changes;
}

static void a_list_of_events_is_applied_and_then_says_nothing_new(void **state) {
    (void)state;
    const char *csv = "Inject #,Event,Time,Details,To,Phase,Type,Objectives\n"
                      "1,Start,,,,,,\n"
                      ",Calls,H+2 M+30,,\"Press, clinic\",,,\n"
                      "7,A journalist asks,T+45,Who is hit?,all,One,contingency,stop\n";
    MselChanges changes = compared(csv);
    Error error = {{0}};
    uint32_t before = trial.definition.injects.count;
    if (!msel_apply(&trial.definition, &changes, "m.csv", &error)) fail_msg("%s", error.text);
    msel_changes_clear(&changes);
    assert_int_equal(trial.definition.injects.count, before + 1);
    room_clear(&room);
    room_init(&room, &trial.definition, &trial.stage, 2);
    uint32_t calls = definition_inject(&trial.definition, "second-call");
    uint32_t asks = definition_inject(&trial.definition, "msel-7");
    uint32_t end = (uint32_t)trial.definition.endex, start = (uint32_t)trial.definition.startex;
    assert_int_equal(room_inject_due(&room, 0, calls, end), start + 9000);
    assert_int_equal(trial.definition.injects.items[calls].to, 1u << 1 | 1u << 2);
    assert_int_equal(room_inject_due(&room, 0, asks, end), start + 2700);
    assert_int_equal(trial.definition.injects.items[asks].type, INJECT_CONTINGENCY);
    assert_string_equal(trial.definition.injects.items[asks].text.in[LANGUAGE_en], "Who is hit?");
    /* Placeholders that count and tell the time were not written over. */
    assert_non_null(strstr(trial.definition.injects.items[calls].text.in[LANGUAGE_en], "{callers}"));
    changes = compared("Event,Details,To\nA journalist asks,Who is hit?,all\nCalls,,\n");
    assert_int_equal(changes.list.count, 0);
    msel_changes_clear(&changes);
}

static void the_scenarios_day_and_time_and_the_trigger_say_when_too(void **state) {
    (void)state;
    const char *csv = "Event,Scenario Day,Scenario Time,Trigger\n"
                      "Calls,Day 1,04:30,\n"
                      "Late,,2021-01-01T05:15Z,Manual\n"
                      "Off,1,1 Jan 2021 06:00 UTC,\n"
                      "Start,,,by hand\n"
                      "A new one,D+2,0:00,\n";
    static const char *const when[] = {"T+210", "T+255", "T+300", "by hand", "T+1380"};
    MselChanges changes = compared(csv);
    uint32_t found = 0;
    for (uint32_t i = 0; i < changes.list.count; i++)
        if (strcmp(changes.list.items[i].change.field, "when") == 0)
            assert_string_equal(changes.list.items[i].after, when[found++]);
    assert_int_equal(found, 5);
    assert_int_equal(changes.unread.count, 0);
    Error error = {{0}};
    if (!msel_apply(&trial.definition, &changes, "m.csv", &error)) fail_msg("%s", error.text);
    msel_changes_clear(&changes);
}

static void a_list_of_events_that_does_not_fit_is_refused_with_its_row(void **state) {
    (void)state;
    static const struct {
        const char *csv, *sentence;
    } bad[] = {
        {"Event,Time\nStart,tomorrow\n", "m.csv:2: 'tomorrow' is no time"},
        {"Event,Time\nStart,D+9\n", "m.csv:2: 'D+9' comes after the end"},
        {"Event,Scenario Time\nStart,soon\n", "m.csv:2: 'soon' is no time"},
        {"Event,To\nStart,the mayor\n", "m.csv:2: there is no role \"the mayor\""},
        {"Event,Type\nStart,odd\n", "m.csv:2: 'odd' is no type"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        MselChanges changes = compared(bad[i].csv);
        Error error = {{0}};
        assert_false(msel_apply(&trial.definition, &changes, "m.csv", &error));
        if (!strstr(error.text, bad[i].sentence)) fail_msg("%s", error.text);
        msel_changes_clear(&changes);
    }
    const char *twice = "Event,Details\nStart,a\nStart,b\n";
    Sheet sheet;
    MselChanges changes;
    Error error = {{0}};
    assert_true(sheet_read_csv(twice, strlen(twice), "m.csv", &sheet, &error));
    assert_false(msel_compare(&view, &sheet, "m.csv", &changes, &error));
    assert_non_null(strstr(error.text, "rows 2 and 3 are about the same inject"));
    sheet_clear(&sheet);
}

/* ------------------------------------------------------------------ texts as a sheet */

static void texts_come_back_and_only_what_differs_is_a_change(void **state) {
    (void)state;
    Sheet sheet;
    Arena arena;
    TextChangeVec changes = {0};
    Error error = {{0}};
    arena_init(&arena);
    sheet_init(&sheet, TEXTS_COLUMNS);
    texts_sheet_write(&trial.definition, &sheet);
    assert_true(texts_sheet_compare(&trial.definition, &sheet, "t.xlsx", &arena, &changes, &error));
    assert_int_equal(changes.count, 0);
    for (uint32_t row = 1; row < sheet.rows.count; row++)
        if (strcmp(sheet_at(&sheet, row, 3), "Good morning, {msp}.") == 0) {
            sheet_set(&sheet, row, 3, "Good evening, {msp}.");
            sheet_set(&sheet, row, 4, "こんばんは。");
        }
    assert_true(texts_sheet_compare(&trial.definition, &sheet, "t.xlsx", &arena, &changes, &error));
    assert_int_equal(changes.count, 1);
    assert_true(texts_apply(&trial.definition, &changes.items[0], &error));
    const Inject *start = &trial.definition.injects.items[definition_inject(&trial.definition, "start")];
    assert_string_equal(wording_in(start->text, LANGUAGE_en), "Good evening, {msp}.");
    assert_string_equal(wording_in(start->text, LANGUAGE_ja), "こんばんは。");
    vec_clear(&changes);
    sheet_set(&sheet, 1, 2, "tittle");
    assert_false(texts_sheet_compare(&trial.definition, &sheet, "t.xlsx", &arena, &changes, &error));
    assert_non_null(strstr(error.text, "t.xlsx:2: there is no exercise \"small\" with a tittle"));
    sheet_set(&sheet, 0, 0, "Sort");
    assert_false(texts_sheet_compare(&trial.definition, &sheet, "t.xlsx", &arena, &changes, &error));
    assert_non_null(strstr(error.text, "column 1 is not \"Kind\""));
    sheet_clear(&sheet);
    arena_clear(&arena);
}

#define WITH_ROOM(test) cmocka_unit_test_setup_teardown(test, open_room, close_room)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_ROOM(every_paper_carries_its_marking),
        WITH_ROOM(players_get_no_inject_no_option_and_no_expected_action),
        WITH_ROOM(the_report_tells_ratings_findings_and_the_plan_and_can_leave_out_names),
        WITH_ROOM(cards_leave_blanks_for_what_only_the_day_tells),
        WITH_ROOM(the_list_of_events_comes_back_unchanged),
        WITH_ROOM(other_peoples_headers_are_understood_and_changes_are_shown_first),
        WITH_ROOM(a_list_of_events_is_applied_and_then_says_nothing_new),
        WITH_ROOM(a_list_of_events_that_does_not_fit_is_refused_with_its_row),
        WITH_ROOM(texts_come_back_and_only_what_differs_is_a_change),
        WITH_ROOM(attachments_are_on_the_cards_and_with_the_facilitator_and_not_with_the_players),
        WITH_ROOM(the_scenarios_day_and_time_and_the_trigger_say_when_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
