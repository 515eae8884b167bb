/* A scenario: scenarios/<name>/scenario.lua, read once, and everything it declared: the adversary, the world
 * (drawn from the populations it describes, or a file of its own), its parameters and its facts.
 *
 * The Lua runs in a sandbox that is gone when scenario_load returns; what is left is plain data. */
#pragma once

#include "race/adversary.h"
#include "world/blueprint.h"
#include "world/control_set.h"

/* One entry of facts.json: what somebody has published, as people read it. */
typedef struct Fact {
    const char *key, *value, *unit, *date;
    const char *title, *publisher, *url; /* of the source; "" when there is none */
    const char *role; /* "fitted", "predicted", "not_used_for_fitting", "input" or "context" */
    const char *note;
    bool verified; /* the page was read */
} Fact;

/* Where a scenario uses a fact, for the linter. */
typedef enum FactUseKind {
    FACT_READ,         /* named at all: also as a source */
    FACT_AS_NUMBER,    /* in a number of the model */
    FACT_AS_FITTED,    /* as a published figure that parameters were fitted to */
    FACT_AS_PREDICTED, /* as one that they had not seen */
} FactUseKind;
typedef struct FactUse {
    uint32_t fact; /* index in facts */
    FactUseKind kind;
    const char *unit; /* FACT_AS_NUMBER: the unit said for it, or "" */
    const char *where;
} FactUse;

/* meant "the push" { check = "always", because = "…" }: a finding of the linter that is no mistake. */
typedef struct Meant {
    const char *subject, *check, *because, *where;
} Meant;

/* A number that incidents have in common: shared("customers per MSP", …). */
typedef struct SharedNumber {
    const char *name;
    const char *dimension; /* "" for a plain count, "time", "money", … */
    ParameterId parameter;
    double scale;       /* from the parameter's unit to the core's */
    double own[3];      /* low, mode, high as the scenario has them, in the parameter's unit */
    uint32_t incidents; /* from whose evidence the parameter was pooled instead; 0: it is the own */
} SharedNumber;

typedef struct Scenario {
    Adversary adversary;
    Blueprint blueprint;
    ParameterSet parameters;
    Catalogue catalogue;
    QuantileKit *kit;
    World *world;     /* NULL after scenario_read */
    Arena arena;      /* the texts below */
    char *folder;     /* scenarios/<name> */
    const char *name; /* of the folder */
    Vec(Fact) facts;
    Vec(FactUse) fact_uses;
    Vec(SharedNumber) shared;
    Vec(Meant) meant;
    bool has_per_year;
    Number per_year; /* times a year that such an attack comes, over all providers */
    bool has_customer_year;
    Number customer_year;   /* published odds a year of a customer, to check the rate against */
    const char *world_file; /* a world of its own, in its folder; NULL: the blueprint's */
} Scenario;

/* `root` is the folder that holds scenarios/, scripts/ and engine/control/catalogue.json; `name_or_path` the
 * name of a folder in scenarios/, or a path to such a folder or to its scenario.lua. On failure `out` is
 * untouched. */
bool scenario_load(Scenario *out, const char *root, const char *name_or_path, Error *error);
/* Everything but the world, for lists and checks. */
bool scenario_read(Scenario *out, const char *root, const char *name_or_path, Error *error);
/* As scenario_load, with the shared numbers taken from the other incidents of the pool; NULL: the own. */
typedef struct Pool Pool;
bool scenario_load_pooled(Scenario *out, const char *root, const char *name_or_path, const Pool *pool,
                          Error *error);
void scenario_clear(Scenario *scenario);

typedef struct ScenarioEntry {
    const char *name, *title; /* the title is the name where it cannot be read */
    const char *error;        /* why it cannot be read, or NULL */
} ScenarioEntry;
typedef Vec(ScenarioEntry) ScenarioEntryVec;
/* The folders of scenarios/ that hold a scenario.lua, by name; texts in the arena. One that cannot be read is
 * there with its error. The caller clears `out`. */
bool scenario_list(const char *root, Arena *arena, ScenarioEntryVec *out, Error *error);

typedef Vec(ControlSet) ControlSetVec;
/* controls/<id>.json of the scenario, by id. The caller clears each set and the vector. */
bool scenario_control_sets(const Scenario *scenario, ControlSetVec *out, Error *error);
