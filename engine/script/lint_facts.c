/* What the scenario does with what others have published. */
#include "base/file.h"
#include "base/text.h"
#include "script/lint_internal.h"

#include <stdio.h>
#include <string.h>

enum { FACTS_BYTES = 16 << 20 };

/* The lines of facts.json on which the facts' keys stand. */
typedef struct Lines {
    char *text; /* NULL when there is no file */
} Lines;

static Lines lines_open(const Scenario *scenario) {
    Text path = {0};
    Lines lines = {NULL};
    size_t length;
    Error unused;
    text_add(&path, "%s/facts.json", scenario->folder);
    if (!file_read(text_of(&path), FACTS_BYTES, &lines.text, &length, &unused)) lines.text = NULL;
    text_clear(&path);
    return lines;
}

/* The line with "key" : "<key>", however it is spaced. */
static uint32_t line_of(const Lines *lines, const char *key) {
    uint32_t line = 1;
    size_t length = strlen(key);
    for (const char *at = lines->text; at && *at; at++) {
        if (*at == '\n') line++;
        if (strncmp(at, "\"key\"", 5) != 0) continue;
        const char *value = at + 5 + strspn(at + 5, " \t\r\n:");
        if (*value == '"' && strncmp(value + 1, key, length) == 0 && value[1 + length] == '"') return line;
    }
    return 1;
}

static bool is(const char *role, const char *word) {
    return strcmp(role, word) == 0;
}

static bool is_blind(const char *role) {
    return is(role, "predicted") || is(role, "not_used_for_fitting");
}

static void check_number(Lint *lint, const Scenario *scenario, const Fact *fact, const FactUse *use) {
    if (is_blind(fact->role))
        lint_add(
            lint, scenario, LINT_ERROR, "role", fact->key, use->where,
            "fact.%s goes into a number, but its role is %s: what is to be predicted must not be an input",
            fact->key, fact->role);
    else if (is(fact->role, "context"))
        lint_add(lint, scenario, LINT_WARNING, "role", fact->key, use->where,
                 "fact.%s goes into a number, but its role is context; make it input or fitted", fact->key);
}

static void check_figure(Lint *lint, const Scenario *scenario, const Fact *fact, const FactUse *use) {
    bool fitted = use->kind == FACT_AS_FITTED;
    if (fitted && is_blind(fact->role))
        lint_add(lint, scenario, LINT_ERROR, "role", fact->key, use->where,
                 "fact.%s counts as fitted here, but its role is %s", fact->key, fact->role);
    else if (!fitted && !is_blind(fact->role))
        lint_add(lint, scenario, LINT_ERROR, "role", fact->key, use->where,
                 "fact.%s counts as predicted here, but its role is %s: the model has seen it", fact->key,
                 fact->role);
}

static const char *const time_words[] = {"second", "minute", "hour", "day", "week", "month", "year"};
enum { TIMES = sizeof time_words / sizeof time_words[0] };

static bool begins_word(const char *text, const char *at) {
    return at == text || !((at[-1] >= 'a' && at[-1] <= 'z') || (at[-1] >= 'A' && at[-1] <= 'Z'));
}

/* The one unit of time that a text names, or −1 for none or several. */
static int time_in(const char *text) {
    int found = -1;
    for (int i = 0; i < TIMES; i++) {
        const char *at = strstr(text, time_words[i]);
        if (!at || !begins_word(text, at)) continue;
        if (found >= 0) return -1;
        found = i;
    }
    return found;
}

/* Of the unit itself, not of a remark in brackets behind it. */
static bool is_percent(const char *unit) {
    size_t length = strcspn(unit, "(");
    const char *word = strstr(unit, "percent"), *sign = memchr(unit, '%', length);
    return sign || (word && word < unit + length);
}

/* "hours" said about a fact in minutes. What is published as a rate (per day) has no unit of its own. */
static void check_unit(Lint *lint, const Scenario *scenario, const Fact *fact, const FactUse *use) {
    int said = time_in(use->unit), published = strstr(fact->unit, "per ") ? -1 : time_in(fact->unit);
    if (said >= 0 && published >= 0 && said != published)
        lint_add(lint, scenario, LINT_ERROR, "unit", fact->key, use->where,
                 "fact.%s is used as %s, but published in %s", fact->key, use->unit, fact->unit);
    if (is_percent(fact->unit))
        lint_add(lint, scenario, LINT_WARNING, "unit", fact->key, use->where,
                 "fact.%s is published in %s; numbers of the model are shares from 0 to 1", fact->key,
                 fact->unit);
}

static void check_use(Lint *lint, const Scenario *scenario, const FactUse *use) {
    const Fact *fact = &scenario->facts.items[use->fact];
    switch (use->kind) {
    case FACT_READ:
        break;
    case FACT_AS_NUMBER:
        check_number(lint, scenario, fact, use);
        check_unit(lint, scenario, fact, use);
        break;
    case FACT_AS_FITTED:
    case FACT_AS_PREDICTED:
        check_figure(lint, scenario, fact, use);
        break;
    }
}

static bool is_used(const Scenario *scenario, uint32_t fact) {
    for (uint32_t i = 0; i < scenario->fact_uses.count; i++) {
        if (scenario->fact_uses.items[i].fact == fact) return true;
    }
    return false;
}

/* A text, such as a date, can be a source but never a number. */
static bool is_text(const Fact *fact) {
    return fact->value[strspn(fact->value, "[ ")] == '"';
}

static void tell_unused(Lint *lint, const Scenario *scenario, const Fact *fact, const char *where) {
    if (is(fact->role, "context")) return;
    lint_add(lint, scenario, is_text(fact) ? LINT_NOTE : LINT_WARNING, "unused-fact", fact->key, where,
             "fact.%s has the role %s, but the scenario never uses it; use it, or make it context", fact->key,
             fact->role);
}

static void check_fact(Lint *lint, const Scenario *scenario, uint32_t index, const Lines *lines) {
    const Fact *fact = &scenario->facts.items[index];
    char where[64];
    snprintf(where, sizeof where, "facts.json:%u", line_of(lines, fact->key));
    if (!is_used(scenario, index)) {
        tell_unused(lint, scenario, fact, where);
        return;
    }
    if (!*fact->publisher || !*fact->title)
        lint_add(lint, scenario, LINT_WARNING, "source", fact->key, where, "fact.%s is used, but names no %s",
                 fact->key, *fact->title ? "publisher" : "title of a source");
    if (!fact->verified)
        lint_add(lint, scenario, LINT_NOTE, "unverified", fact->key, where,
                 "fact.%s is used, but nobody has read its source", fact->key);
}

void lint_facts(Lint *lint, const Scenario *scenario) {
    Lines lines = lines_open(scenario);
    for (uint32_t i = 0; i < scenario->fact_uses.count; i++)
        check_use(lint, scenario, &scenario->fact_uses.items[i]);
    for (uint32_t i = 0; i < scenario->facts.count; i++) check_fact(lint, scenario, i, &lines);
    free(lines.text);
}
