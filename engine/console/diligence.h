/* Due diligence asked for over the API: candidates' answers, read once and owned, and the run that plays
 * them, first roughly and then in full. */
#pragma once

#include "console/cabinet.h"
#include "console/run.h"

enum { DILIGENCE_CANDIDATES = 6, DILIGENCE_WORLDS_PER_DRAW = 16, DILIGENCE_ROUGH = 320 };

struct Diligence {
    const Papers *papers; /* borrowed */
    Answers msps[DILIGENCE_CANDIDATES], company;
    uint32_t msp_count;
    bool has_company;
    uint64_t seed;
    uint32_t worlds; /* in full */
};

/* {"msps": [answers, …], "company": answers | null, "seed": "1", "worlds": 4000}; further keys are the
 * caller's. Errors name the JSON path. The caller destroys it, or a run does. */
bool diligence_read(Json root, const Papers *papers, Diligence **out, Error *error);
void diligence_destroy(Diligence *diligence); /* NULL is fine */
