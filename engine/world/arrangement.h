/* An arrangement: how an MSP would work for one company, fitted into the blueprint of a family of scenarios.
 *
 * The family's blueprint holds every access that an MSP may be granted (scripts/keyfall/candidate.lua); the
 * chosen option of each choice question takes away or changes. Acts of an option:
 *   attribute  key = value on every asset of kind `what`
 *   count      the population labelled `what` has `value` members: few stand for many, since what they add is
 *              that somebody notices, and beyond some tens somebody does
 *   size       the MSP has low … high customers: read by whoever counts attempts, not here
 *   machines   the company's groups of machines have low … high
 *   share      accesses of kind `what` into the company's groups cover low … high of the machines
 *   remove     accesses of kind `what` into the company are not granted
 *   level      a control of the company is raised to the level: in the control set, not here
 *   dependence share of the company's work that stops with its machines: read by whoever counts days
 * The company is the organisation labelled ARRANGEMENT_COMPANY. */
#pragma once

#include "control/questionnaire.h"
#include "world/blueprint.h"

#define ARRANGEMENT_COMPANY "your company"
#define ARRANGEMENT_MSP "the MSP"
#define ARRANGEMENT_VENDOR "the vendor"

/* The ranged number of every option, as a parameter; PARAMETER_NONE where it has none. */
typedef struct ArrangementNumbers {
    ParameterId of[QUESTIONS_MAX][OPTIONS_MAX];
} ArrangementNumbers;

/* Adds the options' ranges to a family's parameters; once per family. Fails where an option has two ranges or
 * an act that is not listed above. */
bool arrangement_prepare(const Questionnaire *questionnaire, ParameterSet *parameters,
                         ArrangementNumbers *out, Error *error);

/* `options` is the chosen option of every question; those that are no choice are not looked at. `to` borrows
 * the texts of `from` and is cleared with blueprint_clear. Fails where the blueprint lacks what an act names.
 */
bool arrangement_apply(const Questionnaire *questionnaire, const ArrangementNumbers *numbers,
                       const uint8_t *options, const Blueprint *from, Blueprint *to, Error *error);
