/* Who sits where in an exercise: the facilitator, roles of teams, evaluators, observers, the projector. Each
 * place has a short code that is the same whenever the exercise is opened again; whoever gives it gets a
 * seat. One person may hold several roles of one team.
 *
 * Codes and sessions come from a key that lies beside the journal, readable by its owner alone. Immutable
 * once made; safe from several threads. */
#pragma once

#include "base/error.h"
#include "console/pass.h"
#include "exercise/definition.h"

typedef enum SeatKind {
    SEAT_NONE,
    SEAT_FACILITATOR,
    SEAT_TEAM,
    SEAT_EVALUATOR,
    SEAT_OBSERVER,
    SEAT_PROJECTOR,
    SEAT_KINDS
} SeatKind;
extern const char *const seat_names[SEAT_KINDS];

/* The roles that routes admit. */
enum {
    ROLE_FACILITATOR = 1 << SEAT_FACILITATOR,
    ROLE_TEAM = 1 << SEAT_TEAM,
    ROLE_EVALUATOR = 1 << SEAT_EVALUATOR,
    ROLE_OBSERVER = 1 << SEAT_OBSERVER,
    ROLE_PROJECTOR = 1 << SEAT_PROJECTOR,
    ROLE_SEATS = ROLE_FACILITATOR | ROLE_TEAM | ROLE_EVALUATOR | ROLE_OBSERVER | ROLE_PROJECTOR,
};

typedef struct Seat {
    SeatKind kind;
    uint32_t team;   /* of SEAT_TEAM */
    uint32_t roles;  /* of SEAT_TEAM; bit per role */
    uint16_t serial; /* tells people in one place apart */
} Seat;

/* As the number of a session, and back. */
uint64_t seat_number(Seat seat);
Seat seat_of(uint64_t number);

enum { SEAT_CODE_BYTES = 16 };
typedef struct SeatCode {
    Seat seat;
    char code[SEAT_CODE_BYTES];
} SeatCode;
typedef Vec(SeatCode) SeatCodeVec;

typedef struct Seats {
    SeatCodeVec codes;
    unsigned char key[PASS_KEY_BYTES];
} Seats;

/* Reads the key at `path`, or makes it. */
bool seats_open(Seats *seats, const char *path, uint32_t roles, uint32_t teams, Error *error);
void seats_clear(Seats *seats);
/* As somebody types it: case, spaces and dashes do not matter. A new serial with each. */
bool seats_find(const Seats *seats, const char *typed, Seat *out);
