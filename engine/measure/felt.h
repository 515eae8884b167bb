/* Exposure as sampled attacks show it: in every world the graph of what was taken (from what was taken
 * earlier, along the accesses there are), its choke points, and for every customer that was hit the
 * reverse-reachable set: all from which a way led to it. An MSP stands in the sets of the customers that its
 * fall was felt by.
 *
 * Intervals are 95 % over parameter draws. */
#pragma once

#include "measure/lattice.h"
#include "measure/ratio.h"

typedef struct FeltMsp { /* worlds in which it fell */
    OrgId org;
    uint32_t falls;
    Ratio customers; /* that were hit and lie behind it, per fall */
} FeltMsp;

typedef struct FeltChoke {
    AssetId asset;
    double every; /* share of the attacks that hit anybody in which it lies on every path to everybody hit */
    Ratio behind; /* of the customers hit, those all of whose paths lead through it */
} FeltChoke;

typedef struct FeltKind { /* all assets of one statement together */
    uint32_t profile;     /* of assets */
    Ratio behind;         /* customers hit behind one of them, of all customers hit */
} FeltKind;

typedef struct Felt {
    Vec(FeltMsp) msps;        /* that fell, widest first */
    Vec(FeltChoke) chokes;    /* widest first */
    Vec(FeltKind) kinds;      /* widest first */
    uint32_t worlds, attacks; /* run; that hit a customer */
} Felt;

/* The study's base set and worlds; its levers do not matter. False with an empty error when its progress
 * asked to stop. */
bool felt_run(const Study *study, Felt *out, Error *error);
void felt_clear(Felt *felt);
