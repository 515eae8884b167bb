/* What a seat sees of an exercise, as JSON: one writer per kind of seat, from parts that several share.
 * Nothing is written here that the seat may not know; what a page hides it has still been sent, so nothing
 * relies on a page. Every text comes in both languages. With the desk's lock held. */
#pragma once

#include "console/desk.h"
#include "report/exercise_page.h"

typedef struct RoomView {
    Desk *desk;
    const Room *room;
    Seat seat;
    JsonWriter *writer;
    const Debrief *debrief; /* of the debrief's page alone */
} RoomView;

/* Names of the members that hold a text in each language. */
extern const char *const room_languages[LANGUAGE_COUNT];

/* Who reads a text, and when: {callers} and {clock} in it depend on that. */
typedef struct Reader {
    uint32_t team, role, at;
} Reader;
#define NOBODY ((Reader){0, NONE, 0})

void room_json_words(const RoomView *view, const char *key, Wording wording, Reader reader);
/* What is handed out with an inject, as harmless HTML in each language; nothing when it has none. */
void room_json_attachment(const RoomView *view, const Inject *inject, Reader reader);
/* A second of the scenario as seconds since 1970; null for NEVER. */
void room_json_moment(const RoomView *view, const char *key, uint32_t second);
/* Whether an organisation is played or is a client of one that is: what happens to it concerns the room. */
bool room_concerns(const Room *room, OrgId org);
/* Format, seat, exercise, clocks, phase: what everybody sees. Inside the view's object. */
void room_json_head(const RoomView *view);
/* The module that the clock is in, with its questions; probes and points for those who lead. */
void room_json_module(const RoomView *view, bool leads);
/* A team's decisions that are or were open, those alone that the roles may take (0: all). */
void room_json_decisions(const RoomView *view, uint32_t team, uint32_t roles);
/* Who came, of the teams whose bits are set, and the staff when `staff`. */
void room_json_people(const RoomView *view, uint32_t teams, bool staff);
/* Events of the kinds whose bits are set, of a team (NONE: of all). */
void room_json_log(const RoomView *view, uint32_t kinds, uint32_t team);
void room_json_teams(const RoomView *view, const char *key, uint32_t bits);
void room_json_roles(const RoomView *view, const char *key, uint32_t bits);

/* Views: members of an object that is open. */
void room_team_view(const RoomView *view);
void room_facilitator_view(const RoomView *view);
void room_evaluator_view(const RoomView *view);
void room_observer_view(const RoomView *view);
void room_projector_view(const RoomView *view);
/* The debrief has been made. */
void room_debrief_view(const RoomView *view);
/* What is to be expected of what is open: the facilitator's alone. A whole object. */
void room_forecast_write(const RoomView *view, const OutlookRowVec *rows);
/* Who is on the map and where, as far as the seat's roles see; "map". */
void room_json_map(const RoomView *view);
/* "marks" on it: who is in trouble, warned, cut off; as the seat's roles know by now, or as it is for a team
 * by a second, whoever knows. */
void room_json_marks_known(const RoomView *view);
void room_json_marks_true(const RoomView *view, uint32_t team, uint32_t by);
/* How a score, or what something saves, is spread over lucks; nothing when none was looked at. */
void room_json_spread(const RoomView *view, const char *key, const Spread *spread);
