/* The simple version kept as the oracle: second by second, every step and every piece of work looked at each
 * time, no queue, no arcs laid out, no shortcuts. Random small worlds have to come out the same. */
#include "base/draw.h"
#include "checks.h"
#include "fixture.h"

enum { ORGS = 9, ASSETS = 18, STEPS = 400, WORKS = 400, HORIZON = 1500, MSP_COUNT = 2 };

/* ------------------------------------------------------------------ random small worlds */

static uint32_t pick(uint64_t world, uint32_t place, uint32_t bound) {
    return (uint32_t)((draw_bits(world, draw_key(name_of("pick"), DRAW_STAGE, place)) >> 32) * bound >> 32);
}

static void add_rules(Fixture *fixture, uint64_t world) {
    Rule *rule = fixture_entry(fixture, "break in", ASSET_jump_host, STATE_control, 0.3, 1);
    rule->after = fixture_exponential(200);
    rule = fixture_via(fixture, "move on", ASSET_jump_host, STATE_control, ACCESS_vpn, ASSET_jump_host,
                       STATE_control, 0.7, 1);
    rule->after = fixture_exponential(150);
    rule->needs_source_at_arrival = world % 2;
    fixture_notice(rule, NOTICE_BY_TARGET, 0.5, 1);
    rule->notices[0].after = fixture_exponential(60);
    rule->notices[0].on_attempt = world % 3 == 0;
    rule = fixture_via(fixture, "encrypt from afar", ASSET_jump_host, STATE_foothold, ACCESS_vpn,
                       ASSET_data_store, STATE_encrypted, 0.8, 1);
    rule->after = fixture_exponential(100);
    fixture_notice(rule, NOTICE_BY_TARGET, 0.8, 0);
    rule = fixture_inside(fixture, "encrypt at home", ASSET_jump_host, STATE_control, ASSET_data_store,
                          STATE_encrypted, 0.9, 1);
    rule->after = fixture_uniform(0, 300);
    rule->needs_source_at_arrival = world % 5 < 2;
    rule->not_before = world % 7 ? -1 : 400;
    fixture_notice(rule, NOTICE_BY_TARGET, 0.9, 20);
}

static void add_responses(Fixture *fixture) {
    Response *response = fixture_response(fixture, "unplug", ORG_customer, TRIGGER_NOTICE, 1);
    response->after = fixture_exponential(80);
    response->contain = CONTAIN_OWN;
    response->tell = TELL_PROVIDERS;
    response = fixture_response(fixture, "shut down", ORG_msp, TRIGGER_REPORTS, 30);
    response->reports = fixture_number(2);
    response->contain = CONTAIN_OWN;
    response->tell = TELL_CLIENTS;
    response = fixture_response(fixture, "cut the provider off", ORG_customer, TRIGGER_WARNING, 1);
    response->after = fixture_exponential(50);
    response->odds = fixture_number(0.7);
    response->contain = CONTAIN_PROVIDER_ACCESS;
}

static void build(Fixture *fixture, uint64_t world) {
    fixture_init(fixture);
    fixture->adversary.horizon = HORIZON;
    for (uint32_t i = 0; i < ORGS; i++) {
        OrgKind kind = i < MSP_COUNT ? ORG_msp : ORG_customer;
        fixture_org(fixture, kind, fixture_label(fixture, "org", i), i < MSP_COUNT ? NONE : i % MSP_COUNT);
        fixture_asset(fixture, ASSET_jump_host, fixture_label(fixture, "host", i));
        fixture_asset(fixture, ASSET_data_store, fixture_label(fixture, "data", i));
    }
    bool used[ASSETS][ASSETS] = {{false}};
    for (uint32_t i = 0; i < 3 * ORGS; i++) {
        uint32_t from = pick(world, 2 * i, ASSETS), to = pick(world, 2 * i + 1, ASSETS);
        if (from == to || used[from][to]) continue;
        used[from][to] = true;
        fixture_access(fixture, from, to, ACCESS_vpn);
    }
    add_rules(fixture, world);
    add_responses(fixture);
    fixture_compile(fixture);
}

/* ------------------------------------------------------------------ the reference */

typedef struct Step {
    const Rule *rule;
    AssetId from, to;
    AccessId access;
    Name key;
    uint32_t launches, arrives; /* NEVER until it is on its way */
} Step;

typedef struct Work { /* of a response, or a notice when there is none */
    OrgId org;
    const Response *response;
    uint32_t done;
} Work;

typedef struct Reference {
    const Fixture *fixture;
    const World *world;
    uint64_t context;
    Step steps[STEPS];
    Work works[WORKS];
    uint32_t step_count, work_count;
    uint32_t taken[ASSETS][STATE_COUNT], contained[ASSETS], cut[STEPS];
    bool answered[ORGS][3], told[ORGS], reported[ORGS][ORGS];
} Reference;

static uint64_t bits(const Reference *r, Name name, DrawPurpose purpose, uint32_t occurrence) {
    return draw_bits(r->context, draw_key(name, purpose, occurrence));
}

static bool coin(const Reference *r, Name name, DrawPurpose purpose, uint32_t occurrence, Number odds) {
    return draw_coin(bits(r, name, purpose, occurrence), odds_of(odds.scale));
}

static double seconds(const Reference *r, Name name, DrawPurpose purpose, uint32_t occurrence,
                      const Quantity *what) {
    QuantileTable table;
    Distribution distribution = quantity_distribution(what, &r->fixture->draw);
    quantile_build(&table, r->fixture->kit, &distribution);
    return (double)quantile_at(&table, bits(r, name, purpose, occurrence)) / 65536.0;
}

static bool is_kind(const Reference *r, const AssetSelector *selector, AssetId asset) {
    return selector->kinds >> world_asset_profile(r->world, asset)->kind & 1u;
}

static void add_step(Reference *r, const Rule *rule, AssetId from, AssetId to, AccessId access) {
    if (!is_kind(r, &rule->to, to) || (from != NONE && !is_kind(r, &rule->from, from))) return;
    Name key = name_join(rule->key, r->world->assets[to].name);
    if (from != NONE) key = name_join(key, r->world->assets[from].name);
    if (access != NONE) key = name_join(key, r->world->accesses[access].name);
    assert_true(r->step_count < STEPS);
    r->steps[r->step_count++] = (Step){rule, from, to, access, key, from == NONE ? 0 : NEVER, NEVER};
}

static void add_steps(Reference *r, const Rule *rule) {
    for (AssetId to = 0; to < ASSETS; to++)
        if (rule->scope == RULE_ENTRY) add_step(r, rule, NONE, to, NONE);
    for (AccessId i = 0; i < r->world->access_count && rule->scope == RULE_VIA; i++)
        add_step(r, rule, r->world->accesses[i].from, r->world->accesses[i].to, i);
    for (AssetId from = 0; from < ASSETS && rule->scope == RULE_INSIDE; from++)
        for (AssetId to = 0; to < ASSETS; to++)
            if (from != to && r->world->assets[from].owner == r->world->assets[to].owner)
                add_step(r, rule, from, to, NONE);
}

/* What a step stands on: its source and its access. */
static bool stands(const Reference *r, const Step *step, uint32_t at) {
    if (step->from == NONE) return true;
    if (r->taken[step->from][step->rule->from_state] > at || r->contained[step->from] <= at) return false;
    return step->access == NONE || r->cut[step->access] > at;
}

static void launch(Reference *r, Step *step, uint32_t at) {
    step->launches = NEVER;
    if (!stands(r, step, at)) return;
    if (step->rule->not_before > (int64_t)at) {
        step->launches = (uint32_t)step->rule->not_before;
        return;
    }
    double delay = floor(seconds(r, step->key, DRAW_DELAY, 0, &step->rule->after));
    step->arrives = at + (delay < 1 ? 1 : (uint32_t)fmin(delay, HORIZON + 1));
}

static void start(Reference *r, OrgId org, uint32_t index, OrgId source, uint32_t at) {
    const Response *response = &r->fixture->adversary.responses.items[index];
    Name name = name_join(response->key, r->world->orgs[org].name);
    if (source != NONE) name = name_join(name, r->world->orgs[source].name);
    if (!coin(r, name, DRAW_COMPLY, 0, response->odds)) return;
    double work = floor(seconds(r, name, DRAW_REACT, 0, &response->after));
    uint32_t done = at + (work < 1 ? 1 : (uint32_t)fmin(work, HORIZON + 1));
    if (done > HORIZON) return;
    for (AssetId asset = 0; asset < ASSETS && response->contain == CONTAIN_OWN; asset++)
        if (r->world->assets[asset].owner == org && done < r->contained[asset]) r->contained[asset] = done;
    for (AccessId i = 0; i < r->world->access_count && response->contain == CONTAIN_PROVIDER_ACCESS; i++) {
        OrgId from = r->world->assets[r->world->accesses[i].from].owner;
        OrgId to = r->world->assets[r->world->accesses[i].to].owner;
        if (to == org && from != org && done < r->cut[i]) r->cut[i] = done;
    }
    r->works[r->work_count++] = (Work){org, response, done};
}

static void start_first(Reference *r, OrgId org, uint32_t index, uint32_t at) {
    if (r->answered[org][index]) return;
    r->answered[org][index] = true;
    start(r, org, index, NONE, at);
}

static void tell(Reference *r, const Work *work) {
    OrgId provider = r->world->orgs[work->org].parent;
    if (work->response->tell & TELL_PROVIDERS && provider != NONE) {
        uint32_t sources = 0;
        r->reported[provider][work->org] = true;
        for (OrgId org = 0; org < ORGS; org++) sources += r->reported[provider][org];
        if (sources >= 2) start_first(r, provider, 1, work->done);
    }
    if (!(work->response->tell & TELL_CLIENTS) || r->told[work->org]) return;
    r->told[work->org] = true;
    for (OrgId client = 0; client < ORGS; client++)
        if (r->world->orgs[client].parent == work->org) start(r, client, 2, work->org, work->done);
}

static void notice(Reference *r, const Step *step, bool succeeded, uint32_t at) {
    for (uint32_t n = 0; n < step->rule->notice_count; n++) {
        const Notice *what = &step->rule->notices[n];
        if (!succeeded && !what->on_attempt) continue;
        if (!coin(r, step->key, DRAW_NOTICE, n, what->odds)) continue;
        double wait = floor(seconds(r, step->key, DRAW_NOTICE_AT, n, &what->after) + 0.5);
        OrgId org = r->world->assets[step->to].owner;
        r->works[r->work_count++] = (Work){org, NULL, at + (uint32_t)fmin(wait, HORIZON + 1)};
        assert_true(r->work_count < WORKS);
    }
}

static void take(Reference *r, AssetId asset, State state, uint32_t at) {
    State lowest = state <= STATE_control ? STATE_reached : state;
    for (State s = lowest; s <= state; s++) {
        if (r->taken[asset][s] != NEVER) continue;
        r->taken[asset][s] = at;
        for (uint32_t i = 0; i < r->step_count; i++)
            if (r->steps[i].from == asset && r->steps[i].rule->from_state == s) launch(r, &r->steps[i], at);
    }
}

static void arrive(Reference *r, Step *step, uint32_t at) {
    if (step->rule->needs_source_at_arrival && !stands(r, step, at)) return;
    bool works = coin(r, step->key, DRAW_SUCCESS, 0, step->rule->odds) && r->contained[step->to] > at;
    notice(r, step, works, at);
    if (works) take(r, step->to, step->rule->to_state, at);
}

/* One second: work done, then steps, then what is seen. The order within each does not matter here, for
 * nothing that they start comes in the same second. */
static void pass_second(Reference *r, uint32_t at) {
    for (uint32_t i = 0; i < r->work_count; i++)
        if (r->works[i].response && r->works[i].done == at) tell(r, &r->works[i]);
    for (uint32_t i = 0; i < r->step_count; i++) {
        if (r->steps[i].launches == at) launch(r, &r->steps[i], at);
        if (r->steps[i].arrives == at) arrive(r, &r->steps[i], at);
    }
    for (uint32_t i = 0; i < r->work_count; i++) {
        OrgId org = r->works[i].org;
        if (r->works[i].response || r->works[i].done != at) continue;
        if (world_org_profile(r->world, org)->kind == ORG_customer) start_first(r, org, 0, at);
    }
}

static void reference_run(Reference *r, const Fixture *fixture, uint64_t replication) {
    memset(r, 0, sizeof *r);
    memset(r->taken, 0xff, sizeof r->taken);
    memset(r->contained, 0xff, sizeof r->contained);
    memset(r->cut, 0xff, sizeof r->cut);
    r->fixture = fixture;
    r->world = fixture->world;
    r->context = draw_context(fixture->seed, 0, replication);
    for (uint32_t i = 0; i < fixture->adversary.rules.count; i++)
        add_steps(r, &fixture->adversary.rules.items[i]);
    for (uint32_t at = 0; at <= HORIZON; at++) pass_second(r, at);
}

/* ------------------------------------------------------------------ side by side */

static void random_small_worlds_come_out_as_in_the_simple_version(void **state) {
    (void)state;
    static Reference reference;
    uint32_t taken = 0, contained = 0, cut = 0;
    for (uint64_t world = 0; world < 40; world++) {
        Fixture fixture;
        build(&fixture, world);
        for (uint64_t i = 0; i < 15; i++) {
            fixture_run(&fixture, i);
            reference_run(&reference, &fixture, i);
            for (AssetId asset = 0; asset < ASSETS; asset++) {
                assert_int_equal(fixture_taken_at(&fixture, asset, STATE_control),
                                 reference.taken[asset][STATE_control]);
                assert_int_equal(fixture_taken_at(&fixture, asset, STATE_encrypted),
                                 reference.taken[asset][STATE_encrypted]);
                assert_int_equal(race_asset_contained_at(fixture.state, asset), reference.contained[asset]);
                taken += reference.taken[asset][STATE_encrypted] != NEVER;
                contained += reference.contained[asset] != NEVER;
            }
            for (AccessId access = 0; access < fixture.world->access_count; access++)
                cut += reference.cut[access] != NEVER;
        }
        fixture_clear(&fixture);
    }
    /* All of it was put to use: 600 worlds of 18 assets. */
    assert_true(taken > 1000 && contained > 1000 && cut > 300);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_small_worlds_come_out_as_in_the_simple_version),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
