/* A room: several teams that play one truth. The state is what the events so far say; each is checked,
 * written, acknowledged and only then applied, so that nothing acknowledged can be lost.
 *
 * Scenario time stands while people talk and moves in announced jumps. A decision counts from the scenario's
 * now, plus the delay of what it does. An inject that is due stays due until it is released or skipped. Each
 * team has its own line of play; what one decides changes nothing for another.
 *
 * A room belongs to one thread and borrows the definition, the stage and the journal. */
#pragma once

#include "exercise/journal.h"
#include "exercise/knowledge.h"
#include "exercise/room_event.h"

typedef struct Taking { /* a decision that a team has committed */
    uint64_t sequence;  /* of the event; 0: not (or no longer) */
    uint32_t option, at;
} Taking;

typedef struct Team {
    GivenVec given; /* what it does to the race */
    Branch branch;
    uint32_t *released_at;  /* [inject] NEVER */
    uint32_t *decided_at;   /* [decision] NEVER */
    uint32_t *option;       /* [decision] NONE */
    uint64_t *commit;       /* [decision] sequence of the commit; 0 */
    uint32_t *undecided_at; /* [decision] NEVER */
    uint64_t pen;           /* sequence of the event that says who commits; 0: anybody */
} Team;

typedef Vec(RoomEvent) RoomEventVec;

typedef struct Room {
    const Definition *definition;
    Stage *stage;
    Journal *journal; /* NULL: nothing is kept (rehearsals) */
    /* Told of each event once it is on the disk; may be NULL. */
    void (*acknowledge)(void *context, const RoomEvent *event);
    void *context;
    Arena arena; /* texts of the events */
    RoomEventVec events;
    Team *teams;
    uint32_t team_count;
    uint32_t now; /* second of the scenario */
    bool begun, stopped, ended, debriefed;
    bool *held, *skipped;  /* [inject] */
    bool *opened, *called; /* [decision] by hand; last call */
    bool *undone;          /* [event] taken back */
    uint32_t undone_capacity;
} Room;

void room_init(Room *room, const Definition *definition, Stage *stage, uint32_t team_count);
void room_clear(Room *room);

/* Checks an event, writes it, acknowledges it and applies it; `sequence` and `second` are filled in. Refuses
 * with a sentence for people. */
bool room_submit(Room *room, RoomEvent event, Error *error);
/* Plays an event that a journal held: checks and applies it. */
bool room_replay(Room *room, const RoomEvent *event, Error *error);

/* When things are due for a team; NEVER when not by `by`. */
uint32_t room_condition_due(const Room *room, uint32_t team, ConditionId condition, uint32_t by);
uint32_t room_inject_due(const Room *room, uint32_t team, uint32_t inject, uint32_t by);
uint32_t room_decision_opens(const Room *room, uint32_t team, uint32_t decision, uint32_t by);
/* Open now: it may be committed. */
bool room_decision_open(const Room *room, uint32_t team, uint32_t decision);
/* Due now and neither released, held nor skipped; the bits of the teams for which it is. */
uint32_t room_due_teams(const Room *room, uint32_t inject);

/* Everything that players can see and the truth of it, in one number; equal rooms give equal hashes. */
uint64_t room_hash(const Room *room);

/* One message in the inbox of a role: an inject, a ruling, a correction, a call, or something it came to
 * know. */
typedef enum MessageKind {
    MESSAGE_INJECT,
    MESSAGE_RULING,
    MESSAGE_CORRECTION,
    MESSAGE_LAST_CALL,
    MESSAGE_KNOWN,
    MESSAGE_STOP,
} MessageKind;
typedef struct Message {
    uint32_t at;  /* second of the scenario */
    int64_t wall; /* 0 for what it came to know */
    MessageKind kind;
    uint32_t inject, decision; /* or NONE */
    Known known;               /* MESSAGE_KNOWN */
    const char *text; /* MESSAGE_RULING, MESSAGE_CORRECTION and MESSAGE_STOP; borrowed from the room */
} Message;
typedef Vec(Message) MessageVec;
/* By scenario time. The caller clears `out`. */
void room_inbox(const Room *room, uint32_t team, uint32_t role, MessageVec *out);
