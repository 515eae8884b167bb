/* The due-diligence questionnaire: what to ask an MSP before signing, what evidence to ask for, and what an
 * answer means for the model. It is data (engine/control/questionnaire.json, in English and Japanese), not
 * code.
 *
 * A *level* question has the options 0 to 3, which are levels of one control of one party. A *choice* is
 * about architecture: its options are ordered from the one that exposes most, and each says what it changes
 * in the world (world/arrangement.h). A *text* is only shown. Questions about one mechanism of one party
 * count once: together they are a *topic*, and a topic's level is that of its lowest answer. */
#pragma once

#include "control/catalogue.h"

#define QUESTIONS_MAX 45
#define OPTIONS_MAX 4
#define QUESTION_NONE UINT32_MAX

typedef struct Phrase {
    const char *en, *ja;
} Phrase;

typedef enum QuestionKind { QUESTION_LEVEL, QUESTION_CHOICE, QUESTION_TEXT } QuestionKind;

/* Whom a question is about. The MSP answers for itself and for the maker of its tools. */
typedef enum Party { PARTY_MSP, PARTY_VENDOR, PARTY_COMPANY, PARTY_COUNT } Party;

/* Who fills it in: a form is sent to an MSP, or kept by the company. */
typedef enum Part { PART_MSP, PART_COMPANY } Part;

/* What an option changes; which words there are, world/arrangement.h says. */
typedef struct OptionEffect {
    const char *act, *what, *key, *value; /* "" when not given */
    double low, mode, high;               /* 0 when not given */
    uint32_t control;                     /* act "level": of the company; index in the catalogue */
    uint8_t level;
} OptionEffect;

typedef struct QuestionOption {
    Phrase text;
    const OptionEffect *effects;
    uint32_t effect_count;
} QuestionOption;

typedef struct Section {
    const char *id;
    Phrase title;
    uint32_t line; /* of the article's list, 1 to 11; 0 for ours */
} Section;

typedef struct Question {
    const char *id;
    uint32_t section, topic;
    QuestionKind kind;
    Party about;
    Part part;
    uint32_t control;             /* level questions: index in the catalogue; otherwise QUESTION_NONE */
    Phrase ask, evidence, clause; /* the clause is "" where none is suggested */
    QuestionOption options[OPTIONS_MAX];
    uint32_t option_count;
    double base[OPTIONS_MAX]; /* shares of providers (of companies) at each option; they sum to 1 */
    const char *base_source;
} Question;

typedef struct Topic { /* what counts once: a control of a party, or a question of its own */
    Name key;          /* addresses its uniform */
    Party about;
    uint32_t control;        /* or QUESTION_NONE */
    uint32_t first_question; /* the first of them, which stands for the topic */
    uint32_t option_count;
} Topic;

typedef struct Claims { /* share of answers whose truth lies 0, 1, 2, 3 options lower, per Status */
    double level[3][OPTIONS_MAX], choice[3][OPTIONS_MAX];
    double trust_audit[LEVELS], trust_certification[LEVELS]; /* share of the overstatement taken away */
    uint32_t audit, certification;                           /* questions, or QUESTION_NONE */
    const char *source;
} Claims;

typedef struct Attraction { /* larger providers attract attackers: odds × (customers / reference)^exponent */
    double low, mode, high, reference;
    const char *source;
} Attraction;

typedef struct Questionnaire {
    Arena arena; /* owns the texts */
    int64_t version;
    Phrase title;
    const char *source;
    Claims claims;
    Attraction attraction;
    Section *sections;
    Question *questions;
    Topic *topics;
    uint32_t section_count, question_count, topic_count;
} Questionnaire;

bool questionnaire_load(Questionnaire *out, const char *path, const Catalogue *catalogue, Error *error);
void questionnaire_clear(Questionnaire *questionnaire);
/* QUESTION_NONE when there is none of this id. */
uint32_t questionnaire_find(const Questionnaire *questionnaire, const char *id);
/* The nearest id for "did you mean", or NULL. */
const char *questionnaire_nearest(const Questionnaire *questionnaire, const char *id);
const char *part_name(Part part); /* "msp", "company" */
