/* One replication played again with its log: what stories, maps and chains are told from. The same world of
 * the same seed is the same to the bit, however often it is played. */
#pragma once

#include "report/story.h"

typedef struct PlayedOptions {
    uint64_t seed;
    uint32_t replication, worlds_per_draw; /* worlds_per_draw at least 1 */
    bool response_off;
    ParameterScope scope;
} PlayedOptions;

typedef struct Played {
    const Race *race; /* borrowed */
    PlayedOptions options;
    Weights *weights;
    RaceState *state;
    HappeningVec log;
    int64_t *metrics; /* by probe */
} Played;

/* `set` may be NULL and may go afterwards. */
bool played_run(Played *played, const Race *race, const ParameterSet *parameters, const Catalogue *catalogue,
                const ControlSet *set, PlayedOptions options, Error *error);
void played_clear(Played *played);
/* Borrows both. */
Told played_told(const Played *played, const char *controls);
