/* The dry runs of the linter: an exercise played by robots on worlds that hit its players, to find out what
 * never comes, never opens, never holds, or changes nothing. Part of exercise_lint.h. */
#pragma once

#include "exercise/exercise_lint.h"

/* Adds its findings. Fails when it is stopped. */
bool exercise_dry_runs(Stage *stage, const ExerciseLintOptions *options, ExerciseLint *report, Error *error);
/* One more finding; the text is kept. */
void exercise_lint_find(ExerciseLint *report, ExerciseLintLevel level, const char *where, const char *format,
                        ...) __attribute__((format(printf, 4, 5)));
