/* One replication under way, for one or more control sets at once. Internal to the room: walk.c moves the
 * attack, respond.c the warning, act.c what else intervenes, choose.c target lists, probe.c reads the result.
 *
 * Containment needs no event: contained_at holds the earliest second at which it takes hold, which may lie
 * ahead, and whoever arrives compares. Everything touched is listed, so a reset costs what the run cost.
 *
 * Whatever can differ between sets is read through a mask: `asset_of(run, id, &sets)` gives the state of the
 * lowest set and shrinks the mask to those that share it; `asset_own` gives a state to write for a mask whose
 * sets share one. A walk of one set is a walk whose masks have one bit. */
#pragma once

#include "base/draw_many.h"
#include "race/compiled.h"
#include "race/marks.h"
#include "race/queue.h"
#include "race/sets.h"

typedef Vec(uint32_t) IdList;

typedef struct NodeState {
    Link link;
    Hazard hazard;
    uint32_t at;           /* NEVER when not taken */
    uint32_t arc;          /* the first to arrive: the parent in the tree */
    uint32_t machines;     /* that the group loses, all told */
    uint32_t reach;        /* machines of the group in reach of those that arrived */
    uint32_t fall_seconds; /* spread of the fall; 0: at once */
    uint16_t depth;
    bool implied;
    bool joined_in_truth; /* in a forecast: the group's uniform had been put to use by the cut */
} NodeState;

typedef struct AssetState {
    Link link;
    uint64_t out_seconds;     /* without service, up to the last return */
    uint32_t contained_at;    /* may lie ahead; NEVER */
    uint32_t released_at;     /* last; 0 when never */
    uint32_t undone_at;       /* second of the earliest containment that was released since; NEVER */
    uint32_t lost_at;         /* encrypted or destroyed since, in this occurrence; NEVER */
    uint32_t machines_before; /* the most that fell in an earlier occurrence */
    uint32_t occurrence;      /* how often it was restored */
} AssetState;

typedef struct OrgState {
    Link link;
    uint64_t lost_seconds;                  /* before lost_from */
    uint32_t hit_at, noticed_at, warned_at; /* NEVER */
    uint32_t responded;                     /* bit per response of its profile */
    uint32_t lost_from;                     /* NEVER */
    uint16_t lost_assets;
    uint16_t joint; /* postures after a set_control; UINT16_MAX: as the control sets say */
    uint8_t told;
    bool counted, ever_lost;
} OrgState;

typedef struct AccessState {
    Link link;
    uint32_t contained_at, released_at;
} AccessState;

typedef struct ChosenState { /* of a candidate */
    Link link;
    uint32_t at; /* second of its wave; NEVER when not chosen */
} ChosenState;

typedef struct SumState { /* weight of the reports that a response of an organisation has got */
    Link link;
    uint64_t sum;
} SumState;

/* A second, and the sets in which something happens at it. */
typedef struct Start {
    uint32_t at;
    SetMask sets;
} Start;

/* What reaches many at once, and is heard by each when somebody looks at it: see advisory.c. */
typedef enum AdvisoryKind {
    ADVISORY_CLIENTS,   /* the source warns its clients */
    ADVISORY_EVERYBODY, /* … the response's audience */
    ADVISORY_CONTAIN,   /* … contains what its clients have */
    ADVISORY_RELEASE,   /* an action releases what it selects */
} AdvisoryKind;
typedef struct Advisory {
    OrgId source;      /* NONE for a release */
    uint32_t response; /* that told it; of a release the action */
    AdvisoryKind kind;
    Start start;
} Advisory;

/* Leaves that a node set off and that wait for the end; and those of one weight class that were hit: bit i
 * stands for the arc first + i. Of a twig `ends` is known, the second at which it is contained, or NEVER; of
 * a node that went through the queue it is looked up at the end. */
#define LEAVES_IN_A_BLOCK 64
typedef struct LeafWait {
    uint32_t node, at, ends;
} LeafWait;
typedef struct LeafHits {
    uint32_t node, first;
    uint64_t arcs;
} LeafHits;

typedef struct Priority {
    double value;
    Name name;
    uint32_t candidate;
} Priority;

struct RaceState {
    const Race *race;
    const Weights *weights;
    const DrawPlan *draw;
    uint64_t context;       /* that draws are made with now: the truth's, after the cut the future's */
    uint64_t truth, future; /* the same but in a forecast */
    uint32_t cut;           /* NEVER but in a forecast */
    uint32_t horizon, set_count;
    SetMask sets;   /* all that walk */
    uint32_t shown; /* the set that race_taken and its like read */
    bool response_off;
    const bool *wanted; /* [probe] or NULL */
    bool brief;         /* it ends with the attack */
    bool counts_only;   /* nobody asks who was warned when */
    bool leaves_wait;   /* until the end: see leaves.c */
    bool restored;      /* something was, so that attempts may be of a later occurrence */
    DrawPath path;
    Vec(LeafWait) leaf_waits;
    Vec(LeafHits) leaf_hits;
    uint8_t *leaf_seen; /* [org] a leaf with several providers that is hit; NULL: there are none */
    IdList seen_leaves; /* those */

    Queue queue;
    Link **nodes, **assets, **orgs, **accesses, **candidates; /* chains by id; NULL: untouched by any set */
    LinkPool node_pool, asset_pool, org_pool, access_pool, candidate_pool, sum_pool;
    IdList touched_nodes, touched_assets, touched_orgs, touched_accesses, touched_candidates, touched_arcs;
    SetMask *arc_closed;        /* NULL unless a set_attribute action exists */
    uint32_t *counters;         /* [action × SETS_MAX] */
    int64_t *probed;            /* [probe × SETS_MAX] values read at their second */
    IdList lost;                /* assets encrypted or destroyed at some time; one may stand twice */
    IdList hit_orgs;            /* in some set; each once */
    IdList lost_orgs;           /* that lost an asset at some time in some set; each once */
    Vec(Advisory) advisories;   /* that some have not heard yet */
    bool release_waits;         /* one of them is a release */
    uint32_t advisories_before; /* of this replication, that all have heard */
    uint32_t *heard;            /* [org] how many of the replication's advisories it has heard, or fewer */
    IdList hearers;             /* organisations that heard for themselves */
    Marks reports;              /* (organisation, slot) → SumState chain */
    Marks told_pairs;           /* (recipient, source) → sets in which it has counted */
    Vec(Priority) priorities;
    uint64_t paid[SETS_MAX]; /* dollars */
    SetMask begun, noticed;  /* sets in which something was taken, and in which somebody noticed */
    uint32_t first_take[SETS_MAX], first_notice[SETS_MAX]; /* of those */
    uint64_t arcs_touched, arc_sets_touched;               /* since the state was made */
    HappeningVec *log;                                     /* only for a walk of one set */
};

extern const NodeState node_untouched;
extern const AssetState asset_untouched;
extern const OrgState org_untouched;
extern const AccessState access_untouched;
extern const ChosenState candidate_untouched;

/* advisory.c */
/* Whether this many recipients need not hear at once, and whether this one need not. */
bool advisory_may_wait(const RaceState *run, uint32_t recipients);
bool advisory_may_wait_for(const RaceState *run, OrgId org);
void advisory_send(RaceState *run, Advisory advisory);
void advisory_hear(RaceState *run, OrgId org);
void advisory_hear_all(RaceState *run);

/* Before an organisation's state or that of its assets is looked at. What it has yet to hear was true
 * already, so that a look changes nothing that can be seen: hence the cast. */
static inline void state_listen(const RaceState *run, OrgId org) {
    if (run->advisories.count && run->heard[org] < run->advisories_before + run->advisories.count)
        advisory_hear((RaceState *)(uintptr_t)run, org);
}
static inline void state_listen_at(const RaceState *run, AssetId asset) {
    if (run->advisories.count) state_listen(run, run->race->world->assets[asset].owner);
}

/* Looks: the state of the lowest of the sets, which shrink to those that share it. */
static inline const NodeState *node_of(const RaceState *run, uint32_t node, SetMask *sets) {
    Link *link = chain_of(run->nodes[node], sets);
    return link ? (const NodeState *)link : &node_untouched;
}
static inline const AssetState *asset_of(const RaceState *run, AssetId asset, SetMask *sets) {
    state_listen_at(run, asset);
    Link *link = chain_of(run->assets[asset], sets);
    return link ? (const AssetState *)link : &asset_untouched;
}
static inline const OrgState *org_of(const RaceState *run, OrgId org, SetMask *sets) {
    state_listen(run, org);
    Link *link = chain_of(run->orgs[org], sets);
    return link ? (const OrgState *)link : &org_untouched;
}
static inline const AccessState *access_of(const RaceState *run, AccessId access, SetMask *sets) {
    Link *link = chain_of(run->accesses[access], sets);
    return link ? (const AccessState *)link : &access_untouched;
}
static inline const ChosenState *candidate_of(const RaceState *run, uint32_t candidate, SetMask *sets) {
    Link *link = chain_of(run->candidates[candidate], sets);
    return link ? (const ChosenState *)link : &candidate_untouched;
}

/* Writes: a state for exactly these sets, which must share one. Good until the next write to the same id. */
static inline Link *state_own(LinkPool *pool, Link **chains, IdList *touched, uint32_t id, SetMask sets,
                              const void *blank, size_t size) {
    if (!chains[id]) vec_push(touched, id);
    return chain_own(pool, &chains[id], sets, blank, size);
}
static inline NodeState *node_own(RaceState *run, uint32_t node, SetMask sets) {
    return (NodeState *)state_own(&run->node_pool, run->nodes, &run->touched_nodes, node, sets,
                                  &node_untouched, sizeof(NodeState));
}
static inline AssetState *asset_own(RaceState *run, AssetId asset, SetMask sets) {
    return (AssetState *)state_own(&run->asset_pool, run->assets, &run->touched_assets, asset, sets,
                                   &asset_untouched, sizeof(AssetState));
}
static inline OrgState *org_own(RaceState *run, OrgId org, SetMask sets) {
    return (OrgState *)state_own(&run->org_pool, run->orgs, &run->touched_orgs, org, sets, &org_untouched,
                                 sizeof(OrgState));
}
/* A state for sets that have met nothing here yet. */
static inline AssetState *asset_add(RaceState *run, AssetId asset, SetMask sets) {
    if (!run->assets[asset]) vec_push(&run->touched_assets, asset);
    return chain_add(&run->asset_pool, &run->assets[asset], sets, &asset_untouched, sizeof(AssetState));
}
static inline OrgState *org_add(RaceState *run, OrgId org, SetMask sets) {
    if (!run->orgs[org]) vec_push(&run->touched_orgs, org);
    return chain_add(&run->org_pool, &run->orgs[org], sets, &org_untouched, sizeof(OrgState));
}
static inline AccessState *access_own(RaceState *run, AccessId access, SetMask sets) {
    return (AccessState *)state_own(&run->access_pool, run->accesses, &run->touched_accesses, access, sets,
                                    &access_untouched, sizeof(AccessState));
}
static inline ChosenState *candidate_own(RaceState *run, uint32_t candidate, SetMask sets) {
    return (ChosenState *)state_own(&run->candidate_pool, run->candidates, &run->touched_candidates,
                                    candidate, sets, &candidate_untouched, sizeof(ChosenState));
}

/* Of the first containment, also when it was released later. */
static inline uint32_t asset_first_contained(const AssetState *state) {
    return state->undone_at < state->contained_at ? state->undone_at : state->contained_at;
}

/* Those of the sets in which the asset or the access is contained at this second, the node is taken, or the
 * asset is lost. */
static inline SetMask state_contained(const RaceState *run, AssetId asset, uint32_t at, SetMask sets) {
    SetMask contained = 0;
    state_listen_at(run, asset);
    for (const Link *link = run->assets[asset]; link; link = link->next)
        if (((const AssetState *)link)->contained_at <= at) contained |= link->sets;
    return contained & sets;
}
static inline SetMask state_cut(const RaceState *run, AccessId access, uint32_t at, SetMask sets) {
    SetMask cut = 0;
    for (const Link *link = run->accesses[access]; link; link = link->next)
        if (((const AccessState *)link)->contained_at <= at) cut |= link->sets;
    return cut & sets;
}
static inline SetMask state_taken(const RaceState *run, uint32_t node, SetMask sets) {
    SetMask taken = 0;
    for (const Link *link = run->nodes[node]; link; link = link->next)
        if (((const NodeState *)link)->at != NEVER) taken |= link->sets;
    return taken & sets;
}
static inline SetMask state_lost(const RaceState *run, AssetId asset, SetMask sets) {
    SetMask lost = 0;
    state_listen_at(run, asset);
    for (const Link *link = run->assets[asset]; link; link = link->next)
        if (((const AssetState *)link)->lost_at != NEVER) lost |= link->sets;
    return lost & sets;
}

static inline uint64_t run_bits(const RaceState *run, Name name, DrawPurpose purpose, uint32_t occurrence) {
    return draw_bits(run->context, draw_key(name, purpose, occurrence));
}
static inline uint32_t later(uint32_t at, uint64_t seconds) {
    return seconds >= NEVER - at ? NEVER : at + (uint32_t)seconds;
}

/* state.c */
void state_reset(RaceState *run);
static inline void state_note(RaceState *run, uint32_t at, HappeningKind kind, uint32_t subject,
                              uint32_t object, uint32_t detail, State state) {
    if (run->log) vec_push(run->log, (Happening){at, kind, subject, object, detail, state});
}
static inline bool state_present(const RaceState *run, OrgId org) {
    return world_present(run->race->world, run->draw->sizes, org);
}
/* Postures of an organisation: a joint of the plan, shared by what is left of the sets. */
static inline uint16_t state_joint(const RaceState *run, OrgId org, SetMask *sets) {
    if (run->race->has_set_control) {
        uint16_t changed = org_of(run, org, sets)->joint;
        if (changed != UINT16_MAX) return changed;
    }
    return run->weights->plan->joint_of_org[org];
}
uint32_t state_machines(const RaceState *run, AssetId asset); /* of a group, fallen or not */
/* Machines of a taken group that have fallen by a second, in what is left of the sets. */
uint32_t state_fallen(const RaceState *run, uint32_t node, uint32_t by, SetMask *sets);

/* walk.c */
void walk_start(RaceState *run);
void walk_launch(RaceState *run, uint32_t arc, uint32_t at, uint32_t attempt, SetMask sets);
void walk_arrive(RaceState *run, const Event *event);
void walk_expire(RaceState *run, const Event *event);
void walk_relaunch(RaceState *run, AssetId asset, uint32_t at, SetMask sets);

/* ahead.c: of the events that come some places later, and of one arc about to be launched. */
void ahead_fetch(const RaceState *run);
void ahead_fetch_target(const RaceState *run, const Arc *arc);

/* respond.c */
void respond_noticed(RaceState *run, OrgId org, uint32_t at, uint32_t rule, SetMask sets);
void respond_state(RaceState *run, OrgId org, State state, uint32_t at, SetMask sets);
/* What an organisation does on a warning that came at several seconds, each in sets of its own. */
void respond_heed(RaceState *run, OrgId org, const Advisory *warning, const Start *starts, uint32_t count);
void respond_contain_own(RaceState *run, OrgId org, const Advisory *order, const Start *starts,
                         uint32_t count);
void respond_done(RaceState *run, const Event *event);
/* When an organisation contains an asset of which this state was taken, by what that itself sets it to do;
 * NEVER. For a walk of one set. */
uint32_t respond_own_containment(const RaceState *run, AssetId asset, State state, uint32_t at);
void respond_contain(RaceState *run, AssetId asset, const Start *starts, uint32_t count, OrgId by,
                     uint32_t response);
void respond_contain_access(RaceState *run, AccessId access, uint32_t at, SetMask sets);

/* act.c */
void act_start(RaceState *run, const GivenAction *given, uint32_t given_count);
void act_run(RaceState *run, uint32_t action, uint32_t at, SetMask sets);
void act_paid(RaceState *run, uint32_t action, uint32_t at, SetMask sets);
void act_count(RaceState *run, ActionTrigger trigger, OrgId org, uint32_t at, SetMask sets);
void act_release(RaceState *run, AssetId asset, uint32_t at, SetMask sets);
void act_contained(RaceState *run, const Event *event);
typedef struct RestoreOrder {
    Odds share, eviction;
    uint32_t stages;
    uint32_t work_seconds; /* over which the stages came back; 0: at once */
    Name name;
} RestoreOrder;
/* The sets must share the asset's state. */
void act_restore(RaceState *run, AssetId asset, RestoreOrder order, uint32_t at, SetMask sets);

/* leaves.c */
bool leaves_may_wait(const RaceState *run);
void leaves_settle(RaceState *run);

/* choose.c */
void choose_run(RaceState *run, uint32_t choice, uint32_t at, SetMask sets);

/* probe.c: values[set] for every set of the walk. */
void probe_read(RaceState *run, uint32_t probe, uint32_t by, int64_t *values);
