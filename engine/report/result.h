/* What `run`, `compare` and `backtest` know once an ensemble is done: the sorted sample and the statistics of
 * every metric under every control set. The pages and the JSON read this and nothing else; the JSON leaves
 * out what an ensemble that names its measures has not computed; `run` wants every one, `compare` the
 * first. */
#pragma once

#include "measure/comparison.h"
#include "measure/frequency.h"
#include "measure/statistics.h"
#include "measure/until.h"
#include "measure/variance.h"
#include "race/ensemble.h"

typedef struct SetName {
    const char *id, *title;
} SetName;

typedef struct Result {
    const char *scenario; /* name of its folder */
    const Adversary *adversary;
    const ParameterSet *parameters;
    const Ensemble *ensemble;
    const SetName *sets; /* [set_count of the ensemble] */
    uint32_t beside;     /* so many of the last sets were not asked for, and are shown beside the others */
    uint64_t seed;
    bool response_off;
    bool parameters_fixed;      /* what nobody knows was held at its most likely values */
    const Frequency *frequency; /* NULL unless what a year costs was asked for */
    const char *until;          /* as the user wrote it; NULL: none was asked for */
    UntilState until_state;
    Sample *samples;        /* [set × probe]; owned */
    Statistics *statistics; /* [set × probe]; owned */
    Layers *layers;         /* [set × probe]; owned; not-a-number when parameters are fixed */
} Result;

/* Fills what is owned from the borrowed rest, which the caller has set. */
void result_measure(Result *result);
void result_clear(Result *result);

static inline const Statistics *result_statistics(const Result *result, uint32_t set, uint32_t probe) {
    return &result->statistics[(size_t)set * result->ensemble->probe_count + probe];
}
static inline const Sample *result_sample(const Result *result, uint32_t set, uint32_t probe) {
    return &result->samples[(size_t)set * result->ensemble->probe_count + probe];
}
static inline const Layers *result_layers(const Result *result, uint32_t set, uint32_t probe) {
    return &result->layers[(size_t)set * result->ensemble->probe_count + probe];
}
static inline bool result_has(const Result *result, uint32_t probe) {
    return !result->ensemble->columns || result->ensemble->columns[probe] != NONE;
}
/* What the page speaks of first: customers hit; where no world has any, organisations that were disrupted,
 * then records taken; customers again when there is none of either. */
uint32_t result_subject(const Result *result);
/* Set `b` against set `a`, world by world. */
Comparison result_compare(const Result *result, uint32_t a, uint32_t b, uint32_t probe);

/* Parameters by provenance, indexed by Provenance. */
typedef struct ProvenanceCount {
    uint32_t of[3];
} ProvenanceCount;
ProvenanceCount provenance_count(const ParameterSet *parameters);
