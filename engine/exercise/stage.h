/* The one truth of an exercise and what becomes of it: state = race(truth, decisions so far). Nothing is
 * changed in place; whoever drops a decision and runs again has taken it back.
 *
 * A stage belongs to one thread. It borrows all it is made of. */
#pragma once

#include "exercise/definition.h"

typedef struct Truth {
    uint64_t seed;
    uint32_t replication, worlds_per_draw;
} Truth;

typedef Vec(GivenAction) GivenVec;

/* One line of play: everything that happens in it, whoever knows. */
typedef struct Branch {
    HappeningVec log; /* by time */
    int64_t *metrics; /* by probe; owned */
    uint32_t *hit_at; /* by time; owned */
    OrgId *hit_orgs;  /* owned */
    uint32_t hit_count;
    uint64_t hash; /* equal lines of play give equal hashes */
} Branch;
void branch_clear(Branch *branch);

typedef struct Stage {
    const Definition *definition;
    const Race *race;
    const ParameterSet *parameters;
    const Catalogue *catalogue;
    Weights *weights;
    RaceState *state;
    ParameterDraw draw;
    int64_t *metrics;
    Truth truth;
} Stage;

bool stage_init(Stage *stage, const Definition *definition, const Race *race, const ParameterSet *parameters,
                const Catalogue *catalogue, const ControlSet *set, Error *error);
void stage_clear(Stage *stage);
void stage_set_truth(Stage *stage, Truth truth);
/* Adds what a lever does at a second. */
void lever_give(const PlayerAction *lever, uint32_t at, GivenVec *given);

/* Replaces what the branch holds ({0} at first). */
void stage_run(Stage *stage, const GivenVec *given, Branch *out);
/* The score alone, without a log: for looking at many. */
int64_t stage_score(Stage *stage, const GivenVec *given);
/* The score in one of the futures (1 or more) that the second `cut` leaves open. */
int64_t stage_forecast(Stage *stage, const GivenVec *given, uint32_t cut, uint64_t future);
/* After stage_run or stage_score: whether an organisation was hit in it. */
bool stage_was_hit(const Stage *stage, OrgId org);
