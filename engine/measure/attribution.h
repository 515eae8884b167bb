/* What each lever is worth in one attack: alone, last in, and by Shapley value, on the mean and on P95 of one
 * metric. Worth is what it takes away: positive is good.
 *
 * Up to GAME_PLAYERS levers that can act, the whole lattice is walked and the values are exact on the sampled
 * worlds; beyond, orders of joining are sampled, each with its reverse. Levers that cannot act (reach.h) are
 * worth 0 by proof and are not walked. Either way the Shapley values add up to what all are worth together.
 *
 * Every choice meets the same luck and the same unknowns. Intervals are 95 % over parameter draws: a mean's
 * by ratio_of, a P95's by resampling draws; when orders are sampled their spread is added (both contain the
 * part that orders and draws share, so these intervals are a little wide). */
#pragma once

#include "measure/lattice.h"
#include "measure/ratio.h"
#include "measure/reach.h"

typedef enum AttributedTo { ATTRIBUTED_MEAN, ATTRIBUTED_P95, ATTRIBUTED_COUNT } AttributedTo;

typedef struct Worth {
    double value; /* not-a-number when the run was stopped before it was known */
    Interval ci95;
} Worth;

typedef struct LeverWorth {
    Worth alone, last, shapley;
} LeverWorth;

typedef struct PairWorth {
    uint32_t i, j; /* levers, i < j */
    Worth worth;   /* positive: more together than apart; negative: they do each other's work */
} PairWorth;

typedef struct Attribution {
    const LeverList *levers;             /* borrowed */
    Reach *reach;                        /* [lever]; owned */
    LeverWorth *worth[ATTRIBUTED_COUNT]; /* [lever]; owned */
    double *changed;                     /* [lever] share of worlds in which it alone changes the metric */
    PairWorth *pairs[ATTRIBUTED_COUNT];  /* strongest first by size, never idle ones; NULL when sampled */
    uint32_t pair_count;
    Worth none[ATTRIBUTED_COUNT], all[ATTRIBUTED_COUNT]; /* the metric itself without and with all levers */
    Worth together[ATTRIBUTED_COUNT];                    /* what all are worth: none − all */
    uint32_t probe, worlds, worlds_per_draw;
    uint32_t choices; /* of levers that were run */
    uint32_t orders;  /* sampled; 0 when the lattice was walked whole */
    bool partial;     /* stopped: shapley values and pairs are not known */
} Attribution;

/* Whether a probe always has a value, so that worths add up; a time that may not come does not. */
bool attribution_takes(const Probe *probe);

/* `orders` to sample beyond GAME_PLAYERS (at least 4, even). Outputs untouched on error. */
bool attribution_run(const Study *study, uint32_t probe, uint32_t orders, Attribution *out, Error *error);
void attribution_clear(Attribution *attribution);
