/* A team's page: the inboxes of the roles that the seat holds, what may be decided, who else is there. Made
 * from what those roles were told and noticed; the truth is never asked. */
#include "console/room_json.h"

static const char *const message_names[] = {
    [MESSAGE_INJECT] = "inject",       [MESSAGE_RULING] = "ruling", [MESSAGE_CORRECTION] = "correction",
    [MESSAGE_LAST_CALL] = "last call", [MESSAGE_KNOWN] = "known",   [MESSAGE_STOP] = "stop",
};
static const char *const known_names[] = {
    [KNOWN_NOTICED] = "noticed", [KNOWN_CALLED] = "called",     [KNOWN_WARNED] = "warned",
    [KNOWN_STOPPED] = "stopped", [KNOWN_RETURNED] = "returned",
};

/* The same message has the same id whenever it is asked for, so that a page knows what was read. */
static void write_id(const RoomView *view, const Message *message) {
    Text id = {0};
    bool known = message->kind == MESSAGE_KNOWN;
    text_add(&id, "%d-%u-%lld", message->kind, message->at, (long long)message->wall);
    if (message->inject != NONE) text_add(&id, "-%u", message->inject);
    if (known)
        text_add(&id, "-%d-%d-%d-%d", message->known.kind, (int)message->known.org,
                 (int)message->known.object, (int)message->known.detail);
    json_write_text(view->writer, "id", text_of(&id));
    text_clear(&id);
}

static void write_known(const RoomView *view, const Message *message, Reader reader) {
    json_write_text(view->writer, "known", known_names[message->known.kind]);
    json_write_integer(view->writer, "of", (int)message->known.object);
    json_begin_object(view->writer, "text");
    for (Language language = 0; language < LANGUAGE_COUNT; language++) {
        Text text = {0};
        ExerciseView words = {view->room, view->desk->setup, language, {0}};
        exercise_message(&words, message, reader.team, reader.role, &text);
        json_write_text(view->writer, room_languages[language], text_of(&text));
        text_clear(&text);
    }
    json_end_object(view->writer);
}

static void write_inject(const RoomView *view, const Inject *inject, Reader reader) {
    room_json_words(view, "title", inject->title, reader);
    room_json_words(view, "from", inject->from, reader);
    room_json_words(view, "method", inject->method, reader);
    room_json_words(view, "text", inject->text, reader);
    room_json_attachment(view, inject, reader);
}

static void write_message(const RoomView *view, const Message *message, uint32_t role) {
    const Definition *definition = view->room->definition;
    Reader reader = {view->seat.team, role, message->at};
    json_begin_object(view->writer, NULL);
    write_id(view, message);
    json_write_text(view->writer, "kind", message_names[message->kind]);
    json_write_text(view->writer, "role", definition->roles.items[role].id);
    room_json_moment(view, "at", message->at);
    json_write_integer(view->writer, "wall", message->wall);
    if (message->kind == MESSAGE_INJECT)
        write_inject(view, &definition->injects.items[message->inject], reader);
    else if (message->kind == MESSAGE_KNOWN)
        write_known(view, message, reader);
    else if (message->kind == MESSAGE_LAST_CALL)
        room_json_words(view, "text", definition->decisions.items[message->decision].question, reader);
    else
        room_json_words(view, "text", (Wording){{message->text, NULL}}, reader);
    json_end_object(view->writer);
}

static void write_inbox(const RoomView *view, uint32_t role) {
    MessageVec inbox = {0};
    room_inbox(view->room, view->seat.team, role, &inbox);
    for (uint32_t i = 0; i < inbox.count; i++) write_message(view, &inbox.items[i], role);
    vec_clear(&inbox);
}

void room_team_view(const RoomView *view) {
    uint32_t team = view->seat.team;
    json_begin_array(view->writer, "inbox");
    for (uint32_t role = 0; role < view->room->definition->roles.count; role++)
        if (view->seat.roles >> role & 1u) write_inbox(view, role);
    json_end_array(view->writer);
    room_json_decisions(view, team, view->seat.roles);
    room_json_module(view, false);
    room_json_people(view, 1u << team, false);
    json_begin_object(view->writer, "pen");
    json_write_flag(view->writer, "taken", view->room->teams[team].pen != 0);
    json_write_flag(view->writer, "mine",
                    view->room->teams[team].pen && desk_has_pen(view->room, view->seat));
    json_end_object(view->writer);
    room_json_map(view);
    room_json_marks_known(view);
    room_json_log(view, 1u << ROOM_BEGIN | 1u << ROOM_JUMP | 1u << ROOM_END, NONE);
}
