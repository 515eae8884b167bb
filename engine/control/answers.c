#include "base/file.h"
#include "base/text.h"
#include "control/answers_read.h"

#include <stdlib.h>
#include <string.h>

#define FILE_LIMIT ((size_t)16 << 20)
#define NAME_LIMIT 80

const char *const answer_status_names[STATUS_COUNT] = {"claimed", "shown", "checked"};

/* ------------------------------------------------------------------ one answer */

static bool take_status(Answer *answer, const char *status, Error *error) {
    answer->status = STATUS_CLAIMED;
    if (!*status) return true;
    for (int i = 0; i < STATUS_COUNT; i++) {
        if (strcmp(status, answer_status_names[i]) != 0) continue;
        answer->status = (AnswerStatus)i;
        return true;
    }
    return error_set(error, "status \"%.40s\": write claimed, shown or checked", status);
}

static bool take_option(Answer *answer, const Question *question, const char *text, Error *error) {
    char *end;
    long option = strtol(text, &end, 10);
    bool digits = text[strspn(text, "0123456789")] == '\0';
    if (!digits || *end || option < 0 || option >= (long)question->option_count)
        return error_set(error,
                         "\"%.40s\" is no answer to %s: write a whole number from 0 to %u, or leave it empty",
                         text, question->id, question->option_count - 1);
    answer->option = (uint8_t)option;
    return true;
}

static bool find_question(const Answers *answers, const Questionnaire *questionnaire, const char *id,
                          uint32_t *out, Error *error) {
    *out = questionnaire_find(questionnaire, id);
    if (*out == QUESTION_NONE) {
        const char *near = questionnaire_nearest(questionnaire, id);
        return error_set(error, "there is no question \"%.60s\"%s%s%s", id, near ? "; did you mean \"" : "",
                         near ? near : "", near ? "\"?" : "; `keyfall assess --blank` writes them all");
    }
    if (questionnaire->questions[*out].part != answers->part)
        return error_set(error, "%s is asked of the part \"%s\", and this file is of the part \"%s\"", id,
                         part_name(questionnaire->questions[*out].part), part_name(answers->part));
    return true;
}

bool answers_take(Answers *answers, const Questionnaire *questionnaire, const Given *given, Error *error) {
    uint32_t index;
    if (!find_question(answers, questionnaire, given->id, &index, error)) return false;
    Answer *kept = &answers->items[index], answer = {.given = *given->answer != '\0', .text = ""};
    const Question *question = &questionnaire->questions[index];
    /* A note marks that the question was seen, answered or not. */
    if (kept->note) return error_set(error, "%s is answered twice; keep one", given->id);
    if (!take_status(&answer, given->status, error)) return false;
    if (answer.given && question->kind != QUESTION_TEXT &&
        !take_option(&answer, question, given->answer, error))
        return false;
    if (question->kind == QUESTION_TEXT) answer.text = arena_text(&answers->arena, given->answer);
    answer.note = arena_text(&answers->arena, given->note);
    *kept = answer;
    return true;
}

/* ------------------------------------------------------------------ the head */

/* They would move the cursor or hide text where the name is shown. */
static bool has_control_characters(const char *text) {
    for (; *text; text++)
        if ((unsigned char)*text < 0x20 || *text == 0x7f) return true;
    return false;
}

static bool is_date(const char *text) {
    static const char shape[] = "0000-00-00";
    for (size_t i = 0; i < sizeof shape; i++) {
        bool digit = text[i] >= '0' && text[i] <= '9';
        if (shape[i] == '0' ? !digit : text[i] != shape[i]) return false;
    }
    return true;
}

bool answers_take_head(Answers *answers, const char *part, const char *name, const char *date, Error *error) {
    answers->part = strcmp(part, "company") == 0 ? PART_COMPANY : PART_MSP;
    if (answers->part == PART_MSP && strcmp(part, "msp") != 0)
        return error_set(error, "part \"%.40s\": write msp or company", part);
    if (!*name) return error_set(error, "name is empty: write who this is about");
    if (text_columns(name) > NAME_LIMIT || has_control_characters(name))
        return error_set(error, "name: write at most %d characters on one line", NAME_LIMIT);
    if (*date && !is_date(date))
        return error_set(error, "date \"%.40s\": write it like 2026-04-01, or leave it empty", date);
    answers->name = arena_text(&answers->arena, name);
    answers->date = arena_text(&answers->arena, date);
    return true;
}

/* ------------------------------------------------------------------ JSON */

/* Absent and null are the same. */
static bool optional_text(Json object, const char *key, const char **out, Error *error) {
    Json value;
    *out = "";
    if (!json_get(object, key, &value) || json_kind(value) == JSON_NULL) return true;
    return json_as_text(value, out, error);
}

/* A whole number for options, a text for texts, null or nothing for an open question. */
static bool answer_text(Json item, char number[static 32], const char **out, Error *error) {
    Json value;
    double option;
    *out = "";
    if (!json_get(item, "answer", &value) || json_kind(value) == JSON_NULL) return true;
    if (json_kind(value) == JSON_TEXT) return json_as_text(value, out, error);
    if (!json_as_number(value, -1e9, 1e9, &option, error)) return false;
    Text text = {0};
    text_add(&text, "%.15g", option);
    strncpy(number, text_of(&text), 31);
    text_clear(&text);
    *out = number;
    return true;
}

/* `ask`, `options` and `evidence` are there for whoever fills the form in. */
static bool take_item(Answers *answers, const Questionnaire *questionnaire, Json item, Error *error) {
    Given given;
    char number[32] = "";
    Json value;
    if (!json_only(item, "id ask options evidence answer status note", error) ||
        !json_text(item, "id", &given.id, error) || !answer_text(item, number, &given.answer, error) ||
        !optional_text(item, "status", &given.status, error) ||
        !optional_text(item, "note", &given.note, error))
        return false;
    uint32_t index = questionnaire_find(questionnaire, given.id);
    bool is_text = index != QUESTION_NONE && questionnaire->questions[index].kind == QUESTION_TEXT;
    if (*given.answer && index != QUESTION_NONE && json_get(item, "answer", &value) &&
        (json_kind(value) == JSON_TEXT) != is_text)
        return json_fail(value, error, "must be %s, or null",
                         is_text ? "a text in quotes" : "a whole number without quotes");
    Error why = {{0}};
    return answers_take(answers, questionnaire, &given, &why) || json_fail(item, error, "%s", why.text);
}

static bool read_json(Answers *answers, Json root, const Questionnaire *questionnaire, Error *error) {
    Json list;
    const char *part, *name, *date;
    Error why = {{0}};
    bool good = json_expect_format(root, "keyfall.answers", 1, error) &&
                json_only(root, "format version part name date questions", error) &&
                json_text(root, "part", &part, error) && json_text(root, "name", &name, error) &&
                optional_text(root, "date", &date, error) && json_array(root, "questions", &list, error);
    if (good && !answers_take_head(answers, part, name, date, &why))
        good = json_fail(root, error, "%s", why.text);
    for (uint32_t i = 0; good && i < json_count(list); i++)
        good = take_item(answers, questionnaire, json_item(list, i), error);
    return good;
}

static bool load_json(Answers *answers, const char *path, const Questionnaire *questionnaire, Error *error) {
    JsonDocument *document = NULL;
    if (!json_load(path, &document, error)) return false;
    bool good = read_json(answers, json_root(document), questionnaire, error);
    json_destroy(document);
    return good;
}

/* While reading, a missing note tells that a question has not come yet. */
static void close_items(Answers *answers) {
    for (uint32_t i = 0; i < QUESTIONS_MAX; i++) {
        if (!answers->items[i].note) answers->items[i].note = "";
        if (!answers->items[i].text) answers->items[i].text = "";
    }
}

static void begin(Answers *answers) {
    *answers = (Answers){.name = "", .date = ""};
    arena_init(&answers->arena);
}

/* Hands over what was read, or nothing. */
static bool finish(Answers *answers, bool good, Answers *out) {
    if (good) {
        close_items(answers);
        *out = *answers;
    } else {
        answers_clear(answers);
    }
    return good;
}

bool answers_read(Answers *out, Json root, const Questionnaire *questionnaire, Error *error) {
    Answers answers;
    begin(&answers);
    return finish(&answers, read_json(&answers, root, questionnaire, error), out);
}

bool answers_load(Answers *out, const char *path, const Questionnaire *questionnaire, Error *error) {
    char *bytes;
    size_t length;
    if (!file_read(path, FILE_LIMIT, &bytes, &length, error)) return false;
    bool sheet = sheet_is_xlsx(bytes, length);
    free(bytes);
    Answers answers;
    begin(&answers);
    bool good = sheet ? answers_read_sheet(&answers, path, questionnaire, error)
                      : load_json(&answers, path, questionnaire, error);
    return finish(&answers, good, out);
}

void answers_clear(Answers *answers) {
    arena_clear(&answers->arena);
    *answers = (Answers){0};
}

uint32_t answers_given(const Answers *answers, const Questionnaire *questionnaire) {
    uint32_t given = 0;
    for (uint32_t i = 0; i < questionnaire->question_count; i++)
        given += answers->items[i].given && questionnaire->questions[i].kind != QUESTION_TEXT;
    return given;
}

uint32_t answers_asked(const Questionnaire *questionnaire, Part part) {
    uint32_t asked = 0;
    for (uint32_t i = 0; i < questionnaire->question_count; i++)
        asked +=
            questionnaire->questions[i].part == part && questionnaire->questions[i].kind != QUESTION_TEXT;
    return asked;
}

/* ------------------------------------------------------------------ an empty form */

static void write_phrase(JsonWriter *writer, const char *key, const Phrase *phrase) {
    json_begin_object(writer, key);
    json_write_text(writer, "en", phrase->en);
    json_write_text(writer, "ja", phrase->ja);
    json_end_object(writer);
}

static void write_question(JsonWriter *writer, const Question *question) {
    json_begin_object(writer, NULL);
    json_write_text(writer, "id", question->id);
    write_phrase(writer, "ask", &question->ask);
    json_begin_array(writer, "options");
    for (uint32_t i = 0; i < question->option_count; i++)
        write_phrase(writer, NULL, &question->options[i].text);
    json_end_array(writer);
    write_phrase(writer, "evidence", &question->evidence);
    json_write_null(writer, "answer");
    json_write_null(writer, "status");
    json_write_text(writer, "note", "");
    json_end_object(writer);
}

void answers_blank_json(const Questionnaire *questionnaire, Part part, JsonWriter *writer) {
    json_begin_object(writer, NULL);
    json_write_text(writer, "format", "keyfall.answers");
    json_write_integer(writer, "version", 1);
    json_write_text(writer, "part", part_name(part));
    json_write_text(writer, "name", "");
    json_write_null(writer, "date");
    json_begin_array(writer, "questions");
    for (uint32_t i = 0; i < questionnaire->question_count; i++)
        if (questionnaire->questions[i].part == part) write_question(writer, &questionnaire->questions[i]);
    json_end_array(writer);
    json_end_object(writer);
}
