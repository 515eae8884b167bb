#include "exercise/room_event.h"

#include <string.h>

const char *const room_event_names[ROOM_EVENT_KINDS] = {
    [ROOM_BEGIN] = "begin",         [ROOM_JUMP] = "jump",     [ROOM_RELEASE] = "release",
    [ROOM_HOLD] = "hold",           [ROOM_SKIP] = "skip",     [ROOM_OPEN] = "open",
    [ROOM_LAST_CALL] = "last call", [ROOM_CLOSE] = "close",   [ROOM_COMMIT] = "commit",
    [ROOM_ENTER] = "enter",         [ROOM_RULING] = "ruling", [ROOM_TAKE_BACK] = "take back",
    [ROOM_NOTE] = "note",           [ROOM_RATE] = "rate",     [ROOM_FINDING] = "finding",
    [ROOM_IMPROVE] = "improve",     [ROOM_ATTEND] = "attend", [ROOM_STOP] = "stop",
    [ROOM_RESUME] = "resume",       [ROOM_END] = "end",       [ROOM_PEN] = "pen",
    [ROOM_DEBRIEF] = "debrief",
};

const char *const rating_letters[RATING_COUNT] = {"P", "S", "M", "U", "N/A"};

const char *const room_event_details[ROOM_EVENT_KINDS][ROOM_EVENT_DETAILS] = {
    [ROOM_FINDING] = {"reference", "analysis"},
    [ROOM_IMPROVE] = {"capability", "action", "element", "responsible", "contact", "start", "completion"},
    [ROOM_ATTEND] = {"name", "organisation", "role", "seat"},
    [ROOM_PEN] = {"seat"},
};

static const char *const team_names[TEAMS_MAX] = {"A", "B", "C", "D", "E", "F", "G", "H", "I",
                                                  "J", "K", "L", "M", "N", "O", "P", "Q", "R",
                                                  "S", "T", "U", "V", "W", "X", "Y", "Z"};

const char *team_name(uint32_t team) {
    return team_names[team];
}

/* What the subject of a kind is, and how it is found by its id. */
typedef struct Subject {
    const char *key;
    uint32_t (*find)(const Definition *definition, const char *id);
} Subject;

static Subject subject_of(RoomEventKind kind) {
    switch (kind) {
    case ROOM_RELEASE:
    case ROOM_HOLD:
    case ROOM_SKIP:
        return (Subject){"inject", definition_inject};
    case ROOM_OPEN:
    case ROOM_LAST_CALL:
    case ROOM_CLOSE:
    case ROOM_COMMIT:
        return (Subject){"decision", definition_decision};
    case ROOM_ENTER:
        return (Subject){"lever", definition_lever};
    case ROOM_NOTE:
    case ROOM_RATE:
    case ROOM_FINDING:
        return (Subject){"objective", definition_objective};
    default:
        return (Subject){NULL, NULL};
    }
}

static const char *subject_id(const RoomEvent *event, const Definition *definition) {
    switch (event->kind) {
    case ROOM_RELEASE:
    case ROOM_HOLD:
    case ROOM_SKIP:
        return definition->injects.items[event->subject].id;
    case ROOM_ENTER:
        return definition->levers.items[event->subject].id;
    case ROOM_NOTE:
    case ROOM_RATE:
    case ROOM_FINDING:
        return definition->objectives.items[event->subject].id;
    default:
        return definition->decisions.items[event->subject].id;
    }
}

RoomEvent room_event(RoomEventKind kind, const char *who) {
    RoomEvent event = {.kind = kind, .who = who, .subject = NONE, .choice = NONE, .sure = NONE, .text = ""};
    for (uint32_t i = 0; i < ROOM_EVENT_DETAILS; i++) event.details[i] = "";
    return event;
}

bool room_event_kind(const char *name, RoomEventKind *kind) {
    for (uint32_t i = 0; i < ROOM_EVENT_KINDS; i++)
        if (strcmp(room_event_names[i], name) == 0) {
            *kind = (RoomEventKind)i;
            return true;
        }
    return false;
}

void room_event_give(const RoomEvent *event, const Definition *definition, GivenVec *given) {
    if (event->kind == ROOM_ENTER)
        lever_give(&definition->levers.items[event->subject], event->second, given);
    if (event->kind != ROOM_COMMIT) return;
    const Option *option = &definition->decisions.items[event->subject].options.items[event->choice];
    for (uint32_t i = 0; i < option->lever_count; i++)
        lever_give(&definition->levers.items[option->levers[i]], event->second, given);
}

/* ------------------------------------------------------------------ writing */

static void write_teams(const RoomEvent *event, JsonWriter *writer) {
    if (!event->teams) return;
    json_begin_flat_array(writer, "teams");
    for (uint32_t i = 0; i < TEAMS_MAX; i++)
        if (event->teams >> i & 1u) json_write_text(writer, NULL, team_names[i]);
    json_end_array(writer);
}

static void write_roles(const RoomEvent *event, const Definition *definition, JsonWriter *writer) {
    if (!event->roles) return;
    json_begin_flat_array(writer, "roles");
    for (uint32_t i = 0; i < definition->roles.count; i++)
        if (event->roles >> i & 1u) json_write_text(writer, NULL, definition->roles.items[i].id);
    json_end_array(writer);
}

static void write_details(const RoomEvent *event, JsonWriter *writer) {
    for (uint32_t i = 0; i < ROOM_EVENT_DETAILS && room_event_details[event->kind][i]; i++)
        if (*event->details[i])
            json_write_text(writer, room_event_details[event->kind][i], event->details[i]);
}

void room_event_write(const RoomEvent *event, const Definition *definition, JsonWriter *writer) {
    json_begin_object(writer, NULL);
    write_teams(event, writer);
    write_roles(event, definition, writer);
    if (event->subject != NONE)
        json_write_text(writer, subject_of(event->kind).key, subject_id(event, definition));
    if (event->kind == ROOM_COMMIT)
        json_write_text(writer, "option",
                        definition->decisions.items[event->subject].options.items[event->choice].id);
    if (event->kind == ROOM_RATE) json_write_integer(writer, "task", event->choice);
    if (event->kind == ROOM_RATE) json_write_text(writer, "rating", rating_letters[event->rating]);
    if (event->kind == ROOM_FINDING)
        json_write_text(writer, "is", event->rating ? "improvement" : "strength");
    if (event->kind == ROOM_JUMP) json_write_integer(writer, "to", event->to);
    if (event->sure != NONE) json_write_integer(writer, "sure", event->sure);
    if (event->undoes) json_write_integer(writer, "undoes", (int64_t)event->undoes);
    if (*event->text) json_write_text(writer, "text", event->text);
    write_details(event, writer);
    json_end_object(writer);
}

/* ------------------------------------------------------------------ reading */

static bool optional_text(Json body, const char *key, const char **out, Error *error) {
    *out = "";
    return !json_has(body, key) || json_text(body, key, out, error);
}

static bool optional_number(Json body, const char *key, int64_t high, uint32_t absent, uint32_t *out,
                            Error *error) {
    int64_t value = 0;
    *out = absent;
    if (!json_has(body, key)) return true;
    if (!json_integer(body, key, 0, high, &value, error)) return false;
    *out = (uint32_t)value;
    return true;
}

typedef uint32_t (*FindBit)(const Definition *definition, const char *id);

static uint32_t find_team(const Definition *definition, const char *id) {
    (void)definition;
    return id[0] >= 'A' && id[0] <= 'Z' && !id[1] ? (uint32_t)(id[0] - 'A') : NONE;
}

static bool read_bits(Json body, const char *key, const Definition *definition, FindBit find, uint32_t *bits,
                      Error *error) {
    Json list;
    *bits = 0;
    if (!json_has(body, key)) return true;
    if (!json_array(body, key, &list, error)) return false;
    for (uint32_t i = 0; i < json_count(list); i++) {
        const char *id;
        if (!json_as_text(json_item(list, i), &id, error)) return false;
        uint32_t found = find(definition, id);
        if (found == NONE) return json_fail(json_item(list, i), error, "this exercise has no such name");
        *bits |= 1u << found;
    }
    return true;
}

static bool read_subject(RoomEvent *event, const Definition *definition, Json body, Error *error) {
    Subject subject = subject_of(event->kind);
    if (!subject.key) return true;
    bool may_lack = event->kind == ROOM_NOTE || event->kind == ROOM_FINDING;
    if (may_lack && !json_has(body, subject.key)) return true;
    const char *id;
    if (!json_text(body, subject.key, &id, error)) return false;
    event->subject = subject.find(definition, id);
    return event->subject != NONE ||
           json_fail(body, error, "the exercise has no %s \"%.80s\"; it was changed since", subject.key, id);
}

static bool read_option(RoomEvent *event, const Definition *definition, Json body, Error *error) {
    if (event->kind != ROOM_COMMIT) return true;
    const Decision *decision = &definition->decisions.items[event->subject];
    const char *id;
    if (!json_text(body, "option", &id, error)) return false;
    event->choice = decision_option(decision, id);
    return event->choice != NONE ||
           json_fail(body, error, "decision \"%s\" has no option \"%.80s\"", decision->id, id);
}

static bool read_rating(RoomEvent *event, const Definition *definition, Json body, Error *error) {
    const char *letter;
    if (event->kind == ROOM_FINDING) {
        if (!json_text(body, "is", &letter, error)) return false;
        event->rating = strcmp(letter, "improvement") == 0;
        return true;
    }
    if (event->kind != ROOM_RATE) return true;
    uint32_t tasks = definition->objectives.items[event->subject].tasks.count;
    if (!optional_number(body, "task", (int64_t)tasks - 1, 0, &event->choice, error) ||
        !json_text(body, "rating", &letter, error))
        return false;
    for (uint32_t i = 0; i < RATING_COUNT; i++)
        if (strcmp(rating_letters[i], letter) == 0) {
            event->rating = i;
            return true;
        }
    return json_fail(body, error, "rating must be P, S, M, U or N/A");
}

static bool read_details(RoomEvent *event, Json body, Arena *arena, Error *error) {
    for (uint32_t i = 0; i < ROOM_EVENT_DETAILS && room_event_details[event->kind][i]; i++) {
        const char *text;
        if (!optional_text(body, room_event_details[event->kind][i], &text, error)) return false;
        event->details[i] = arena_text(arena, text);
    }
    return true;
}

bool room_event_read(RoomEvent *event, const Definition *definition, Json body, Arena *arena, Error *error) {
    const char *text;
    uint32_t undoes;
    if (!read_bits(body, "teams", definition, find_team, &event->teams, error) ||
        !read_bits(body, "roles", definition, definition_role, &event->roles, error) ||
        !read_subject(event, definition, body, error) || !read_option(event, definition, body, error) ||
        !read_rating(event, definition, body, error) ||
        !optional_number(body, "to", UINT32_MAX - 1, 0, &event->to, error) ||
        !optional_number(body, "sure", 100, NONE, &event->sure, error) ||
        !optional_number(body, "undoes", UINT32_MAX - 1, 0, &undoes, error) ||
        !optional_text(body, "text", &text, error) || !read_details(event, body, arena, error))
        return false;
    event->undoes = undoes;
    event->text = arena_text(arena, text);
    return true;
}
