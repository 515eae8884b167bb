/* Runs, worlds and fates: everything that races. */
#include "console/console_internal.h"
#include "report/spread.h"

#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ------------------------------------------------------------------ requests */

static bool read_response(Json root, bool *off, Error *error) {
    const char *word;
    *off = false;
    if (!json_has(root, "response")) return true;
    if (!json_text(root, "response", &word, error)) return false;
    *off = strcmp(word, "off") == 0;
    return *off || strcmp(word, "on") == 0 ||
           json_fail(root, error, "\"response\" must be \"on\" or \"off\"");
}

static bool read_subject(const Call *call, Json root, const char *keys, Subject *out, Error *error) {
    const char *name;
    out->seed = 1;
    return json_only(root, keys, error) && json_text(root, "scenario", &name, error) &&
           (!json_has(root, "seed") || json_unsigned64(root, "seed", &out->seed, error)) &&
           read_response(root, &out->response_off, error) &&
           library_get(call->console->library, name, &out->loaded, error);
}

bool api_read_subject(const Call *call, const char *keys, JsonDocument **document, Subject *out,
                      Reply *reply) {
    Error error = {{0}};
    *document = NULL;
    if (json_parse(call->request->body, call->request->body_length, "request", document, &error) &&
        read_subject(call, json_root(*document), keys, out, &error))
        return true;
    reply_error(reply, MHD_HTTP_BAD_REQUEST, error.text);
    json_destroy(*document);
    return false;
}

static bool read_setting(Json root, const char *key, const Subject *subject, Setting *out, Error *error) {
    Json object;
    *out = setting_as_it_was(subject->loaded);
    return !json_has(root, key) ||
           (json_object(root, key, &object, error) && setting_read(object, subject->loaded, out, error));
}

bool api_read_lane(Json root, char lane[RUN_LANE_MAX + 1], Error *error) {
    const char *text = "";
    if (json_has(root, "lane") && !json_text(root, "lane", &text, error)) return false;
    if (strlen(text) > RUN_LANE_MAX)
        return json_fail(root, error, "\"lane\" may have %d bytes at most", RUN_LANE_MAX);
    snprintf(lane, RUN_LANE_MAX + 1, "%s", text);
    return true;
}

/* One of those that the page shows. */
static bool read_metric(Json root, const Subject *subject, uint32_t *out, Error *error) {
    const char *id;
    *out = METRIC_CUSTOMERS;
    if (!json_has(root, "metric")) return true;
    if (!json_text(root, "metric", &id, error)) return false;
    for (*out = METRIC_CUSTOMERS; *out <= METRIC_MONEY; ++*out)
        if (strcmp(subject->loaded->scenario.adversary.probes.items[*out].id, id) == 0) return true;
    return json_fail(root, error, "\"metric\": there is no measure '%s' here", id);
}

static bool read_run(Json root, const Subject *subject, RunRequest *out, Error *error) {
    int64_t worlds = 2000;
    *out =
        (RunRequest){.loaded = subject->loaded, .seed = subject->seed, .response_off = subject->response_off};
    out->has_pinned = json_has(root, "pinned");
    bool good =
        read_setting(root, "controls", subject, &out->now, error) &&
        read_setting(root, "pinned", subject, &out->pinned, error) && api_read_lane(root, out->lane, error) &&
        read_metric(root, subject, &out->metric, error) &&
        (!json_has(root, "worlds") || json_integer(root, "worlds", 200, RUN_WORLDS_MAX, &worlds, error)) &&
        (!json_has(root, "worth") || json_flag(root, "worth", &out->worth, error));
    out->worlds = (uint32_t)worlds - (uint32_t)worlds % COLUMNS_WORLDS_PER_DRAW;
    return good;
}

/* ------------------------------------------------------------------ runs */

static void reply_started(Reply *reply, uint64_t id) {
    char events[64];
    JsonWriter writer;
    snprintf(events, sizeof events, "/api/v1/runs/%llu/events", (unsigned long long)id);
    json_writer_init(&writer, false);
    json_begin_object(&writer, NULL);
    json_write_unsigned64(&writer, "id", id);
    json_write_text(&writer, "events", events);
    json_end_object(&writer);
    reply_json(reply, MHD_HTTP_ACCEPTED, &writer);
}

void api_start(const Call *call, RunRequest *request, Reply *reply) {
    Error error = {{0}};
    uint64_t id;
    if (runs_start(call->console->runs, request, &id, &error)) {
        reply_started(reply, id);
    } else {
        diligence_destroy(request->diligence);
        reply_error(reply, MHD_HTTP_SERVICE_UNAVAILABLE, error.text);
    }
}

void api_start_run(const Call *call, Reply *reply) {
    JsonDocument *document;
    Subject subject;
    RunRequest request;
    Error error = {{0}};
    static const char keys[] = "scenario seed response controls pinned metric worlds worth lane";
    if (!api_read_subject(call, keys, &document, &subject, reply)) return;
    if (!read_run(json_root(document), &subject, &request, &error)) {
        reply_error(reply, MHD_HTTP_BAD_REQUEST, error.text);
    } else {
        request.owner = call->request->session;
        api_start(call, &request, reply);
    }
    json_destroy(document);
}

/* The session's run that the path names, or NULL and a reply. */
static Run *run_of(const Call *call, Reply *reply) {
    char *end;
    uint64_t id = strtoull(call->word[0], &end, 10);
    Run *run = *end ? NULL : runs_hold(call->console->runs, id, call->request->session);
    if (!run) reply_error(reply, MHD_HTTP_NOT_FOUND, "There is no such run, or not any more.");
    return run;
}

void api_show_run(const Call *call, Reply *reply) {
    Run *run = run_of(call, reply);
    if (!run) return;
    Text text = {0};
    run_write(run, &text);
    run_release(run);
    *reply = (Reply){.status = MHD_HTTP_OK,
                     .type = "application/json; charset=utf-8",
                     .owned = text.items,
                     .length = text.length};
}

void api_cancel_run(const Call *call, Reply *reply) {
    Run *run = run_of(call, reply);
    if (!run) return;
    run_cancel(run);
    run_release(run);
    *reply = (Reply){.status = MHD_HTTP_NO_CONTENT, .type = "text/plain", .borrowed = "", .length = 0};
}

void api_follow_run(const Call *call, Reply *reply) {
    Run *run = run_of(call, reply);
    if (!run) return;
    *reply = (Reply){.status = MHD_HTTP_OK, .type = "text/event-stream", .stream = run_source(run)};
}

/* ------------------------------------------------------------------ one world */

static bool play(const Subject *subject, const Setting *setting, int64_t world, Played *played,
                 Error *error) {
    const Scenario *s = &subject->loaded->scenario;
    PlayedOptions options = {.seed = subject->seed,
                             .replication = (uint32_t)world,
                             .worlds_per_draw = COLUMNS_WORLDS_PER_DRAW,
                             .response_off = subject->response_off,
                             .scope = SCOPE_ALL};
    ControlSet set;
    setting_control_set(setting, subject->loaded, "now", &set);
    bool good =
        played_run(played, subject->loaded->race, &s->parameters, &s->catalogue, &set, options, error);
    control_set_clear(&set);
    return good;
}

static bool read_and_play(Json root, const Subject *subject, Played *played, Error *error) {
    Setting setting;
    int64_t world;
    return read_setting(root, "controls", subject, &setting, error) &&
           json_integer(root, "world", 0, RUN_WORLDS_MAX - 1, &world, error) &&
           play(subject, &setting, world, played, error);
}

void api_show_world(const Call *call, Reply *reply) {
    JsonDocument *document;
    Subject subject;
    Played played;
    Error error = {{0}};
    if (!api_read_subject(call, "scenario seed response controls world", &document, &subject, reply)) return;
    if (read_and_play(json_root(document), &subject, &played, &error)) {
        JsonWriter writer;
        json_writer_init(&writer, false);
        spread_json_write(&played, subject.loaded->scenario.name, subject.loaded->window, &writer);
        reply_json(reply, MHD_HTTP_OK, &writer);
        played_clear(&played);
    } else {
        reply_error(reply, MHD_HTTP_BAD_REQUEST, error.text);
    }
    json_destroy(document);
}

void api_show_fate(const Call *call, Reply *reply) {
    JsonDocument *document;
    Subject subject;
    Played played;
    Error error = {{0}};
    int64_t org;
    static const char keys[] = "scenario seed response controls world organisation";
    if (!api_read_subject(call, keys, &document, &subject, reply)) return;
    Json root = json_root(document);
    int64_t last = (int64_t)subject.loaded->scenario.world->org_count - 1;
    if (json_integer(root, "organisation", 0, last, &org, &error) &&
        read_and_play(root, &subject, &played, &error)) {
        JsonWriter writer;
        json_writer_init(&writer, false);
        fate_json_write(&played, (OrgId)org, &writer);
        reply_json(reply, MHD_HTTP_OK, &writer);
        played_clear(&played);
    } else {
        reply_error(reply, MHD_HTTP_BAD_REQUEST, error.text);
    }
    json_destroy(document);
}
