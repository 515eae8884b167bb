/* The cascade that goes down, one claim of docs/model.md after another, mostly with certain odds and fixed
 * delays so that every second can be read off. */
#include "base/draw.h"
#include "checks.h"
#include "fixture.h"

/* An MSP with a server, and a customer with an account, data, a backup vault and 100 machines. */
typedef struct Small {
    Fixture fixture;
    OrgId msp, customer;
    AssetId server, account, data, vault, group;
} Small;

static void small_init(Small *small) {
    Fixture *fixture = &small->fixture;
    fixture_init(fixture);
    small->msp = fixture_org(fixture, ORG_msp, "msp", NONE);
    small->server = fixture_asset(fixture, ASSET_rmm_server, "server");
    small->customer = fixture_org(fixture, ORG_customer, "customer", small->msp);
    small->account = fixture_asset(fixture, ASSET_admin_account, "account");
    small->data = fixture_asset(fixture, ASSET_data_store, "data");
    small->vault = fixture_asset(fixture, ASSET_backup_vault, "vault");
    small->group = fixture_group(fixture, "machines", 100);
    fixture_access(fixture, small->server, small->group, ACCESS_rmm_agent);
    fixture_access(fixture, small->server, small->data, ACCESS_backup_admin);
}

static void small_run(Small *small) {
    fixture_compile(&small->fixture);
    fixture_run(&small->fixture, 0);
}

static Rule *enter(Small *small, double seconds) {
    return fixture_entry(&small->fixture, "break in", ASSET_rmm_server, STATE_control, 1, seconds);
}

static Rule *push(Small *small, double seconds) {
    return fixture_via(&small->fixture, "push", ASSET_rmm_server, STATE_control, ACCESS_rmm_agent,
                       ASSET_endpoint_group, STATE_encrypted, 1, seconds);
}

static Rule *reach_data(Small *small, double seconds) {
    return fixture_via(&small->fixture, "reach data", ASSET_rmm_server, STATE_control, ACCESS_backup_admin,
                       ASSET_data_store, STATE_encrypted, 1, seconds);
}

static Action *contain(Small *small, const char *label, int64_t at) {
    Action *action = fixture_action(&small->fixture, fixture_label(&small->fixture, label, (uint32_t)at),
                                    ACTION_CONTAIN, at);
    action->assets = fixture_only(label);
    return action;
}

#define assert_taken(small, asset, state, at)                                                                \
    assert_int_equal(fixture_taken_at(&(small)->fixture, (small)->asset, STATE_##state), at)

/* ------------------------------------------------------------------ where rules apply */

static void entry_via_inside_and_same_add_their_delays(void **state) {
    (void)state;
    Small small;
    small_init(&small);
    enter(&small, 60);
    reach_data(&small, 100);
    fixture_inside(&small.fixture, "inside", ASSET_data_store, STATE_encrypted, ASSET_backup_vault,
                   STATE_foothold, 1, 30);
    fixture_same(&small.fixture, "same", ASSET_backup_vault, STATE_foothold, STATE_destroyed, 1, 7);
    small_run(&small);
    assert_taken(&small, server, control, 60);
    assert_taken(&small, data, encrypted, 160);
    assert_taken(&small, vault, foothold, 190);
    assert_taken(&small, vault, destroyed, 197);
    assert_int_equal(small.fixture.metrics[METRIC_DEPTH], 4);
    fixture_clear(&small.fixture);
}

static void a_rule_travels_only_along_its_kind_of_access_and_its_privilege(void **state) {
    (void)state;
    Small small;
    small_init(&small);
    enter(&small, 60);
    fixture_via(&small.fixture, "by agent", ASSET_rmm_server, STATE_control, ACCESS_rmm_agent,
                ASSET_data_store, STATE_encrypted, 1, 10);
    AccessProfile weak = {.kind = ACCESS_vpn, .privilege = PRIVILEGE_user};
    world_add_access(small.fixture.builder, small.server, small.vault,
                     world_add_access_profile(small.fixture.builder, &weak));
    fixture_via(&small.fixture, "by vpn", ASSET_rmm_server, STATE_control, ACCESS_vpn, ASSET_backup_vault,
                STATE_destroyed, 1, 10)
        ->privilege = PRIVILEGE_admin;
    small_run(&small);
    assert_taken(&small, data, encrypted, NEVER);
    assert_taken(&small, vault, destroyed, NEVER);
    fixture_clear(&small.fixture);
}

static void inside_stays_inside_one_organisation(void **state) {
    (void)state;
    Small small;
    small_init(&small);
    enter(&small, 60);
    fixture_inside(&small.fixture, "inside", ASSET_rmm_server, STATE_control, ASSET_data_store,
                   STATE_encrypted, 1, 5);
    small_run(&small);
    assert_taken(&small, data, encrypted, NEVER);
    fixture_clear(&small.fixture);
}

/* ------------------------------------------------------------------ AND, OR, implied states, delays */

static void a_step_with_two_premises_launches_at_the_later_of_them(void **state) {
    (void)state;
    for (int later_first = 0; later_first < 2; later_first++) {
        Small small;
        small_init(&small);
        enter(&small, later_first ? 500 : 60);
        fixture_entry(&small.fixture, "phish", ASSET_admin_account, STATE_stolen, 1, later_first ? 60 : 500);
        fixture_premise(reach_data(&small, 100), fixture_kind(ASSET_admin_account), STATE_stolen,
                        PREMISE_IN_TARGET_ORG);
        small_run(&small);
        assert_taken(&small, data, encrypted, 600);
        fixture_clear(&small.fixture);
    }
}

static void a_missing_premise_stops_the_step(void **state) {
    (void)state;
    Small small;
    small_init(&small);
    enter(&small, 60);
    fixture_entry(&small.fixture, "phish", ASSET_admin_account, STATE_stolen, 0, 60);
    fixture_premise(reach_data(&small, 100), fixture_kind(ASSET_admin_account), STATE_stolen,
                    PREMISE_IN_TARGET_ORG);
    small_run(&small);
    assert_taken(&small, data, encrypted, NEVER);
    fixture_clear(&small.fixture);
}

static void the_first_of_two_ways_in_is_the_parent(void **state) {
    (void)state;
    Small small;
    small_init(&small);
    enter(&small, 60);
    reach_data(&small, 100);
    fixture_inside(&small.fixture, "inside", ASSET_admin_account, STATE_stolen, ASSET_data_store,
                   STATE_encrypted, 1, 20);
    fixture_entry(&small.fixture, "phish", ASSET_admin_account, STATE_stolen, 1, 100);
    small_run(&small);
    Taken taken = fixture_taken(&small.fixture, small.data, STATE_encrypted);
    assert_int_equal(taken.at, 120);
    assert_int_equal(taken.source, small.account);
    assert_int_equal(taken.rule, 2);
    fixture_clear(&small.fixture);
}

static void control_implies_foothold_and_reached_at_the_same_second(void **state) {
    (void)state;
    Small small;
    small_init(&small);
    enter(&small, 60);
    fixture_same(&small.fixture, "from foothold", ASSET_rmm_server, STATE_foothold, STATE_exfiltrated, 1, 10);
    fixture_same(&small.fixture, "from reached", ASSET_rmm_server, STATE_reached, STATE_encrypted, 1, 20);
    small_run(&small);
    assert_taken(&small, server, foothold, 60);
    assert_taken(&small, server, reached, 60);
    assert_taken(&small, server, exfiltrated, 70);
    assert_taken(&small, server, encrypted, 80);
    assert_int_equal(fixture_taken(&small.fixture, small.server, STATE_foothold).rule, NONE);
    fixture_clear(&small.fixture);
}

static void an_impact_implies_nothing(void **state) {
    (void)state;
    Small small;
    small_init(&small);
    fixture_entry(&small.fixture, "destroy", ASSET_data_store, STATE_destroyed, 1, 60);
    fixture_same(&small.fixture, "go on", ASSET_data_store, STATE_foothold, STATE_exfiltrated, 1, 10);
    small_run(&small);
    assert_taken(&small, data, foothold, NEVER);
    assert_taken(&small, data, exfiltrated, NEVER);
    fixture_clear(&small.fixture);
}

static void a_delay_is_at_least_one_second(void **state) {
    (void)state;
    Small small;
    small_init(&small);
    enter(&small, 0);
    reach_data(&small, 0.2);
    small_run(&small);
    assert_taken(&small, server, control, 1);
    assert_taken(&small, data, encrypted, 2);
    fixture_clear(&small.fixture);
}

static void what_would_arrive_after_the_horizon_does_not(void **state) {
    (void)state;
    Small small;
    small_init(&small);
    small.fixture.adversary.horizon = 160;
    enter(&small, 60);
    reach_data(&small, 100);
    push(&small, 101);
    small_run(&small);
    assert_taken(&small, data, encrypted, 160);
    assert_taken(&small, group, encrypted, NEVER);
    fixture_clear(&small.fixture);
}

/* ------------------------------------------------------------------ containment */

static uint32_t data_falls_when(int64_t contained_at, const char *what, int64_t not_before,
                                bool needs_source) {
    Small small;
    small_init(&small);
    enter(&small, 60);
    Rule *rule = reach_data(&small, 100);
    rule->not_before = not_before;
    rule->needs_source_at_arrival = needs_source;
    contain(&small, what, contained_at);
    small_run(&small);
    uint32_t at = fixture_taken_at(&small.fixture, small.data, STATE_encrypted);
    fixture_clear(&small.fixture);
    return at;
}

static void what_was_launched_runs_on_after_a_shutdown_unless_it_needs_its_source(void **state) {
    (void)state;
    assert_int_equal(data_falls_when(100, "server", -1, false), 160);
    assert_int_equal(data_falls_when(100, "server", -1, true), NEVER);
    assert_int_equal(data_falls_when(159, "server", -1, true), NEVER);
    assert_int_equal(data_falls_when(161, "server", -1, true), 160);
}

static void a_contained_source_launches_nothing_more(void **state) {
    (void)state;
    assert_int_equal(data_falls_when(59, "server", -1, false), NEVER);
    assert_int_equal(data_falls_when(200, "server", 300, false), NEVER);
    assert_int_equal(data_falls_when(301, "server", 300, false), 400);
}

static void a_contained_target_is_never_taken(void **state) {
    (void)state;
    assert_int_equal(data_falls_when(159, "data", -1, false), NEVER);
    assert_int_equal(data_falls_when(161, "data", -1, false), 160);
}

/* The shutdown comes from a response: 60 s to be seen and 40 s of work end at the second of the arrival. */
static uint32_t data_falls_when_contained_by_response(double work) {
    Small small;
    small_init(&small);
    fixture_notice(enter(&small, 60), NOTICE_BY_PROVIDER, 1, 60);
    fixture_entry(&small.fixture, "look around", ASSET_admin_account, STATE_stolen, 1, 60);
    fixture_notice(&small.fixture.adversary.rules.items[1], NOTICE_BY_TARGET, 1, 60);
    reach_data(&small, 100);
    fixture_response(&small.fixture, "unplug", ORG_customer, TRIGGER_NOTICE, work)->contain = CONTAIN_OWN;
    small_run(&small);
    uint32_t at = fixture_taken_at(&small.fixture, small.data, STATE_encrypted);
    fixture_clear(&small.fixture);
    return at;
}

static void at_the_same_second_containment_comes_before_attack(void **state) {
    (void)state;
    assert_int_equal(data_falls_when_contained_by_response(39), NEVER);
    assert_int_equal(data_falls_when_contained_by_response(40), NEVER);
    assert_int_equal(data_falls_when_contained_by_response(41), 160);
}

static void a_cut_access_carries_no_launch_and_stops_what_needs_it(void **state) {
    (void)state;
    for (int needs = 0; needs < 2; needs++)
        for (int64_t at = 30; at <= 100; at += 70) {
            Small small;
            small_init(&small);
            enter(&small, 60);
            reach_data(&small, 100)->needs_source_at_arrival = needs;
            fixture_action(&small.fixture, "cut", ACTION_CUT, at)->assets = fixture_only("data");
            small_run(&small);
            assert_taken(&small, data, encrypted, at == 100 && !needs ? 160 : NEVER);
            fixture_clear(&small.fixture);
        }
}

/* ------------------------------------------------------------------ ties */

static void at_the_same_second_the_arcs_name_decides_the_parent(void **state) {
    (void)state;
    Small small;
    small_init(&small);
    enter(&small, 60);
    reach_data(&small, 100);
    fixture_entry(&small.fixture, "phish", ASSET_admin_account, STATE_stolen, 1, 60);
    fixture_inside(&small.fixture, "inside", ASSET_admin_account, STATE_stolen, ASSET_data_store,
                   STATE_encrypted, 1, 100);
    small_run(&small);
    const Fixture *f = &small.fixture;
    const World *world = f->world;
    Name data = world->assets[small.data].name, via = name_join(name_of("reach data"), data);
    for (AccessId i = 0; i < world->access_count; i++)
        if (world->accesses[i].to == small.data)
            via = name_join(name_join(via, world->assets[small.server].name), world->accesses[i].name);
    Name inside = name_join(name_join(name_of("inside"), data), world->assets[small.account].name);
    Taken taken = fixture_taken(f, small.data, STATE_encrypted);
    assert_int_equal(taken.at, 160);
    assert_int_equal(taken.source, via < inside ? small.server : small.account);
    fixture_clear(&small.fixture);
}

/* Noticing and taking fall on one second: the report is handled last, so the asset is taken first. */
static void reports_come_last_and_contain_nothing_at_their_own_second(void **state) {
    (void)state;
    Small small;
    small_init(&small);
    fixture_notice(fixture_entry(&small.fixture, "phish", ASSET_admin_account, STATE_stolen, 1, 60),
                   NOTICE_BY_TARGET, 1, 0);
    fixture_entry(&small.fixture, "encrypt", ASSET_data_store, STATE_encrypted, 1, 60);
    fixture_entry(&small.fixture, "destroy", ASSET_backup_vault, STATE_destroyed, 1, 61);
    fixture_response(&small.fixture, "unplug", ORG_customer, TRIGGER_NOTICE, 0)->contain = CONTAIN_OWN;
    small_run(&small);
    assert_taken(&small, data, encrypted, 60);
    assert_taken(&small, vault, destroyed, NEVER);
    assert_int_equal(race_asset_contained_at(small.fixture.state, small.vault), 61);
    fixture_clear(&small.fixture);
}

/* ------------------------------------------------------------------ what arcs share */

typedef struct Crowd {
    Fixture fixture;
    AssetId data[2][8];
} Crowd;

/* Two MSPs with eight customers each, all entered by one rule. */
static Rule *crowd_init(Crowd *crowd, double odds) {
    Fixture *fixture = &crowd->fixture;
    fixture_init(fixture);
    for (uint32_t m = 0; m < 2; m++) {
        OrgId msp = fixture_org(fixture, ORG_msp, fixture_label(fixture, "msp", m), NONE);
        for (uint32_t i = 0; i < 8; i++) {
            fixture_org(fixture, ORG_customer, fixture_label(fixture, "customer", 8 * m + i), msp);
            crowd->data[m][i] =
                fixture_asset(fixture, ASSET_data_store, fixture_label(fixture, "data", 8 * m + i));
        }
    }
    return fixture_entry(fixture, "encrypt", ASSET_data_store, STATE_encrypted, odds, 10);
}

static uint32_t crowd_fallen(Crowd *crowd, uint32_t msp) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < 8; i++)
        count += fixture_taken_at(&crowd->fixture, crowd->data[msp][i], STATE_encrypted) != NEVER;
    return count;
}

/* All of an MSP's customers or none; the two MSPs both ways. */
static void assert_all_or_none(Crowd *crowd, bool both_msps) {
    uint32_t seen[2][2] = {{0}};
    fixture_compile(&crowd->fixture);
    for (uint64_t i = 0; i < 300; i++) {
        fixture_run(&crowd->fixture, i);
        uint32_t first = crowd_fallen(crowd, 0), second = crowd_fallen(crowd, 1);
        assert_true(first % 8 == 0 && second % 8 == 0);
        seen[first / 8][second / 8]++;
    }
    assert_true(seen[0][0] > 40 && seen[1][1] > 40);
    assert_int_equal(seen[0][1] + seen[1][0] > 0, !both_msps);
    fixture_clear(&crowd->fixture);
}

static void one_draw_decides_for_all_customers_of_an_msp(void **state) {
    (void)state;
    Crowd crowd;
    crowd_init(&crowd, 0.5)->shared_by = ORG_msp;
    assert_all_or_none(&crowd, false);
}

static void a_shock_is_one_draw_for_the_world_or_for_each_msp(void **state) {
    (void)state;
    for (int per = -1; per <= ORG_msp; per += ORG_msp + 1) {
        Crowd crowd;
        crowd_init(&crowd, 1)->shock = 0;
        vec_push(&crowd.fixture.adversary.shocks,
                 (Shock){name_of("skill"), "skill", "t:1", fixture_number(0.5), per});
        assert_all_or_none(&crowd, per < 0);
    }
}

/* Two rules exploit one flaw, a day after its fix; half of all organisations have patched by then. */
static void an_organisation_patches_once_for_every_arc(void **state) {
    (void)state;
    Fixture fixture;
    fixture_init(&fixture);
    Flaw flaw = {.name = name_of("flaw"), .label = "flaw", .fixed = true, .fixed_at = 0, .has_lag = true};
    flaw.lag = fixture_uniform(0, 2 * 86400);
    uint32_t id = world_add_flaw(fixture.builder, &flaw);
    fixture_org(&fixture, ORG_customer, "customer", NONE);
    AssetId server = fixture_asset_with(
        &fixture, (AssetProfile){.kind = ASSET_rmm_server, .label = "server", .flaw = id}, 1);
    AssetId plugin =
        fixture_asset_with(&fixture, (AssetProfile){.kind = ASSET_plugin, .label = "plugin", .flaw = id}, 1);
    AssetId other = fixture_asset(&fixture, ASSET_plugin, "without the flaw");
    const AssetKind kinds[] = {ASSET_rmm_server, ASSET_plugin};
    for (int i = 0; i < 2; i++) {
        Rule *rule = fixture_entry(&fixture, i ? "second" : "first", kinds[i], STATE_control, 1, 10);
        rule->exploits = id;
        rule->not_before = 86400;
    }
    fixture_compile(&fixture);
    uint32_t exposed = 0;
    for (uint64_t i = 0; i < 2000; i++) {
        fixture_run(&fixture, i);
        bool fell = fixture_taken_at(&fixture, server, STATE_control) != NEVER;
        assert_int_equal(fixture_taken_at(&fixture, plugin, STATE_control) != NEVER, fell);
        assert_int_equal(fixture_taken_at(&fixture, other, STATE_control), NEVER);
        exposed += fell;
    }
    assert_close(exposed / 2000.0, 0.5, 4.5 * sqrt(0.25 / 2000));
    fixture_clear(&fixture);
}

/* ------------------------------------------------------------------ trying again, hours, what does not last
 */

static void three_tries_of_one_in_two_leave_one_in_eight(void **state) {
    (void)state;
    Small small;
    small_init(&small);
    Rule *rule = fixture_entry(&small.fixture, "guess", ASSET_admin_account, STATE_stolen, 0.5, 10);
    rule->tries = 3;
    rule->every = fixture_fixed(100);
    fixture_compile(&small.fixture);
    uint32_t by_try[3] = {0}, worlds = 8000;
    for (uint64_t i = 0; i < worlds; i++) {
        fixture_run(&small.fixture, i);
        uint32_t at = fixture_taken_at(&small.fixture, small.account, STATE_stolen);
        if (at == NEVER) continue;
        assert_true(at == 10 || at == 120 || at == 230);
        by_try[at / 110]++;
    }
    for (int k = 0; k < 3; k++)
        assert_close(by_try[k] / (double)worlds, 0.5 / (1 << k), 4.5 * sqrt(0.25 / worlds));
    fixture_clear(&small.fixture);
}

static void a_restored_target_falls_again_only_to_a_rule_that_says_again(void **state) {
    (void)state;
    for (int again = 0; again < 2; again++) {
        Small small;
        small_init(&small);
        enter(&small, 60);
        reach_data(&small, 100)->again = again;
        fixture_action(&small.fixture, "restore", ACTION_RESTORE, 1000)->restore.what = fixture_only("data");
        small_run(&small);
        assert_taken(&small, data, encrypted, again ? 1100 : NEVER);
        fixture_clear(&small.fixture);
    }
}

static void the_adversarys_hours_and_the_victims_night_delay_a_launch(void **state) {
    (void)state;
    Calendar office = calendar_office(0, 9, 17, 31, 1, 1);
    Fixture fixture;
    fixture_init(&fixture);
    fixture.adversary.start = 4 * 86400 + 12 * 3600; /* Monday 5 January 1970, noon */
    fixture.adversary.hours = calendar_office(0, 20, 23, 31, 1, 1);
    fixture_org_with(&fixture, (OrgProfile){.kind = ORG_customer, .label = "customer", .calendar = office},
                     NONE);
    AssetId data = fixture_asset(&fixture, ASSET_data_store, "data");
    AssetId vault = fixture_asset(&fixture, ASSET_backup_vault, "vault");
    fixture_entry(&fixture, "in their own hours", ASSET_data_store, STATE_encrypted, 1, 60)->hours =
        HOURS_ADVERSARY;
    fixture_entry(&fixture, "at night", ASSET_backup_vault, STATE_destroyed, 1, 60)->hours =
        HOURS_VICTIM_NIGHT;
    fixture_compile(&fixture);
    fixture_run(&fixture, 0);
    assert_int_equal(fixture_taken_at(&fixture, data, STATE_encrypted), 8 * 3600 + 60);
    assert_int_equal(fixture_taken_at(&fixture, vault, STATE_destroyed), 5 * 3600 + 60);
    fixture_clear(&fixture);
}

static uint32_t stolen_then_used(double lasting, int64_t rotated_at, bool restored) {
    Small small;
    small_init(&small);
    Rule *phish = fixture_entry(&small.fixture, "phish", ASSET_admin_account, STATE_stolen, 1, 60);
    phish->has_lasting = lasting > 0;
    phish->lasting = fixture_fixed(lasting);
    fixture_inside(&small.fixture, "use", ASSET_admin_account, STATE_stolen, ASSET_data_store,
                   STATE_encrypted, 1, 10)
        ->not_before = 1000;
    fixture_entry(&small.fixture, "lock", ASSET_admin_account, STATE_encrypted, restored, 100);
    if (rotated_at)
        fixture_action(&small.fixture, "rotate", ACTION_ROTATE, rotated_at)->assets = fixture_only("account");
    if (restored)
        fixture_action(&small.fixture, "restore", ACTION_RESTORE, 500)->restore.what =
            fixture_only("account");
    small_run(&small);
    uint32_t at = fixture_taken_at(&small.fixture, small.data, STATE_encrypted);
    fixture_clear(&small.fixture);
    return at;
}

static void what_was_stolen_ends_by_rotating_or_expiring_not_by_restoring(void **state) {
    (void)state;
    assert_int_equal(stolen_then_used(0, 0, false), 1010);
    assert_int_equal(stolen_then_used(0, 0, true), 1010);
    assert_int_equal(stolen_then_used(0, 900, false), NEVER);
    assert_int_equal(stolen_then_used(939, 0, false), NEVER);
    assert_int_equal(stolen_then_used(941, 0, false), 1010);
}

/* ------------------------------------------------------------------ groups */

static void containment_saves_the_rest_of_a_spreading_fall(void **state) {
    (void)state;
    for (int64_t at = 0; at <= 1160; at += 580) {
        Small small;
        small_init(&small);
        enter(&small, 60);
        Rule *rule = push(&small, 100);
        rule->has_over = true;
        rule->over = fixture_fixed(840);
        if (at) contain(&small, "machines", at);
        small_run(&small);
        assert_int_equal(small.fixture.metrics[METRIC_MACHINES], at == 580 ? 1 + 99 * 420 / 840 : 100);
        fixture_clear(&small.fixture);
    }
}

static void a_restored_group_has_lost_only_what_had_fallen(void **state) {
    (void)state;
    Small small;
    small_init(&small);
    enter(&small, 60);
    Rule *rule = push(&small, 100);
    rule->has_over = true;
    rule->over = fixture_fixed(840);
    contain(&small, "machines", 580);
    fixture_action(&small.fixture, "restore", ACTION_RESTORE, 700)->restore.what = fixture_only("machines");
    small_run(&small);
    assert_int_equal(small.fixture.metrics[METRIC_MACHINES], 1 + 99 * 420 / 840);
    fixture_clear(&small.fixture);
}

static void an_access_that_covers_a_share_brings_down_that_share(void **state) {
    (void)state;
    Fixture fixture;
    fixture_init(&fixture);
    fixture_org(&fixture, ORG_msp, "msp", NONE);
    AssetId server = fixture_asset(&fixture, ASSET_rmm_server, "server");
    fixture_org(&fixture, ORG_customer, "customer", 0);
    AssetId group = fixture_group(&fixture, "machines", 200);
    AccessProfile half = {.kind = ACCESS_rmm_agent,
                          .privilege = PRIVILEGE_system,
                          .has_share = true,
                          .share = fixture_number(0.5)};
    world_add_access(fixture.builder, server, group, world_add_access_profile(fixture.builder, &half));
    fixture_entry(&fixture, "break in", ASSET_rmm_server, STATE_control, 1, 60);
    fixture_via(&fixture, "push", ASSET_rmm_server, STATE_control, ACCESS_rmm_agent, ASSET_endpoint_group,
                STATE_encrypted, 1, 60);
    fixture_compile(&fixture);
    double sum = 0;
    for (uint64_t i = 0; i < 4000; i++) {
        fixture_run(&fixture, i);
        sum += (double)fixture.metrics[METRIC_MACHINES];
    }
    assert_close(sum / 4000, 100, 4.5 * sqrt(200 * 0.25 / 4000));
    fixture_clear(&fixture);
}

static void limit_takes_machines_out_of_reach(void **state) {
    (void)state;
    Small small;
    small_init(&small);
    enter(&small, 60);
    fixture_use(&small.fixture, push(&small, 100), "limit");
    fixture_compile(&small.fixture);
    const uint32_t fallen[LEVELS] = {100, 70, 50, 20};
    for (uint8_t level = 0; level < LEVELS; level++) {
        Overlay overlay;
        ControlSet set = fixture_set(&small.fixture, "limit", level, &overlay);
        fixture_weigh(&small.fixture, &set);
        fixture_run(&small.fixture, 0);
        /* floor(count × share), and 1 − 0.8 is a hair below 0.2 */
        assert_in_range(small.fixture.metrics[METRIC_MACHINES], fallen[level] - 1, fallen[level]);
    }
    fixture_clear(&small.fixture);
}

/* Machines of a group that three rules reach at these seconds, with these odds. */
static uint32_t fallen_to_three(const double *seconds, const double *odds, uint64_t replication) {
    Fixture fixture;
    fixture_init(&fixture);
    fixture_org(&fixture, ORG_customer, "customer", NONE);
    AssetId group = fixture_group(&fixture, "machines", 300);
    const char *const sentences[] = {"worm", "mail", "agent"};
    for (int i = 0; i < 3; i++)
        fixture_entry(&fixture, sentences[i], ASSET_endpoint_group, STATE_encrypted, 1, seconds[i])
            ->machine_odds = fixture_number(odds[i]);
    fixture_compile(&fixture);
    fixture_run(&fixture, replication);
    uint32_t machines = race_asset_machines(fixture.race, fixture.state, group);
    fixture_clear(&fixture);
    return machines;
}

static void the_order_of_arrivals_into_a_group_changes_nothing(void **state) {
    (void)state;
    const double orders[6][3] = {{1, 2, 3}, {1, 3, 2}, {2, 1, 3}, {2, 3, 1}, {3, 1, 2}, {3, 2, 1}};
    const double odds[3] = {0.05, 0.2, 0.4};
    for (uint64_t world = 0; world < 20; world++)
        for (int i = 1; i < 6; i++)
            assert_int_equal(fallen_to_three(orders[i], odds, world),
                             fallen_to_three(orders[0], odds, world));
}

static void a_groups_machines_never_fall_when_the_odds_rise(void **state) {
    (void)state;
    const double seconds[3] = {1, 2, 3};
    for (uint64_t world = 0; world < 10; world++) {
        uint32_t before = 0;
        for (double p = 0; p <= 1; p += 0.1) {
            uint32_t now = fallen_to_three(seconds, (const double[3]){0.1, p, 0.05}, world);
            assert_true(now >= before);
            before = now;
        }
        assert_int_equal(fallen_to_three(seconds, (const double[3]){0.1, 1, 0.05}, world), 300);
    }
}

#define test(name) cmocka_unit_test(name)
int main(void) {
    const struct CMUnitTest tests[] = {
        test(entry_via_inside_and_same_add_their_delays),
        test(a_rule_travels_only_along_its_kind_of_access_and_its_privilege),
        test(inside_stays_inside_one_organisation),
        test(a_step_with_two_premises_launches_at_the_later_of_them),
        test(a_missing_premise_stops_the_step),
        test(the_first_of_two_ways_in_is_the_parent),
        test(control_implies_foothold_and_reached_at_the_same_second),
        test(an_impact_implies_nothing),
        test(a_delay_is_at_least_one_second),
        test(what_would_arrive_after_the_horizon_does_not),
        test(what_was_launched_runs_on_after_a_shutdown_unless_it_needs_its_source),
        test(a_contained_source_launches_nothing_more),
        test(a_contained_target_is_never_taken),
        test(at_the_same_second_containment_comes_before_attack),
        test(a_cut_access_carries_no_launch_and_stops_what_needs_it),
        test(at_the_same_second_the_arcs_name_decides_the_parent),
        test(reports_come_last_and_contain_nothing_at_their_own_second),
        test(one_draw_decides_for_all_customers_of_an_msp),
        test(a_shock_is_one_draw_for_the_world_or_for_each_msp),
        test(an_organisation_patches_once_for_every_arc),
        test(three_tries_of_one_in_two_leave_one_in_eight),
        test(a_restored_target_falls_again_only_to_a_rule_that_says_again),
        test(the_adversarys_hours_and_the_victims_night_delay_a_launch),
        test(what_was_stolen_ends_by_rotating_or_expiring_not_by_restoring),
        test(containment_saves_the_rest_of_a_spreading_fall),
        test(a_restored_group_has_lost_only_what_had_fallen),
        test(an_access_that_covers_a_share_brings_down_that_share),
        test(limit_takes_machines_out_of_reach),
        test(the_order_of_arrivals_into_a_group_changes_nothing),
        test(a_groups_machines_never_fall_when_the_odds_rise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
