#include "console/room_json.h"

#include "base/markdown.h"

#include <string.h>

const char *const room_languages[LANGUAGE_COUNT] = {"en", "ja"};

static int64_t start_of(const RoomView *view) {
    return race_adversary(view->room->stage->race)->start;
}

void room_json_words(const RoomView *view, const char *key, Wording wording, Reader reader) {
    json_begin_object(view->writer, key);
    for (Language language = 0; language < LANGUAGE_COUNT; language++) {
        Text text = {0};
        ExerciseView words = {view->room, view->desk->setup, language, {0}};
        exercise_text(&words, wording, reader.team, reader.role, reader.at, &text);
        json_write_text(view->writer, room_languages[language], text_of(&text));
        text_clear(&text);
    }
    json_end_object(view->writer);
}

void room_json_attachment(const RoomView *view, const Inject *inject, Reader reader) {
    if (!*wording_in(inject->attachment, LANGUAGE_en)) return;
    json_begin_object(view->writer, "attachment");
    for (Language language = 0; language < LANGUAGE_COUNT; language++) {
        Text text = {0}, html = {0};
        ExerciseView words = {view->room, view->desk->setup, language, {0}};
        exercise_text(&words, inject->attachment, reader.team, reader.role, reader.at, &text);
        markdown_html(text_of(&text), &html);
        json_write_text(view->writer, room_languages[language], text_of(&html));
        text_clear(&text);
        text_clear(&html);
    }
    json_end_object(view->writer);
}

void room_json_moment(const RoomView *view, const char *key, uint32_t second) {
    if (second == NEVER)
        json_write_null(view->writer, key);
    else
        json_write_integer(view->writer, key, start_of(view) + second);
}

void room_json_teams(const RoomView *view, const char *key, uint32_t bits) {
    json_begin_flat_array(view->writer, key);
    for (uint32_t i = 0; i < view->room->team_count; i++)
        if (bits >> i & 1u) json_write_text(view->writer, NULL, team_name(i));
    json_end_array(view->writer);
}

void room_json_roles(const RoomView *view, const char *key, uint32_t bits) {
    json_begin_flat_array(view->writer, key);
    for (uint32_t i = 0; i < view->room->definition->roles.count; i++)
        if (bits >> i & 1u) json_write_text(view->writer, NULL, view->room->definition->roles.items[i].id);
    json_end_array(view->writer);
}

bool room_concerns(const Room *room, OrgId org) {
    const Definition *definition = room->definition;
    OrgId above = race_world(room->stage->race)->orgs[org].parent;
    for (uint32_t i = 0; i < definition->casts.count; i++)
        if (definition->casts.items[i].org == org ||
            (above != NONE && definition->casts.items[i].org == above))
            return true;
    return false;
}

void room_json_spread(const RoomView *view, const char *key, const Spread *spread) {
    if (!spread->lucks) return;
    json_begin_object(view->writer, key);
    json_write_integer(view->writer, "lucks", spread->lucks);
    json_write_number(view->writer, "mean", spread->mean);
    json_write_integer(view->writer, "least", spread->least);
    json_write_integer(view->writer, "most", spread->most);
    json_end_object(view->writer);
}

/* ------------------------------------------------------------------ what everybody sees */

static void write_seat(const RoomView *view) {
    JsonWriter *w = view->writer;
    bool in_team = view->seat.kind == SEAT_TEAM;
    json_begin_object(w, "seat");
    json_write_text(w, "kind", seat_names[view->seat.kind]);
    json_write_text(w, "name", desk_name_of(view->room, view->seat.serial, view->seat.team, in_team));
    if (in_team) json_write_text(w, "team", team_name(view->seat.team));
    room_json_roles(view, "roles", in_team ? view->seat.roles : 0);
    json_end_object(w);
}

static const RoomEvent *last_of(const Room *room, RoomEventKind kind) {
    for (uint32_t i = room->events.count; i > 0; i--)
        if (room->events.items[i - 1].kind == kind) return &room->events.items[i - 1];
    return NULL;
}

static const char *phase_of(const Room *room) {
    return room->stopped     ? "stopped"
           : room->debriefed ? "debrief"
           : room->ended     ? "ended"
           : room->begun     ? "running"
                             : "waiting";
}

static void write_phase(const RoomView *view) {
    const RoomEvent *stop = view->room->stopped ? last_of(view->room, ROOM_STOP) : NULL;
    const RoomEvent *begin = last_of(view->room, ROOM_BEGIN);
    json_write_text(view->writer, "phase", phase_of(view->room));
    if (stop) json_write_text(view->writer, "stopped_because", stop->text);
    json_write_integer(view->writer, "began_wall", begin ? begin->wall : 0);
    json_write_integer(view->writer, "wall", view->desk->wall());
}

static void write_roles(const RoomView *view) {
    const Definition *definition = view->room->definition;
    json_begin_array(view->writer, "roles");
    for (uint32_t i = 0; i < definition->roles.count; i++) {
        bool own = view->seat.kind == SEAT_TEAM && (view->seat.roles >> i & 1u);
        json_begin_object(view->writer, NULL);
        json_write_text(view->writer, "id", definition->roles.items[i].id);
        room_json_words(view, "title", definition->roles.items[i].title, NOBODY);
        if (own) room_json_words(view, "brief", definition->roles.items[i].brief, NOBODY);
        json_end_object(view->writer);
    }
    json_end_array(view->writer);
}

static void write_rules(const RoomView *view) {
    const WordingVec *rules = &view->room->definition->rules;
    json_begin_array(view->writer, "rules");
    for (uint32_t i = 0; i < rules->count; i++) room_json_words(view, NULL, rules->items[i], NOBODY);
    json_end_array(view->writer);
}

void room_json_head(const RoomView *view) {
    JsonWriter *w = view->writer;
    const Definition *definition = view->room->definition;
    json_write_text(w, "format", "keyfall.room");
    json_write_integer(w, "version", 1);
    json_write_integer(w, "sequence", view->room->events.count);
    json_write_text(w, "marking", "EXERCISE ONLY");
    json_write_text(w, "tlp", definition->tlp);
    room_json_words(view, "title", definition->title, NOBODY);
    room_json_teams(view, "teams", UINT32_MAX);
    room_json_moment(view, "scenario_start", 0);
    room_json_moment(view, "now", view->room->now);
    room_json_moment(view, "startex", (uint32_t)definition->startex);
    room_json_moment(view, "endex", (uint32_t)definition->endex);
    json_write_integer(w, "minutes", definition->minutes);
    write_phase(view);
    write_seat(view);
    write_roles(view);
    write_rules(view);
}

/* ------------------------------------------------------------------ modules */

static uint32_t module_now(const Room *room) {
    uint32_t found = 0;
    for (uint32_t i = 0; i < room->definition->modules.count; i++)
        if (room->definition->modules.items[i].from <= (int64_t)room->now) found = i;
    return found;
}

static void write_list(const RoomView *view, const char *key, const WordingVec *list) {
    json_begin_array(view->writer, key);
    for (uint32_t i = 0; i < list->count; i++) room_json_words(view, NULL, list->items[i], NOBODY);
    json_end_array(view->writer);
}

static void write_questions(const RoomView *view, uint32_t module, bool leads) {
    const Definition *definition = view->room->definition;
    json_begin_array(view->writer, "questions");
    for (uint32_t i = 0; i < definition->questions.count; i++) {
        const DiscussionQuestion *question = &definition->questions.items[i];
        if (question->module != module) continue;
        json_begin_object(view->writer, NULL);
        room_json_words(view, "text", question->text, NOBODY);
        if (leads) write_list(view, "probes", &question->probes);
        if (leads) write_list(view, "points", &question->points);
        json_end_object(view->writer);
    }
    json_end_array(view->writer);
}

void room_json_module(const RoomView *view, bool leads) {
    const Room *room = view->room;
    if (!room->begun || !room->definition->modules.count) {
        json_write_null(view->writer, "module");
        return;
    }
    uint32_t module = module_now(room);
    json_begin_object(view->writer, "module");
    room_json_words(view, "title", room->definition->modules.items[module].title, NOBODY);
    if (leads) room_json_words(view, "summary", room->definition->modules.items[module].summary, NOBODY);
    write_questions(view, room->ended ? NONE : module, leads);
    json_end_object(view->writer);
}

/* ------------------------------------------------------------------ decisions */

static void write_taken(const RoomView *view, const Team *team, uint32_t decision) {
    const RoomEvent *event = &view->room->events.items[team->commit[decision] - 1];
    const Decision *d = &view->room->definition->decisions.items[decision];
    json_begin_object(view->writer, "taken");
    json_write_text(view->writer, "option", d->options.items[event->choice].id);
    json_write_integer(view->writer, "sequence", (int64_t)event->sequence);
    room_json_moment(view, "at", event->second);
    json_write_integer(view->writer, "wall", event->wall);
    json_write_text(view->writer, "who", event->who);
    json_write_text(view->writer, "why", event->text);
    if (event->sure == NONE)
        json_write_null(view->writer, "sure");
    else
        json_write_integer(view->writer, "sure", event->sure);
    json_end_object(view->writer);
}

static void write_options(const RoomView *view, const Decision *decision, Reader reader) {
    json_begin_array(view->writer, "options");
    for (uint32_t i = 0; i < decision->options.count; i++) {
        json_begin_object(view->writer, NULL);
        json_write_text(view->writer, "id", decision->options.items[i].id);
        room_json_words(view, "title", decision->options.items[i].title, reader);
        json_end_object(view->writer);
    }
    json_end_array(view->writer);
}

static void write_decision(const RoomView *view, uint32_t team, uint32_t decision, const char *state) {
    const Decision *d = &view->room->definition->decisions.items[decision];
    const Team *t = &view->room->teams[team];
    Reader reader = {team, d->roles ? (uint32_t)__builtin_ctz(d->roles) : 0, view->room->now};
    json_begin_object(view->writer, NULL);
    json_write_text(view->writer, "id", d->id);
    json_write_text(view->writer, "state", state);
    json_write_flag(view->writer, "called", view->room->called[decision]);
    room_json_roles(view, "roles", d->roles);
    room_json_words(view, "question", d->question, reader);
    write_options(view, d, reader);
    if (t->decided_at[decision] != NEVER) write_taken(view, t, decision);
    json_end_object(view->writer);
}

void room_json_decisions(const RoomView *view, uint32_t team, uint32_t roles) {
    const Definition *definition = view->room->definition;
    const Team *t = &view->room->teams[team];
    json_begin_array(view->writer, "decisions");
    for (uint32_t i = 0; i < definition->decisions.count; i++) {
        uint32_t who = definition->decisions.items[i].roles;
        if (roles && who && !(who & roles)) continue;
        if (t->decided_at[i] != NEVER)
            write_decision(view, team, i, "taken");
        else if (t->undecided_at[i] != NEVER)
            write_decision(view, team, i, "undecided");
        else if (room_decision_open(view->room, team, i))
            write_decision(view, team, i, "open");
    }
    json_end_array(view->writer);
}

/* ------------------------------------------------------------------ people and events */

static uint32_t team_of(const char *who) {
    return who[0] && (who[1] == '/' || !who[1]) ? (uint32_t)(who[0] - 'A') : NONE;
}

void room_json_people(const RoomView *view, uint32_t teams, bool staff) {
    json_begin_array(view->writer, "people");
    for (uint32_t i = 0; i < view->room->events.count; i++) {
        const RoomEvent *event = &view->room->events.items[i];
        if (event->kind != ROOM_ATTEND || !*event->details[3]) continue;
        uint32_t team = team_of(event->who);
        if (team == NONE ? !staff : !(teams >> team & 1u)) continue;
        uint64_t pen = team == NONE ? 0 : view->room->teams[team].pen;
        bool writes = pen && strcmp(view->room->events.items[pen - 1].details[0], event->details[3]) == 0;
        json_begin_object(view->writer, NULL);
        json_write_text(view->writer, "seat", event->details[3]);
        json_write_text(view->writer, "name", event->details[0]);
        if (team != NONE) json_write_text(view->writer, "team", team_name(team));
        json_write_text(view->writer, "role", event->details[2]);
        json_write_flag(view->writer, "writes", writes);
        json_end_object(view->writer);
    }
    json_end_array(view->writer);
}

static bool subject_words(const RoomEvent *event, const Definition *definition, Wording *out) {
    switch (event->kind) {
    case ROOM_RELEASE:
    case ROOM_HOLD:
    case ROOM_SKIP:
        *out = definition->injects.items[event->subject].title;
        return true;
    case ROOM_COMMIT:
        *out = definition->decisions.items[event->subject].options.items[event->choice].title;
        return true;
    case ROOM_OPEN:
    case ROOM_LAST_CALL:
    case ROOM_CLOSE:
        *out = definition->decisions.items[event->subject].question;
        return true;
    case ROOM_ENTER:
        *out = definition->levers.items[event->subject].title;
        return true;
    case ROOM_NOTE:
    case ROOM_RATE:
    case ROOM_FINDING:
        if (event->subject == NONE) return false;
        *out = definition->objectives.items[event->subject].text;
        return true;
    default:
        return false;
    }
}

static void write_event(const RoomView *view, const RoomEvent *event) {
    Wording subject;
    json_begin_object(view->writer, NULL);
    json_write_integer(view->writer, "sequence", (int64_t)event->sequence);
    json_write_text(view->writer, "what", room_event_names[event->kind]);
    room_json_moment(view, "at", event->second);
    json_write_integer(view->writer, "wall", event->wall);
    json_write_text(view->writer, "who", event->who);
    json_write_flag(view->writer, "undone", view->room->undone[event->sequence - 1]);
    room_json_teams(view, "teams", event->teams);
    if (subject_words(event, view->room->definition, &subject))
        room_json_words(view, "subject", subject, NOBODY);
    if (event->kind == ROOM_JUMP) room_json_moment(view, "to", event->to);
    if (event->undoes) json_write_integer(view->writer, "undoes", (int64_t)event->undoes);
    if (*event->text) json_write_text(view->writer, "text", event->text);
    json_end_object(view->writer);
}

void room_json_log(const RoomView *view, uint32_t kinds, uint32_t team) {
    json_begin_array(view->writer, "log");
    for (uint32_t i = 0; i < view->room->events.count; i++) {
        const RoomEvent *event = &view->room->events.items[i];
        bool ours = team == NONE || !event->teams || (event->teams >> team & 1u);
        if (ours && (kinds >> event->kind & 1u)) write_event(view, event);
    }
    json_end_array(view->writer);
}
