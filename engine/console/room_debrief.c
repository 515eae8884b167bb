/* The debrief: teams side by side, each decision with what came of it, the evaluators' ratings and findings.
 * The same for everybody, once it is open. */
#include "console/room_json.h"
#include "report/figure.h"

static const Probe *score_of(const RoomView *view) {
    return &race_adversary(view->room->stage->race)->probes.items[view->room->definition->score];
}

static void write_score(const RoomView *view, const char *key, int64_t score) {
    json_begin_object(view->writer, key);
    json_write_integer(view->writer, "value", score);
    json_write_text(view->writer, "text", figure_brief(score_of(view), (double)score).text);
    json_end_object(view->writer);
}

static void write_option(const RoomView *view, const char *key, const Worth *worth, uint32_t option) {
    const Decision *decision = &view->room->definition->decisions.items[worth->decision];
    Reader reader = {worth->team, decision->roles ? (uint32_t)__builtin_ctz(decision->roles) : 0, worth->at};
    room_json_words(view, key, decision->options.items[option].title, reader);
}

static void write_expected(const RoomView *view, const Worth *worth) {
    room_json_spread(view, "expected", &worth->expected);
    room_json_spread(view, "saved_ahead", &worth->saved_ahead);
    if (worth->wise == worth->option) return;
    json_begin_object(view->writer, "wise");
    write_option(view, "option", worth, worth->wise);
    room_json_spread(view, "expected", &worth->wise_expected);
    json_end_object(view->writer);
}

static void write_others(const RoomView *view, const Worth *worth, int64_t score) {
    json_begin_array(view->writer, "others");
    for (uint32_t i = 0; i < worth->other_count; i++) {
        const OtherWay *other = &worth->others[i];
        json_begin_object(view->writer, NULL);
        json_write_text(view->writer, "team", team_name(other->team));
        write_option(view, "option", worth, other->option);
        room_json_moment(view, "at", other->at);
        json_write_integer(view->writer, "saved_here", score - other->score);
        json_end_object(view->writer);
    }
    json_end_array(view->writer);
}

static void write_worth(const RoomView *view, const Worth *worth, int64_t score) {
    const Decision *decision = &view->room->definition->decisions.items[worth->decision];
    Reader reader = {worth->team, decision->roles ? (uint32_t)__builtin_ctz(decision->roles) : 0, worth->at};
    json_begin_object(view->writer, NULL);
    json_write_integer(view->writer, "sequence", (int64_t)worth->sequence);
    json_write_text(view->writer, "team", team_name(worth->team));
    room_json_words(view, "question", decision->question, reader);
    write_option(view, "option", worth, worth->option);
    room_json_moment(view, "at", worth->at);
    json_write_integer(view->writer, "wall", worth->wall);
    json_write_text(view->writer, "why", view->room->events.items[worth->sequence - 1].text);
    room_json_moment(view, "known_from", worth->known_from);
    json_write_integer(view->writer, "saved_here", worth->dropped - score);
    write_expected(view, worth);
    room_json_spread(view, "saved", &worth->saved);
    write_others(view, worth, score);
    if (worth->has_earlier) {
        room_json_moment(view, "earlier_at", worth->earlier_at);
        json_write_integer(view->writer, "earlier_here", score - worth->earlier);
        room_json_spread(view, "earlier", &worth->saved_earlier);
    }
    json_end_object(view->writer);
}

/* Seconds at which organisations that concern the room fell in a team's line of play: a curve. */
static void write_hits(const RoomView *view, const Branch *branch) {
    json_begin_flat_array(view->writer, "hits");
    for (uint32_t i = 0; i < branch->hit_count; i++)
        if (branch->hit_at[i] <= (uint32_t)view->room->definition->endex &&
            room_concerns(view->room, branch->hit_orgs[i]))
            room_json_moment(view, NULL, branch->hit_at[i]);
    json_end_array(view->writer);
}

static void write_teams(const RoomView *view, const Debrief *debrief) {
    json_begin_array(view->writer, "lines");
    for (uint32_t team = 0; team < view->room->team_count; team++) {
        json_begin_object(view->writer, NULL);
        json_write_text(view->writer, "team", team_name(team));
        json_write_integer(view->writer, "place", debrief->places[team]);
        write_score(view, "score", debrief->scores[team]);
        write_hits(view, &view->room->teams[team].branch);
        room_json_marks_true(view, team, (uint32_t)view->room->definition->endex);
        json_end_object(view->writer);
    }
    json_end_array(view->writer);
}

/* ------------------------------------------------------------------ judged by people */

static void write_judgement(const RoomView *view, const RoomEvent *event) {
    json_begin_object(view->writer, NULL);
    json_write_text(view->writer, "what", room_event_names[event->kind]);
    if (event->subject != NONE)
        room_json_words(view, "objective", view->room->definition->objectives.items[event->subject].text,
                        NOBODY);
    room_json_teams(view, "teams", event->teams);
    if (event->kind == ROOM_RATE) {
        const Objective *objective = &view->room->definition->objectives.items[event->subject];
        room_json_words(view, "task", objective->tasks.items[event->choice].text, NOBODY);
        json_write_text(view->writer, "rating", rating_letters[event->rating]);
    }
    if (event->kind == ROOM_FINDING) json_write_flag(view->writer, "strength", event->rating == 0);
    json_write_text(view->writer, "text", event->text);
    for (uint32_t i = 0; i < ROOM_EVENT_DETAILS && room_event_details[event->kind][i]; i++)
        if (*event->details[i])
            json_write_text(view->writer, room_event_details[event->kind][i], event->details[i]);
    json_end_object(view->writer);
}

/* A rating that was given again replaces the one before. */
static bool is_last(const Room *room, uint32_t index) {
    const RoomEvent *a = &room->events.items[index];
    for (uint32_t i = index + 1; a->kind == ROOM_RATE && i < room->events.count; i++) {
        const RoomEvent *b = &room->events.items[i];
        if (b->kind == ROOM_RATE && b->subject == a->subject && b->choice == a->choice &&
            b->teams == a->teams)
            return false;
    }
    return true;
}

static void write_judgements(const RoomView *view) {
    json_begin_array(view->writer, "judgements");
    for (uint32_t i = 0; i < view->room->events.count; i++) {
        const RoomEvent *event = &view->room->events.items[i];
        bool judges = event->kind == ROOM_RATE || event->kind == ROOM_FINDING || event->kind == ROOM_IMPROVE;
        if (judges && is_last(view->room, i)) write_judgement(view, event);
    }
    json_end_array(view->writer);
}

void room_debrief_view(const RoomView *view) {
    const Debrief *debrief = view->debrief;
    const Setup *setup = view->desk->setup;
    room_json_words(view, "measure", wording_of_measure(score_of(view)), NOBODY);
    json_begin_object(view->writer, "picked");
    json_write_integer(view->writer, "looked_at", setup->looked_at);
    json_write_integer(view->writer, "hit", setup->hit);
    json_write_number(view->writer, "rank", setup->rank);
    json_end_object(view->writer);
    write_score(view, "nothing", debrief->nothing);
    write_score(view, "good_play", debrief->good_play);
    write_score(view, "known_best", debrief->known_best);
    write_score(view, "hindsight", debrief->best);
    room_json_map(view);
    write_teams(view, debrief);
    json_begin_array(view->writer, "worths");
    for (uint32_t i = 0; i < debrief->worths.count; i++) {
        const Worth *worth = &debrief->worths.items[i];
        write_worth(view, worth, debrief->scores[worth->team]);
    }
    json_end_array(view->writer);
    write_judgements(view);
}
