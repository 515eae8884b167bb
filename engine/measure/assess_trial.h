/* A trial: one MSP, as its answers describe it, met by one family of scenarios, many times.
 *
 * Per parameter draw every topic gets one option: the quantile of what its answer lets us believe, at a
 * uniform that is the same for every MSP; so equal answers meet equal luck, and what nobody knows does not
 * change from one world of a draw to the next. The lowest of a topic's questions counts. Trials run together:
 * those of one arrangement share a world, levels become control sets that walk together, and what is raced
 * alike is raced once. */
#pragma once

#include "base/vec.h"
#include "control/belief.h"
#include "measure/crew.h"
#include "race/race.h"
#include "world/arrangement.h"

#define TRIAL_WORLDS_MAX 64 /* per draw: a world is a bit */
#define TRIAL_FAMILIES_MAX 6
#define TRIAL_AS_DRAWN UINT8_MAX

typedef struct AssessFamily { /* a scenario whose world can be fitted to answers; all borrowed but `numbers`
                               */
    const char *id;
    Phrase title;
    const Blueprint *blueprint;
    const Adversary *adversary;
    ParameterSet *parameters; /* the questionnaire's are added by assess_family_init */
    const Catalogue *catalogue;
    const QuantileKit *kit;
    Number per_year;      /* attempts a year on an MSP of the reference size */
    uint32_t hit_probe;   /* 1 where the company was hit */
    uint32_t hours_probe; /* hours until it was back; NONE where the family stops no work */
    ArrangementNumbers numbers;
    ParameterId attraction; /* the exponent of an MSP's size */
} AssessFamily;

/* Finds the measures "hit" and "hours_down" and adds the questionnaire's parameters. The rest is filled in by
 * the caller. */
bool assess_family_init(AssessFamily *family, const Questionnaire *questionnaire, Error *error);
/* Whether a topic can change anything here: its control is listed by some rule or response, or it changes the
 * arrangement. */
bool assess_family_uses(const AssessFamily *family, const Questionnaire *questionnaire, uint32_t topic);

typedef struct Trial {
    const Questionnaire *questionnaire;
    const AssessFamily *family;
    const Answers *msp, *company; /* company may be NULL: every question of its part is open */
    OpenAs open_as;               /* of the MSP's part; the company's own is never ranked */
    uint8_t fixed[QUESTIONS_MAX]; /* by topic: this option in every draw, or TRIAL_AS_DRAWN */
    uint64_t seed;
    uint32_t draws, worlds; /* worlds a draw, at most TRIAL_WORLDS_MAX */
} Trial;

typedef struct TrialResult {
    uint32_t draws, worlds;
    uint64_t *hit; /* [draw]: a bit per world; owned */
    double *rate;  /* [draw]: attempts a year; owned */
    double *days;  /* [draw × worlds]: of work lost, where hit; NULL where the family stops no work; owned */
} TrialResult;

void trial_init(Trial *trial); /* nothing fixed */
/* Fills results[count], to be cleared by the caller; nothing on failure, which is an empty error when the
 * crew was stopped. Trials agree in questionnaire, seed and worlds. */
bool trials_run(const Trial *trials, uint32_t count, const CrewOptions *options, TrialResult *results,
                Error *error);
void trial_clear(TrialResult *result);
