/* Dominators against igraph, and choke points against taking each asset away. */
#include "base/dominator.h"
#include "base/pcg.h"
#include "checks.h"
#include "fixture.h"
#include "world/choke.h"

#include <igraph.h>

enum { NODES = 60, MOST_EDGES = 400 };

typedef struct RandomGraph {
    uint32_t from[MOST_EDGES], to[MOST_EDGES], count;
    uint32_t first[NODES + 1], items[MOST_EDGES];
} RandomGraph;

static void draw_graph(RandomGraph *graph, uint64_t seed, uint32_t edges) {
    Pcg32 pcg;
    pcg32_seed(&pcg, seed, 8);
    *graph = (RandomGraph){.count = edges};
    for (uint32_t i = 0; i < edges; i++) {
        graph->from[i] = pcg32_below(&pcg, NODES);
        graph->to[i] = pcg32_below(&pcg, NODES);
        graph->first[graph->from[i] + 1]++;
    }
    for (uint32_t i = 0; i < NODES; i++) graph->first[i + 1] += graph->first[i];
    uint32_t next[NODES];
    memcpy(next, graph->first, sizeof next);
    for (uint32_t i = 0; i < edges; i++) graph->items[next[graph->from[i]]++] = graph->to[i];
}

static void ask_igraph(const RandomGraph *graph, igraph_vector_int_t *idom) {
    igraph_t oracle;
    igraph_vector_int_t edges;
    igraph_vector_int_init(&edges, 2 * graph->count);
    for (uint32_t i = 0; i < graph->count; i++) {
        VECTOR(edges)[2 * i] = graph->from[i];
        VECTOR(edges)[2 * i + 1] = graph->to[i];
    }
    igraph_create(&oracle, &edges, NODES, true);
    igraph_vector_int_init(idom, 0);
    igraph_dominator_tree(&oracle, 0, idom, NULL, NULL, IGRAPH_OUT);
    igraph_vector_int_destroy(&edges);
    igraph_destroy(&oracle);
}

static void dominators_are_igraphs(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        RandomGraph graph;
        igraph_vector_int_t idom;
        Dominators d;
        draw_graph(&graph, seed, 30 + (uint32_t)seed % 8 * 45);
        ask_igraph(&graph, &idom);
        dominators_init(&d, (Graph){NODES, graph.first, graph.items}, 0);
        for (uint32_t node = 1; node < NODES; node++) {
            igraph_integer_t theirs = VECTOR(idom)[node]; /* negative: not reached */
            assert_int_equal(d.idom[node], theirs < 0 ? DOMINATOR_NONE : (uint32_t)theirs);
        }
        dominators_clear(&d);
        igraph_vector_int_destroy(&idom);
    }
}

/* ------------------------------------------------------------------ choke points */

enum { ORGS = 14, ASSETS = 2 * ORGS };

static void random_world(Fixture *fixture, uint64_t seed, uint32_t accesses) {
    static const OrgKind kinds[] = {ORG_vendor, ORG_msp, ORG_customer, ORG_customer};
    bool there[ASSETS][ASSETS] = {{0}};
    Pcg32 pcg;
    Error error;
    pcg32_seed(&pcg, seed, 9);
    fixture_init(fixture);
    for (uint32_t i = 0; i < ORGS; i++) {
        fixture_org(fixture, kinds[i % 4], fixture_label(fixture, "org", i), NONE);
        fixture_asset(fixture, ASSET_rmm_server, fixture_label(fixture, "server", i));
        fixture_group(fixture, fixture_label(fixture, "machines", i), i + 1);
    }
    for (uint32_t i = 0; i < accesses; i++) {
        uint32_t from = pcg32_below(&pcg, ASSETS), to = pcg32_below(&pcg, ASSETS);
        if (from == to || there[from][to]) continue;
        there[from][to] = true;
        fixture_access(fixture, from, to, ACCESS_vpn);
    }
    assert_true(world_build(fixture->builder, &fixture->world, &error));
}

/* Who is reached from outside without passing through `gone`; NONE: nobody is gone. */
static void reach_without(const ChokeEdges *edges, AssetId gone, bool *reached) {
    memset(reached, 0, ASSETS);
    for (bool more = true; more;) {
        more = false;
        for (uint32_t i = 0; i < edges->count; i++) {
            ChokeEdge edge = edges->items[i];
            bool open = (edge.from == NONE || reached[edge.from]) && edge.to != gone;
            if (!open || reached[edge.to]) continue;
            reached[edge.to] = more = true;
        }
    }
}

static uint32_t saved_by(const World *world, const bool *all, const bool *left, OrgId owner) {
    uint32_t saved = 0;
    for (OrgId org = 0; org < world->org_count; org++) {
        if (org == owner || world_org_profile(world, org)->kind != ORG_customer) continue;
        bool before = false, after = false;
        for (AssetId a = 0; a < ASSETS; a++) {
            before |= world->assets[a].owner == org && all[a];
            after |= world->assets[a].owner == org && left[a];
        }
        saved += before && !after;
    }
    return saved;
}

static uint32_t customers_of(const Chokes *chokes, AssetId asset) {
    for (uint32_t i = 0; i < chokes->count; i++)
        if (chokes->items[i].asset == asset) return chokes->items[i].customers;
    return 0;
}

static void a_choke_point_saves_whom_its_removal_saves(void **state) {
    (void)state;
    uint32_t saving = 0;
    for (uint64_t seed = 1; seed <= 120; seed++) {
        Fixture fixture;
        ChokeEdges edges = {0};
        Chokes chokes = {0};
        bool ways_in[ASSETS] = {false}, all[ASSETS], left[ASSETS];
        uint32_t reached;
        random_world(&fixture, seed, 12 + (uint32_t)seed % 40);
        ways_in[0] = ways_in[2] = true;
        choke_edges_of_world(fixture.world, NULL, seed % 2 ? ways_in : NULL, &edges);
        chokes_of(fixture.world, &edges, &chokes, &reached);
        reach_without(&edges, NONE, all);
        for (AssetId asset = 0; asset < ASSETS; asset++) {
            reach_without(&edges, asset, left);
            uint32_t saved = saved_by(fixture.world, all, left, fixture.world->assets[asset].owner);
            assert_int_equal(customers_of(&chokes, asset), all[asset] ? saved : 0);
            saving += saved;
        }
        vec_clear(&edges);
        vec_clear(&chokes);
        fixture_clear(&fixture);
    }
    assert_true(saving > 100);
}

static void the_server_of_a_chain_is_the_choke_point_of_all_behind_it(void **state) {
    (void)state;
    Fixture fixture;
    ChokeEdges edges = {0};
    Chokes chokes = {0};
    uint32_t reached;
    Error error;
    fixture_init(&fixture);
    OrgId msp = fixture_org(&fixture, ORG_msp, "msp", NONE);
    AssetId account = fixture_asset(&fixture, ASSET_admin_account, "account");
    AssetId server = fixture_asset(&fixture, ASSET_rmm_server, "server");
    fixture_access(&fixture, account, server, ACCESS_vpn);
    for (uint32_t i = 0; i < 5; i++) {
        fixture_org(&fixture, ORG_customer, fixture_label(&fixture, "customer", i), msp);
        AssetId group = fixture_group(&fixture, fixture_label(&fixture, "machines", i), 10);
        fixture_access(&fixture, server, group, ACCESS_rmm_agent);
        if (i == 0) fixture_access(&fixture, account, group, ACCESS_remote_support); /* a way round */
    }
    assert_true(world_build(fixture.builder, &fixture.world, &error));
    choke_edges_of_world(fixture.world, NULL, NULL, &edges);
    chokes_of(fixture.world, &edges, &chokes, &reached);
    assert_int_equal(reached, 5);
    assert_int_equal(chokes.items[0].asset, account);
    assert_int_equal(chokes.items[0].customers, 5);
    assert_int_equal(chokes.items[0].machines, 50);
    assert_int_equal(chokes.items[1].asset, server);
    assert_int_equal(chokes.items[1].customers, 4);
    assert_int_equal(chokes.items[1].machines, 40);
    assert_int_equal(chokes.count, 2);
    vec_clear(&edges);
    vec_clear(&chokes);
    fixture_clear(&fixture);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dominators_are_igraphs),
        cmocka_unit_test(a_choke_point_saves_whom_its_removal_saves),
        cmocka_unit_test(the_server_of_a_chain_is_the_choke_point_of_all_behind_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
