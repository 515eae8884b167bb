/* One filled-in questionnaire: what an MSP answered, or what the company says of itself; read from JSON
 * (docs/formats/answers.schema.json) or from the spreadsheet that answers_blank_sheet makes.
 *
 * Every answer is *claimed* (somebody says so), *shown* (we saw the evidence) or *checked* (somebody
 * independent looked). A question without an answer stays open; control/belief.h says what that means. */
#pragma once

#include "base/json.h"
#include "base/sheet.h"
#include "control/questionnaire.h"

typedef enum AnswerStatus { STATUS_CLAIMED, STATUS_SHOWN, STATUS_CHECKED, STATUS_COUNT } AnswerStatus;
extern const char *const answer_status_names[STATUS_COUNT];

typedef struct Answer {
    bool given;
    uint8_t option; /* level and choice questions */
    AnswerStatus status;
    const char *text; /* text questions; "" otherwise */
    const char *note; /* "" when there is none */
} Answer;

typedef struct Answers {
    Arena arena;
    const char *name; /* of the MSP or company; never empty */
    const char *date; /* "2026-04-01", or "" */
    Part part;
    Answer items[QUESTIONS_MAX]; /* by question; those of the other part are never given */
} Answers;

/* Tells JSON and XLSX apart by their first bytes. Errors name the file and the JSON path or the row;
 * questions that do not exist, come twice or belong to the other part, options out of range, wrong types. */
bool answers_load(Answers *out, const char *path, const Questionnaire *questionnaire, Error *error);
/* The same from a document that was read already; errors name the JSON path. */
bool answers_read(Answers *out, Json root, const Questionnaire *questionnaire, Error *error);
void answers_clear(Answers *answers);
uint32_t answers_given(const Answers *answers, const Questionnaire *questionnaire);
/* Questions of this part that are no text. */
uint32_t answers_asked(const Questionnaire *questionnaire, Part part);

/* An empty form with everything that somebody needs who has only the form. */
void answers_blank_json(const Questionnaire *questionnaire, Part part, JsonWriter *writer);
bool answers_blank_xlsx(const Questionnaire *questionnaire, Part part, const char *path, Error *error);
