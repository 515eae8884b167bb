/* The race against what can be worked out on paper, and against every way that a small graph can fall. */
#include "base/draw.h"
#include "checks.h"
#include "fixture.h"

#define SIGMAS 4.5

typedef struct Mean {
    double sum, squares;
    uint32_t count;
} Mean;

static void mean_add(Mean *mean, double value) {
    mean->sum += value;
    mean->squares += value * value;
    mean->count++;
}

static double mean_of(const Mean *mean) {
    return mean->sum / mean->count;
}

static double variance_of(const Mean *mean) {
    return mean->squares / mean->count - mean_of(mean) * mean_of(mean);
}

static void assert_mean(const Mean *mean, double expected, double variance) {
    assert_close(mean_of(mean), expected, SIGMAS * sqrt(variance / mean->count));
}

/* ------------------------------------------------------------------ stars, trees, OR and AND */

static AssetId star(Fixture *fixture, uint32_t customers, double odds) {
    fixture_init(fixture);
    OrgId msp = fixture_org(fixture, ORG_msp, "msp", NONE);
    AssetId server = fixture_asset(fixture, ASSET_rmm_server, "server");
    for (uint32_t i = 0; i < customers; i++) {
        fixture_org(fixture, ORG_customer, fixture_label(fixture, "customer", i), msp);
        AssetId data = fixture_asset(fixture, ASSET_data_store, fixture_label(fixture, "data", i));
        fixture_access(fixture, server, data, ACCESS_rmm_agent);
    }
    fixture_entry(fixture, "break in", ASSET_rmm_server, STATE_control, 1, 60);
    fixture_via(fixture, "push", ASSET_rmm_server, STATE_control, ACCESS_rmm_agent, ASSET_data_store,
                STATE_encrypted, odds, 600);
    fixture_compile(fixture);
    return server;
}

static void the_customers_of_a_star_are_binomial(void **state) {
    (void)state;
    enum { CUSTOMERS = 20, WORLDS = 40000 };
    const double p = 0.3;
    Fixture fixture;
    star(&fixture, CUSTOMERS, p);
    Mean mean = {0};
    uint32_t none = 0;
    for (uint32_t i = 0; i < WORLDS; i++) {
        fixture_run(&fixture, i);
        mean_add(&mean, (double)fixture.metrics[METRIC_CUSTOMERS]);
        none += fixture.metrics[METRIC_CUSTOMERS] <= 3;
    }
    double variance = CUSTOMERS * p * (1 - p), at_most_3 = 0, term = pow(1 - p, CUSTOMERS);
    for (int k = 0; k <= 3; k++, term *= p / (1 - p) * (CUSTOMERS - k + 1) / k) at_most_3 += term;
    assert_mean(&mean, CUSTOMERS * p, variance);
    /* The variance of a sample variance of a nearly normal count is about 2 sigma^4 / n. */
    assert_close(variance_of(&mean), variance, SIGMAS * variance * sqrt(2.0 / WORLDS));
    assert_close(none / (double)WORLDS, at_most_3, SIGMAS * sqrt(at_most_3 / WORLDS));
    fixture_clear(&fixture);
}

/* Vendor → 3 MSPs → 4 customers each: a leaf falls with the product of the odds on its way. */
static void a_leaf_of_a_tree_falls_with_the_product_of_the_odds(void **state) {
    (void)state;
    enum { MSPS = 3, LEAVES = 4, WORLDS = 40000 };
    Fixture fixture;
    fixture_init(&fixture);
    AssetId servers[MSPS];
    OrgId msps[MSPS];
    OrgId vendor = fixture_org(&fixture, ORG_vendor, "vendor", NONE);
    AssetId update = fixture_asset(&fixture, ASSET_update_server, "update");
    for (uint32_t m = 0; m < MSPS; m++) {
        msps[m] = fixture_org(&fixture, ORG_msp, fixture_label(&fixture, "msp", m), vendor);
        servers[m] = fixture_asset(&fixture, ASSET_rmm_server, fixture_label(&fixture, "server", m));
        fixture_access(&fixture, update, servers[m], ACCESS_software_update);
    }
    for (uint32_t i = 0; i < MSPS * LEAVES; i++) {
        fixture_org(&fixture, ORG_customer, fixture_label(&fixture, "customer", i), msps[i % MSPS]);
        AssetId data = fixture_asset(&fixture, ASSET_data_store, fixture_label(&fixture, "data", i));
        fixture_access(&fixture, servers[i % MSPS], data, ACCESS_rmm_agent);
    }
    fixture_entry(&fixture, "break in", ASSET_update_server, STATE_control, 0.5, 60);
    fixture_via(&fixture, "update", ASSET_update_server, STATE_control, ACCESS_software_update,
                ASSET_rmm_server, STATE_control, 0.6, 60);
    fixture_via(&fixture, "push", ASSET_rmm_server, STATE_control, ACCESS_rmm_agent, ASSET_data_store,
                STATE_encrypted, 0.7, 60);
    fixture_compile(&fixture);
    Mean customers = {0}, hit_msps = {0};
    for (uint32_t i = 0; i < WORLDS; i++) {
        fixture_run(&fixture, i);
        mean_add(&customers, (double)fixture.metrics[METRIC_CUSTOMERS]);
        mean_add(&hit_msps, (double)fixture.metrics[METRIC_MSPS]);
    }
    assert_mean(&customers, MSPS * LEAVES * 0.5 * 0.6 * 0.7, variance_of(&customers));
    assert_mean(&hit_msps, MSPS * 0.5 * 0.6, variance_of(&hit_msps));
    /* All share the first step: E[k²] of the MSPs given a break-in is 3 · 0.6 · 0.4 + 1.8², by half. */
    assert_close(variance_of(&hit_msps), 0.5 * (0.72 + 3.24) - 0.81, 0.05);
    fixture_clear(&fixture);
}

static double share_encrypted(Fixture *fixture, AssetId asset, uint32_t worlds) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < worlds; i++) {
        fixture_run(fixture, i);
        count += fixture_taken_at(fixture, asset, STATE_encrypted) != NEVER;
    }
    return count / (double)worlds;
}

static void either_of_two_ways_in_is_enough(void **state) {
    (void)state;
    enum { WORLDS = 60000 };
    Fixture fixture;
    fixture_init(&fixture);
    fixture_org(&fixture, ORG_customer, "customer", NONE);
    AssetId data = fixture_asset(&fixture, ASSET_data_store, "data");
    fixture_entry(&fixture, "by mail", ASSET_data_store, STATE_encrypted, 0.3, 10);
    fixture_entry(&fixture, "by phone", ASSET_data_store, STATE_encrypted, 0.4, 20);
    fixture_compile(&fixture);
    double expected = 1 - (1 - 0.3) * (1 - 0.4);
    assert_close(share_encrypted(&fixture, data, WORLDS), expected,
                 SIGMAS * sqrt(expected * (1 - expected) / WORLDS));
    fixture_clear(&fixture);
}

static void both_of_two_premises_are_needed(void **state) {
    (void)state;
    enum { WORLDS = 60000 };
    Fixture fixture;
    fixture_init(&fixture);
    fixture_org(&fixture, ORG_customer, "customer", NONE);
    fixture_asset(&fixture, ASSET_admin_account, "account");
    fixture_asset(&fixture, ASSET_jump_host, "jump host");
    AssetId data = fixture_asset(&fixture, ASSET_data_store, "data");
    fixture_entry(&fixture, "phish", ASSET_admin_account, STATE_stolen, 0.6, 10);
    fixture_entry(&fixture, "exploit", ASSET_jump_host, STATE_foothold, 0.7, 20);
    Rule *rule = fixture_inside(&fixture, "encrypt", ASSET_admin_account, STATE_stolen, ASSET_data_store,
                                STATE_encrypted, 0.8, 30);
    fixture_premise(rule, fixture_kind(ASSET_jump_host), STATE_foothold, PREMISE_IN_TARGET_ORG);
    fixture_compile(&fixture);
    double expected = 0.6 * 0.7 * 0.8;
    assert_close(share_encrypted(&fixture, data, WORLDS), expected,
                 SIGMAS * sqrt(expected * (1 - expected) / WORLDS));
    fixture_clear(&fixture);
}

static void a_groups_machines_follow_the_odds_of_all_who_reach_it(void **state) {
    (void)state;
    enum { WORLDS = 40000, MACHINES = 50 };
    Fixture fixture;
    fixture_init(&fixture);
    fixture_org(&fixture, ORG_customer, "customer", NONE);
    fixture_group(&fixture, "machines", MACHINES);
    fixture_entry(&fixture, "worm", ASSET_endpoint_group, STATE_encrypted, 1, 10)->machine_odds =
        fixture_number(0.2);
    fixture_entry(&fixture, "mail", ASSET_endpoint_group, STATE_encrypted, 1, 20)->machine_odds =
        fixture_number(0.1);
    fixture_compile(&fixture);
    double p = 1 - 0.8 * 0.9, variance = MACHINES * p * (1 - p);
    Mean machines = {0};
    for (uint32_t i = 0; i < WORLDS; i++) {
        fixture_run(&fixture, i);
        mean_add(&machines, (double)fixture.metrics[METRIC_MACHINES]);
    }
    assert_mean(&machines, MACHINES * p, variance);
    assert_close(variance_of(&machines), variance, SIGMAS * variance * sqrt(2.0 / WORLDS));
    fixture_clear(&fixture);
}

/* ------------------------------------------------------------------ every way a small graph can fall */

enum { NODES = 6, ARCS = 12, GRAPHS = 6 };

typedef struct Graph {
    uint32_t from[ARCS], to[ARCS], count;
} Graph;

static uint32_t below(uint32_t graph, uint32_t place, uint32_t bound) {
    uint64_t bits = draw_bits(graph, draw_key(name_of("graph"), DRAW_STAGE, place));
    return (uint32_t)((bits >> 32) * bound >> 32);
}

static bool has_arc(const Graph *graph, uint32_t from, uint32_t to) {
    for (uint32_t i = 0; i < graph->count; i++)
        if (graph->from[i] == from && graph->to[i] == to) return true;
    return false;
}

/* Loops included: the attack may come back. */
static Graph random_graph(uint32_t seed) {
    Graph graph = {0};
    for (uint32_t place = 0; graph.count < ARCS; place++) {
        uint32_t from = below(seed, 2 * place, NODES), to = 1 + below(seed, 2 * place + 1, NODES - 1);
        if (from == to || has_arc(&graph, from, to)) continue;
        graph.from[graph.count] = from;
        graph.to[graph.count++] = to;
    }
    return graph;
}

static uint32_t reached_through(const Graph *graph, uint32_t coins) {
    uint32_t reached = 1, before = 0;
    while (reached != before) {
        before = reached;
        for (uint32_t i = 0; i < graph->count; i++)
            if ((coins >> i & 1u) && (reached >> graph->from[i] & 1u)) reached |= 1u << graph->to[i];
    }
    return reached;
}

static void expected_by_enumeration(const Graph *graph, double odds, double *falls) {
    for (uint32_t node = 0; node < NODES; node++) falls[node] = 0;
    for (uint32_t coins = 0; coins < 1u << graph->count; coins++) {
        int heads = __builtin_popcount(coins);
        double chance = pow(odds, heads) * pow(1 - odds, (int)graph->count - heads);
        uint32_t reached = reached_through(graph, coins);
        for (uint32_t node = 0; node < NODES; node++)
            if (reached >> node & 1u) falls[node] += chance;
    }
}

static void build_graph(Fixture *fixture, const Graph *graph, double odds) {
    AssetId assets[NODES];
    fixture_init(fixture);
    for (uint32_t node = 0; node < NODES; node++) {
        fixture_org(fixture, ORG_msp, fixture_label(fixture, "org", node), NONE);
        assets[node] = fixture_asset(fixture, node ? ASSET_jump_host : ASSET_plugin,
                                     fixture_label(fixture, "node", node));
    }
    for (uint32_t i = 0; i < graph->count; i++)
        fixture_access(fixture, assets[graph->from[i]], assets[graph->to[i]], ACCESS_vpn);
    fixture_entry(fixture, "start", ASSET_plugin, STATE_control, 1, 1);
    fixture_via(fixture, "first", ASSET_plugin, STATE_control, ACCESS_vpn, ASSET_jump_host, STATE_control,
                odds, 5)
        ->after = fixture_exponential(100);
    fixture_via(fixture, "on", ASSET_jump_host, STATE_control, ACCESS_vpn, ASSET_jump_host, STATE_control,
                odds, 5)
        ->after = fixture_exponential(300);
    fixture_compile(fixture);
}

static void count_falls(Fixture *fixture, uint32_t worlds, uint32_t *falls) {
    for (uint32_t i = 0; i < worlds; i++) {
        fixture_run(fixture, i);
        for (uint32_t node = 0; node < NODES; node++)
            falls[node] += race_org_hit_at(fixture->state, node) != NEVER;
    }
}

static void small_graphs_fall_as_often_as_enumeration_says(void **state) {
    (void)state;
    enum { WORLDS = 200000 / GRAPHS };
    for (uint32_t seed = 0; seed < GRAPHS; seed++) {
        Graph graph = random_graph(seed);
        double odds = 0.25 + 0.1 * seed, expected[NODES];
        expected_by_enumeration(&graph, odds, expected);
        Fixture fixture;
        uint32_t falls[NODES] = {0};
        build_graph(&fixture, &graph, odds);
        count_falls(&fixture, WORLDS, falls);
        for (uint32_t node = 0; node < NODES; node++) {
            double p = expected[node];
            assert_close(falls[node] / (double)WORLDS, p,
                         SIGMAS * sqrt(fmax(p * (1 - p), 0) / WORLDS) + 1e-9);
        }
        fixture_clear(&fixture);
    }
}

/* ------------------------------------------------------------------ when it arrives */

enum { TIMES = 20000 };

typedef double (*Cumulative)(double seconds);

static int compare_doubles(const void *x, const void *y) {
    double a = *(const double *)x, b = *(const double *)y;
    return a < b ? -1 : a > b;
}

/* Kolmogorov's D of whole seconds: rounding moves a time by at most one second, which is negligible beside
 * the thousands that the distributions below spread over. */
static void assert_distributed(Fixture *fixture, AssetId asset, Cumulative cumulative) {
    double *times = heap_take(TIMES, sizeof *times), distance = 0;
    for (uint32_t i = 0; i < TIMES; i++) {
        fixture_run(fixture, i);
        uint32_t at = fixture_taken_at(fixture, asset, STATE_encrypted);
        assert_true(at != NEVER);
        times[i] = at;
    }
    qsort(times, TIMES, sizeof *times, compare_doubles);
    for (uint32_t i = 0; i < TIMES; i++) {
        double exact = cumulative(times[i] + 0.5);
        distance =
            fmax(distance, fmax(fabs(exact - i / (double)TIMES), fabs(exact - (i + 1) / (double)TIMES)));
    }
    assert_true(distance < 1.95 / sqrt(TIMES));
    free(times);
}

static AssetId one_step(Fixture *fixture, Quantity after) {
    fixture_init(fixture);
    fixture->adversary.horizon = 4000000000u;
    fixture_org(fixture, ORG_customer, "customer", NONE);
    AssetId data = fixture_asset(fixture, ASSET_data_store, "data");
    fixture_entry(fixture, "encrypt", ASSET_data_store, STATE_encrypted, 1, 1)->after = after;
    return data;
}

static double exponential_cumulative(double seconds) {
    return 1 - exp(-seconds / 50000);
}

static double lognormal_cumulative(double seconds) {
    double sigma = log(8.0) / 1.6448536269514722;
    return 0.5 * erfc(-log(seconds / 20000) / sigma / sqrt(2));
}

static double uniform_cumulative(double seconds) {
    return seconds < 10000 ? 0 : seconds > 90000 ? 1 : (seconds - 10000) / 80000;
}

static double sum_cumulative(double seconds) { /* of two exponentials with means 50,000 and 20,000 */
    return 1 - (5 * exp(-seconds / 50000) - 2 * exp(-seconds / 20000)) / 3;
}

static double minimum_cumulative(double seconds) {
    return 1 - exp(-seconds / 50000 - seconds / 20000);
}

static void one_step_arrives_after_its_own_distribution(void **state) {
    (void)state;
    const struct {
        Quantity after;
        Cumulative cumulative;
    } cases[] = {
        {fixture_exponential(50000), exponential_cumulative},
        {fixture_uniform(10000, 90000), uniform_cumulative},
        {{.kind = DISTRIBUTION_LOGNORMAL, .a = fixture_number(20000), .b = fixture_number(160000)},
         lognormal_cumulative},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Fixture fixture;
        AssetId data = one_step(&fixture, cases[i].after);
        fixture_compile(&fixture);
        assert_distributed(&fixture, data, cases[i].cumulative);
        fixture_clear(&fixture);
    }
}

static void times_add_up_along_a_chain(void **state) {
    (void)state;
    Fixture fixture;
    fixture_init(&fixture);
    fixture.adversary.horizon = 4000000000u;
    fixture_org(&fixture, ORG_customer, "customer", NONE);
    AssetId data = fixture_asset(&fixture, ASSET_data_store, "data");
    fixture_entry(&fixture, "get in", ASSET_data_store, STATE_foothold, 1, 1)->after =
        fixture_exponential(50000);
    fixture_same(&fixture, "encrypt", ASSET_data_store, STATE_foothold, STATE_encrypted, 1, 1)->after =
        fixture_exponential(20000);
    fixture_compile(&fixture);
    assert_distributed(&fixture, data, sum_cumulative);
    fixture_clear(&fixture);
}

static void the_first_of_two_ways_in_decides(void **state) {
    (void)state;
    Fixture fixture;
    AssetId data = one_step(&fixture, fixture_exponential(50000));
    fixture_entry(&fixture, "another way", ASSET_data_store, STATE_encrypted, 1, 1)->after =
        fixture_exponential(20000);
    fixture_compile(&fixture);
    assert_distributed(&fixture, data, minimum_cumulative);
    fixture_clear(&fixture);
}

/* A delay is drawn once; drawn again at each step of a clock, a mean of 100 would become a few seconds. */
static void a_mean_delay_of_100_seconds_stays_100(void **state) {
    (void)state;
    Fixture fixture;
    AssetId data = one_step(&fixture, fixture_exponential(100));
    fixture_compile(&fixture);
    Mean mean = {0};
    for (uint32_t i = 0; i < TIMES; i++) {
        fixture_run(&fixture, i);
        mean_add(&mean, fixture_taken_at(&fixture, data, STATE_encrypted));
    }
    /* Whole seconds, rounded down, at least one: half a second below the mean, within its table's 0.1 %. */
    assert_close(mean_of(&mean), 99.5, SIGMAS * 100 / sqrt(TIMES) + 0.1);
    fixture_clear(&fixture);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_customers_of_a_star_are_binomial),
        cmocka_unit_test(a_leaf_of_a_tree_falls_with_the_product_of_the_odds),
        cmocka_unit_test(either_of_two_ways_in_is_enough),
        cmocka_unit_test(both_of_two_premises_are_needed),
        cmocka_unit_test(a_groups_machines_follow_the_odds_of_all_who_reach_it),
        cmocka_unit_test(small_graphs_fall_as_often_as_enumeration_says),
        cmocka_unit_test(one_step_arrives_after_its_own_distribution),
        cmocka_unit_test(times_add_up_along_a_chain),
        cmocka_unit_test(the_first_of_two_ways_in_decides),
        cmocka_unit_test(a_mean_delay_of_100_seconds_stays_100),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
