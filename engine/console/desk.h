/* One exercise that a room full of people has open at once. It lends its room to one request at a time; an
 * event is on the disk before anybody hears of it, and streams tell its sequence alone: what a seat may see
 * of it, the seat asks for.
 *
 * Borrows the room, the setup and the journal behind them, which nobody else may touch while it is open. */
#pragma once

#include "console/forecaster.h"
#include "console/guess.h"
#include "console/seat.h"

/* Where those who concern the room lie on the map (room_map.c); by organisation. */
typedef struct MapPlace {
    OrgId org;
    int32_t x, y;
    uint32_t casts; /* bit per cast on whose map it is */
} MapPlace;
typedef struct RoomMap {
    Vec(MapPlace) places;
} RoomMap;
void room_map_init(RoomMap *map, const Room *room);
void room_map_clear(RoomMap *map);

typedef struct Desk {
    pthread_mutex_t lock; /* over the room and the forecaster */
    Room *room;
    const Setup *setup;
    int64_t (*wall)(void); /* milliseconds since 1970-01-01 UTC */
    const char *opened;    /* the address that phones can reach, or NULL */
    Seats seats;
    Guesses guesses;
    _Atomic uint64_t sequence; /* of the last event; read without the lock */
    Forecaster *forecaster;
    RoomMap map; /* never changes */
} Desk;

/* `key_path` is where the key of the seats lies. */
bool desk_open(Desk *desk, const char *key_path, Error *error);
void desk_close(Desk *desk);

/* Whether a seat may do this kind of thing at all. */
bool desk_may(PassRole role, RoomEventKind kind);
/* Reads what a seat wants done (the body as a journal has it), narrows it to what the seat is, and submits
 * it. Takes the lock. */
bool desk_submit(Desk *desk, Seat seat, RoomEventKind kind, Json body, uint64_t *sequence, Error *error);
/* Somebody has come: a seat for a code, joined to the one that is held when it is of the same team. Writes
 * who it is. Takes the lock. */
typedef struct Person {
    const char *name, *organisation;
} Person;
bool desk_seat(Desk *desk, Seat *seat, Seat held, Person person, Error *error);
/* With the lock held; the exercise must have ended. `out` is NULL while it is being computed. */
bool desk_debrief(Desk *desk, const Debrief **out, Error *error);

/* The person's name in the event that says who came to a seat; "" when nobody did. With the lock held. */
const char *desk_name_of(const Room *room, uint32_t serial, uint32_t team, bool in_team);
/* Whether this seat writes for its team; anybody does while nobody has taken the pen. With the lock held. */
bool desk_has_pen(const Room *room, Seat seat);
