#include "script/pattern_cost.h"

#include <stdio.h>
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

#define BUDGET UINT64_C(1000000)

static uint64_t cost(const char *subject, const char *pattern, PatternUse use) {
    return pattern_cost(subject, strlen(subject), 0, pattern, strlen(pattern), use, BUDGET);
}

static uint64_t cost_on_letters(size_t count, const char *pattern) {
    char *subject = malloc(count);
    memset(subject, 'a', count);
    uint64_t steps = pattern_cost(subject, count, 0, pattern, strlen(pattern), PATTERN_FIRST, BUDGET);
    free(subject);
    return steps;
}

static void a_plain_match_costs_about_its_length(void **state) {
    (void)state;
    assert_in_range(cost("2021-07-02T14:00Z", "^(%d+)-(%d+)-(%d+)T(%d+):(%d+)Z$", PATTERN_FIRST), 17, 120);
}

static void backtracking_is_counted_as_it_grows(void **state) {
    (void)state;
    uint64_t small = cost_on_letters(50, ".-.-b"), large = cost_on_letters(100, ".-.-b");
    assert_true(large > 6 * small && large < 10 * small); /* cubic: eightfold */
}

static void a_catastrophe_ends_at_the_budget(void **state) {
    (void)state;
    assert_int_equal(cost_on_letters(65536, ".-.-.-.-.-b"), BUDGET + 1);
    assert_int_equal(cost_on_letters(65536, "a*a*a*a*b"), BUDGET + 1);
    assert_int_equal(cost_on_letters(65536, "a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?b"), BUDGET + 1);
}

static void finding_all_costs_more_than_finding_the_first(void **state) {
    (void)state;
    assert_true(cost("a b c d e f", "%a", PATTERN_ALL) > 5 * cost("a b c d e f", "%a", PATTERN_FIRST));
}

static void an_anchor_tries_once_except_in_gmatch(void **state) {
    (void)state;
    assert_true(cost("bbbbbbbbbbbbbbbbbbbb", "^a", PATTERN_ALL) <= 4);
    assert_true(cost("bbbbbbbbbbbbbbbbbbbb", "^a", PATTERN_EACH) >= 20);
}

static void classes_sets_balances_and_back_references_are_walked(void **state) {
    (void)state;
    static const char *const MATCHES[][2] = {
        {"(a(b)c) tail", "^%b() tail$"}, {"THE (quick) fox", "%f[%a]%a+%f[%A]"},
        {"\"it\"", "^([\"'])(.-)%1$"},   {"x-]y", "^[]x-]+y$"},
        {"aZ9_", "^[a-z][^a-z]%d%p$"},   {"key = 7", "^(%w+)%s*=%s*()%d$"}};
    for (size_t i = 0; i < sizeof MATCHES / sizeof *MATCHES; i++) {
        /* Only a search that matched stops early: tried at every place, the same pattern costs more. */
        uint64_t first = cost(MATCHES[i][0], MATCHES[i][1], PATTERN_FIRST);
        assert_in_range(first, 2, 80);
        char none[64];
        snprintf(none, sizeof none, "%s\1", MATCHES[i][1] + (*MATCHES[i][1] == '^'));
        assert_true(cost(MATCHES[i][0], none, PATTERN_FIRST) > first);
    }
}

static void malformed_patterns_end_the_count(void **state) {
    (void)state;
    static const char *const BROKEN[] = {"%",  "[",   "[a", "[%",  "[^", "(",    "(a", ")",  "a)",
                                         "%b", "%bx", "%f", "%fa", "%1", "(%1)", "[]", "[a-"};
    for (size_t i = 0; i < sizeof BROKEN / sizeof *BROKEN; i++)
        assert_true(cost("aaaa", BROKEN[i], PATTERN_ALL) <= 60);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plain_match_costs_about_its_length),
        cmocka_unit_test(backtracking_is_counted_as_it_grows),
        cmocka_unit_test(a_catastrophe_ends_at_the_budget),
        cmocka_unit_test(finding_all_costs_more_than_finding_the_first),
        cmocka_unit_test(an_anchor_tries_once_except_in_gmatch),
        cmocka_unit_test(classes_sets_balances_and_back_references_are_walked),
        cmocka_unit_test(malformed_patterns_end_the_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
