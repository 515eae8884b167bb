/* Server-sent events. A source tells what comes after an event's id; the ids rise, so that a browser that
 * lost its connection goes on where it was (Last-Event-ID). A stream that has nothing to say costs no thread:
 * it sleeps until it is woken, and sends a heartbeat so that both ends know the other is there. */
#pragma once

#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

typedef enum StreamStep { STREAM_EVENT, STREAM_WAIT, STREAM_END } StreamStep;

typedef struct StreamSource {
    /* Writes the next event after `*id` with stream_event and moves `*id`; or says that there is none yet, or
     * none ever. Called by the server's thread: must be quick. */
    StreamStep (*next)(void *context, uint64_t *id, Text *out);
    void (*release)(void *context); /* when the stream is over; may be NULL */
    void *context;
} StreamSource;

/* One event; `data` is one line (compact JSON). */
void stream_event(Text *out, uint64_t id, const char *name, const char *data);

struct MHD_Connection;
struct MHD_Response;
typedef struct Streams Streams;

enum { STREAM_BEAT_SECONDS = 15 };

Streams *streams_create(void);
/* Every open stream ends soon; later ones end at once. To be called before the server stops. */
void streams_end(Streams *streams);
void streams_destroy(Streams *streams);
void streams_wake(Streams *streams);
/* The response that carries the source; takes it over. NULL when memory is short (the source is released). */
struct MHD_Response *streams_response(Streams *streams, struct MHD_Connection *connection,
                                      const StreamSource *source, uint64_t after);
