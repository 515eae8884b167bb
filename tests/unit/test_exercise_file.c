/* exercise.lua: what its words become, and the sentence for every mistake, with its line. */
#include "base/text.h"
#include "checks.h"
#include "exercise_try.h"

static void a_mistake_is_named_with_its_line(void **state) {
    (void)state;
    static const struct {
        const char *find, *replace, *sentence;
    } mistakes[] = {
        {"when = called(\"msp\", 2)", "when = called(\"mps\", 2)", "when.what: there is no cast \"mps\""},
        {"decided(\"server\", \"off\")) }\ninject \"late\"",
         "decided(\"server\", \"of\")) }\ninject \"late\"", "decision \"server\" has no option \"of\""},
        {"sees = { \"msp\" }", "sees = { \"mpp\" }", "role \"lead\": sees: there is no cast \"mpp\""},
        {"module = \"one\", by = \"lead\"", "module = \"two\", by = \"lead\"",
         "module: there is no module \"two\""},
        {"by = \"lead\", objectives", "by = {}, objectives", "by: is missing: which roles may take it"},
        {"does = { \"stop\", \"police\" }", "does = { \"halt\" }",
         "options.does: there is no lever \"halt\""},
        {"score = \"ours\"", "score = \"theirs\"", "score: there is no measure \"theirs\""},
        {"sign \"push\"", "sign \"pull\"", "sign \"pull\": the scenario has no rule of this name"},
        {"without = { \"inject late\" }", "without = { \"inject never\" }",
         "without: there is no \"inject never\""},
        {"title = \"Calls\", text", "titel = \"Calls\", text",
         "unknown field 'titel'; did you mean 'title'?"},
        {"played \"clinic\" }, after", "played \"clinick\" }, after", "there is no cast \"clinick\""},
        {"startex = \"2021-01-01T01:00Z\"", "startex = \"2020-01-01\"",
         "startex: lies before the scenario's start"},
        {"plays = msp \"M\"", "plays = msp \"N\"", "cast \"msp\": no organisation of this world fits"},
        {"kind = \"adaptive\"", "kind = \"adaptable\"", "kind: expected standard, …, not 'adaptable'"},
        {"without_effect = \"waiting\" } } }\ndecision", "without_effect = 3 } } }\ndecision",
         "without_effect: expected a text in quotes, not 3"},
        {"attachment = \"| what | where |\\n|---|---|\\n| the server | the cellar |\"",
         "attachment = \"tickets.md\"", "attachment: there is no tickets.md beside exercise.lua"},
        {"summary = \"Short.\"", "tlp = \"TLP:PINK\", summary = \"Short.\"", "tlp: expected TLP:RED"},
    };
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        const char *at = strstr(trial_exercise, mistakes[i].find);
        if (!at) fail_msg("the usual exercise does not hold %s", mistakes[i].find);
        Text text = {0};
        text_add_n(&text, trial_exercise, (size_t)(at - trial_exercise));
        text_add(&text, "%s%s", mistakes[i].replace, at + strlen(mistakes[i].find));
        Trial trial;
        Error error = {{0}};
        if (trial_open(&trial, text_of(&text), "full", &error))
            fail_msg("nobody minds %s", mistakes[i].replace);
        const char *sentence = trial_sentence(&error);
        if (!strstr(sentence, mistakes[i].sentence) || strncmp(sentence, "exercise.lua:", 13) != 0)
            fail_msg("\"%s\" does not say \"%s\"", sentence, mistakes[i].sentence);
        text_clear(&text);
    }
}

static void a_version_leaves_out_what_it_says(void **state) {
    (void)state;
    Trial full, brief;
    Error error = {{0}};
    assert_true(trial_open(&full, NULL, "full", &error));
    assert_true(trial_open(&brief, NULL, "short", &error));
    assert_int_equal(brief.definition.injects.count, full.definition.injects.count - 1);
    assert_int_equal(definition_inject(&brief.definition, "late"), NONE);
    assert_int_equal(full.definition.minutes, 30);
    assert_int_equal(brief.definition.minutes, 10);
    Trial none;
    assert_false(trial_open(&none, NULL, "tiny", &error));
    assert_non_null(strstr(error.text, "there is no version \"tiny\""));
    trial_close(&full);
    trial_close(&brief);
}

static void casts_are_who_they_should_be_and_the_same_each_time(void **state) {
    (void)state;
    Trial a, b;
    Error error;
    assert_true(trial_open(&a, NULL, "full", &error));
    assert_true(trial_open(&b, NULL, "full", &error));
    const World *world = a.scenario.world;
    OrgId msp = a.definition.casts.items[0].org, clinic = a.definition.casts.items[1].org;
    assert_int_equal(world_org_profile(world, msp)->kind, ORG_msp);
    assert_int_equal(world->orgs[clinic].parent, msp);
    assert_int_equal(b.definition.casts.items[1].org, clinic);
    trial_close(&a);
    trial_close(&b);
}

static void a_lever_acts_on_the_organisation_that_is_played_alone(void **state) {
    (void)state;
    Trial trial;
    trial_start(&trial);
    Room room;
    room_init(&room, &trial.definition, &trial.stage, 1);
    trial_do(&room, ROOM_BEGIN, NONE);
    RoomEvent enter = room_event(ROOM_ENTER, "facilitator");
    enter.teams = 1;
    enter.subject = definition_lever(&trial.definition, "cut-clinic");
    Error error;
    assert_true(room_submit(&room, enter, &error));
    uint32_t clinic = 0, others = 0;
    for (uint32_t i = 0; i < room.teams[0].branch.log.count; i++) {
        const Happening *h = &room.teams[0].branch.log.items[i];
        if (h->kind != HAPPENED_CONTAINED || h->at > room.now + 300) continue;
        bool own = trial.scenario.world->assets[h->subject].owner == trial.definition.casts.items[1].org;
        *(own ? &clinic : &others) += 1;
    }
    assert_int_equal(clinic, 1);
    assert_int_equal(others, 0);
    room_clear(&room);
    trial_close(&trial);
}

static void texts_come_in_both_languages_with_their_placeholders(void **state) {
    (void)state;
    Trial trial;
    Error error;
    Text text = {0};
    assert_true(trial_open(&trial, NULL, "full", &error));
    const Definition *definition = &trial.definition;
    assert_string_equal(wording_in(definition->title, LANGUAGE_ja), "試行");
    assert_string_equal(wording_in(definition->summary, LANGUAGE_ja), "Short.");
    const Inject *calls = &definition->injects.items[definition_inject(definition, "second-call")];
    wording_fill(definition, calls->text, (Filling){3, "04:10", LANGUAGE_en}, &text);
    assert_string_equal(text_of(&text), "3 have called by 04:10.");
    text_clear(&text);
    wording_fill(definition, (Wording){{"{msp} and {nobody} {", NULL}}, (Filling){0, "", LANGUAGE_ja}, &text);
    assert_string_equal(text_of(&text), "Northgate and {nobody} {");
    text_clear(&text);
    trial_close(&trial);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mistake_is_named_with_its_line),
        cmocka_unit_test(a_version_leaves_out_what_it_says),
        cmocka_unit_test(casts_are_who_they_should_be_and_the_same_each_time),
        cmocka_unit_test(a_lever_acts_on_the_organisation_that_is_played_alone),
        cmocka_unit_test(texts_come_in_both_languages_with_their_placeholders),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
