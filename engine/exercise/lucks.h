/* Lines of play in other worlds: what a decision is worth where as much was known, and the line that is best
 * there, which therefore knows nothing of this world. Part of the debrief. */
#pragma once

#include "exercise/debrief.h"

/* Fills `saved` of every worth. */
bool lucks_weigh(const Room *room, const Setup *setup, uint32_t lucks, Watch watch, Debrief *out,
                 Error *error);
/* Improves a line ([decision] options) one decision at a time until no other option is better. `worlds` are
 * replications over whose sum it is judged; with none, this world alone: that is hindsight. The stage's truth
 * is back when it returns. */
bool lucks_best_line(Stage *stage, const uint32_t *worlds, uint32_t count, uint32_t *options, Error *error);
