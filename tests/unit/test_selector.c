#include "checks.h"
#include "fixture.h"
#include "world/selector.h"

/* Four organisations of which each differs from the first in one thing. */
static World *four(Fixture *fixture) {
    static const char *tags[] = {"large", "old"};
    OrgProfile base = {.kind = ORG_msp,
                       .label = "a",
                       .country = "US",
                       .sector = "IT",
                       .tags = tags,
                       .tag_count = 2,
                       .calendar = calendar_always()};
    fixture_init(fixture);
    fixture_org_with(fixture, base, NONE);
    base.label = "b";
    base.kind = ORG_customer;
    fixture_org_with(fixture, base, NONE);
    base.label = "c";
    base.country = "DE";
    base.tag_count = 1;
    fixture_org_with(fixture, base, NONE);
    base.label = "d";
    base.sector = "health";
    fixture_org_with(fixture, base, NONE);
    Error error;
    assert_true(world_build(fixture->builder, &fixture->world, &error));
    return fixture->world;
}

static uint32_t selected(const OrgSelector *selector, const World *world) {
    uint32_t bits = 0;
    for (OrgId org = 0; org < world->org_count; org++)
        bits |= (uint32_t)org_selector_matches(selector, world, org) << org;
    return bits;
}

static void each_field_narrows_and_all_must_hold(void **state) {
    (void)state;
    Fixture fixture;
    World *world = four(&fixture);
    OrgSelector all = org_selector_all(), by = all;
    assert_int_equal(selected(&all, world), 0xf);
    by.kinds = 1u << ORG_customer;
    assert_int_equal(selected(&by, world), 0xe);
    by.country = "DE";
    assert_int_equal(selected(&by, world), 0xc);
    by.sector = "health";
    assert_int_equal(selected(&by, world), 0x8);
    by.label = "c";
    assert_int_equal(selected(&by, world), 0);
    by = all;
    by.tag = "old";
    assert_int_equal(selected(&by, world), 0x3);
    by.label = "b";
    assert_int_equal(selected(&by, world), 0x2);
    by = all;
    by.kinds = 1u << ORG_msp | 1u << ORG_observer;
    assert_int_equal(selected(&by, world), 0x1);
    fixture_clear(&fixture);
}

static void a_share_takes_that_many_and_a_larger_one_keeps_them(void **state) {
    (void)state;
    enum { ORGS = 5000 };
    Fixture fixture;
    fixture_init(&fixture);
    for (uint32_t i = 0; i < ORGS; i++)
        fixture_org(&fixture, ORG_customer, fixture_label(&fixture, "org", i), NONE);
    Error error;
    assert_true(world_build(fixture.builder, &fixture.world, &error));
    const World *world = fixture.world;
    OrgSelector few = org_selector_all(), many = few, other = few;
    few.share = 0.3;
    few.share_key = many.share_key = name_of("mfa");
    many.share = 0.6;
    other.share = 0.3;
    other.share_key = name_of("backup");
    uint32_t in_few = 0, in_many = 0, in_both = 0;
    for (OrgId org = 0; org < ORGS; org++) {
        bool is_few = org_selector_matches(&few, world, org),
             is_many = org_selector_matches(&many, world, org);
        assert_true(!is_few || is_many);
        in_few += is_few;
        in_many += is_many;
        in_both += is_few && org_selector_matches(&other, world, org);
    }
    assert_close(in_few / (double)ORGS, 0.3, 0.02);
    assert_close(in_many / (double)ORGS, 0.6, 0.02);
    assert_close(in_both / (double)ORGS, 0.09, 0.012); /* the shares of two controls are independent */
    few.share = 0;
    for (OrgId org = 0; org < ORGS; org++) assert_false(org_selector_matches(&few, world, org));
    fixture_clear(&fixture);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_field_narrows_and_all_must_hold),
        cmocka_unit_test(a_share_takes_that_many_and_a_larger_one_keeps_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
