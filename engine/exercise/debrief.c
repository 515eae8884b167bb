#include "exercise/debrief.h"

#include "exercise/robot.h"

#include <string.h>

#define EARLIER 3600u /* seconds: what "an hour earlier" tries */

int64_t debrief_tie(int64_t a, int64_t b) {
    int64_t greater = a > b ? a : b, near = greater / 20;
    return near > 1 ? near : 1;
}

/* ------------------------------------------------------------------ one decision */

/* A team's line of play with one event left out, or moved to another second. */
static void line_without(const Room *room, uint32_t team, uint64_t sequence, uint32_t moved_to,
                         GivenVec *out) {
    out->count = 0;
    for (uint32_t i = 0; i < room->events.count; i++) {
        RoomEvent event = room->events.items[i];
        if (room->undone[i] || event.teams != 1u << team) continue;
        if (event.sequence == sequence && moved_to == NEVER) continue;
        if (event.sequence == sequence) event.second = moved_to;
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

static void weigh_earlier(const Room *room, Worth *worth) {
    uint32_t hour_before = worth->at > EARLIER ? worth->at - EARLIER : 0;
    worth->earlier_at = hour_before > worth->known_from ? hour_before : worth->known_from;
    worth->has_earlier = worth->known_from != NEVER && worth->earlier_at < worth->at;
    if (!worth->has_earlier) return;
    GivenVec moved = {0};
    line_without(room, worth->team, worth->sequence, worth->earlier_at, &moved);
    worth->earlier = stage_score(room->stage, &moved);
    vec_clear(&moved);
}

static Worth weigh(const Room *room, const RoomEvent *event) {
    uint32_t team = (uint32_t)__builtin_ctz(event->teams);
    Worth worth = {.sequence = event->sequence,
                   .team = team,
                   .decision = event->subject,
                   .option = event->choice,
                   .at = event->second,
                   .wall = event->wall};
    GivenVec without = {0};
    worth.known_from = known_from(room, team, event->subject);
    line_without(room, team, event->sequence, NEVER, &without);
    worth.dropped = stage_score(room->stage, &without);
    vec_clear(&without);
    weigh_earlier(room, &worth);
    return worth;
}

/* ------------------------------------------------------------------ over other lucks */

typedef struct OwnLine { /* a team's line of play, by decision */
    uint32_t options[EXERCISE_LIST_MAX], delays[EXERCISE_LIST_MAX];
} OwnLine;

static void own_line(const Room *room, uint32_t team, OwnLine *out) {
    const Team *t = &room->teams[team];
    for (uint32_t i = 0; i < room->definition->decisions.count; i++) {
        out->options[i] = t->option[i];
        out->delays[i] = 0;
        if (t->decided_at[i] == NEVER || room->opened[i]) continue;
        uint32_t opened = room_decision_opens(room, team, i, t->decided_at[i]);
        if (opened < t->decided_at[i]) out->delays[i] = t->decided_at[i] - opened;
    }
}

static void add_luck(Spread *spread, int64_t saved) {
    if (spread->lucks == 0 || saved < spread->least) spread->least = saved;
    if (spread->lucks == 0 || saved > spread->most) spread->most = saved;
    spread->mean = (spread->mean * spread->lucks + (double)saved) / (spread->lucks + 1);
    spread->lucks++;
}

/* One decision in one other world, against the same line without it and with it earlier. */
static bool weigh_here(const Room *room, OwnLine *line, int64_t played, Worth *worth, Error *error) {
    PlayLine changed = {line->options, line->delays};
    uint32_t option = line->options[worth->decision], delay = line->delays[worth->decision];
    int64_t score;
    line->options[worth->decision] = NONE;
    bool good = robot_score(room->stage, changed, &score, error);
    line->options[worth->decision] = option;
    if (good) add_luck(&worth->saved, score - played);
    if (!good || delay == 0) return good;
    line->delays[worth->decision] = delay > EARLIER ? delay - EARLIER : 0;
    good = robot_score(room->stage, changed, &score, error);
    line->delays[worth->decision] = delay;
    if (good) add_luck(&worth->saved_earlier, played - score);
    return good;
}

static bool weigh_over_lucks(const Room *room, const Setup *setup, uint32_t lucks, Debrief *out,
                             Error *error) {
    const Truth truth = room->stage->truth;
    OwnLine *line = heap_take(1, sizeof *line);
    bool good = true;
    for (uint32_t i = 0; good && i < lucks && i < setup->luck_count; i++) {
        stage_set_truth(room->stage, (Truth){truth.seed, setup->lucks[i], truth.worlds_per_draw});
        for (uint32_t team = 0; good && team < room->team_count; team++) {
            int64_t played;
            own_line(room, team, line);
            good = robot_score(room->stage, (PlayLine){line->options, line->delays}, &played, error);
            for (uint32_t k = 0; good && k < out->worths.count; k++)
                if (out->worths.items[k].team == team)
                    good = weigh_here(room, line, played, &out->worths.items[k], error);
        }
    }
    stage_set_truth(room->stage, truth);
    free(line);
    return good;
}

/* ------------------------------------------------------------------ the best line found */

/* One decision at a time, over and over until nothing gets better: each option is tried as soon as the
 * decision opens, with all others as they stand. */
static bool find_best(const Room *room, Debrief *out, Error *error) {
    const Definition *definition = room->definition;
    for (bool better = true; better;) {
        better = false;
        for (uint32_t d = 0; d < definition->decisions.count; d++)
            for (uint32_t o = 0; o < definition->decisions.items[d].options.count; o++) {
                uint32_t before = out->best_options[d];
                int64_t score;
                if (o == before) continue;
                out->best_options[d] = o;
                if (!robot_score(room->stage, (PlayLine){out->best_options, NULL}, &score, error))
                    return false;
                better |= score < out->best;
                if (score < out->best)
                    out->best = score;
                else
                    out->best_options[d] = before;
            }
    }
    return true;
}

static void start_from_good(const Definition *definition, uint32_t *options) {
    for (uint32_t d = 0; d < definition->decisions.count; d++) {
        options[d] = 0;
        for (uint32_t o = 0; o < definition->decisions.items[d].options.count; o++)
            if (definition->decisions.items[d].options.items[o].good) options[d] = o;
    }
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

bool debrief_make(const Room *room, const Setup *setup, uint32_t lucks, Debrief *out, Error *error) {
    const Definition *definition = room->definition;
    memset(out, 0, sizeof *out);
    out->best_options = heap_take(definition->decisions.count, sizeof *out->best_options);
    out->scores = heap_take(room->team_count, sizeof *out->scores);
    out->places = heap_take(room->team_count, sizeof *out->places);
    for (uint32_t i = 0; i < room->team_count; i++)
        out->scores[i] = room->teams[i].branch.metrics[definition->score];
    out->nothing = stage_score(room->stage, NULL);
    give_places(room, out);
    for (uint32_t i = 0; i < room->events.count; i++)
        if (room->events.items[i].kind == ROOM_COMMIT && !room->undone[i])
            vec_push(&out->worths, weigh(room, &room->events.items[i]));
    start_from_good(definition, out->best_options);
    bool good = robot_score(room->stage, (PlayLine){out->best_options, NULL}, &out->known_best, error);
    out->best = out->known_best;
    if (good && find_best(room, out, error) && weigh_over_lucks(room, setup, lucks, out, error)) return true;
    debrief_clear(out);
    return false;
}

void debrief_clear(Debrief *debrief) {
    free(debrief->best_options);
    free(debrief->scores);
    free(debrief->places);
    vec_clear(&debrief->worths);
    memset(debrief, 0, sizeof *debrief);
}
