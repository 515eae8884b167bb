#include "control/parameter.h"

#include <gsl/gsl_cdf.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* cmocka.h needs the four before it. */
/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#define CATALOGUE KEYFALL_SOURCE_DIR "/engine/control/catalogue.json"
#define DRAWS 20000

typedef struct Fixture {
    Catalogue catalogue;
    ParameterSet set;
    ParameterDraw draw;
} Fixture;

static ParameterId add(ParameterSet *set, const char *label, double low, double mode, double high,
                       Provenance provenance) {
    return parameters_add(set, &(Parameter){.label = label,
                                            .unit = "share",
                                            .low = low,
                                            .mode = mode,
                                            .high = high,
                                            .provenance = provenance,
                                            .source = "a test",
                                            .where = "test:1"});
}

static void add_usual(ParameterSet *set) {
    add(set, "odds", 0.2, 0.5, 0.9, PROVENANCE_ASSUMED);
    add(set, "clients", 10, 40, 200, PROVENANCE_SOURCED);
    add(set, "exact", 7, 7, 7, PROVENANCE_SOURCED);
    add(set, "skewed low", 0, 0, 1, PROVENANCE_FITTED);
    add(set, "skewed high", 5, 6, 6, PROVENANCE_ASSUMED);
}

static int set_up(void **state) {
    Fixture *fixture = heap_take(1, sizeof *fixture);
    Error error = {0};
    if (!catalogue_load(&fixture->catalogue, CATALOGUE, &error)) fail_msg("%s", error.text);
    parameters_init(&fixture->set);
    add_usual(&fixture->set);
    parameter_draw_init(&fixture->draw, &fixture->set, &fixture->catalogue);
    *state = fixture;
    return 0;
}

static int tear_down(void **state) {
    Fixture *fixture = *state;
    parameter_draw_clear(&fixture->draw);
    parameters_clear(&fixture->set);
    catalogue_clear(&fixture->catalogue);
    free(fixture);
    return 0;
}

static void fill(Fixture *fixture, uint64_t seed, uint64_t index, ParameterScope scope) {
    parameter_draw_fill(&fixture->draw, &fixture->set, &fixture->catalogue, seed, index, scope);
}

static size_t effect_bytes(const Fixture *fixture) {
    return fixture->catalogue.count * sizeof *fixture->draw.effects;
}

static size_t value_bytes(const Fixture *fixture) {
    return fixture->set.list.count * sizeof *fixture->draw.values;
}

static void a_higher_level_is_never_weaker(void **state) {
    Fixture *fixture = *state;
    for (uint64_t index = 0; index < 5000; index++) {
        fill(fixture, 1, index, SCOPE_ALL);
        for (uint32_t c = 0; c < fixture->catalogue.count; c++) {
            for (int m = 0; m < MECHANISM_COUNT; m++) {
                const double *strength = fixture->draw.effects[c][m];
                assert_true(strength[0] == 0 && strength[3] <= 1);
                for (int level = 1; level < LEVELS; level++)
                    assert_true(strength[level] >= strength[level - 1]);
            }
        }
    }
}

/* The ranges below rise with the level, and yet cross: at a low uniform level 2 alone would give less than
 * level 1, whose mode is its upper end. */
static void a_wider_range_of_a_higher_level_does_not_weaken_it(void **state) {
    Fixture *fixture = *state;
    Effect effect = {.mechanism = MECHANISM_SLOW,
                     .mode = {0, 0.5, 0.5, 0.5},
                     .high = {0, 0.5, 0.9, 0.9},
                     .source = "a test"};
    Control control = {.key = name_of("wide"), .id = "wide", .effects = &effect, .effect_count = 1};
    Catalogue catalogue = {.controls = &control, .count = 1};
    ParameterDraw draw;
    parameter_draw_init(&draw, &fixture->set, &catalogue);
    int equal = 0;
    for (uint64_t index = 0; index < 1000; index++) {
        parameter_draw_fill(&draw, &fixture->set, &catalogue, 1, index, SCOPE_ALL);
        const double *strength = draw.effects[0][MECHANISM_SLOW];
        assert_true(strength[2] >= strength[1] && strength[3] == strength[2]);
        equal += strength[2] == strength[1];
    }
    assert_in_range(equal, 100, 500);
    parameter_draw_clear(&draw);
}

static void only_mechanisms_of_the_catalogue_have_strength(void **state) {
    Fixture *fixture = *state;
    fill(fixture, 1, 2, SCOPE_ALL);
    for (uint32_t c = 0; c < fixture->catalogue.count; c++) {
        for (int m = 0; m < MECHANISM_COUNT; m++) {
            bool acts = control_effect(&fixture->catalogue.controls[c], (Mechanism)m) != NULL;
            assert_int_equal(fixture->draw.effects[c][m][3] > 0, acts);
        }
    }
}

static void a_value_does_not_depend_on_what_else_exists(void **state) {
    Fixture *fixture = *state;
    ParameterSet more;
    parameters_init(&more);
    add(&more, "unrelated, before", 0, 0.5, 1, PROVENANCE_ASSUMED);
    add_usual(&more);
    add(&more, "unrelated, after", 0, 0.5, 1, PROVENANCE_ASSUMED);
    /* Half of the catalogue, in other places. */
    Catalogue fewer = fixture->catalogue;
    fewer.controls += 10;
    fewer.count -= 10;
    ParameterDraw draw;
    parameter_draw_init(&draw, &more, &fewer);
    for (uint64_t index = 0; index < 200; index++) {
        fill(fixture, 9, index, SCOPE_ALL);
        parameter_draw_fill(&draw, &more, &fewer, 9, index, SCOPE_ALL);
        assert_memory_equal(draw.values + 1, fixture->draw.values, value_bytes(fixture));
        assert_memory_equal(draw.effects, fixture->draw.effects + 10, fewer.count * sizeof *draw.effects);
    }
    parameter_draw_clear(&draw);
    parameters_clear(&more);
}

static void a_draw_is_a_pure_function_of_seed_and_index(void **state) {
    Fixture *fixture = *state;
    fill(fixture, 3, 5, SCOPE_ALL);
    double odds = fixture->draw.values[0], block = fixture->draw.effects[0][MECHANISM_BLOCK][3];
    fill(fixture, 3, 6, SCOPE_ALL);
    assert_true(fixture->draw.values[0] != odds && fixture->draw.effects[0][MECHANISM_BLOCK][3] != block);
    fill(fixture, 4, 5, SCOPE_ALL);
    assert_true(fixture->draw.values[0] != odds && fixture->draw.effects[0][MECHANISM_BLOCK][3] != block);
    fill(fixture, 3, 5, SCOPE_ALL);
    assert_true(fixture->draw.values[0] == odds && fixture->draw.effects[0][MECHANISM_BLOCK][3] == block);
}

static void fixed_gives_every_mode(void **state) {
    Fixture *fixture = *state;
    fill(fixture, 3, 5, SCOPE_FIXED);
    for (uint32_t i = 0; i < fixture->set.list.count; i++)
        assert_true(fixture->draw.values[i] == fixture->set.list.items[i].mode);
    for (uint32_t c = 0; c < fixture->catalogue.count; c++) {
        const Control *control = &fixture->catalogue.controls[c];
        for (uint32_t k = 0; k < control->effect_count; k++) {
            const Effect *effect = &control->effects[k];
            assert_memory_equal(fixture->draw.effects[c][effect->mechanism], effect->mode,
                                sizeof effect->mode);
        }
    }
}

static void swapping_the_assumed_leaves_the_sourced_alone(void **state) {
    Fixture *fixture = *state;
    double values[5], (*effects)[MECHANISM_COUNT][LEVELS] = heap_take(1, effect_bytes(fixture));
    fill(fixture, 8, 1, SCOPE_ALL);
    memcpy(values, fixture->draw.values, sizeof values);
    memcpy(effects, fixture->draw.effects, effect_bytes(fixture));
    fill(fixture, 8, 1, SCOPE_SWAP_ASSUMED);
    assert_true(fixture->draw.values[0] != values[0] && fixture->draw.values[4] != values[4]);
    assert_memory_equal(fixture->draw.values + 1, values + 1, 3 * sizeof *values);
    uint32_t assumed = 0, sourced = 0;
    for (uint32_t c = 0; c < fixture->catalogue.count; c++) {
        const Control *control = &fixture->catalogue.controls[c];
        for (uint32_t k = 0; k < control->effect_count; k++) {
            Mechanism mechanism = control->effects[k].mechanism;
            bool same = fixture->draw.effects[c][mechanism][3] == effects[c][mechanism][3];
            assert_int_equal(same, control->effects[k].provenance == PROVENANCE_SOURCED);
            same ? sourced++ : assumed++;
        }
    }
    assert_int_equal(sourced, 10);
    assert_true(assumed > sourced);
    free(effects);
}

static void swapping_all_agrees_with_the_swapped_assumed_and_changes_the_rest(void **state) {
    Fixture *fixture = *state;
    double first[5], second[5];
    fill(fixture, 8, 1, SCOPE_ALL);
    memcpy(first, fixture->draw.values, sizeof first);
    fill(fixture, 8, 1, SCOPE_SWAP_ASSUMED);
    memcpy(second, fixture->draw.values, sizeof second);
    fill(fixture, 8, 1, SCOPE_SWAP_ALL);
    assert_true(fixture->draw.values[0] == second[0] && fixture->draw.values[4] == second[4]);
    assert_true(fixture->draw.values[1] != first[1] && fixture->draw.values[3] != first[3]);
    assert_true(fixture->draw.values[2] == 7);
}

static int compare_doubles(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Values of one parameter over many draws, ascending. */
static double *sorted_values(Fixture *fixture, ParameterId id, ParameterScope scope) {
    double *values = heap_take(DRAWS, sizeof *values);
    for (uint64_t index = 0; index < DRAWS; index++) {
        fill(fixture, 21, index, scope);
        values[index] = fixture->draw.values[id];
    }
    qsort(values, DRAWS, sizeof *values, compare_doubles);
    return values;
}

/* The mean of PERT is (low + 4 mode + high) / 6; its standard deviation is at most a third of the range. The
 * largest gap between the empirical distribution and GSL's beta must pass Kolmogorov's test at one in 10,000.
 */
static void check_pert(Fixture *fixture, ParameterId id, ParameterScope scope) {
    const Parameter *parameter = &fixture->set.list.items[id];
    double range = parameter->high - parameter->low, place = (parameter->mode - parameter->low) / range;
    double *values = sorted_values(fixture, id, scope), sum = 0, gap = 0;
    for (int i = 0; i < DRAWS; i++) {
        double x = (values[i] - parameter->low) / range;
        gap = fmax(gap, fabs(gsl_cdf_beta_P(x, 1 + 4 * place, 5 - 4 * place) - (i + 0.5) / DRAWS));
        sum += values[i];
    }
    assert_true(gap < 2.23 / sqrt(DRAWS));
    double mean = (parameter->low + 4 * parameter->mode + parameter->high) / 6;
    assert_true(fabs(sum / DRAWS - mean) < 4 * range / 3 / sqrt(DRAWS));
    assert_true(values[0] > parameter->low && values[DRAWS - 1] < parameter->high);
    free(values);
}

static void values_follow_the_beta_distribution_of_the_range(void **state) {
    check_pert(*state, 0, SCOPE_ALL);
    check_pert(*state, 1, SCOPE_ALL);
    check_pert(*state, 3, SCOPE_ALL);
    check_pert(*state, 4, SCOPE_ALL);
    check_pert(*state, 1, SCOPE_SWAP_ALL);
}

/* Two sets that give one label two shapes meet the same uniform: the first shape, whose distribution function
 * is 1 − (1 − x)^5, tells the uniform, and GSL tells what the second should make of it. */
static void quantiles_agree_with_gsl_to_a_ten_thousandth_of_the_range(void **state) {
    Fixture *fixture = *state;
    static const double modes[] = {0, 0.02, 0.25, 0.5, 0.77, 1};
    for (size_t m = 0; m < sizeof modes / sizeof *modes; m++) {
        ParameterSet flat, shaped;
        ParameterDraw flat_draw, shaped_draw;
        parameters_init(&flat);
        parameters_init(&shaped);
        add(&flat, "same address", 0, 0, 1, PROVENANCE_ASSUMED);
        add(&shaped, "same address", 0, modes[m], 1, PROVENANCE_ASSUMED);
        parameter_draw_init(&flat_draw, &flat, &fixture->catalogue);
        parameter_draw_init(&shaped_draw, &shaped, &fixture->catalogue);
        double mean_gap = 0;
        for (uint64_t index = 0; index < 1000; index++) {
            parameter_draw_fill(&flat_draw, &flat, &fixture->catalogue, 5, index, SCOPE_ALL);
            parameter_draw_fill(&shaped_draw, &shaped, &fixture->catalogue, 5, index, SCOPE_ALL);
            double uniform = gsl_cdf_beta_P(flat_draw.values[0], 1, 5);
            double expected = gsl_cdf_beta_Pinv(uniform, 1 + 4 * modes[m], 5 - 4 * modes[m]);
            double gap = shaped_draw.values[0] - expected;
            assert_true(fabs(gap) < 2e-4);
            mean_gap += gap / 1000;
        }
        assert_true(fabs(mean_gap) < 5e-5);
        parameter_draw_clear(&flat_draw);
        parameter_draw_clear(&shaped_draw);
        parameters_clear(&flat);
        parameters_clear(&shaped);
    }
}

static double correlation(const double *x, const double *y, int count) {
    double sx = 0, sy = 0, xx = 0, yy = 0, xy = 0;
    for (int i = 0; i < count; i++) {
        sx += x[i];
        sy += y[i];
        xx += x[i] * x[i];
        yy += y[i] * y[i];
        xy += x[i] * y[i];
    }
    return (xy - sx * sy / count) / sqrt((xx - sx * sx / count) * (yy - sy * sy / count));
}

enum { ODDS, CLIENTS, SWAPPED, MFA_BLOCK, PATCHING_BLOCK, EDR_NOTICE, EDR_REACT, SERIES };

static double effect_now(const Fixture *fixture, const char *id, Mechanism mechanism) {
    return fixture->draw.effects[catalogue_find(&fixture->catalogue, id)][mechanism][3];
}

static void record(Fixture *fixture, double (*series)[DRAWS], int index) {
    fill(fixture, 2, (uint64_t)index, SCOPE_SWAP_ASSUMED);
    series[SWAPPED][index] = fixture->draw.values[0];
    fill(fixture, 2, (uint64_t)index, SCOPE_ALL);
    series[ODDS][index] = fixture->draw.values[0];
    series[CLIENTS][index] = fixture->draw.values[1];
    series[MFA_BLOCK][index] = effect_now(fixture, "mfa", MECHANISM_BLOCK);
    series[PATCHING_BLOCK][index] = effect_now(fixture, "patching", MECHANISM_BLOCK);
    series[EDR_NOTICE][index] = effect_now(fixture, "edr_mdr", MECHANISM_NOTICE);
    series[EDR_REACT][index] = effect_now(fixture, "edr_mdr", MECHANISM_REACT);
}

/* Each against each, and each against its own next draw: four standard errors of a correlation of nothing. */
static void neighbours_and_different_names_share_no_luck(void **state) {
    double(*series)[DRAWS] = heap_take(SERIES, sizeof *series);
    for (int i = 0; i < DRAWS; i++) record(*state, series, i);
    for (int a = 0; a < SERIES; a++) {
        assert_true(fabs(correlation(series[a], series[a] + 1, DRAWS - 1)) < 4 / sqrt(DRAWS));
        for (int b = 0; b < a; b++)
            assert_true(fabs(correlation(series[a], series[b], DRAWS)) < 4 / sqrt(DRAWS));
    }
    free(series);
}

static void the_high_draw_bounds_every_draw(void **state) {
    Fixture *fixture = *state;
    double high[5], weakest[LEVELS];
    parameter_draw_high(&fixture->draw, &fixture->set, &fixture->catalogue);
    memcpy(high, fixture->draw.values, sizeof high);
    memcpy(weakest, fixture->draw.effects[0][MECHANISM_BLOCK], sizeof weakest);
    assert_true(high[0] == 0.9 && high[1] == 200 && weakest[3] == 0.5);
    for (uint64_t index = 0; index < 2000; index++) {
        fill(fixture, 6, index, SCOPE_ALL);
        for (int i = 0; i < 5; i++) assert_true(fixture->draw.values[i] <= high[i]);
        assert_true(fixture->draw.effects[0][MECHANISM_BLOCK][3] >= weakest[3]);
    }
}

static void labels_that_come_again_are_numbered_and_texts_are_copied(void **state) {
    (void)state;
    ParameterSet set;
    parameters_init(&set);
    char label[] = "reaction";
    add(&set, label, 1, 2, 3, PROVENANCE_ASSUMED);
    add(&set, "reaction (3)", 1, 2, 3, PROVENANCE_ASSUMED);
    add(&set, label, 1, 2, 3, PROVENANCE_ASSUMED);
    ParameterId last = add(&set, label, 1, 2, 3, PROVENANCE_ASSUMED);
    label[0] = 'X';
    assert_int_equal(last, 3);
    assert_string_equal(set.list.items[0].label, "reaction");
    assert_string_equal(set.list.items[2].label, "reaction (2)");
    assert_string_equal(set.list.items[3].label, "reaction (4)");
    assert_true(set.list.items[3].key == name_of("reaction (4)"));
    parameters_clear(&set);
}

static void a_quantity_takes_its_arguments_from_the_draw(void **state) {
    (void)state;
    double values[] = {2, 10, 30, 4}, given[] = {1, 2, 3};
    ParameterDraw draw = {.values = values};
    Number two = {0, 1}, hundred = {1, 10}, thirty = {2, 1}, four = {3, 1};
    Quantity pert = {.kind = DISTRIBUTION_PERT, .a = two, .b = thirty, .c = hundred};
    Distribution got = quantity_distribution(&pert, &draw);
    assert_int_equal(got.kind, DISTRIBUTION_PERT);
    assert_true(got.a == 2 && got.b == 30 && got.c == 100);
    Quantity crossed = {.kind = DISTRIBUTION_UNIFORM, .a = thirty, .b = four};
    got = quantity_distribution(&crossed, &draw);
    assert_true(got.a == 30 && got.b == 30);
    Quantity empirical = {.kind = DISTRIBUTION_EMPIRICAL, .values = given, .value_count = 3};
    got = quantity_distribution(&empirical, &draw);
    assert_true(got.values == given && got.count == 3);
    Quantity mean = {.kind = DISTRIBUTION_EXPONENTIAL, .a = hundred};
    assert_true(quantity_distribution(&mean, &draw).a == 100);
}

#define WITH_FIXTURE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(a_higher_level_is_never_weaker),
        WITH_FIXTURE(a_wider_range_of_a_higher_level_does_not_weaken_it),
        WITH_FIXTURE(only_mechanisms_of_the_catalogue_have_strength),
        WITH_FIXTURE(a_value_does_not_depend_on_what_else_exists),
        WITH_FIXTURE(a_draw_is_a_pure_function_of_seed_and_index),
        WITH_FIXTURE(fixed_gives_every_mode),
        WITH_FIXTURE(swapping_the_assumed_leaves_the_sourced_alone),
        WITH_FIXTURE(swapping_all_agrees_with_the_swapped_assumed_and_changes_the_rest),
        WITH_FIXTURE(values_follow_the_beta_distribution_of_the_range),
        WITH_FIXTURE(quantiles_agree_with_gsl_to_a_ten_thousandth_of_the_range),
        WITH_FIXTURE(neighbours_and_different_names_share_no_luck),
        WITH_FIXTURE(the_high_draw_bounds_every_draw),
        cmocka_unit_test(labels_that_come_again_are_numbered_and_texts_are_copied),
        cmocka_unit_test(a_quantity_takes_its_arguments_from_the_draw),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
