/* The facilitator's pages in a terminal: what is due, what is so, what is to be expected, what to read out.
 * They say more than any player may know. */
#pragma once

#include "report/exercise_page.h"

/* Due now, open decisions, upcoming. */
void desk_page_now(const ExerciseView *view, Text *out);
/* The truth beside what each team knows. */
void desk_page_truth(const ExerciseView *view, Text *out);
/* What is to be expected of each option of each open decision. */
void desk_page_forecast(const ExerciseView *view, Text *out);
/* An inject in full, to be read out. */
void desk_page_inject(const ExerciseView *view, uint32_t inject, Text *out);
/* What can be entered for a team. */
void desk_page_levers(const ExerciseView *view, Text *out);
/* Discussion questions of every module, with probes; the hot wash last. */
void desk_page_questions(const ExerciseView *view, Text *out);
/* Every event of a room, and what became of each team. */
void desk_page_rehearsal(const ExerciseView *view, const RobotKind *kinds, Text *out);
