/* What each decision was worth when it was taken, and what came of it: for the terminal and for the report.
 */
#pragma once

#include "report/paper.h"

#define DEBRIEF_LUCKS 12 /* other worlds that a decision is tried in */

/* Makes the debrief and writes it. The room must have ended. */
bool debrief_page(const ExerciseView *view, Text *out, Error *error);
/* As a part of the report, from a debrief that is there. */
void debrief_paper(const Paper *paper, Text *out);
