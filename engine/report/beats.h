/* The beats of a story: what is worth a sentence, in order of time. Internal to the room. */
#pragma once

#include "report/story.h"

typedef struct Beat {
    uint32_t at;
    uint32_t order; /* of finding: settles equal seconds */
    Mark mark;
    char *text; /* in the beats' arena */
} Beat;

typedef struct Beats {
    Arena arena;
    Vec(Beat) list; /* sorted by time */
} Beats;

void beats_find(Beats *beats, const Told *told);
void beats_clear(Beats *beats);
