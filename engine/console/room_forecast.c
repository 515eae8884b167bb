/* What is to be expected of each option of each open decision, now and later: the facilitator's alone until
 * the debrief, because it knows what nobody at the table has seen. */
#include "console/room_json.h"

static void write_row(const RoomView *view, const OutlookRow *row) {
    const Decision *decision = &view->room->definition->decisions.items[row->decision];
    Reader reader = {row->team, decision->roles ? (uint32_t)__builtin_ctz(decision->roles) : 0,
                     view->room->now};
    json_begin_object(view->writer, NULL);
    if (row->option != NONE) {
        json_write_text(view->writer, "id", decision->options.items[row->option].id);
        room_json_words(view, "title", decision->options.items[row->option].title, reader);
    }
    room_json_spread(view, "now", &row->now);
    room_json_spread(view, "later", &row->later);
    json_end_object(view->writer);
}

/* The rows of one decision, from `first`; where the next begins. */
static uint32_t write_decision(const RoomView *view, const OutlookRowVec *rows, uint32_t first) {
    const OutlookRow *head = &rows->items[first];
    const Decision *decision = &view->room->definition->decisions.items[head->decision];
    uint32_t i = first;
    json_begin_object(view->writer, NULL);
    json_write_text(view->writer, "team", team_name(head->team));
    json_write_text(view->writer, "id", decision->id);
    room_json_words(view, "question", decision->question, NOBODY);
    json_begin_array(view->writer, "options");
    for (; i < rows->count && rows->items[i].team == head->team && rows->items[i].decision == head->decision;
         i++)
        write_row(view, &rows->items[i]);
    json_end_array(view->writer);
    json_end_object(view->writer);
    return i;
}

void room_forecast_write(const RoomView *view, const OutlookRowVec *rows) {
    const Room *room = view->room;
    JsonWriter *w = view->writer;
    json_begin_object(w, NULL);
    json_write_text(w, "format", "keyfall.room.forecast");
    json_write_integer(w, "version", 1);
    room_json_words(
        view, "measure",
        wording_of_measure(&race_adversary(room->stage->race)->probes.items[room->definition->score]),
        NOBODY);
    room_json_moment(view, "now", room->now);
    json_write_integer(w, "futures", OUTLOOK_FUTURES);
    json_write_integer(w, "later", OUTLOOK_LATER);
    json_begin_array(w, "decisions");
    for (uint32_t i = 0; i < rows->count;) i = write_decision(view, rows, i);
    json_end_array(w);
    json_end_object(w);
}
