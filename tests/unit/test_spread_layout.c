#include "checks.h"
#include "fixture.h"
#include "report/spread.h"

#include <math.h>

typedef struct Case {
    Fixture fixture;
    bool *present;
    int32_t *x, *y;
} Case;

/* A vendor, three MSPs with 1, 5 and 40 customers, and an observer. */
static void build(Case *c) {
    static const uint32_t sizes[] = {1, 5, 40};
    Fixture *fixture = &c->fixture;
    fixture_init(fixture);
    OrgId vendor = fixture_org(fixture, ORG_vendor, "vendor", NONE);
    fixture_asset(fixture, ASSET_update_server, "update");
    fixture_org(fixture, ORG_observer, "observer", NONE);
    for (uint32_t m = 0; m < 3; m++) {
        OrgId msp = fixture_org(fixture, ORG_msp, fixture_label(fixture, "msp", m), vendor);
        fixture_asset(fixture, ASSET_rmm_server, fixture_label(fixture, "server", m));
        for (uint32_t i = 0; i < sizes[m]; i++)
            fixture_org(fixture, ORG_customer, fixture_label(fixture, "customer", m * 100 + i), msp);
    }
    fixture_entry(fixture, "break in", ASSET_rmm_server, STATE_control, 1, 1);
    fixture_compile(fixture);
    uint32_t count = fixture->world->org_count;
    c->present = heap_take(count, sizeof *c->present);
    c->x = heap_take(count, sizeof *c->x);
    c->y = heap_take(count, sizeof *c->y);
    for (uint32_t i = 0; i < count; i++) c->present[i] = true;
    spread_layout(fixture->world, c->present, c->x, c->y);
}

static void clear(Case *c) {
    free(c->present);
    free(c->x);
    free(c->y);
    fixture_clear(&c->fixture);
}

static double radius(const Case *c, OrgId org) {
    return hypot(c->x[org], c->y[org]);
}

static OrgId find(const Case *c, const char *label) {
    OrgId org = world_find_org(c->fixture.world, label);
    assert_true(org != NONE);
    return org;
}

static void vendors_lie_inside_the_ring_and_customers_behind_their_msp(void **state) {
    (void)state;
    Case c;
    build(&c);
    assert_close(radius(&c, find(&c, "vendor")), 0, 0);
    assert_true(radius(&c, find(&c, "observer")) < radius(&c, find(&c, "msp 0")));
    for (OrgId org = 0; org < c.fixture.world->org_count; org++) {
        assert_true(radius(&c, org) <= SPREAD_RADIUS + 1);
        if (world_org_profile(c.fixture.world, org)->kind == ORG_customer)
            assert_true(radius(&c, org) > radius(&c, c.fixture.world->orgs[org].parent));
    }
    clear(&c);
}

static double turn_of(const Case *c, OrgId org) {
    double turn = atan2(c->x[org], -c->y[org]) / (2 * 3.141592653589793);
    return turn < 0 ? turn + 1 : turn;
}

static void the_ring_is_in_order_of_size_and_a_fan_keeps_to_its_sector(void **state) {
    (void)state;
    Case c;
    build(&c);
    /* 41, 6 and 2 of 49 shares of the circle, the largest first. */
    assert_close(turn_of(&c, find(&c, "msp 2")), 20.5 / 49, 1e-3);
    assert_close(turn_of(&c, find(&c, "msp 1")), 44.0 / 49, 1e-3);
    assert_close(turn_of(&c, find(&c, "msp 0")), 48.0 / 49, 1e-3);
    for (uint32_t i = 0; i < 40; i++)
        assert_true(turn_of(&c, find(&c, fixture_label(&c.fixture, "customer", 200 + i))) < 41.0 / 49 + 1e-3);
    clear(&c);
}

static void no_two_of_a_fan_lie_on_one_spot(void **state) {
    (void)state;
    Case c;
    build(&c);
    for (OrgId a = 0; a < c.fixture.world->org_count; a++) {
        for (OrgId b = 0; b < a; b++) assert_true(c.x[a] != c.x[b] || c.y[a] != c.y[b]);
    }
    clear(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vendors_lie_inside_the_ring_and_customers_behind_their_msp),
        cmocka_unit_test(the_ring_is_in_order_of_size_and_a_fan_keeps_to_its_sector),
        cmocka_unit_test(no_two_of_a_fan_lie_on_one_spot),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
