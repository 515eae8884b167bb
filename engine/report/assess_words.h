/* Sentences and figures that the page, the memo and its HTML share; internal to the room. */
#pragma once

#include "report/assess_page.h"
#include "report/figure.h"

/* The sentence in the view's language. Both are formats with the same arguments, so that the compiler checks
 * both; Japanese may take them in another order (%2$s). */
#define SAY(view, en, ja) ((view)->language == LANGUAGE_JA ? (ja) : (en))

/* Of 1,000 companies like yours: one significant digit, because the rest is not known. */
Figure assess_thousand(double times_a_year);
Figure assess_thousand_range(const YearlyOdds *odds, bool ascii); /* "3 … 30" */

/* "12 % lower". */
Figure assess_change(const AssessView *view, double change, double from);

const char *assess_thousand_title(const AssessView *view); /* of the table of odds */
const char *assess_no_clause(const AssessView *view);

/* The answer in a sentence or two: the ranking, or that there is none. */
void assess_verdict(const AssessView *view, Text *out);
/* Whether the best two candidates, or the only one, leave no doubt. */
bool assess_is_tie(const AssessView *view);

/* How many of the first ranks cannot be told from the first: 1 where there is no tie. */
uint32_t assess_leaders(const AssessView *view);

/* What the questions worth asking would do: change the ranking, or only move figures. */
const char *assess_asking_title(const AssessView *view);
const Question *assess_question(const AssessView *view, uint32_t topic);
/* What a topic is called in a table: its control's title, or the section's. */
const char *assess_topic_title(const AssessView *view, uint32_t topic);
uint32_t assess_today(const AssessView *view);                 /* index of today's arrangement, or NONE */
uint32_t assess_last_year(const AssessView *view);             /* likewise */
const char *assess_role(const AssessView *view, uint32_t msp); /* " (today)", " (last year)" or "" */
/* The best candidate beside today's arrangement, in a sentence; nothing where there is none. */
void assess_beside_today(const AssessView *view, Text *out);

/* One answer that differs from last year's. */
typedef struct AnswerChange {
    uint32_t question;
    const Answer *before, *now;
} AnswerChange;
typedef Vec(AnswerChange) AnswerChangeVec;
void assess_changes(const AssessView *view, AnswerChangeVec *out);
void assess_answer_words(const AssessView *view, const Question *question, const Answer *answer, Text *out);
void assess_since_title(const AssessView *view, Text *out);
const char *assess_no_change(const AssessView *view);
/* "Multi-factor authentication (e8_mfa): 1 claimed → 2 shown". */
void assess_change_words(const AssessView *view, const AnswerChange *change, bool ascii, Text *out);
