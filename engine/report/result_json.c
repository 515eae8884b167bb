#include "report/result_json.h"

#include "report/frequency_page.h"

#include <math.h>

static void write_pair_of_numbers(JsonWriter *writer, const char *key, double low, double high) {
    json_begin_flat_array(writer, key);
    json_write_number(writer, NULL, low);
    json_write_number(writer, NULL, high);
    json_end_array(writer);
}

static void write_exceedance(JsonWriter *writer, const Sample *sample) {
    Exceedance curve = {0};
    sample_exceedance(sample, &curve);
    json_begin_flat_array(writer, "exceedance");
    for (uint32_t i = 0; i < curve.count; i++) {
        json_begin_flat_array(writer, NULL);
        json_write_integer(writer, NULL, curve.items[i].x);
        json_write_number(writer, NULL, curve.items[i].p);
        json_end_array(writer);
    }
    json_end_array(writer);
    vec_clear(&curve);
}

static void write_value(JsonWriter *writer, const char *key, const Statistics *statistics, int64_t value) {
    if (statistics->count > 0)
        json_write_integer(writer, key, value);
    else
        json_write_null(writer, key);
}

/* null when parameters were held, or no two worlds share a draw, or nothing varies. */
static void write_layers(JsonWriter *writer, const Layers *layers) {
    if (isnan(layers->luck.value)) {
        json_write_null(writer, "variance");
        return;
    }
    json_begin_object(writer, "variance");
    json_write_number(writer, "luck", layers->luck.value);
    write_pair_of_numbers(writer, "luck_ci95", layers->luck.ci95.low, layers->luck.ci95.high);
    json_write_number(writer, "unknown", layers->unknown.value);
    write_pair_of_numbers(writer, "unknown_ci95", layers->unknown.ci95.low, layers->unknown.ci95.high);
    json_end_object(writer);
}

static void write_metric(JsonWriter *writer, const Result *result, uint32_t set, uint32_t index) {
    const Probe *probe = &result->adversary->probes.items[index];
    const Statistics *statistics = result_statistics(result, set, index);
    json_begin_object(writer, probe->id);
    json_write_text(writer, "unit", probe->unit);
    json_write_number(writer, "mean", statistics->mean);
    write_pair_of_numbers(writer, "ci95", statistics->ci95.low, statistics->ci95.high);
    write_value(writer, "median", statistics, statistics->median);
    write_value(writer, "p5", statistics, statistics->p5);
    write_value(writer, "p95", statistics, statistics->p95);
    json_write_number(writer, "cvar95", statistics->cvar95);
    json_write_number(writer, "none_share", statistics->share_none);
    write_layers(writer, result_layers(result, set, index));
    write_exceedance(writer, result_sample(result, set, index));
    json_end_object(writer);
}

static void write_set(JsonWriter *writer, const Result *result, uint32_t set) {
    json_begin_object(writer, NULL);
    json_write_text(writer, "name", result->sets[set].id);
    json_write_text(writer, "title", result->sets[set].title);
    json_begin_object(writer, "metrics");
    for (uint32_t probe = 0; probe < result->ensemble->probe_count; probe++)
        if (result_has(result, probe)) write_metric(writer, result, set, probe);
    json_end_object(writer);
    json_end_object(writer);
}

static void write_pair(JsonWriter *writer, const Result *result, uint32_t set, uint32_t probe) {
    Comparison comparison = result_compare(result, 0, set, probe);
    json_begin_object(writer, NULL);
    json_write_text(writer, "a", result->sets[0].id);
    json_write_text(writer, "b", result->sets[set].id);
    json_write_text(writer, "metric", result->adversary->probes.items[probe].id);
    json_write_number(writer, "mean_difference", comparison.mean_difference);
    write_pair_of_numbers(writer, "ci95", comparison.ci95.low, comparison.ci95.high);
    json_write_number(writer, "better_share", comparison.better_share);
    json_write_number(writer, "tied_share", comparison.tied_share);
    json_end_object(writer);
}

static void write_until(JsonWriter *writer, const Result *result) {
    json_begin_object(writer, "until");
    json_write_text(writer, "asked", result->until);
    json_write_flag(writer, "reached", result->until_state.reached);
    json_write_number(writer, "width", result->until_state.width);
    json_end_object(writer);
}

void result_json_write(const Result *result, JsonWriter *writer) {
    const Ensemble *ensemble = result->ensemble;
    json_begin_object(writer, NULL);
    json_write_text(writer, "format", "keyfall.result");
    json_write_integer(writer, "version", 1);
    json_write_text(writer, "scenario", result->scenario);
    json_write_unsigned64(writer, "seed", result->seed);
    json_write_integer(writer, "replications", ensemble->replications);
    json_write_integer(writer, "worlds_per_draw", ensemble->worlds_per_draw);
    json_write_text(writer, "response", result->response_off ? "off" : "on");
    json_write_text(writer, "parameters", result->parameters_fixed ? "fixed" : "drawn");
    json_write_flag(writer, "partial", ensemble->partial);
    if (result->until) write_until(writer, result);
    json_begin_array(writer, "control_sets");
    for (uint32_t set = 0; set < ensemble->set_count; set++) write_set(writer, result, set);
    json_end_array(writer);
    if (result->frequency) frequency_json_write(result, writer);
    json_begin_array(writer, "pairs");
    for (uint32_t set = 1; set < ensemble->set_count; set++) {
        for (uint32_t probe = METRIC_CUSTOMERS; probe <= METRIC_MONEY; probe++)
            if (result_has(result, probe)) write_pair(writer, result, set, probe);
    }
    json_end_array(writer);
    json_end_object(writer);
}
