#include "console/run_internal.h"
#include "measure/histogram.h"
#include "report/result_json.h"

#include <string.h>

enum { BINS = 40 };

void run_gather(const RunRequest *request, Columns *now, Columns *pinned, uint32_t worlds, Ensemble *out) {
    uint32_t probes = request->loaded->scenario.adversary.probes.count;
    *out = (Ensemble){.set_count = pinned ? 2 : 1,
                      .probe_count = probes,
                      .replications = worlds,
                      .worlds_per_draw = COLUMNS_WORLDS_PER_DRAW,
                      .partial = worlds < request->worlds,
                      .stride = worlds};
    out->values = heap_take((size_t)out->set_count * probes * worlds, sizeof *out->values);
    if (pinned) columns_copy(pinned, worlds, out->values, worlds);
    columns_copy(now, worlds, out->values + (size_t)(out->set_count - 1) * probes * worlds, worlds);
}

/* ------------------------------------------------------------------ pictures */

static void write_bins(JsonWriter *writer, const char *key, const Sample *sample, int64_t low, int64_t high) {
    uint32_t bins[BINS];
    histogram_of(sample, low, high, bins, BINS);
    json_begin_flat_array(writer, key);
    for (uint32_t i = 0; i < BINS; i++) json_write_integer(writer, NULL, bins[i]);
    json_end_array(writer);
}

static void write_histogram(JsonWriter *writer, const Result *result, uint32_t probe) {
    int64_t low = INT64_MAX, high = INT64_MIN;
    for (uint32_t set = 0; set < result->ensemble->set_count; set++) {
        const Sample *sample = result_sample(result, set, probe);
        if (sample->count == 0) continue;
        if (sample->sorted[0] < low) low = sample->sorted[0];
        if (sample->sorted[sample->count - 1] > high) high = sample->sorted[sample->count - 1];
    }
    if (low > high) low = high = 0;
    if (high - low < BINS) high = low + BINS; /* whole numbers: a bin is one of them at least */
    json_begin_object(writer, "histogram");
    json_write_integer(writer, "low", low);
    json_write_integer(writer, "high", high);
    json_begin_array(writer, "bins");
    for (uint32_t set = 0; set < result->ensemble->set_count; set++)
        write_bins(writer, NULL, result_sample(result, set, probe), low, high);
    json_end_array(writer);
    json_end_object(writer);
}

/* Simulation error of "chance of more than x", by draws. */
static Interval chance_interval(const int64_t *values, uint32_t count, int64_t x, double *terms) {
    double *ones = terms + count;
    for (uint32_t i = 0; i < count; i++) {
        bool there = values[i] != METRIC_NONE;
        terms[i] = there && values[i] > x;
        ones[i] = there;
    }
    return ratio_of(terms, ones, count, COLUMNS_WORLDS_PER_DRAW).ci95;
}

static void write_band(JsonWriter *writer, const Result *result, uint32_t set, uint32_t probe) {
    uint32_t count = result->ensemble->replications;
    double *terms = heap_take((size_t)count * 2, sizeof *terms);
    Exceedance curve = {0};
    sample_exceedance(result_sample(result, set, probe), &curve);
    json_begin_flat_array(writer, NULL);
    for (uint32_t i = 0; i < curve.count; i++) {
        Interval ci =
            chance_interval(ensemble_values(result->ensemble, set, probe), count, curve.items[i].x, terms);
        json_begin_flat_array(writer, NULL);
        json_write_integer(writer, NULL, curve.items[i].x);
        json_write_number(writer, NULL, ci.low > 0 ? ci.low : 0);
        json_write_number(writer, NULL, ci.high < 1 ? ci.high : 1);
        json_end_array(writer);
    }
    json_end_array(writer);
    vec_clear(&curve);
    free(terms);
}

static void write_picture(JsonWriter *writer, const Result *result, uint32_t probe) {
    json_begin_object(writer, result->adversary->probes.items[probe].id);
    json_write_text(writer, "title", result->adversary->probes.items[probe].title);
    write_histogram(writer, result, probe);
    json_begin_array(writer, "bands");
    for (uint32_t set = 0; set < result->ensemble->set_count; set++) write_band(writer, result, set, probe);
    json_end_array(writer);
    json_end_object(writer);
}

/* The first world whose customers hit are those of a quantile: one to look at on the map. */
static uint32_t world_like(const Ensemble *ensemble, uint32_t set, int64_t value) {
    const int64_t *customers = ensemble_values(ensemble, set, METRIC_CUSTOMERS);
    uint32_t world = 0;
    while (world + 1 < ensemble->replications && customers[world] != value) world++;
    return world;
}

static void write_worlds(JsonWriter *writer, const Result *result) {
    uint32_t now = result->ensemble->set_count - 1;
    const Statistics *s = result_statistics(result, now, METRIC_CUSTOMERS);
    json_begin_object(writer, "worlds");
    json_write_integer(writer, "p5", world_like(result->ensemble, now, s->p5));
    json_write_integer(writer, "p50", world_like(result->ensemble, now, s->median));
    json_write_integer(writer, "p95", world_like(result->ensemble, now, s->p95));
    json_end_object(writer);
}

static void write_pictures(JsonWriter *writer, const Result *result, uint32_t asked) {
    json_begin_object(writer, NULL);
    json_write_integer(writer, "done", result->ensemble->replications);
    json_write_integer(writer, "asked", asked);
    write_worlds(writer, result);
    json_begin_object(writer, "metrics");
    for (uint32_t probe = METRIC_CUSTOMERS; probe <= METRIC_MONEY; probe++)
        if (result_has(result, probe)) write_picture(writer, result, probe);
    json_end_object(writer);
    json_end_object(writer);
}

/* {"result": a keyfall.result, "pictures": what the page draws and the result does not have} */
static char *join(const Result *result, uint32_t asked) {
    JsonWriter writer, pictures;
    Text both = {0};
    json_writer_init(&writer, false);
    json_writer_init(&pictures, false);
    result_json_write(result, &writer);
    write_pictures(&pictures, result, asked);
    text_add(&both, "{\"result\":");
    text_add_n(&both, writer.text, writer.length);
    text_add(&both, ",\"pictures\":");
    text_add_n(&both, pictures.text, pictures.length);
    text_add(&both, "}");
    json_writer_clear(&pictures);
    json_writer_clear(&writer);
    return both.items;
}

char *run_result_json(const RunRequest *request, const Ensemble *ensemble) {
    static const SetName both[] = {{"pinned", "Pinned"}, {"now", "Now"}};
    const Scenario *s = &request->loaded->scenario;
    Result result = {.scenario = s->name,
                     .adversary = &s->adversary,
                     .parameters = &s->parameters,
                     .ensemble = ensemble,
                     .sets = ensemble->set_count > 1 ? both : both + 1,
                     .seed = request->seed,
                     .response_off = request->response_off};
    result_measure(&result);
    char *json = join(&result, request->worlds);
    result_clear(&result);
    return json;
}

/* ------------------------------------------------------------------ timeline and worth */

static void write_line(JsonWriter *writer, const char *key, const uint32_t *values) {
    json_begin_flat_array(writer, key);
    for (uint32_t i = 0; i < TIMELINE_MOMENTS; i++) json_write_integer(writer, NULL, values[i]);
    json_end_array(writer);
}

char *run_timeline_json(const Timeline *timeline) {
    static const char *const names[TIMELINE_SERIES] = {"taken", "warned", "contained"};
    JsonWriter writer;
    json_writer_init(&writer, false);
    json_begin_object(&writer, NULL);
    json_write_integer(&writer, "worlds", timeline->worlds);
    write_line(&writer, "at", timeline->at);
    for (int series = 0; series < TIMELINE_SERIES; series++) {
        json_begin_object(&writer, names[series]);
        write_line(&writer, "p5", timeline->low[series]);
        write_line(&writer, "median", timeline->median[series]);
        write_line(&writer, "p95", timeline->high[series]);
        json_end_object(&writer);
    }
    json_end_object(&writer);
    return writer.text;
}

static void write_worth(JsonWriter *writer, const RunRequest *request, const ControlWorth *worth) {
    const Scenario *s = &request->loaded->scenario;
    json_begin_object(writer, NULL);
    json_write_text(writer, "control", s->catalogue.controls[worth->control].id);
    json_write_integer(writer, "worlds", worth->worlds);
    json_begin_object(writer, "metrics");
    for (uint32_t probe = METRIC_CUSTOMERS; probe <= METRIC_MONEY; probe++) {
        json_begin_flat_array(writer, s->adversary.probes.items[probe].id);
        json_write_number(writer, NULL, worth->difference[probe]);
        json_write_number(writer, NULL, worth->ci95[probe].low);
        json_write_number(writer, NULL, worth->ci95[probe].high);
        json_end_array(writer);
    }
    json_end_object(writer);
    json_end_object(writer);
}

char *run_worth_json(const RunRequest *request, const ControlWorth *worths, uint32_t count, bool complete) {
    JsonWriter writer;
    json_writer_init(&writer, false);
    json_begin_object(&writer, NULL);
    json_write_flag(&writer, "complete", complete);
    json_begin_array(&writer, "controls");
    for (uint32_t i = 0; i < count; i++) write_worth(&writer, request, &worths[i]);
    json_end_array(&writer);
    json_end_object(&writer);
    return writer.text;
}
