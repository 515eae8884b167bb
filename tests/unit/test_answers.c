#include "base/file.h"
#include "base/text.h"
#include "checks.h"
#include "control/belief.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define CONTROL KEYFALL_SOURCE_DIR "/engine/control/"

static Catalogue catalogue;
static Questionnaire asked;

static int load(void **state) {
    (void)state;
    Error error = {{0}};
    if (catalogue_load(&catalogue, CONTROL "catalogue.json", &error) &&
        questionnaire_load(&asked, CONTROL "questionnaire.json", &catalogue, &error))
        return 0;
    print_error("%s\n", error.text);
    return -1;
}

static int unload(void **state) {
    (void)state;
    questionnaire_clear(&asked);
    catalogue_clear(&catalogue);
    return 0;
}

static bool read_text(const char *text, Answers *out, Error *error) {
    char path[] = "answers_XXXXXX";
    close(mkstemp(path));
    assert_true(file_write(path, text, strlen(text), error));
    bool good = answers_load(out, path, &asked, error);
    unlink(path);
    return good;
}

/* A form of one MSP with these entries of its list. */
static bool read_items(const char *items, Answers *out, Error *error) {
    char text[4096];
    snprintf(
        text, sizeof text,
        "{\"format\":\"keyfall.answers\",\"version\":1,\"part\":\"msp\",\"name\":\"A\",\"questions\":[%s]}",
        items);
    return read_text(text, out, error);
}

static Answers good_items(const char *items) {
    Answers answers;
    Error error = {{0}};
    if (!read_items(items, &answers, &error)) fail_msg("%s", error.text);
    return answers;
}

static void refuse(const char *items, const char *sentence) {
    Answers answers;
    Error error = {{0}};
    assert_false(read_items(items, &answers, &error));
    if (!strstr(error.text, sentence)) fail_msg("expected \"%s\" in: %s", sentence, error.text);
}

/* ------------------------------------------------------------------ the questionnaire */

static void at_most_45_questions_cover_the_eleven_checks_and_the_eight_essentials(void **state) {
    (void)state;
    uint32_t lines = 0, essentials = 0;
    assert_in_range(asked.question_count, 1, 45);
    for (uint32_t i = 0; i < asked.question_count; i++) {
        const Section *section = &asked.sections[asked.questions[i].section];
        lines |= 1u << section->line;
        essentials += strcmp(section->id, "essential_eight") == 0;
    }
    assert_int_equal(lines, 0xfff); /* 0 is ours: architecture and the company */
    assert_int_equal(essentials, 8);
}

static void questions_about_one_mechanism_share_a_topic(void **state) {
    (void)state;
    const char *patching[] = {"patching_programme", "e8_patch_applications", "e8_patch_systems"};
    uint32_t topic = asked.questions[questionnaire_find(&asked, patching[0])].topic;
    for (int i = 1; i < 3; i++)
        assert_int_equal(asked.questions[questionnaire_find(&asked, patching[i])].topic, topic);
    /* The same control of another party is another topic. */
    assert_int_not_equal(asked.questions[questionnaire_find(&asked, "vendor_fixes")].topic, topic);
}

/* ------------------------------------------------------------------ forms */

static void an_empty_form_reads_back_once_it_has_a_name(void **state) {
    (void)state;
    JsonWriter writer;
    Answers answers;
    Error error = {{0}};
    for (int part = 0; part < 2; part++) {
        json_writer_init(&writer, true);
        answers_blank_json(&asked, (Part)part, &writer);
        assert_false(read_text(writer.text, &answers, &error));
        assert_non_null(strstr(error.text, "name is empty"));
        char *name = strstr(writer.text, "\"name\": \"\"");
        Text text = {0};
        text_add(&text, "%.*s\"name\": \"B\"%s", (int)(name - writer.text), writer.text, name + 10);
        if (!read_text(text_of(&text), &answers, &error)) fail_msg("%s", error.text);
        assert_int_equal(answers_given(&answers, &asked), 0);
        assert_int_equal(answers.part, part);
        answers_clear(&answers);
        text_clear(&text);
        json_writer_clear(&writer);
    }
}

static void a_spreadsheet_says_the_same_as_json(void **state) {
    (void)state;
    char path[] = "answers_XXXXXX";
    Error error = {{0}};
    Sheet sheet;
    Answers answers;
    static const double widths[256];
    close(mkstemp(path));
    assert_true(answers_blank_xlsx(&asked, PART_MSP, path, &error));
    assert_true(sheet_read_xlsx(path, &sheet, &error));
    sheet_set(&sheet, 3, 1, "Northgate IT");
    for (uint32_t row = 7; row < sheet.rows.count; row++) {
        if (strcmp(sheet_at(&sheet, row, 0), "e8_mfa") != 0) continue;
        sheet_set(&sheet, row, 3, "2");
        sheet_set(&sheet, row, 4, "shown");
    }
    assert_true(sheet_write_xlsx(&sheet, &(SheetLook){.name = "x", .widths = widths}, path, &error));
    if (!answers_load(&answers, path, &asked, &error)) fail_msg("%s", error.text);
    const Answer *mfa = &answers.items[questionnaire_find(&asked, "e8_mfa")];
    assert_string_equal(answers.name, "Northgate IT");
    assert_true(mfa->given && mfa->option == 2 && mfa->status == STATUS_SHOWN);
    assert_int_equal(answers_given(&answers, &asked), 1);
    answers_clear(&answers);
    sheet_set(&sheet, 10, 0, "e8_mfa"); /* a second time */
    assert_true(sheet_write_xlsx(&sheet, &(SheetLook){.name = "x", .widths = widths}, path, &error));
    assert_false(answers_load(&answers, path, &asked, &error));
    assert_non_null(strstr(error.text, "e8_mfa is answered twice"));
    assert_non_null(strstr(error.text, "row "));
    sheet_clear(&sheet);
    unlink(path);
}

static void bad_answers_are_named(void **state) {
    (void)state;
    refuse("{\"id\":\"e8_mfaa\",\"answer\":1}", "did you mean \"e8_mfa\"");
    refuse("{\"id\":\"e8_mfa\",\"answer\":4}", "from 0 to 3");
    refuse("{\"id\":\"e8_mfa\",\"answer\":-1}", "from 0 to 3");
    refuse("{\"id\":\"e8_mfa\",\"answer\":1.5}", "from 0 to 3");
    refuse("{\"id\":\"rmm_hosting\",\"answer\":2}", "from 0 to 1");
    refuse("{\"id\":\"e8_mfa\",\"answer\":\"2\"}", "without quotes");
    refuse("{\"id\":\"rmm_product\",\"answer\":2}", "a text in quotes");
    refuse("{\"id\":\"e8_mfa\",\"answer\":true}", "questions[0].answer");
    refuse("{\"id\":\"e8_mfa\",\"answer\":1,\"status\":\"sure\"}", "claimed, shown or checked");
    refuse("{\"id\":\"e8_mfa\",\"answer\":1},{\"id\":\"e8_mfa\",\"answer\":1}", "answered twice");
    refuse("{\"id\":\"e8_mfa\"},{\"id\":\"e8_mfa\",\"answer\":1}", "answered twice");
    refuse("{\"id\":\"us_mfa\",\"answer\":1}", "asked of the part \"company\"");
    refuse("{\"id\":\"e8_mfa\",\"level\":1}", "level");
}

/* ------------------------------------------------------------------ beliefs */

static double mean_of(Belief belief) {
    double mean = 0, sum = 0;
    for (int i = 0; i < OPTIONS_MAX; i++) {
        mean += i * belief.share[i];
        sum += belief.share[i];
    }
    assert_close(sum, 1, 1e-12);
    return mean;
}

static Belief belief_in(const char *items, const char *id) {
    Answers answers = good_items(items);
    Belief belief = belief_of(&asked, &answers, questionnaire_find(&asked, id), OPEN_AS_BASE);
    answers_clear(&answers);
    return belief;
}

static void evidence_raises_belief_and_the_lowest_option_is_believed(void **state) {
    (void)state;
    double claimed = mean_of(belief_in("{\"id\":\"e8_mfa\",\"answer\":3}", "e8_mfa"));
    double shown = mean_of(belief_in("{\"id\":\"e8_mfa\",\"answer\":3,\"status\":\"shown\"}", "e8_mfa"));
    double checked = mean_of(belief_in("{\"id\":\"e8_mfa\",\"answer\":3,\"status\":\"checked\"}", "e8_mfa"));
    assert_true(claimed < shown && shown < checked && checked <= 3);
    Belief lowest = belief_in("{\"id\":\"e8_mfa\",\"answer\":0}", "e8_mfa");
    assert_int_equal(belief_certain(&lowest), 0);
}

/* Lines 8 and 11: what an audit that we saw says about the other answers. */
static void a_shown_audit_raises_trust_in_the_rest_and_a_claimed_one_does_not(void **state) {
    (void)state;
    double alone = mean_of(belief_in("{\"id\":\"e8_mfa\",\"answer\":3}", "e8_mfa"));
    const char *claimed = "{\"id\":\"e8_mfa\",\"answer\":3},{\"id\":\"audit\",\"answer\":3}";
    const char *shown =
        "{\"id\":\"e8_mfa\",\"answer\":3},{\"id\":\"audit\",\"answer\":3,\"status\":\"shown\"}";
    assert_close(mean_of(belief_in(claimed, "e8_mfa")), alone, 1e-12);
    assert_true(mean_of(belief_in(shown, "e8_mfa")) > alone);
}

/* For every question: what a blank counts for in a ranking is never above an honest answer, at any uniform.
 */
static void a_blank_never_outranks_an_honest_low_answer(void **state) {
    (void)state;
    Answers blank = good_items("");
    for (uint32_t q = 0; q < asked.question_count; q++) {
        if (asked.questions[q].kind == QUESTION_TEXT) continue;
        Belief open = belief_of(&asked, &blank, q, OPEN_AS_LOWEST);
        for (uint8_t option = 0; option < asked.questions[q].option_count; option++) {
            Answers honest = {.items = {{0}}};
            honest.items[q] = (Answer){.given = true, .option = option};
            Belief belief = belief_of(&asked, &honest, q, OPEN_AS_LOWEST);
            for (int k = 0; k < 1000; k++)
                assert_true(belief_at(&open, (k + 0.5) / 1000) <= belief_at(&belief, (k + 0.5) / 1000));
        }
    }
    answers_clear(&blank);
}

static void a_draw_has_the_shares_it_is_drawn_from(void **state) {
    (void)state;
    Belief belief = {{0.25, 0, 0.5, 0.25}};
    uint32_t counts[OPTIONS_MAX] = {0};
    for (int k = 0; k < 1000; k++) counts[belief_at(&belief, (k + 0.5) / 1000)]++;
    assert_int_equal(counts[0], 250);
    assert_int_equal(counts[1], 0);
    assert_int_equal(counts[2], 500);
    assert_int_equal(counts[3], 250);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(at_most_45_questions_cover_the_eleven_checks_and_the_eight_essentials),
        cmocka_unit_test(questions_about_one_mechanism_share_a_topic),
        cmocka_unit_test(an_empty_form_reads_back_once_it_has_a_name),
        cmocka_unit_test(a_spreadsheet_says_the_same_as_json),
        cmocka_unit_test(bad_answers_are_named),
        cmocka_unit_test(evidence_raises_belief_and_the_lowest_option_is_believed),
        cmocka_unit_test(a_shown_audit_raises_trust_in_the_rest_and_a_claimed_one_does_not),
        cmocka_unit_test(a_blank_never_outranks_an_honest_low_answer),
        cmocka_unit_test(a_draw_has_the_shares_it_is_drawn_from),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
