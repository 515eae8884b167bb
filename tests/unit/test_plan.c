/* What to buy, where the best buys are known. */
#include "base/pcg.h"
#include "checks.h"
#include "measure/plan.h"
#include "toy.h"

enum { WORLDS = 800 };

static void price_at(Price *prices, const double *costs, uint32_t count) {
    for (uint32_t i = 0; i < count; i++)
        prices[i] = (Price){.low = costs[i] / 2, .mode = costs[i], .high = costs[i] * 2, .payers = 1};
}

static PlanOptions options_of(const Price *prices) {
    return (PlanOptions){.prices = prices,
                         .budget = INFINITY,
                         .probe = METRIC_CUSTOMERS,
                         .most_choices = 5000,
                         .enumerated = PLAN_ENUMERATED};
}

static Plan planned(const Toy *toy, const PlanOptions *options) {
    Plan plan;
    Error error = {{0}};
    if (!plan_run(&toy->study, options, &plan, &error)) fail_msg("%s", error.text);
    return plan;
}

static void assert_front(const PlanPoints *front, const uint64_t *masks, uint32_t count) {
    assert_int_equal(front->count, count);
    for (uint32_t i = 0; i < count; i++) assert_int_equal(front->items[i].mask, masks[i]);
}

/* c0 halves for 1, c1 halves for 3, c2 takes nine tenths for 5. Of 20 customers: nothing 20, c0 10, c0 c1 5,
 * c2 2, c0 c2 1, all three 0.5; c1 (10 for 3) and c1 c2 (1 for 8) are dearer than as good. */
static const double strengths[] = {0.5, 0.5, 0.9}, costs[] = {1, 3, 5};
static const uint64_t known_front[] = {0, 1, 3, 4, 5, 7};

static void set_up_toy(Toy *toy, Price *prices) {
    toy_init(toy, strengths, 3, 0, NULL, WORLDS);
    price_at(prices, costs, 3);
}

static void the_front_of_a_toy_world_is_the_one_that_paper_gives(void **state) {
    (void)state;
    Toy toy;
    Price prices[3];
    set_up_toy(&toy, prices);
    PlanOptions options = options_of(prices);
    Plan plan = planned(&toy, &options);
    assert_front(&plan.front[FRONT_MEAN], known_front, 6);
    assert_true(plan.proven);
    assert_int_equal(plan.choices, 8);
    assert_close(plan.front[FRONT_MEAN].items[2].mean, 5, 0.3);
    assert_close(plan.front[FRONT_MEAN].items[2].cost, 4, 0);
    plan_clear(&plan);
    toy_clear(&toy);
}

static void a_budget_a_must_and_a_never_cut_the_front(void **state) {
    (void)state;
    Toy toy;
    Price prices[3];
    set_up_toy(&toy, prices);
    PlanOptions options = options_of(prices);
    options.budget = 5;
    Plan plan = planned(&toy, &options);
    assert_front(&plan.front[FRONT_MEAN], known_front, 4);
    plan_clear(&plan);
    options.must = 2, options.never = 4, options.budget = INFINITY;
    plan = planned(&toy, &options);
    static const uint64_t with_c1[] = {2, 3};
    assert_front(&plan.front[FRONT_MEAN], with_c1, 2);
    plan_clear(&plan);
    toy_clear(&toy);
}

static void a_must_beyond_the_budget_is_named(void **state) {
    (void)state;
    Toy toy;
    Price prices[3];
    Plan plan;
    Error error = {{0}};
    set_up_toy(&toy, prices);
    PlanOptions options = options_of(prices);
    options.must = 6, options.budget = 7;
    assert_false(plan_run(&toy.study, &options, &plan, &error));
    assert_string_equal(error.text, "--must alone costs 8 dollars a year, more than --budget 7");
    toy_clear(&toy);
}

static void the_cheapest_choice_that_reaches_a_target_is_found(void **state) {
    (void)state;
    Toy toy;
    Price prices[3];
    Error error = {{0}};
    set_up_toy(&toy, prices);
    PlanOptions options = options_of(prices);
    options.has_target = target_parse("mean(customers)<=6", &toy.fixture.adversary, &options.target, &error);
    Plan plan = planned(&toy, &options);
    assert_true(plan.answered);
    assert_int_equal(plan.answer.mask, 3);
    plan_clear(&plan);
    options.target.most = 0.01;
    plan = planned(&toy, &options);
    assert_false(plan.answered);
    assert_int_equal(plan.answer.mask, 7);
    plan_clear(&plan);
    toy_clear(&toy);
}

static void fresh_worlds_are_others_and_every_choice_of_a_front_meets_them(void **state) {
    (void)state;
    Toy toy;
    Price prices[3];
    set_up_toy(&toy, prices);
    PlanOptions options = options_of(prices);
    Plan plan = planned(&toy, &options);
    assert_int_equal(plan.check_seed, 2);
    for (uint32_t i = 0; i < plan.front[FRONT_MEAN].count; i++)
        assert_non_null(plan_check(&plan, plan.front[FRONT_MEAN].items[i].mask));
    const PlanCheck *check = plan_check(&plan, 1);
    assert_true(check->statistics.mean != plan.front[FRONT_MEAN].items[1].mean);
    assert_close(check->statistics.mean, 10, 0.5);
    plan_clear(&plan);
    toy_clear(&toy);
}

/* ------------------------------------------------------------------ branch and bound */

static void random_toy(Toy *toy, Price *prices, uint32_t count, uint64_t seed) {
    double stops[20], money[20];
    Pcg32 pcg;
    pcg32_seed(&pcg, seed, 4);
    for (uint32_t i = 0; i < count; i++) {
        stops[i] = 0.05 + pcg32_below(&pcg, 60) / 100.0;
        money[i] = 1 + pcg32_below(&pcg, 1000);
    }
    toy_init(toy, stops, count, count / 2, NULL, 100);
    price_at(prices, money, count);
}

static void branch_and_bound_finds_the_front_that_enumeration_finds(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 4; seed++) {
        Toy toy;
        Price prices[9];
        random_toy(&toy, prices, 9, seed);
        PlanOptions options = options_of(prices);
        if (seed > 2) options.budget = 1500;
        Plan every = planned(&toy, &options);
        options.enumerated = 0;
        Plan searched = planned(&toy, &options);
        assert_true(searched.proven && searched.gap[FRONT_MEAN] == 0 && searched.breach[FRONT_CVAR95] == 0);
        assert_true(searched.choices < every.choices || seed > 2);
        for (int front = 0; front < FRONTS; front++) {
            assert_int_equal(searched.front[front].count, every.front[front].count);
            for (uint32_t i = 0; i < every.front[front].count; i++) {
                const PlanPoint *a = &searched.front[front].items[i], *b = &every.front[front].items[i];
                assert_true(a->cost == b->cost &&
                            plan_value(a, (PlanFront)front) == plan_value(b, (PlanFront)front));
            }
        }
        plan_clear(&every);
        plan_clear(&searched);
        toy_clear(&toy);
    }
}

static void a_search_that_is_cut_short_states_a_gap_that_holds(void **state) {
    (void)state;
    Toy toy;
    Price prices[9];
    random_toy(&toy, prices, 9, 2);
    PlanOptions options = options_of(prices);
    Plan every = planned(&toy, &options);
    options.enumerated = 0;
    options.most_choices = 60;
    Plan searched = planned(&toy, &options);
    assert_false(searched.proven);
    assert_true(searched.gap[FRONT_MEAN] > 0);
    for (uint32_t i = 0; i < every.front[FRONT_MEAN].count; i++) {
        const PlanPoint *truth = &every.front[FRONT_MEAN].items[i];
        double best = INFINITY;
        for (uint32_t k = 0; k < searched.front[FRONT_MEAN].count; k++)
            if (searched.front[FRONT_MEAN].items[k].cost <= truth->cost)
                best = searched.front[FRONT_MEAN].items[k].mean;
        assert_true(best - truth->mean <= searched.gap[FRONT_MEAN] + 1e-12);
    }
    plan_clear(&every);
    plan_clear(&searched);
    toy_clear(&toy);
}

/* ------------------------------------------------------------------ words and prices */

static void assert_unreadable(const Toy *toy, const char *words, const char *sentence) {
    Target target;
    Error error = {{0}};
    assert_false(target_parse(words, &toy->fixture.adversary, &target, &error));
    if (!strstr(error.text, sentence)) fail_msg("\"%s\" lacks \"%s\"", error.text, sentence);
}

static void targets_are_read_or_refused_with_an_example(void **state) {
    (void)state;
    Toy toy;
    Price prices[3];
    Target target;
    Error error = {{0}};
    set_up_toy(&toy, prices);
    assert_true(target_parse(" p95 ( customers ) <= 20 ", &toy.fixture.adversary, &target, &error));
    assert_true(target.of == TARGET_P95 && target.probe == METRIC_CUSTOMERS && target.most == 20);
    assert_true(target_parse("cvar95(operations_hours)<=1e4", &toy.fixture.adversary, &target, &error));
    assert_true(target.of == TARGET_CVAR95 && target.most == 10000);
    assert_unreadable(&toy, "p95(customers)<20", "write it like 'p95(customers)<=20'");
    assert_unreadable(&toy, "p90(customers)<=20", "cannot be read");
    assert_unreadable(&toy, "p95(customers)<=20 please", "cannot be read");
    assert_unreadable(&toy, "p95(customers)<=-1", "cannot be read");
    assert_unreadable(&toy, "p95(customers)<=nan", "cannot be read");
    assert_unreadable(&toy, "", "cannot be read");
    assert_unreadable(&toy, "p95(customer)<=20",
                      "no metric \"customer\" in this scenario; did you mean \"customers\"?");
    toy_clear(&toy);
}

/* A base set gives everybody level 1 of c0; a vendor, an MSP and 20 customers pay the difference to level 3.
 */
static void organisations_pay_the_difference_to_what_they_have(void **state) {
    (void)state;
    Toy toy;
    Error error = {{0}};
    Overlay overlay;
    Price prices[3];
    static Costs money;
    static const double level[PAYERS][LEVELS] = {{0, 100, 300, 1000}, {0, 10, 30, 100}, {0, 1, 3, 10}};
    toy_init(&toy, strengths, 3, 0, "c0,c1@msp,c2@customer=2", 4);
    for (uint32_t control = 0; control < 3; control++)
        for (int payer = 0; payer < PAYERS; payer++)
            for (int l = 0; l < LEVELS; l++) {
                Cost *cost = &money.of[control][payer];
                cost->given = true;
                cost->low[l] = cost->mode[l] = level[payer][l];
                cost->high[l] = 2 * level[payer][l];
            }
    ControlSet base = fixture_set(&toy.fixture, "c0", 1, &overlay);
    assert_true(prices_of(&toy.levers, &money, &toy.fixture.catalogue, toy.fixture.world, NULL, &base, prices,
                          &error));
    assert_close(prices[0].mode, (1000 - 100) + (100 - 10) + 20 * (10 - 1), 0);
    assert_close(prices[0].high, 2 * prices[0].mode, 0);
    assert_int_equal(prices[0].payers, 22);
    assert_close(prices[1].mode, 100, 0);
    assert_close(prices[2].mode, 20 * 3, 0);
    money.of[1][PAYER_MSP].given = false;
    assert_false(prices_of(&toy.levers, &money, &toy.fixture.catalogue, toy.fixture.world, NULL, &base,
                           prices, &error));
    assert_string_equal(error.text,
                        "no cost is given for c1 at an msp; add it to a file and name it with --costs");
    toy_clear(&toy);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_front_of_a_toy_world_is_the_one_that_paper_gives),
        cmocka_unit_test(a_budget_a_must_and_a_never_cut_the_front),
        cmocka_unit_test(a_must_beyond_the_budget_is_named),
        cmocka_unit_test(the_cheapest_choice_that_reaches_a_target_is_found),
        cmocka_unit_test(fresh_worlds_are_others_and_every_choice_of_a_front_meets_them),
        cmocka_unit_test(branch_and_bound_finds_the_front_that_enumeration_finds),
        cmocka_unit_test(a_search_that_is_cut_short_states_a_gap_that_holds),
        cmocka_unit_test(targets_are_read_or_refused_with_an_example),
        cmocka_unit_test(organisations_pay_the_difference_to_what_they_have),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
