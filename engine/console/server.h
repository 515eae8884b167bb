/* HTTP for this machine: binds 127.0.0.1, where there is one ::1, and one more address when it is told to
 * open itself to others; refuses foreign Hosts and Origins; puts the same security headers on everything; and
 * hands each request to a handler on a few threads of its own, so that a slow answer holds up nobody. What a
 * path means is the handler's business.
 *
 * Bounded in everything: connections, idle time, size of a body, requests that wait. */
#pragma once

#include "base/error.h"
#include "console/pass.h"
#include "console/stream.h"

#include <stddef.h>
#include <stdint.h>

enum { SERVER_BODY_MAX = 64 << 10, SERVER_CONNECTIONS = 512, SERVER_WAITING = 256, SERVER_WORKERS = 4 };

typedef struct Server Server;
typedef enum Method { METHOD_GET = 1, METHOD_POST = 2, METHOD_DELETE = 4 } Method;

typedef struct Request {
    Method method;
    const char *path;
    const char *body; /* NUL-terminated */
    size_t body_length;
    PassRole role;
    uint64_t session;       /* number of the session; 0 without one */
    uint64_t last_event_id; /* 0 without one */
    uint64_t peer;          /* tells addresses apart that requests come from */
} Request;

/* What to answer. A handler fills one of: owned bytes, borrowed bytes (that outlive the server), a stream. */
typedef struct Reply {
    unsigned status;
    const char *type;
    char *owned; /* freed by the server */
    const char *borrowed;
    size_t length;
    StreamSource stream;      /* when .next is set */
    char session[PASS_BYTES]; /* a session to put into the cookie, or "" */
    bool lasting;             /* may be kept by the browser: its name changes with its content */
} Reply;

typedef struct ServerOptions {
    uint16_t port;      /* 0: any that is free */
    const char *listen; /* an IPv4 address of this machine to listen on beside loopback, or NULL; borrowed */
    Passes *passes;
    void (*handle)(void *context, const Request *request, Reply *reply); /* on several threads at once */
    void *context;
} ServerOptions;

/* Fails when the port is taken, and then names one that is not. */
bool server_start(const ServerOptions *options, Server **out, Error *error);
/* Ends streams, lets requests under way finish, closes. NULL is fine. */
void server_stop(Server *server);
uint16_t server_port(const Server *server);
/* To be called whenever a stream may have something new. Any thread; must hold no lock that `next` takes. */
void server_wake_streams(Server *server);
