/* Small worlds and adversaries for tests and benches, built by hand: no scripts, no files.
 *
 *   Fixture fixture;
 *   fixture_init(&fixture);
 *   OrgId msp = fixture_org(&fixture, ORG_msp, "msp", NONE);
 *   AssetId server = fixture_asset(&fixture, ASSET_rmm_server, "server");
 *   …
 *   Rule *rule = fixture_entry(&fixture, "break in", ASSET_rmm_server, STATE_control, 0.5, 60);
 *   fixture_compile(&fixture);
 *   fixture_run(&fixture, 7);             replication 7 → fixture.metrics, fixture.state
 *   fixture_clear(&fixture);
 */
#pragma once

#include "race/ensemble.h"
#include "world/builder.h"

typedef struct Fixture {
    WorldBuilder *builder;
    World *world;
    Adversary adversary;
    ParameterSet parameters;
    Catalogue catalogue; /* controls "block", "slow", "limit", "notice", "react", "recover": one effect each
                          * of 0.3, 0.5 and 0.8 at levels 1, 2 and 3, without a range */
    QuantileKit *kit;
    Race *race;
    Weights *weights;
    RaceState *state;
    ParameterDraw draw;
    int64_t *metrics;
    uint64_t seed;
    bool response_off;
    Posture posture; /* of organisations added from now on */
} Fixture;

void fixture_init(Fixture *fixture);
void fixture_clear(Fixture *fixture);

/* "stem 7", kept as long as the fixture. */
const char *fixture_label(Fixture *fixture, const char *stem, uint32_t number);

OrgId fixture_org(Fixture *fixture, OrgKind kind, const char *label, OrgId provider);
OrgId fixture_org_with(Fixture *fixture, OrgProfile profile, OrgId provider); /* a calendar, tags, … */
/* Of the organisation added last. */
AssetId fixture_asset(Fixture *fixture, AssetKind kind, const char *label);
AssetId fixture_asset_with(Fixture *fixture, AssetProfile profile,
                           uint32_t count); /* attributes, a flaw, … */
AssetId fixture_group(Fixture *fixture, const char *label, uint32_t machines);
void fixture_access(Fixture *fixture, AssetId from, AssetId to, AccessKind kind);

Number fixture_number(double value);
Quantity fixture_fixed(double value);
Quantity fixture_exponential(double mean);
Quantity fixture_uniform(double low, double high);
AssetSelector fixture_kind(AssetKind kind);    /* assets of one kind */
AssetSelector fixture_only(const char *label); /* assets of one label */

/* Rules with odds and a fixed delay in seconds; change the fields before compiling. Pointers are good until
 * the next rule is added. */
Rule *fixture_entry(Fixture *fixture, const char *sentence, AssetKind to, State state, double odds,
                    double seconds);
Rule *fixture_via(Fixture *fixture, const char *sentence, AssetKind from, State from_state, AccessKind via,
                  AssetKind to, State to_state, double odds, double seconds);
Rule *fixture_inside(Fixture *fixture, const char *sentence, AssetKind from, State from_state, AssetKind to,
                     State to_state, double odds, double seconds);
Rule *fixture_same(Fixture *fixture, const char *sentence, AssetKind kind, State from_state, State to_state,
                   double odds, double seconds);
void fixture_premise(Rule *rule, AssetSelector asset, State state, PremisePlace place);
Choice *fixture_choice(Fixture *fixture, const char *sentence, AssetKind among, double take);
/* Adds a control to a rule; `control` is one of the fixture's ids. */
void fixture_use(Fixture *fixture, Rule *rule, const char *control);
void fixture_speed(Fixture *fixture, Response *response, const char *control); /* react or recover */
void fixture_notice(Rule *rule, NoticeBy by, double odds, double seconds);
Response *fixture_response(Fixture *fixture, const char *sentence, OrgKind by, TriggerKind trigger,
                           double seconds);
Action *fixture_action(Fixture *fixture, const char *sentence, ActionKind kind, int64_t at);

void fixture_compile(Fixture *fixture);                      /* asserts that it works */
void fixture_weigh(Fixture *fixture, const ControlSet *set); /* the weights that fixture_run uses */
void fixture_run(Fixture *fixture, uint64_t replication);
uint64_t fixture_hash(const Fixture *fixture); /* of the replication just run */
uint32_t fixture_taken_at(const Fixture *fixture, AssetId asset, State state); /* or NEVER */
Taken fixture_taken(const Fixture *fixture, AssetId asset, State state); /* .at is NEVER when it was not */

/* A control set that gives every organisation this level of one control. */
ControlSet fixture_set(Fixture *fixture, const char *control, uint8_t level, Overlay *overlay);
