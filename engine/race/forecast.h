/* A forecast: the past up to a cut is the truth's, what is still on its way is drawn again, knowing that it
 * has not come yet. Internal to the room; only for a walk of one set. docs/model.md, "Forecasts". */
#pragma once

#include "race/state.h"

/* When something comes that was set off at `at`, as a function of its timing's bits: never earlier for
 * greater bits. */
typedef struct Timer {
    const QuantileTable *table;
    uint64_t factor;      /* of a step (how slow it is) or of work (how quick), 16 places */
    uint64_t recover;     /* of work, 16 places */
    const Workload *load; /* of work; NULL for anything else */
    bool is_step;
    uint32_t at, horizon;
} Timer;

Timer timer_of_step(const RaceState *run, const QuantileTable *table, uint64_t slow, uint32_t at);
Timer timer_of_wait(const RaceState *run, const QuantileTable *table, uint32_t at);
uint32_t timer_second(const Timer *timer, uint64_t bits);

/* Whether draws made now may have to be made again: the race is still in the past of a forecast. */
static inline bool forecast_is_past(const RaceState *run) {
    return run->cut != NEVER && run->context == run->truth;
}

/* Replaces the bits of a coin and of a timing by the forecast's, where what they decide is not past: it comes
 * after the cut, or it never comes and nobody can tell yet. With `shows`, a failure is seen when its time has
 * come; otherwise only success is. */
void forecast_redraw(const RaceState *run, const Timer *timer, Odds odds, bool shows, Name name,
                     DrawPurpose coin_purpose, DrawPurpose timing_purpose, uint32_t occurrence,
                     uint64_t *coin, uint64_t *timing);
