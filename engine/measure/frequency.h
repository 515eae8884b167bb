/* From what an attack does to what it does in a year. A scenario states how often attacks like it are known
 * to come, with a range; only then is anything said per year.
 *
 * The stated rate counts events that history knows of. In the model an attempt may come to nothing, so
 * attempts a year = rate / the share of worlds that count as having happened (`given`), at the posture that
 * the rate belongs to: the first control set. Another set meets the same attempts; so it acts relative to the
 * average. Events are taken as independent (Poisson); criminals repeat what worked, so a real year is
 * lumpier. */
#pragma once

#include "measure/statistics.h"
#include "race/ensemble.h"

typedef struct YearlyRate {
    double low, mean, high; /* P5, mean and P95 of what nobody knows, events a year */
} YearlyRate;

typedef struct Frequency {
    YearlyRate rate;
    double happened;    /* share of worlds of the first set that count; above 0 */
    double customers;   /* in the world, at the most likely sizes */
    bool has_published; /* a figure to check against: odds a year of a customer */
    double published_low, published_high;
} Frequency;

/* Of PERT(low, mode, high). */
YearlyRate yearly_rate(double low, double mode, double high, const QuantileKit *kit);
/* Share of a set's worlds that count as having happened; 1 when the scenario gives no condition. */
double yearly_happened(const Adversary *adversary, const Ensemble *ensemble, uint32_t set);

/* Of a rate of known events: so much a year of something that has this mean over all worlds. */
double yearly_sum(const Frequency *frequency, double rate, double mean);

typedef struct YearlyLevel {
    int64_t value; /* one event in so many years is worse than this */
    bool never;    /* no event at all in so many years */
    bool beyond;   /* so rare that no world of the sample is: worse than `value`, nobody knows by how much */
} YearlyLevel;
YearlyLevel yearly_level(const Frequency *frequency, double rate, const Sample *sample, double years);
