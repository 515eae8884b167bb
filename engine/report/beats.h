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

/* Everything taken on the way, also what was restored later, in order of time, from the log; a group with the
 * machines that fell by the end. The caller frees with vec_clear. */
void beats_taken(const Told *told, TakenVec *out);
void beats_find(Beats *beats, const Told *told);
void beats_clear(Beats *beats);
