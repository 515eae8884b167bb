#include "checks.h"
#include "report/frequency_page.h"
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

static void a_year_is_the_mean_times_the_rate_and_only_there_when_asked_for(void **state) {
    (void)state;
    Case c;
    Json year, sets, sum;
    Error error;
    write_and_read(&c);
    assert_false(json_has(json_root(c.document), "per_year"));
    clear(&c);
    Frequency frequency = {.rate = {1, 2, 4}, .happened = 0.5, .customers = 9000};
    fill(&c);
    c.result.frequency = &frequency;
    JsonWriter writer;
    json_writer_init(&writer, true);
    result_json_write(&c.result, &writer);
    assert_true(json_parse(writer.text, writer.length, "result", &c.document, &error));
    json_writer_clear(&writer);
    assert_true(json_object(json_root(c.document), "per_year", &year, &error));
    assert_true(json_array(year, "control_sets", &sets, &error));
    assert_true(json_array(json_item(sets, 0), "customers", &sum, &error));
    double high;
    assert_true(json_as_number(json_item(sum, 2), 0, 1e9, &high, &error));
    assert_close(high, 4 / 0.5 * 4.5, 1e-9); /* eight attempts a year, 4.5 customers each */
    clear(&c);
}

static void the_page_of_a_year_counts_customers_and_says_when_the_rate_is_too_high(void **state) {
    (void)state;
    Case c;
    Frequency frequency = {.rate = {1, 2, 4},
                           .happened = 0.5,
                           .customers = 9000,
                           .has_published = true,
                           .published_low = 0.00001,
                           .published_high = 0.0001};
    fill(&c);
    c.document = NULL;
    c.result.frequency = &frequency;
    Text page = {0};
    frequency_page(&c.result, (Style){.ascii = true}, &page);
    if (!strstr(text_of(&page), "Of 1,000 customers in this world 1 to 4 are hit in a year"))
        fail_msg("%s", text_of(&page));
    if (!strstr(text_of(&page), "The model says more than that")) fail_msg("%s", text_of(&page));
    text_clear(&page);
    result_clear(&c.result);
    free(c.values);
    parameters_clear(&c.parameters);
    adversary_clear(&c.adversary);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_year_is_the_mean_times_the_rate_and_only_there_when_asked_for),
        cmocka_unit_test(the_page_of_a_year_counts_customers_and_says_when_the_rate_is_too_high),
        cmocka_unit_test(a_seed_beyond_2_to_53_survives_as_text),
        cmocka_unit_test(every_metric_carries_its_statistics),
        cmocka_unit_test(what_never_came_is_null_and_its_share_says_so),
        cmocka_unit_test(pairs_set_each_later_set_against_the_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
