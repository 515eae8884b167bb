/* Due diligence on the shipped families and examples: promises about silence, luck and ranking. */
#include "base/file.h"
#include "checks.h"
#include "measure/assess.h"
#include "measure/assess_sums.h"
#include "report/assess_page.h"
#include "script/scenario.h"

#include <stdlib.h>

#define EXAMPLES KEYFALL_SOURCE_DIR "/docs/examples/assess/"

typedef struct Bench {
    Catalogue catalogue;
    Questionnaire questionnaire;
    Scenario scenario;
    AssessFamily family;
    Answers harbour, cedar, lowland;
} Bench;
static Bench bench;

static int open_bench(void **state) {
    (void)state;
    Error e = {{0}};
    Scenario *s = &bench.scenario;
    bool good =
        catalogue_load(&bench.catalogue, KEYFALL_SOURCE_DIR "/engine/control/catalogue.json", &e) &&
        questionnaire_load(&bench.questionnaire, KEYFALL_SOURCE_DIR "/engine/control/questionnaire.json",
                           &bench.catalogue, &e) &&
        scenario_read(s, KEYFALL_SOURCE_DIR, "msp-credential-push", &e) &&
        answers_load(&bench.harbour, EXAMPLES "harbour-it.json", &bench.questionnaire, &e) &&
        answers_load(&bench.cedar, EXAMPLES "cedar-cloud.json", &bench.questionnaire, &e) &&
        answers_load(&bench.lowland, EXAMPLES "lowland-systems.json", &bench.questionnaire, &e);
    if (good) {
        bench.family = (AssessFamily){s->name,
                                      {s->adversary.title, s->adversary.title},
                                      &s->blueprint,
                                      &s->adversary,
                                      &s->parameters,
                                      &s->catalogue,
                                      s->kit,
                                      s->per_year,
                                      0,
                                      0,
                                      {{{0}}},
                                      0};
        good = assess_family_init(&bench.family, &bench.questionnaire, &e);
    }
    if (!good) print_error("%s\n", e.text);
    return good ? 0 : -1;
}

static int close_bench(void **state) {
    (void)state;
    answers_clear(&bench.harbour);
    answers_clear(&bench.cedar);
    answers_clear(&bench.lowland);
    scenario_clear(&bench.scenario);
    questionnaire_clear(&bench.questionnaire);
    catalogue_clear(&bench.catalogue);
    return 0;
}

static TrialResult run_trial(const Answers *answers, OpenAs open_as, uint32_t draws, uint32_t worlds) {
    Trial trial;
    TrialResult result;
    Error error = {{0}};
    trial_init(&trial);
    trial.questionnaire = &bench.questionnaire;
    trial.family = &bench.family;
    trial.msp = answers;
    trial.open_as = open_as;
    trial.seed = 7;
    trial.draws = draws;
    trial.worlds = worlds;
    if (!trials_run(&trial, 1, &(CrewOptions){0}, &result, &error)) fail_msg("%s", error.text);
    return result;
}

static void expect_equal(const TrialResult *a, const TrialResult *b, const char *what) {
    for (uint32_t d = 0; d < a->draws; d++)
        if (a->hit[d] != b->hit[d] || a->rate[d] != b->rate[d]) fail_msg("%s: draw %u differs", what, d);
}

/* The promise to whoever answers honestly, through the whole model and question by question. */
static void in_a_ranking_a_blank_is_exactly_the_lowest_answer(void **state) {
    (void)state;
    for (uint32_t q = 0; q < bench.questionnaire.question_count; q++) {
        const Question *question = &bench.questionnaire.questions[q];
        if (question->part != PART_MSP || question->kind == QUESTION_TEXT) continue;
        Answers blank = bench.cedar, honest = bench.cedar;
        blank.items[q] = (Answer){.text = "", .note = ""};
        honest.items[q] = (Answer){.given = true, .option = 0, .text = "", .note = ""};
        TrialResult a = run_trial(&blank, OPEN_AS_LOWEST, 12, 4),
                    b = run_trial(&honest, OPEN_AS_LOWEST, 12, 4);
        expect_equal(&a, &b, question->id);
        trial_clear(&a);
        trial_clear(&b);
    }
}

static void a_blank_widens_what_is_expected(void **state) {
    (void)state;
    TrialResult open = run_trial(&bench.lowland, OPEN_AS_BASE, 60, 8);
    TrialResult low = run_trial(&bench.lowland, OPEN_AS_LOWEST, 60, 8);
    const TrialResult *a = &open, *b = &low;
    assert_true(sums_odds(&a, 1).mean < sums_odds(&b, 1).mean);
    trial_clear(&open);
    trial_clear(&low);
}

static void equal_answers_meet_equal_luck(void **state) {
    (void)state;
    TrialResult a = run_trial(&bench.cedar, OPEN_AS_BASE, 20, 8),
                b = run_trial(&bench.cedar, OPEN_AS_BASE, 20, 8);
    expect_equal(&a, &b, "the same answers");
    trial_clear(&a);
    trial_clear(&b);
}

/* More draws and more worlds continue, they do not change what was there. */
static void more_draws_leave_the_first_ones_as_they_were(void **state) {
    (void)state;
    TrialResult few = run_trial(&bench.harbour, OPEN_AS_BASE, 10, 8),
                many = run_trial(&bench.harbour, OPEN_AS_BASE, 25, 8);
    expect_equal(&few, &many, "the first draws");
    trial_clear(&few);
    trial_clear(&many);
}

static Assessment run_assessment_of(const Answers *const *msps, uint32_t count, uint32_t threads,
                                    uint32_t draws) {
    Assessment out;
    Error error = {{0}};
    AssessInput input = {.questionnaire = &bench.questionnaire,
                         .families = &bench.family,
                         .family_count = 1,
                         .msp_count = count,
                         .candidate_count = count,
                         .seed = 3,
                         .draws = draws,
                         .worlds_per_draw = 8,
                         .threads = threads};
    for (uint32_t i = 0; i < count; i++) input.msps[i] = msps[i];
    if (!assess_run(&input, &out, &error)) fail_msg("%s", error.text);
    return out;
}

static Assessment run_assessment(const Answers *const *msps, uint32_t count, uint32_t threads) {
    return run_assessment_of(msps, count, threads, 48);
}

static void threads_change_nothing(void **state) {
    (void)state;
    const Answers *msps[] = {&bench.harbour, &bench.cedar};
    Assessment one = run_assessment(msps, 2, 1), three = run_assessment(msps, 2, 3);
    for (int i = 0; i < 2; i++) {
        assert_memory_equal(&one.msps[i].total, &three.msps[i].total, sizeof(YearlyOdds));
        assert_memory_equal(&one.msps[i].topics, &three.msps[i].topics, sizeof one.msps[i].topics);
        assert_int_equal(one.order[i], three.order[i]);
    }
}

static void the_answers_rank_and_controls_lower_the_risk_but_never_remove_it(void **state) {
    (void)state;
    const Answers *msps[] = {&bench.harbour, &bench.cedar};
    Assessment assessment = run_assessment(msps, 2, 0);
    assert_int_equal(assessment.order[0], 1); /* Cedar: less is claimed, more is shown, fewer share it */
    for (int i = 0; i < 2; i++) {
        const Assessed *a = &assessment.msps[i];
        assert_true(a->total.low <= a->total.mean && a->total.mean <= a->total.high);
        assert_true(a->less_access.mean <= a->total.mean);
        assert_true(a->everything.mean < a->total.mean);
        assert_true(a->days.median <= a->days.p95);
    }
}

static void two_of_the_same_cannot_be_told_apart_and_the_first_line_says_so(void **state) {
    (void)state;
    const Answers *msps[] = {&bench.cedar, &bench.cedar};
    Assessment assessment = run_assessment(msps, 2, 0);
    AssessView view = {.assessment = &assessment};
    Text page = {0};
    assess_page(&view, (Style){0}, &page);
    assert_ptr_equal(strstr(text_of(&page), "These candidates cannot be told apart"), text_of(&page));
    assert_false(assessment.standing[0].apart);
    assert_close(assessment.standing[0].difference, 0, 0);
    text_clear(&page);
}

/* A table's figures averaged over what is believed give the figure itself: topics are drawn independently. */
static void a_topics_table_agrees_with_the_figure_it_explains(void **state) {
    (void)state;
    const Answers *msps[] = {&bench.harbour};
    Assessment assessment = run_assessment_of(msps, 1, 0, 240);
    uint32_t topic = bench.questionnaire.questions[questionnaire_find(&bench.questionnaire, "e8_mfa")].topic;
    Belief belief = assess_topic_belief(&assessment.input, 0, topic, OPEN_AS_LOWEST);
    double ratio = assess_topic_mean(&assessment, 0, topic, &belief) / assessment.msps[0].ranked.mean;
    assert_true(ratio > 0.4 && ratio < 2.5); /* an eighth of the draws */
    const double *at = assessment.msps[0].topics[topic].at;
    assert_true(at[3] < at[0]);
}

/* ------------------------------------------------------------------ sums against cases worked by hand */

static void luck_alone_leaves_no_range(void **state) {
    (void)state;
    enum { DRAWS = 400 };
    uint64_t hit[DRAWS];
    double rate[DRAWS];
    for (uint32_t d = 0; d < DRAWS; d++) { /* binomial with p = 1/2 in every draw */
        hit[d] = name_mix(d + 1) & 0xffff;
        rate[d] = 0.01;
    }
    TrialResult result = {.draws = DRAWS, .worlds = 16, .hit = hit, .rate = rate};
    const TrialResult *one = &result;
    YearlyOdds odds = sums_odds(&one, 1);
    assert_close(odds.mean, 0.005, 0.0003);
    assert_true(odds.high - odds.low < 0.0025); /* 5 to 95 % of sixteen coins would be 0.004 */
}

static void what_nobody_knows_keeps_its_range(void **state) {
    (void)state;
    enum { DRAWS = 400 };
    uint64_t hit[DRAWS];
    double rate[DRAWS];
    for (uint32_t d = 0; d < DRAWS; d++) { /* always or never */
        hit[d] = d % 2 ? 0xffff : 0;
        rate[d] = 0.01;
    }
    TrialResult result = {.draws = DRAWS, .worlds = 16, .hit = hit, .rate = rate};
    const TrialResult *one = &result;
    YearlyOdds odds = sums_odds(&one, 1);
    assert_close(odds.low, 0, 1e-12);
    assert_close(odds.high, 0.01, 1e-12);
}

static void differences_are_paired(void **state) {
    (void)state;
    uint64_t a_hit[4] = {0xf, 0xf, 0x3, 0x3}, b_hit[4] = {0xf, 0xf, 0x7, 0x7};
    double rate[4] = {0.1, 0.1, 0.1, 0.1};
    TrialResult a = {.draws = 4, .worlds = 4, .hit = a_hit, .rate = rate};
    TrialResult b = {.draws = 4, .worlds = 4, .hit = b_hit, .rate = rate};
    const TrialResult *x = &a, *y = &b;
    Difference difference = sums_difference(&x, &y, 1);
    assert_close(difference.mean, -0.0125, 1e-12); /* one world in four of two draws in four, times 0.1 */
    assert_true(difference.chance_less > 0.5);
    difference = sums_difference(&x, &x, 1);
    assert_close(difference.chance_less, 0.5, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(in_a_ranking_a_blank_is_exactly_the_lowest_answer),
        cmocka_unit_test(a_blank_widens_what_is_expected),
        cmocka_unit_test(equal_answers_meet_equal_luck),
        cmocka_unit_test(more_draws_leave_the_first_ones_as_they_were),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(the_answers_rank_and_controls_lower_the_risk_but_never_remove_it),
        cmocka_unit_test(two_of_the_same_cannot_be_told_apart_and_the_first_line_says_so),
        cmocka_unit_test(a_topics_table_agrees_with_the_figure_it_explains),
        cmocka_unit_test(luck_alone_leaves_no_range),
        cmocka_unit_test(what_nobody_knows_keeps_its_range),
        cmocka_unit_test(differences_are_paired),
    };
    return cmocka_run_group_tests(tests, open_bench, close_bench);
}
