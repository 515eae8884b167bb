#include "console/server.h"

#include "base/vec.h"
#include "console/guard.h"
#include "console/listen.h"

#include <assert.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { IDLE_SECONDS = 30, MEMORY_PER_CONNECTION = 32 << 10, LISTENERS = 3 };

static const char security_policy[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/* One request from its first line until its answer is out. */
typedef struct Exchange Exchange;
struct Exchange {
    Server *server;
    struct MHD_Connection *connection;
    Request request;
    Text body;
    char *path;
    bool began, too_large, answered;
    Reply reply;
    Exchange *next; /* in the queue */
};

typedef struct Listener {
    struct MHD_Daemon *daemon;
    int socket;
} Listener;

struct Server {
    ServerOptions options;
    uint16_t port;
    Listener listeners[LISTENERS];
    Streams *streams;
    char cookie[32]; /* its name; has the port in it, as cookies do not tell ports apart */
    pthread_mutex_t lock;
    pthread_cond_t arrived;
    Exchange *first, *last;
    uint32_t waiting;
    bool stopping;
    pthread_t workers[SERVER_WORKERS];
    uint32_t worker_count;
};

/* ------------------------------------------------------------------ answers */

static void reply_plain(Reply *reply, unsigned status, const char *sentence) {
    *reply = (Reply){.status = status,
                     .type = "text/plain; charset=utf-8",
                     .borrowed = sentence,
                     .length = strlen(sentence)};
}

static void add_headers(const Exchange *exchange, struct MHD_Response *response) {
    const Reply *reply = &exchange->reply;
    MHD_add_response_header(response, "Content-Security-Policy", security_policy);
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
    MHD_add_response_header(response, "Referrer-Policy", "no-referrer");
    MHD_add_response_header(response, "Cross-Origin-Opener-Policy", "same-origin");
    MHD_add_response_header(response, "Cross-Origin-Resource-Policy", "same-origin");
    MHD_add_response_header(response, "Content-Type", reply->type);
    MHD_add_response_header(response, "Cache-Control",
                            reply->lasting ? "private, max-age=31536000, immutable" : "no-store");
    if (!reply->session[0]) return;
    char cookie[128];
    snprintf(cookie, sizeof cookie, "%s=%s; Path=/; HttpOnly; SameSite=Strict", exchange->server->cookie,
             reply->session);
    MHD_add_response_header(response, "Set-Cookie", cookie);
}

static struct MHD_Response *response_of(Exchange *exchange) {
    Reply *reply = &exchange->reply;
    if (reply->stream.next) {
        StreamSource source = reply->stream;
        reply->stream = (StreamSource){0};
        return streams_response(exchange->server->streams, exchange->connection, &source,
                                exchange->request.last_event_id);
    }
    if (!reply->owned)
        return MHD_create_response_from_buffer(reply->length, (void *)(uintptr_t)reply->borrowed,
                                               MHD_RESPMEM_PERSISTENT);
    char *bytes = reply->owned;
    reply->owned = NULL;
    return MHD_create_response_from_buffer(reply->length, bytes, MHD_RESPMEM_MUST_FREE);
}

static enum MHD_Result send_reply(Exchange *exchange) {
    unsigned status = exchange->reply.status;
    struct MHD_Response *response = response_of(exchange);
    if (!response) return MHD_NO;
    add_headers(exchange, response);
    enum MHD_Result sent = MHD_queue_response(exchange->connection, status, response);
    MHD_destroy_response(response);
    return sent;
}

/* ------------------------------------------------------------------ workers */

static bool enqueue(Exchange *exchange) {
    Server *server = exchange->server;
    pthread_mutex_lock(&server->lock);
    bool room = server->waiting < SERVER_WAITING && !server->stopping;
    if (room) {
        MHD_suspend_connection(exchange->connection);
        if (server->last)
            server->last->next = exchange;
        else
            server->first = exchange;
        server->last = exchange;
        server->waiting++;
        pthread_cond_signal(&server->arrived);
    }
    pthread_mutex_unlock(&server->lock);
    return room;
}

/* The next one to answer, or NULL when the server stops and all are answered. */
static Exchange *dequeue(Server *server) {
    pthread_mutex_lock(&server->lock);
    while (!server->first && !server->stopping) pthread_cond_wait(&server->arrived, &server->lock);
    Exchange *exchange = server->first;
    if (exchange) {
        server->first = exchange->next;
        if (!server->first) server->last = NULL;
        server->waiting--;
    }
    pthread_mutex_unlock(&server->lock);
    return exchange;
}

static void *answer_requests(void *argument) {
    Server *server = argument;
    for (Exchange *exchange; (exchange = dequeue(server));) {
        server->options.handle(server->options.context, &exchange->request, &exchange->reply);
        exchange->answered = true;
        MHD_resume_connection(exchange->connection);
    }
    return NULL;
}

/* ------------------------------------------------------------------ requests */

static const char *header_of(struct MHD_Connection *connection, const char *name) {
    return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

static bool method_of(const char *word, Method *out) {
    if (strcmp(word, "GET") == 0 || strcmp(word, "HEAD") == 0)
        *out = METHOD_GET;
    else if (strcmp(word, "POST") == 0)
        *out = METHOD_POST;
    else if (strcmp(word, "DELETE") == 0)
        *out = METHOD_DELETE;
    else
        return false;
    return true;
}

/* The refusal, or NULL when the request may be heard. */
static const char *refusal_of(const Exchange *exchange) {
    struct MHD_Connection *connection = exchange->connection;
    uint16_t port = exchange->server->port;
    const char *opened = exchange->server->options.listen;
    if (!guard_host(header_of(connection, MHD_HTTP_HEADER_HOST), port, opened))
        return "This server answers to 127.0.0.1, localhost and [::1] with its own port only.\n";
    if (!guard_origin(header_of(connection, MHD_HTTP_HEADER_ORIGIN), port, opened) ||
        !guard_fetch(header_of(connection, "Sec-Fetch-Site"), header_of(connection, "Sec-Fetch-Mode")))
        return "This request comes from another site; only the console's own page may ask.\n";
    return NULL;
}

/* Of the host, not of its port. */
static uint64_t peer_of(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    if (!info || info->client_addr->sa_family != AF_INET) return 1; /* ::1 */
    return (uint64_t)((const struct sockaddr_in *)(const void *)info->client_addr)->sin_addr.s_addr << 1;
}

static void identify(Exchange *exchange) {
    Server *server = exchange->server;
    const char *session = MHD_lookup_connection_value(exchange->connection, MHD_COOKIE_KIND, server->cookie);
    const char *after = header_of(exchange->connection, "Last-Event-ID");
    exchange->request.role = passes_role(server->options.passes, session, &exchange->request.session);
    exchange->request.last_event_id = after ? strtoull(after, NULL, 10) : 0;
    exchange->request.peer = peer_of(exchange->connection);
}

static enum MHD_Result refuse(Exchange *exchange, unsigned status, const char *sentence) {
    reply_plain(&exchange->reply, status, sentence);
    return send_reply(exchange);
}

static enum MHD_Result begin(Exchange *exchange, const char *path, const char *method) {
    exchange->began = true;
    const char *refusal = refusal_of(exchange);
    if (refusal) return refuse(exchange, MHD_HTTP_FORBIDDEN, refusal);
    if (!method_of(method, &exchange->request.method))
        return refuse(exchange, MHD_HTTP_METHOD_NOT_ALLOWED, "Only GET, POST and DELETE are known here.\n");
    identify(exchange);
    exchange->path = strdup(path);
    assert(exchange->path);
    exchange->request.path = exchange->path;
    return MHD_YES;
}

static void take_body(Exchange *exchange, const char *bytes, size_t length) {
    if (exchange->body.length + length > SERVER_BODY_MAX)
        exchange->too_large = true;
    else
        text_add_n(&exchange->body, bytes, length);
}

static enum MHD_Result hand_over(Exchange *exchange) {
    if (exchange->too_large)
        return refuse(exchange, MHD_HTTP_CONTENT_TOO_LARGE, "A request may carry 64 KiB at most.\n");
    exchange->request.body = text_of(&exchange->body);
    exchange->request.body_length = exchange->body.length;
    if (enqueue(exchange)) return MHD_YES;
    return refuse(exchange, MHD_HTTP_SERVICE_UNAVAILABLE, "Too many requests wait; try again in a moment.\n");
}

/* Called again and again for a request: at its head, for each part of its body, at its end, and once more
 * when a worker has answered. */
static enum MHD_Result on_request(void *context, struct MHD_Connection *connection, const char *path,
                                  const char *method, const char *version, const char *upload, size_t *length,
                                  void **state) {
    (void)context;
    (void)version;
    Exchange *exchange = *state;
    exchange->connection = connection;
    if (exchange->answered) return send_reply(exchange);
    if (!exchange->began) return begin(exchange, path, method);
    if (*length == 0) return hand_over(exchange);
    take_body(exchange, upload, *length);
    *length = 0;
    return MHD_YES;
}

static void *on_line(void *context, const char *uri, struct MHD_Connection *connection) {
    (void)uri;
    Exchange *exchange = heap_take(1, sizeof *exchange);
    exchange->server = context;
    exchange->connection = connection;
    return exchange;
}

static void on_done(void *context, struct MHD_Connection *connection, void **state,
                    enum MHD_RequestTerminationCode why) {
    (void)context;
    (void)connection;
    (void)why;
    Exchange *exchange = *state;
    if (!exchange) return;
    if (exchange->reply.stream.next && exchange->reply.stream.release)
        exchange->reply.stream.release(exchange->reply.stream.context);
    free(exchange->reply.owned);
    free(exchange->path);
    text_clear(&exchange->body);
    free(exchange);
    *state = NULL;
}

/* ------------------------------------------------------------------ sockets */

static bool cannot_listen(uint16_t port, Error *error) {
    uint16_t other = errno == EADDRINUSE ? listen_free_after(port) : 0;
    if (other)
        return error_set(error, "port %u is taken by another program; port %u is free: --port %u", port,
                         other, other);
    return error_set(error, "cannot listen on 127.0.0.1 port %u: %s", port, strerror(errno));
}

static bool open_sockets(Server *server, Error *error) {
    server->listeners[0].socket = listen_at(AF_INET, NULL, server->options.port);
    if (server->listeners[0].socket < 0) return cannot_listen(server->options.port, error);
    server->port = listen_port(server->listeners[0].socket);
    /* A machine without IPv6 is served all the same; a port taken there alone is not worth a refusal. */
    server->listeners[1].socket = listen_at(AF_INET6, NULL, server->port);
    if (!server->options.listen) return true;
    server->listeners[2].socket = listen_at(AF_INET, server->options.listen, server->port);
    return server->listeners[2].socket >= 0 ||
           error_set(error, "cannot listen on %s port %u: %s", server->options.listen, server->port,
                     strerror(errno));
}

static bool start_daemon(Server *server, Listener *listener, Error *error) {
    if (listener->socket < 0) return true;
    listener->daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, on_request, server,
        MHD_OPTION_LISTEN_SOCKET, listener->socket, MHD_OPTION_URI_LOG_CALLBACK, on_line, server,
        MHD_OPTION_NOTIFY_COMPLETED, on_done, server, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)SERVER_CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)MEMORY_PER_CONNECTION, MHD_OPTION_END);
    return listener->daemon || error_set(error, "the web server could not be started: %s", strerror(errno));
}

/* ------------------------------------------------------------------ life */

static bool start_workers(Server *server, Error *error) {
    for (; server->worker_count < SERVER_WORKERS; server->worker_count++) {
        if (pthread_create(&server->workers[server->worker_count], NULL, answer_requests, server) != 0)
            return error_set(error, "no thread could be started for the web server");
    }
    return true;
}

bool server_start(const ServerOptions *options, Server **out, Error *error) {
    Server *server = heap_take(1, sizeof *server);
    server->options = *options;
    for (int i = 0; i < LISTENERS; i++) server->listeners[i].socket = -1;
    pthread_mutex_init(&server->lock, NULL);
    pthread_cond_init(&server->arrived, NULL);
    server->streams = streams_create();
    bool good = server->streams || error_set(error, "no thread could be started for the web server");
    good = good && open_sockets(server, error);
    snprintf(server->cookie, sizeof server->cookie, "keyfall_%u", server->port);
    good = good && start_workers(server, error);
    for (int i = 0; good && i < LISTENERS; i++) good = start_daemon(server, &server->listeners[i], error);
    if (!good) {
        server_stop(server);
        return false;
    }
    *out = server;
    return true;
}

static void stop_workers(Server *server) {
    pthread_mutex_lock(&server->lock);
    server->stopping = true;
    pthread_cond_broadcast(&server->arrived);
    pthread_mutex_unlock(&server->lock);
    for (uint32_t i = 0; i < server->worker_count; i++) pthread_join(server->workers[i], NULL);
}

void server_stop(Server *server) {
    if (!server) return;
    stop_workers(server);
    if (server->streams) streams_end(server->streams);
    for (int i = 0; i < LISTENERS; i++) {
        Listener *listener = &server->listeners[i];
        if (listener->daemon)
            MHD_stop_daemon(listener->daemon); /* closes the socket too */
        else if (listener->socket >= 0)
            close(listener->socket);
    }
    if (server->streams) streams_destroy(server->streams);
    pthread_cond_destroy(&server->arrived);
    pthread_mutex_destroy(&server->lock);
    free(server);
}

uint16_t server_port(const Server *server) {
    return server->port;
}

void server_wake_streams(Server *server) {
    streams_wake(server->streams);
}
