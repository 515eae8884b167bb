/* The story of a small world, second by second: every sentence, count and line of the box is what happened.
 */
#include "checks.h"
#include "fixture.h"
#include "page_checks.h"
#include "report/story.h"

typedef struct Tale {
    Fixture fixture;
    HappeningVec log;
    Text page;
} Tale;

/* Kaseya serves Northwind, which serves a bakery of 10 and a clinic of 1,500 machines. The server falls after
 * an hour, the bakery half an hour later, the clinic two hours after the server. */
static void tale_init(Tale *tale, double odds) {
    memset(tale, 0, sizeof *tale);
    Fixture *fixture = &tale->fixture;
    fixture_init(fixture);
    Adversary *adversary = &fixture->adversary;
    adversary->title = "A small attack";
    adversary->summary = "Somebody enters a provider.";
    adversary->start = 1625234400; /* Friday 2 July 2021, 14:00 UTC */
    adversary->horizon = 5 * 86400;
    OrgId vendor = fixture_org(fixture, ORG_vendor, "Kaseya", NONE);
    OrgId msp = fixture_org(fixture, ORG_msp, "Northwind", vendor);
    AssetId server = fixture_asset(fixture, ASSET_rmm_server, "server");
    fixture_org(fixture, ORG_customer, "Bakery", msp);
    AssetId bakery = fixture_group(fixture, "tills", 10);
    fixture_org(fixture, ORG_customer, "Clinic", msp);
    AssetProfile wards = {.kind = ASSET_server_group,
                          .label = "wards",
                          .flaw = NONE,
                          .is_group = true,
                          .count = fixture_fixed(1500)};
    AssetId clinic = fixture_asset_with(fixture, wards, 1500);
    fixture_access(fixture, server, bakery, ACCESS_rmm_agent);
    fixture_access(fixture, server, clinic, ACCESS_rmm_agent);
    fixture_entry(fixture, "exploit the login page", ASSET_rmm_server, STATE_control, odds, 3600)->technique =
        "T1190";
    Rule *push = fixture_via(fixture, "push to the tills", ASSET_rmm_server, STATE_control, ACCESS_rmm_agent,
                             ASSET_endpoint_group, STATE_encrypted, 1, 1800);
    fixture_notice(push, NOTICE_BY_TARGET, 1, 900);
    push->technique = "T1072";
    push = fixture_via(fixture, "push to the wards", ASSET_rmm_server, STATE_control, ACCESS_rmm_agent,
                       ASSET_server_group, STATE_encrypted, 1, 7200);
    push->technique = "";
}

static void tale_run(Tale *tale, Style style) {
    Fixture *fixture = &tale->fixture;
    if (!fixture->race) fixture_compile(fixture);
    tale->log.count = 0;
    race_state_log(fixture->state, &tale->log);
    fixture_run(fixture, 3);
    Told told = {.race = fixture->race,
                 .state = fixture->state,
                 .log = &tale->log,
                 .metrics = fixture->metrics,
                 .controls = "As it was",
                 .seed = 18446744073709551615u,
                 .replication = 3};
    text_clear(&tale->page);
    story_write(&told, style, &tale->page);
    race_state_log(fixture->state, NULL);
}

static void tale_clear(Tale *tale) {
    text_clear(&tale->page);
    vec_clear(&tale->log);
    fixture_clear(&tale->fixture);
}

static void add_responses(Tale *tale, double provider_seconds) {
    Response *response =
        fixture_response(&tale->fixture, "a customer tells its provider", ORG_customer, TRIGGER_NOTICE, 300);
    response->tell = TELL_PROVIDERS;
    response = fixture_response(&tale->fixture, "the provider cuts its clients off", ORG_msp, TRIGGER_REPORTS,
                                provider_seconds);
    response->contain = CONTAIN_CLIENTS;
    response->tell = TELL_PROVIDERS;
}

static void every_line_is_what_happened_and_when(void **state) {
    (void)state;
    Tale tale;
    tale_init(&tale, 1);
    tale_run(&tale, (Style){0});
    assert_says(&tale.page, "A small attack\nSomebody enters a provider.\n");
    assert_says(&tale.page, "seed\n18446744073709551615, world 3, controls: As it was. The clock is UTC.\n");
    assert_says(&tale.page,
                "\nFriday 2 July 2021\n  15:00 ● \"exploit the login page\" (T1190) succeeds: the "
                "RMM server of Northwind\n"
                "          is taken over.\n  15:00 ● Fallen so far: 1 RMM server.\n");
    assert_says(&tale.page,
                "  15:30 ● \"push to the tills\" (T1072) succeeds: the computers of Bakery of\n"
                "          Northwind are encrypted.\n"
                "  15:30 ● Fallen so far: 1 RMM server; 10 machines; 1 customer hit.\n"
                "  15:45 ○ The first notice, and the only one: Bakery of Northwind sees \"push to\n"
                "          the tills\".\n");
    assert_says(&tale.page, "  17:00 ● \"push to the wards\" succeeds: the servers of Clinic of Northwind "
                            "are\n          encrypted.\n"
                            "  17:00 ● Fallen so far: 1 RMM server; 1,510 machines; 2 customers hit.\n");
    assert_says_not(&tale.page, "too late");
    tale_clear(&tale);
}

static void the_chain_goes_back_to_the_entry(void **state) {
    (void)state;
    Tale tale;
    tale_init(&tale, 1);
    tale_run(&tale, (Style){0});
    assert_says(&tale.page, "How Clinic of Northwind fell\n"
                            "  15:00 ● T1190 \"exploit the login page\": the RMM server of Northwind\n"
                            "  17:00 ● \"push to the wards\": the servers of Clinic of Northwind, 1,500\n"
                            "          machines\n");
    assert_says_not(&tale.page, "escape");
    tale_clear(&tale);
}

static void the_box_counts_the_end(void **state) {
    (void)state;
    Tale tale;
    tale_init(&tale, 1);
    tale_run(&tale, (Style){0});
    assert_says(&tale.page,
                "│ The end, 7 Jul 2021 14:00 UTC                                                │\n");
    assert_says(&tale.page,
                "│ ● customers hit                                                            2 │\n");
    assert_says(&tale.page,
                "│ ● MSPs hit                                                                 1 │\n");
    assert_says(&tale.page,
                "│ ● machines hit                                                         1,510 │\n");
    assert_says(&tale.page,
                "│ ○ from first foothold to first notice                                 45 min │\n");
    assert_says(&tale.page,
                "│ ⊘ from first foothold to first containment                             never │\n");
    /* From 15:30 and 17:00 on the first day to 14:00 on the sixth: 118.5 and 117 hours. */
    assert_says(&tale.page,
                "│ ● hours of operations lost                                               235 │\n");
    tale_clear(&tale);
}

static void a_warning_that_wins_is_told_from_the_notice_to_the_escape(void **state) {
    (void)state;
    Tale tale;
    tale_init(&tale, 1);
    add_responses(&tale, 600);
    tale_run(&tale, (Style){.ascii = true});
    assert_says(&tale.page, "  15:50 o \"a customer tells its provider\" (Bakery of Northwind).\n");
    assert_says(&tale.page, "  16:00 o Kaseya hears of it, from Northwind.\n");
    assert_says(&tale.page, "  16:00 x \"the provider cuts its clients off\" (Northwind).\n");
    assert_says(&tale.page, "  17:00 x The attack comes too late for the first time: the servers of Clinic "
                            "of\n          Northwind were cut off before it.\n");
    assert_says(&tale.page, "How Bakery of Northwind fell\n");
    assert_says(&tale.page, "x The narrowest escape: Clinic of Northwind, cut off with 1 h to spare before\n"
                            "  the attack came on 2 Jul 2021 17:00 UTC.\n");
    assert_says(&tale.page,
                "| * customers hit                                                            1 |\n");
    assert_says(&tale.page,
                "| x from first foothold to first containment                               1 h |\n");
    tale_clear(&tale);
}

/* One second later than the push, and nobody is saved. */
static void a_warning_that_comes_too_late_saves_nobody(void **state) {
    (void)state;
    Tale tale;
    tale_init(&tale, 1);
    add_responses(&tale, 7200);
    tale_run(&tale, (Style){.ascii = true});
    assert_says(&tale.page,
                "| * customers hit                                                            2 |\n");
    assert_says_not(&tale.page, "too late");
    assert_says_not(&tale.page, "escape");
    tale_clear(&tale);
}

/* A shop that runs a server of its own falls with the providers' and needs none of them. */
static void who_falls_through_no_provider_is_told_and_counted_apart(void **state) {
    (void)state;
    Tale tale;
    tale_init(&tale, 1);
    fixture_org(&tale.fixture, ORG_customer, "Shop", NONE);
    fixture_asset(&tale.fixture, ASSET_rmm_server, "the shop's server");
    tale.fixture.adversary.hit[ORG_customer] |= STATE_BIT(STATE_control);
    tale_run(&tale, (Style){0});
    assert_says(&tale.page, "  15:00 ● The first customer to be hit through no provider: Shop, through its\n"
                            "          own RMM server.\n");
    assert_says(&tale.page, "  15:00 ● Fallen so far: 2 RMM servers (1 of one MSP, 1 of one customer); 1\n"
                            "          customer hit.\n");
    assert_says(&tale.page,
                "│ ● customers hit                                                            3 │\n"
                "│   of them through no provider                                              1 │\n");
    tale_clear(&tale);
}

static void the_marks_are_explained_before_the_first_of_them(void **state) {
    (void)state;
    Tale tale;
    tale_init(&tale, 1);
    tale_run(&tale, (Style){0});
    assert_says(&tale.page,
                "\nMarks: ● the attack, ⊘ cut off from it, ○ noticed, told or repaired.\n\nFriday");
    tale_run(&tale, (Style){.ascii = true});
    assert_says(&tale.page,
                "\nMarks: * the attack, x cut off from it, o noticed, told or repaired.\n\nFriday");
    tale_clear(&tale);
}

static void a_containment_that_is_lifted_again_was_the_first_all_the_same(void **state) {
    (void)state;
    Tale tale;
    tale_init(&tale, 1);
    add_responses(&tale, 600);
    Action *lift = fixture_action(&tale.fixture, "everything is back", ACTION_RELEASE, 3 * 86400);
    lift->assets = fixture_kind(ASSET_server_group);
    lift = fixture_action(&tale.fixture, "the tills are back", ACTION_RELEASE, 3 * 86400);
    lift->assets = fixture_kind(ASSET_endpoint_group);
    tale_run(&tale, (Style){.ascii = true});
    assert_says(&tale.page, "  16:00 x \"the provider cuts its clients off\" (Northwind).\n");
    assert_says(&tale.page,
                "| x from first foothold to first containment                               1 h |\n");
    tale_clear(&tale);
}

/* The push to the wards comes too late, but the clinic was robbed before: it is nobody's escape. */
static void who_was_hit_elsewhere_did_not_escape(void **state) {
    (void)state;
    Tale tale;
    tale_init(&tale, 1);
    add_responses(&tale, 600);
    fixture_via(&tale.fixture, "take the wards at once", ASSET_rmm_server, STATE_control, ACCESS_rmm_agent,
                ASSET_server_group, STATE_exfiltrated, 1, 60);
    tale_run(&tale, (Style){0});
    assert_says(&tale.page, "⊘ The attack comes too late for the first time: the servers of Clinic");
    assert_says_not(&tale.page, "escape");
    tale_clear(&tale);
}

static void a_story_where_nobody_falls_says_so(void **state) {
    (void)state;
    Tale tale;
    tale_init(&tale, 0);
    add_responses(&tale, 600);
    tale_run(&tale, (Style){0});
    assert_says(&tale.page, "\nNothing happens: no step of the attack succeeds.\n");
    assert_says(&tale.page,
                "│ ● customers hit                                                            0 │\n");
    assert_says(&tale.page,
                "│ ○ from first foothold to first notice                                  never │\n");
    assert_says_not(&tale.page, "fell\n");
    assert_says_not(&tale.page, "Friday");
    tale_clear(&tale);
}

static void who_is_hit_by_a_foothold_alone_is_counted_without_a_stray_mark(void **state) {
    (void)state;
    Tale tale;
    tale_init(&tale, 1);
    tale.fixture.adversary.rules.items[0].to_state = STATE_foothold;
    tale.fixture.adversary.hit[ORG_msp] = STATE_BIT(STATE_foothold);
    tale_run(&tale, (Style){0});
    assert_says_not(&tale.page, "so far: ;");
    assert_says_not(&tale.page, "so far: .");
    tale_clear(&tale);
}

static void a_page_fits_eighty_columns_and_ascii_is_ascii(void **state) {
    (void)state;
    for (int ascii = 0; ascii < 2; ascii++) {
        Tale tale;
        tale_init(&tale, 1);
        add_responses(&tale, 600);
        tale_run(&tale, (Style){.ascii = ascii});
        assert_page_fits(&tale.page, ascii);
        tale_clear(&tale);
    }
}

static void colour_adds_nothing_but_colour(void **state) {
    (void)state;
    Tale plain, colour;
    tale_init(&plain, 1);
    tale_init(&colour, 1);
    tale_run(&plain, (Style){0});
    tale_run(&colour, (Style){.colour = true});
    Text stripped = {0};
    for (const char *c = text_of(&colour.page); *c; c++) {
        if (*c == '\033')
            c = strchr(c, 'm');
        else
            text_add_n(&stripped, c, 1);
    }
    assert_string_equal(text_of(&stripped), text_of(&plain.page));
    assert_true(colour.page.length > plain.page.length);
    text_clear(&stripped);
    tale_clear(&plain);
    tale_clear(&colour);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_line_is_what_happened_and_when),
        cmocka_unit_test(the_chain_goes_back_to_the_entry),
        cmocka_unit_test(the_box_counts_the_end),
        cmocka_unit_test(a_warning_that_wins_is_told_from_the_notice_to_the_escape),
        cmocka_unit_test(a_warning_that_comes_too_late_saves_nobody),
        cmocka_unit_test(who_falls_through_no_provider_is_told_and_counted_apart),
        cmocka_unit_test(the_marks_are_explained_before_the_first_of_them),
        cmocka_unit_test(a_containment_that_is_lifted_again_was_the_first_all_the_same),
        cmocka_unit_test(who_was_hit_elsewhere_did_not_escape),
        cmocka_unit_test(a_story_where_nobody_falls_says_so),
        cmocka_unit_test(who_is_hit_by_a_foothold_alone_is_counted_without_a_stray_mark),
        cmocka_unit_test(a_page_fits_eighty_columns_and_ascii_is_ascii),
        cmocka_unit_test(colour_adds_nothing_but_colour),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
