/* The pages of those who watch: evaluators, observers, the projector. They see what was said and decided, and
 * not the truth behind it. */
#include "console/room_json.h"

enum {
    SAID = 1u << ROOM_BEGIN | 1u << ROOM_JUMP | 1u << ROOM_RELEASE | 1u << ROOM_LAST_CALL | 1u << ROOM_CLOSE |
           1u << ROOM_COMMIT | 1u << ROOM_ENTER | 1u << ROOM_RULING | 1u << ROOM_TAKE_BACK | 1u << ROOM_STOP |
           1u << ROOM_RESUME | 1u << ROOM_END | 1u << ROOM_DEBRIEF,
    JUDGED = 1u << ROOM_NOTE | 1u << ROOM_RATE | 1u << ROOM_FINDING | 1u << ROOM_IMPROVE,
};

static void write_lines(const RoomView *view) {
    json_begin_array(view->writer, "lines");
    for (uint32_t team = 0; team < view->room->team_count; team++) {
        json_begin_object(view->writer, NULL);
        json_write_text(view->writer, "team", team_name(team));
        room_json_decisions(view, team, 0);
        json_end_object(view->writer);
    }
    json_end_array(view->writer);
}

/* What has been released, as it was read out. */
static void write_released(const RoomView *view) {
    const Definition *definition = view->room->definition;
    json_begin_array(view->writer, "released");
    for (uint32_t i = 0; i < view->room->events.count; i++) {
        const RoomEvent *event = &view->room->events.items[i];
        if (event->kind != ROOM_RELEASE) continue;
        const Inject *inject = &definition->injects.items[event->subject];
        Reader reader = {0, inject->to ? (uint32_t)__builtin_ctz(inject->to) : 0, event->second};
        json_begin_object(view->writer, NULL);
        json_write_integer(view->writer, "sequence", (int64_t)event->sequence);
        room_json_moment(view, "at", event->second);
        json_write_integer(view->writer, "wall", event->wall);
        room_json_teams(view, "teams", event->teams ? event->teams : UINT32_MAX);
        room_json_roles(view, "to", inject->to);
        room_json_words(view, "title", inject->title, reader);
        room_json_words(view, "from", inject->from, reader);
        room_json_words(view, "text", inject->text, reader);
        room_json_attachment(view, inject, reader);
        json_end_object(view->writer);
    }
    json_end_array(view->writer);
}

/* ------------------------------------------------------------------ evaluation */

static void write_tasks(const RoomView *view, const Objective *objective) {
    json_begin_array(view->writer, "tasks");
    for (uint32_t i = 0; i < objective->tasks.count; i++) {
        const Task *task = &objective->tasks.items[i];
        json_begin_object(view->writer, NULL);
        room_json_words(view, "text", task->text, NOBODY);
        json_begin_array(view->writer, "expected");
        for (uint32_t k = 0; k < task->expected.count; k++)
            room_json_words(view, NULL, task->expected.items[k], NOBODY);
        json_end_array(view->writer);
        json_end_object(view->writer);
    }
    json_end_array(view->writer);
}

static void write_objectives(const RoomView *view) {
    const Definition *definition = view->room->definition;
    json_begin_array(view->writer, "objectives");
    for (uint32_t i = 0; i < definition->objectives.count; i++) {
        json_begin_object(view->writer, NULL);
        json_write_text(view->writer, "id", definition->objectives.items[i].id);
        room_json_words(view, "text", definition->objectives.items[i].text, NOBODY);
        room_json_words(view, "capability", definition->objectives.items[i].capability, NOBODY);
        write_tasks(view, &definition->objectives.items[i]);
        json_end_object(view->writer);
    }
    json_end_array(view->writer);
}

/* The last rating of each task and team counts. */
static void write_ratings(const RoomView *view) {
    json_begin_array(view->writer, "ratings");
    for (uint32_t i = 0; i < view->room->events.count; i++) {
        const RoomEvent *event = &view->room->events.items[i];
        if (event->kind != ROOM_RATE) continue;
        json_begin_object(view->writer, NULL);
        json_write_text(view->writer, "objective",
                        view->room->definition->objectives.items[event->subject].id);
        json_write_integer(view->writer, "task", event->choice);
        room_json_teams(view, "teams", event->teams);
        json_write_text(view->writer, "rating", rating_letters[event->rating]);
        json_write_text(view->writer, "text", event->text);
        json_end_object(view->writer);
    }
    json_end_array(view->writer);
}

void room_evaluator_view(const RoomView *view) {
    write_objectives(view);
    write_ratings(view);
    write_lines(view);
    write_released(view);
    room_json_module(view, true);
    room_json_log(view, SAID | JUDGED, NONE);
}

void room_observer_view(const RoomView *view) {
    write_lines(view);
    write_released(view);
    room_json_module(view, false);
    room_json_log(view, SAID, NONE);
}

/* ------------------------------------------------------------------ projector */

/* Teams see each other's wall: nothing on it says what anybody decided. */
void room_projector_view(const RoomView *view) {
    uint32_t released = 0, open = 0, taken = 0;
    const Room *room = view->room;
    for (uint32_t i = 0; i < room->events.count; i++) released += room->events.items[i].kind == ROOM_RELEASE;
    for (uint32_t team = 0; team < room->team_count; team++)
        for (uint32_t i = 0; i < room->definition->decisions.count; i++) {
            open += room_decision_open(room, team, i);
            taken += room->teams[team].decided_at[i] != NEVER;
        }
    json_begin_object(view->writer, "counts");
    json_write_integer(view->writer, "messages", released);
    json_write_integer(view->writer, "open", open);
    json_write_integer(view->writer, "taken", taken);
    json_end_object(view->writer);
    room_json_map(view);
    room_json_module(view, false);
}
