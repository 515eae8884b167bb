/* The parts of the linter; each adds its findings. Internal to lint*.c. */
#pragma once

#include "script/lint.h"

/* `where` is "file:line", or a file of the folder (line 1). */
void lint_add(Lint *lint, const Scenario *scenario, LintSeverity severity, const char *check,
              const char *subject, const char *where, const char *format, ...)
    __attribute__((format(printf, 7, 8)));

/* What the library of the vocabulary adds by itself is not the scenario's. */
bool lint_is_own(const Scenario *scenario, const char *where);

void lint_facts(Lint *lint, const Scenario *scenario);
void lint_statements(Lint *lint, const Scenario *scenario);
void lint_control_sets(Lint *lint, const Scenario *scenario, const ControlSetVec *sets);
void lint_files(Lint *lint, const Scenario *scenario);
bool lint_dry_runs(Lint *lint, const Scenario *scenario, const Race *race, const ControlSetVec *sets,
                   const LintOptions *options, Error *error);
