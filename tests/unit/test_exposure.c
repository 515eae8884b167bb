/* Exposure on random graphs, against reachability by brute force and against igraph. */
#include "base/draw.h"
#include "checks.h"
#include "fixture.h"
#include "world/exposure.h"

#include <igraph.h>

enum { ORGS = 25, ASSETS = 75 };

/* Organisations of three kinds with three assets each, a group among them; accesses at random. */
static World *random_world(Fixture *fixture, uint64_t seed, uint32_t accesses) {
    static const OrgKind kinds[] = {ORG_vendor, ORG_msp, ORG_customer, ORG_customer, ORG_customer};
    bool there[ASSETS][ASSETS] = {{0}};
    fixture_init(fixture);
    for (uint32_t i = 0; i < ORGS; i++) {
        fixture_org(fixture, kinds[i % 5], fixture_label(fixture, "org", i), NONE);
        fixture_asset(fixture, ASSET_rmm_server, fixture_label(fixture, "server", i));
        fixture_group(fixture, fixture_label(fixture, "machines", i), i + 1);
        AssetProfile store = {
            .kind = ASSET_data_store, .label = fixture_label(fixture, "data", i), .flaw = NONE};
        world_add_asset(fixture->builder, name_of(store.label),
                        world_add_asset_profile(fixture->builder, &store), 1, i * 100);
    }
    for (uint32_t i = 0; i < accesses; i++) {
        uint64_t bits = draw_bits(seed, i);
        uint32_t from = (uint32_t)(bits % ASSETS), to = (uint32_t)((bits >> 32) % ASSETS);
        if (from == to || there[from][to]) continue;
        there[from][to] = true;
        fixture_access(fixture, from, to, ACCESS_vpn);
    }
    Error error;
    assert_true(world_build(fixture->builder, &fixture->world, &error));
    return fixture->world;
}

/* Warshall: reach[i][j] when j lies downstream of i, or is i. */
static void closure(const World *world, bool reach[ASSETS][ASSETS]) {
    for (uint32_t i = 0; i < ASSETS; i++)
        for (uint32_t j = 0; j < ASSETS; j++) reach[i][j] = i == j;
    for (uint32_t i = 0; i < world->access_count; i++)
        reach[world->accesses[i].from][world->accesses[i].to] = true;
    for (uint32_t k = 0; k < ASSETS; k++)
        for (uint32_t i = 0; i < ASSETS; i++)
            for (uint32_t j = 0; j < ASSETS; j++) reach[i][j] |= reach[i][k] && reach[k][j];
}

static Exposure by_hand(const World *world, const bool *reached, OrgId own) {
    Exposure sum = {0};
    bool counted[ORGS] = {0};
    for (AssetId asset = 0; asset < ASSETS; asset++) {
        if (!reached[asset]) continue;
        OrgId owner = world->assets[asset].owner;
        if (world_asset_profile(world, asset)->is_group) sum.machines += world->assets[asset].count;
        sum.records += world->assets[asset].records;
        if (owner == own || counted[owner]) continue;
        counted[owner] = true;
        sum.customers += world_org_profile(world, owner)->kind == ORG_customer;
        sum.msps += world_org_profile(world, owner)->kind == ORG_msp;
    }
    return sum;
}

static void assert_same(const Exposure *row, Exposure expected) {
    assert_int_equal(row->customers, expected.customers);
    assert_int_equal(row->msps, expected.msps);
    assert_true(row->machines == expected.machines && row->records == expected.records);
}

static void exposure_is_what_brute_force_finds_downstream(void **state) {
    (void)state;
    static bool reach[ASSETS][ASSETS];
    for (uint64_t seed = 0; seed < 30; seed++) {
        Fixture fixture;
        World *world = random_world(&fixture, seed, 20 + (uint32_t)seed * 6);
        Exposure assets[ASSETS], orgs[ORGS];
        closure(world, reach);
        exposure_of_assets(world, NULL, assets);
        exposure_of_orgs(world, NULL, orgs);
        for (AssetId asset = 0; asset < ASSETS; asset++) {
            assert_int_equal(assets[asset].asset, asset);
            assert_same(&assets[asset], by_hand(world, reach[asset], world->assets[asset].owner));
        }
        for (OrgId org = 0; org < ORGS; org++) {
            bool any[ASSETS];
            for (AssetId asset = 0; asset < ASSETS; asset++)
                any[asset] = reach[org * 3][asset] || reach[org * 3 + 1][asset] || reach[org * 3 + 2][asset];
            assert_int_equal(orgs[org].asset, NONE);
            assert_same(&orgs[org], by_hand(world, any, org));
        }
        fixture_clear(&fixture);
    }
}

static void exposure_is_what_igraph_finds_downstream(void **state) {
    (void)state;
    for (uint64_t seed = 100; seed < 120; seed++) {
        Fixture fixture;
        World *world = random_world(&fixture, seed, 60 + (uint32_t)(seed - 100) * 8);
        Exposure rows[ASSETS];
        igraph_t graph;
        igraph_vector_int_t edges, found;
        igraph_vector_int_init(&edges, 0);
        igraph_vector_int_init(&found, 0);
        for (uint32_t i = 0; i < world->access_count; i++) {
            igraph_vector_int_push_back(&edges, world->accesses[i].from);
            igraph_vector_int_push_back(&edges, world->accesses[i].to);
        }
        igraph_create(&graph, &edges, ASSETS, IGRAPH_DIRECTED);
        exposure_of_assets(world, NULL, rows);
        for (AssetId asset = 0; asset < ASSETS; asset++) {
            bool reached[ASSETS] = {0};
            igraph_subcomponent(&graph, &found, asset, IGRAPH_OUT);
            for (igraph_integer_t i = 0; i < igraph_vector_int_size(&found); i++)
                reached[VECTOR(found)[i]] = true;
            assert_same(&rows[asset], by_hand(world, reached, world->assets[asset].owner));
        }
        igraph_destroy(&graph);
        igraph_vector_int_destroy(&edges);
        igraph_vector_int_destroy(&found);
        fixture_clear(&fixture);
    }
}

/* vendor → msp → two customers of a population of two, of which a draw has one. */
static void who_is_absent_is_not_exposed(void **state) {
    (void)state;
    Fixture fixture;
    fixture_init(&fixture);
    OrgId msp = fixture_org(&fixture, ORG_msp, "msp", NONE);
    AssetId server = fixture_asset(&fixture, ASSET_rmm_server, "server");
    OrgProfile profile = {.kind = ORG_customer, .label = "client", .calendar = calendar_always()};
    uint32_t id = world_add_org_profile(fixture.builder, &profile);
    world_add_population(
        fixture.builder,
        &(Population){.parent = msp, .profile = id, .count = fixture_fixed(2), .largest = 2});
    for (uint32_t i = 0; i < 2; i++) {
        Organisation org = {
            .name = name_at(77, i), .profile = id, .parent = msp, .population = 0, .index = i};
        world_add_org(fixture.builder, &org);
        fixture_access(&fixture, server, fixture_group(&fixture, fixture_label(&fixture, "machines", i), 10),
                       ACCESS_rmm_agent);
    }
    Error error;
    assert_true(world_build(fixture.builder, &fixture.world, &error));
    Exposure rows[3];
    uint32_t both[] = {2}, one[] = {1};
    exposure_of_assets(fixture.world, both, rows);
    assert_int_equal(rows[server].customers, 2);
    assert_int_equal(rows[server].machines, 20);
    exposure_of_assets(fixture.world, one, rows);
    assert_int_equal(rows[server].customers, 1);
    assert_int_equal(rows[server].machines, 10);
    assert_int_equal(rows[2].machines, 0); /* an absent key reaches nothing, itself included */
    fixture_clear(&fixture);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exposure_is_what_brute_force_finds_downstream),
        cmocka_unit_test(exposure_is_what_igraph_finds_downstream),
        cmocka_unit_test(who_is_absent_is_not_exposed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
