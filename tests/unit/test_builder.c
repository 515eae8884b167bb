/* Building a world: what is added is found again in both directions, and what is no world is refused by name.
 */
#include "base/draw.h"
#include "checks.h"
#include "fixture.h"

#include <stdio.h>

static World *built(Fixture *fixture) {
    Error error = {{0}};
    if (!world_build(fixture->builder, &fixture->world, &error)) fail_msg("%s", error.text);
    return fixture->world;
}

static void assert_refused(Fixture *fixture, const char *sentence) {
    Error error = {{0}};
    World *untouched = NULL;
    assert_false(world_build(fixture->builder, &untouched, &error));
    assert_string_equal(error.text, sentence);
    assert_null(untouched);
}

static void ids_are_given_in_order_and_assets_follow_their_organisation(void **state) {
    (void)state;
    Fixture fixture;
    fixture_init(&fixture);
    OrgId msp = fixture_org(&fixture, ORG_msp, "msp", NONE);
    AssetId server = fixture_asset(&fixture, ASSET_rmm_server, "server");
    OrgId customer = fixture_org(&fixture, ORG_customer, "customer", msp);
    AssetId group = fixture_group(&fixture, "machines", 40);
    AssetId vault = fixture_asset(&fixture, ASSET_backup_vault, "vault");
    World *world = built(&fixture);
    assert_int_equal(msp, 0);
    assert_int_equal(customer, 1);
    assert_int_equal(world->orgs[msp].first_asset, server);
    assert_int_equal(world->orgs[customer].first_asset, group);
    assert_int_equal(world->orgs[customer].asset_count, 2);
    assert_int_equal(world->assets[vault].owner, customer);
    assert_int_equal(world->assets[group].count, 40);
    fixture_clear(&fixture);
}

static void who_is_nested_is_served_and_is_served_once(void **state) {
    (void)state;
    Fixture fixture;
    fixture_init(&fixture);
    OrgId msp = fixture_org(&fixture, ORG_msp, "msp", NONE),
          other = fixture_org(&fixture, ORG_msp, "other", NONE);
    OrgId customer = fixture_org(&fixture, ORG_customer, "customer", msp);
    world_add_serves(fixture.builder, msp, customer); /* said again */
    world_add_serves(fixture.builder, other, customer);
    World *world = built(&fixture);
    assert_int_equal(world->clients.first[msp + 1] - world->clients.first[msp], 1);
    assert_int_equal(world->clients.items[world->clients.first[other]], customer);
    assert_int_equal(world->providers.first[customer + 1] - world->providers.first[customer], 2);
    fixture_clear(&fixture);
}

static void texts_and_lists_are_copied(void **state) {
    (void)state;
    Fixture fixture;
    fixture_init(&fixture);
    char label[] = "msp", tag[] = "large", key[] = "hosting", value[] = "saas";
    const char *tags[] = {tag};
    Attribute attribute = {key, value};
    fixture_org_with(
        &fixture,
        (OrgProfile){
            .kind = ORG_msp, .label = label, .tags = tags, .tag_count = 1, .calendar = calendar_always()},
        NONE);
    fixture_asset_with(&fixture,
                       (AssetProfile){.kind = ASSET_rmm_server,
                                      .label = "server",
                                      .flaw = NONE,
                                      .attributes = &attribute,
                                      .attribute_count = 1},
                       1);
    memset(label, 'x', 3);
    memset(tag, 'x', 5);
    memset(value, 'x', 4);
    World *world = built(&fixture);
    assert_string_equal(world_org_profile(world, 0)->label, "msp");
    assert_string_equal(world_org_profile(world, 0)->title, "msp");
    assert_true(world_has_tag(world_org_profile(world, 0), "large"));
    assert_string_equal(world_attribute(world_asset_profile(world, 0), "hosting"), "saas");
    assert_null(world_attribute(world_asset_profile(world, 0), "version"));
    fixture_clear(&fixture);
}

/* Rows of both directions hold each access exactly once, in order. */
static void both_directions_of_a_random_graph_say_the_same(void **state) {
    (void)state;
    enum { ASSETS = 60, TRIES = 900 };
    Fixture fixture;
    fixture_init(&fixture);
    bool there[ASSETS][ASSETS] = {{0}};
    uint32_t added = 0;
    fixture_org(&fixture, ORG_msp, "msp", NONE);
    for (uint32_t i = 0; i < ASSETS; i++)
        fixture_asset(&fixture, ASSET_endpoint_group, fixture_label(&fixture, "asset", i));
    for (uint32_t i = 0; i < TRIES; i++) {
        uint64_t bits = draw_bits(7, i);
        uint32_t from = (uint32_t)(bits % ASSETS), to = (uint32_t)((bits >> 32) % ASSETS);
        if (from == to || there[from][to]) continue;
        there[from][to] = true;
        added++;
        fixture_access(&fixture, from, to, ACCESS_vpn);
    }
    World *world = built(&fixture);
    assert_int_equal(world->access_count, added);
    uint32_t out = 0, in = 0;
    for (AssetId asset = 0; asset < ASSETS; asset++) {
        for (uint32_t i = world->access_first[asset]; i < world->access_first[asset + 1]; i++, out++) {
            assert_true(world->accesses[i].from == asset && there[asset][world->accesses[i].to]);
            if (i > world->access_first[asset])
                assert_true(world->accesses[i - 1].name < world->accesses[i].name);
        }
        for (uint32_t i = world->access_in.first[asset]; i < world->access_in.first[asset + 1]; i++, in++)
            assert_int_equal(world->accesses[world->access_in.items[i]].to, asset);
    }
    assert_int_equal(out, added);
    assert_int_equal(in, added);
    fixture_clear(&fixture);
}

static void two_of_one_name_are_refused(void **state) {
    (void)state;
    Fixture fixture;
    Error error = {{0}};
    World *none = NULL;
    fixture_init(&fixture);
    fixture_org(&fixture, ORG_msp, "one", NONE);
    fixture_org(&fixture, ORG_customer, "one", NONE);
    assert_false(world_build(fixture.builder, &none, &error));
    assert_memory_equal(error.text, "\"one\" and \"one\" have the same name (", 36);
    assert_non_null(strstr(error.text, "): rename one of them"));
    fixture_clear(&fixture);

    fixture_init(&fixture);
    fixture_org(&fixture, ORG_msp, "msp", NONE);
    fixture_asset(&fixture, ASSET_rmm_server, "server");
    fixture_asset(&fixture, ASSET_psa, "server");
    assert_false(world_build(fixture.builder, &none, &error));
    assert_memory_equal(error.text, "\"server of msp\" and \"server of msp\" have the same name (", 56);
    fixture_clear(&fixture);
}

static void add_two_servers(Fixture *fixture, AssetId *one, AssetId *two) {
    fixture_init(fixture);
    fixture_org(fixture, ORG_msp, "msp", NONE);
    *one = fixture_asset(fixture, ASSET_rmm_server, "one");
    *two = fixture_asset(fixture, ASSET_rmm_server, "two");
}

static void an_access_to_itself_or_given_twice_is_refused(void **state) {
    (void)state;
    Fixture fixture;
    AssetId one, two;
    add_two_servers(&fixture, &one, &two);
    fixture_access(&fixture, one, one, ACCESS_vpn);
    assert_refused(&fixture,
                   "access of kind vpn from \"one of msp\" to \"one of msp\": an asset needs no access to "
                   "itself; leave it out");
    fixture_clear(&fixture);
    add_two_servers(&fixture, &one, &two);
    fixture_access(&fixture, one, two, ACCESS_vpn);
    fixture_access(&fixture, one, two, ACCESS_rmm_agent); /* another kind is another access */
    fixture_access(&fixture, one, two, ACCESS_vpn);
    assert_refused(
        &fixture, "access of kind vpn from \"one of msp\" to \"two of msp\": it is there twice; keep the one "
                  "with the higher privilege");
    fixture_clear(&fixture);
}

static void loops_of_service_are_refused_and_told(void **state) {
    (void)state;
    Fixture fixture;
    fixture_init(&fixture);
    OrgId self = fixture_org(&fixture, ORG_msp, "self", NONE);
    world_add_serves(fixture.builder, self, self);
    assert_refused(
        &fixture,
        "organisations serve each other in a loop: \"self\" → \"self\"; take one of these links out");
    fixture_clear(&fixture);
    fixture_init(&fixture);
    OrgId a = fixture_org(&fixture, ORG_vendor, "a", NONE), b = fixture_org(&fixture, ORG_msp, "b", NONE);
    OrgId c = fixture_org(&fixture, ORG_msp, "c", NONE), d = fixture_org(&fixture, ORG_customer, "d", NONE);
    world_add_serves(fixture.builder, a, d);
    world_add_serves(fixture.builder, a, b);
    world_add_serves(fixture.builder, b, c);
    world_add_serves(fixture.builder, c, b);
    assert_refused(
        &fixture,
        "organisations serve each other in a loop: \"b\" → \"c\" → \"b\"; take one of these links out");
    fixture_clear(&fixture);
}

static void a_diamond_is_no_loop_and_loops_of_access_are_allowed(void **state) {
    (void)state;
    Fixture fixture;
    AssetId one, two;
    add_two_servers(&fixture, &one, &two);
    fixture_access(&fixture, one, two, ACCESS_vpn);
    fixture_access(&fixture, two, one, ACCESS_vpn);
    OrgId left = fixture_org(&fixture, ORG_msp, "left", 0),
          right = fixture_org(&fixture, ORG_msp, "right", 0);
    OrgId below = fixture_org(&fixture, ORG_customer, "below", left);
    world_add_serves(fixture.builder, right, below);
    assert_int_equal(built(&fixture)->access_count, 2);
    fixture_clear(&fixture);
}

static void a_chain_of_a_hundred_thousand_providers_is_walked(void **state) {
    (void)state;
    Fixture fixture;
    fixture_init(&fixture);
    OrgProfile profile = {.kind = ORG_msp, .label = "link", .calendar = calendar_always()};
    uint32_t id = world_add_org_profile(fixture.builder, &profile);
    for (uint32_t i = 0; i < 100000; i++) {
        Organisation org = {
            .name = name_at(1, i), .profile = id, .parent = i ? i - 1 : NONE, .population = NONE};
        world_add_org(fixture.builder, &org);
    }
    world_add_serves(fixture.builder, 99999, 0);
    Error error = {{0}};
    assert_false(world_build(fixture.builder, &fixture.world, &error));
    assert_non_null(strstr(error.text, "… → "));
    assert_non_null(strstr(error.text, "take one of these links out"));
    fixture_clear(&fixture);
}

static void populations_of_one_distribution_share_a_size_group(void **state) {
    (void)state;
    Fixture fixture;
    fixture_init(&fixture);
    fixture_org(&fixture, ORG_msp, "msp", NONE);
    double some[] = {1, 2, 8}, same[] = {1, 2, 8}, other[] = {1, 2, 9};
    Quantity counts[] = {fixture_fixed(3),
                         fixture_uniform(1, 3),
                         fixture_fixed(3),
                         {.kind = DISTRIBUTION_EMPIRICAL, .values = some, .value_count = 3},
                         {.kind = DISTRIBUTION_EMPIRICAL, .values = same, .value_count = 3},
                         {.kind = DISTRIBUTION_EMPIRICAL, .values = other, .value_count = 3}};
    for (uint32_t i = 0; i < 6; i++)
        world_add_population(fixture.builder,
                             &(Population){.parent = NONE, .count = counts[i], .largest = 9});
    World *world = built(&fixture);
    assert_int_equal(world->size_group_count, 4);
    assert_int_equal(world->size_groups.first[1], 2);
    assert_int_equal(world->size_groups.items[1], 2);
    assert_int_equal(world->size_groups.first[3] - world->size_groups.first[2], 2);
    fixture_clear(&fixture);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_are_given_in_order_and_assets_follow_their_organisation),
        cmocka_unit_test(who_is_nested_is_served_and_is_served_once),
        cmocka_unit_test(texts_and_lists_are_copied),
        cmocka_unit_test(both_directions_of_a_random_graph_say_the_same),
        cmocka_unit_test(two_of_one_name_are_refused),
        cmocka_unit_test(an_access_to_itself_or_given_twice_is_refused),
        cmocka_unit_test(loops_of_service_are_refused_and_told),
        cmocka_unit_test(a_diamond_is_no_loop_and_loops_of_access_are_allowed),
        cmocka_unit_test(a_chain_of_a_hundred_thousand_providers_is_walked),
        cmocka_unit_test(populations_of_one_distribution_share_a_size_group),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
