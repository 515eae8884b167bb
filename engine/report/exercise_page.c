#include "report/exercise_page.h"

#include "base/markdown.h"
#include "report/table.h"
#include "report/words.h"

#include <string.h>

static const Definition *definition_of(const ExerciseView *view) {
    return view->room->definition;
}

static int64_t start_of(const ExerciseView *view) {
    return race_adversary(view->room->stage->race)->start;
}

static const World *world_of(const ExerciseView *view) {
    return race_world(view->room->stage->race);
}

uint32_t exercise_callers(const ExerciseView *view, uint32_t team, uint32_t role, uint32_t at) {
    KnownVec known = {0};
    if (role != NONE)
        knowledge_of(definition_of(view), world_of(view), &view->room->teams[team].branch, role, at, &known);
    uint32_t callers = knowledge_callers(&known);
    vec_clear(&known);
    return callers;
}

void exercise_text(const ExerciseView *view, Wording wording, uint32_t team, uint32_t role, uint32_t at,
                   Text *out) {
    Figure clock = figure_clock(start_of(view) + at);
    wording_fill(definition_of(view), wording,
                 (Filling){exercise_callers(view, team, role, at), clock.text, view->language}, out);
}

void exercise_words(const ExerciseView *view, Wording wording, Text *out) {
    wording_fill(definition_of(view), wording, (Filling){0, "", view->language}, out);
}

static const char *words_kept(const ExerciseView *view, Wording wording, Text *buffer) {
    text_clear(buffer);
    exercise_words(view, wording, buffer);
    return text_of(buffer);
}

Figure exercise_moment(const ExerciseView *view, uint32_t second) {
    int64_t at = start_of(view) + second;
    return view->language == LANGUAGE_ja ? figure_moment_ja(at) : figure_moment(at);
}

static const char *phase_words(const ExerciseView *view) {
    bool japanese = view->language == LANGUAGE_ja;
    const Room *room = view->room;
    if (room->stopped) return japanese ? "中断: 実際の緊急事態" : "STOPPED: REAL EMERGENCY";
    if (room->ended) return japanese ? "終了" : "ended";
    if (room->begun) return japanese ? "時計は停止中" : "clock stands";
    return japanese ? "開始前" : "not begun";
}

void exercise_banner(const ExerciseView *view, Text *out) {
    page_heading(out, view->style, "EXERCISE ONLY  %s  %s  %s", definition_of(view)->tlp,
                 exercise_moment(view, view->room->now).text, phase_words(view));
}

/* ------------------------------------------------------------------ messages */

static const Cast *cast_of(const ExerciseView *view, OrgId org) {
    for (uint32_t i = 0; i < definition_of(view)->casts.count; i++)
        if (definition_of(view)->casts.items[i].org == org) return &definition_of(view)->casts.items[i];
    return NULL;
}

void exercise_org(const ExerciseView *view, OrgId org, Text *out) {
    const World *world = world_of(view);
    const Organisation *o = &world->orgs[org];
    const Cast *own = cast_of(view, org), *above = o->parent == NONE ? NULL : cast_of(view, o->parent);
    bool japanese = view->language == LANGUAGE_ja;
    if (own)
        exercise_words(view, own->title, out);
    else if (above) {
        text_add(out, japanese ? "顧客%u（" : "customer %u of ", o->index + 1);
        exercise_words(view, above->title, out);
        text_add(out, "%s", japanese ? "）" : "");
    } else
        world_org_label(world, org, out);
}

static void known_words(const ExerciseView *view, const Known *known, Text *out) {
    const World *world = world_of(view);
    bool japanese = view->language == LANGUAGE_ja;
    Wording sign = known->kind == KNOWN_NOTICED && known->detail != NONE
                       ? knowledge_sign(definition_of(view), known->detail)
                       : (Wording){{NULL}};
    Text who = {0};
    if (known->object != NONE) exercise_org(view, known->object, &who);
    switch (known->kind) {
    case KNOWN_NOTICED:
        if (*wording_in(sign, view->language))
            exercise_words(view, sign, out);
        else
            text_add(out, "%s", japanese ? "不審な兆候がある。" : "Something unusual was noticed.");
        break;
    case KNOWN_CALLED:
        text_add(out, japanese ? "%sから電話: 異常がある。" : "%s called: something is wrong there.",
                 text_of(&who));
        break;
    case KNOWN_WARNED:
        text_add(out, japanese ? "警告%s%s: 停止すること。" : "A warning came%s%s: switch off.",
                 known->object == NONE ? ""
                 : japanese            ? "、発信元 "
                                       : " from ",
                 text_of(&who));
        break;
    case KNOWN_STOPPED:
    case KNOWN_RETURNED:
        text_add(out, "%s: ", words_asset(world_asset_profile(world, known->detail)->kind, 1));
        text_add(out, "%s",
                 known->kind == KNOWN_STOPPED ? japanese ? "停止した" : "switched off."
                 : japanese                   ? "復旧した"
                                              : "back.");
        break;
    }
    text_clear(&who);
}

void exercise_message(const ExerciseView *view, const Message *message, uint32_t team, uint32_t role,
                      Text *out) {
    const Inject *inject =
        message->inject == NONE ? NULL : &definition_of(view)->injects.items[message->inject];
    bool japanese = view->language == LANGUAGE_ja;
    switch (message->kind) {
    case MESSAGE_INJECT:
        exercise_text(view, inject->from, team, role, message->at, out);
        text_add(out, " (");
        exercise_text(view, inject->method, team, role, message->at, out);
        text_add(out, "): ");
        exercise_text(view, inject->text, team, role, message->at, out);
        break;
    case MESSAGE_LAST_CALL:
        text_add(out, "%s", japanese ? "最終確認: " : "Last call: ");
        exercise_text(view, definition_of(view)->decisions.items[message->decision].question, team, role,
                      message->at, out);
        break;
    case MESSAGE_CORRECTION:
        text_add(out, "%s%s", japanese ? "訂正: " : "Correction: ",
                 *message->text ? message->text
                 : japanese     ? "以前の決定は誤って入力された"
                                : "an earlier decision was entered by mistake");
        break;
    case MESSAGE_STOP:
        text_add(out, japanese ? "中断。実際の緊急事態: %s" : "STOP. This is a real emergency: %s",
                 message->text);
        break;
    case MESSAGE_RULING:
        text_add(out, "%s", message->text);
        break;
    case MESSAGE_KNOWN:
        known_words(view, &message->known, out);
        break;
    }
}

void exercise_attachment(const ExerciseView *view, const Inject *inject, uint32_t team, uint32_t role,
                         uint32_t at, uint32_t indent, Text *out) {
    Text source = {0}, plain = {0};
    exercise_text(view, inject->attachment, team, role, at, &source);
    markdown_plain(text_of(&source), PAGE_COLUMNS - (int)indent, &plain);
    for (const char *line = text_of(&plain); *line;) {
        size_t length = strcspn(line, "\n");
        if (length) text_pad(out, ' ', indent);
        text_add_n(out, line, length);
        text_add(out, "\n");
        line += length + (line[length] == '\n');
    }
    text_clear(&source);
    text_clear(&plain);
}

/* A line of its own where another day begins: an evening may last for months. */
static void day_line(const ExerciseView *view, uint32_t at, int64_t *day, Text *out) {
    int64_t now = start_of(view) + at;
    if (now / 86400 == *day) return;
    *day = now / 86400;
    text_add(out, "%s\n", figure_date(now).text);
}

void exercise_page_role(const ExerciseView *view, uint32_t team, uint32_t role, Text *out) {
    const Role *who = &definition_of(view)->roles.items[role];
    Text words = {0};
    exercise_banner(view, out);
    page_heading(out, view->style, "Team %s: %s", team_name(team), words_kept(view, who->title, &words));
    page_wrap(out, 0, "%s", words_kept(view, who->brief, &words));
    text_add(out, "\n");
    MessageVec inbox = {0};
    int64_t day = 0;
    room_inbox(view->room, team, role, &inbox);
    for (uint32_t i = 0; i < inbox.count; i++) {
        text_clear(&words);
        exercise_message(view, &inbox.items[i], team, role, &words);
        day_line(view, inbox.items[i].at, &day, out);
        text_add(out, "  %s ", figure_clock(start_of(view) + inbox.items[i].at).text);
        page_hang(out, 8, text_of(&words));
        if (inbox.items[i].kind == MESSAGE_INJECT)
            exercise_attachment(view, &definition_of(view)->injects.items[inbox.items[i].inject], team, role,
                                inbox.items[i].at, 8, out);
    }
    if (inbox.count == 0) text_add(out, "  Nothing yet.\n");
    vec_clear(&inbox);
    text_clear(&words);
}

/* ------------------------------------------------------------------ events */

static const char *event_name(const ExerciseView *view, RoomEventKind kind) {
    static const char *const japanese[ROOM_EVENT_KINDS] = {[ROOM_BEGIN] = "STARTEX",
                                                           [ROOM_JUMP] = "時計",
                                                           [ROOM_RELEASE] = "付与",
                                                           [ROOM_HOLD] = "保留",
                                                           [ROOM_SKIP] = "省略",
                                                           [ROOM_OPEN] = "開始",
                                                           [ROOM_LAST_CALL] = "締め切り予告",
                                                           [ROOM_CLOSE] = "締め切り",
                                                           [ROOM_COMMIT] = "決定",
                                                           [ROOM_ENTER] = "行動の入力",
                                                           [ROOM_RULING] = "ホワイトカード",
                                                           [ROOM_TAKE_BACK] = "取り消し",
                                                           [ROOM_NOTE] = "観察",
                                                           [ROOM_RATE] = "評価",
                                                           [ROOM_FINDING] = "所見",
                                                           [ROOM_IMPROVE] = "改善",
                                                           [ROOM_ATTEND] = "参加",
                                                           [ROOM_PEN] = "記録係",
                                                           [ROOM_STOP] = "本当の緊急事態",
                                                           [ROOM_RESUME] = "再開",
                                                           [ROOM_END] = "ENDEX",
                                                           [ROOM_DEBRIEF] = "振り返りを開いた"};
    return view->language == LANGUAGE_ja ? japanese[kind] : room_event_names[kind];
}

static void teams_words(const ExerciseView *view, const RoomEvent *event, Text *out) {
    bool japanese = view->language == LANGUAGE_ja;
    if (!event->teams) return;
    text_add(out, "%s", japanese ? "（チーム" : " (team");
    for (uint32_t i = 0; i < TEAMS_MAX; i++)
        if (event->teams >> i & 1u) text_add(out, " %s", team_name(i));
    text_add(out, "%s", japanese ? "）" : ")");
}

void exercise_event(const ExerciseView *view, const RoomEvent *event, Text *out) {
    const Definition *definition = definition_of(view);
    bool japanese = view->language == LANGUAGE_ja;
    text_add(out, "%s", event_name(view, event->kind));
    if (event->kind == ROOM_RELEASE || event->kind == ROOM_HOLD || event->kind == ROOM_SKIP) {
        text_add(out, " \"");
        exercise_words(view, definition->injects.items[event->subject].title, out);
        text_add(out, "\"");
    } else if (event->kind == ROOM_COMMIT) {
        const Decision *decision = &definition->decisions.items[event->subject];
        text_add(out, " %s: ", decision->id);
        exercise_words(view, decision->options.items[event->choice].title, out);
    } else if (event->kind == ROOM_ENTER) {
        text_add(out, ": ");
        exercise_words(view, definition->levers.items[event->subject].title, out);
    } else if (event->kind == ROOM_JUMP)
        text_add(out, japanese ? " → %s" : " to %s", exercise_moment(view, event->to).text);
    else if (event->kind == ROOM_RATE)
        text_add(out, japanese ? " %s タスク%u: %s" : " %s task %u: %s",
                 definition->objectives.items[event->subject].id, event->choice + 1,
                 rating_letters[event->rating]);
    else if (event->kind == ROOM_OPEN || event->kind == ROOM_LAST_CALL || event->kind == ROOM_CLOSE)
        text_add(out, " %s", definition->decisions.items[event->subject].id);
    else if (event->kind == ROOM_TAKE_BACK)
        text_add(out, japanese ? " 記録%llu" : " event %llu", (unsigned long long)event->undoes);
    teams_words(view, event, out);
    if (*event->text) text_add(out, ". %s", event->text);
}

void exercise_page_log(const ExerciseView *view, Text *out) {
    exercise_banner(view, out);
    Text words = {0};
    int64_t day = 0;
    for (uint32_t i = 0; i < view->room->events.count; i++) {
        const RoomEvent *event = &view->room->events.items[i];
        text_clear(&words);
        exercise_event(view, event, &words);
        day_line(view, event->second, &day, out);
        text_add(out, "%4llu %s %c ", (unsigned long long)event->sequence,
                 figure_clock(start_of(view) + event->second).text, view->room->undone[i] ? 'x' : ' ');
        page_hang(out, 13, text_of(&words));
    }
    text_clear(&words);
}

bool exercise_shows_probe(const Room *room, uint32_t probe) {
    const Probe *p = &race_adversary(room->stage->race)->probes.items[probe];
    return probe == room->definition->score || probe == METRIC_CUSTOMERS || probe == METRIC_MACHINES ||
           strncmp(p->id, "our_", 4) == 0;
}
