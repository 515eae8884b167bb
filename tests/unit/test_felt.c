/* Exposure on sampled attacks, where a toy attack says what it must be (support/toy.h). */
#include "checks.h"
#include "measure/felt.h"
#include "toy.h"

static Felt felt(Toy *toy) {
    Felt result;
    Error error = {{0}};
    if (!felt_run(&toy->study, &result, &error)) fail_msg("%s", error.text);
    return result;
}

static const char *label_of(const Toy *toy, AssetId asset) {
    return world_asset_profile(toy->fixture.world, asset)->label;
}

/* Nothing stops anything: all twenty customers fall, all of them behind the update server and the MSP's. */
static void what_everything_comes_through_lies_on_every_path(void **state) {
    (void)state;
    static const double strengths[] = {0.5, 0.5};
    Toy toy;
    toy_init(&toy, strengths, 2, 1, NULL, 40);
    Felt f = felt(&toy);
    assert_int_equal(f.attacks, 40);
    assert_int_equal(f.chokes.count, 2);
    for (uint32_t i = 0; i < 2; i++) {
        assert_close(f.chokes.items[i].every, 1, 0);
        assert_close(f.chokes.items[i].behind.value, 1, 0);
    }
    assert_int_equal(f.msps.count, 1);
    assert_int_equal(f.msps.items[0].falls, 40);
    assert_close(f.msps.items[0].customers.value, TOY_CUSTOMERS, 0);
    felt_clear(&f);
    toy_clear(&toy);
}

/* At level 3 the push is stopped half of the time, and the MSP's server three times of ten: when it falls,
 * ten customers feel it. */
static void what_an_msps_fall_costs_is_measured_when_it_falls(void **state) {
    (void)state;
    static const double strengths[] = {0.3, 0.5};
    Toy toy;
    ControlSet both;
    toy_init(&toy, strengths, 2, 1, NULL, 2000);
    lever_set_init(&both, NULL, &toy.levers, 3);
    toy.study.base = &both;
    Felt f = felt(&toy);
    const FeltMsp *msp = &f.msps.items[0];
    assert_close(msp->falls / 2000.0, 0.7, 0.04);
    assert_close(msp->customers.value, 10, 0.3);
    assert_true(msp->customers.ci95.low < 10.1 && msp->customers.ci95.high > 9.9);
    felt_clear(&f);
    control_set_clear(&both);
    toy_clear(&toy);
}

/* What was restored before the end was hit all the same. */
static void a_restored_customer_still_felt_it(void **state) {
    (void)state;
    Fixture fixture;
    fixture_init(&fixture);
    OrgId msp = fixture_org(&fixture, ORG_msp, "msp", NONE);
    AssetId server = fixture_asset(&fixture, ASSET_rmm_server, "server");
    fixture_org(&fixture, ORG_customer, "customer", msp);
    AssetId group = fixture_group(&fixture, "machines", 10);
    fixture_access(&fixture, server, group, ACCESS_rmm_agent);
    fixture_entry(&fixture, "in", ASSET_rmm_server, STATE_control, 1, 60);
    fixture_via(&fixture, "push", ASSET_rmm_server, STATE_control, ACCESS_rmm_agent, ASSET_endpoint_group,
                STATE_encrypted, 1, 60);
    Response *rebuild = fixture_response(&fixture, "rebuild", ORG_customer, TRIGGER_STATE, 3600);
    rebuild->state = STATE_encrypted;
    rebuild->restores = true;
    rebuild->restore = (RestoreSpec){.what = fixture_kind(ASSET_endpoint_group),
                                     .share = fixture_number(1),
                                     .eviction = fixture_number(1),
                                     .stages = 1};
    fixture_compile(&fixture);
    Toy toy = {.study = {.race = fixture.race,
                         .parameters = &fixture.parameters,
                         .catalogue = &fixture.catalogue,
                         .options = {.seed = 1, .replications = 8, .worlds_per_draw = 4}}};
    Felt f = felt(&toy);
    assert_int_equal(f.attacks, 8);
    assert_close(f.msps.items[0].customers.value, 1, 0);
    felt_clear(&f);
    fixture_clear(&fixture);
}

/* A second way to half of the customers: the MSP's server is then on every path of the other half alone. */
static void a_way_round_takes_a_choke_point_away(void **state) {
    (void)state;
    Fixture fixture;
    fixture_init(&fixture);
    OrgId vendor = fixture_org(&fixture, ORG_vendor, "vendor", NONE);
    AssetId update = fixture_asset(&fixture, ASSET_update_server, "update");
    OrgId msp = fixture_org(&fixture, ORG_msp, "msp", vendor);
    AssetId server = fixture_asset(&fixture, ASSET_rmm_server, "server");
    fixture_access(&fixture, update, server, ACCESS_software_update);
    for (uint32_t i = 0; i < 4; i++) {
        fixture_org(&fixture, ORG_customer, fixture_label(&fixture, "customer", i), msp);
        AssetId data = fixture_asset(&fixture, ASSET_data_store, fixture_label(&fixture, "data", i));
        fixture_access(&fixture, server, data, ACCESS_rmm_agent);
        if (i < 2) fixture_access(&fixture, update, data, ACCESS_vpn);
    }
    fixture_entry(&fixture, "in", ASSET_update_server, STATE_control, 1, 60);
    fixture_via(&fixture, "on", ASSET_update_server, STATE_control, ACCESS_software_update, ASSET_rmm_server,
                STATE_control, 1, 60);
    fixture_via(&fixture, "push", ASSET_rmm_server, STATE_control, ACCESS_rmm_agent, ASSET_data_store,
                STATE_encrypted, 1, 60);
    fixture_compile(&fixture);
    Study study = {.race = fixture.race,
                   .parameters = &fixture.parameters,
                   .catalogue = &fixture.catalogue,
                   .options = {.seed = 1, .replications = 8, .worlds_per_draw = 4}};
    Toy toy = {.study = study};
    Felt f = felt(&toy);
    toy.fixture.world = fixture.world;
    assert_string_equal(label_of(&toy, f.chokes.items[0].asset), "update");
    assert_close(f.chokes.items[0].behind.value, 1, 0);
    assert_string_equal(label_of(&toy, f.chokes.items[1].asset), "server");
    assert_close(f.chokes.items[1].behind.value, 0.5, 0);
    assert_close(f.chokes.items[1].every, 0, 0);
    assert_close(f.msps.items[0].customers.value, 4, 0); /* a way still led through it to all */
    felt_clear(&f);
    fixture_clear(&fixture);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_everything_comes_through_lies_on_every_path),
        cmocka_unit_test(what_an_msps_fall_costs_is_measured_when_it_falls),
        cmocka_unit_test(a_restored_customer_still_felt_it),
        cmocka_unit_test(a_way_round_takes_a_choke_point_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
