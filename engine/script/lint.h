/* The linter: what is wrong with a scenario, or might be, though it loads. It reads what the scenario
 * declared and plays dry runs, to find steps that never happen and responses that never act.
 *
 * A finding has a check, a short name by which `meant "subject" { check = …, because = … }` can say that it
 * is no mistake; then it is kept with its reason and counts as a note. */
#pragma once

#include "race/race.h"
#include "script/scenario.h"

typedef enum LintSeverity { LINT_NOTE, LINT_WARNING, LINT_ERROR, LINT_SEVERITIES } LintSeverity;

typedef struct Finding {
    LintSeverity severity;
    const char *check;   /* "never-acts" */
    const char *subject; /* the statement's sentence, the fact's key, the control set's id, or a file */
    const char *file;    /* in the scenario's folder */
    uint32_t line;       /* from 1 */
    const char *text;    /* what is wrong, and what to write instead */
    const char *because; /* the scenario's reason why it is meant, or NULL */
} Finding;

typedef struct Lint {
    Arena arena;
    Vec(Finding) list; /* by file and line */
    uint32_t count[LINT_SEVERITIES];
    uint32_t worlds; /* dry runs played */
    bool partial;    /* stopped before the end */
} Lint;

typedef struct LintOptions {
    uint64_t seed;
    uint32_t replications; /* dry runs of the incident as it was; what stays unseen gets a tenth of them more
                            * under every other control set */
    bool (*progress)(void *context, uint32_t done, uint32_t total); /* as in EnsembleOptions; may be NULL */
    void *context;
} LintOptions;

/* `sets` are the scenario's own. Fails when a set does not fit the world. The caller clears *out. */
bool lint_run(Lint *out, const Scenario *scenario, const Race *race, const ControlSetVec *sets,
              const LintOptions *options, Error *error);
void lint_clear(Lint *lint);

const char *lint_severity_name(LintSeverity severity);
