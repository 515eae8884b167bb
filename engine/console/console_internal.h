/* What the files behind console.h share: the whole, and the answers of the API, one file per subject. */
#pragma once

#include "console/console.h"
#include "console/desk.h"
#include "console/diligence.h"
#include "console/files.h"
#include "console/run.h"
#include "console/server.h"

struct Console {
    Library *library;
    Cabinet *cabinet;
    PageFiles files;
    Passes *passes;
    Runs *runs;
    Desk *desk;               /* of an exercise, or NULL */
    _Atomic(Server *) server; /* runs wake it from their threads */
};

enum { ROUTE_WORDS = 2 };

/* A request that a route has taken; word[i] is what stands at the route's i-th star. */
typedef struct Call {
    Console *console;
    const Request *request;
    char word[ROUTE_WORDS][64];
} Call;

/* Finds the route and answers; the handle of the server. */
void routes_answer(void *console, const Request *request, Reply *reply);

/* Takes over the writer's text. */
void reply_json(Reply *reply, unsigned status, JsonWriter *writer);
/* {"format": "keyfall.error", …}: a sentence that a person can act on. */
void reply_error(Reply *reply, unsigned status, const char *sentence);

void api_list_scenarios(const Call *call, Reply *reply);
void api_show_scenario(const Call *call, Reply *reply);
void api_show_questionnaire(const Call *call, Reply *reply);
void api_start_assessment(const Call *call, Reply *reply);
void api_start_run(const Call *call, Reply *reply);
void api_show_run(const Call *call, Reply *reply);
void api_cancel_run(const Call *call, Reply *reply);
void api_follow_run(const Call *call, Reply *reply);
void api_show_world(const Call *call, Reply *reply);
void api_show_fate(const Call *call, Reply *reply);

void api_join_room(const Call *call, Reply *reply);
void api_show_room(const Call *call, Reply *reply);
void api_show_projector(const Call *call, Reply *reply);
void api_show_forecast(const Call *call, Reply *reply);
void api_show_debrief(const Call *call, Reply *reply);
void api_show_report(const Call *call, Reply *reply);
void api_do_room(const Call *call, Reply *reply);
void api_follow_room(const Call *call, Reply *reply);

/* Begins {"format": …, "version": 1, …}. */
void api_begin(JsonWriter *writer, const char *format);
/* Which runs overtake each other: "lane", "" when it is missing. */
bool api_read_lane(Json root, char lane[RUN_LANE_MAX + 1], Error *error);
/* Starts it, or destroys what it owns, and replies. */
void api_start(const Call *call, RunRequest *request, Reply *reply);

/* What runs, worlds and fates have in common in a request: scenario, seed, response. */
typedef struct Subject {
    const Loaded *loaded;
    uint64_t seed;
    bool response_off;
} Subject;
/* Parses the body, an object with these keys at most; on failure the reply is the error. The caller destroys
 * the document. */
bool api_read_subject(const Call *call, const char *keys, JsonDocument **document, Subject *out,
                      Reply *reply);
