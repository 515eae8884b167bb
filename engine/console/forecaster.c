#include "console/forecaster.h"

#include "report/debrief_page.h"

#include <assert.h>
#include <stdlib.h>

struct Forecaster {
    const Room *room;
    const Setup *setup;
    pthread_mutex_t *lock;
    pthread_cond_t wanted;
    pthread_t thread;
    /* The thread's alone. */
    Stage stage;
    Room copy;
    RoomEventVec fresh; /* events that the copy has not seen */
    uint64_t copied_at; /* where the room stood when it was copied */
    /* Under the lock. */
    bool stopping, wants_outlook, wants_debrief, has_outlook, has_debrief, failed;
    bool debrief_begun; /* once: a room that has ended does not move on */
    OutlookRowVec outlook;
    uint64_t outlook_of;
    Debrief debrief;
    Error fault;
};

/* The last event that can change what is to be expected. */
static uint64_t moved_at(const Room *room) {
    const uint32_t still = 1u << ROOM_ATTEND | 1u << ROOM_NOTE | 1u << ROOM_RATE | 1u << ROOM_FINDING |
                           1u << ROOM_IMPROVE | 1u << ROOM_PEN | 1u << ROOM_RULING | 1u << ROOM_LAST_CALL |
                           1u << ROOM_STOP | 1u << ROOM_RESUME;
    uint32_t i = room->events.count;
    while (i > 0 && (still >> room->events.items[i - 1].kind & 1u)) i--;
    return i;
}

/* ------------------------------------------------------------------ the thread */

static void copy_fresh(Forecaster *f) {
    f->fresh.count = 0;
    for (uint32_t i = f->copy.events.count; i < f->room->events.count; i++)
        vec_push(&f->fresh, f->room->events.items[i]);
    f->copied_at = moved_at(f->room);
}

/* Texts of events lie in the room's arena, which only grows. */
static void catch_up(Forecaster *f) {
    Error error = {{0}};
    for (uint32_t i = 0; i < f->fresh.count; i++) {
        bool good = room_replay(&f->copy, &f->fresh.items[i], &error);
        assert(good && "what one room took, its copy takes");
        (void)good;
    }
}

static bool goes_on(void *context) {
    Forecaster *f = context;
    pthread_mutex_lock(f->lock);
    bool good = !f->stopping && (f->copy.ended || moved_at(f->room) == f->copied_at);
    pthread_mutex_unlock(f->lock);
    return good;
}

static void make_outlook(Forecaster *f) {
    OutlookRowVec rows = {0};
    bool good = outlook_open(&f->copy, (Watch){goes_on, f}, &rows);
    pthread_mutex_lock(f->lock);
    if (good) {
        vec_clear(&f->outlook);
        f->outlook = rows;
        f->outlook_of = f->copied_at;
        f->has_outlook = true;
    } else
        vec_clear(&rows);
    pthread_mutex_unlock(f->lock);
}

static void make_debrief(Forecaster *f) {
    Debrief debrief;
    Error error = {{0}};
    bool good = debrief_make(&f->copy, f->setup, DEBRIEF_LUCKS, (Watch){goes_on, f}, &debrief, &error);
    pthread_mutex_lock(f->lock);
    if (good) f->debrief = debrief;
    f->has_debrief = good;
    f->failed = !good;
    f->fault = error;
    pthread_mutex_unlock(f->lock);
}

static bool is_current(const Forecaster *f) {
    return f->has_outlook && f->outlook_of == moved_at(f->room);
}

static bool has_work(Forecaster *f) {
    f->wants_outlook = f->wants_outlook && !is_current(f); /* asked for again while it was being made */
    return f->wants_outlook || f->wants_debrief;
}

/* Waits until something is wanted and copies what has happened since; false when it is time to stop. */
static bool next_work(Forecaster *f, bool *debrief) {
    pthread_mutex_lock(f->lock);
    while (!f->stopping && !has_work(f)) pthread_cond_wait(&f->wanted, f->lock);
    bool work = !f->stopping;
    *debrief = f->wants_debrief;
    *(f->wants_debrief ? &f->wants_debrief : &f->wants_outlook) = false;
    copy_fresh(f);
    pthread_mutex_unlock(f->lock);
    return work;
}

static void *work(void *context) {
    Forecaster *f = context;
    for (bool debrief; next_work(f, &debrief);) {
        catch_up(f);
        if (debrief)
            make_debrief(f);
        else
            make_outlook(f);
    }
    return NULL;
}

/* ------------------------------------------------------------------ starting and stopping */

bool forecaster_start(const Room *room, const Setup *setup, pthread_mutex_t *lock, Forecaster **out,
                      Error *error) {
    const Stage *stage = room->stage;
    Forecaster *f = heap_take(1, sizeof *f);
    *f = (Forecaster){.room = room, .setup = setup, .lock = lock};
    if (!stage_init(&f->stage, room->definition, stage->race, stage->parameters, stage->catalogue, NULL,
                    error)) {
        free(f);
        return false;
    }
    stage_set_truth(&f->stage, stage->truth);
    room_init(&f->copy, room->definition, &f->stage, room->team_count);
    pthread_cond_init(&f->wanted, NULL);
    *out = f;
    if (pthread_create(&f->thread, NULL, work, f) == 0) return true;
    *out = NULL;
    room_clear(&f->copy);
    stage_clear(&f->stage);
    free(f);
    return error_set(error, "no thread could be started");
}

void forecaster_stop(Forecaster *f) {
    if (!f) return;
    pthread_mutex_lock(f->lock);
    f->stopping = true;
    pthread_cond_signal(&f->wanted);
    pthread_mutex_unlock(f->lock);
    pthread_join(f->thread, NULL);
    if (f->has_debrief) debrief_clear(&f->debrief);
    vec_clear(&f->outlook);
    vec_clear(&f->fresh);
    room_clear(&f->copy);
    stage_clear(&f->stage);
    pthread_cond_destroy(&f->wanted);
    free(f);
}

/* ------------------------------------------------------------------ asking */

const OutlookRowVec *forecaster_outlook(Forecaster *f) {
    if (is_current(f)) return &f->outlook;
    f->wants_outlook = true;
    pthread_cond_signal(&f->wanted);
    return NULL;
}

bool forecaster_debrief(Forecaster *f, const Debrief **out, Error *error) {
    *out = f->has_debrief ? &f->debrief : NULL;
    if (f->failed) return error_set(error, "%s", f->fault.text);
    if (f->debrief_begun) return true;
    f->debrief_begun = f->wants_debrief = true;
    pthread_cond_signal(&f->wanted);
    return true;
}
