#include "exercise/exercise_lint.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void find(ExerciseLint *report, ExerciseLintLevel level, const char *where, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
static void find(ExerciseLint *report, ExerciseLintLevel level, const char *where, const char *format, ...) {
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    vec_push(&report->findings, (ExerciseFinding){level, where, arena_text(&report->arena, text)});
}

void exercise_lint_clear(ExerciseLint *report) {
    vec_clear(&report->findings);
    arena_clear(&report->arena);
    memset(report, 0, sizeof *report);
}

uint32_t exercise_lint_count(const ExerciseLint *report, ExerciseLintLevel level) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < report->findings.count; i++) count += report->findings.items[i].level == level;
    return count;
}

/* ------------------------------------------------------------------ read off the definition */

static void check_objectives(const Definition *d, ExerciseLint *report) {
    for (uint32_t i = 0; i < d->objectives.count; i++) {
        bool shown = false;
        for (uint32_t k = 0; k < d->injects.count; k++) shown |= d->injects.items[k].objectives >> i & 1u;
        if (!shown)
            find(report, EXERCISE_LINT_ERROR, d->objectives.items[i].where,
                 "objective \"%s\": no inject gives a chance to show it", d->objectives.items[i].id);
    }
}

static void check_options(const Definition *d, ExerciseLint *report) {
    for (uint32_t i = 0; i < d->decisions.count; i++) {
        const Decision *decision = &d->decisions.items[i];
        bool good = false, nothing = false;
        for (uint32_t k = 0; k < decision->options.count; k++) {
            const Option *option = &decision->options.items[k];
            good |= option->good;
            nothing |= option->nothing;
            if (!option->lever_count && !option->without_effect)
                find(report, EXERCISE_LINT_ERROR, decision->where,
                     "decision \"%s\": option \"%s\" does nothing; give it levers, or say why in "
                     "without_effect",
                     decision->id, option->id);
        }
        if (!good || !nothing)
            find(report, EXERCISE_LINT_ERROR, decision->where,
                 "decision \"%s\": no option is marked %s = true, so that no robot can play it", decision->id,
                 good ? "nothing" : "good");
    }
}

static void check_levers(const Definition *d, ExerciseLint *report) {
    for (uint32_t i = 0; i < d->levers.count; i++) {
        bool used = false;
        for (uint32_t k = 0; k < d->decisions.count; k++)
            for (uint32_t o = 0; o < d->decisions.items[k].options.count; o++)
                for (uint32_t l = 0; l < d->decisions.items[k].options.items[o].lever_count; l++)
                    used |= d->decisions.items[k].options.items[o].levers[l] == i;
        if (!used)
            find(report, EXERCISE_LINT_NOTE, d->levers.items[i].where,
                 "lever \"%s\": no option pulls it; only the facilitator can enter it",
                 d->levers.items[i].id);
    }
}

/* ------------------------------------------------------------------ texts */

typedef struct TextCheck {
    const Definition *definition;
    const Adversary *adversary;
    const char *where, *what;
    bool for_players;
    ExerciseLint *report;
} TextCheck;

static bool is_technique(const char *at) {
    return at[0] == 'T' && strspn(at + 1, "0123456789") == 4;
}

/* Words that only somebody who knows the truth can say. */
static void check_spoilers(const TextCheck *check, const char *text) {
    for (uint32_t i = 0; i < check->adversary->rules.count; i++)
        if (strstr(text, check->adversary->rules.items[i].sentence))
            find(check->report, EXERCISE_LINT_ERROR, check->where, "%s: says what the attack does: \"%s\"",
                 check->what, check->adversary->rules.items[i].sentence);
    for (uint32_t i = 0; i < check->adversary->choices.count; i++)
        if (strstr(text, check->adversary->choices.items[i].sentence))
            find(check->report, EXERCISE_LINT_ERROR, check->where, "%s: says whom the attack picked: \"%s\"",
                 check->what, check->adversary->choices.items[i].sentence);
    for (const char *at = text; *at; at++)
        if (is_technique(at)) {
            find(check->report, EXERCISE_LINT_WARNING, check->where, "%s: names an ATT&CK technique, %.5s",
                 check->what, at);
            break;
        }
}

static void check_placeholders(const TextCheck *check, const char *text) {
    for (const char *open = strchr(text, '{'); open; open = strchr(open + 1, '{')) {
        char word[64];
        const char *close = strchr(open, '}');
        if (!close || (size_t)(close - open) >= sizeof word) continue;
        snprintf(word, sizeof word, "%.*s", (int)(close - open - 1), open + 1);
        bool known = strcmp(word, "callers") == 0 || strcmp(word, "clock") == 0 ||
                     definition_cast(check->definition, word) != NONE;
        if (!known)
            find(check->report, EXERCISE_LINT_WARNING, check->where, "%s: {%s} is nobody's name here",
                 check->what, word);
    }
}

static void check_text(const TextCheck *check, Wording wording) {
    for (int language = 0; language < LANGUAGE_COUNT; language++) {
        const char *text = wording.in[language];
        if (!text) continue;
        check_placeholders(check, text);
        if (check->for_players) check_spoilers(check, text);
    }
    bool only_one = wording.in[LANGUAGE_en] && !wording.in[LANGUAGE_ja];
    if (only_one)
        find(check->report, EXERCISE_LINT_NOTE, check->where, "%s: has no Japanese text", check->what);
}

static TextCheck text_check(const Stage *stage, ExerciseLint *report, const char *where, const char *kind,
                            const char *id) {
    char what[160];
    snprintf(what, sizeof what, "%s \"%.100s\"", kind, id);
    return (TextCheck){stage->definition,
                       race_adversary(stage->race),
                       where,
                       arena_text(&report->arena, what),
                       true,
                       report};
}

static void check_texts(const Stage *stage, ExerciseLint *report) {
    const Definition *d = stage->definition;
    for (uint32_t i = 0; i < d->injects.count; i++) {
        const Inject *inject = &d->injects.items[i];
        TextCheck check = text_check(stage, report, inject->where, "inject", inject->id);
        check_text(&check, inject->title);
        check_text(&check, inject->text);
        if (*wording_in(inject->attachment, LANGUAGE_en)) check_text(&check, inject->attachment);
    }
    for (uint32_t i = 0; i < d->roles.count; i++) {
        TextCheck check = text_check(stage, report, d->roles.items[i].where, "role", d->roles.items[i].id);
        check_text(&check, d->roles.items[i].brief);
    }
    for (uint32_t i = 0; i < d->modules.count; i++) {
        TextCheck check =
            text_check(stage, report, d->modules.items[i].where, "module", d->modules.items[i].id);
        check_text(&check, d->modules.items[i].title);
        check_text(&check, d->modules.items[i].summary);
    }
    for (uint32_t i = 0; i < d->signs.count; i++) {
        const char *rule = race_adversary(stage->race)->rules.items[d->signs.items[i].rule].sentence;
        TextCheck check = text_check(stage, report, d->where, "sign", rule);
        check_text(&check, d->signs.items[i].text);
    }
    for (uint32_t i = 0; i < d->decisions.count; i++) {
        TextCheck check =
            text_check(stage, report, d->decisions.items[i].where, "decision", d->decisions.items[i].id);
        check_text(&check, d->decisions.items[i].question);
        for (uint32_t k = 0; k < d->decisions.items[i].options.count; k++)
            check_text(&check, d->decisions.items[i].options.items[k].title);
    }
}

/* ------------------------------------------------------------------ dry runs */

typedef struct DryRun {
    Stage *stage;
    const ExerciseLintOptions *options;
    Vec(uint32_t) worlds; /* replications that hit the players */
    bool *came, *opened;  /* [inject], [decision] */
    bool *changes;        /* [decision × 26 + option] */
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

static void report_dry(const DryRun *dry, ExerciseLint *report) {
    const Definition *d = dry->stage->definition;
    for (uint32_t i = 0; i < d->injects.count; i++)
        if (!dry->came[i] && !is_by_hand(d, d->injects.items[i].when))
            find(report, EXERCISE_LINT_ERROR, d->injects.items[i].where,
                 "inject \"%s\": was never due in %u dry runs", d->injects.items[i].id, report->plays);
    for (uint32_t i = 0; i < d->decisions.count; i++) {
        const Decision *decision = &d->decisions.items[i];
        if (!dry->opened[i] && !is_by_hand(d, decision->opens))
            find(report, EXERCISE_LINT_ERROR, decision->where, "decision \"%s\": never opened in %u dry runs",
                 decision->id, report->plays);
        for (uint32_t k = 0; dry->opened[i] && k < decision->options.count; k++) {
            const Option *option = &decision->options.items[k];
            bool acts = false;
            for (uint32_t l = 0; l < option->lever_count; l++)
                acts |= d->levers.items[option->levers[l]].action_count > 0;
            if (acts && !option->without_effect && !dry->changes[i * 26 + k])
                find(report, EXERCISE_LINT_ERROR, decision->where,
                     "decision \"%s\": option \"%s\" changed nothing in %u dry runs", decision->id,
                     option->id, report->plays);
        }
    }
}

static bool dry_runs(Stage *stage, const ExerciseLintOptions *options, ExerciseLint *report, Error *error) {
    const Definition *d = stage->definition;
    DryRun dry = {.stage = stage, .options = options};
    dry.came = heap_take(d->injects.count, sizeof *dry.came);
    dry.opened = heap_take(d->decisions.count, sizeof *dry.opened);
    dry.changes = heap_take((size_t)d->decisions.count * 26, sizeof *dry.changes);
    look_for_worlds(&dry);
    report->worlds = dry.worlds.count;
    bool good = true;
    if (dry.worlds.count == 0)
        find(report, EXERCISE_LINT_ERROR, d->where,
             "none of %u worlds hits all who play; no dry run was possible", options->worlds);
    else
        good = play_all(&dry, report, error);
    if (good && report->plays) report_dry(&dry, report);
    vec_clear(&dry.worlds);
    free(dry.came);
    free(dry.opened);
    free(dry.changes);
    return good;
}

bool exercise_lint(Stage *stage, const ExerciseLintOptions *options, ExerciseLint *out, Error *error) {
    memset(out, 0, sizeof *out);
    arena_init(&out->arena);
    check_objectives(stage->definition, out);
    check_options(stage->definition, out);
    check_levers(stage->definition, out);
    check_texts(stage, out);
    if (exercise_lint_count(out, EXERCISE_LINT_ERROR) || dry_runs(stage, options, out, error)) return true;
    exercise_lint_clear(out);
    return false;
}
