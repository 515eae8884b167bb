/* What people read of an exercise in a terminal. Every page carries EXERCISE ONLY and the exercise's marking.
 */
#pragma once

#include "exercise/robot.h"
#include "report/figure.h"
#include "report/page.h"

typedef struct ExerciseView { /* all borrowed */
    const Room *room;
    const Setup *setup;
    Language language;
    Style style;
} ExerciseView;

/* A text of the exercise with its placeholders filled; as a role of a team reads it, or as the facilitator
 * does when role is NONE. */
void exercise_text(const ExerciseView *view, Wording wording, uint32_t team, uint32_t role, uint32_t at,
                   Text *out);
/* An organisation as players call it: by its name when it is played, as the n-th customer of one that is. */
void exercise_org(const ExerciseView *view, OrgId org, Text *out);
/* As exercise_text, for a title that no team colours. */
void exercise_words(const ExerciseView *view, Wording wording, Text *out);
/* Distinct callers that a role of a team knows of by then. */
uint32_t exercise_callers(const ExerciseView *view, uint32_t team, uint32_t role, uint32_t at);
/* A second of the scenario, in the view's language. */
Figure exercise_moment(const ExerciseView *view, uint32_t second);
/* "EXERCISE ONLY · TLP:GREEN …" and the clocks. */
void exercise_banner(const ExerciseView *view, Text *out);
/* One line for a message of an inbox. */
void exercise_message(const ExerciseView *view, const Message *message, uint32_t team, uint32_t role,
                      Text *out);

/* What is handed out with an inject, as lines of a terminal. */
void exercise_attachment(const ExerciseView *view, const Inject *inject, uint32_t team, uint32_t role,
                         uint32_t at, uint32_t indent, Text *out);

/* Whether the facilitator is shown this measure of the truth. */
bool exercise_shows_probe(const Room *room, uint32_t probe);

/* One line for an event of the log. */
void exercise_event(const ExerciseView *view, const RoomEvent *event, Text *out);

/* What a role of a team has been told and knows. */
void exercise_page_role(const ExerciseView *view, uint32_t team, uint32_t role, Text *out);
/* Every event of a room as a list. */
void exercise_page_log(const ExerciseView *view, Text *out);
