/* What people read of an exercise in a terminal. Every page carries EXERCISE ONLY and the exercise's marking.
 */
#pragma once

#include "exercise/robot.h"
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
/* "EXERCISE ONLY · TLP:GREEN …" and the clocks. */
void exercise_banner(const ExerciseView *view, Text *out);
/* One line for a message of an inbox. */
void exercise_message(const ExerciseView *view, const Message *message, uint32_t team, uint32_t role,
                      Text *out);

/* Whether the facilitator is shown this measure of the truth. */
bool exercise_shows_probe(const Room *room, uint32_t probe);

/* One line for an event of the log. */
void exercise_event(const ExerciseView *view, const RoomEvent *event, Text *out);

/* An inject in full, to be read out. */
void exercise_page_inject(const ExerciseView *view, uint32_t inject, Text *out);
/* What can be entered for a team. */
void exercise_page_levers(const ExerciseView *view, Text *out);
/* Discussion questions of every module, with probes; the hot wash last. */
void exercise_page_questions(const ExerciseView *view, Text *out);
/* Every event of a room as a list, and what became of each team. */
void exercise_page_rehearsal(const ExerciseView *view, const RobotKind *kinds, Text *out);
/* What a role of a team has been told and knows. */
void exercise_page_role(const ExerciseView *view, uint32_t team, uint32_t role, Text *out);
/* Facilitator: due now, upcoming, open decisions, truth beside what each team knows. */
void exercise_page_now(const ExerciseView *view, Text *out);
void exercise_page_log(const ExerciseView *view, Text *out);
void exercise_page_truth(const ExerciseView *view, Text *out);
