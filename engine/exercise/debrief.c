#include "exercise/debrief.h"

#include "exercise/lucks.h"
#include "exercise/robot.h"

#include <string.h>

#define EARLIER 3600u   /* seconds: what "an hour earlier" tries */
#define SEARCH_WORLDS 6 /* other worlds on which the line that uses only what was known is looked for */

int64_t debrief_tie(int64_t a, int64_t b) {
    int64_t greater = a > b ? a : b, near = greater / 20;
    return near > 1 ? near : 1;
}

/* ------------------------------------------------------------------ one decision */

#define UNCHANGED NEVER
typedef struct Change {
    bool dropped;
    uint32_t at, option; /* or UNCHANGED */
} Change;

/* A team's line of play with one decision left out, moved to another second, or taken otherwise. */
static void line_with(const Room *room, uint32_t team, uint64_t sequence, Change change, GivenVec *out) {
    out->count = 0;
    for (uint32_t i = 0; i < room->events.count; i++) {
        RoomEvent event = room->events.items[i];
        if (room->undone[i] || event.teams != 1u << team) continue;
        bool it = event.sequence == sequence;
        if (it && change.dropped) continue;
        if (it && change.at != UNCHANGED) event.second = change.at;
        if (it && change.option != UNCHANGED) event.choice = change.option;
        room_event_give(&event, room->definition, out);
    }
}

static uint32_t known_from(const Room *room, uint32_t team, uint32_t decision) {
    uint32_t first = NEVER;
    for (uint32_t role = 0; role < room->definition->roles.count; role++) {
        if (!(room->definition->decisions.items[decision].roles >> role & 1u)) continue;
        KnownVec known = {0};
        knowledge_of(room->definition, race_world(room->stage->race), &room->teams[team].branch, role,
                     room->now, &known);
        uint32_t from = knowledge_first(&known);
        if (from < first) first = from;
        vec_clear(&known);
    }
    return first;
}

static void weigh_earlier(const Room *room, const GivenVec *played, Worth *worth) {
    uint32_t hour_before = worth->at > EARLIER ? worth->at - EARLIER : 0;
    worth->earlier_at = hour_before > worth->known_from ? hour_before : worth->known_from;
    worth->has_earlier = worth->known_from != NEVER && worth->earlier_at < worth->at;
    if (!worth->has_earlier) return;
    GivenVec moved = {0};
    line_with(room, worth->team, worth->sequence, (Change){false, worth->earlier_at, UNCHANGED}, &moved);
    worth->earlier = stage_score(room->stage, &moved);
    Futures earlier = futures_from(room->stage, worth->earlier_at);
    worth->saved_earlier = futures_saved(&earlier, played, &moved);
    futures_clear(&earlier);
    vec_clear(&moved);
}

/* What was to be expected of each option at the moment at which one was taken. */
static void weigh_options(const Room *room, Futures *futures, Worth *worth) {
    GivenVec line = {0};
    worth->wise = worth->option;
    worth->wise_expected = worth->expected;
    for (uint32_t o = 0; o < room->definition->decisions.items[worth->decision].options.count; o++) {
        if (o == worth->option) continue;
        line_with(room, worth->team, worth->sequence, (Change){false, UNCHANGED, o}, &line);
        Spread expected = futures_score(futures, &line);
        if (expected.mean >= worth->wise_expected.mean) continue;
        worth->wise = o;
        worth->wise_expected = expected;
    }
    vec_clear(&line);
}

static bool is_listed(const Worth *worth, uint32_t option, uint32_t at) {
    bool listed = option == worth->option && at == worth->at;
    for (uint32_t i = 0; i < worth->other_count; i++)
        listed |= worth->others[i].option == option && worth->others[i].at == at;
    return listed;
}

static void weigh_others(const Room *room, Worth *worth) {
    GivenVec line = {0};
    for (uint32_t i = 0; i < room->team_count && worth->other_count < WORTH_OTHERS; i++) {
        const Team *other = &room->teams[i];
        uint32_t option = other->option[worth->decision], at = other->decided_at[worth->decision];
        bool too_early = at < worth->at && at < worth->known_from;
        if (i == worth->team || at == NEVER || too_early || is_listed(worth, option, at)) continue;
        line_with(room, worth->team, worth->sequence, (Change){false, at, option}, &line);
        worth->others[worth->other_count++] = (OtherWay){i, option, at, stage_score(room->stage, &line)};
    }
    vec_clear(&line);
}

static Worth weigh(const Room *room, const RoomEvent *event) {
    uint32_t team = (uint32_t)__builtin_ctz(event->teams);
    Worth worth = {.sequence = event->sequence,
                   .team = team,
                   .decision = event->subject,
                   .option = event->choice,
                   .at = event->second,
                   .wall = event->wall};
    const GivenVec *played = &room->teams[team].given;
    GivenVec without = {0};
    worth.known_from = known_from(room, team, event->subject);
    line_with(room, team, event->sequence, (Change){true, UNCHANGED, UNCHANGED}, &without);
    worth.dropped = stage_score(room->stage, &without);
    Futures futures = futures_from(room->stage, worth.at);
    worth.expected = futures_score(&futures, played);
    worth.saved_ahead = futures_saved(&futures, &without, played);
    weigh_others(room, &worth);
    weigh_options(room, &futures, &worth);
    futures_clear(&futures);
    vec_clear(&without);
    weigh_earlier(room, played, &worth);
    return worth;
}

/* ------------------------------------------------------------------ lines of play */

static void start_from_good(const Definition *definition, uint32_t *options) {
    for (uint32_t d = 0; d < definition->decisions.count; d++) {
        options[d] = 0;
        for (uint32_t o = 0; o < definition->decisions.items[d].options.count; o++)
            if (definition->decisions.items[d].options.items[o].good) options[d] = o;
    }
}

/* The line that is best elsewhere first; then, from the better of it and good play, the best one here. */
static bool find_lines(const Room *room, const Setup *setup, Debrief *out, Error *error) {
    Stage *stage = room->stage;
    uint32_t worlds = setup->luck_count < SEARCH_WORLDS ? setup->luck_count : SEARCH_WORLDS;
    const size_t bytes = room->definition->decisions.count * sizeof *out->best_options;
    start_from_good(room->definition, out->best_options);
    memcpy(out->known_options, out->best_options, bytes);
    if (!robot_score(stage, (PlayLine){out->best_options, NULL}, &out->good_play, error)) return false;
    if (worlds && !lucks_best_line(stage, setup->lucks, worlds, out->known_options, error)) return false;
    if (!robot_score(stage, (PlayLine){out->known_options, NULL}, &out->known_best, error)) return false;
    if (out->known_best < out->good_play) memcpy(out->best_options, out->known_options, bytes);
    return lucks_best_line(stage, NULL, 0, out->best_options, error) &&
           robot_score(stage, (PlayLine){out->best_options, NULL}, &out->best, error);
}

static void give_places(const Room *room, Debrief *out) {
    for (uint32_t i = 0; i < room->team_count; i++) {
        out->places[i] = 1;
        for (uint32_t k = 0; k < room->team_count; k++) {
            int64_t behind = out->scores[i] - out->scores[k];
            out->places[i] += behind > debrief_tie(out->scores[i], out->scores[k]);
        }
    }
}

static bool weigh_all(const Room *room, Watch watch, Debrief *out, Error *error) {
    for (uint32_t i = 0; i < room->events.count; i++) {
        if (room->events.items[i].kind != ROOM_COMMIT || room->undone[i]) continue;
        if (!watch_goes_on(watch)) return error_set(error, "stopped");
        vec_push(&out->worths, weigh(room, &room->events.items[i]));
    }
    return true;
}

bool debrief_make(const Room *room, const Setup *setup, uint32_t lucks, Watch watch, Debrief *out,
                  Error *error) {
    const Definition *definition = room->definition;
    memset(out, 0, sizeof *out);
    out->best_options = heap_take(definition->decisions.count, sizeof *out->best_options);
    out->known_options = heap_take(definition->decisions.count, sizeof *out->known_options);
    out->scores = heap_take(room->team_count, sizeof *out->scores);
    out->places = heap_take(room->team_count, sizeof *out->places);
    for (uint32_t i = 0; i < room->team_count; i++)
        out->scores[i] = room->teams[i].branch.metrics[definition->score];
    out->nothing = stage_score(room->stage, NULL);
    give_places(room, out);
    if (weigh_all(room, watch, out, error) && find_lines(room, setup, out, error) &&
        lucks_weigh(room, setup, lucks, watch, out, error))
        return true;
    debrief_clear(out);
    return false;
}

void debrief_clear(Debrief *debrief) {
    free(debrief->best_options);
    free(debrief->known_options);
    free(debrief->scores);
    free(debrief->places);
    vec_clear(&debrief->worths);
    memset(debrief, 0, sizeof *debrief);
}
