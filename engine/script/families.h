/* The families of attacks that due diligence plays: scenarios without a fixed world, fitted to what a
 * questionnaire was answered with (measure/assess.h). */
#pragma once

#include "measure/assess_trial.h"
#include "script/scenario.h"

#define FAMILIES_MAX 6

typedef struct Families { /* does not move: the items point into the scenarios */
    Scenario scenarios[FAMILIES_MAX];
    AssessFamily items[FAMILIES_MAX];
    uint32_t count;
} Families;

/* Scenarios by name or path, as scenario_load takes them; with a count of 0 those that ship. Borrows the
 * questionnaire. Fails when one says no attempts a year or does not fit the questionnaire; then nothing needs
 * clearing. */
bool families_load(Families *families, const char *root, const char *const *names, uint32_t count,
                   const Questionnaire *questionnaire, Error *error);
void families_clear(Families *families);
