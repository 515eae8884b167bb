/* What race_compile makes of a world and an adversary. Internal to the room.
 *
 * A node is an (asset, state) that some rule mentions; a rule instance is an arc from the node it needs to
 * the node it gives. Arcs are sorted by the node they leave, so that one taken node reads one run of memory.
 */
#pragma once

#include "base/binomial.h"
#include "base/draw.h"
#include "race/race.h"
#include "race/sets.h"

#define RESPONSES_PER_PROFILE 32 /* an organisation's responses have a bit each */

/* All that a step needs to know of its target stands in it: 64 bytes, for whoever looks at an arc of a large
 * world waits for memory. */
typedef struct Arc {
    Name key;           /* rule, target, source and access: addresses its draws */
    uint32_t source;    /* node, or NONE for an entry */
    uint32_t target;    /* node */
    AssetId asset;      /* of the target */
    OrgId owner;        /* of that asset */
    uint32_t rank;      /* asset_rank of it */
    uint32_t access;    /* or NONE */
    uint32_t shared;    /* organisation whose draw decides the success, or NONE */
    uint32_t candidate; /* place in `candidates`, or NONE */
    uint32_t extra;     /* first of the rule's further premises in `extras` */
    uint16_t rule;
    bool closed; /* only a set_attribute action opens it */
    bool group;  /* the target is one */
} Arc;

typedef struct Candidates { /* of one choice: candidates first … first + count − 1 */
    uint32_t first, count;
} Candidates;

/* Per-statement tables by profile: does it match? */
typedef struct Matcher {
    uint8_t *asset_profile; /* or NULL: every one */
    uint8_t *org_profile;
    OrgSelector owner; /* for what is per organisation */
} Matcher;

typedef struct ActionPlan {
    uint32_t *assets, *orgs, *accesses, *opens, *closes;
    uint32_t asset_count, org_count, access_count, open_count, close_count;
    uint8_t *counted;  /* [org profile] */
    uint32_t named;    /* organisation or NONE */
    uint8_t *restored; /* [asset profile] */
} ActionPlan;

typedef struct ResponsePlan {
    uint8_t *contained; /* [asset profile] */
    uint8_t *restored;  /* [asset profile] */
    uint8_t *from;      /* [org profile] */
    uint32_t *audience;
    uint32_t audience_count;
    uint32_t named; /* organisation or NONE */
} ResponsePlan;

typedef struct ProbePlan {
    uint8_t *orgs; /* [org profile] */
    Matcher assets;
    uint32_t *members; /* PROBE_ASSETS_ONLINE */
    uint32_t member_count;
} ProbePlan;

struct Race {
    Arena arena;
    const World *world;
    const Adversary *adversary;
    const ParameterSet *parameters;
    const Catalogue *catalogue;
    const QuantileKit *kit;

    uint32_t node_count, arc_count;
    uint8_t *node_states; /* [asset] bits: which states are nodes */
    uint32_t *node_first; /* [asset] */
    uint32_t *node_asset; /* [node] */
    uint8_t *node_state;  /* [node] */
    Arc *arcs;            /* entries first, then by source node (leaves last), by target, by key */
    uint32_t *out_first;  /* [node + 1] arcs that leave a node */
    uint64_t *success_keys, *delay_keys; /* [arc] that address its coin and its delay, at its first attempt */
    /* [node] the first of its arcs that leads to a leaf, to one that leads on, to one with several providers:
     * in this order behind the others; and the profile of all its leaves, or NONE. Only with leaves: see
     * leaves.c. */
    uint32_t *leaf_first, *twig_first, *shared_first, *leaf_profile;
    bool has_leaves, group_leaves, shared_leaves;
    Edges premise_out;    /* node → arcs that need it as a further premise; rows only if any rule has one */
    uint32_t *extras;     /* nodes */
    Edges arcs_in;        /* node → arcs into it; only if a rule says `again` */
    uint32_t entry_count; /* arcs 0 … entry_count − 1 have no source */
    bool has_premises, has_again, has_set_attribute, has_set_control, has_contained_trigger;
    bool restores_idly; /* nothing that is restored can bring the attack on or back: see plans.c */
    bool undoes; /* something can release, restore, rotate or expire: what holds now may not hold later */

    uint32_t *asset_rank, *org_rank; /* order of names, for ties */

    Candidates *choices; /* [choice] */
    uint32_t candidate_count;
    uint32_t *candidate_id; /* asset, or organisation when the choice is among organisations */
    Name *candidate_name;
    double *candidate_log_size; /* of downstream customers or machines, at least 1; for weighted choices */
    Edges candidate_arcs;       /* candidate → arcs */
    QuantileTable priority;     /* exponential, mean 2^20 */

    /* Distinct quantities of the scenario: one table each per parameter draw. */
    Quantity *quantities;
    uint32_t quantity_count;
    uint32_t *rule_after, *rule_over, *rule_lasting,
        *rule_every;        /* indexes in quantities, NONE when absent */
    uint32_t *notice_after; /* [rule × RULE_NOTICES] */
    uint32_t *response_after, *action_after, *action_delay, *choice_take, *choice_every, *alarm_after;
    uint32_t *profile_count, *profile_records; /* [asset profile] */
    uint32_t *flaw_lag;                        /* [flaw] */

    ResponsePlan *responses;
    ActionPlan *actions;
    ProbePlan *probes;
    uint32_t *notice_org;            /* [rule × RULE_NOTICES] organisation or NONE */
    uint32_t *profile_responses;     /* [org profile × RESPONSES_PER_PROFILE] indexes */
    uint8_t *profile_response_count; /* [org profile] */
    uint32_t *trigger_slots;         /* [org profile × TRIGGER_COUNT] bit per place in profile_responses */
    uint8_t *heeds_quietly; /* [org profile] what a warning makes it do changes its own assets alone */
    Workload *workloads;    /* distinct calendars */
    uint32_t workload_count;
    uint32_t *profile_workload; /* [org profile] */
    Edges alarms;               /* false alarm → organisations */
    /* Who needs an asset: whole populations, and single organisations. */
    Edges needing_populations, needing_orgs;
    Edges needed_by_org; /* organisation → assets it needs */
    uint32_t *vault_of;  /* [org] its backup vault asset, or NONE */
};

/* A weight class: arcs of one rule, one access profile and one pair of joints have the same odds under every
 * control set of the walk. A joint is what one organisation's postures are under each of them. */
typedef struct ClassKey {
    uint16_t rule, access_profile, target, source; /* UINT16_MAX: none; target and source are joints, or in a
                                                    * plain class postures */
} ClassKey;

/* One control set's weights of a class. */
typedef struct PlainWeight {
    Odds odds;     /* that the arc succeeds */
    Hazard hazard; /* that it adds to a group */
    Odds reach;    /* share of a group's machines in reach */
    uint64_t slow; /* factor on the delay, 16 places, at least 1 */
    uint64_t lag;  /* factor on the patch lag of the flaw it exploits, 16 places */
    Odds notice[RULE_NOTICES];
} PlainWeight;

/* A value that sets share, with those sets. */
typedef struct Rung {
    uint64_t value;
    SetMask sets;
} Rung;
typedef struct Rungs { /* distinct values; odds from the loosest down, so that a coin stops at the first no */
    Rung *items;
    uint32_t count;
} Rungs;

typedef struct GroupRung { /* what an arrival does to a group */
    Odds reach;
    Hazard hazard;
    SetMask sets;
} GroupRung;

/* The weights of a class under all sets of the walk. */
typedef struct ClassWeight {
    Rungs odds, slow, lag, notice[RULE_NOTICES];
    GroupRung *groups;
    uint32_t group_count;
} ClassWeight;

/* How organisations of one joint perform one response. */
typedef struct ResponseRung {
    Odds respond;
    uint64_t react, recover; /* factors on the work, 16 places; recover only when the vault is intact */
    SetMask sets;
} ResponseRung;

typedef struct Part { /* of a joint or a class: the posture, or the plain class, of some of the sets */
    uint16_t index;
    SetMask sets;
} Part;
typedef struct Parts {
    uint32_t first, count; /* in the plan's parts */
} Parts;
typedef Vec(Part) PartVec;

typedef struct KeyTable { /* distinct class keys, found by open addressing */
    ClassKey *keys;
    uint32_t count, capacity;
    uint32_t *buckets;
    uint32_t bucket_count;
} KeyTable;

/* What the control sets of a walk change in the structure: shared by the threads that run them. */
typedef struct SetPlan {
    uint32_t set_count;
    Posture *postures; /* distinct, over all sets */
    uint32_t posture_count;
    Parts *joints;
    uint32_t joint_count;
    uint16_t *joint_of_org;
    uint16_t *joint_of_posture; /* [posture] the joint that has it under every set; only with set_control */
    uint16_t *after_action;     /* [posture × action]: the posture that a set_control leaves */
    KeyTable classes, plain;    /* keys by joints, and by postures */
    Parts *class_parts;         /* [class] */
    PartVec parts;              /* of the joints, then of the classes */
    uint32_t joint_parts;       /* how many are the joints' */
    uint16_t *class_of_arc;     /* [arc] */
    int shares;                 /* Weights that use it */
} SetPlan;

/* What one parameter draw fixes and no control set changes. */
typedef struct DrawPlan {
    QuantileTable *tables; /* [quantity] */
    Distribution *built;   /* what each table holds, to build only what changed */
    bool *is_built;
    uint32_t *sizes;        /* [population] */
    double *candidate_pull; /* [candidate] size to the power of the draw's exponent; 0: all are equal */
    Odds *shock_odds, *alarm_odds;
    uint64_t *report_weight;                   /* [response] 16 places */
    uint64_t *report_threshold;                /* [response] */
    uint64_t *rate;                            /* [rule] records a second, 16 places; 0: none */
    uint64_t hourly_loss;                      /* cents a computer */
    uint32_t *waves;                           /* [choice] */
    uint64_t *amount;                          /* [action] dollars */
    Odds *pay_odds, *restore_share, *eviction; /* [action] */
    Odds *response_share, *response_eviction;  /* [response] */
    uint32_t *present;                         /* [probe] PROBE_ASSETS_ONLINE: members that there are */
} DrawPlan;

struct Weights {
    const Race *race;
    SetPlan *plan;
    DrawPlan own;
    const DrawPlan *draw;     /* &own, or another's */
    PlainWeight *plain;       /* [plain class] */
    ClassWeight *classes;     /* [class] */
    Odds *loosest;            /* [class] of all sets; certain when a failure has to be followed up, too */
    ResponseRung *responses;  /* [response × parts of all joints] */
    uint32_t *response_rungs; /* [response × joint] how many of them are distinct */
    Rung *rungs;              /* storage of the classes */
    GroupRung *group_rungs;
};

/* race.c: whether nothing that is wanted can change any more once no step of the attack is under way, for
 * nothing starts it anew and whoever was hit stays so. */
bool race_ends_with_attack(const Race *race, const bool *wanted);

/* set_plan.c */
SetPlan *set_plan_create(const Race *race, const ControlSet *const *sets, uint32_t count, Error *error);
void set_plan_release(SetPlan *plan);
uint16_t set_plan_class(const SetPlan *plan, ClassKey key);

/* draw_plan.c */
void draw_plan_init(DrawPlan *draw, const Race *race);
void draw_plan_clear(DrawPlan *draw);
void draw_plan_evaluate(DrawPlan *draw, const Race *race, const ParameterDraw *parameters);

/* Fixed point with 16 places, and odds, of what a parameter draw says. */
static inline uint64_t fixed_of(double value) {
    if (!(value > 0)) return 0;
    return value >= 1e12 ? (uint64_t)1000000000000 << 16 : (uint64_t)(value * 65536.0 + 0.5);
}
static inline Odds odds_value(Number number, const ParameterDraw *draw) {
    return odds_of(number_value(number, draw));
}

static inline bool matcher_holds(const Race *race, const Matcher *matcher, AssetId asset) {
    const Asset *a = &race->world->assets[asset];
    if (!matcher->asset_profile[a->profile]) return false;
    if (!matcher->org_profile[race->world->orgs[a->owner].profile]) return false;
    return org_selector_in_share(&matcher->owner, race->world, a->owner);
}

/* Whether an ascending list of ids has this one. */
static inline bool ids_hold(const uint32_t *ids, uint32_t count, uint32_t id) {
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (ids[middle] < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && ids[low] == id;
}

static inline uint32_t race_node(const Race *race, AssetId asset, State state) {
    uint8_t bits = race->node_states[asset];
    if (!(bits & STATE_BIT(state))) return NONE;
    return race->node_first[asset] + (uint32_t)__builtin_popcount(bits & (STATE_BIT(state) - 1u));
}
