/* What of an exercise takes long to compute: what is to be expected of what is open, and the debrief. One
 * thread makes them on a copy of the room (the same events on the same truth are the same room), so that
 * nobody waits for it: whoever asks too early gets nothing, and asks again.
 *
 * Calls are made with the desk's lock held unless they say otherwise; the thread takes it only to copy events
 * and to hand over. What it hands over stays until the forecaster stops; an outlook until the next call. */
#pragma once

#include "exercise/debrief.h"

#include <pthread.h>

typedef struct Forecaster Forecaster;

/* Borrows all three. Without the lock. */
bool forecaster_start(const Room *room, const Setup *setup, pthread_mutex_t *lock, Forecaster **out,
                      Error *error);
/* Cancels what is under way and waits for it; without the lock. NULL is fine. */
void forecaster_stop(Forecaster *forecaster);

/* Of what is open in the room as it stands; NULL while it is being computed. */
const OutlookRowVec *forecaster_outlook(Forecaster *forecaster);
/* Of a room that has ended: `out` is NULL while it is being computed. False when it could not be made. */
bool forecaster_debrief(Forecaster *forecaster, const Debrief **out, Error *error);
