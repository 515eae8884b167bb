/* Addressed draws: every draw is a pure function of (model version, seed, parameter draw, replication, stable
 * name, purpose, occurrence). There is no stream and no state, so order, threads, ranks, and what else is in
 * the world cannot change a draw (docs/model.md, "Randomness").
 *
 * The key goes through a full-avalanche mixer into PCG's output function RXS-M-XS 64 (O'Neill 2014,
 * HMC-CS-2014-0905, section 6.3.4). */
#pragma once

#include "base/name.h"

#include <stdbool.h>
#include <stdint.h>

/* Raised when the meaning of a draw or of the race changes: journals and goldens of another version are not
 * comparable. */
#define MODEL_VERSION 1

/* What a draw decides. Numbers are part of the model: never reuse or renumber one. */
typedef enum DrawPurpose {
    DRAW_SUCCESS = 1,    /* does an arc succeed */
    DRAW_DELAY = 2,      /* time to compromise of an arc */
    DRAW_GROUP = 3,      /* how many machines of a group fall */
    DRAW_NOTICE = 4,     /* is an attempt or success noticed */
    DRAW_NOTICE_AT = 5,  /* after how long */
    DRAW_COMPLY = 6,     /* does a recipient of a warning act */
    DRAW_REACT = 7,      /* how much work until it has acted */
    DRAW_SHOCK = 8,      /* a common shock */
    DRAW_PRIORITY = 9,   /* priority of a candidate in a choice */
    DRAW_TAKE = 10,      /* how many a choice takes */
    DRAW_COUNT = 11,     /* size of a population or a group */
    DRAW_SHARE = 12,     /* is an organisation in the share of a control set or an access */
    DRAW_PARAMETER = 13, /* a parameter of a parameter draw */
    DRAW_EFFECT = 14,    /* the strength of a (control, mechanism) in a parameter draw */
    DRAW_EXPOSED = 15,   /* is a flaw unpatched here */
    DRAW_RESTORE = 16,   /* share restored, eviction */
    DRAW_STAGE = 17,     /* time of a restore's stage, or spread of a group's fall */
    DRAW_HOME = 18,      /* second provider of a multi-homed customer */
    DRAW_FALSE_ALARM = 19,
    DRAW_PAY = 20,
} DrawPurpose;

/* The part of the key that is shared by one replication; compute once. */
uint64_t draw_context(uint64_t seed, uint64_t parameter_draw, uint64_t replication);
/* The part that is shared by all replications; compute at compile time where it is hot. */
#define DRAW_KEY_NAME UINT64_C(0xcbbb9d5dc1059ed9)
#define DRAW_KEY_PURPOSE UINT64_C(0x629a292a367cd507)
#define DRAW_KEY_OCCURRENCE UINT64_C(0x9159015a3070dd17)
static inline uint64_t draw_key(Name name, DrawPurpose purpose, uint32_t occurrence) {
    uint64_t key = name_mix(name + DRAW_KEY_NAME);
    key = name_mix(key + (uint64_t)purpose * DRAW_KEY_PURPOSE);
    return name_mix(key + occurrence * DRAW_KEY_OCCURRENCE);
}

/* The k-th value of PCG's 64-bit RXS-M-XS generator's output function at this state. */
static inline uint64_t pcg_rxs_m_xs_64(uint64_t state) {
    uint64_t word = ((state >> ((state >> 59) + 5)) ^ state) * UINT64_C(12605985483714917081);
    return (word >> 43) ^ word;
}

/* 64 uniform bits. */
static inline uint64_t draw_bits(uint64_t context, uint64_t key) {
    return pcg_rxs_m_xs_64(name_mix(context ^ key));
}

/* Odds are fixed point with 32 bits: 0 … ODDS_ONE. A coin with odds ODDS_ONE always comes up. */
typedef uint64_t Odds;
#define ODDS_ONE (UINT64_C(1) << 32)

Odds odds_of(double probability); /* rounded to nearest; clamps to 0 … 1 */
static inline bool draw_coin(uint64_t bits, Odds odds) {
    return (bits >> 32) < odds;
}
static inline Odds odds_and(Odds a, Odds b) { /* product; monotone in both */
    return (Odds)(((unsigned __int128)a * b) >> 32);
}
/* A double in (0, 1), never 0 or 1: (top 52 bits + 1/2) / 2^52. For building tables, not for the walk. */
double draw_unit(uint64_t bits);
