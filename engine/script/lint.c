#include "base/text.h"
#include "script/lint_internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *lint_severity_name(LintSeverity severity) {
    static const char *const names[LINT_SEVERITIES] = {"note", "warning", "error"};
    return names[severity];
}

bool lint_is_own(const Scenario *scenario, const char *where) {
    return strncmp(where, scenario->folder, strlen(scenario->folder)) == 0;
}

/* "folder/scenario.lua:12" → "scenario.lua" and 12. */
static void split_place(Lint *lint, const Scenario *scenario, const char *where, Finding *finding) {
    size_t folder = strlen(scenario->folder);
    if (strncmp(where, scenario->folder, folder) == 0 && where[folder] == '/') where += folder + 1;
    const char *colon = strrchr(where, ':');
    finding->file =
        colon ? arena_text_n(&lint->arena, where, (size_t)(colon - where)) : arena_text(&lint->arena, where);
    finding->line = colon ? (uint32_t)strtoul(colon + 1, NULL, 10) : 1;
}

void lint_add(Lint *lint, const Scenario *scenario, LintSeverity severity, const char *check,
              const char *subject, const char *where, const char *format, ...) {
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    Finding finding = {.severity = severity,
                       .check = check,
                       .subject = arena_text(&lint->arena, subject),
                       .text = arena_text(&lint->arena, text)};
    split_place(lint, scenario, where, &finding);
    vec_push(&lint->list, finding);
}

/* A reason turns a finding into a note; a reason for nothing is a finding. */
static void excuse(Lint *lint, const Scenario *scenario, const Meant *meant) {
    bool used = false;
    for (uint32_t i = 0; i < lint->list.count; i++) {
        Finding *finding = &lint->list.items[i];
        if (strcmp(finding->check, meant->check) != 0 || strcmp(finding->subject, meant->subject) != 0)
            continue;
        finding->severity = LINT_NOTE;
        finding->because = arena_text(&lint->arena, meant->because);
        used = true;
    }
    if (!used)
        lint_add(lint, scenario, LINT_WARNING, "meant-nothing", meant->subject, meant->where,
                 "meant \"%s\": there is no finding \"%s\" about it; take the statement out", meant->subject,
                 meant->check);
}

static int compare_findings(const void *a, const void *b) {
    const Finding *x = a, *y = b;
    int by_file = strcmp(x->file, y->file);
    if (by_file) return by_file;
    if (x->line != y->line) return x->line < y->line ? -1 : 1;
    int by_check = strcmp(x->check, y->check);
    return by_check ? by_check : strcmp(x->text, y->text);
}

static void finish(Lint *lint, const Scenario *scenario) {
    for (uint32_t i = 0; i < scenario->meant.count; i++) excuse(lint, scenario, &scenario->meant.items[i]);
    if (lint->list.count)
        qsort(lint->list.items, lint->list.count, sizeof *lint->list.items, compare_findings);
    for (uint32_t i = 0; i < lint->list.count; i++) lint->count[lint->list.items[i].severity]++;
}

bool lint_run(Lint *out, const Scenario *scenario, const Race *race, const ControlSetVec *sets,
              const LintOptions *options, Error *error) {
    Lint lint = {.worlds = 0};
    arena_init(&lint.arena);
    lint_facts(&lint, scenario);
    lint_statements(&lint, scenario);
    lint_control_sets(&lint, scenario, sets);
    lint_files(&lint, scenario);
    if (!lint_dry_runs(&lint, scenario, race, sets, options, error)) {
        lint_clear(&lint);
        return false;
    }
    finish(&lint, scenario);
    *out = lint;
    return true;
}

void lint_clear(Lint *lint) {
    vec_clear(&lint->list);
    arena_clear(&lint->arena);
}
