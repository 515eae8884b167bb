/* A world with rules of every kind, for promises that hold whatever a scenario says: entry, via, inside and
 * same asset; AND and OR, groups reached twice, tries, shared luck, a shock, a choice; and, when asked for,
 * whatever intervenes: actions of every kind and trigger, repairs, states that expire, choices that read the
 * race. */
#pragma once

#include "fixture.h"

typedef struct MixedShape {
    uint32_t msps, customers; /* customers of each MSP */
    bool stranger;            /* one more organisation that nobody knows */
    bool responds;
    bool advises;          /* the vendor contains and releases its clients' servers, beside telling them */
    bool intervenes;       /* also everything that can undo, restore, change or read */
    bool shipped_controls; /* every rule lists every control of the catalogue that blocks, slows or limits,
                            * instead of the fixture's "block", "slow" and "limit" */
} MixedShape;

/* Compiled and weighed; clear with fixture_clear. */
void mixed_world_build(Fixture *fixture, MixedShape shape);

/* What was taken in the replication just run. */
typedef struct Fall {
    uint32_t at, machines; /* NEVER and 0 when it was not */
} Fall;
/* falls[asset × STATE_COUNT + state] */
void mixed_world_falls(const Fixture *fixture, Fall *falls);
/* Taken though it was not, or earlier, or with more machines. */
bool mixed_world_is_worse(const Fall *now, const Fall *before, uint32_t places);
