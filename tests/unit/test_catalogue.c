#include "base/file.h"
#include "control/catalogue.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* cmocka.h needs the four before it. */
/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#define CATALOGUE KEYFALL_SOURCE_DIR "/engine/control/catalogue.json"

static const char HEAD[] = "{\"format\":\"keyfall.catalogue\",\"version\":1,\"levels_source\":\"s\","
                           "\"level_fractions_note\":\"n\",\"controls\":[";
static const char CONTROL[] =
    "{\"id\":\"lock\",\"title_en\":\"Lock\",\"title_ja\":\"鍵\",\"summary\":\"A lock.\","
    "\"level_text\":[\"none\",\"one\",\"two\",\"three\"],\"article_lines\":[1,4],"
    "\"essential_eight\":\"\",\"attack_mitigation\":\"\",\"relevance\":\"All.\",\"effects\":["
    "{\"mechanism\":\"block\",\"provenance\":\"assumed\",\"source\":\"nobody knows\",\"levels\":["
    "{\"level\":1,\"low\":0.1,\"mode\":0.2,\"high\":0.3},"
    "{\"level\":2,\"low\":0.2,\"mode\":0.4,\"high\":0.6},"
    "{\"level\":3,\"low\":0.3,\"mode\":0.6,\"high\":0.9}]}]}";

/* A file holding the controls between HEAD and its end. */
static bool load_text(const char *controls, Catalogue *catalogue, Error *error) {
    char path[] = "catalogue_XXXXXX";
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    FILE *file = fdopen(descriptor, "w");
    assert_non_null(file);
    assert_true(fprintf(file, "%s%s]}", HEAD, controls) > 0);
    assert_int_equal(fclose(file), 0);
    bool done = catalogue_load(catalogue, path, error);
    unlink(path);
    return done;
}

/* CONTROL with its first `from` replaced must be refused with both sentences, and nothing is written. */
static void refuse(const char *from, const char *to, const char *path, const char *sentence) {
    const char *at = strstr(CONTROL, from);
    assert_non_null(at);
    char text[2048];
    snprintf(text, sizeof text, "%.*s%s%s", (int)(at - CONTROL), CONTROL, to, at + strlen(from));
    Catalogue catalogue = {.count = 77};
    Error error = {0};
    assert_false(load_text(text, &catalogue, &error));
    assert_int_equal(catalogue.count, 77);
    if (!strstr(error.text, path) || !strstr(error.text, sentence))
        fail_msg("expected \"%s\" and \"%s\" in: %s", path, sentence, error.text);
}

static Catalogue load_shipped(void) {
    Catalogue catalogue;
    Error error = {0};
    if (!catalogue_load(&catalogue, CATALOGUE, &error)) fail_msg("%s", error.text);
    return catalogue;
}

static void a_small_catalogue_is_read_field_by_field(void **state) {
    (void)state;
    Catalogue catalogue;
    Error error = {0};
    if (!load_text(CONTROL, &catalogue, &error)) fail_msg("%s", error.text);
    assert_int_equal(catalogue.count, 1);
    const Control *control = &catalogue.controls[0];
    assert_string_equal(control->title_ja, "鍵");
    assert_string_equal(control->level_text[3], "three");
    assert_int_equal(control->article_lines, 1 << 1 | 1 << 4);
    assert_true(control->key == name_of("lock"));
    const Effect *effect = control_effect(control, MECHANISM_BLOCK);
    assert_non_null(effect);
    assert_null(control_effect(control, MECHANISM_SLOW));
    assert_int_equal(effect->provenance, PROVENANCE_ASSUMED);
    assert_true(effect->high[0] == 0 && effect->low[1] == 0.1 && effect->mode[2] == 0.4);
    assert_true(effect->high[3] == 0.9);
    catalogue_clear(&catalogue);
}

static void what_is_wrong_is_named_with_its_place(void **state) {
    (void)state;
    refuse("\"summary\"", "\"sumary\"", "$.controls[0]", "sumary");
    refuse("\"id\":\"lock\"", "\"id\":\"Lock 1\"", "$.controls[0]", "small letter");
    refuse("\"A lock.\"", "\"\"", "$.controls[0]", "empty");
    refuse("\"two\",", "", "level_text", "0 to 3");
    refuse("\"two\"", "\"\"", "level_text[2]", "empty");
    refuse("[1,4]", "[1,12]", "article_lines[1]", "11");
    refuse("[1,4]", "[1,1.5]", "article_lines[1]", "whole");
    refuse("[1,4]", "[4,4]", "article_lines[1]", "twice");
    refuse("\"block\"", "\"stop\"", "effects[0]", "no mechanism");
    refuse("\"assumed\"", "\"guessed\"", "effects[0]", "guessed");
    refuse("\"assumed\"", "\"fitted\"", "effects[0]", "sourced");
    refuse("\"nobody knows\"", "\"\"", "effects[0]", "empty");
}

static void a_level_must_be_a_range_and_never_weaker_than_the_one_below(void **state) {
    (void)state;
    refuse("\"low\":0.1,\"mode\":0.2", "\"low\":0.25,\"mode\":0.2", "levels[0]", "low <= mode <= high");
    refuse("\"high\":0.6", "\"high\":0.39", "levels[1]", "low <= mode <= high");
    refuse("\"high\":0.9", "\"high\":1.1", "levels[2]", "high");
    refuse("\"low\":0.1", "\"low\":-0.1", "levels[0]", "low");
    refuse("\"low\":0.2,", "\"low\":0.05,", "levels[1]", "weaker");
    refuse("\"mode\":0.6", "\"mode\":0.39", "levels[2]", "weaker");
    refuse("\"mode\":0.4,\"high\":0.6", "\"mode\":0.25,\"high\":0.29", "levels[1]", "weaker");
    refuse("{\"level\":1,\"low\":0.1,\"mode\":0.2,\"high\":0.3},", "", "levels", "1, 2 and 3");
    refuse("\"level\":2", "\"level\":3", "levels[1]", "level 2 is expected");
}

static void ids_and_mechanisms_are_given_once(void **state) {
    (void)state;
    char twice[2048];
    snprintf(twice, sizeof twice, "%s,%s", CONTROL, CONTROL);
    Catalogue catalogue;
    Error error = {0};
    assert_false(load_text(twice, &catalogue, &error));
    assert_non_null(strstr(error.text, "$.controls[1]"));
    assert_non_null(strstr(error.text, "\"lock\" is taken"));
    const char *effect = strstr(CONTROL, "{\"mechanism\"");
    char doubled[2048];
    int length = (int)(strlen(effect) - 2);
    snprintf(doubled, sizeof doubled, "%.*s,%s", length, effect, effect);
    refuse(effect, doubled, "effects[1]", "second time");
}

static void at_most_64_controls_fit(void **state) {
    (void)state;
    char *text = heap_take(CONTROLS_MAX + 1, sizeof CONTROL + 16);
    Catalogue catalogue;
    Error error = {0};
    size_t length = 0;
    for (int i = 0; i < CONTROLS_MAX; i++) {
        const char *rest = CONTROL + strlen("{\"id\":\"lock\"");
        length += (size_t)sprintf(text + length, "%s{\"id\":\"lock%d\"%s", i ? "," : "", i, rest);
    }
    if (!load_text(text, &catalogue, &error)) fail_msg("%s", error.text);
    assert_int_equal(catalogue.count, CONTROLS_MAX);
    assert_int_equal(catalogue_find(&catalogue, "lock63"), 63);
    catalogue_clear(&catalogue);
    sprintf(text + length, ",%s", CONTROL);
    assert_false(load_text(text, &catalogue, &error));
    assert_non_null(strstr(error.text, "65 controls"));
    free(text);
}

static void every_line_of_the_article_and_each_of_the_essential_eight_is_there(void **state) {
    (void)state;
    static const char *const strategies[] = {
        "Application control",
        "Patch applications",
        "Configure Microsoft Office macro settings",
        "User application hardening",
        "Patch operating systems",
        "Restrict administrative privileges",
        "Regular backups",
        "Multi-factor authentication",
    };
    Catalogue catalogue = load_shipped();
    uint32_t lines = 0, found = 0;
    for (uint32_t i = 0; i < catalogue.count; i++) {
        lines |= catalogue.controls[i].article_lines;
        for (uint32_t s = 0; s < 8; s++)
            if (strstr(catalogue.controls[i].essential_eight, strategies[s])) found |= 1u << s;
    }
    assert_int_equal(lines, 0xffe);
    assert_int_equal(found, 0xff);
    catalogue_clear(&catalogue);
}

static void published_ranges_are_kept_as_they_were_judged(void **state) {
    (void)state;
    static const struct {
        const char *id;
        Mechanism mechanism;
        double low, mode, high;
    } judged[] = {
        {"mfa", MECHANISM_BLOCK, 0.5, 0.9, 0.985},
        {"patching", MECHANISM_BLOCK, 0.1, 0.45, 0.9},
        {"app_control", MECHANISM_BLOCK, 0.3, 0.6, 0.85},
        {"macro_block", MECHANISM_BLOCK, 0.3, 0.6, 0.9},
        {"user_hardening", MECHANISM_BLOCK, 0.15, 0.4, 0.7},
        {"least_privilege", MECHANISM_SLOW, 0.2, 0.45, 0.7},
        {"segmentation", MECHANISM_REACT, 0.2, 0.4, 0.73},
        {"edr_mdr", MECHANISM_NOTICE, 0.4, 0.7, 0.9},
        {"backup", MECHANISM_RECOVER, 0.3, 0.6, 0.88},
        {"awareness", MECHANISM_BLOCK, 0, 0.02, 0.2},
        {"ir_plan", MECHANISM_REACT, 0.15, 0.35, 0.6},
        {"audit", MECHANISM_NOTICE, 0.1, 0.25, 0.5},
        {"restrict_mgmt", MECHANISM_BLOCK, 0.3, 0.65, 0.9},
        {"supplier", MECHANISM_REACT, 0, 0.1, 0.25},
    };
    Catalogue catalogue = load_shipped();
    for (size_t i = 0; i < sizeof judged / sizeof *judged; i++) {
        int index = catalogue_find(&catalogue, judged[i].id);
        assert_true(index >= 0);
        const Effect *effect = control_effect(&catalogue.controls[index], judged[i].mechanism);
        assert_non_null(effect);
        assert_true(effect->low[3] == judged[i].low && effect->mode[3] == judged[i].mode);
        assert_true(effect->high[3] == judged[i].high);
    }
    catalogue_clear(&catalogue);
}

/* A source names a year; an assumption says that it is one. */
static void every_effect_says_where_its_range_comes_from(void **state) {
    (void)state;
    Catalogue catalogue = load_shipped();
    for (uint32_t i = 0; i < catalogue.count; i++) {
        const Control *control = &catalogue.controls[i];
        for (uint32_t k = 0; k < control->effect_count; k++) {
            const Effect *effect = &control->effects[k];
            const char *word = effect->provenance == PROVENANCE_SOURCED ? "(20" : "Assumed";
            if (!strstr(effect->source, word)) fail_msg("%s: %s", control->id, effect->source);
        }
    }
    catalogue_clear(&catalogue);
}

static void a_misspelt_control_gets_the_nearest_id(void **state) {
    (void)state;
    Catalogue catalogue = load_shipped();
    assert_int_equal(catalogue_find(&catalogue, "patchin"), -1);
    assert_string_equal(catalogue_nearest(&catalogue, "patchin"), "patching");
    assert_string_equal(catalogue_nearest(&catalogue, "edr_mrd"), "edr_mdr");
    assert_null(catalogue_nearest(&catalogue, "entirely_else"));
    catalogue_clear(&catalogue);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_small_catalogue_is_read_field_by_field),
        cmocka_unit_test(what_is_wrong_is_named_with_its_place),
        cmocka_unit_test(a_level_must_be_a_range_and_never_weaker_than_the_one_below),
        cmocka_unit_test(ids_and_mechanisms_are_given_once),
        cmocka_unit_test(at_most_64_controls_fit),
        cmocka_unit_test(every_line_of_the_article_and_each_of_the_essential_eight_is_there),
        cmocka_unit_test(published_ranges_are_kept_as_they_were_judged),
        cmocka_unit_test(every_effect_says_where_its_range_comes_from),
        cmocka_unit_test(a_misspelt_control_gets_the_nearest_id),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
