/* What `assess` works with: the questionnaire, the answers, and the families of scenarios fitted to them. */
#pragma once

#include "cli/options.h"
#include "measure/assess.h"
#include "report/assess_page.h"
#include "script/families.h"

/* Today's arrangement and last year's answers take a place each. */
enum { ASSESS_CANDIDATES = ASSESS_MSPS_MAX - 2 };

typedef struct AssessOptions {
    Options common;
    const char *msps[ASSESS_CANDIDATES], *families[ASSESS_FAMILIES_MAX];
    uint32_t msp_count, family_count;
    const char *company, *today, *since, *output, *blank;
    bool memo;
    Language language;
    Part part;
} AssessOptions;

typedef struct AssessSession {
    Catalogue catalogue; /* of the questionnaire; each scenario has its own copy */
    Questionnaire questionnaire;
    Answers msps[ASSESS_MSPS_MAX], company;
    uint32_t msp_count, candidate_count;
    bool has_company;
    Families families;
} AssessSession;

/* With options->blank only the questionnaire is read. On failure nothing is left to close. */
bool assess_session_open(AssessSession *session, const AssessOptions *options, Error *error);
void assess_session_close(AssessSession *session);
/* Borrows the session. */
AssessInput assess_session_input(const AssessSession *session, const AssessOptions *options);
