#include "checks.h"
#include "report/plot.h"

enum { WORLDS = 1001, ROWS = 11 };

static Sample evenly(int64_t step) {
    int64_t values[WORLDS];
    Sample sample;
    for (int i = 0; i < WORLDS; i++) values[i] = i * step;
    sample_init(&sample, values, WORLDS);
    return sample;
}

static void split(const char *text, const char *lines[], int *count) {
    for (*count = 0; *text; (*count)++) {
        lines[*count] = text;
        text += strcspn(text, "\n") + 1;
    }
}

static void the_curve_of_even_chances_is_a_straight_line_down(void **state) {
    (void)state;
    Sample sample = evenly(1);
    Curve curve = {&sample, '*'};
    Text out = {0};
    const char *lines[32];
    int count;
    plot_exceedance(&out, (Style){.ascii = true}, &curve, 1, "customers");
    split(text_of(&out), lines, &count);
    assert_true(count <= 16);
    assert_memory_equal(lines[0], " 100 % |*", 9);
    assert_memory_equal(lines[10], "   0 % |", 8);
    /* Row 5 is a chance of one half: more than 500 of 1,000, in the middle of 71 columns. */
    size_t middle = (size_t)(strchr(lines[5], '*') - lines[5]);
    assert_in_range(middle, 8 + 31, 8 + 35);
    assert_non_null(strstr(lines[12], "1,000"));
    text_clear(&out);
    sample_clear(&sample);
}

static void no_line_is_wider_than_80_columns(void **state) {
    (void)state;
    Sample sample = evenly(123457);
    Curve curve = {&sample, '*'};
    Text out = {0};
    plot_exceedance(&out, (Style){.ascii = true}, &curve, 1, "customers");
    for (const char *line = text_of(&out); *line; line += strcspn(line, "\n") + 1) {
        assert_true(strcspn(line, "\n") <= 80);
    }
    text_clear(&out);
    sample_clear(&sample);
}

static void seven_curves_each_show_their_letter(void **state) {
    (void)state;
    Sample samples[PLOT_CURVES];
    Curve curves[PLOT_CURVES];
    Text out = {0};
    for (int i = 0; i < PLOT_CURVES; i++) {
        samples[i] = evenly(10 * (i + 1));
        curves[i] = (Curve){&samples[i], (char)('A' + i)};
    }
    plot_exceedance(&out, (Style){.ascii = true}, curves, PLOT_CURVES, "customers");
    for (int i = 0; i < PLOT_CURVES; i++) {
        assert_non_null(strchr(text_of(&out), 'A' + i));
        sample_clear(&samples[i]);
    }
    text_clear(&out);
}

static void worlds_where_nobody_is_hit_draw_a_floor(void **state) {
    (void)state;
    Sample sample = evenly(0);
    Curve curve = {&sample, '*'};
    Text out = {0};
    const char *lines[32];
    int count;
    plot_exceedance(&out, (Style){.ascii = true}, &curve, 1, "customers");
    split(text_of(&out), lines, &count);
    assert_int_equal(strcspn(lines[0], "\n"), 8);
    assert_int_equal(strspn(lines[10] + 8, "*"), 71);
    text_clear(&out);
    sample_clear(&sample);
}

static void the_highest_bar_is_the_fullest_and_an_empty_bin_is_blank(void **state) {
    (void)state;
    int64_t values[] = {0, 0, 0, 0, 30};
    Sample sample;
    Text out = {0};
    sample_init(&sample, values, 5);
    plot_spread(&out, (Style){.ascii = true}, &sample, 3);
    assert_string_equal(text_of(&out), "@ :");
    text_clear(&out);
    sample_clear(&sample);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_curve_of_even_chances_is_a_straight_line_down),
        cmocka_unit_test(no_line_is_wider_than_80_columns),
        cmocka_unit_test(seven_curves_each_show_their_letter),
        cmocka_unit_test(worlds_where_nobody_is_hit_draw_a_floor),
        cmocka_unit_test(the_highest_bar_is_the_fullest_and_an_empty_bin_is_blank),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
