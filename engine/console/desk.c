#include "console/desk.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_MAX = 4000, NAME_MAX_BYTES = 120, PEOPLE_MAX = 1000, DETAIL_SEAT_ATTEND = 3 };

bool desk_open(Desk *desk, const char *key_path, Error *error) {
    if (!seats_open(&desk->seats, key_path, desk->room->definition->roles.count, desk->room->team_count,
                    error))
        return false;
    pthread_mutex_init(&desk->lock, NULL);
    guesses_init(&desk->guesses);
    atomic_store(&desk->sequence, desk->room->events.count);
    room_map_init(&desk->map, desk->room);
    return forecaster_start(desk->room, desk->setup, &desk->lock, &desk->forecaster, error);
}

void desk_close(Desk *desk) {
    if (!desk->seats.codes.count) return;
    forecaster_stop(desk->forecaster);
    room_map_clear(&desk->map);
    seats_clear(&desk->seats);
    guesses_clear(&desk->guesses);
    pthread_mutex_destroy(&desk->lock);
}

/* ------------------------------------------------------------------ who may do what */

bool desk_may(PassRole role, RoomEventKind kind) {
    static const PassRole may[ROOM_EVENT_KINDS] = {
        [ROOM_COMMIT] = ROLE_FACILITATOR | ROLE_TEAM,
        [ROOM_NOTE] = ROLE_FACILITATOR | ROLE_EVALUATOR,
        [ROOM_RATE] = ROLE_FACILITATOR | ROLE_EVALUATOR,
        [ROOM_FINDING] = ROLE_FACILITATOR | ROLE_EVALUATOR,
        [ROOM_IMPROVE] = ROLE_FACILITATOR | ROLE_EVALUATOR,
        [ROOM_STOP] = ROLE_SEATS,
        [ROOM_PEN] = ROLE_TEAM,
    };
    return role & (may[kind] ? may[kind] : (PassRole)ROLE_FACILITATOR);
}

static void serial_words(uint32_t serial, char out[8]) {
    snprintf(out, 8, "%04x", serial & 0xffffu);
}

static bool is_of_team(const RoomEvent *event, uint32_t team) {
    return event->who[0] == team_name(team)[0] && event->who[1] == '/';
}

bool desk_has_pen(const Room *room, Seat seat) {
    uint64_t pen = room->teams[seat.team].pen;
    char serial[8];
    serial_words(seat.serial, serial);
    return pen == 0 || strcmp(room->events.items[pen - 1].details[0], serial) == 0;
}

const char *desk_name_of(const Room *room, uint32_t serial, uint32_t team, bool in_team) {
    char wanted[8];
    serial_words(serial, wanted);
    for (uint32_t i = room->events.count; i > 0; i--) {
        const RoomEvent *event = &room->events.items[i - 1];
        if (event->kind != ROOM_ATTEND || strcmp(event->details[DETAIL_SEAT_ATTEND], wanted) != 0) continue;
        if (!in_team || is_of_team(event, team)) return event->details[0];
    }
    return "";
}

static bool check_decision(const Room *room, Seat seat, const RoomEvent *event, Error *error) {
    const Decision *decision = &room->definition->decisions.items[event->subject];
    if (decision->roles && !(decision->roles & seat.roles))
        return error_set(error, "this decision belongs to another role");
    return desk_has_pen(room, seat) ||
           error_set(error, "somebody else writes for your team; take the pen first");
}

/* What a team says is its own; what staff say is theirs, whatever the body claims. */
static bool narrow(const Room *room, Seat seat, RoomEvent *event, char who[64], char serial[8],
                   Error *error) {
    if (seat.kind != SEAT_TEAM) {
        event->who = seat_names[seat.kind];
        return true;
    }
    uint32_t role = (uint32_t)__builtin_ctz(seat.roles);
    snprintf(who, 64, "%s/%s", team_name(seat.team), room->definition->roles.items[role].id);
    event->who = who;
    event->teams = 1u << seat.team;
    event->roles = 0;
    serial_words(seat.serial, serial);
    if (event->kind == ROOM_PEN) event->details[0] = serial;
    return event->kind != ROOM_COMMIT || check_decision(room, seat, event, error);
}

static bool is_short(const RoomEvent *event, Error *error) {
    bool good = strlen(event->text) <= TEXT_MAX;
    for (uint32_t i = 0; i < ROOM_EVENT_DETAILS; i++) good &= strlen(event->details[i]) <= TEXT_MAX;
    return good || error_set(error, "a text may have %d bytes at most", TEXT_MAX);
}

/* So that it is there when it is opened. */
static void begin_debrief(Desk *desk) {
    const Debrief *none;
    Error ignored = {{0}};
    forecaster_debrief(desk->forecaster, &none, &ignored);
}

static bool submit(Desk *desk, RoomEvent event, Error *error) {
    event.wall = desk->wall();
    if (!room_submit(desk->room, event, error)) return false;
    atomic_store(&desk->sequence, desk->room->events.count);
    if (event.kind == ROOM_END) begin_debrief(desk);
    return true;
}

bool desk_submit(Desk *desk, Seat seat, RoomEventKind kind, Json body, uint64_t *sequence, Error *error) {
    Arena arena;
    char who[64], serial[8];
    RoomEvent event = room_event(kind, "");
    arena_init(&arena);
    pthread_mutex_lock(&desk->lock);
    bool good = room_event_read(&event, desk->room->definition, body, &arena, error) &&
                is_short(&event, error) && narrow(desk->room, seat, &event, who, serial, error) &&
                submit(desk, event, error);
    if (good) *sequence = desk->room->events.count;
    pthread_mutex_unlock(&desk->lock);
    arena_clear(&arena);
    return good;
}

/* ------------------------------------------------------------------ who comes */

static bool check_person(const Room *room, Person person, Error *error) {
    uint32_t people = 0;
    for (uint32_t i = 0; i < room->events.count; i++) people += room->events.items[i].kind == ROOM_ATTEND;
    if (people >= PEOPLE_MAX) return error_set(error, "too many people have joined");
    if (!*person.name) return error_set(error, "say who you are");
    return (strlen(person.name) <= NAME_MAX_BYTES && strlen(person.organisation) <= NAME_MAX_BYTES) ||
           error_set(error, "a name may have %d bytes at most", NAME_MAX_BYTES);
}

bool desk_seat(Desk *desk, Seat *seat, Seat held, Person person, Error *error) {
    const Definition *definition = desk->room->definition;
    char who[64], serial[8];
    bool in_team = seat->kind == SEAT_TEAM;
    const char *role =
        in_team ? definition->roles.items[__builtin_ctz(seat->roles)].id : seat_names[seat->kind];
    if (in_team && held.kind == SEAT_TEAM && held.team == seat->team) {
        seat->serial = held.serial;
        seat->roles |= held.roles;
    }
    snprintf(who, sizeof who, "%s%s%s", in_team ? team_name(seat->team) : "", in_team ? "/" : "", role);
    serial_words(seat->serial, serial);
    RoomEvent event = room_event(ROOM_ATTEND, who);
    event.details[0] = person.name;
    event.details[1] = person.organisation;
    event.details[2] = role;
    event.details[DETAIL_SEAT_ATTEND] = serial;
    pthread_mutex_lock(&desk->lock);
    bool good = check_person(desk->room, person, error) && submit(desk, event, error);
    pthread_mutex_unlock(&desk->lock);
    return good;
}

/* ------------------------------------------------------------------ after the end */

bool desk_debrief(Desk *desk, const Debrief **out, Error *error) {
    *out = NULL;
    if (!desk->room->ended) return error_set(error, "the debrief opens when the exercise has ended");
    return forecaster_debrief(desk->forecaster, out, error);
}
