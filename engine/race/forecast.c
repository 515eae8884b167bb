#include "race/forecast.h"

Timer timer_of_step(const RaceState *run, const QuantileTable *table, uint64_t slow, uint32_t at) {
    return (Timer){.table = table, .factor = slow, .is_step = true, .at = at, .horizon = run->horizon};
}

Timer timer_of_wait(const RaceState *run, const QuantileTable *table, uint32_t at) {
    return (Timer){.table = table, .at = at, .horizon = run->horizon};
}

static uint32_t work_done(const Timer *timer, uint64_t bits) {
    unsigned __int128 work = (unsigned __int128)quantile_at(timer->table, bits) * timer->factor;
    work = (work >> 16) * timer->recover;
    return workload_finish(timer->load, timer->at, (uint64_t)(work >> 32), timer->horizon);
}

uint32_t timer_second(const Timer *timer, uint64_t bits) {
    if (timer->load) return work_done(timer, bits);
    if (!timer->is_step) return later(timer->at, quantile_whole(timer->table, bits, NEVER));
    unsigned __int128 delay = (unsigned __int128)quantile_at(timer->table, bits) * timer->factor;
    return later(timer->at, (uint64_t)(delay >> 32) ? (uint64_t)(delay >> 32) : 1);
}

/* The least bits with which it comes after the cut; false when it never does. */
static bool bits_after(const Timer *timer, uint32_t cut, uint64_t *least) {
    if (timer_second(timer, UINT64_MAX) <= cut) return false;
    uint64_t low = 0, high = UINT64_MAX; /* high comes after the cut */
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        if (timer_second(timer, middle) > cut)
            high = middle;
        else
            low = middle + 1;
    }
    *least = high;
    return true;
}

/* Bayes: it works with p, and would then still be on its way with `survives`; p S / (1 − p + p S). */
static Odds odds_if_not_seen(Odds odds, Odds survives) {
    uint64_t both = odds_and(odds, survives), rest = ODDS_ONE - odds + both;
    return rest ? (Odds)(((unsigned __int128)both << 32) / rest) : 0;
}

void forecast_redraw(const RaceState *run, const Timer *timer, Odds odds, bool shows, Name name,
                     DrawPurpose coin_purpose, DrawPurpose timing_purpose, uint32_t occurrence,
                     uint64_t *coin, uint64_t *timing) {
    bool works = draw_coin(*coin, odds);
    if (timer_second(timer, *timing) <= run->cut && (works || shows)) return;
    uint64_t least;
    if (!bits_after(timer, run->cut, &least)) {
        *coin = UINT64_MAX;
        return;
    }
    unsigned __int128 left = ((unsigned __int128)1 << 64) - least;
    Odds survives = (Odds)(left >> 32), now = shows ? odds : odds_if_not_seen(odds, survives);
    uint64_t again = draw_bits(run->future, draw_key(name, coin_purpose, occurrence));
    uint64_t when = draw_bits(run->future, draw_key(name, timing_purpose, occurrence));
    *coin = draw_coin(again, now) ? 0 : UINT64_MAX;
    *timing = least + (uint64_t)((left * when) >> 64);
}
