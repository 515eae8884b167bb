/* The race: two cascades across one graph, the attack going down and the warning going up and back.
 *
 *   Race (immutable, shared by threads)   structure: arcs, responses, probes
 *   Weights (per thread)                  odds and delays of one parameter draw and one control set
 *   RaceState (per thread)                one replication: what was taken when, what is contained when
 *
 * race_run is a pure function of (race, weights, seed, draw index, replication): the same bits on any thread,
 * in any order, in any build. No memory is taken in a replication once the state has warmed up. */
#pragma once

#include "race/adversary.h"
#include "world/control_set.h"

typedef struct Race Race;
typedef struct Weights Weights;
typedef struct RaceState RaceState;

#define NEVER UINT32_MAX /* a second that does not come */

/* Borrows all of its arguments for its lifetime. Errors name the statement's file:line: a rule that matches
 * nothing is no error (lint says so), a response that names an unknown organisation is. */
bool race_compile(const World *world, const Adversary *adversary, const ParameterSet *parameters,
                  const Catalogue *catalogue, const QuantileKit *kit, Race **out, Error *error);
void race_destroy(Race *race);

typedef struct RaceSize { /* for `show` and benches */
    uint32_t arcs, nodes, responses;
    size_t bytes, state_bytes; /* shared; and of a thread before anything is touched */
} RaceSize;
RaceSize race_size(const Race *race);
const World *race_world(const Race *race);
const Adversary *race_adversary(const Race *race);

/* Weights of one control set, or of up to 64 that one walk carries. Made once per thread, evaluated per
 * parameter draw. A NULL set is the world as it is. NULL and error on failure. */
#define SETS_IN_A_WALK 64
Weights *weights_create(const Race *race, const ControlSet *set, Error *error);
Weights *weights_create_sets(const Race *race, const ControlSet *const *sets, uint32_t count, Error *error);
/* Another set of values on the same structure, for another thread. Make all of them on one thread. */
Weights *weights_share(const Weights *weights);
void weights_destroy(Weights *weights);
void weights_evaluate(Weights *weights, const ParameterDraw *draw);
/* As weights_evaluate, but takes what does not depend on the set (delays, counts) from `other`, which was
 * evaluated at the same draw and must live as long. */
void weights_evaluate_like(Weights *weights, const ParameterDraw *draw, const Weights *other);

RaceState *race_state_create(const Race *race);
void race_state_destroy(RaceState *state);

/* One decision: an action that is declared with ACTION_GIVEN, taken at a second. Giving one twice draws its
 * delay twice; leaving one out is all it takes to take it back. */
typedef struct GivenAction {
    uint32_t action; /* index in the adversary's actions */
    uint32_t at;     /* seconds from the start; it acts only on what comes later */
} GivenAction;

typedef struct RaceOptions {
    uint64_t seed, draw, replication;
    bool response_off;        /* nobody reacts: no responses; actions and notices still happen */
    const GivenAction *given; /* borrowed for the run; in any order of time */
    uint32_t given_count;
    /* [probe] which to read, NULL: every one; borrowed. The others are METRIC_NONE, and of the state that is
     * left no more is promised than what the wanted ones read: no hash, no containment of others. */
    const bool *wanted;
    /* Nothing but the probes is asked afterwards, not who was warned when, nor a hash. */
    bool counts_only;
    /* A forecast: number 1 or more of the futures that the past up to `cut` leaves open; parameters, shocks
     * and shared luck stay the truth's. 0: the truth itself. Only for a walk of one set. */
    uint64_t future;
    uint32_t cut;
} RaceOptions;

/* metrics[set × probe count], in the order of the adversary's probes. Sets that walk together give the same
 * bits as each alone. */
void race_run(const Race *race, const Weights *weights, RaceState *state, RaceOptions options,
              int64_t *metrics);

/* Of which set of the walk the functions below speak; the first one until told. */
void race_state_show(RaceState *state, uint32_t set);

/* A hash over everything that was taken, when, with how many machines, and contained when, of the replication
 * just run: equal states give equal hashes. For goldens and for comparing builds and threads. */
uint64_t race_state_hash(RaceState *state);
void race_state_hashes(RaceState *state, uint64_t *hashes); /* of every set of the walk */

/* Arcs looked at since the state was made, for benches: nanoseconds per arc touched. */
uint64_t race_arcs_touched(const RaceState *state);
/* Likewise, each counted once for every control set that it was looked at for: how dense masks are. */
uint64_t race_arc_sets_touched(const RaceState *state);

/* What the replication just run left, for stories, maps and tests. */
typedef struct Taken {
    AssetId asset;
    State state;
    uint32_t at;       /* seconds from the start */
    uint32_t rule;     /* index in the adversary's rules; NONE for an implied lower state */
    AssetId source;    /* asset the arc came from, or NONE */
    uint32_t machines; /* of a group; 1 otherwise */
} Taken;
/* Everything taken, in order of time; the caller frees with vec_clear. */
typedef Vec(Taken) TakenVec;
void race_taken(const Race *race, const RaceState *state, TakenVec *out);
uint32_t race_org_hit_at(const RaceState *state, OrgId org); /* or NEVER */
/* Sets hit[organisation] for those that were hit, and leaves the others; good also when only they are wanted.
 */
void race_orgs_hit(const RaceState *state, uint8_t *hit);
uint32_t race_org_noticed_at(const RaceState *state, OrgId org);                       /* or NEVER */
uint32_t race_org_warned_at(const RaceState *state, OrgId org);                        /* or NEVER */
uint32_t race_asset_contained_at(const RaceState *state, AssetId asset);               /* or NEVER */
uint32_t race_asset_machines(const Race *race, const RaceState *state, AssetId asset); /* that fell */
bool race_org_present(const Race *race, const Weights *weights, OrgId org);

/* What happened, in order, when the log is switched on (it never changes a draw or a result). */
typedef enum HappeningKind {
    HAPPENED_TAKEN,     /* subject asset, object source asset or NONE, detail rule */
    HAPPENED_BLOCKED,   /* arrived at a contained asset: subject asset, object source, detail rule */
    HAPPENED_NOTICED,   /* subject org, detail rule or NONE for a false alarm */
    HAPPENED_REPORTED,  /* subject org (recipient), object org (source), detail response */
    HAPPENED_WARNED,    /* likewise */
    HAPPENED_CONTAINED, /* subject asset, object org that did it, detail response; `at` is when it takes hold
                         */
    HAPPENED_RESPONDED, /* subject org, detail response: its work is done */
    HAPPENED_RESTORED,  /* subject asset */
    HAPPENED_ACTED,     /* detail action */
} HappeningKind;
typedef struct Happening {
    uint32_t at;
    HappeningKind kind;
    uint32_t subject, object, detail;
    State state; /* TAKEN and BLOCKED */
} Happening;
typedef Vec(Happening) HappeningVec;
/* Pass NULL to switch it off again. Only for a walk of one set. Borrowed until then; not sorted (contained
 * and so on may lie ahead). */
void race_state_log(RaceState *state, HappeningVec *log);
