/* Which control sets of an ensemble walk together. Internal to the room.
 *
 * Sets that do the same to this adversary are one set. Sets whose clocks run alike (equal in whatever changes
 * times: notice, react, slow, recover) share nearly everything and are put into the same walk, up to 64;
 * those whose clocks differ still share what comes before. */
#pragma once

#include "base/vec.h"
#include "race/race.h"

typedef struct Walk {
    const uint32_t *sets; /* places in the ensemble's list */
    uint32_t count;
    Weights *weights; /* from which each thread has its own */
} Walk;

typedef struct Walks {
    Vec(Walk) list;
    uint32_t *order; /* all sets that walk, walk by walk */
    uint32_t *twin;  /* [set] the first set that does the same: itself, when it walks */
} Walks;

/* NULL entries of `sets` are the world as it is. A brief walk (race_ends_with_attack) does not tell apart
 * sets that differ only in how fast they restore, where the attack does not feel it. */
bool walks_make(Walks *walks, const Race *race, const ControlSet *const *sets, uint32_t count, bool brief,
                Error *error);
void walks_clear(Walks *walks);
