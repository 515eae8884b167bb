/* What both readers of answers share; internal to the room. */
#pragma once

#include "control/answers.h"

typedef struct Given { /* one row or object, as texts; "" where nothing stands */
    const char *id, *answer, *status, *note;
} Given;

/* Checks and keeps one answer. The sentence in `error` has no place yet: the caller puts it before. */
bool answers_take(Answers *answers, const Questionnaire *questionnaire, const Given *given, Error *error);
/* The head of a form. */
bool answers_take_head(Answers *answers, const char *part, const char *name, const char *date, Error *error);
bool answers_read_sheet(Answers *answers, const char *path, const Questionnaire *questionnaire, Error *error);
