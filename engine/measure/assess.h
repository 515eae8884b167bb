/* Due diligence: several MSPs, as their answers describe them, against families of scenarios, on the same
 * luck.
 *
 * Times a year that a company is hit through an MSP = attempts a year on an MSP of its size × the share of
 * attempts that end with this company hit. The first is assumed with a range; the second is simulated. Two
 * figures are kept apart: what we *expect* (open questions as at providers at large) and what we *rank* by
 * (open questions at their lowest option, so that silence never outranks an honest low answer). */
#pragma once

#include "measure/assess_trial.h"
#include "measure/ratio.h"

#define ASSESS_MSPS_MAX 8
#define ASSESS_FAMILIES_MAX TRIAL_FAMILIES_MAX
#define ASSESS_ASKED 3
#define ASSESS_DAYS 6 /* thresholds of days down */
extern const double assess_days[ASSESS_DAYS];

typedef struct AssessInput { /* all borrowed */
    const Questionnaire *questionnaire;
    const AssessFamily *families;
    uint32_t family_count;
    const Answers *msps[ASSESS_MSPS_MAX]; /* candidates; today's arrangement and last year's may follow */
    uint32_t msp_count, candidate_count;
    const Answers *company; /* or NULL */
    uint64_t seed;
    uint32_t draws, worlds_per_draw, threads;
    bool (*progress)(void *context, uint32_t done, uint32_t total);
    void *context;
} AssessInput;

typedef struct YearlyOdds { /* times a year */
    double mean;
    double low, high; /* 5 and 95 % of what nobody knows, with luck's share of the spread taken out */
} YearlyOdds;

typedef struct DaysDown { /* of worlds in which the company's work stopped */
    double mean, median, p95;
    double a_year;             /* days lost in a year, on average */
    double above[ASSESS_DAYS]; /* times a year that more than assess_days[i] are lost */
} DaysDown;

/* What one topic is worth: times a year by its option, everything else as ranked. Not-a-number where an
 * option was not tried. */
typedef struct TopicEffect {
    double at[OPTIONS_MAX];
} TopicEffect;

typedef struct Assessed {
    const Answers *answers;
    uint32_t given, asked;
    YearlyOdds total, family[ASSESS_FAMILIES_MAX];
    YearlyOdds ranked;      /* open questions at their lowest option */
    YearlyOdds less_access; /* every grant as its clause asks: on request, where needed */
    YearlyOdds everything;  /* every level at 3, ours included */
    DaysDown days;
    TopicEffect topics[QUESTIONS_MAX]; /* candidates only */
} Assessed;

typedef struct Standing {   /* of two MSPs, as ranked */
    uint32_t better, worse; /* `better` has the lower mean */
    double difference;      /* times a year, not negative */
    Interval ci95;          /* of the difference: simulation error */
    double chance;          /* that `better` is, over what nobody knows */
    bool apart;             /* the interval excludes 0 and the chance is at least ASSESS_APART */
} Standing;
#define ASSESS_APART 0.8

typedef struct Asking { /* what an answer would be worth before signing */
    uint32_t msp, topic;
    double worth;  /* times a year by which the choice made after hearing it is better, on average */
    double turns;  /* chance that the answer changes who ranks first */
    double spread; /* of the figure over what the answer may be: its standard deviation */
} Asking;

typedef struct Assessment {
    AssessInput input;
    Assessed msps[ASSESS_MSPS_MAX];
    uint32_t order[ASSESS_MSPS_MAX];        /* candidates, the best first */
    Standing standing[ASSESS_MSPS_MAX];     /* i: order[i] beside order[i + 1] */
    Standing beside_today[ASSESS_MSPS_MAX]; /* the best beside every MSP that is no candidate */
    Asking asking[ASSESS_ASKED];
    uint32_t asking_count;
} Assessment;

/* False when a family does not fit the questionnaire, or (with an empty error) when it was stopped. */
bool assess_run(const AssessInput *input, Assessment *out, Error *error);

/* The mean of a topic's effect over what an MSP's answer lets us believe. */
double assess_topic_mean(const Assessment *assessment, uint32_t msp, uint32_t topic, const Belief *belief);
Belief assess_topic_belief(const AssessInput *input, uint32_t msp, uint32_t topic, OpenAs open_as);

typedef struct TopicChange { /* by how much a topic moves one MSP's figure: times a year, negative is better
                              */
    uint32_t topic;
    uint8_t option; /* gaps: what the clause asks for */
    double change;
} TopicChange;

/* What sets `msp` apart from `other`: the change if it had the other's answer, largest first. Both are
 * candidates. */
uint32_t assess_drivers(const Assessment *assessment, uint32_t msp, uint32_t other, TopicChange *out,
                        uint32_t most);
/* A clause asks for level 2, or for the arrangement before the last one ("none" cannot always be had). */
uint8_t assess_asked_for(const Questionnaire *questionnaire, uint32_t topic);
/* What a contract could still close: topics below what their clause asks for, by what closing is worth. */
uint32_t assess_gaps(const Assessment *assessment, uint32_t msp, TopicChange *out, uint32_t most);
/* The chance of at least once in a year. */
double assess_chance(double times_a_year);
