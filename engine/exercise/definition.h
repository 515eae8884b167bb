/* What exercise.lua declares beside a scenario: modules, objectives, roles, injects, questions, decisions.
 * Plain data, texts in English and Japanese. engine/script fills it; nothing here changes while a room plays,
 * and lists are numbered in the order of the file. Texts lie in the scenario's arenas, so it must outlive
 * this.
 *
 * The consequences of an option are not in here: an option names levers, a lever is actions on the race
 * (indexes in the adversary's list), and the race says what becomes of them. */
#pragma once

#include "exercise/condition.h"
#include "race/race.h"

typedef enum Language { LANGUAGE_en, LANGUAGE_ja, LANGUAGE_COUNT } Language;
typedef struct Wording { /* NULL where a language is not given; both NULL: nothing is said */
    const char *in[LANGUAGE_COUNT];
} Wording;
/* In the language, else in the other; "" when nothing is said. */
const char *wording_in(Wording wording, Language language);
Wording wording_of_measure(const Probe *probe);

typedef Vec(Wording) WordingVec; /* items lie in the arena, as in every list below that an item holds */

/* An organisation of the world that players act for. Its own answers to notices, reports and warnings are
 * switched off: players decide. */
typedef struct Cast {
    const char *id, *where;
    Wording title;
    OrgSelector who;
    uint32_t served_by; /* cast, or NONE */
    uint32_t clients_least, clients_most;
    bool must_be_hit; /* in a truth that is picked */
    OrgId org;        /* chosen by cast_choose */
} Cast;

typedef struct Role {
    const char *id, *where;
    Wording title, brief;
    uint32_t casts; /* bit per cast whose notices, callers and services it sees; 0: what it is told alone */
} Role;

/* What somebody sees when a step of the attack is noticed. */
typedef struct Sign {
    uint32_t rule;
    Wording text;
} Sign;

typedef struct Module {
    const char *id, *where;
    Wording title, summary;
    int64_t from;     /* second of the scenario at which it begins */
    uint32_t minutes; /* of the room's time */
} Module;

typedef struct Task { /* a critical task of an objective */
    Wording text;
    WordingVec expected; /* actions */
} Task;

typedef struct Objective {
    const char *id, *where;
    Wording text, capability;
    Vec(Task) tasks;
} Objective;

typedef enum InjectType {
    INJECT_STANDARD,
    INJECT_CONTINGENCY,
    INJECT_ADAPTIVE,
    INJECT_COMPLEXITY,
    INJECT_TYPE_COUNT
} InjectType;
extern const char *const inject_type_names[INJECT_TYPE_COUNT]; /* "standard", … */
typedef struct Inject {
    const char *id, *where;
    Wording title, text, from, method, attachment; /* the attachment is Markdown */
    Wording expected, notes;                       /* for facilitators alone */
    const char *purpose; /* contingency: "help", "pressure" or "redirect"; else "" */
    uint32_t to;         /* bit per role; 0: everybody */
    uint32_t objectives; /* bit per objective */
    uint32_t module;
    InjectType type;
    ConditionId when;
} Inject;

typedef struct PlayerAction {
    const char *id, *where;
    Wording title;
    uint32_t first_action, action_count; /* in the adversary's actions; none: it changes no number */
    uint32_t delay;                      /* seconds from the decision until it takes hold */
    double cost;                         /* dollars, whatever follows */
    const char *without_effect;          /* why it is there although it changes nothing, or NULL */
} PlayerAction;

typedef struct Option {
    const char *id, *where;
    Wording title;
    uint32_t levers[8], lever_count;
    bool good, nothing;         /* what good play takes, and what doing nothing means */
    const char *without_effect; /* as in PlayerAction: "wait" */
} Option;

typedef struct Decision {
    const char *id, *where;
    Wording question;
    uint32_t roles; /* who may commit it; bit per role */
    uint32_t module;
    uint32_t objectives;
    ConditionId opens;
    Vec(Option) options;
} Decision;

typedef struct DiscussionQuestion {
    const char *where;
    Wording text;
    uint32_t module; /* NONE: hot wash */
    WordingVec probes, points;
} DiscussionQuestion;

#define EXERCISE_BITS_MAX 32 /* roles, objectives and casts are sets of bits */
#define EXERCISE_LIST_MAX 1000

typedef struct Definition {
    Arena arena;
    const char *id, *where, *version; /* of which version this is: "full" unless another was asked for */
    Wording title, summary, scope, sponsor, threat, mission_area;
    const char *tlp;
    uint32_t minutes;       /* of the room's time */
    int64_t startex, endex; /* seconds of the scenario */
    uint32_t score;         /* probe by which lines of play are compared; less is better */
    double margin;          /* share by which good play must beat doing nothing */
    int64_t least;          /* of the score, when nothing is done, for a truth to be picked */
    WordingVec rules;       /* no-fault rules */
    Vec(const char *) versions;
    Vec(Cast) casts;
    Vec(Role) roles;
    Vec(Sign) signs;
    Vec(Module) modules;
    Vec(Objective) objectives;
    Vec(Inject) injects;
    Vec(PlayerAction) levers;
    Vec(Decision) decisions;
    Vec(DiscussionQuestion) questions;
    Vec(Condition) conditions;
} Definition;

void definition_init(Definition *definition);
void definition_clear(Definition *definition);

/* By id, or NONE. */
uint32_t definition_cast(const Definition *definition, const char *id);
uint32_t definition_role(const Definition *definition, const char *id);
uint32_t definition_module(const Definition *definition, const char *id);
uint32_t definition_objective(const Definition *definition, const char *id);
uint32_t definition_inject(const Definition *definition, const char *id);
uint32_t definition_lever(const Definition *definition, const char *id);
uint32_t definition_decision(const Definition *definition, const char *id);
uint32_t decision_option(const Decision *decision, const char *id);

/* Chooses the organisations of the casts: of those that fit, the seed says which. Errors name the statement.
 */
bool cast_choose(Definition *definition, const World *world, uint64_t seed, Error *error);
/* Switches off what the cast's organisations would do of their own: their answers to notices, reports and
 * warnings. Repairs go on. */
void cast_take_over(Definition *definition, const World *world, Adversary *adversary);

/* A text with {cast}, {callers} and {clock} filled in; added to `out`. */
#define CALLERS_BLANK (NONE - 1) /* a blank to write on, for paper */
typedef struct Filling {
    uint32_t callers;  /* distinct organisations that have called whoever reads; NONE leaves {callers} */
    const char *clock; /* "16:40"; NULL leaves {clock} */
    Language language;
} Filling;
void wording_fill(const Definition *definition, Wording wording, Filling filling, Text *out);
