#include "checks.h"
#include "console/pass.h"

#include <string.h>

static void a_token_is_good_once_and_gives_its_role(void **state) {
    (void)state;
    Passes *passes = passes_create();
    char token[PASS_BYTES], session[PASS_BYTES], again[PASS_BYTES];
    uint64_t number = 0;
    passes_issue(passes, ROLE_LAB, token);
    assert_int_equal(strlen(token), PASS_BYTES - 1);
    assert_int_equal(passes_role(passes, token, &number), ROLE_NONE); /* a token is no session */
    assert_true(passes_exchange(passes, token, session));
    assert_int_equal(passes_role(passes, session, &number), ROLE_LAB);
    assert_true(number > 0);
    assert_false(passes_exchange(passes, token, again));
    passes_destroy(passes);
}

static void guesses_and_nothing_are_nobody(void **state) {
    (void)state;
    Passes *passes = passes_create();
    char session[PASS_BYTES];
    uint64_t number;
    assert_false(passes_exchange(passes, "", session));
    assert_false(passes_exchange(passes, NULL, session));
    assert_false(passes_exchange(passes, "00000000000000000000000000000000", session));
    assert_int_equal(passes_role(passes, NULL, &number), ROLE_NONE);
    assert_int_equal(passes_role(passes, "", &number), ROLE_NONE);
    passes_destroy(passes);
}

static void the_oldest_session_makes_room(void **state) {
    (void)state;
    Passes *passes = passes_create();
    char token[PASS_BYTES], first[PASS_BYTES], other[PASS_BYTES];
    uint64_t number;
    passes_issue(passes, ROLE_LAB, token);
    assert_true(passes_exchange(passes, token, first));
    for (int i = 0; i < PASS_SESSIONS; i++) {
        assert_int_equal(passes_role(passes, first, &number), ROLE_LAB);
        passes_issue(passes, ROLE_LAB, token);
        assert_true(passes_exchange(passes, token, other));
    }
    assert_int_equal(passes_role(passes, first, &number), ROLE_NONE);
    assert_int_equal(passes_role(passes, other, &number), ROLE_LAB);
    passes_destroy(passes);
}

static void a_sealed_session_outlives_the_server_and_a_forged_one_is_nobody(void **state) {
    (void)state;
    static const unsigned char key[PASS_KEY_BYTES] = {1, 2, 3}, other_key[PASS_KEY_BYTES] = {1, 2, 4};
    const uint64_t number = (uint64_t)2 << 56 | 77;
    Passes *first = passes_create(), *second = passes_create(), *other = passes_create();
    char session[PASS_BYTES], forged[PASS_BYTES];
    uint64_t found = 0;
    passes_set_key(first, key);
    passes_set_key(second, key);
    passes_set_key(other, other_key);
    passes_seal(first, number, session);
    assert_int_equal(strlen(session), PASS_BYTES - 1);
    assert_int_equal(passes_role(second, session, &found), 1 << 2);
    assert_true(found == number);
    assert_int_equal(passes_role(other, session, &found), ROLE_NONE);
    for (size_t i = 0; i < PASS_BYTES - 1; i++) {
        memcpy(forged, session, PASS_BYTES);
        forged[i] = forged[i] == '1' ? '2' : '1';
        assert_int_equal(passes_role(second, forged, &found), ROLE_NONE);
    }
    passes_destroy(first);
    passes_destroy(second);
    passes_destroy(other);
}

static void without_a_key_nothing_is_sealed(void **state) {
    (void)state;
    Passes *passes = passes_create();
    char session[PASS_BYTES];
    uint64_t number;
    passes_seal(passes, (uint64_t)1 << 56, session);
    assert_int_equal(passes_role(passes, session, &number), ROLE_NONE);
    passes_destroy(passes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_token_is_good_once_and_gives_its_role),
        cmocka_unit_test(guesses_and_nothing_are_nobody),
        cmocka_unit_test(the_oldest_session_makes_room),
        cmocka_unit_test(a_sealed_session_outlives_the_server_and_a_forged_one_is_nobody),
        cmocka_unit_test(without_a_key_nothing_is_sealed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
