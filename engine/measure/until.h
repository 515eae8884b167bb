/* When is the answer good enough? "ci(mean customers)<2%": half the width of the 95 % interval of that mean,
 * which is what is printed behind ±, is at most 2 % of the mean itself; without the % it is in the measure's
 * own unit. It is simulation error alone: more worlds make it smaller, and nothing else that is uncertain. */
#pragma once

#include "race/ensemble.h"

typedef struct Until {
    uint32_t probe;
    double limit; /* above 0; a share of the mean, or in the probe's unit */
    bool relative;
} Until;

/* `text` is the user's; the error says how it is written and which measures there are. */
bool until_parse(const char *text, const Adversary *adversary, Until *out, Error *error);

typedef struct UntilState {
    bool reached;  /* for every control set */
    double width;  /* of the set that is furthest from it, as limit is given; not-a-number when unknown */
    double needed; /* worlds that would do, judging by those that there are; 0 when nothing is known */
} UntilState;

/* A measure that is 0 in every world says nothing yet about how rare it is: not reached. */
UntilState until_look(const Until *until, const Ensemble *ensemble);
