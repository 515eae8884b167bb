/* Reading what a replication left. Internal to the room: probe.c reads what concerns the whole world or is a
 * sum, probe_some.c what is asked of some organisations or assets alone. */
#pragma once

#include "race/state.h"

typedef struct Reading {
    RaceState *run;
    const Probe *probe;
    const ProbePlan *plan;
    uint32_t by;   /* second at which it is read */
    Tally *counts; /* sums by set */
} Reading;

static inline bool reading_org(const Reading *reading, OrgId org) {
    return reading->plan->orgs[reading->run->race->world->orgs[org].profile] &&
           org_selector_in_share(&reading->probe->orgs, reading->run->race->world, org);
}
static inline bool reading_asset(const Reading *reading, AssetId asset) {
    return matcher_holds(reading->run->race, &reading->plan->assets, asset);
}

void leaves_count(const Reading *reading); /* leaves.c: organisations that match and were hit there */

/* Each fills values[set]; METRIC_NONE stands there before. */
void probe_first_notice(const Reading *reading, int64_t *values); /* seconds from the start */
void probe_stay(const Reading *reading, int64_t *values);
void probe_countries(const Reading *reading, int64_t *values);
void probe_outage(const Reading *reading, int64_t *values);
void probe_machines_in_state(const Reading *reading, int64_t *values);
