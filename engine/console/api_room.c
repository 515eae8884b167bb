/* The API of an exercise: join, look, do, follow. Each seat asks for what it may see; what that is,
 * room_json.h's writers say. */
#include "console/console_internal.h"
#include "console/room_json.h"
#include "report/paper.h"

#include <microhttpd.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ------------------------------------------------------------------ looking */

typedef void (*Write)(const RoomView *view);

static RoomView view_of(const Call *call, JsonWriter *writer) {
    Desk *desk = call->console->desk;
    json_writer_init(writer, false);
    return (RoomView){desk, desk->room, seat_of(call->request->session), writer, NULL};
}

/* With the lock held, so that a view is of one moment. */
static void write_view(const RoomView *view, Write write) {
    json_begin_object(view->writer, NULL);
    room_json_head(view);
    write(view);
    json_end_object(view->writer);
}

static void reply_view(const Call *call, Write write, Reply *reply) {
    JsonWriter writer;
    RoomView view = view_of(call, &writer);
    pthread_mutex_lock(&view.desk->lock);
    write_view(&view, write);
    pthread_mutex_unlock(&view.desk->lock);
    reply_json(reply, MHD_HTTP_OK, &writer);
}

void api_show_room(const Call *call, Reply *reply) {
    static const Write writes[SEAT_KINDS] = {
        [SEAT_FACILITATOR] = room_facilitator_view, [SEAT_TEAM] = room_team_view,
        [SEAT_EVALUATOR] = room_evaluator_view,     [SEAT_OBSERVER] = room_observer_view,
        [SEAT_PROJECTOR] = room_projector_view,
    };
    reply_view(call, writes[seat_of(call->request->session).kind], reply);
}

void api_show_projector(const Call *call, Reply *reply) {
    reply_view(call, room_projector_view, reply);
}

/* ------------------------------------------------------------------ what takes a while to compute */

/* 202: ask again. */
static void reply_wait(Reply *reply) {
    JsonWriter writer;
    json_writer_init(&writer, false);
    json_begin_object(&writer, NULL);
    json_write_text(&writer, "format", "keyfall.room.wait");
    json_write_integer(&writer, "version", 1);
    json_end_object(&writer);
    reply_json(reply, MHD_HTTP_ACCEPTED, &writer);
}

void api_show_forecast(const Call *call, Reply *reply) {
    JsonWriter writer;
    RoomView view = view_of(call, &writer);
    pthread_mutex_lock(&view.desk->lock);
    const OutlookRowVec *rows = forecaster_outlook(view.desk->forecaster);
    if (rows) room_forecast_write(&view, rows);
    pthread_mutex_unlock(&view.desk->lock);
    if (rows) {
        reply_json(reply, MHD_HTTP_OK, &writer);
        return;
    }
    json_writer_clear(&writer);
    reply_wait(reply);
}

/* Runs `make` under the lock with the debrief, or replies why not, or not yet. */
static void with_debrief(const Call *call, void (*make)(const Call *, const Debrief *, Reply *),
                         Reply *reply) {
    Desk *desk = call->console->desk;
    bool leads = call->request->role == ROLE_FACILITATOR;
    const Debrief *debrief = NULL;
    Error error = {{0}};
    pthread_mutex_lock(&desk->lock);
    bool good = leads || desk->room->debriefed ||
                error_set(&error, "The facilitator has not opened the debrief yet.");
    good = good && desk_debrief(desk, &debrief, &error);
    if (debrief) make(call, debrief, reply);
    pthread_mutex_unlock(&desk->lock);
    if (!good)
        reply_error(reply, MHD_HTTP_CONFLICT, error.text);
    else if (!debrief)
        reply_wait(reply);
}

static void make_debrief(const Call *call, const Debrief *debrief, Reply *reply) {
    JsonWriter writer;
    RoomView view = view_of(call, &writer);
    view.debrief = debrief;
    write_view(&view, room_debrief_view);
    reply_json(reply, MHD_HTTP_OK, &writer);
}

void api_show_debrief(const Call *call, Reply *reply) {
    with_debrief(call, make_debrief, reply);
}

static void make_report(const Call *call, const Debrief *debrief, Reply *reply) {
    Desk *desk = call->console->desk;
    Text page = {0};
    Language language = strcmp(call->word[0], "ja") == 0 ? LANGUAGE_ja : LANGUAGE_en;
    ExerciseView view = {desk->room, desk->setup, language, {0}};
    paper_write(&(Paper){.view = &view, .debrief = debrief}, PAPER_AAR, &page);
    *reply = (Reply){.status = MHD_HTTP_OK,
                     .type = "text/html; charset=utf-8",
                     .owned = page.items,
                     .length = page.length};
}

void api_show_report(const Call *call, Reply *reply) {
    with_debrief(call, make_report, reply);
}

/* ------------------------------------------------------------------ joining */

static void welcome(const Call *call, Seat seat, Reply *reply) {
    JsonWriter writer;
    json_writer_init(&writer, false);
    json_begin_object(&writer, NULL);
    json_write_text(&writer, "format", "keyfall.room.joined");
    json_write_integer(&writer, "version", 1);
    json_write_text(&writer, "kind", seat_names[seat.kind]);
    json_end_object(&writer);
    reply_json(reply, MHD_HTTP_OK, &writer);
    passes_seal(call->console->passes, seat_number(seat), reply->session);
}

static bool read_person(Json body, const char **code, Person *person, Error *error) {
    *person = (Person){"", ""};
    return json_only(body, "code name organisation", error) && json_text(body, "code", code, error) &&
           json_text(body, "name", &person->name, error) &&
           (!json_has(body, "organisation") || json_text(body, "organisation", &person->organisation, error));
}

static void take_seat(const Call *call, const char *code, Person person, Reply *reply) {
    Desk *desk = call->console->desk;
    uint64_t peer = call->request->peer;
    int64_t second = desk->wall() / 1000;
    Error error = {{0}};
    Seat seat;
    if (!guesses_allowed(&desk->guesses, peer, second)) {
        reply_error(reply, MHD_HTTP_TOO_MANY_REQUESTS, "Too many wrong codes; wait a minute.");
    } else if (!seats_find(&desk->seats, code, &seat)) {
        guesses_wrong(&desk->guesses, peer, second);
        reply_error(reply, MHD_HTTP_FORBIDDEN, "There is no such code here; ask the facilitator.");
    } else if (!desk_seat(desk, &seat, seat_of(call->request->session), person, &error)) {
        reply_error(reply, MHD_HTTP_BAD_REQUEST, error.text);
    } else {
        server_wake_streams(atomic_load(&call->console->server));
        welcome(call, seat, reply);
    }
}

static bool parse(const Call *call, JsonDocument **document, Reply *reply) {
    Error error = {{0}};
    if (json_parse(call->request->body, call->request->body_length, "request", document, &error)) return true;
    reply_error(reply, MHD_HTTP_BAD_REQUEST, error.text);
    return false;
}

void api_join_room(const Call *call, Reply *reply) {
    JsonDocument *document;
    Error error = {{0}};
    const char *code;
    Person person;
    if (!parse(call, &document, reply)) return;
    if (read_person(json_root(document), &code, &person, &error))
        take_seat(call, code, person, reply);
    else
        reply_error(reply, MHD_HTTP_BAD_REQUEST, error.text);
    json_destroy(document);
}

/* ------------------------------------------------------------------ doing */

static void acknowledge(const Call *call, uint64_t sequence, Reply *reply) {
    JsonWriter writer;
    json_writer_init(&writer, false);
    json_begin_object(&writer, NULL);
    json_write_text(&writer, "format", "keyfall.room.written");
    json_write_integer(&writer, "version", 1);
    json_write_integer(&writer, "sequence", (int64_t)sequence);
    json_end_object(&writer);
    reply_json(reply, MHD_HTTP_OK, &writer);
    server_wake_streams(atomic_load(&call->console->server));
}

static void do_event(const Call *call, Json root, Reply *reply) {
    Error error = {{0}};
    const char *what;
    Json body;
    RoomEventKind kind;
    uint64_t sequence;
    bool good = json_only(root, "what body", &error) && json_text(root, "what", &what, &error) &&
                json_object(root, "body", &body, &error);
    if (good && !room_event_kind(what, &kind))
        good = error_set(&error, "'%.40s' is nothing to do here", what);
    if (!good)
        reply_error(reply, MHD_HTTP_BAD_REQUEST, error.text);
    else if (!desk_may(call->request->role, kind))
        reply_error(reply, MHD_HTTP_FORBIDDEN, "Your role may not do this.");
    else if (desk_submit(call->console->desk, seat_of(call->request->session), kind, body, &sequence, &error))
        acknowledge(call, sequence, reply);
    else
        reply_error(reply, MHD_HTTP_CONFLICT, error.text);
}

void api_do_room(const Call *call, Reply *reply) {
    JsonDocument *document;
    if (!parse(call, &document, reply)) return;
    do_event(call, json_root(document), reply);
    json_destroy(document);
}

/* ------------------------------------------------------------------ following */

/* A page that was away, or that follows another run of the server, hears at once where the journal is. */
static StreamStep next_sequence(void *context, uint64_t *id, Text *out) {
    Desk *desk = context;
    uint64_t sequence = atomic_load(&desk->sequence);
    char data[64];
    if (*id == sequence + 1) return STREAM_WAIT;
    snprintf(data, sizeof data, "{\"sequence\": %llu}", (unsigned long long)sequence);
    *id = sequence + 1;
    stream_event(out, sequence + 1, "room", data);
    return STREAM_EVENT;
}

void api_follow_room(const Call *call, Reply *reply) {
    *reply = (Reply){.status = MHD_HTTP_OK,
                     .type = "text/event-stream",
                     .stream = {.next = next_sequence, .context = call->console->desk}};
}
