#include "exercise/exercise_dry.h"

#include <stdio.h>
#include <string.h>

typedef struct DryRun {
    Stage *stage;
    const ExerciseLintOptions *options;
    Vec(uint32_t) worlds; /* replications that hit the players */
    bool *came, *opened;  /* [inject], [decision] */
    bool *changes;        /* [decision × 26 + option] */
    bool *held;           /* [condition] */
} DryRun;

static void look_for_worlds(DryRun *dry) {
    for (uint32_t r = 0; r < dry->options->worlds && dry->worlds.count < dry->options->plays; r++) {
        stage_set_truth(dry->stage, (Truth){dry->options->seed, r, 4});
        if (stage_score(dry->stage, NULL) >= dry->stage->definition->least && truth_hits_players(dry->stage))
            vec_push(&dry->worlds, r);
    }
}

static void note_what_came(DryRun *dry, const Room *room) {
    const Definition *d = room->definition;
    for (uint32_t i = 0; i < d->injects.count; i++) dry->came[i] |= room->teams[0].released_at[i] != NEVER;
    for (uint32_t i = 0; i < d->decisions.count; i++) dry->opened[i] |= room->teams[0].decided_at[i] != NEVER;
    for (uint32_t i = 0; i < d->conditions.count; i++)
        dry->held[i] = dry->held[i] || room_condition_due(room, 0, i, (uint32_t)d->endex) != NEVER;
}

/* What was released again in time leaves no trace but the hours it cost, so that measures count too. */
static bool differs(const Stage *stage, const Branch *a, const Branch *b) {
    uint32_t probes = race_adversary(stage->race)->probes.count;
    return a->hash != b->hash || memcmp(a->metrics, b->metrics, probes * sizeof *a->metrics) != 0;
}

/* Whether what was decided here changes the race: the same line without it ends otherwise. */
static void note_what_changes(DryRun *dry, const Room *room) {
    GivenVec without = {0};
    Branch branch = {0};
    for (uint32_t i = 0; i < room->events.count; i++) {
        const RoomEvent *event = &room->events.items[i];
        if (event->kind != ROOM_COMMIT || dry->changes[event->subject * 26 + event->choice]) continue;
        without.count = 0;
        for (uint32_t k = 0; k < room->events.count; k++)
            if (k != i) room_event_give(&room->events.items[k], room->definition, &without);
        if (without.count == room->teams[0].given.count) continue;
        stage_run(dry->stage, &without, &branch);
        dry->changes[event->subject * 26 + event->choice] =
            differs(dry->stage, &branch, &room->teams[0].branch);
    }
    branch_clear(&branch);
    vec_clear(&without);
}

static bool play_once(DryRun *dry, uint32_t play, Error *error) {
    const RobotKind kind = play % 8 == 0 ? ROBOT_GOOD : play % 8 == 1 ? ROBOT_NOTHING : ROBOT_RANDOM;
    Room room;
    stage_set_truth(dry->stage, (Truth){dry->options->seed, dry->worlds.items[play % dry->worlds.count], 4});
    room_init(&room, dry->stage->definition, dry->stage, 1);
    bool good = robot_play(&room, &kind, dry->options->seed + play, 0, error);
    if (good) {
        note_what_came(dry, &room);
        note_what_changes(dry, &room);
    }
    room_clear(&room);
    return good;
}

static bool play_all(DryRun *dry, ExerciseLint *report, Error *error) {
    for (uint32_t play = 0; play < dry->options->plays; play++) {
        const ExerciseLintOptions *o = dry->options;
        if (o->progress && !o->progress(o->context, play, o->plays)) return error_set(error, "stopped");
        if (!play_once(dry, play, error)) return false;
        report->plays++;
    }
    return true;
}

static bool is_by_hand(const Definition *d, ConditionId when) {
    return when == NONE || d->conditions.items[when].kind == CONDITION_HAND;
}

/* ------------------------------------------------------------------ parts of triggers */

static void condition_words(const Definition *d, const Condition *c, char *out, size_t size) {
    static const char *const words[] = {[CONDITION_ALL] = "all",
                                        [CONDITION_ANY] = "any",
                                        [CONDITION_UNLESS] = "unless",
                                        [CONDITION_LATER] = "later",
                                        [CONDITION_AT] = "at",
                                        [CONDITION_HAND] = "by_hand",
                                        [CONDITION_DECIDED] = "decided",
                                        [CONDITION_UNDECIDED] = "undecided",
                                        [CONDITION_RELEASED] = "released",
                                        [CONDITION_NOTICED] = "knows",
                                        [CONDITION_WARNED] = "told",
                                        [CONDITION_CALLED] = "called",
                                        [CONDITION_HIT] = "hit"};
    const char *of = "";
    if (c->kind == CONDITION_DECIDED) of = d->decisions.items[c->a].id;
    if (c->kind == CONDITION_RELEASED) of = d->injects.items[c->a].id;
    if (c->kind == CONDITION_NOTICED || c->kind == CONDITION_WARNED || c->kind == CONDITION_CALLED)
        of = d->casts.items[c->a].id;
    bool counts = c->kind == CONDITION_CALLED || c->kind == CONDITION_HIT;
    snprintf(out, size,
             counts ? "%s(%.60s%s%u)"
             : *of  ? "%s(%.60s)"
                    : "%s",
             words[c->kind], of, *of ? ", " : "", c->count);
}

/* Robots release nothing by hand, open nothing by hand and are never silent, so that these prove nothing. */
static bool robots_can_show(const Definition *d, const Condition *c) {
    if (c->kind == CONDITION_HAND || c->kind == CONDITION_UNDECIDED) return false;
    if (c->kind == CONDITION_RELEASED) return !is_by_hand(d, d->injects.items[c->a].when);
    if (c->kind == CONDITION_DECIDED) return !is_by_hand(d, d->decisions.items[c->a].opens);
    return true;
}

/* Of a trigger that does hold, the smallest parts that never did. */
static void report_parts(const DryRun *dry, ConditionId id, const char *where, const char *what,
                         ExerciseLint *report) {
    const Definition *d = dry->stage->definition;
    const Condition *condition = &d->conditions.items[id];
    char words[128];
    for (ConditionId child = condition->child; child != NONE; child = d->conditions.items[child].next)
        report_parts(dry, child, where, what, report);
    if (dry->held[id] || condition->child != NONE || !robots_can_show(d, condition)) return;
    condition_words(d, condition, words, sizeof words);
    exercise_lint_find(report, EXERCISE_LINT_WARNING, where,
                       "%s: \"%s\" in its trigger never held in %u dry runs", what, words, report->plays);
}

static void report_trigger(const DryRun *dry, ConditionId when, const char *where, const char *kind,
                           const char *id, ExerciseLint *report) {
    char what[160];
    snprintf(what, sizeof what, "%s \"%.100s\"", kind, id);
    if (when != NONE) report_parts(dry, when, where, what, report);
}

/* ------------------------------------------------------------------ what the dry runs showed */

static void report_inject(const DryRun *dry, uint32_t index, ExerciseLint *report) {
    const Inject *inject = &dry->stage->definition->injects.items[index];
    if (dry->came[index] || is_by_hand(dry->stage->definition, inject->when))
        report_trigger(dry, inject->when, inject->where, "inject", inject->id, report);
    else
        exercise_lint_find(report, EXERCISE_LINT_ERROR, inject->where,
                           "inject \"%s\": was never due in %u dry runs", inject->id, report->plays);
}

static bool option_acts(const Definition *d, const Option *option) {
    for (uint32_t l = 0; l < option->lever_count; l++)
        if (d->levers.items[option->levers[l]].action_count > 0) return true;
    return false;
}

static void report_decision(const DryRun *dry, uint32_t index, ExerciseLint *report) {
    const Definition *d = dry->stage->definition;
    const Decision *decision = &d->decisions.items[index];
    if (!dry->opened[index]) {
        if (!is_by_hand(d, decision->opens))
            exercise_lint_find(report, EXERCISE_LINT_ERROR, decision->where,
                               "decision \"%s\": never opened in %u dry runs", decision->id, report->plays);
        return;
    }
    report_trigger(dry, decision->opens, decision->where, "decision", decision->id, report);
    for (uint32_t k = 0; k < decision->options.count; k++) {
        const Option *option = &decision->options.items[k];
        if (option_acts(d, option) && !option->without_effect && !dry->changes[index * 26 + k])
            exercise_lint_find(report, EXERCISE_LINT_ERROR, decision->where,
                               "decision \"%s\": option \"%s\" changed nothing in %u dry runs", decision->id,
                               option->id, report->plays);
    }
}

static void report_dry(const DryRun *dry, ExerciseLint *report) {
    for (uint32_t i = 0; i < dry->stage->definition->injects.count; i++) report_inject(dry, i, report);
    for (uint32_t i = 0; i < dry->stage->definition->decisions.count; i++) report_decision(dry, i, report);
}

bool exercise_dry_runs(Stage *stage, const ExerciseLintOptions *options, ExerciseLint *report, Error *error) {
    const Definition *d = stage->definition;
    DryRun dry = {.stage = stage, .options = options};
    dry.came = heap_take(d->injects.count, sizeof *dry.came);
    dry.opened = heap_take(d->decisions.count, sizeof *dry.opened);
    dry.held = heap_take(d->conditions.count, sizeof *dry.held);
    dry.changes = heap_take((size_t)d->decisions.count * 26, sizeof *dry.changes);
    look_for_worlds(&dry);
    report->worlds = dry.worlds.count;
    bool good = true;
    if (dry.worlds.count == 0)
        exercise_lint_find(report, EXERCISE_LINT_ERROR, d->where,
                           "none of %u worlds hits all who play; no dry run was possible", options->worlds);
    else
        good = play_all(&dry, report, error);
    if (good && report->plays) report_dry(&dry, report);
    vec_clear(&dry.worlds);
    free(dry.came);
    free(dry.opened);
    free(dry.changes);
    free(dry.held);
    return good;
}
