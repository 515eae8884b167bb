#include "cli/room_commands.h"

#include "cli/exercise_session.h"
#include "cli/room_words.h"
#include "report/debrief_page.h"
#include "report/desk_page.h"

#include <stdlib.h>
#include <string.h>

static bool submit(Desk *desk, RoomEvent event, Error *error) {
    event.wall = exercise_wall();
    if (!room_submit(desk->room, event, error)) return false;
    text_add(desk->page, "%llu written.\n", (unsigned long long)desk->room->events.count);
    return true;
}

/* ------------------------------------------------------------------ looking */

static bool do_now(Desk *desk, Line *line, Error *error) {
    (void)line;
    (void)error;
    desk_page_now(&desk->view, desk->page);
    return true;
}

static bool do_log(Desk *desk, Line *line, Error *error) {
    (void)line;
    (void)error;
    exercise_page_log(&desk->view, desk->page);
    return true;
}

static bool do_truth(Desk *desk, Line *line, Error *error) {
    (void)line;
    (void)error;
    desk_page_truth(&desk->view, desk->page);
    return true;
}

static bool do_look(Desk *desk, Line *line, Error *error) {
    uint32_t team, role;
    if (!line_team(line, desk->room, &team, error) || !line_role(line, desk->room->definition, &role, error))
        return false;
    exercise_page_role(&desk->view, team, role, desk->page);
    return true;
}

static bool do_questions(Desk *desk, Line *line, Error *error) {
    (void)line;
    (void)error;
    desk_page_questions(&desk->view, desk->page);
    return true;
}

static bool do_levers(Desk *desk, Line *line, Error *error) {
    (void)line;
    (void)error;
    desk_page_levers(&desk->view, desk->page);
    return true;
}

static bool do_forecast(Desk *desk, Line *line, Error *error) {
    (void)line;
    (void)error;
    desk_page_forecast(&desk->view, desk->page);
    return true;
}

static bool do_debrief(Desk *desk, Line *line, Error *error) {
    (void)line;
    if (!desk->room->ended)
        return error_set(error, "the debrief opens when the exercise has ended: type end");
    return debrief_page(&desk->view, desk->page, error);
}

/* ------------------------------------------------------------------ doing */

static bool do_begin(Desk *desk, Line *line, Error *error) {
    (void)line;
    return submit(desk, room_event(ROOM_BEGIN, "facilitator"), error);
}

static bool jump_to(Desk *desk, uint32_t second, Error *error) {
    RoomEvent event = room_event(ROOM_JUMP, "facilitator");
    event.to = second;
    if (!submit(desk, event, error)) return false;
    return do_now(desk, NULL, error);
}

static bool do_go(Desk *desk, Line *line, Error *error) {
    (void)line;
    uint32_t next = room_next_moment(desk->room);
    if (next == NEVER) return error_set(error, "nothing more is due; jump by hand, or end");
    return jump_to(desk, next, error);
}

static bool do_jump(Desk *desk, Line *line, Error *error) {
    uint32_t second;
    return line_moment(line, desk->room, &second, error) && jump_to(desk, second, error);
}

/* Those for whom it is due; everybody when it is nobody's yet. */
static bool do_release(Desk *desk, Line *line, Error *error) {
    RoomEvent event = room_event(ROOM_RELEASE, "facilitator");
    if (!line_inject(line, desk->room->definition, &event.subject, error)) return false;
    event.teams = room_due_teams(desk->room, event.subject);
    if (*line_rest(line) && !line_teams(line, desk->room, &event.teams, error)) return false;
    if (!submit(desk, event, error)) return false;
    desk_page_inject(&desk->view, event.subject, desk->page);
    return true;
}

static bool on_inject(Desk *desk, Line *line, RoomEventKind kind, Error *error) {
    RoomEvent event = room_event(kind, "facilitator");
    if (!line_inject(line, desk->room->definition, &event.subject, error)) return false;
    event.text = line_rest(line);
    return submit(desk, event, error);
}

static bool do_hold(Desk *desk, Line *line, Error *error) {
    return on_inject(desk, line, ROOM_HOLD, error);
}

static bool do_skip(Desk *desk, Line *line, Error *error) {
    return on_inject(desk, line, ROOM_SKIP, error);
}

static bool on_decision(Desk *desk, Line *line, RoomEventKind kind, Error *error) {
    RoomEvent event = room_event(kind, "facilitator");
    return line_decision(line, desk->room->definition, &event.subject, error) && submit(desk, event, error);
}

static bool do_open(Desk *desk, Line *line, Error *error) {
    return on_decision(desk, line, ROOM_OPEN, error);
}

static bool do_call(Desk *desk, Line *line, Error *error) {
    return on_decision(desk, line, ROOM_LAST_CALL, error);
}

static bool do_close(Desk *desk, Line *line, Error *error) {
    return on_decision(desk, line, ROOM_CLOSE, error);
}

/* decide A first-call all 70% because … */
static bool do_decide(Desk *desk, Line *line, Error *error) {
    RoomEvent event = room_event(ROOM_COMMIT, "facilitator");
    uint32_t team;
    char word[128];
    const Definition *definition = desk->room->definition;
    if (!line_team(line, desk->room, &team, error) ||
        !line_decision(line, definition, &event.subject, error) ||
        !line_option(line, &definition->decisions.items[event.subject], &event.choice, error))
        return false;
    event.teams = 1u << team;
    event.who = team_name(team);
    Line ahead = *line;
    if (line_word(&ahead, word) && word[strlen(word) - 1] == '%') {
        unsigned long sure = strtoul(word, NULL, 10);
        if (sure > 100) return error_set(error, "how sure is 0%% to 100%%");
        event.sure = (uint32_t)sure;
        *line = ahead;
    }
    event.text = line_rest(line);
    return submit(desk, event, error);
}

static bool do_enter(Desk *desk, Line *line, Error *error) {
    RoomEvent event = room_event(ROOM_ENTER, "facilitator");
    uint32_t team;
    if (!line_team(line, desk->room, &team, error) ||
        !line_lever(line, desk->room->definition, &event.subject, error))
        return false;
    event.teams = 1u << team;
    event.text = line_rest(line);
    return submit(desk, event, error);
}

static bool do_rule(Desk *desk, Line *line, Error *error) {
    RoomEvent event = room_event(ROOM_RULING, "facilitator");
    if (!line_teams(line, desk->room, &event.teams, error) ||
        !line_roles(line, desk->room->definition, &event.roles, error))
        return false;
    event.text = line_rest(line);
    return submit(desk, event, error);
}

static bool do_undo(Desk *desk, Line *line, Error *error) {
    RoomEvent event = room_event(ROOM_TAKE_BACK, "facilitator");
    if (!line_number(line, "the number of the event", 1, UINT32_MAX, &event.undoes, error)) return false;
    event.text = line_rest(line);
    return submit(desk, event, error);
}

/* ------------------------------------------------------------------ evaluating */

static bool do_note(Desk *desk, Line *line, Error *error) {
    RoomEvent event = room_event(ROOM_NOTE, "evaluator");
    event.text = line_rest(line);
    return submit(desk, event, error);
}

static bool do_rate(Desk *desk, Line *line, Error *error) {
    RoomEvent event = room_event(ROOM_RATE, "evaluator");
    uint32_t team;
    uint64_t task;
    const Definition *definition = desk->room->definition;
    if (!line_team(line, desk->room, &team, error) ||
        !line_objective(line, definition, &event.subject, error) ||
        !line_number(line, "the task", 1, definition->objectives.items[event.subject].tasks.count, &task,
                     error) ||
        !line_rating(line, &event.rating, error))
        return false;
    event.teams = 1u << team;
    event.choice = (uint32_t)task - 1;
    event.text = line_rest(line);
    return submit(desk, event, error);
}

static bool finding(Desk *desk, Line *line, uint32_t what, Error *error) {
    RoomEvent event = room_event(ROOM_FINDING, "evaluator");
    char parts[3][512];
    if (!line_objective(line, desk->room->definition, &event.subject, error)) return false;
    for (int i = 0; i < 3; i++) line_part(line, parts[i], sizeof parts[i]);
    event.rating = what;
    event.text = parts[0];
    event.details[0] = parts[1];
    event.details[1] = parts[2];
    return submit(desk, event, error);
}

static bool do_strength(Desk *desk, Line *line, Error *error) {
    return finding(desk, line, 0, error);
}

static bool do_area(Desk *desk, Line *line, Error *error) {
    return finding(desk, line, 1, error);
}

/* The issue, then the details of an event, parted by |. */
static bool with_details(Desk *desk, Line *line, RoomEventKind kind, bool has_text, Error *error) {
    RoomEvent event = room_event(kind, "facilitator");
    char text[512] = "", parts[ROOM_EVENT_DETAILS][256];
    if (has_text) line_part(line, text, sizeof text);
    for (uint32_t i = 0; i < ROOM_EVENT_DETAILS && room_event_details[kind][i]; i++) {
        line_part(line, parts[i], sizeof parts[i]);
        event.details[i] = parts[i];
    }
    event.text = text;
    return submit(desk, event, error);
}

static bool do_improve(Desk *desk, Line *line, Error *error) {
    return with_details(desk, line, ROOM_IMPROVE, true, error);
}

static bool do_attend(Desk *desk, Line *line, Error *error) {
    return with_details(desk, line, ROOM_ATTEND, false, error);
}

/* ------------------------------------------------------------------ ending */

static bool plain(Desk *desk, Line *line, RoomEventKind kind, Error *error) {
    RoomEvent event = room_event(kind, "facilitator");
    event.text = line_rest(line);
    return submit(desk, event, error);
}

static bool do_stop(Desk *desk, Line *line, Error *error) {
    return plain(desk, line, ROOM_STOP, error);
}

static bool do_resume(Desk *desk, Line *line, Error *error) {
    return plain(desk, line, ROOM_RESUME, error);
}

static bool do_end(Desk *desk, Line *line, Error *error) {
    return plain(desk, line, ROOM_END, error);
}

static bool do_quit(Desk *desk, Line *line, Error *error) {
    (void)line;
    (void)error;
    desk->leaving = true;
    return true;
}

static bool do_help(Desk *desk, Line *line, Error *error);

static const struct Command {
    const char *word, *takes, *does;
    bool (*run)(Desk *desk, Line *line, Error *error);
} commands[] = {
    {"now", "", "what is due, open and upcoming; an empty line too", do_now},
    {"begin", "", "STARTEX", do_begin},
    {"go", "", "move the clock to the next moment at which something is due", do_go},
    {"jump", "WHEN", "move the clock: +30m, +2h, +1d, 16:40, 2021-07-03T12:00Z", do_jump},
    {"release", "INJECT [TEAMS]", "read it out; to those for whom it is due", do_release},
    {"hold", "INJECT", "not now, whatever its trigger says", do_hold},
    {"skip", "INJECT REASON", "never", do_skip},
    {"decide", "TEAM DECISION OPTION [70%] WHY", "a team commits a decision", do_decide},
    {"open", "DECISION", "open it by hand", do_open},
    {"call", "DECISION", "last call: silence means no decision", do_call},
    {"close", "DECISION", "teams that are silent have taken none", do_close},
    {"enter", "TEAM LEVER WHY", "enter any action for a team", do_enter},
    {"rule", "TEAMS ROLE|all TEXT", "white card: changes what is known, nothing else", do_rule},
    {"undo", "NUMBER REASON", "take a decision or an action back", do_undo},
    {"look", "TEAM ROLE", "what that role has been told and knows", do_look},
    {"truth", "", "what is so, whoever knows (for you alone)", do_truth},
    {"forecast", "", "what to expect of each option that is open (for you alone)", do_forecast},
    {"levers", "", "every action that can be entered", do_levers},
    {"questions", "", "what to ask, by module", do_questions},
    {"log", "", "everything that was written", do_log},
    {"note", "TEXT", "an observation", do_note},
    {"rate", "TEAM OBJECTIVE TASK P|S|M|U WHY", "an evaluator's rating", do_rate},
    {"strength", "OBJECTIVE TEXT | REFERENCE | ANALYSIS", "for the report", do_strength},
    {"area", "OBJECTIVE TEXT | REFERENCE | ANALYSIS", "an area for improvement", do_area},
    {"improve", "ISSUE | CAPABILITY | ACTION | ELEMENT | WHO | CONTACT | START | END", "for the plan",
     do_improve},
    {"attend", "NAME | ORGANISATION | ROLE", "who is here", do_attend},
    {"stop", "REASON", "a real emergency: everything stops", do_stop},
    {"resume", "", "after a stop", do_resume},
    {"end", "", "ENDEX", do_end},
    {"debrief", "", "each decision, what it was worth and what came of it", do_debrief},
    {"help", "", "this", do_help},
    {"quit", "", "leave; the journal keeps everything", do_quit},
};
enum { COMMANDS = sizeof commands / sizeof commands[0] };

static bool do_help(Desk *desk, Line *line, Error *error) {
    (void)line;
    (void)error;
    for (int i = 0; i < COMMANDS; i++) {
        text_add(desk->page, "  %s %s\n      ", commands[i].word, commands[i].takes);
        page_hang(desk->page, 6, commands[i].does);
    }
    return true;
}

bool room_obey(Desk *desk, const char *typed, Error *error) {
    Line line = {typed};
    char word[128];
    if (!line_word(&line, word)) return do_now(desk, &line, error);
    const char *words[COMMANDS];
    for (int i = 0; i < COMMANDS; i++) {
        words[i] = commands[i].word;
        if (strcmp(word, commands[i].word) == 0) return commands[i].run(desk, &line, error);
    }
    const char *near = text_nearest(word, words, COMMANDS);
    return error_set(error, "'%.40s' is no command%s%s%s", word, near ? "; did you mean " : "; type help",
                     near ? near : "", near ? "?" : "");
}
