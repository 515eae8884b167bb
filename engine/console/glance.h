/* The first answer after a move: a few hundred worlds, of which only what is on the screen is read. Most of a
 * world is then never computed, and what is computed is the same to the last bit. */
#pragma once

#include "console/run.h"

/* The request's metric and the customers hit, of the present setting beside the pinned one (NULL: none),
 * whose columns hold that many worlds. Partial when `stop` was set. The caller clears `out`; nothing on an
 * error. */
bool glance_run(const RunRequest *request, Columns *pinned, uint32_t worlds, const atomic_bool *stop,
                Ensemble *out, Error *error);
