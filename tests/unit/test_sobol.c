/* Screening and shares of variance, against functions whose shares are known in closed form. */
#include "checks.h"
#include "measure/sobol.h"

static double ishigami(const double *u) {
    const double pi = 3.14159265358979323846;
    double x[3];
    for (int i = 0; i < 3; i++) x[i] = pi * (2 * u[i] - 1);
    return sin(x[0]) + 7 * sin(x[1]) * sin(x[1]) + 0.1 * pow(x[2], 4) * sin(x[0]);
}

static const double g_weights[] = {0, 1, 4.5, 9, 99, 99};
static double g_function(const double *u) {
    double product = 1;
    for (int i = 0; i < 6; i++) product *= (fabs(4 * u[i] - 2) + g_weights[i]) / (1 + g_weights[i]);
    return product;
}

static double linear(const double *u) {
    return 10 * u[0] - 3 * u[1] + 0 * u[2] + 100;
}

static double constant(const double *u) {
    (void)u;
    return 42;
}

typedef struct Function {
    double (*of)(const double *);
    uint32_t inputs, points;
} Function;

static bool evaluate(void *context, const double *points, uint32_t count, double *values, Error *error) {
    Function *function = context;
    (void)error;
    function->points += count;
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t k = 0; k < function->inputs; k++)
            assert_true(points[i * function->inputs + k] > 0 && points[i * function->inputs + k] < 1);
        values[i] = function->of(points + (size_t)i * function->inputs);
    }
    return true;
}

static bool refuse(void *context, const double *points, uint32_t count, double *values, Error *error) {
    (void)context, (void)points, (void)count, (void)values;
    return error_set(error, "stopped");
}

static void assert_index(const SobolIndex *index, double first, double total, double tolerance) {
    assert_close(index->first, first, tolerance);
    assert_close(index->total, total, tolerance);
    assert_true(index->first_ci95.low <= index->first && index->first <= index->first_ci95.high);
    assert_true(index->total_ci95.low <= index->total && index->total <= index->total_ci95.high);
}

/* Ishigami and Homma 1990, a = 7, b = 0.1. */
static void ishigamis_function_has_its_published_shares(void **state) {
    (void)state;
    Function function = {ishigami, 3, 0};
    SobolIndex index[3];
    SobolWhole whole;
    Error error = {{0}};
    assert_true(sobol_run(evaluate, &function, 3, 20000, 1, index, &whole, &error));
    assert_int_equal(function.points, 20000 * 5);
    assert_index(&index[0], 0.3139, 0.5576, 0.02);
    assert_index(&index[1], 0.4424, 0.4424, 0.02);
    assert_index(&index[2], 0, 0.2437, 0.02);
    assert_close(whole.mean, 3.5, 0.05);
    assert_close(whole.variance, 13.8446, 0.25);
}

/* Saltelli and Sobol 1995: V_i = 1 / 3 (1 + a_i)²; the total of i is V_i times the others' (1 + V_j). */
static void the_g_function_has_the_shares_of_its_formula(void **state) {
    (void)state;
    double parts[6], variance = 1;
    for (int i = 0; i < 6; i++) {
        parts[i] = 1 / (3 * (1 + g_weights[i]) * (1 + g_weights[i]));
        variance *= 1 + parts[i];
    }
    Function function = {g_function, 6, 0};
    SobolIndex index[6];
    SobolWhole whole;
    Error error = {{0}};
    assert_true(sobol_run(evaluate, &function, 6, 20000, 2, index, &whole, &error));
    for (int i = 0; i < 6; i++)
        assert_index(&index[i], parts[i] / (variance - 1),
                     parts[i] * variance / (1 + parts[i]) / (variance - 1), 0.02);
    assert_close(whole.variance, variance - 1, 0.02);
}

static void intervals_hold_the_truth_about_nineteen_times_of_twenty(void **state) {
    (void)state;
    enum { TRIES = 60 };
    uint32_t held = 0;
    for (uint64_t seed = 0; seed < TRIES; seed++) {
        Function function = {ishigami, 3, 0};
        SobolIndex index[3];
        SobolWhole whole;
        Error error = {{0}};
        assert_true(sobol_run(evaluate, &function, 3, 256, seed, index, &whole, &error));
        held += index[0].total_ci95.low <= 0.5576 && 0.5576 <= index[0].total_ci95.high;
        held += index[2].total_ci95.low <= 0.2437 && 0.2437 <= index[2].total_ci95.high;
    }
    assert_true(held > 2 * TRIES * 85 / 100);
}

static void a_constant_has_no_shares_and_no_effects(void **state) {
    (void)state;
    Function function = {constant, 2, 0};
    SobolIndex index[2];
    SobolWhole whole;
    Screened screened[2];
    Error error = {{0}};
    assert_true(sobol_run(evaluate, &function, 2, 16, 1, index, &whole, &error));
    assert_true(isnan(index[0].total) && isnan(index[1].first_ci95.low));
    assert_true(screen_run(evaluate, &function, 2, 4, 1, screened, &error));
    assert_close(screened[0].effect, 0, 0);
}

static void screening_a_plane_gives_its_slopes_exactly(void **state) {
    (void)state;
    Function function = {linear, 3, 0};
    Screened screened[3];
    Error error = {{0}};
    assert_true(screen_run(evaluate, &function, 3, 5, 7, screened, &error));
    assert_int_equal(function.points, 5 * 4);
    assert_close(screened[0].drift, 5, 1e-12);
    assert_close(screened[0].effect, 5, 1e-12);
    assert_close(screened[0].spread, 0, 1e-12);
    assert_close(screened[1].drift, -1.5, 1e-12);
    assert_close(screened[1].effect, 1.5, 1e-12);
    assert_close(screened[2].effect, 0, 0);
}

static void screening_finds_what_matters_and_what_acts_with_others(void **state) {
    (void)state;
    Function g = {g_function, 6, 0}, waves = {ishigami, 3, 0};
    Screened screened[6];
    Error error = {{0}};
    assert_true(screen_run(evaluate, &g, 6, 20, 1, screened, &error));
    assert_true(screened[0].effect > screened[2].effect && screened[2].effect > screened[4].effect);
    assert_true(screened[5].effect < screened[0].effect / 20);
    assert_true(screen_run(evaluate, &waves, 3, 20, 1, screened, &error));
    assert_true(screened[2].spread > 1 && fabs(screened[2].drift) < screened[2].effect);
}

static void a_model_that_stops_stops_both(void **state) {
    (void)state;
    SobolIndex index[2];
    SobolWhole whole;
    Screened screened[2];
    Error error = {{0}};
    assert_false(sobol_run(refuse, NULL, 2, 16, 1, index, &whole, &error));
    assert_false(screen_run(refuse, NULL, 2, 4, 1, screened, &error));
    assert_string_equal(error.text, "stopped");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ishigamis_function_has_its_published_shares),
        cmocka_unit_test(the_g_function_has_the_shares_of_its_formula),
        cmocka_unit_test(intervals_hold_the_truth_about_nineteen_times_of_twenty),
        cmocka_unit_test(a_constant_has_no_shares_and_no_effects),
        cmocka_unit_test(screening_a_plane_gives_its_slopes_exactly),
        cmocka_unit_test(screening_finds_what_matters_and_what_acts_with_others),
        cmocka_unit_test(a_model_that_stops_stops_both),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
