/* A small scenario with an exercise, ready to play: vendor "V", msp "M" with a server, 8 customers "C" with
 * 10 machines each. The server falls after an hour, pushes go out half an hour to two hours later, and every
 * hit customer notices and tells its provider. */
#pragma once

#include "exercise/truth.h"
#include "script/exercise_file.h"

typedef struct Trial {
    Scenario scenario;
    Definition definition;
    Race *race;
    Stage stage;
} Trial;

extern const char trial_exercise[]; /* the text of its exercise.lua */

/* With this exercise.lua in place of the usual one; NULL: the usual one. */
bool trial_open(Trial *trial, const char *exercise, const char *version, Error *error);
void trial_start(Trial *trial); /* asserts that it opens, and sets a truth that hits the cast */
void trial_close(Trial *trial);
/* The sentence from the file's own name on: "exercise.lua:4: …". */
const char *trial_sentence(const Error *error);

/* Submits an event of the facilitator, or of a team; asserts that it is taken. */
void trial_do(Room *room, RoomEventKind kind, uint32_t subject);
void trial_jump(Room *room, uint32_t to);
void trial_commit(Room *room, uint32_t team, const char *decision, const char *option);
