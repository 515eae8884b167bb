/* Somebody chose: target lists. */
#include "checks.h"
#include "fixture.h"

enum { MOST = 8 };

/* Servers of MSPs with so many customers each; a choice among them, and an entry for those chosen. */
typedef struct Market {
    Fixture fixture;
    AssetId servers[MOST];
    uint32_t count;
} Market;

static void market_init(Market *market, const uint32_t *customers, uint32_t count, double take) {
    Fixture *fixture = &market->fixture;
    fixture_init(fixture);
    market->count = count;
    for (uint32_t i = 0; i < count; i++) {
        OrgId msp = fixture_org(fixture, ORG_msp, fixture_label(fixture, "msp", i), NONE);
        const Attribute facing = {"internet_facing", "true"};
        AssetProfile profile = {.kind = ASSET_rmm_server,
                                .label = fixture_label(fixture, "server", i),
                                .flaw = NONE,
                                .attributes = &facing,
                                .attribute_count = 1};
        market->servers[i] = fixture_asset_with(fixture, profile, 1);
        for (uint32_t c = 0; c < customers[i]; c++) {
            fixture_org(fixture, ORG_customer, fixture_label(fixture, "customer", i * 100 + c), msp);
            AssetId data =
                fixture_asset(fixture, ASSET_data_store, fixture_label(fixture, "data", i * 100 + c));
            fixture_access(fixture, market->servers[i], data, ACCESS_rmm_agent);
        }
    }
    fixture_choice(fixture, "who", ASSET_rmm_server, take);
    Rule *rule = fixture_entry(fixture, "break in", ASSET_rmm_server, STATE_control, 1, 60);
    rule->among = 0;
    fixture_use(fixture, rule, "block");
}

static Choice *choice_of(Market *market) {
    return &market->fixture.adversary.choices.items[0];
}

/* Bit per server that fell. */
static uint32_t fallen(const Market *market) {
    uint32_t bits = 0;
    for (uint32_t i = 0; i < market->count; i++)
        if (fixture_taken_at(&market->fixture, market->servers[i], STATE_control) != NEVER) bits |= 1u << i;
    return bits;
}

/* How often each set of servers falls. */
static void tally(Market *market, uint32_t worlds, uint32_t *sets) {
    fixture_compile(&market->fixture);
    for (uint32_t i = 0; i < worlds; i++) {
        fixture_run(&market->fixture, i);
        sets[fallen(market)]++;
    }
}

static void exactly_as_many_as_it_takes_fall_and_all_equally_often(void **state) {
    (void)state;
    enum { WORLDS = 20000, COUNT = 6, TAKE = 2 };
    const uint32_t customers[COUNT] = {1, 1, 1, 1, 1, 1};
    Market market;
    uint32_t sets[1 << COUNT] = {0};
    market_init(&market, customers, COUNT, TAKE);
    tally(&market, WORLDS, sets);
    double p = 1 / 15.0; /* each of the 15 pairs */
    for (uint32_t set = 0; set < 1 << COUNT; set++) {
        if (__builtin_popcount(set) == TAKE)
            assert_close(sets[set] / (double)WORLDS, p, 4.5 * sqrt(p * (1 - p) / WORLDS));
        else
            assert_int_equal(sets[set], 0);
    }
    fixture_clear(&market.fixture);
}

/* Draws without replacement in proportion to the weights: the chance of a pair is that of both its orders. */
static double pair_chance(const double *weights, uint32_t count, uint32_t x, uint32_t y) {
    double sum = 0;
    for (uint32_t i = 0; i < count; i++) sum += weights[i];
    return weights[x] / sum * weights[y] / (sum - weights[x]) +
           weights[y] / sum * weights[x] / (sum - weights[y]);
}

static void weights_decide_as_in_drawing_without_replacement(void **state) {
    (void)state;
    enum { WORLDS = 30000, COUNT = 4 };
    const uint32_t customers[COUNT] = {1, 2, 4, 9};
    for (int exponent = 1; exponent <= 2; exponent++) {
        Market market;
        uint32_t sets[1 << COUNT] = {0};
        double weights[COUNT];
        for (uint32_t i = 0; i < COUNT; i++) weights[i] = pow(customers[i], exponent);
        market_init(&market, customers, COUNT, 2);
        choice_of(&market)->weight = WEIGHT_CUSTOMERS;
        choice_of(&market)->exponent = fixture_number(exponent);
        tally(&market, WORLDS, sets);
        for (uint32_t x = 0; x < COUNT; x++)
            for (uint32_t y = x + 1; y < COUNT; y++) {
                double p = pair_chance(weights, COUNT, x, y);
                assert_close(sets[1u << x | 1u << y] / (double)WORLDS, p,
                             4.5 * sqrt(p * (1 - p) / WORLDS) + 0.001);
            }
        fixture_clear(&market.fixture);
    }
}

/* With one more candidate, a list is the old one, or the old one with its last replaced by the newcomer. */
static void another_candidate_changes_nobodys_priority(void **state) {
    (void)state;
    const uint32_t customers[MOST] = {1, 2, 3, 4, 5, 6, 7, 8};
    Market before, after;
    market_init(&before, customers, MOST - 1, 3);
    market_init(&after, customers, MOST, 3);
    choice_of(&before)->weight = choice_of(&after)->weight = WEIGHT_CUSTOMERS;
    fixture_compile(&before.fixture);
    fixture_compile(&after.fixture);
    uint32_t newcomer = 0;
    for (uint64_t i = 0; i < 2000; i++) {
        fixture_run(&before.fixture, i);
        fixture_run(&after.fixture, i);
        uint32_t old = fallen(&before), now = fallen(&after);
        bool came = now >> (MOST - 1) & 1u;
        assert_int_equal(__builtin_popcount(old & now), came ? 2 : 3);
        newcomer += came;
    }
    assert_in_range(newcomer, 400, 1900);
    fixture_clear(&before.fixture);
    fixture_clear(&after.fixture);
}

static void a_control_blocks_the_chosen_and_never_changes_the_choice(void **state) {
    (void)state;
    const uint32_t customers[MOST] = {1, 1, 1, 1, 1, 1, 1, 1};
    Market market;
    market_init(&market, customers, MOST, 4);
    fixture_compile(&market.fixture);
    Overlay overlay;
    ControlSet set = fixture_set(&market.fixture, "block", 2, &overlay);
    uint32_t chosen[500], blocked = 0;
    for (uint64_t i = 0; i < 500; i++) {
        fixture_run(&market.fixture, i);
        chosen[i] = fallen(&market);
    }
    fixture_weigh(&market.fixture, &set);
    for (uint64_t i = 0; i < 500; i++) {
        fixture_run(&market.fixture, i);
        assert_int_equal(fallen(&market) & ~chosen[i], 0);
        blocked += (uint32_t)__builtin_popcount(chosen[i] & ~fallen(&market));
    }
    assert_close(blocked / 2000.0, 0.5, 4.5 * sqrt(0.25 / 2000));
    fixture_clear(&market.fixture);
}

/* Two servers are taken off the internet before the list is made: with displacement the next two take their
 * place, without it the attacker runs into closed doors. */
static void displacement_goes_on_to_the_next(void **state) {
    (void)state;
    for (int displacement = 0; displacement < 2; displacement++) {
        const uint32_t customers[4] = {1, 1, 1, 1};
        Market market;
        market_init(&market, customers, 4, 2);
        Fixture *fixture = &market.fixture;
        Rule *look = fixture_entry(fixture, "scan", ASSET_rmm_server, STATE_reached, 1, 10);
        Rule *rule = &fixture->adversary.rules.items[0];
        assert_true(look != rule);
        rule->to.tests[0] = (AttributeTest){"internet_facing", "true", false};
        rule->to.test_count = 1;
        choice_of(&market)->has_read = true;
        choice_of(&market)->read_state = STATE_reached;
        choice_of(&market)->read_at = 1000;
        choice_of(&market)->displacement = displacement;
        for (int i = 0; i < 2; i++) {
            Action *action = fixture_action(fixture, i ? "hide 1" : "hide 0", ACTION_SET_ATTRIBUTE, 500);
            action->assets = fixture_only(i ? "server 1" : "server 0");
            action->attribute = (Attribute){"internet_facing", "false"};
        }
        uint32_t sets[16] = {0};
        tally(&market, 600, sets);
        if (displacement)
            assert_int_equal(sets[8 | 4], 600);
        else
            assert_in_range(sets[0], 600 / 6 - 50, 600 / 6 + 50);
        fixture_clear(fixture);
    }
}

static void waves_follow_each_other(void **state) {
    (void)state;
    const uint32_t customers[6] = {1, 1, 1, 1, 1, 1};
    Market market;
    market_init(&market, customers, 6, 6);
    choice_of(&market)->has_waves = true;
    choice_of(&market)->waves = fixture_number(3);
    choice_of(&market)->wave_every = fixture_fixed(1000);
    fixture_compile(&market.fixture);
    for (uint64_t world = 0; world < 50; world++) {
        fixture_run(&market.fixture, world);
        uint32_t in_wave[3] = {0};
        for (uint32_t i = 0; i < 6; i++) {
            uint32_t at = fixture_taken_at(&market.fixture, market.servers[i], STATE_control);
            assert_true(at == 60 || at == 1060 || at == 2060);
            in_wave[at / 1000]++;
        }
        for (int wave = 0; wave < 3; wave++) assert_int_equal(in_wave[wave], 2);
    }
    fixture_clear(&market.fixture);
}

static void reconnaissance_lists_only_what_was_reached_by_then(void **state) {
    (void)state;
    const uint32_t customers[4] = {1, 1, 1, 1};
    Market market;
    market_init(&market, customers, 4, 4);
    for (uint32_t i = 0; i < 2; i++) {
        Rule *scan = fixture_entry(&market.fixture, i ? "scan late" : "scan", ASSET_rmm_server, STATE_reached,
                                   1, i ? 2000 : 10);
        scan->to = fixture_only(i ? "server 3" : "server 2");
    }
    choice_of(&market)->has_read = true;
    choice_of(&market)->read_state = STATE_reached;
    choice_of(&market)->read_at = 1000;
    fixture_compile(&market.fixture);
    fixture_run(&market.fixture, 0);
    assert_int_equal(fallen(&market), 1u << 2);
    assert_int_equal(fixture_taken_at(&market.fixture, market.servers[2], STATE_control), 1060);
    fixture_clear(&market.fixture);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exactly_as_many_as_it_takes_fall_and_all_equally_often),
        cmocka_unit_test(weights_decide_as_in_drawing_without_replacement),
        cmocka_unit_test(another_candidate_changes_nobodys_priority),
        cmocka_unit_test(a_control_blocks_the_chosen_and_never_changes_the_choice),
        cmocka_unit_test(displacement_goes_on_to_the_next),
        cmocka_unit_test(waves_follow_each_other),
        cmocka_unit_test(reconnaissance_lists_only_what_was_reached_by_then),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
