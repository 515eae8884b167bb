/* Populations: drawn from their distributions, a pure function of the seed, and nobody moves when another
 * comes. */
#include "checks.h"
#include "fixture.h"
#include "world/blueprint.h"
#include "world/name_table.h"

#include <stdio.h>

typedef struct Plan {
    Blueprint blueprint;
    ParameterSet parameters;
    Catalogue catalogue;
    QuantileKit *kit;
} Plan;

static void plan_init(Plan *plan) {
    memset(plan, 0, sizeof *plan);
    blueprint_init(&plan->blueprint);
    parameters_init(&plan->parameters);
    plan->kit = quantile_kit_create();
}

static void plan_clear(Plan *plan) {
    blueprint_clear(&plan->blueprint);
    parameters_clear(&plan->parameters);
    quantile_kit_destroy(plan->kit);
}

static World *expanded(const Plan *plan, uint64_t seed) {
    World *world = NULL;
    Error error = {{0}};
    if (!blueprint_expand(&plan->blueprint, &plan->parameters, &plan->catalogue, plan->kit, seed, &world,
                          &error))
        fail_msg("%s", error.text);
    return world;
}

static uint32_t add_org(Plan *plan, OrgKind kind, const char *label, uint32_t parent) {
    OrgProfile profile = {.kind = kind,
                          .label = label,
                          .title = label,
                          .country = "",
                          .sector = "",
                          .calendar = calendar_always()};
    vec_push(&plan->blueprint.orgs, (OrgSpec){.parent = parent, .profile = profile});
    return plan->blueprint.orgs.count - 1;
}

static uint32_t add_population(Plan *plan, OrgKind kind, const char *label, uint32_t parent, Quantity count) {
    uint32_t spec = add_org(plan, kind, label, parent);
    plan->blueprint.orgs.items[spec].is_population = true;
    plan->blueprint.orgs.items[spec].count = count;
    return spec;
}

static uint32_t add_asset(Plan *plan, uint32_t org, AssetKind kind) {
    AssetProfile profile = {.kind = kind, .label = asset_kind_names[kind], .flaw = NONE};
    vec_push(&plan->blueprint.assets, (AssetSpec){.org = org, .profile = profile});
    return plan->blueprint.assets.count - 1;
}

static uint32_t add_machines(Plan *plan, uint32_t org, Quantity count) {
    uint32_t spec = add_asset(plan, org, ASSET_endpoint_group);
    plan->blueprint.assets.items[spec].profile.is_group = true;
    plan->blueprint.assets.items[spec].profile.count = count;
    return spec;
}

static void add_access(Plan *plan, uint32_t from, uint32_t to) {
    AccessProfile profile = {.kind = ACCESS_rmm_agent, .privilege = PRIVILEGE_system};
    vec_push(&plan->blueprint.accesses, (AccessSpec){.from = from, .to = to, .profile = profile});
}

static Quantity lognormal(double median, double p95) {
    return (Quantity){.kind = DISTRIBUTION_LOGNORMAL, .a = fixture_number(median), .b = fixture_number(p95)};
}

/* Vendor, MSPs, customers, with a server and machines. */
static void plan_msps(Plan *plan, double msps, Quantity customers, Quantity machines) {
    plan_init(plan);
    uint32_t vendor = add_org(plan, ORG_vendor, "vendor", NONE);
    uint32_t msp = add_population(plan, ORG_msp, "msp", vendor, fixture_fixed(msps));
    uint32_t customer = add_population(plan, ORG_customer, "customer", msp, customers);
    uint32_t server = add_asset(plan, msp, ASSET_rmm_server);
    add_access(plan, server, add_machines(plan, customer, machines));
}

static uint32_t count_kind(const World *world, OrgKind kind) {
    uint32_t count = 0;
    for (OrgId org = 0; org < world->org_count; org++) count += world_org_profile(world, org)->kind == kind;
    return count;
}

static int compare_counts(const void *x, const void *y) {
    return *(const uint32_t *)x < *(const uint32_t *)y ? -1 : *(const uint32_t *)x > *(const uint32_t *)y;
}

/* A lognormal with median 20 and P95 200: a mean of 53, and the largest tenth serves half of all customers.
 */
static void customers_of_msps_are_heavy_tailed_as_declared(void **state) {
    (void)state;
    enum { MSPS = 4000 };
    Plan plan;
    plan_msps(&plan, MSPS, lognormal(20, 200), fixture_fixed(3));
    World *world = expanded(&plan, 11);
    assert_int_equal(count_kind(world, ORG_msp), MSPS);
    uint32_t counts[MSPS], n = 0;
    for (OrgId org = 0; org < world->org_count; org++)
        if (world_org_profile(world, org)->kind == ORG_msp)
            counts[n++] = world->clients.first[org + 1] - world->clients.first[org];
    qsort(counts, MSPS, sizeof *counts, compare_counts);
    double sum = 0, largest = 0;
    for (uint32_t i = 0; i < MSPS; i++) {
        sum += counts[i];
        if (i >= MSPS * 9 / 10) largest += counts[i];
    }
    assert_close(counts[MSPS / 2], 20, 1.5);        /* a median of 4,000 draws: s.e. 0.55 */
    assert_close(counts[MSPS * 95 / 100], 200, 22); /* s.e. 9 */
    assert_close(sum / MSPS, 53.3, 8);              /* exp(1.4²/2) × 20 */
    assert_true(largest / sum > 0.4 && largest / sum < 0.65);
    world_destroy(world);
    plan_clear(&plan);
}

static void machines_of_customers_follow_their_distribution(void **state) {
    (void)state;
    enum { CUSTOMERS = 6000 };
    Plan plan;
    plan_msps(&plan, 60, fixture_fixed(100), lognormal(22, 100));
    World *world = expanded(&plan, 12);
    uint32_t counts[CUSTOMERS], n = 0;
    for (AssetId asset = 0; asset < world->asset_count; asset++)
        if (world_asset_profile(world, asset)->is_group) counts[n++] = world->assets[asset].count;
    assert_int_equal(n, CUSTOMERS);
    qsort(counts, n, sizeof *counts, compare_counts);
    assert_close(counts[n / 20], 22.0 * 22 / 100, 1); /* P5 lies as far below the median as P95 above */
    assert_close(counts[n / 2], 22, 1);
    assert_close(counts[n * 95 / 100], 100, 7);
    world_destroy(world);
    plan_clear(&plan);
}

static void the_same_seed_gives_the_same_world_and_another_seed_another(void **state) {
    (void)state;
    Plan plan;
    plan_msps(&plan, 200, lognormal(5, 40), lognormal(20, 100));
    World *a = expanded(&plan, 5), *b = expanded(&plan, 5), *c = expanded(&plan, 6);
    assert_int_equal(a->org_count, b->org_count);
    assert_int_equal(a->asset_count, b->asset_count);
    for (OrgId org = 0; org < a->org_count; org++) assert_true(a->orgs[org].name == b->orgs[org].name);
    for (AssetId i = 0; i < a->asset_count; i++) assert_int_equal(a->assets[i].count, b->assets[i].count);
    assert_int_equal(a->access_count, b->access_count);
    for (AccessId i = 0; i < a->access_count; i++) assert_true(a->accesses[i].name == b->accesses[i].name);
    assert_true(c->org_count != a->org_count);
    world_destroy(a);
    world_destroy(b);
    world_destroy(c);
    plan_clear(&plan);
}

/* Each organisation of `small`, by its name, has in `large` the same label, machines, clients and providers.
 */
static void assert_contains(const World *small, const World *large) {
    NameTable names = {0};
    for (OrgId org = 0; org < large->org_count; org++) name_table_add(&names, large->orgs[org].name, org);
    for (OrgId org = 0; org < small->org_count; org++) {
        OrgId there = name_table_find(&names, small->orgs[org].name);
        assert_true(there != NAME_TABLE_NONE);
        assert_int_equal(small->orgs[org].asset_count, large->orgs[there].asset_count);
        for (uint32_t i = 0; i < small->orgs[org].asset_count; i++) {
            const Asset *x = &small->assets[small->orgs[org].first_asset + i],
                        *y = &large->assets[large->orgs[there].first_asset + i];
            assert_true(x->name == y->name && x->count == y->count);
            const char *hosting = world_attribute(&small->asset_profiles[x->profile], "hosting");
            if (hosting)
                assert_string_equal(hosting, world_attribute(&large->asset_profiles[y->profile], "hosting"));
        }
        if (world_org_profile(small, org)->kind != ORG_customer) continue;
        uint32_t providers = small->providers.first[org + 1] - small->providers.first[org];
        assert_int_equal(providers, large->providers.first[there + 1] - large->providers.first[there]);
        for (uint32_t i = 0; i < providers; i++) {
            Name x = small->orgs[small->providers.items[small->providers.first[org] + i]].name;
            bool kept = false;
            for (uint32_t k = 0; k < providers; k++)
                kept |= large->orgs[large->providers.items[large->providers.first[there] + k]].name == x;
            assert_true(kept);
        }
    }
    name_table_clear(&names);
}

static Split hosting_split(double on_prem) {
    static const char *values[] = {"on_prem", "saas"};
    static Number shares[2];
    shares[0] = fixture_number(on_prem);
    shares[1] = fixture_number(1 - on_prem);
    return (Split){"hosting", values, shares, 2};
}

/* Strangers come before everybody else or not at all. */
static void plan_everything(Plan *plan, bool strangers) {
    plan_init(plan);
    if (strangers) {
        uint32_t stranger = add_population(plan, ORG_vendor, "stranger", NONE, lognormal(8, 30));
        add_machines(plan, stranger, lognormal(50, 90));
    }
    uint32_t vendor = add_org(plan, ORG_vendor, "vendor", NONE);
    if (strangers) add_population(plan, ORG_customer, "direct customer", vendor, lognormal(8, 30));
    uint32_t msp = add_population(plan, ORG_msp, "msp", vendor, fixture_fixed(300));
    uint32_t customer = add_population(plan, ORG_customer, "customer", msp, lognormal(5, 40));
    uint32_t server = add_asset(plan, msp, ASSET_rmm_server);
    add_access(plan, server, add_machines(plan, customer, lognormal(20, 100)));
    plan->blueprint.orgs.items[customer].has_second_home = true;
    plan->blueprint.orgs.items[customer].second_home = fixture_number(0.3);
    plan->blueprint.assets.items[server].split = hosting_split(0.6);
}
static void an_organisation_more_changes_nobody_else(void **state) {
    (void)state;
    Plan without, with;
    plan_everything(&without, false);
    plan_everything(&with, true);
    World *before = expanded(&without, 9), *after = expanded(&with, 9);
    assert_true(after->org_count > before->org_count + 2);
    assert_contains(before, after);
    world_destroy(before);
    world_destroy(after);
    plan_clear(&without);
    plan_clear(&with);
}

static void a_larger_population_contains_the_smaller_one(void **state) {
    (void)state;
    Plan plan;
    plan_everything(&plan, false);
    plan.blueprint.orgs.items[2].has_second_home = false;
    World *before = expanded(&plan, 9);
    plan.blueprint.orgs.items[1].count = fixture_fixed(400);
    World *after = expanded(&plan, 9);
    assert_int_equal(count_kind(after, ORG_msp), 400);
    assert_contains(before, after);
    world_destroy(before);
    world_destroy(after);
    plan_clear(&plan);
}

/* Second homes in a population of 40 and of 44: who moves, moves to one of the four new ones. */
static void one_more_provider_moves_only_who_prefers_it(void **state) {
    (void)state;
    Plan plan;
    plan_msps(&plan, 40, fixture_fixed(50), fixture_fixed(5));
    plan.blueprint.orgs.items[2].has_second_home = true;
    plan.blueprint.orgs.items[2].second_home = fixture_number(1);
    World *before = expanded(&plan, 9);
    plan.blueprint.orgs.items[1].count = fixture_fixed(44);
    World *after = expanded(&plan, 9);
    NameTable names = {0};
    uint32_t moved = 0;
    for (OrgId org = 0; org < after->org_count; org++) name_table_add(&names, after->orgs[org].name, org);
    for (OrgId org = 0; org < before->org_count; org++) {
        if (world_org_profile(before, org)->kind != ORG_customer) continue;
        OrgId there = name_table_find(&names, before->orgs[org].name);
        for (uint32_t i = 0; i < 2; i++) {
            OrgId now = after->providers.items[after->providers.first[there] + i];
            bool had = false;
            for (uint32_t k = 0; k < 2; k++)
                had |= before->orgs[before->providers.items[before->providers.first[org] + k]].name ==
                       after->orgs[now].name;
            if (!had) assert_true(after->orgs[now].index >= 40);
            moved += !had;
        }
    }
    assert_in_range(moved, 120, 250); /* 4 of 43 others, of 2,000: 186 */
    name_table_clear(&names);
    world_destroy(before);
    world_destroy(after);
    plan_clear(&plan);
}

static uint32_t providers_of(const World *world, OrgId org) {
    return world->providers.first[org + 1] - world->providers.first[org];
}

static void a_share_of_customers_has_a_second_provider_with_access_of_its_own(void **state) {
    (void)state;
    Plan plan;
    plan_msps(&plan, 100, fixture_fixed(60), fixture_fixed(5));
    plan.blueprint.orgs.items[2].has_second_home = true;
    plan.blueprint.orgs.items[2].second_home = fixture_number(0.25);
    World *world = expanded(&plan, 3);
    uint32_t two = 0;
    for (OrgId org = 0; org < world->org_count; org++) {
        if (world_org_profile(world, org)->kind != ORG_customer) continue;
        uint32_t homes = providers_of(world, org);
        AssetId machines = world->orgs[org].first_asset;
        uint32_t agents = world->access_in.first[machines + 1] - world->access_in.first[machines];
        assert_true(homes == 1 || homes == 2);
        assert_int_equal(agents, homes);
        two += homes == 2;
    }
    assert_close(two / 6000.0, 0.25, 0.02); /* three standard errors: 0.017 */
    world_destroy(world);
    plan_clear(&plan);
}

/* Every second provider is as likely as another: 1,500 over 100 MSPs, 15 each. */
static void second_providers_are_spread_evenly(void **state) {
    (void)state;
    Plan plan;
    plan_msps(&plan, 20, fixture_fixed(400), fixture_fixed(5));
    plan.blueprint.orgs.items[2].has_second_home = true;
    plan.blueprint.orgs.items[2].second_home = fixture_number(1);
    World *world = expanded(&plan, 4);
    double chi = 0;
    for (OrgId org = 0; org < world->org_count; org++) {
        if (world_org_profile(world, org)->kind != ORG_msp) continue;
        double clients = world->clients.first[org + 1] - world->clients.first[org] - 400.0; /* second homes */
        chi += (clients - 400) * (clients - 400) / 400;
    }
    assert_true(chi < 43.8); /* 0.1 % of chi-square with 19 degrees of freedom */
    world_destroy(world);
    plan_clear(&plan);
}

static void msps_have_as_many_vendors_as_declared(void **state) {
    (void)state;
    Plan plan;
    plan_init(&plan);
    uint32_t vendor = add_population(&plan, ORG_vendor, "vendor", NONE, fixture_fixed(8));
    uint32_t msp = add_population(&plan, ORG_msp, "msp", vendor, fixture_fixed(250));
    plan.blueprint.orgs.items[msp].has_homes = true;
    plan.blueprint.orgs.items[msp].homes = fixture_uniform(0.5, 3.5);
    add_access(&plan, add_asset(&plan, vendor, ASSET_update_server), add_asset(&plan, msp, ASSET_rmm_server));
    World *world = expanded(&plan, 3);
    uint32_t with[16] = {0};
    for (OrgId org = 0; org < world->org_count; org++) {
        if (world_org_profile(world, org)->kind != ORG_msp) continue;
        AssetId server = world->orgs[org].first_asset;
        assert_int_equal(world->access_in.first[server + 1] - world->access_in.first[server],
                         providers_of(world, org));
        with[providers_of(world, org)]++;
    }
    assert_int_equal(with[1] + with[2] + with[3], 2000);
    for (int vendors = 1; vendors <= 3; vendors++) assert_close(with[vendors] / 2000.0, 1 / 3.0, 0.035);
    /* More than there are: all of them, once. */
    plan.blueprint.orgs.items[msp].homes = fixture_fixed(100);
    World *all = expanded(&plan, 3);
    for (OrgId org = 0; org < all->org_count; org++)
        if (world_org_profile(all, org)->kind == ORG_msp) assert_int_equal(providers_of(all, org), 8);
    world_destroy(world);
    world_destroy(all);
    plan_clear(&plan);
}

static uint32_t hosted_as(const World *world, const char *value) {
    uint32_t count = 0;
    for (AssetId asset = 0; asset < world->asset_count; asset++) {
        const char *hosting = world_attribute(world_asset_profile(world, asset), "hosting");
        count += hosting && strcmp(hosting, value) == 0;
    }
    return count;
}

static void hosting_is_split_by_its_shares_and_a_larger_share_moves_only_some(void **state) {
    (void)state;
    Plan plan;
    plan_msps(&plan, 3000, fixture_fixed(0), fixture_fixed(1));
    plan.blueprint.assets.items[0].split = hosting_split(0.6);
    World *before = expanded(&plan, 8);
    assert_close(hosted_as(before, "on_prem") / 3000.0, 0.6, 0.03);
    assert_int_equal(hosted_as(before, "on_prem") + hosted_as(before, "saas"), 3000);
    plan.blueprint.assets.items[0].split = hosting_split(0.7);
    World *after = expanded(&plan, 8);
    assert_close(hosted_as(after, "on_prem") / 3000.0, 0.7, 0.03);
    for (AssetId asset = 0; asset < before->asset_count; asset++)
        if (strcmp(world_attribute(world_asset_profile(before, asset), "hosting"), "on_prem") == 0)
            assert_string_equal(world_attribute(world_asset_profile(after, asset), "hosting"), "on_prem");
    world_destroy(before);
    world_destroy(after);
    plan_clear(&plan);
}

/* The structure is built for the largest size that a draw can ask for; each draw then has its own. */
static void sizes_follow_the_parameter_and_never_exceed_what_was_built(void **state) {
    (void)state;
    Plan plan;
    plan_msps(&plan, 40, fixture_fixed(0), fixture_fixed(1));
    Parameter median = {.label = "median", .low = 4, .mode = 10, .high = 30, .source = "a test"};
    ParameterId id = parameters_add(&plan.parameters, &median);
    plan.blueprint.orgs.items[2].count =
        (Quantity){.kind = DISTRIBUTION_LOGNORMAL, .a = {id, 1}, .b = {id, 8}};
    World *world = expanded(&plan, 2);
    uint32_t *sizes = heap_take(world->population_count, sizeof *sizes);
    ParameterDraw draw;
    parameter_draw_init(&draw, &plan.parameters, &plan.catalogue);
    uint32_t least = UINT32_MAX, most = 0;
    for (uint64_t index = 0; index < 200; index++) {
        uint32_t sum = 0;
        parameter_draw_fill(&draw, &plan.parameters, &plan.catalogue, 2, index, SCOPE_ALL);
        world_population_sizes(world, plan.kit, &draw, sizes);
        for (uint32_t i = 1; i < world->population_count; i++) {
            Distribution wanted = quantity_distribution(&world->populations[i].count, &draw);
            QuantileTable table;
            quantile_build(&table, plan.kit, &wanted);
            assert_int_equal(sizes[i], quantile_whole(&table, world->populations[i].bits, UINT32_MAX));
            sum += sizes[i];
        }
        if (sum < least) least = sum;
        if (sum > most) most = sum;
    }
    assert_true(most > 2 * least);
    assert_true(most < world->org_count);
    parameter_draw_clear(&draw);
    free(sizes);
    world_destroy(world);
    plan_clear(&plan);
}

static void a_member_is_absent_beyond_its_population_and_so_is_who_hangs_below(void **state) {
    (void)state;
    Plan plan;
    plan_msps(&plan, 3, fixture_fixed(2), fixture_fixed(1));
    World *world = expanded(&plan, 2);
    uint32_t sizes[4] = {2, 2, 1, 2}; /* MSPs, and the customers of each, in order of building */
    uint32_t msps = 0, customers = 0;
    for (OrgId org = 0; org < world->org_count; org++) {
        if (!world_present(world, sizes, org)) continue;
        msps += world_org_profile(world, org)->kind == ORG_msp;
        customers += world_org_profile(world, org)->kind == ORG_customer;
    }
    assert_int_equal(msps, 2);
    assert_int_equal(customers, 3);
    Text label = {0};
    world_org_label(world, world->org_count - 1, &label);
    assert_string_equal(text_of(&label), "customer 2 of msp 3");
    text_clear(&label);
    world_destroy(world);
    plan_clear(&plan);
}

static void a_world_that_would_be_too_large_is_refused_by_its_population(void **state) {
    (void)state;
    Plan plan;
    World *world = NULL;
    Error error = {{0}};
    plan_msps(&plan, 1e9, fixture_fixed(1), fixture_fixed(1));
    assert_false(
        blueprint_expand(&plan.blueprint, &plan.parameters, &plan.catalogue, plan.kit, 1, &world, &error));
    assert_string_equal(error.text,
                        "\"msp\" brings the world over 8388608 organisations, the most that one may have; "
                        "lower its count");
    assert_null(world);
    plan_clear(&plan);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(customers_of_msps_are_heavy_tailed_as_declared),
        cmocka_unit_test(machines_of_customers_follow_their_distribution),
        cmocka_unit_test(the_same_seed_gives_the_same_world_and_another_seed_another),
        cmocka_unit_test(an_organisation_more_changes_nobody_else),
        cmocka_unit_test(a_larger_population_contains_the_smaller_one),
        cmocka_unit_test(one_more_provider_moves_only_who_prefers_it),
        cmocka_unit_test(a_share_of_customers_has_a_second_provider_with_access_of_its_own),
        cmocka_unit_test(second_providers_are_spread_evenly),
        cmocka_unit_test(msps_have_as_many_vendors_as_declared),
        cmocka_unit_test(hosting_is_split_by_its_shares_and_a_larger_share_moves_only_some),
        cmocka_unit_test(sizes_follow_the_parameter_and_never_exceed_what_was_built),
        cmocka_unit_test(a_member_is_absent_beyond_its_population_and_so_is_who_hangs_below),
        cmocka_unit_test(a_world_that_would_be_too_large_is_refused_by_its_population),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
