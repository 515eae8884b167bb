#include "base/markdown.h"
#include "exercise/exercise_dry.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void exercise_lint_find(ExerciseLint *report, ExerciseLintLevel level, const char *where, const char *format,
                        ...) {
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
            exercise_lint_find(report, EXERCISE_LINT_ERROR, d->objectives.items[i].where,
                               "objective \"%s\": no inject gives a chance to show it",
                               d->objectives.items[i].id);
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
                exercise_lint_find(
                    report, EXERCISE_LINT_ERROR, decision->where,
                    "decision \"%s\": option \"%s\" does nothing; give it levers, or say why in "
                    "without_effect",
                    decision->id, option->id);
        }
        if (!good || !nothing)
            exercise_lint_find(report, EXERCISE_LINT_ERROR, decision->where,
                               "decision \"%s\": no option is marked %s = true, so that no robot can play it",
                               decision->id, good ? "nothing" : "good");
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
            exercise_lint_find(report, EXERCISE_LINT_NOTE, d->levers.items[i].where,
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
            exercise_lint_find(check->report, EXERCISE_LINT_ERROR, check->where,
                               "%s: says what the attack does: \"%s\"", check->what,
                               check->adversary->rules.items[i].sentence);
    for (uint32_t i = 0; i < check->adversary->choices.count; i++)
        if (strstr(text, check->adversary->choices.items[i].sentence))
            exercise_lint_find(check->report, EXERCISE_LINT_ERROR, check->where,
                               "%s: says whom the attack picked: \"%s\"", check->what,
                               check->adversary->choices.items[i].sentence);
    for (const char *at = text; *at; at++)
        if (is_technique(at)) {
            exercise_lint_find(check->report, EXERCISE_LINT_WARNING, check->where,
                               "%s: names an ATT&CK technique, %.5s", check->what, at);
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
            exercise_lint_find(check->report, EXERCISE_LINT_WARNING, check->where,
                               "%s: {%s} is nobody's name here", check->what, word);
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
        exercise_lint_find(check->report, EXERCISE_LINT_NOTE, check->where, "%s: has no Japanese text",
                           check->what);
}

static void check_attachment(const TextCheck *check, Wording attachment) {
    check_text(check, attachment);
    for (int language = 0; language < LANGUAGE_COUNT; language++)
        if (attachment.in[language] && markdown_loses(attachment.in[language]))
            exercise_lint_find(check->report, EXERCISE_LINT_WARNING, check->where,
                               "%s: raw HTML and pictures in an attachment are left out wherever it is shown",
                               check->what);
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
        if (*wording_in(inject->attachment, LANGUAGE_en)) check_attachment(&check, inject->attachment);
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

bool exercise_lint(Stage *stage, const ExerciseLintOptions *options, ExerciseLint *out, Error *error) {
    memset(out, 0, sizeof *out);
    arena_init(&out->arena);
    check_objectives(stage->definition, out);
    check_options(stage->definition, out);
    check_levers(stage->definition, out);
    check_texts(stage, out);
    if (exercise_lint_count(out, EXERCISE_LINT_ERROR) || exercise_dry_runs(stage, options, out, error))
        return true;
    exercise_lint_clear(out);
    return false;
}
