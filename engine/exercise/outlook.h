/* What is to be expected from a moment on: the race from there, over and over, each time with another of the
 * futures that the past leaves open (docs/model.md, "Forecasts"). The past is the truth's, also where nobody
 * at the table has seen it yet; so this is for facilitators alone until the debrief. */
#pragma once

#include "exercise/room.h"

#define OUTLOOK_FUTURES 32

/* What the score is, or how much something lowers it, over many lucks. */
typedef struct Spread {
    uint32_t lucks; /* 0: not looked at */
    double mean;
    int64_t least, most;
} Spread;
void spread_add(Spread *spread, int64_t value);

/* The score of a line of play over the futures that the second `cut` leaves open. */
Spread outlook_score(Stage *stage, const GivenVec *given, uint32_t cut, uint32_t futures);
/* Future by future: the score of one line of play minus that of another. */
Spread outlook_saved(Stage *stage, const GivenVec *without, const GivenVec *with, uint32_t cut,
                     uint32_t futures);
/* What to expect when a team takes an option now; NONE: when it takes none. What it has decided so far
 * stands, and nothing is decided after it. */
Spread outlook_option(const Room *room, uint32_t team, uint32_t decision, uint32_t option, uint32_t futures);
