#include "measure/frequency.h"

#include <assert.h>
#include <math.h>

/* Rates may be far below one: the table counts millionths. */
static const double MILLION = 1e6;

static double at(const QuantileTable *table, double share) {
    uint64_t bits = (uint64_t)(share * 0x1p64);
    return (double)quantile_at(table, bits) / (double)(UINT64_C(1) << QUANTILE_PLACES) / MILLION;
}

YearlyRate yearly_rate(double low, double mode, double high, const QuantileKit *kit) {
    if (low == high) return (YearlyRate){low, low, low};
    Distribution range = {
        .kind = DISTRIBUTION_PERT, .a = low * MILLION, .b = mode * MILLION, .c = high * MILLION};
    QuantileTable table;
    quantile_build(&table, kit, &range);
    return (YearlyRate){at(&table, 0.05), distribution_mean(&range) / MILLION, at(&table, 0.95)};
}

double yearly_happened(const Adversary *adversary, const Ensemble *ensemble, uint32_t set) {
    if (!adversary->has_given || ensemble->replications == 0) return 1;
    const int64_t *values = ensemble_values(ensemble, set, adversary->given_probe);
    uint32_t count = 0;
    for (uint32_t i = 0; i < ensemble->replications; i++)
        count += values[i] != METRIC_NONE && values[i] >= adversary->given_least;
    return (double)count / ensemble->replications;
}

double yearly_sum(const Frequency *frequency, double rate, double mean) {
    assert(frequency->happened > 0);
    return rate / frequency->happened * mean;
}

YearlyLevel yearly_level(const Frequency *frequency, double rate, const Sample *sample, double years) {
    assert(frequency->happened > 0);
    double attempts = rate / frequency->happened * years;
    if (sample->count == 0 || attempts < 1) return (YearlyLevel){.never = true};
    uint32_t worse = (uint32_t)(sample->count / attempts); /* worlds that may be worse */
    if (worse == 0) return (YearlyLevel){.value = sample->sorted[sample->count - 1], .beyond = true};
    uint32_t place = worse < sample->count ? sample->count - worse - 1 : 0;
    return (YearlyLevel){.value = sample->sorted[place]};
}
