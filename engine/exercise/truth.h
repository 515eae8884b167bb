/* Picking the one world that a room plays. It has to hit those who play, and good play has to be worth the
 * room's time: better than doing nothing by the margin that the exercise states. Of the worlds that do, the
 * one nearest to the middle is taken, and what was looked at is kept, so that the debrief can say that it was
 * picked and where it lies. */
#pragma once

#include "exercise/robot.h"

typedef struct PickOptions {
    uint64_t seed;
    uint32_t worlds;          /* to look at */
    uint32_t worlds_per_draw; /* 4 as everywhere */
    uint32_t tries;           /* of those that hit the players, how many are played */
    bool (*progress)(void *context, uint32_t done, uint32_t total); /* may be NULL; false stops */
    void *context;
} PickOptions;

/* Fills the truth and how it was picked; the rest of the setup is the caller's. */
bool truth_pick(Stage *stage, const PickOptions *options, Setup *out, Error *error);
/* The score at the end when one robot plays the stage's truth. */
bool truth_play(Stage *stage, RobotKind kind, int64_t *score, Error *error);
/* After a run of the stage: whether every cast that must be hit is. */
bool truth_hits_players(const Stage *stage);
/* The hash of the truth when nothing is done, by which a journal knows its world. */
uint64_t truth_hash(Stage *stage);
