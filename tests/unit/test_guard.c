#include "checks.h"
#include "console/guard.h"

static void the_loopback_names_with_the_port_are_let_in(void **state) {
    (void)state;
    assert_true(guard_host("127.0.0.1:8421", 8421, NULL));
    assert_true(guard_host("LocalHost:8421", 8421, NULL));
    assert_true(guard_host("[::1]:8421", 8421, NULL));
}

static void any_other_host_is_a_rebound_name(void **state) {
    (void)state;
    static const char *const foreign[] = {"",
                                          "127.0.0.1",
                                          "127.0.0.1:8422",
                                          "keyfall.example:8421",
                                          "127.0.0.1",
                                          "127.0.0.1:8421.evil",
                                          "localhost:84210",
                                          "0.0.0.0:8421",
                                          "[::1]",
                                          "::1:8421",
                                          "user@127.0.0.1:8421",
                                          " 127.0.0.1:8421"};
    for (size_t i = 0; i < sizeof foreign / sizeof foreign[0]; i++)
        assert_false(guard_host(foreign[i], 8421, NULL));
    assert_false(guard_host(NULL, 8421, NULL));
}

static void an_address_that_was_opened_is_let_in_with_its_port(void **state) {
    (void)state;
    assert_true(guard_host("192.168.1.7:8421", 8421, "192.168.1.7"));
    assert_true(guard_origin("http://192.168.1.7:8421", 8421, "192.168.1.7"));
    assert_true(guard_host("127.0.0.1:8421", 8421, "192.168.1.7"));
    assert_false(guard_host("192.168.1.8:8421", 8421, "192.168.1.7"));
    assert_false(guard_host("192.168.1.7", 8421, "192.168.1.7"));
    assert_false(guard_host("192.168.1.7:8421", 8421, NULL));
}

static void an_origin_is_ours_or_absent(void **state) {
    (void)state;
    assert_true(guard_origin(NULL, 8421, NULL));
    assert_true(guard_origin("http://localhost:8421", 8421, NULL));
    assert_false(guard_origin("https://localhost:8421", 8421, NULL));
    assert_false(guard_origin("null", 8421, NULL));
    assert_false(guard_origin("http://localhost:8421.evil.example", 8421, NULL));
    assert_false(guard_origin("", 8421, NULL));
}

static void a_link_may_be_followed_from_anywhere_and_nothing_else_be_asked(void **state) {
    (void)state;
    assert_true(guard_fetch(NULL, NULL));
    assert_true(guard_fetch("same-origin", "cors"));
    assert_true(guard_fetch("none", "navigate"));
    assert_true(guard_fetch("cross-site", "navigate"));
    assert_false(guard_fetch("cross-site", "no-cors"));
    assert_false(guard_fetch("same-site", "cors"));
    assert_false(guard_fetch("cross-site", NULL));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_loopback_names_with_the_port_are_let_in),
        cmocka_unit_test(any_other_host_is_a_rebound_name),
        cmocka_unit_test(an_address_that_was_opened_is_let_in_with_its_port),
        cmocka_unit_test(an_origin_is_ours_or_absent),
        cmocka_unit_test(a_link_may_be_followed_from_anywhere_and_nothing_else_be_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
