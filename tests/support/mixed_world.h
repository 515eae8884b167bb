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
    bool intervenes; /* also everything that can undo, restore, change or read */
} MixedShape;

/* Compiled and weighed; clear with fixture_clear. */
void mixed_world_build(Fixture *fixture, MixedShape shape);
