/* Due diligence for people: the page for the terminal, the one-page memo for the board, and as JSON
 * ("keyfall.assessment", version 1). */
#pragma once

#include "base/json.h"
#include "measure/assess.h"
#include "report/page.h"

typedef enum Language { LANGUAGE_EN, LANGUAGE_JA } Language;
static inline const char *phrase_in(const Phrase *phrase, Language language) {
    return language == LANGUAGE_JA ? phrase->ja : phrase->en;
}

/* `since`: the last MSP of the assessment is the first one's file of last year; or false. Questions and
 * clauses are in `language`. */
typedef struct AssessView {
    const Assessment *assessment; /* borrowed */
    bool has_today, since;        /* which MSPs follow the candidates: today's, then last year's */
    Language language;
} AssessView;

void assess_page(const AssessView *view, Style style, Text *out);
void assess_memo(const AssessView *view, Style style, Text *out);
void assess_memo_html(const AssessView *view, Text *out);
void assess_json_write(const AssessView *view, JsonWriter *writer);
