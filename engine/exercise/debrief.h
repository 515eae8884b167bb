/* After the end: what came of each decision; what doing nothing and
 * the best line of play would have given. Ratings are an evaluator's and are never computed from any of this.
 */
#pragma once

#include "exercise/room.h"

/* What something saved over other lucks: one difference for each world. */
typedef struct Spread {
    uint32_t lucks; /* 0: not looked at */
    double mean;
    int64_t least, most;
} Spread;

typedef struct Worth { /* of one decision that a team committed */
    uint64_t sequence;
    uint32_t team, decision, option, at;
    int64_t wall;
    uint32_t known_from;  /* the first second at which those who may decide knew anything; NEVER */
    int64_t dropped;      /* score on this luck without it, all else as played */
    bool has_earlier;     /* it could have been taken earlier, knowing something */
    uint32_t earlier_at;  /* an hour earlier, but not before known_from */
    int64_t earlier;      /* score on this luck when taken then */
    Spread saved;         /* over other lucks: the line of play without it minus the line with it */
    Spread saved_earlier; /* over other lucks: as it was taken minus an hour earlier, or at once */
} Worth;

typedef struct Debrief {
    int64_t nothing;        /* score when nobody does anything */
    int64_t best;           /* the best line found, on this luck: with hindsight */
    uint32_t *best_options; /* [decision]; owned */
    int64_t known_best;     /* what good play as the exercise defines it gives: it acts as soon as it knows */
    int64_t *scores;        /* [team]; owned */
    uint32_t *places;       /* [team] 1 for the first; near-equal scores share a place; owned */
    Vec(Worth) worths;      /* in order of the events */
} Debrief;

/* Scores nearer than this are a tie: a twentieth of the greater, and at least 1. */
int64_t debrief_tie(int64_t a, int64_t b);
/* `setup` names the other lucks: worlds that hit the players too. In each of them a team's line of play is
 * played again, every decision as long after it opens as the team took. At most `lucks` are looked at; the
 * stage's truth is the room's again when it returns. */
bool debrief_make(const Room *room, const Setup *setup, uint32_t lucks, Debrief *out, Error *error);
void debrief_clear(Debrief *debrief);
