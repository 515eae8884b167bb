/* The pages of run and compare on figures that can be worked out in the head. */
#include "page_checks.h"
#include "report/result_page.h"

#include <stdlib.h>

enum { WORLDS = 100 };

typedef struct Case {
    Adversary adversary;
    ParameterSet parameters;
    Ensemble ensemble;
    Result result;
    Text page;
} Case;

static const SetName names[] = {{"as-it-was", "As it was"}, {"everything-level-3", "Everything at level 3"}};

/* As it was 1 … 100 customers fall, with everything half of them, rounded down; nobody ever notices. */
static void fill(Case *c) {
    memset(c, 0, sizeof *c);
    adversary_init(&c->adversary);
    parameters_init(&c->parameters);
    c->adversary.title = "A small attack";
    uint32_t probes = c->adversary.probes.count;
    int64_t *values = heap_take((size_t)2 * probes * WORLDS, sizeof *values);
    for (int set = 0; set < 2; set++)
        for (int i = 0; i < WORLDS; i++) {
            values[(set * (int)probes + METRIC_CUSTOMERS) * WORLDS + i] = set ? (i + 1) / 2 : i + 1;
            values[(set * (int)probes + METRIC_FIRST_NOTICE) * WORLDS + i] = METRIC_NONE;
        }
    c->ensemble = (Ensemble){.set_count = 2,
                             .probe_count = probes,
                             .replications = WORLDS,
                             .worlds_per_draw = 4,
                             .values = values,
                             .stride = WORLDS};
    c->result = (Result){.scenario = "small",
                         .adversary = &c->adversary,
                         .parameters = &c->parameters,
                         .ensemble = &c->ensemble,
                         .sets = names,
                         .seed = 18446744073709551615u};
    result_measure(&c->result);
}

static void clear(Case *c) {
    text_clear(&c->page);
    result_clear(&c->result);
    free(c->ensemble.values);
    parameters_clear(&c->parameters);
    adversary_clear(&c->adversary);
}

static void a_run_says_the_tail_in_plain_words(void **state) {
    (void)state;
    Case c;
    fill(&c);
    run_page(&c.result, (Style){0}, &c.page);
    assert_says(&c.page, "A small attack\n100 worlds, seed 18446744073709551615\ncontrols: As it was\n");
    assert_says(&c.page,
                "1 world in 20 is worse than 95 customers hit.\nThe average of the worst 1 in 20 is 98.\n"
                "Half of the worlds stay at 50 or below; the chance that anybody is hit is 100 %.\n");
    assert_says(&c.page, "(never: 100 %)");
    assert_says(&c.page, "0 in every world: ");
    assert_says_not(&c.page, "PARTIAL");
    clear(&c);
}

static void a_comparison_says_what_the_best_set_saves_and_what_remains(void **state) {
    (void)state;
    Case c;
    fill(&c);
    compare_page(&c.result, (Style){0}, &c.page);
    assert_says(&c.page, "In this attack \"Everything at level 3\" saves 25.5 customers on average.\n"
                         "It is better than \"As it was\" in 100 % of the worlds, tied in 0 %.\n");
    assert_says(&c.page, "What remains with everything at level 3: 25 customers on average, 1 world in 20\n"
                         "worse than 47, and a 99 % chance that anybody is hit.");
    assert_says(&c.page, "Every set met the same luck, world by world.");
    clear(&c);
}

static void where_no_set_is_better_it_says_so(void **state) {
    (void)state;
    Case c;
    fill(&c);
    int64_t *second = c.ensemble.values + ((size_t)c.ensemble.probe_count + METRIC_CUSTOMERS) * WORLDS;
    for (int i = 0; i < WORLDS; i++) second[i] = i + 1 + (i % 2);
    result_clear(&c.result);
    result_measure(&c.result);
    compare_page(&c.result, (Style){0}, &c.page);
    assert_says(&c.page, "In this attack no set does better on average than \"As it was\".\n");
    clear(&c);
}

static void a_run_that_was_stopped_and_one_without_response_say_so(void **state) {
    (void)state;
    Case c;
    fill(&c);
    c.ensemble.partial = true;
    c.result.response_off = true;
    run_page(&c.result, (Style){0}, &c.page);
    assert_says(&c.page, ", nobody responds");
    assert_says(&c.page, "PARTIAL: interrupted before the end");
    c.ensemble.replications = 0;
    result_clear(&c.result);
    result_measure(&c.result);
    text_clear(&c.page);
    run_page(&c.result, (Style){0}, &c.page);
    assert_says_not(&c.page, "1 world in 20"); /* of no worlds nothing is said */
    clear(&c);
}

static void pages_fit_and_ascii_pages_are_ascii(void **state) {
    (void)state;
    for (int ascii = 0; ascii < 2; ascii++) {
        Case c;
        fill(&c);
        run_page(&c.result, (Style){.ascii = ascii}, &c.page);
        compare_page(&c.result, (Style){.ascii = ascii}, &c.page);
        assert_page_fits(&c.page, ascii);
        assert_says_not(&c.page, "nan");
        clear(&c);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_run_says_the_tail_in_plain_words),
        cmocka_unit_test(a_comparison_says_what_the_best_set_saves_and_what_remains),
        cmocka_unit_test(where_no_set_is_better_it_says_so),
        cmocka_unit_test(a_run_that_was_stopped_and_one_without_response_say_so),
        cmocka_unit_test(pages_fit_and_ascii_pages_are_ascii),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
