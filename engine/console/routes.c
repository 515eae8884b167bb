/* Which answer belongs to which path. Everything is asked with a session whose role the route admits; without
 * one there is the joining itself and a word on how to join. */
#include "console/console_internal.h"

#include <microhttpd.h>
#include <stdio.h>
#include <string.h>

typedef struct Route {
    Method method;
    const char *pattern; /* a star stands for one word */
    PassRole roles;
    void (*answer)(const Call *call, Reply *reply);
} Route;

static const Route routes[] = {
    {METHOD_GET, "/api/v1/scenarios", ROLE_LAB, api_list_scenarios},
    {METHOD_GET, "/api/v1/scenarios/*", ROLE_LAB, api_show_scenario},
    {METHOD_POST, "/api/v1/runs", ROLE_LAB, api_start_run},
    {METHOD_GET, "/api/v1/runs/*", ROLE_LAB, api_show_run},
    {METHOD_DELETE, "/api/v1/runs/*", ROLE_LAB, api_cancel_run},
    {METHOD_GET, "/api/v1/runs/*/events", ROLE_LAB, api_follow_run},
    {METHOD_GET, "/api/v1/questionnaire", ROLE_LAB, api_show_questionnaire},
    {METHOD_POST, "/api/v1/assessments", ROLE_LAB, api_start_assessment},
    {METHOD_POST, "/api/v1/worlds", ROLE_LAB, api_show_world},
    {METHOD_POST, "/api/v1/fates", ROLE_LAB, api_show_fate},
    {METHOD_GET, "/api/v1/room", ROLE_SEATS, api_show_room},
    {METHOD_GET, "/api/v1/room/projector", ROLE_FACILITATOR | ROLE_PROJECTOR, api_show_projector},
    {METHOD_GET, "/api/v1/room/forecast", ROLE_FACILITATOR, api_show_forecast},
    {METHOD_GET, "/api/v1/room/debrief", ROLE_SEATS, api_show_debrief},
    {METHOD_GET, "/api/v1/room/report/*", ROLE_FACILITATOR | ROLE_EVALUATOR, api_show_report},
    {METHOD_POST, "/api/v1/room/events", ROLE_SEATS, api_do_room},
    {METHOD_GET, "/api/v1/room/events", ROLE_SEATS, api_follow_room},
};

/* ------------------------------------------------------------------ replies */

void reply_json(Reply *reply, unsigned status, JsonWriter *writer) {
    *reply = (Reply){.status = status,
                     .type = "application/json; charset=utf-8",
                     .owned = writer->text,
                     .length = writer->length};
}

void reply_error(Reply *reply, unsigned status, const char *sentence) {
    JsonWriter writer;
    json_writer_init(&writer, false);
    json_begin_object(&writer, NULL);
    json_write_text(&writer, "format", "keyfall.error");
    json_write_integer(&writer, "version", 1);
    json_write_integer(&writer, "status", status);
    json_write_text(&writer, "error", sentence);
    json_end_object(&writer);
    reply_json(reply, status, &writer);
}

static void reply_page(Reply *reply, unsigned status, Text *page) {
    *reply = (Reply){
        .status = status, .type = "text/html; charset=utf-8", .owned = page->items, .length = page->length};
}

/* ------------------------------------------------------------------ joining */

static void page_of(Text *page, const char *head, const char *words) {
    text_add(page,
             "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Keyfall</title>"
             "<meta name=\"viewport\" content=\"width=device-width\"><link rel=\"icon\" "
             "href=\"data:,\">%s</head><body><main><h1>Keyfall</h1>"
             "<p>%s</p></main></body></html>\n",
             head, words);
}

static void refuse_join(Reply *reply) {
    Text page = {0};
    page_of(&page, "",
            "This link was used already, or is not one of this server's. In the terminal where "
            "<code>keyfall serve</code> runs, press Enter: it prints a new one.");
    reply_page(reply, MHD_HTTP_FORBIDDEN, &page);
}

static bool is_name(const char *text) {
    return *text && strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-_") == strlen(text);
}

/* The page that sets the cookie leads on by itself: a redirect would be a request from wherever the link was
 * clicked, and the cookie would stay at home. */
static void join(const Call *call, Reply *reply) {
    char session[PASS_BYTES], head[160];
    const char *scenario = call->word[1];
    Text page = {0};
    if (!passes_exchange(call->console->passes, call->word[0], session)) {
        refuse_join(reply);
        return;
    }
    snprintf(head, sizeof head, "<meta http-equiv=\"refresh\" content=\"0;url=/%s%s\">",
             is_name(scenario) ? "#s=" : "", is_name(scenario) ? scenario : "");
    page_of(&page, head, "<a href=\"/\">To the lab</a>");
    reply_page(reply, MHD_HTTP_OK, &page);
    memcpy(reply->session, session, sizeof session);
}

/* ------------------------------------------------------------------ finding */

/* Whether a path is the pattern's; fills the words at its stars. */
static bool matches(const char *pattern, const char *path, char word[ROUTE_WORDS][64]) {
    uint32_t words = 0;
    while (*pattern && *path) {
        if (*pattern != '*') {
            if (*pattern++ != *path++) return false;
            continue;
        }
        size_t length = strcspn(path, "/");
        if (length == 0 || length >= sizeof word[0] || words == ROUTE_WORDS) return false;
        memcpy(word[words], path, length);
        word[words++][length] = '\0';
        path += length;
        pattern++;
    }
    return !*pattern && !*path;
}

static bool answer_join(Call *call, Reply *reply) {
    const char *path = call->request->path;
    bool joins = call->request->method == METHOD_GET &&
                 (matches("/join/*", path, call->word) || matches("/join/*/*", path, call->word));
    if (joins) join(call, reply);
    return joins;
}

static bool answer_api(Call *call, Reply *reply) {
    const Request *request = call->request;
    bool known = false;
    for (size_t i = 0; i < sizeof routes / sizeof routes[0]; i++) {
        const Route *route = &routes[i];
        if (!matches(route->pattern, request->path, call->word)) continue;
        known = true;
        if (route->method != request->method) continue;
        if (route->roles & request->role)
            route->answer(call, reply);
        else
            reply_error(reply, MHD_HTTP_FORBIDDEN, "Your role may not ask this.");
        return true;
    }
    if (known) reply_error(reply, MHD_HTTP_METHOD_NOT_ALLOWED, "This cannot be done here with that method.");
    return known;
}

static void answer_file(const Call *call, Reply *reply) {
    bool opens_room = call->console->desk && strcmp(call->request->path, "/") == 0;
    const PageFile *file = files_find(&call->console->files, opens_room ? "/room.html" : call->request->path);
    if (!file || call->request->method != METHOD_GET) {
        reply_error(reply, MHD_HTTP_NOT_FOUND, "There is nothing here.");
        return;
    }
    bool lasting = strncmp(file->path, "/assets/", 8) == 0;
    *reply = (Reply){.status = MHD_HTTP_OK,
                     .type = file->type,
                     .borrowed = file->bytes,
                     .length = file->length,
                     .lasting = lasting};
}

/* The page of an exercise holds nothing but a form until somebody has a seat. */
static bool answer_room_stranger(const Call *call, Reply *reply) {
    const Request *request = call->request;
    if (!call->console->desk) return false;
    if (request->method == METHOD_POST && strcmp(request->path, "/api/v1/room/join") == 0)
        api_join_room(call, reply);
    else if (request->role == ROLE_NONE && strncmp(request->path, "/api/", 5) == 0)
        reply_error(reply, MHD_HTTP_UNAUTHORIZED, "Join with a code first.");
    else if (request->role == ROLE_NONE)
        answer_file(call, reply);
    else
        return false;
    return true;
}

static void refuse_stranger(const Call *call, Reply *reply) {
    static const char sentence[] =
        "Open the link that `keyfall serve` printed: it lets this browser in. Press "
        "Enter in its terminal for a new one.";
    Text page = {0};
    if (strncmp(call->request->path, "/api/", 5) == 0) {
        reply_error(reply, MHD_HTTP_UNAUTHORIZED, sentence);
        return;
    }
    page_of(&page, "", sentence);
    reply_page(reply, MHD_HTTP_UNAUTHORIZED, &page);
}

void routes_answer(void *console, const Request *request, Reply *reply) {
    Call call = {.console = console, .request = request};
    if (answer_join(&call, reply) || answer_room_stranger(&call, reply)) return;
    if (request->role == ROLE_NONE)
        refuse_stranger(&call, reply);
    else if (!answer_api(&call, reply))
        answer_file(&call, reply);
}
