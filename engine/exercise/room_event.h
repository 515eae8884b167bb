/* What happens in a room, one event each: who did what, when on both clocks. Events are all that a journal
 * holds; playing them again gives the same state.
 *
 * In a journal an event's body is a JSON object whose names are the ids of exercise.lua, so that a person can
 * read it and a definition that has changed is found out. */
#pragma once

#include "base/json.h"
#include "exercise/stage.h"

typedef enum RoomEventKind {
    ROOM_BEGIN,     /* STARTEX */
    ROOM_JUMP,      /* the scenario's clock moves to `to` */
    ROOM_RELEASE,   /* inject, to teams */
    ROOM_HOLD,      /* inject: not now, whatever its trigger says */
    ROOM_SKIP,      /* inject, text: the reason */
    ROOM_OPEN,      /* decision, by hand */
    ROOM_LAST_CALL, /* decision: silence after this means "no decision" */
    ROOM_CLOSE,     /* decision: teams that have not committed have taken none */
    ROOM_COMMIT,    /* decision, option, one team; text: why; sure: 0 to 100 or NONE */
    ROOM_ENTER,     /* lever, one team: the facilitator enters an action */
    ROOM_RULING,    /* white card: text, to roles of teams; changes knowledge only */
    ROOM_TAKE_BACK, /* sequence of a commit or an entry; text: the reason */
    ROOM_NOTE,      /* text, perhaps on an objective */
    ROOM_RATE,      /* objective, task, rating, one team; text: the explanation */
    ROOM_FINDING,   /* objective; rating 0: a strength, 1: an area for improvement; text, details */
    ROOM_IMPROVE,   /* a corrective action: text is the issue, details */
    ROOM_ATTEND,    /* who was there: details */
    ROOM_PEN,       /* one team: the seat (a detail) that commits for it from now on */
    ROOM_STOP,      /* a real emergency: everything stops */
    ROOM_RESUME,
    ROOM_END,     /* ENDEX */
    ROOM_DEBRIEF, /* the debrief is opened to everybody */
    ROOM_EVENT_KINDS
} RoomEventKind;
extern const char *const room_event_names[ROOM_EVENT_KINDS];

/* P, S, M, U and not observed, of an evaluator. */
typedef enum Rating { RATING_P, RATING_S, RATING_M, RATING_U, RATING_NONE, RATING_COUNT } Rating;
extern const char *const rating_letters[RATING_COUNT];

#define ROOM_EVENT_DETAILS 7
/* Names of the details of a kind; NULL behind the last. */
extern const char *const room_event_details[ROOM_EVENT_KINDS][ROOM_EVENT_DETAILS];

typedef struct RoomEvent {
    uint64_t sequence; /* from 1, without gaps */
    int64_t wall;      /* milliseconds since 1970-01-01 UTC */
    uint32_t second;   /* of the scenario */
    const char *who;   /* "facilitator", "evaluator", or a team and its role: "A/lead" */
    RoomEventKind kind;
    uint32_t teams;   /* bit per team; 0: all */
    uint32_t roles;   /* bit per role; 0: all */
    uint32_t subject; /* inject, decision, lever or objective; NONE */
    uint32_t choice;  /* option, task; NONE */
    uint32_t rating;  /* Rating, or what a finding is */
    uint32_t to;      /* second */
    uint32_t sure;
    uint64_t undoes;                         /* sequence */
    const char *text;                        /* "" for none */
    const char *details[ROOM_EVENT_DETAILS]; /* "" for none */
} RoomEvent;

RoomEvent room_event(RoomEventKind kind, const char *who);
/* The names of teams, for bodies: A, B, … */
#define TEAMS_MAX 26
const char *team_name(uint32_t team);

/* The body, without who and when; added to the writer as one object. */
void room_event_write(const RoomEvent *event, const Definition *definition, JsonWriter *writer);
/* Texts are copied to the arena. */
bool room_event_read(RoomEvent *event, const Definition *definition, Json body, Arena *arena, Error *error);
/* What an event does to the race: a commit or an entry, and nothing for any other. */
void room_event_give(const RoomEvent *event, const Definition *definition, GivenVec *given);
bool room_event_kind(const char *name, RoomEventKind *kind);
