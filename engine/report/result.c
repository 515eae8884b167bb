#include "report/result.h"

#include <math.h>

/* Where every draw is the same there is one layer. */
static Layers layers_of(const Result *result, const int64_t *values) {
    static const Ratio none = {NAN, {NAN, NAN}, 0};
    if (result->parameters_fixed) return (Layers){none, none};
    return variance_layers(values, result->ensemble->replications, result->ensemble->worlds_per_draw);
}

static void measure(Result *result, uint32_t set, uint32_t probe) {
    const Ensemble *ensemble = result->ensemble;
    size_t cell = (size_t)set * ensemble->probe_count + probe;
    const int64_t *values = ensemble_values(ensemble, set, probe);
    sample_init(&result->samples[cell], values, ensemble->replications);
    result->statistics[cell] = statistics_of_sample(&result->samples[cell], values, ensemble->replications,
                                                    ensemble->worlds_per_draw);
    result->layers[cell] = layers_of(result, values);
}

void result_measure(Result *result) {
    const Ensemble *ensemble = result->ensemble;
    size_t cells = (size_t)ensemble->set_count * ensemble->probe_count;
    result->samples = heap_take(cells, sizeof(Sample));
    result->statistics = heap_take(cells, sizeof(Statistics));
    result->layers = heap_take(cells, sizeof(Layers));
    for (uint32_t set = 0; set < ensemble->set_count; set++) {
        for (uint32_t probe = 0; probe < ensemble->probe_count; probe++)
            if (result_has(result, probe)) measure(result, set, probe);
    }
}

void result_clear(Result *result) {
    size_t cells = result->samples ? (size_t)result->ensemble->set_count * result->ensemble->probe_count : 0;
    for (size_t i = 0; i < cells; i++) sample_clear(&result->samples[i]);
    free(result->samples);
    free(result->statistics);
    free(result->layers);
    result->samples = NULL;
    result->statistics = NULL;
    result->layers = NULL;
}

static bool ever(const Result *result, uint32_t probe) {
    for (uint32_t set = 0; set < result->ensemble->set_count; set++)
        if (sample_above(result_sample(result, set, probe), 0) > 0) return true;
    return false;
}

uint32_t result_subject(const Result *result) {
    static const uint32_t subjects[] = {METRIC_CUSTOMERS, METRIC_DISRUPTED, METRIC_RECORDS};
    for (size_t i = 0; i < sizeof subjects / sizeof *subjects; i++)
        if (ever(result, subjects[i])) return subjects[i];
    return METRIC_CUSTOMERS;
}

Comparison result_compare(const Result *result, uint32_t a, uint32_t b, uint32_t probe) {
    const Ensemble *ensemble = result->ensemble;
    return comparison_of(ensemble_values(ensemble, a, probe), ensemble_values(ensemble, b, probe),
                         ensemble->replications, ensemble->worlds_per_draw);
}

ProvenanceCount provenance_count(const ParameterSet *parameters) {
    ProvenanceCount count = {{0}};
    for (uint32_t i = 0; i < parameters->list.count; i++) count.of[parameters->list.items[i].provenance]++;
    return count;
}
