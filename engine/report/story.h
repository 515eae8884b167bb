/* One replication told as a story on a clock, to be read aloud: who fell through whom, who noticed, who was
 * cut off in time. Times are the scenario's, in UTC. */
#pragma once

#include "race/race.h"
#include "report/page.h"

typedef struct Told { /* the replication just run, with its log; all borrowed */
    const Race *race;
    const RaceState *state;
    const HappeningVec *log;
    const int64_t *metrics; /* by probe */
    const char *controls;   /* title of the control set */
    uint64_t seed;
    uint32_t replication;
    bool response_off, parameters_fixed;
} Told;

void story_write(const Told *told, Style style, Text *out);
