/* What a scenario declares: an adversary (rules, choices, shocks), how organisations respond, what else
 * intervenes (actions), what is measured, and what history says. Rules, not events. The scripts fill this;
 * race_compile turns it and a world into arcs. No list here is ever walked inside a replication.
 *
 * All texts and arrays are owned by the arena. Sentences are stable names: they address the draws. */
#pragma once

#include "world/selector.h"

#define RULE_PREMISES 3
#define RULE_NOTICES 4
#define SELECTOR_TESTS 4

typedef struct AttributeTest {
    const char *key, *value;
    bool differs; /* true: must not have this value */
} AttributeTest;

typedef struct AssetSelector {
    uint32_t kinds;    /* bit per AssetKind; 0 means any */
    const char *label; /* of the asset's statement, or NULL */
    OrgSelector owner;
    AttributeTest tests[SELECTOR_TESTS];
    uint32_t test_count;
} AssetSelector;

/* A control acts on a rule or response only when it is listed, through one mechanism, by a share of its
 * strength. */
typedef enum EffectOf { EFFECT_OF_TARGET, EFFECT_OF_SOURCE } EffectOf;
typedef struct ControlUse {
    uint32_t control; /* index in the catalogue */
    Mechanism mechanism;
    double share;     /* of its strength: 0 … 1 */
    EffectOf of;      /* whose level counts: the owner of the target (default) or of the source */
    bool on_machines; /* block only: changes the machine odds instead of the arc's odds */
} ControlUse;

typedef enum NoticeBy { NOTICE_BY_TARGET, NOTICE_BY_SOURCE, NOTICE_BY_PROVIDER, NOTICE_BY_NAMED } NoticeBy;
typedef struct Notice {
    bool on_attempt; /* also when the step fails; otherwise only on success */
    NoticeBy by;
    const char *named; /* label of the organisation; NOTICE_BY_NAMED only */
    Number odds;
    Quantity after;      /* seconds */
    bool controls_raise; /* the rule's `notice` controls raise these odds */
} Notice;

typedef enum RuleScope {
    RULE_ENTRY,  /* from outside: no source */
    RULE_VIA,    /* along an access from the source asset to the target */
    RULE_INSIDE, /* from an asset to another of the same organisation */
    RULE_SAME,   /* the same asset, to another state */
} RuleScope;

typedef enum PremisePlace { PREMISE_IN_SOURCE_ORG, PREMISE_IN_TARGET_ORG, PREMISE_ANYWHERE } PremisePlace;
typedef struct Premise { /* one more thing that must hold: AND */
    AssetSelector asset;
    State state;
    PremisePlace place;
} Premise;

typedef enum RuleHours { HOURS_ANY, HOURS_ADVERSARY, HOURS_VICTIM_NIGHT } RuleHours;

typedef struct Rule {
    Name key;
    const char *sentence, *technique, *where; /* where: file:line */
    RuleScope scope;
    AssetSelector from;
    State from_state;
    uint32_t access_kinds; /* bit per AccessKind; 0 means any; RULE_VIA only */
    Privilege privilege;   /* at least this */
    AssetSelector to;
    State to_state;
    Premise premises[RULE_PREMISES];
    uint32_t premise_count;
    uint32_t among;      /* choice that the target, or its owner, must be in, or NONE */
    uint32_t exploits;   /* flaw of the world that the target must be exposed to, or NONE */
    uint32_t shock;      /* that must have come up, or NONE */
    Number odds;         /* that the step succeeds (into a group: that it reaches the group) */
    Number machine_odds; /* of each machine in reach; 1 when not a group */
    Quantity after;      /* time to compromise, seconds; at least 1 */
    bool has_over;
    Quantity over; /* a group's fall is spread over this many seconds */
    bool has_lasting;
    Quantity lasting; /* the state given expires after this many seconds */
    bool has_rate;
    Number rate;   /* records a second; exfiltrated only */
    int shared_by; /* OrgKind whose nearest organisation above (or owner) shares one success draw; −1: none */
    bool needs_source_at_arrival;
    int64_t not_before; /* seconds from the start; −1: none */
    RuleHours hours;
    uint32_t tries; /* attempts; at least 1 */
    Quantity every; /* between attempts, seconds */
    bool again;     /* relaunches into a restored target whose premises still hold */
    Notice notices[RULE_NOTICES];
    uint32_t notice_count;
    const ControlUse *uses;
    uint32_t use_count;
} Rule;

typedef enum ChoiceWeight { WEIGHT_EQUAL, WEIGHT_CUSTOMERS, WEIGHT_MACHINES } ChoiceWeight;
typedef struct Choice {
    Name key;
    const char *sentence, *where;
    AssetSelector among; /* candidates are assets; or, when it names no asset kind and no asset label, the
                          * organisations that its owner part selects */
    Quantity take;
    ChoiceWeight weight; /* priority is drawn with odds in proportion to downstream customers or machines */
    Number exponent;     /* of the weight */
    bool displacement;   /* a candidate that a set_attribute action removed is replaced by the next */
    bool has_waves;
    Number waves;        /* how many; the list is cut into equal waves in order of priority */
    Quantity wave_every; /* seconds between waves */
    bool has_read;       /* reconnaissance: ranks those that have `read_state` at `read_at`, else nobody */
    State read_state;
    int64_t read_at; /* seconds from the start */
} Choice;

typedef struct Shock { /* what many arcs share is one draw */
    Name key;
    const char *sentence, *where;
    Number odds;
    int per; /* OrgKind: one draw per such organisation above the target; −1: one for the world */
} Shock;

typedef enum TriggerKind {
    TRIGGER_NOTICE,  /* noticed something itself */
    TRIGGER_REPORTS, /* enough weight of reports from distinct organisations */
    TRIGGER_WARNING, /* was warned; every source draws its own compliance */
    TRIGGER_STATE,   /* one of its assets took a state (for repair, which needs no alarm) */
} TriggerKind;
#define TRIGGER_COUNT 4

typedef enum ContainKind {
    CONTAIN_NOTHING,
    CONTAIN_OWN,             /* its own assets that match */
    CONTAIN_PROVIDER_ACCESS, /* accesses that lead from its providers to its assets */
    CONTAIN_CLIENTS,         /* assets that match of those it serves (a kill switch) */
} ContainKind;

enum {                     /* whom to tell; bits */
       TELL_PROVIDERS = 1, /* a report to each */
       TELL_CLIENTS = 2,   /* a warning to each it serves directly */
       TELL_EVERYBODY = 4, /* a warning to every organisation that `audience` selects: to publish */
       TELL_NAMED = 8,     /* a report to one organisation */
};

typedef struct RestoreSpec {
    AssetSelector what; /* among the organisation's own assets (responses) or the world's (actions) */
    Number share;       /* of machines that come back */
    Number eviction;    /* odds that the attacker is out completely; else a foothold stays */
    uint32_t stages;    /* machines come back in this many equal steps over the delay; at least 1 */
} RestoreSpec;

typedef struct Response {
    Name key;
    const char *sentence, *where;
    OrgSelector by;
    TriggerKind trigger;
    Number reports;   /* TRIGGER_REPORTS: weight needed */
    State state;      /* TRIGGER_STATE */
    OrgSelector from; /* TRIGGER_WARNING, _REPORTS: only what comes from such organisations */
    Number odds;      /* that it acts at all */
    Quantity after;   /* work until done, seconds at full speed of its calendar */
    ContainKind contain;
    AssetSelector contained;
    uint32_t tell;
    OrgSelector audience; /* TELL_EVERYBODY */
    const char *named;    /* TELL_NAMED */
    Number weight;        /* of its reports; 1 unless declared */
    bool restores;
    RestoreSpec restore;
    uint32_t requires_control; /* acts only at `requires_level` or more of this control; NONE: always */
    uint8_t requires_level;
    const ControlUse *uses; /* react and recover */
    uint32_t use_count;
} Response;

typedef struct FalseAlarm { /* an organisation notices what is not there */
    Name key;
    const char *sentence, *where;
    OrgSelector by;
    Number odds;    /* over the scenario */
    Quantity after; /* from the start, seconds */
} FalseAlarm;

typedef enum ActionTrigger {
    ACTION_AT,
    ACTION_ON_HIT,
    ACTION_ON_NOTICED,
    ACTION_ON_CONTAINED,
    ACTION_GIVEN, /* sleeps until somebody gives it a second (RaceOptions.given): decisions of players */
} ActionTrigger;
typedef enum ActionKind {
    ACTION_CONTAIN,       /* assets */
    ACTION_RELEASE,       /* assets */
    ACTION_CUT,           /* accesses: of kinds `access_kinds` into the assets */
    ACTION_RECONNECT,     /* the same, released */
    ACTION_SET_CONTROL,   /* organisations */
    ACTION_SET_ATTRIBUTE, /* assets */
    ACTION_ROTATE,        /* assets: ends `stolen` */
    ACTION_PAY,           /* money, then with odds and delay a restore */
    ACTION_NOTIFY,        /* warns organisations; publish is notify for all */
    ACTION_RESTORE,       /* assets */
} ActionKind;

typedef struct Action {
    Name key;
    const char *sentence, *where;
    ActionTrigger trigger;
    int64_t at;          /* ACTION_AT: seconds from the start */
    OrgSelector counted; /* ACTION_ON_*: when this many such organisations are hit, have noticed, … */
    uint32_t count;
    Quantity after; /* seconds from `at`, from the trigger or from when it was given; FIXED 0 for none */
    ActionKind kind;
    AssetSelector assets;
    OrgSelector orgs;
    uint32_t access_kinds;
    uint32_t control; /* ACTION_SET_CONTROL */
    uint8_t level;
    Attribute attribute; /* ACTION_SET_ATTRIBUTE */
    Number amount;       /* ACTION_PAY, dollars */
    Number odds;         /* ACTION_PAY */
    Quantity delay;      /* ACTION_PAY: until the restore begins, seconds */
    RestoreSpec restore; /* ACTION_PAY, ACTION_RESTORE */
    const char *named;   /* ACTION_NOTIFY: who warns; NULL: the world at large */
} Action;

typedef enum ProbeKind {
    PROBE_ORGS_HIT,       /* organisations that match and were hit */
    PROBE_ORGS_DISRUPTED, /* organisations that match, not hit, whose provider's asset is lost or contained */
    PROBE_ASSETS_IN_STATE,   /* assets that match and have taken `state` */
    PROBE_ASSETS_ONLINE,     /* assets that match and are not contained */
    PROBE_MACHINES,          /* machines of groups that match, hit */
    PROBE_MACHINES_IN_STATE, /* machines of assets that match and have taken `state`; one that is no group is
                                one */
    PROBE_RECORDS,           /* records taken or destroyed */
    PROBE_OPERATIONS_HOURS,  /* hours during which hit organisations' assets were lost, summed */
    PROBE_MANAGEMENT_HOURS,  /* hours during which contained assets were missing to those that need them */
    PROBE_MONEY,             /* dollars: payments and hourly losses */
    PROBE_FIRST_NOTICE, /* by organisations that match; seconds from the first foothold; METRIC_NONE: nobody
                         */
    PROBE_FIRST_CONTAINED, /* of assets that match; seconds from the first foothold */
    PROBE_DWELL,           /* seconds from the first foothold to the first containment, or the horizon */
    PROBE_STAY, /* seconds from an organisation's first taken asset to its first containment, or the reading:
                 * the mean over those that match and were entered; METRIC_NONE when none was */
    PROBE_OUTAGE, /* seconds that the asset among those that match was out of service which was out longest */
    PROBE_DEPTH,  /* longest chain of arcs */
    PROBE_COUNTRIES,   /* distinct countries of organisations that match and were hit */
    PROBE_FIRST_STATE, /* seconds from the start to the first asset that matches and takes `state` */
    PROBE_LAST_STATE,  /* … to the last */
} ProbeKind;

/* The value of a time that did not come. */
#define METRIC_NONE INT64_MIN

typedef struct Probe {
    const char *id;               /* key in results: "customers", "servers_online_3_july" */
    const char *title, *title_ja; /* plain words; Japanese ones or NULL */
    const char *unit;             /* "customers", "seconds", … */
    ProbeKind kind;
    OrgSelector orgs;
    AssetSelector assets;
    State state;
    int64_t at; /* read at this second; −1: at the end */
} Probe;

typedef enum HistoryBound { BOUND_RANGE, BOUND_AT_LEAST, BOUND_UP_TO } HistoryBound;
typedef struct History { /* one published figure */
    const char *title, *source, *where;
    uint32_t probe;
    HistoryBound bound;
    double low, high; /* in the probe's unit; equal for a single figure */
    bool fitted;      /* used to choose parameters; otherwise predicted */
} History;

typedef struct Adversary {
    Arena arena;
    const char *id, *title, *summary;
    int64_t start;    /* seconds since 1970-01-01 UTC */
    uint32_t horizon; /* seconds */
    uint64_t world_seed;
    uint8_t hit[ORG_KIND_COUNT]; /* states that make an organisation of this kind count as hit; bits */
    Calendar hours;              /* the adversary's own */
    bool has_hourly_loss;
    Number hourly_loss; /* dollars an hour of a customer's lost operations, for each of its computers */
    Vec(Rule) rules;
    Vec(Choice) choices;
    Vec(Shock) shocks;
    Vec(Response) responses;
    Vec(FalseAlarm) false_alarms;
    Vec(Action) actions;
    Vec(Probe) probes; /* the built-in ones first, in the order of PROBES_BUILT_IN */
    Vec(History) history;
    bool has_given;
    uint32_t given_probe; /* history is conditional on probe ≥ given_least; the share kept is shown */
    int64_t given_least;
} Adversary;

/* Built-in probes, in this order: customers, msps, machines, records, disrupted, operations_hours,
 * management_hours, money, first_notice, first_contained, dwell, depth. */
enum {
    METRIC_CUSTOMERS,
    METRIC_MSPS,
    METRIC_MACHINES,
    METRIC_RECORDS,
    METRIC_DISRUPTED,
    METRIC_OPERATIONS_HOURS,
    METRIC_MANAGEMENT_HOURS,
    METRIC_MONEY,
    METRIC_FIRST_NOTICE,
    METRIC_FIRST_CONTAINED,
    METRIC_DWELL,
    METRIC_DEPTH,
    METRICS_BUILT_IN
};

/* Defaults: 30 days from 1970, hit = control of an MSP's asset or any impact, the built-in probes. */
void adversary_init(Adversary *adversary);
void adversary_clear(Adversary *adversary);

/* A rule to which promise 3 (a higher block, slow or limit never makes a replication worse) does not apply:
 * one with an opening window, one whose state expires (what comes later lasts longer), or one that draws from
 * a choice that reads the race or displaces. */
bool rule_is_exempt(const Adversary *adversary, uint32_t rule);

AssetSelector asset_selector_all(void);
bool asset_selector_matches_profile(const AssetSelector *selector, const AssetProfile *profile,
                                    const Attribute *changed);
bool asset_selector_matches(const AssetSelector *selector, const World *world, AssetId asset);
/* With one attribute changed (as an ACTION_SET_ATTRIBUTE would); `changed` may be NULL. */
bool asset_selector_matches_changed(const AssetSelector *selector, const World *world, AssetId asset,
                                    const Attribute *changed);
