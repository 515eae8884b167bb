#include "exercise/lucks.h"

#include "exercise/robot.h"

#include <string.h>

static void go_to_world(Stage *stage, Truth truth, uint32_t replication) {
    stage_set_truth(stage, (Truth){truth.seed, replication, truth.worlds_per_draw});
}

/* ------------------------------------------------------------------ what was known when it was decided */

typedef struct Knowing { /* of those who may decide, together */
    bool noticed, warned;
    uint32_t callers;
} Knowing;

static Knowing knowing_at(const Room *room, uint32_t team, uint32_t decision, uint32_t at) {
    Knowing all = {0};
    for (uint32_t role = 0; role < room->definition->roles.count; role++) {
        if (!(room->definition->decisions.items[decision].roles >> role & 1u)) continue;
        KnownVec known = {0};
        knowledge_of(room->definition, race_world(room->stage->race), &room->teams[team].branch, role, at,
                     &known);
        for (uint32_t i = 0; i < known.count; i++) {
            all.noticed |= known.items[i].kind == KNOWN_NOTICED;
            all.warned |= known.items[i].kind == KNOWN_WARNED;
        }
        uint32_t callers = knowledge_callers(&known);
        if (callers > all.callers) all.callers = callers;
        vec_clear(&known);
    }
    return all;
}

/* As much, not the same: three callers are like five and not like thirty. */
static bool as_much(Knowing a, Knowing b) {
    uint32_t less = a.callers < b.callers ? a.callers : b.callers;
    uint32_t more = a.callers < b.callers ? b.callers : a.callers;
    return a.noticed == b.noticed && a.warned == b.warned && more <= 2 * less + 1;
}

/* ------------------------------------------------------------------ a team's line of play */

typedef struct OwnLine { /* by decision */
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

/* One decision in another world, where the line has been played in `there`. */
static bool weigh_there(const Room *room, const Room *there, OwnLine *line, Worth *worth, Error *error) {
    uint32_t decision = worth->decision, at = there->teams[0].decided_at[decision];
    if (at == NEVER ||
        !as_much(knowing_at(room, worth->team, decision, worth->at), knowing_at(there, 0, decision, at)))
        return true;
    int64_t without;
    line->options[decision] = NONE;
    bool good = robot_score(room->stage, (PlayLine){line->options, line->delays}, &without, error);
    line->options[decision] = worth->option;
    if (good) spread_add(&worth->saved, without - there->teams[0].branch.metrics[room->definition->score]);
    return good;
}

static bool weigh_team(const Room *room, uint32_t team, OwnLine *line, Debrief *out, Error *error) {
    Room there;
    own_line(room, team, line);
    room_init(&there, room->definition, room->stage, 1);
    bool good = robot_line(&there, (PlayLine){line->options, line->delays}, error);
    for (uint32_t i = 0; good && i < out->worths.count; i++)
        if (out->worths.items[i].team == team)
            good = weigh_there(room, &there, line, &out->worths.items[i], error);
    room_clear(&there);
    return good;
}

bool lucks_weigh(const Room *room, const Setup *setup, uint32_t lucks, Watch watch, Debrief *out,
                 Error *error) {
    const Truth truth = room->stage->truth;
    OwnLine *line = heap_take(1, sizeof *line);
    bool good = true;
    for (uint32_t i = 0; good && i < lucks && i < setup->luck_count; i++) {
        go_to_world(room->stage, truth, setup->lucks[i]);
        if (!watch_goes_on(watch)) good = error_set(error, "stopped");
        for (uint32_t team = 0; good && team < room->team_count; team++)
            good = weigh_team(room, team, line, out, error);
    }
    stage_set_truth(room->stage, truth);
    free(line);
    return good;
}

/* ------------------------------------------------------------------ the best line */

typedef struct Search {
    Stage *stage;
    const uint32_t *worlds;
    uint32_t count;
    Truth truth;
    uint32_t *options;
    int64_t best;
} Search;

static bool judge(const Search *search, int64_t *sum, Error *error) {
    int64_t score;
    PlayLine line = {search->options, NULL};
    if (search->count == 0) return robot_score(search->stage, line, sum, error);
    *sum = 0;
    for (uint32_t i = 0; i < search->count; i++) {
        go_to_world(search->stage, search->truth, search->worlds[i]);
        if (!robot_score(search->stage, line, &score, error)) return false;
        *sum += score;
    }
    return true;
}

/* Tries every other option of a decision, as soon as it opens, with all others as they stand. */
static bool try_options(Search *search, uint32_t decision, bool *better, Error *error) {
    uint32_t count = search->stage->definition->decisions.items[decision].options.count;
    for (uint32_t option = 0; option < count; option++) {
        uint32_t before = search->options[decision];
        int64_t score;
        if (option == before) continue;
        search->options[decision] = option;
        if (!judge(search, &score, error)) return false;
        *better |= score < search->best;
        if (score < search->best)
            search->best = score;
        else
            search->options[decision] = before;
    }
    return true;
}

bool lucks_best_line(Stage *stage, const uint32_t *worlds, uint32_t count, uint32_t *options, Error *error) {
    Search search = {stage, worlds, count, stage->truth, options, 0};
    bool good = judge(&search, &search.best, error);
    for (bool better = true; good && better;) {
        better = false;
        for (uint32_t d = 0; good && d < stage->definition->decisions.count; d++)
            good = try_options(&search, d, &better, error);
    }
    stage_set_truth(stage, search.truth);
    return good;
}
