/* What controls are worth, against an attack whose answer can be worked out (support/toy.h). */
#include "checks.h"
#include "measure/attribution.h"
#include "toy.h"

enum { WORLDS = 4000 };

static Attribution attributed(Toy *toy) {
    Attribution attribution;
    Error error = {{0}};
    if (!attribution_run(&toy->study, METRIC_CUSTOMERS, 32, &attribution, &error)) fail_msg("%s", error.text);
    return attribution;
}

static void assert_holds(const Worth *worth, double truth) {
    assert_true(worth->ci95.low <= worth->value && worth->value <= worth->ci95.high);
    double width = worth->ci95.high - worth->ci95.low;
    /* The interval, and as much again on either side: eight such checks must not fail by luck. */
    if (worth->ci95.low - width > truth || truth > worth->ci95.high + width)
        fail_msg("%g is not in %g … %g", truth, worth->ci95.low, worth->ci95.high);
}

static double sum_of_shares(const Attribution *attribution, AttributedTo to) {
    double sum = 0;
    for (uint32_t i = 0; i < attribution->levers->list.count; i++)
        sum += attribution->worth[to][i].shapley.value;
    return sum;
}

/* Of 20 customers: none 20, the MSP's 10, the customers' 15, both 7.5. */
static void two_controls_in_a_row_have_the_worth_that_paper_gives_them(void **state) {
    (void)state;
    static const double strengths[] = {0.5, 0.25};
    Toy toy;
    toy_init(&toy, strengths, 2, 1, NULL, WORLDS);
    Attribution a = attributed(&toy);
    const LeverWorth *worth = a.worth[ATTRIBUTED_MEAN];
    assert_int_equal(a.choices, 4);
    assert_holds(&a.none[ATTRIBUTED_MEAN], 20);
    assert_holds(&worth[0].alone, 10);
    assert_holds(&worth[0].last, 7.5);
    assert_holds(&worth[0].shapley, 8.75);
    assert_holds(&worth[1].alone, 5);
    assert_holds(&worth[1].last, 2.5);
    assert_holds(&worth[1].shapley, 3.75);
    assert_int_equal(a.pair_count, 1);
    assert_holds(&a.pairs[ATTRIBUTED_MEAN][0].worth, -2.5);
    assert_close(a.changed[0], 0.5, 0.05);
    attribution_clear(&a);
    toy_clear(&toy);
}

static void shares_add_up_to_the_whole_on_mean_and_on_p95(void **state) {
    (void)state;
    static const double strengths[] = {0.3, 0.2, 0.1, 0.4, 0.25};
    Toy toy;
    toy_init(&toy, strengths, 5, 2, NULL, 1000);
    Attribution a = attributed(&toy);
    assert_int_equal(a.choices, 32);
    for (int to = 0; to < ATTRIBUTED_COUNT; to++)
        assert_close(sum_of_shares(&a, (AttributedTo)to), a.together[to].value, 1e-9);
    assert_true(a.together[ATTRIBUTED_P95].value > 0);
    attribution_clear(&a);
    toy_clear(&toy);
}

/* c0 acts at the MSP only, so raising it at customers does nothing; c1 the other way round. */
static void what_cannot_act_is_worth_exactly_nothing_and_is_not_run(void **state) {
    (void)state;
    static const double strengths[] = {0.5, 0.25};
    Toy toy;
    toy_init(&toy, strengths, 2, 1, "c0@customer,c0@msp,c1@msp+vendor", 400);
    Attribution a = attributed(&toy);
    assert_int_equal(a.choices, 2);
    assert_true(reach_is_idle(&a.reach[0]) && !reach_is_idle(&a.reach[1]) && reach_is_idle(&a.reach[2]));
    assert_true(a.reach[0].listed);
    assert_close(a.worth[ATTRIBUTED_MEAN][0].shapley.value, 0, 0);
    assert_close(a.worth[ATTRIBUTED_P95][2].last.value, 0, 0);
    assert_close(a.worth[ATTRIBUTED_MEAN][1].shapley.value, a.together[ATTRIBUTED_MEAN].value, 0);
    attribution_clear(&a);
    toy_clear(&toy);
}

static void with_nobody_who_can_act_the_attack_is_run_once(void **state) {
    (void)state;
    static const double strengths[] = {0.5};
    Toy toy;
    toy_init(&toy, strengths, 1, 1, "c0@customer", 400);
    Attribution a = attributed(&toy);
    assert_int_equal(a.choices, 1);
    assert_close(a.none[ATTRIBUTED_MEAN].value, 20, 0);
    assert_close(a.together[ATTRIBUTED_MEAN].value, 0, 0);
    attribution_clear(&a);
    toy_clear(&toy);
}

/* Eighteen controls of one strength: by symmetry each gets an eighteenth. */
static void beyond_sixteen_sampled_orders_still_add_up_and_hold_the_truth(void **state) {
    (void)state;
    double strengths[18], rest = 1;
    for (int i = 0; i < 18; i++) strengths[i] = 0.06, rest *= 1 - 0.06;
    Toy toy;
    toy_init(&toy, strengths, 18, 0, NULL, 400);
    Attribution a = attributed(&toy);
    assert_int_equal(a.orders, 32);
    assert_int_equal(a.choices, 2 + 2 * 18 + 32 * 17);
    for (int to = 0; to < ATTRIBUTED_COUNT; to++)
        assert_close(sum_of_shares(&a, (AttributedTo)to), a.together[to].value, 1e-9);
    for (int i = 0; i < 18; i++)
        assert_holds(&a.worth[ATTRIBUTED_MEAN][i].shapley, TOY_CUSTOMERS * (1 - rest) / 18);
    attribution_clear(&a);
    toy_clear(&toy);
}

static void threads_change_nothing(void **state) {
    (void)state;
    static const double strengths[] = {0.3, 0.2, 0.4};
    Toy toy;
    toy_init(&toy, strengths, 3, 1, NULL, 403); /* the last draw is not full */
    Attribution one = attributed(&toy);
    toy.study.options.threads = 3;
    Attribution three = attributed(&toy);
    for (int i = 0; i < 3; i++)
        assert_memory_equal(&one.worth[ATTRIBUTED_MEAN][i], &three.worth[ATTRIBUTED_MEAN][i],
                            sizeof(LeverWorth));
    attribution_clear(&one);
    attribution_clear(&three);
    toy_clear(&toy);
}

static bool stop(void *context, uint32_t done, uint32_t total) {
    (void)done, (void)total;
    return ++*(int *)context < 3;
}

static void a_run_that_was_stopped_says_so_and_invents_nothing(void **state) {
    (void)state;
    static const double strengths[] = {0.3, 0.2, 0.4, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1};
    Toy toy;
    int steps = 0;
    toy_init(&toy, strengths, 12, 1, NULL, 40);
    toy.study.options.progress = stop;
    toy.study.options.context = &steps;
    Attribution a = attributed(&toy);
    assert_true(a.partial);
    assert_true(isnan(a.worth[ATTRIBUTED_MEAN][0].shapley.value));
    assert_int_equal(a.pair_count, 0);
    attribution_clear(&a);
    toy_clear(&toy);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_controls_in_a_row_have_the_worth_that_paper_gives_them),
        cmocka_unit_test(shares_add_up_to_the_whole_on_mean_and_on_p95),
        cmocka_unit_test(what_cannot_act_is_worth_exactly_nothing_and_is_not_run),
        cmocka_unit_test(with_nobody_who_can_act_the_attack_is_run_once),
        cmocka_unit_test(beyond_sixteen_sampled_orders_still_add_up_and_hold_the_truth),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(a_run_that_was_stopped_says_so_and_invents_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
