/* Teams that play by themselves: for rehearsals, for tests, and to see what good play would have been worth.
 * They do what a room can do and know what a team can know, nothing more. */
#pragma once

#include "exercise/room.h"

typedef enum RobotKind {
    ROBOT_GOOD,    /* takes what the exercise calls good, as soon as it can */
    ROBOT_NOTHING, /* waits, whatever happens */
    ROBOT_RANDOM,  /* any option, by the seed */
    ROBOT_KINDS
} RobotKind;
extern const char *const robot_names[ROBOT_KINDS];

/* Plays the whole exercise from where the room stands: releases what is due, commits what is open, jumps to
 * the next moment at which there is something to do, and ends. `kinds` has one entry per team. `wall` is the
 * time on the wall at which every event is said to happen. */
bool robot_play(Room *room, const RobotKind *kinds, uint64_t seed, int64_t wall, Error *error);
/* A line of play that does not depend on luck: for every decision the option (NONE: it is not taken), and how
 * many seconds after it opens it is taken. */
typedef struct PlayLine {
    const uint32_t *options; /* [decision] */
    const uint32_t *delays;  /* [decision]; NULL: at once */
} PlayLine;
/* Plays a line in a room of one team, from where it stands to the end. */
bool robot_line(Room *room, PlayLine line, Error *error);
/* The score at the end of a line of play on the stage's truth. */
bool robot_score(Stage *stage, PlayLine line, int64_t *score, Error *error);
/* The next second after now, up to the end, at which an inject falls due or a decision opens for any team;
 * NEVER when none does. */
uint32_t room_next_moment(const Room *room);
