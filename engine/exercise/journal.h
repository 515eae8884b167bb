/* The journal of an exercise: one SQLite file that holds how it was set up and one row per event, on the disk
 * before anybody is told. A journal names the model, the scenario and the truth it was played on; another
 * model or a scenario that has changed is refused, because its past would come out differently. */
#pragma once

#include "base/sqlite.h"
#include "exercise/room_event.h"
#include "exercise/stage.h"
#include "exercise/texts.h"

typedef struct Journal Journal;

#define SETUP_LUCKS 24
typedef struct Setup {
    const char *scenario, *version; /* folder's name or path; version of the exercise */
    uint64_t cast_seed;
    Truth truth;
    uint32_t teams;
    uint64_t world_hash; /* of the truth when nothing is done: tells whether the world is still the same */
    const TextChange *texts; /* that differ from exercise.lua; borrowed */
    uint32_t text_count;
    /* How the truth was picked, for the debrief. */
    uint32_t looked_at, hit,
        tried;             /* worlds looked at, that hit the players, played until one was good enough */
    int64_t nothing, good; /* score of doing nothing and of good play in this truth */
    uint32_t lucks[SETUP_LUCKS]; /* other worlds that hit the players, nearest to the middle first */
    uint32_t luck_count;
    double rank; /* share of the hitting worlds in which doing nothing is less bad */
} Setup;

bool journal_create(const char *path, const Setup *setup, Journal **out, Error *error);
/* Texts of *setup lie in the arena. Refuses another model version. */
bool journal_open(const char *path, Arena *arena, Setup *setup, Journal **out, Error *error);
void journal_close(Journal *journal); /* NULL is fine */
/* Another set-up in place of the one that is there; only while no event has been written. */
bool journal_set_up(Journal *journal, const Setup *setup, Error *error);

/* On the disk when it returns true. */
bool journal_append(Journal *journal, const RoomEvent *event, const Definition *definition, Error *error);
/* Calls `each` for every event in order; texts lie in the arena. */
bool journal_read(Journal *journal, const Definition *definition, Arena *arena,
                  bool (*each)(void *context, const RoomEvent *event, Error *error), void *context,
                  Error *error);
