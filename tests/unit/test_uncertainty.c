/* Luck and what nobody knows, measured on the race and worked out on paper. */
#include "checks.h"
#include "fixture.h"
#include "measure/uncertainty.h"

enum { CUSTOMERS = 20, WORLDS = 40000, PER_DRAW = 4 };
static const double low = 0.1, mode = 0.3, high = 0.9;

/* An MSP whose customers each fall with the same unknown odds: binomial given the odds. */
static void star(Fixture *fixture, Provenance provenance) {
    fixture_init(fixture);
    OrgId msp = fixture_org(fixture, ORG_msp, "msp", NONE);
    AssetId server = fixture_asset(fixture, ASSET_rmm_server, "server");
    for (uint32_t i = 0; i < CUSTOMERS; i++) {
        fixture_org(fixture, ORG_customer, fixture_label(fixture, "customer", i), msp);
        AssetId data = fixture_asset(fixture, ASSET_data_store, fixture_label(fixture, "data", i));
        fixture_access(fixture, server, data, ACCESS_rmm_agent);
    }
    fixture_entry(fixture, "break in", ASSET_rmm_server, STATE_control, 1, 60);
    Rule *push = fixture_via(fixture, "push", ASSET_rmm_server, STATE_control, ACCESS_rmm_agent,
                             ASSET_data_store, STATE_encrypted, 1, 600);
    Parameter odds = {.label = "odds",
                      .unit = "share",
                      .low = low,
                      .mode = mode,
                      .high = high,
                      .provenance = provenance,
                      .source = "a test"};
    push->odds = (Number){parameters_add(&fixture->parameters, &odds), 1};
    fixture_compile(fixture);
}

static EnsembleOptions options(ParameterScope scope) {
    return (EnsembleOptions){.seed = 5, .replications = WORLDS, .worlds_per_draw = PER_DRAW, .scope = scope};
}

/* PERT is a beta distribution of exponents a and b with a + b = 6 on low … high. */
static void the_layers_of_a_binomial_with_unknown_odds_are_those_of_its_closed_form(void **state) {
    (void)state;
    Fixture fixture;
    Uncertainty uncertainty;
    Error error = {{0}};
    star(&fixture, PROVENANCE_ASSUMED);
    EnsembleOptions all = options(SCOPE_ALL);
    assert_true(uncertainty_run(fixture.race, &fixture.parameters, &fixture.catalogue, NULL, &all,
                                METRIC_CUSTOMERS, &uncertainty, &error));
    double range = high - low, a = 1 + 4 * (mode - low) / range, b = 6 - a;
    double mean = low + range * a / 6, variance = range * range * a * b / (36 * 7);
    double luck = CUSTOMERS * (mean - mean * mean - variance), unknown = CUSTOMERS * CUSTOMERS * variance;
    assert_close(uncertainty.layers.unknown.value, unknown / (luck + unknown), 0.01);
    assert_true(uncertainty.layers.luck.ci95.low < luck / (luck + unknown));
    assert_true(luck / (luck + unknown) < uncertainty.layers.luck.ci95.high);
    fixture_clear(&fixture);
}

static void what_is_published_has_no_hand_in_what_is_assumed(void **state) {
    (void)state;
    Fixture fixture;
    Uncertainty uncertainty;
    Error error = {{0}};
    star(&fixture, PROVENANCE_SOURCED);
    EnsembleOptions all = options(SCOPE_ALL);
    all.replications = 400;
    assert_true(uncertainty_run(fixture.race, &fixture.parameters, &fixture.catalogue, NULL, &all,
                                METRIC_CUSTOMERS, &uncertainty, &error));
    assert_close(uncertainty.assumed.value, 0, 0);
    assert_true(uncertainty.layers.unknown.value > 0.5);
    fixture_clear(&fixture);
}

static void with_parameters_fixed_all_that_is_left_is_luck(void **state) {
    (void)state;
    Fixture fixture;
    Ensemble ensemble;
    Error error = {{0}};
    star(&fixture, PROVENANCE_ASSUMED);
    EnsembleOptions fixed = options(SCOPE_FIXED);
    const ControlSet *as_it_is = NULL;
    assert_true(ensemble_run(fixture.race, &fixture.parameters, &fixture.catalogue, &as_it_is, 1, &fixed,
                             &ensemble, &error));
    const int64_t *values = ensemble_values(&ensemble, 0, METRIC_CUSTOMERS);
    double sum = 0, squares = 0;
    for (int i = 0; i < WORLDS; i++) {
        sum += (double)values[i];
        squares += (double)values[i] * (double)values[i];
    }
    double mean = sum / WORLDS;
    assert_close(mean, CUSTOMERS * mode, 0.05);
    assert_close(squares / WORLDS - mean * mean, CUSTOMERS * mode * (1 - mode), 0.15);
    assert_close(variance_layers(values, WORLDS, PER_DRAW).luck.value, 1, 0.02);
    ensemble_clear(&ensemble);
    fixture_clear(&fixture);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_layers_of_a_binomial_with_unknown_odds_are_those_of_its_closed_form),
        cmocka_unit_test(what_is_published_has_no_hand_in_what_is_assumed),
        cmocka_unit_test(with_parameters_fixed_all_that_is_left_is_luck),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
