/* What is wrong with an exercise before anybody plays it: read off the definition, and found by playing it
 * dry many times on worlds that hit the players, with random choices. */
#pragma once

#include "exercise/truth.h"

typedef enum ExerciseLintLevel {
    EXERCISE_LINT_NOTE,
    EXERCISE_LINT_WARNING,
    EXERCISE_LINT_ERROR
} ExerciseLintLevel;
typedef struct ExerciseFinding {
    ExerciseLintLevel level;
    const char *where; /* file:line, borrowed from the definition */
    const char *text;  /* in the report's arena */
} ExerciseFinding;

typedef struct ExerciseLint {
    Arena arena;
    Vec(ExerciseFinding) findings;
    uint32_t plays, worlds; /* dry runs, and the worlds that they were on */
} ExerciseLint;

typedef struct ExerciseLintOptions {
    uint64_t seed;
    uint32_t worlds; /* to look for such as hit the players */
    uint32_t plays;
    bool (*progress)(void *context, uint32_t done, uint32_t total); /* may be NULL; false stops */
    void *context;
} ExerciseLintOptions;

bool exercise_lint(Stage *stage, const ExerciseLintOptions *options, ExerciseLint *out, Error *error);
void exercise_lint_clear(ExerciseLint *report);
uint32_t exercise_lint_count(const ExerciseLint *report, ExerciseLintLevel level);
