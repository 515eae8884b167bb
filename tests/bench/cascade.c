#include "cascade.h"

#include <assert.h>

#define UNIT_SECONDS 100000.0 /* one unit of SIR time: seconds are fine enough to be continuous */

enum { HOUR = 3600, DAY = 24 * HOUR };

/* From every asset along every access to every asset. */
static Rule *spread(Fixture *fixture, double odds, double seconds) {
    Rule *seed = fixture_entry(fixture, "seed", ASSET_data_store, STATE_control, 1, 1);
    seed->to = fixture_only("start");
    return fixture_via(fixture, "spread", ASSET_data_store, STATE_control, ACCESS_vpn, ASSET_data_store,
                       STATE_control, odds, seconds);
}

static void count_nodes(Fixture *fixture) {
    fixture->adversary.horizon = 2000000000;
    fixture->adversary.hit[ORG_customer] = STATE_BIT(STATE_control);
    fixture->adversary.probes.count = 1; /* customers: every node is one */
}

void cascade_plain(Fixture *fixture, const Network *network, double odds) {
    fixture_init(fixture);
    network_add_plain(fixture, network, false);
    spread(fixture, odds, 1);
    count_nodes(fixture);
    fixture_compile(fixture);
}

void cascade_sir(Fixture *fixture, const Network *network, double rate) {
    fixture_init(fixture);
    network_add_plain(fixture, network, true);
    Rule *infect = spread(fixture, 1, 1);
    infect->after = fixture_exponential(UNIT_SECONDS / rate);
    infect->needs_source_at_arrival = true;
    Response *recover = fixture_response(fixture, "recover", ORG_customer, TRIGGER_STATE, 1);
    recover->state = STATE_control;
    recover->contain = CONTAIN_OWN;
    recover->after = fixture_exponential(UNIT_SECONDS);
    count_nodes(fixture);
    fixture_compile(fixture);
}

static void add_timed_rules(Fixture *fixture) {
    Rule *update = fixture_via(fixture, "poison the update", ASSET_update_server, STATE_control,
                               ACCESS_software_update, ASSET_rmm_server, STATE_control, 0.4, 1);
    update->after = fixture_exponential(2 * HOUR);
    fixture_notice(update, NOTICE_BY_TARGET, 0.05, 6 * HOUR);
    Rule *pivot = fixture_via(fixture, "cross to the partner", ASSET_rmm_server, STATE_control,
                              ACCESS_rmm_agent, ASSET_rmm_server, STATE_control, 0.3, 1);
    pivot->after = fixture_exponential(6 * HOUR);
    Rule *push = fixture_via(fixture, "push ransomware", ASSET_rmm_server, STATE_control, ACCESS_rmm_agent,
                             ASSET_endpoint_group, STATE_encrypted, 0.6, 1);
    push->after = fixture_exponential(4 * HOUR);
    push->machine_odds = fixture_number(0.7);
    push->needs_source_at_arrival = true;
    fixture_notice(push, NOTICE_BY_TARGET, 0.5, 1);
    push->notices[0].after = fixture_exponential(HOUR);
}

static Response *respond(Fixture *fixture, const char *sentence, OrgKind by, TriggerKind trigger,
                         double hours, uint32_t tell) {
    Response *response = fixture_response(fixture, sentence, by, trigger, 1);
    response->after = fixture_exponential(hours * HOUR);
    response->contain = CONTAIN_OWN;
    response->tell = tell;
    return response;
}

static void add_timed_responses(Fixture *fixture) {
    respond(fixture, "unplug and call", ORG_customer, TRIGGER_NOTICE, 1, TELL_PROVIDERS);
    respond(fixture, "look after itself", ORG_msp, TRIGGER_NOTICE, 4, TELL_CLIENTS | TELL_PROVIDERS);
    Response *enough =
        respond(fixture, "shut down", ORG_msp, TRIGGER_REPORTS, 2, TELL_CLIENTS | TELL_PROVIDERS);
    enough->reports = fixture_number(3);
    enough = respond(fixture, "stop the service", ORG_vendor, TRIGGER_REPORTS, 1, TELL_CLIENTS);
    enough->reports = fixture_number(5);
    respond(fixture, "switch the server off", ORG_msp, TRIGGER_WARNING, 3, TELL_CLIENTS)->odds =
        fixture_number(0.8);
    respond(fixture, "unplug", ORG_customer, TRIGGER_WARNING, 6, 0)->odds = fixture_number(0.5);
}

static void finish_timed(Fixture *fixture) {
    add_timed_rules(fixture);
    add_timed_responses(fixture);
    fixture->adversary.horizon = 3 * DAY;
    fixture_compile(fixture);
}

void cascade_timed(Fixture *fixture, const Network *network) {
    fixture_init(fixture);
    network_add_providers(fixture, network);
    fixture_entry(fixture, "break in", ASSET_update_server, STATE_control, 1, HOUR)->to =
        fixture_only("start");
    finish_timed(fixture);
}

void cascade_timed_msp(Fixture *fixture, const Network *network) {
    fixture_init(fixture);
    network_add_providers(fixture, network);
    fixture_choice(fixture, "the MSP that falls", ASSET_rmm_server, 1);
    fixture_entry(fixture, "break in", ASSET_rmm_server, STATE_control, 1, HOUR)->among = 0;
    finish_timed(fixture);
}

void cascade_run(const Fixture *fixture, uint32_t probe, uint32_t first, uint32_t worlds, uint32_t threads,
                 double *values) {
    static const ControlSet *const as_it_is[] = {NULL};
    EnsembleOptions options = {.seed = fixture->seed,
                               .first = first,
                               .replications = worlds,
                               .threads = threads,
                               .scope = SCOPE_ALL,
                               .wanted = &probe,
                               .wanted_count = 1};
    Ensemble ensemble;
    Error error = {{0}};
    bool good = ensemble_run(fixture->race, &fixture->parameters, &fixture->catalogue, as_it_is, 1, &options,
                             &ensemble, &error);
    assert(good);
    const int64_t *row = ensemble_values(&ensemble, 0, probe);
    for (uint32_t i = 0; i < worlds; i++) values[i] = (double)row[i];
    ensemble_clear(&ensemble);
}
