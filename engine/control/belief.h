/* What an answer lets us believe: shares over the options of a question.
 *
 * A claim of option k is true with one share, and with others the truth lies one, two or three options lower;
 * evidence narrows that, and audits and certifications that were themselves shown or checked take a part of
 * the overstatement away. The lowest option is always believed. An open question has the shares of providers
 * at large: it widens the result. In a *ranking* an open question counts as its lowest option, so that
 * silence never outranks an honest low answer. */
#pragma once

#include "control/answers.h"

typedef struct Belief {
    double share[OPTIONS_MAX]; /* by option; sums to 1 */
} Belief;

typedef enum OpenAs { OPEN_AS_BASE, OPEN_AS_LOWEST } OpenAs;

Belief belief_of(const Questionnaire *questionnaire, const Answers *answers, uint32_t question,
                 OpenAs open_as);
/* The one option that is sure, or −1. */
int belief_certain(const Belief *belief);
/* The option at a uniform in (0, 1): the least whose cumulative share reaches it. */
uint8_t belief_at(const Belief *belief, double uniform);
