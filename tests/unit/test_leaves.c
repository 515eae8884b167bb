/* Leaves are worked out when the race is over; the ordinary way, event by event, is the oracle. The same
 * worlds are run with every measure read, where nothing waits, and with the hit alone, where leaves do. */
#include "checks.h"
#include "fixture.h"
#include "race/state.h"

enum { MSPS = 4, WORLDS = 48, REPLICATIONS = 60 };

static uint32_t pick(uint64_t world, uint32_t place, uint32_t bound) {
    return (uint32_t)((name_at(world, place) >> 32) * bound >> 32);
}

/* Companies that a customer's store leads on to; some lead back. */
static void add_partners(Fixture *fixture, uint64_t world, uint32_t luck, AssetId store) {
    for (uint32_t i = 0; i < 3; i++) {
        uint32_t partner = 100000 + luck * 3 + i;
        fixture_org(fixture, ORG_customer, fixture_label(fixture, "partner", partner), NONE);
        AssetId other =
            fixture_asset(fixture, ASSET_data_store, fixture_label(fixture, "partner data", partner));
        fixture_access(fixture, store, other, ACCESS_delegated_admin);
        if (pick(world, partner, 3) == 0) fixture_access(fixture, other, store, ACCESS_delegated_admin);
    }
}

/* 20 to 149 customers of one MSP, so that some fill several blocks: with a group, a store, or both. One in
 * ten has a second provider, one in ten leads on to others. */
static void add_customers(Fixture *fixture, uint64_t world, OrgId msp, AssetId server, AssetId other) {
    uint32_t count = 20 + pick(world, msp, 130);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t luck = msp * 1000 + i, kind = pick(world, luck, 10);
        fixture_org(fixture, ORG_customer, fixture_label(fixture, "customer", luck), msp);
        AssetId asset = kind < 5
                            ? fixture_group(fixture, fixture_label(fixture, "group", luck), 1 + kind)
                            : fixture_asset(fixture, ASSET_data_store, fixture_label(fixture, "data", luck));
        fixture_access(fixture, server, asset, ACCESS_rmm_agent);
        if (kind == 9 && other != server) fixture_access(fixture, other, asset, ACCESS_rmm_agent);
        if (kind == 8) fixture_asset(fixture, ASSET_backup_vault, fixture_label(fixture, "vault", luck));
        if (kind == 6) add_partners(fixture, world, luck, asset);
        if (kind == 7 && world % 2) fixture_access(fixture, asset, server, ACCESS_vpn);
    }
}

static void add_world(Fixture *fixture, uint64_t world) {
    AssetId servers[MSPS];
    OrgId vendor = fixture_org(fixture, ORG_vendor, "vendor", NONE);
    AssetId update = fixture_asset(fixture, ASSET_update_server, "update");
    for (uint32_t i = 0; i < MSPS; i++) {
        OrgId msp = fixture_org(fixture, ORG_msp, fixture_label(fixture, "msp", i), vendor);
        servers[i] = fixture_asset(fixture, ASSET_rmm_server, fixture_label(fixture, "server", i));
        fixture_access(fixture, update, servers[i], ACCESS_software_update);
        add_customers(fixture, world, msp, servers[i], servers[i ? i - 1 : 0]);
    }
}

static void push_to(Fixture *fixture, uint64_t world, const char *sentence, AssetKind kind) {
    Rule *push = fixture_via(fixture, sentence, ASSET_rmm_server, STATE_control, ACCESS_rmm_agent, kind,
                             STATE_encrypted, 0.2 + 0.2 * pick(world, 1, 5), 1);
    push->after = pick(world, 2, 3) ? fixture_exponential(400) : fixture_fixed(300);
    push->needs_source_at_arrival = pick(world, 3, 2);
    push->machine_odds = fixture_number(0.3);
    fixture_use(fixture, push, "block");
    if (pick(world, 4, 2)) fixture_notice(push, NOTICE_BY_TARGET, 0.5, 60);
}

static void add_rules(Fixture *fixture, uint64_t world) {
    fixture_entry(fixture, "break in", ASSET_update_server, STATE_control, 1, 60);
    Rule *update = fixture_via(fixture, "poison the update", ASSET_update_server, STATE_control,
                               ACCESS_software_update, ASSET_rmm_server, STATE_control, 0.8, 1);
    update->after = fixture_exponential(300);
    fixture_notice(update, NOTICE_BY_TARGET, 0.6, 120);
    push_to(fixture, world, "encrypt machines", ASSET_endpoint_group);
    push_to(fixture, world, "encrypt data", ASSET_data_store);
    fixture_via(fixture, "come back", ASSET_data_store, STATE_encrypted, ACCESS_vpn, ASSET_rmm_server,
                STATE_control, 0.5, 10);
    Rule *on = fixture_via(fixture, "cross over", ASSET_data_store, STATE_encrypted, ACCESS_delegated_admin,
                           ASSET_data_store, STATE_encrypted, 0.7, 1);
    on->after = pick(world, 9, 2) ? fixture_exponential(60) : fixture_fixed(20);
    on->needs_source_at_arrival = pick(world, 10, 2);
}

static void add_responses(Fixture *fixture, uint64_t world) {
    Response *response = fixture_response(fixture, "unplug", ORG_customer, TRIGGER_NOTICE, 90);
    response->contain = CONTAIN_OWN;
    if (pick(world, 5, 4) == 0) response->tell = TELL_PROVIDERS; /* no leaves then */
    response = fixture_response(fixture, "shut down", ORG_msp, TRIGGER_NOTICE, 1);
    response->after = pick(world, 8, 3) ? fixture_exponential(300) : fixture_fixed(0);
    response->contain = CONTAIN_OWN;
    response->tell = TELL_CLIENTS | TELL_PROVIDERS;
    response = fixture_response(fixture, "heed", ORG_customer, TRIGGER_WARNING, 1);
    response->after = fixture_exponential(200);
    response->odds = fixture_number(0.6);
    response->contain = pick(world, 6, 3) ? CONTAIN_OWN : CONTAIN_PROVIDER_ACCESS;
    if (pick(world, 7, 2)) {
        response = fixture_response(fixture, "stay down", ORG_customer, TRIGGER_STATE, 30);
        response->after = fixture_exponential(40);
        response->state = STATE_encrypted;
        response->contain = CONTAIN_OWN;
    }
}

static uint32_t compare_world(Fixture *fixture, uint64_t replication, bool response_off) {
    static const bool wanted[METRICS_BUILT_IN] = {[METRIC_CUSTOMERS] = true, [METRIC_MSPS] = true};
    int64_t every[METRICS_BUILT_IN], some[METRICS_BUILT_IN];
    uint32_t orgs = fixture->world->org_count;
    uint8_t *hit = heap_take(orgs, 1);
    RaceOptions options = {.seed = 5, .replication = replication, .response_off = response_off};
    race_run(fixture->race, fixture->weights, fixture->state, options, every);
    for (OrgId org = 0; org < orgs; org++) hit[org] = race_org_hit_at(fixture->state, org) != NEVER ? 2 : 0;
    options.wanted = wanted;
    race_run(fixture->race, fixture->weights, fixture->state, options, some);
    assert_int_equal(some[METRIC_CUSTOMERS], every[METRIC_CUSTOMERS]);
    assert_int_equal(some[METRIC_MSPS], every[METRIC_MSPS]);
    uint8_t *late = heap_take(orgs, 1);
    race_orgs_hit(fixture->state, late);
    for (OrgId org = 0; org < orgs; org++) assert_int_equal(late[org] * 2, hit[org]);
    free(hit);
    free(late);
    return fixture->state->leaf_hits.count;
}

static void whoever_is_hit_event_by_event_is_hit_when_leaves_wait(void **state) {
    (void)state;
    uint32_t used = 0, unused = 0, twigs = 0, shared = 0;
    for (uint64_t world = 0; world < WORLDS; world++) {
        Fixture fixture;
        fixture_init(&fixture);
        add_world(&fixture, world);
        add_rules(&fixture, world);
        add_responses(&fixture, world);
        fixture.adversary.horizon = 1200;
        fixture_compile(&fixture);
        for (uint64_t i = 0; i < REPLICATIONS; i++) {
            uint32_t blocks = compare_world(&fixture, i, i % 4 == 3);
            used += blocks > 0;
            unused += blocks == 0;
            shared += fixture.state->seen_leaves.count > 0;
            for (uint32_t k = 0; k < fixture.state->leaf_hits.count; k++) {
                uint32_t node = fixture.state->leaf_hits.items[k].node;
                AssetKind kind = world_asset_profile(fixture.world, fixture.race->node_asset[node])->kind;
                twigs += kind == ASSET_data_store;
            }
        }
        fixture_clear(&fixture);
    }
    /* Of 2,880 worlds most have leaves; those whose customers call their provider have none. */
    assert_true(used > 1000 && unused > 200);
    assert_true(twigs > 1000 && shared > 1000);
}

static void every_path_of_the_processor_gives_the_same_hits(void **state) {
    (void)state;
    static const bool wanted[METRICS_BUILT_IN] = {true};
    Fixture fixture;
    fixture_init(&fixture);
    add_world(&fixture, 1);
    add_rules(&fixture, 1);
    fixture_compile(&fixture);
    for (uint64_t i = 0; i < 200; i++) {
        int64_t hit[3][METRICS_BUILT_IN];
        for (DrawPath path = DRAW_PORTABLE; path <= draw_path_best(); path++) {
            fixture.state->path = path;
            race_run(fixture.race, fixture.weights, fixture.state,
                     (RaceOptions){.seed = 9, .replication = i, .wanted = wanted}, hit[path]);
            assert_int_equal(hit[path][0], hit[0][0]);
        }
    }
    fixture_clear(&fixture);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whoever_is_hit_event_by_event_is_hit_when_leaves_wait),
        cmocka_unit_test(every_path_of_the_processor_gives_the_same_hits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
