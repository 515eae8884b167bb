/* Questionnaires as spreadsheets, both ways. A few rows say what the form is; then a heading, then one
 * question a row. Columns are found by their headings, so that a column moved or added does no harm. */
#include "base/text.h"
#include "control/answers_read.h"

#include <string.h>

enum { HEADS = 4 };
static const char *const head_keys[HEADS] = {"format", "part", "name", "date"};

typedef enum Column {
    COLUMN_ID,
    COLUMN_ASK,
    COLUMN_ASK_JA,
    COLUMN_ANSWER,
    COLUMN_STATUS,
    COLUMN_NOTE,
    COLUMN_OPTIONS,
    COLUMN_OPTIONS_JA,
    COLUMN_EVIDENCE,
    COLUMN_EVIDENCE_JA,
    COLUMNS
} Column;
static const char *const headings[COLUMNS] = {"id",   "question", "質問",   "answer",   "status",
                                              "note", "options",  "選択肢", "evidence", "確認する証拠"};
static const double widths[COLUMNS] = {22, 44, 44, 9, 10, 30, 60, 60, 40, 40};

/* ------------------------------------------------------------------ reading */

static uint32_t find_heading(const Sheet *sheet) {
    for (uint32_t row = 0; row < sheet->rows.count; row++)
        if (strcmp(sheet_at(sheet, row, 0), headings[COLUMN_ID]) == 0) return row;
    return sheet->rows.count;
}

static bool find_column(const Sheet *sheet, const char *path, uint32_t row, Column wanted, uint32_t *out,
                        Error *error) {
    for (*out = 0; *out < sheet->columns; ++*out)
        if (strcmp(sheet_at(sheet, row, *out), headings[wanted]) == 0) return true;
    return error_set(error, "%s: row %u: has no column \"%s\"; start from a form of `keyfall assess --blank`",
                     path, row + 1, headings[wanted]);
}

static bool read_head(Answers *answers, const Sheet *sheet, const char *path, uint32_t until, Error *error) {
    const char *found[HEADS] = {"", "", "", ""};
    for (uint32_t row = 0; row < until; row++)
        for (int i = 0; i < HEADS; i++)
            if (strcmp(sheet_at(sheet, row, 0), head_keys[i]) == 0) found[i] = sheet_at(sheet, row, 1);
    if (strcmp(found[0], "keyfall.answers 1") != 0)
        return error_set(
            error, "%s: is no questionnaire of Keyfall: its head must say format, keyfall.answers 1", path);
    return answers_take_head(answers, found[1], found[2], found[3], error) || error_at(error, "%s: ", path);
}

static bool read_rows(Answers *answers, const Sheet *sheet, const char *path, uint32_t heading,
                      const Questionnaire *questionnaire, Error *error) {
    static const Column wanted[] = {COLUMN_ID, COLUMN_ANSWER, COLUMN_STATUS, COLUMN_NOTE};
    uint32_t at[4];
    for (int i = 0; i < 4; i++)
        if (!find_column(sheet, path, heading, wanted[i], &at[i], error)) return false;
    for (uint32_t row = heading + 1; row < sheet->rows.count; row++) {
        Given given = {sheet_at(sheet, row, at[0]), sheet_at(sheet, row, at[1]), sheet_at(sheet, row, at[2]),
                       sheet_at(sheet, row, at[3])};
        if (!*given.id) continue;
        if (!answers_take(answers, questionnaire, &given, error))
            return error_at(error, "%s: row %u: ", path, row + 1);
    }
    return true;
}

bool answers_read_sheet(Answers *answers, const char *path, const Questionnaire *questionnaire,
                        Error *error) {
    Sheet sheet;
    if (!sheet_read_xlsx(path, &sheet, error)) return false;
    uint32_t heading = find_heading(&sheet);
    bool good =
        read_head(answers, &sheet, path, heading, error) &&
        (heading < sheet.rows.count || error_set(error, "%s: has no row that begins with \"id\"", path)) &&
        read_rows(answers, &sheet, path, heading, questionnaire, error);
    sheet_clear(&sheet);
    return good;
}

/* ------------------------------------------------------------------ writing */

static void set_options(Sheet *sheet, uint32_t row, const Question *question) {
    Text en = {0}, ja = {0};
    for (uint32_t i = 0; i < question->option_count; i++) {
        text_add(&en, "%s%u  %s", i ? "\n" : "", i, question->options[i].text.en);
        text_add(&ja, "%s%u  %s", i ? "\n" : "", i, question->options[i].text.ja);
    }
    sheet_set(sheet, row, COLUMN_OPTIONS, text_of(&en));
    sheet_set(sheet, row, COLUMN_OPTIONS_JA, text_of(&ja));
    text_clear(&en);
    text_clear(&ja);
}

static void set_question(Sheet *sheet, uint32_t row, const Question *question) {
    sheet_set(sheet, row, COLUMN_ID, question->id);
    sheet_set(sheet, row, COLUMN_ASK, question->ask.en);
    sheet_set(sheet, row, COLUMN_ASK_JA, question->ask.ja);
    sheet_set(sheet, row, COLUMN_EVIDENCE, question->evidence.en);
    sheet_set(sheet, row, COLUMN_EVIDENCE_JA, question->evidence.ja);
    set_options(sheet, row, question);
}

static void set_head(Sheet *sheet, const Questionnaire *questionnaire, Part part) {
    static const char *const help[HEADS] = {
        "Leave an answer empty when you do not know; that counts no better than 0.", "",
        "Write your name here. 名称を記入してください。", "Like 2026-04-01"};
    const char *values[HEADS] = {"keyfall.answers 1", part_name(part), "", ""};
    sheet_set(sheet, 0, 0, questionnaire->title.en);
    sheet_set(sheet, 0, 2, questionnaire->title.ja);
    for (uint32_t i = 0; i < HEADS; i++) {
        sheet_set(sheet, i + 1, 0, head_keys[i]);
        if (*values[i]) sheet_set(sheet, i + 1, 1, values[i]);
        if (*help[i]) sheet_set(sheet, i + 1, 2, help[i]);
    }
    for (uint32_t column = 0; column < COLUMNS; column++)
        sheet_set(sheet, HEADS + 2, column, headings[column]);
}

bool answers_blank_xlsx(const Questionnaire *questionnaire, Part part, const char *path, Error *error) {
    static const char *const options[OPTIONS_MAX + 1][OPTIONS_MAX + 1] = {
        {NULL}, {NULL}, {"0", "1", NULL}, {"0", "1", "2", NULL}, {"0", "1", "2", "3", NULL}};
    static const char *const statuses[] = {"claimed", "shown", "checked", NULL};
    SheetList lists[2 * QUESTIONS_MAX];
    SheetLook look = {.name = "Questions", .widths = widths, .heading = HEADS + 2, .lists = lists};
    Sheet sheet;
    sheet_init(&sheet, COLUMNS);
    set_head(&sheet, questionnaire, part);
    for (uint32_t i = 0, row = HEADS + 3; i < questionnaire->question_count; i++) {
        const Question *question = &questionnaire->questions[i];
        if (question->part != part) continue;
        if (question->kind != QUESTION_TEXT)
            lists[look.list_count++] = (SheetList){row, COLUMN_ANSWER, options[question->option_count]};
        lists[look.list_count++] = (SheetList){row, COLUMN_STATUS, statuses};
        set_question(&sheet, row++, question);
    }
    bool good = sheet_write_xlsx(&sheet, &look, path, error);
    sheet_clear(&sheet);
    return good;
}
