/* What the facilitator of a terminal room can type: one command per line, each answered in `page`. What
 * changes the room is written to its journal before it is answered. */
#pragma once

#include "report/exercise_page.h"

typedef struct Desk {
    Room *room;
    ExerciseView view;
    Text *page;   /* the answer is added here */
    bool leaving; /* quit was typed */
} Desk;

/* Fails with a sentence for the facilitator; an empty line shows what is due. */
bool room_obey(Desk *desk, const char *typed, Error *error);
