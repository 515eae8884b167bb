#include "measure/mix_worth.h"

#include "measure/reach.h"

#include <math.h>
#include <stdlib.h>

void mix_worth_init(MixWorth *worth, const Mix *mix, uint32_t levers, uint32_t worlds) {
    *worth = (MixWorth){.mix = mix, .levers = levers, .worlds = worlds};
    worth->alone = heap_take(levers, sizeof *worth->alone);
    worth->most = heap_take(levers, sizeof *worth->most);
    worth->most_in = heap_take(levers, sizeof *worth->most_in);
    for (uint32_t i = 0; i < levers; i++) worth->most_in[i] = NONE;
}

void mix_worth_clear(MixWorth *worth) {
    free(worth->alone);
    free(worth->most);
    free(worth->most_in);
    *worth = (MixWorth){0};
}

/* A lever for a kind of organisation that this world lacks changes nothing in it. */
static bool acts(const Study *study, uint32_t lever) {
    Reach reach;
    Error unused;
    if (!reach_of(&study->levers->list.items[lever], race_world(study->race), race_adversary(study->race),
                  study->catalogue, study->base, &reach, &unused))
        return false;
    bool idle = reach_is_idle(&reach);
    reach_clear(&reach);
    return !idle;
}

uint32_t mix_worth_masks(const Study *study, uint64_t *masks) {
    uint32_t count = 0;
    masks[count++] = 0;
    for (uint32_t i = 0; i < study->levers->list.count; i++)
        if (acts(study, i)) masks[count++] = UINT64_C(1) << i;
    return count;
}

static double mean_of(const Ensemble *ensemble, uint32_t set) {
    const int64_t *values = ensemble_values(ensemble, set, METRIC_CUSTOMERS);
    int64_t sum = 0;
    for (uint32_t i = 0; i < ensemble->replications; i++) sum += values[i];
    return (double)sum / ensemble->replications;
}

static double add_yearly(YearlyWorth *to, const Frequency *frequency, double mean) {
    double yearly = yearly_sum(frequency, frequency->rate.mean, mean);
    to->low += yearly_sum(frequency, frequency->rate.low, mean);
    to->mean += yearly;
    to->high += yearly_sum(frequency, frequency->rate.high, mean);
    return yearly;
}

void mix_worth_add(MixWorth *worth, uint32_t entry, const Frequency *frequency, const uint64_t *masks,
                   const Ensemble *ensemble) {
    double without = mean_of(ensemble, 0);
    add_yearly(&worth->as_it_was, frequency, without);
    for (uint32_t set = 1; set < ensemble->set_count; set++) {
        uint32_t lever = (uint32_t)__builtin_ctzll(masks[set]);
        double fewer = add_yearly(&worth->alone[lever], frequency, without - mean_of(ensemble, set));
        if (!(fewer > worth->most[lever])) continue;
        worth->most[lever] = fewer;
        worth->most_in[lever] = entry;
    }
}
