/* What is to be expected from a moment on: the race from there, over and over, each time with another of the
 * futures that the past leaves open (docs/model.md, "Forecasts"). The past is the truth's, also where nobody
 * at the table has seen it yet; so this is for facilitators alone until the debrief. */
#pragma once

#include "exercise/room.h"

#define OUTLOOK_FUTURES 32
#define OUTLOOK_LATER 1800u /* seconds: what "later" means beside "now" */

/* What the score is, or how much something lowers it, over many lucks. */
typedef struct Spread {
    uint32_t lucks; /* 0: not looked at */
    double mean;
    int64_t least, most;
} Spread;
void spread_add(Spread *spread, int64_t value);

/* The futures that the second `cut` leaves open. Every line of play that is asked for is played once in each
 * and kept until the end. */
typedef struct TriedLine {
    GivenVec given;
    int64_t scores[OUTLOOK_FUTURES];
} TriedLine;
typedef struct Futures {
    Stage *stage; /* borrowed; its truth must stay */
    uint32_t cut;
    Vec(TriedLine) tried;
} Futures;
Futures futures_from(Stage *stage, uint32_t cut);
void futures_clear(Futures *futures);
/* The score of a line of play. */
Spread futures_score(Futures *futures, const GivenVec *line);
/* Future by future: the score of one line of play minus that of another. */
Spread futures_saved(Futures *futures, const GivenVec *without, const GivenVec *with);

/* What to expect of one way to go on from a decision that is open. What the team has decided so far stands,
 * and nothing is decided after it. */
typedef struct OutlookRow {
    uint32_t team, decision, option; /* option NONE: nothing is decided */
    Spread now, later;               /* taken now, and OUTLOOK_LATER from now */
} OutlookRow;
typedef Vec(OutlookRow) OutlookRowVec;

/* Asked between one piece of long work and the next whether to go on; {0}: always. */
typedef struct Watch {
    bool (*goes_on)(void *context);
    void *context;
} Watch;
bool watch_goes_on(Watch watch);

/* Every option of every open decision of every team, and to decide nothing last; by team and decision. False
 * when it was stopped; `out` is empty then. */
bool outlook_open(const Room *room, Watch watch, OutlookRowVec *out);
