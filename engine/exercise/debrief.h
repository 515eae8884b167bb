/* After the end: what was to be expected of each decision when it was taken, and what came of it; what doing
 * nothing and the best lines of play would have given. Ratings are an evaluator's and are never computed from
 * any of this. */
#pragma once

#include "exercise/outlook.h"

/* As another team took it: its option at its moment, all else as played. */
typedef struct OtherWay {
    uint32_t team, option, at;
    int64_t score; /* on this luck */
} OtherWay;
#define WORTH_OTHERS 4 /* ways that differ */

typedef struct Worth { /* of one decision that a team committed */
    uint64_t sequence;
    uint32_t team, decision, option, at;
    int64_t wall;
    uint32_t known_from; /* the first second at which those who may decide knew anything; NEVER */
    /* On this luck: scores. */
    int64_t dropped;     /* without it, all else as played */
    bool has_earlier;    /* it could have been taken earlier, knowing something */
    uint32_t earlier_at; /* an hour earlier, but not before known_from */
    int64_t earlier;     /* when taken then */
    OtherWay others[WORTH_OTHERS];
    uint32_t other_count;
    /* Over the futures that were open when it was taken, all else as played. */
    Spread expected;      /* the score with the option that was taken */
    Spread saved_ahead;   /* the score without it minus the score with it */
    uint32_t wise;        /* the option with the least expected score; the one taken when they are equal */
    Spread wise_expected; /* its score */
    Spread saved_earlier; /* over those open at earlier_at: as it was taken minus as taken then */
    /* In other worlds that hit the players and in which those who decide knew as much when this line of play
     * came to it: the score of the line without it minus with it. */
    Spread saved;
} Worth;

typedef struct Debrief {
    int64_t nothing;         /* score when nobody does anything */
    int64_t good_play;       /* what the exercise calls good, as soon as it opens */
    int64_t known_best;      /* the line that is best on other worlds, played on this luck */
    uint32_t *known_options; /* [decision]; owned */
    int64_t best;            /* the best line found on this luck: with hindsight */
    uint32_t *best_options;  /* [decision]; owned */
    int64_t *scores;         /* [team]; owned */
    uint32_t *places;        /* [team] 1 for the first; near-equal scores share a place; owned */
    Vec(Worth) worths;       /* in order of the events */
} Debrief;

/* Scores nearer than this are a tie: a twentieth of the greater, and at least 1. */
int64_t debrief_tie(int64_t a, int64_t b);
/* `setup` names the other worlds. In each of them a team's line of play is played again, every decision as
 * long after it opens as the team took. At most `lucks` of them are looked at; the stage's truth is the
 * room's again when it returns. Fails when the watch stops it, too. */
bool debrief_make(const Room *room, const Setup *setup, uint32_t lucks, Watch watch, Debrief *out,
                  Error *error);
void debrief_clear(Debrief *debrief);
