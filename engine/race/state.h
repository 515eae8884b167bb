/* One replication under way. Internal to the room: walk.c moves the attack, respond.c the warning, act.c what
 * else intervenes, choose.c target lists, probe.c reads the result.
 *
 * Containment needs no event: contained_at holds the earliest second at which it takes hold, which may lie
 * ahead, and whoever arrives compares. Everything touched is listed, so a reset costs what the run cost. */
#pragma once

#include "race/compiled.h"
#include "race/marks.h"
#include "race/queue.h"

typedef Vec(uint32_t) IdList;

typedef enum EventKind {
    EVENT_LAUNCH, /* a arc, b attempt */
    EVENT_ARRIVE, /* a arc, b occurrence, c weight class at launch × 2, + 1 when it fails and is only seen */
    EVENT_EXPIRE, /* a node, b second at which it was taken */
    EVENT_NOTICE, /* a organisation, c rule or NONE */
    EVENT_RESPOND,   /* a organisation, b response, c source or NONE: the work is done */
    EVENT_CHOOSE,    /* a choice */
    EVENT_ACT,       /* a action */
    EVENT_PAID,      /* a action: the restore that was paid for */
    EVENT_CONTAINED, /* a asset, b second: counts for triggers */
    EVENT_PROBE,     /* a probe read at this second */
} EventKind;

typedef struct NodeState {
    Hazard hazard;
    uint32_t at;           /* NEVER when not taken */
    uint32_t arc;          /* the first to arrive: the parent in the tree */
    uint32_t machines;     /* that the group loses, all told */
    uint32_t reach;        /* machines of the group in reach of those that arrived */
    uint32_t fall_seconds; /* spread of the fall; 0: at once */
    uint16_t depth;
    bool touched, implied;
} NodeState;

typedef struct AssetState {
    uint32_t contained_at;    /* may lie ahead; NEVER */
    uint32_t released_at;     /* last; 0 when never */
    uint32_t lost_at;         /* encrypted or destroyed since, in this occurrence; NEVER */
    uint32_t machines_before; /* the most that fell in an earlier occurrence */
    uint64_t out_seconds;     /* without service, up to the last return */
    uint8_t occurrence;       /* how often it was restored */
    bool touched;
} AssetState;

typedef struct OrgState {
    uint32_t hit_at, noticed_at, warned_at; /* NEVER */
    uint32_t responded;                     /* bit per response of its profile */
    uint32_t lost_from;                     /* NEVER */
    uint64_t lost_seconds;                  /* before lost_from */
    uint16_t lost_assets;
    uint16_t posture; /* after a set_control; UINT16_MAX: as the control set says */
    uint8_t told;
    bool touched, counted, ever_lost;
} OrgState;

struct RaceState {
    const Race *race;
    const Weights *weights;
    const DrawPlan *draw;
    uint64_t context;
    uint32_t horizon;
    bool response_off;

    Queue queue;
    NodeState *nodes;
    AssetState *assets;
    OrgState *orgs;
    uint32_t *access_contained_at, *access_released_at;
    uint8_t *arc_closed;  /* NULL unless a set_attribute action exists */
    uint32_t *chosen_at;  /* [candidate] second of its wave; NEVER when not chosen */
    uint8_t *choice_made; /* [choice] */
    uint32_t *counters;   /* [action] */
    int64_t *probed;      /* [probe] values read at their second */
    IdList touched_nodes, touched_assets, touched_orgs, touched_accesses, touched_arcs, chosen;
    IdList lost;      /* assets encrypted or destroyed at some time; one may stand twice */
    IdList hit_orgs;  /* each once */
    IdList lost_orgs; /* that lost an asset at some time, each once */
    Marks reports, told_pairs;
    Vec(struct Priority {
        double value;
        Name name;
        uint32_t candidate;
    }) priorities;
    uint64_t paid; /* dollars */
    uint32_t first_take, first_notice;
    uint64_t arcs_touched; /* since the state was made */
    HappeningVec *log;
};

/* state.c */
void state_reset(RaceState *run);
NodeState *state_touch_node(RaceState *run, uint32_t node);
AssetState *state_touch_asset(RaceState *run, AssetId asset);
OrgState *state_touch_org(RaceState *run, OrgId org);
static inline void state_note(RaceState *run, uint32_t at, HappeningKind kind, uint32_t subject,
                              uint32_t object, uint32_t detail, State state) {
    if (run->log) vec_push(run->log, (Happening){at, kind, subject, object, detail, state});
}
uint16_t state_posture(const RaceState *run, OrgId org);
static inline bool state_present(const RaceState *run, OrgId org) {
    return world_present(run->race->world, run->draw->sizes, org);
}
/* Machines of a taken group that have fallen by a second. */
uint32_t state_fallen(const RaceState *run, uint32_t node, uint32_t by);

/* walk.c */
void walk_start(RaceState *run);
void walk_launch(RaceState *run, uint32_t arc, uint32_t at, uint32_t attempt);
void walk_arrive(RaceState *run, const Event *event);
void walk_expire(RaceState *run, const Event *event);
void walk_relaunch(RaceState *run, AssetId asset, uint32_t at);
bool walk_ready(const RaceState *run, const Arc *arc, uint32_t at);

/* respond.c */
void respond_noticed(RaceState *run, OrgId org, uint32_t at, uint32_t rule);
void respond_state(RaceState *run, OrgId org, State state, uint32_t at);
void respond_warn(RaceState *run, OrgId org, OrgId source, uint32_t response, uint32_t at);
void respond_done(RaceState *run, const Event *event);
void respond_contain(RaceState *run, AssetId asset, uint32_t at, OrgId by, uint32_t response);
void respond_contain_access(RaceState *run, AccessId access, uint32_t at);

/* act.c */
void act_start(RaceState *run, const GivenAction *given, uint32_t given_count);
void act_run(RaceState *run, uint32_t action, uint32_t at);
void act_paid(RaceState *run, uint32_t action, uint32_t at);
void act_count(RaceState *run, ActionTrigger trigger, OrgId org, uint32_t at);
void act_contained(RaceState *run, const Event *event);
typedef struct RestoreOrder {
    Odds share, eviction;
    uint32_t stages;
    uint32_t work_seconds; /* over which the stages came back; 0: at once */
    Name name;
} RestoreOrder;
void act_restore(RaceState *run, AssetId asset, RestoreOrder order, uint32_t at);
void act_service_returns(RaceState *run, AssetId asset, uint32_t *cleared, uint32_t at);

/* choose.c */
void choose_run(RaceState *run, uint32_t choice, uint32_t at);

/* probe.c */
int64_t probe_value(RaceState *run, uint32_t probe, uint32_t by);
