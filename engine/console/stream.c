#include "console/stream.h"

#include "base/arena.h"

#include <microhttpd.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BLOCK = 16 << 10 };

typedef struct Subscriber Subscriber;
struct Subscriber {
    Streams *streams;
    struct MHD_Connection *connection;
    StreamSource source;
    uint64_t id;
    Text pending; /* being sent */
    size_t sent;
    bool asleep, beat;
    Subscriber *previous, *next;
};

struct Streams {
    pthread_mutex_t lock; /* taken before any lock of a source */
    pthread_cond_t ended;
    pthread_t ticker;
    bool ending;
    Subscriber *first;
};

void stream_event(Text *out, uint64_t id, const char *name, const char *data) {
    text_add(out, "id: %llu\nevent: %s\ndata: ", (unsigned long long)id, name);
    text_add_n(out, data, strlen(data));
    text_add(out, "\n\n");
}

static void wake(Subscriber *subscriber) {
    if (!subscriber->asleep) return;
    subscriber->asleep = false;
    MHD_resume_connection(subscriber->connection);
}

static void wake_all(Streams *streams, bool beat) {
    for (Subscriber *s = streams->first; s; s = s->next) {
        s->beat |= beat && s->asleep;
        wake(s);
    }
}

static void *tick(void *argument) {
    Streams *streams = argument;
    pthread_mutex_lock(&streams->lock);
    while (!streams->ending) {
        struct timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_sec += STREAM_BEAT_SECONDS;
        pthread_cond_timedwait(&streams->ended, &streams->lock, &until);
        wake_all(streams, true);
    }
    pthread_mutex_unlock(&streams->lock);
    return NULL;
}

Streams *streams_create(void) {
    Streams *streams = heap_take(1, sizeof *streams);
    pthread_mutex_init(&streams->lock, NULL);
    pthread_cond_init(&streams->ended, NULL);
    if (pthread_create(&streams->ticker, NULL, tick, streams) == 0) return streams;
    pthread_cond_destroy(&streams->ended);
    pthread_mutex_destroy(&streams->lock);
    free(streams);
    return NULL;
}

void streams_end(Streams *streams) {
    pthread_mutex_lock(&streams->lock);
    streams->ending = true;
    wake_all(streams, false);
    pthread_cond_signal(&streams->ended);
    pthread_mutex_unlock(&streams->lock);
    pthread_join(streams->ticker, NULL);
}

void streams_destroy(Streams *streams) {
    pthread_cond_destroy(&streams->ended);
    pthread_mutex_destroy(&streams->lock);
    free(streams);
}

void streams_wake(Streams *streams) {
    pthread_mutex_lock(&streams->lock);
    wake_all(streams, false);
    pthread_mutex_unlock(&streams->lock);
}

/* With the lock held, so that nothing can be published between "nothing new" and falling asleep. */
static StreamStep step(Subscriber *subscriber) {
    subscriber->pending.length = 0;
    subscriber->sent = 0;
    if (subscriber->streams->ending) return STREAM_END;
    StreamStep next =
        subscriber->source.next(subscriber->source.context, &subscriber->id, &subscriber->pending);
    if (next == STREAM_WAIT && subscriber->beat) {
        text_add(&subscriber->pending, ": still here\n\n");
        next = STREAM_EVENT;
    }
    subscriber->beat = false;
    if (next == STREAM_WAIT) {
        subscriber->asleep = true;
        MHD_suspend_connection(subscriber->connection);
    }
    return next;
}

static ssize_t read_block(void *context, uint64_t position, char *buffer, size_t most) {
    (void)position;
    Subscriber *subscriber = context;
    if (subscriber->sent == subscriber->pending.length) {
        pthread_mutex_lock(&subscriber->streams->lock);
        StreamStep next = step(subscriber);
        pthread_mutex_unlock(&subscriber->streams->lock);
        if (next == STREAM_END) return MHD_CONTENT_READER_END_OF_STREAM;
        if (next == STREAM_WAIT) return 0;
    }
    size_t left = subscriber->pending.length - subscriber->sent, part = left < most ? left : most;
    memcpy(buffer, subscriber->pending.items + subscriber->sent, part);
    subscriber->sent += part;
    return (ssize_t)part;
}

static void unlink_subscriber(Subscriber *subscriber) {
    Streams *streams = subscriber->streams;
    pthread_mutex_lock(&streams->lock);
    if (subscriber->previous)
        subscriber->previous->next = subscriber->next;
    else
        streams->first = subscriber->next;
    if (subscriber->next) subscriber->next->previous = subscriber->previous;
    pthread_mutex_unlock(&streams->lock);
}

static void forget(void *context) {
    Subscriber *subscriber = context;
    unlink_subscriber(subscriber);
    if (subscriber->source.release) subscriber->source.release(subscriber->source.context);
    text_clear(&subscriber->pending);
    free(subscriber);
}

struct MHD_Response *streams_response(Streams *streams, struct MHD_Connection *connection,
                                      const StreamSource *source, uint64_t after) {
    Subscriber *subscriber = heap_take(1, sizeof *subscriber);
    subscriber->streams = streams;
    subscriber->connection = connection;
    subscriber->source = *source;
    subscriber->id = after;
    pthread_mutex_lock(&streams->lock);
    subscriber->next = streams->first;
    if (streams->first) streams->first->previous = subscriber;
    streams->first = subscriber;
    pthread_mutex_unlock(&streams->lock);
    struct MHD_Response *response =
        MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK, read_block, subscriber, forget);
    if (!response) forget(subscriber);
    return response;
}
