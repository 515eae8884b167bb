#include "checks.h"
#include "report/result_json.h"

enum { WORLDS = 8 };

typedef struct Case {
    Adversary adversary;
    ParameterSet parameters;
    Ensemble ensemble;
    int64_t *values;
    Result result;
    JsonDocument *document;
} Case;

static const SetName names[] = {{"as-it-was", "As it was"}, {"better", "Better"}};

/* Two sets: customers 1 … 8 and half of it; nobody ever notices; everything else 0. */
static void fill(Case *c) {
    adversary_init(&c->adversary);
    parameters_init(&c->parameters);
    uint32_t probes = c->adversary.probes.count;
    c->values = heap_take((size_t)2 * probes * WORLDS, sizeof(int64_t));
    c->ensemble = (Ensemble){.set_count = 2,
                             .probe_count = probes,
                             .replications = WORLDS,
                             .worlds_per_draw = 4,
                             .values = c->values,
                             .stride = WORLDS};
    for (uint32_t set = 0; set < 2; set++) {
        for (int i = 0; i < WORLDS; i++) {
            c->values[((size_t)set * probes + METRIC_CUSTOMERS) * WORLDS + (size_t)i] = (i + 1) / (set + 1);
            c->values[((size_t)set * probes + METRIC_FIRST_NOTICE) * WORLDS + (size_t)i] = METRIC_NONE;
        }
    }
    c->result = (Result){.scenario = "test",
                         .adversary = &c->adversary,
                         .parameters = &c->parameters,
                         .ensemble = &c->ensemble,
                         .sets = names,
                         .seed = UINT64_MAX};
    result_measure(&c->result);
}

static void write_and_read(Case *c) {
    JsonWriter writer;
    Error error = {{0}};
    fill(c);
    json_writer_init(&writer, true);
    result_json_write(&c->result, &writer);
    assert_true(json_parse(writer.text, writer.length, "result", &c->document, &error));
    json_writer_clear(&writer);
}

static void clear(Case *c) {
    json_destroy(c->document);
    result_clear(&c->result);
    free(c->values);
    parameters_clear(&c->parameters);
    adversary_clear(&c->adversary);
}

static Json metric_of(const Case *c, uint32_t set, const char *id) {
    Json sets, metrics, metric;
    Error error;
    assert_true(json_array(json_root(c->document), "control_sets", &sets, &error));
    assert_true(json_object(json_item(sets, set), "metrics", &metrics, &error));
    assert_true(json_object(metrics, id, &metric, &error));
    return metric;
}

static double number_of(Json object, const char *key) {
    double number;
    Error error;
    assert_true(json_number(object, key, -1e18, 1e18, &number, &error));
    return number;
}

static void a_seed_beyond_2_to_53_survives_as_text(void **state) {
    (void)state;
    Case c = {0};
    uint64_t seed = 0;
    Error error;
    write_and_read(&c);
    assert_true(json_unsigned64(json_root(c.document), "seed", &seed, &error));
    assert_true(seed == UINT64_MAX);
    clear(&c);
}

static void every_metric_carries_its_statistics(void **state) {
    (void)state;
    Case c = {0};
    write_and_read(&c);
    Json customers = metric_of(&c, 0, "customers");
    assert_close(number_of(customers, "mean"), 4.5, 0);
    assert_close(number_of(customers, "median"), 4, 0);
    assert_close(number_of(customers, "p95"), 8, 0);
    assert_close(number_of(customers, "cvar95"), 8, 0);
    assert_close(number_of(metric_of(&c, 1, "customers"), "mean"), 2, 0);
    clear(&c);
}

static void what_never_came_is_null_and_its_share_says_so(void **state) {
    (void)state;
    Case c = {0};
    Json mean;
    write_and_read(&c);
    Json notice = metric_of(&c, 0, "first_notice");
    assert_close(number_of(notice, "none_share"), 1, 0);
    assert_true(json_get(notice, "mean", &mean));
    assert_int_equal(json_kind(mean), JSON_NULL);
    clear(&c);
}

static void pairs_set_each_later_set_against_the_first(void **state) {
    (void)state;
    Case c = {0};
    Json pairs;
    Error error;
    const char *a, *b, *metric;
    write_and_read(&c);
    assert_true(json_array(json_root(c.document), "pairs", &pairs, &error));
    assert_int_equal(json_count(pairs), METRIC_MONEY - METRIC_CUSTOMERS + 1);
    Json pair = json_item(pairs, 0);
    assert_true(json_text(pair, "a", &a, &error) && json_text(pair, "b", &b, &error) &&
                json_text(pair, "metric", &metric, &error));
    assert_string_equal(a, "as-it-was");
    assert_string_equal(b, "better");
    assert_string_equal(metric, "customers");
    assert_close(number_of(pair, "mean_difference"), -2.5, 0);
    assert_close(number_of(pair, "better_share"), 1, 0);
    clear(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_seed_beyond_2_to_53_survives_as_text),
        cmocka_unit_test(every_metric_carries_its_statistics),
        cmocka_unit_test(what_never_came_is_null_and_its_share_says_so),
        cmocka_unit_test(pairs_set_each_later_set_against_the_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
