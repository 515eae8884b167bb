/* Parameters: the numbers nobody knows exactly, and where each number comes from.
 *
 * Every number of a scenario is registered here with its provenance, also the exact ones, so that `show` can
 * say how much of a scenario is sourced. A parameter draw gives each of them a value: PERT(low, mode, high)
 * at an addressed uniform that does not depend on the replication. */
#pragma once

#include "base/quantile.h"
#include "base/vec.h"
#include "control/catalogue.h"

typedef uint32_t ParameterId;

typedef struct Parameter {
    Name key;               /* of label: the address of its uniform */
    const char *label;      /* "push the fake update: odds" */
    const char *statement;  /* what it was said in: "rule", "msp", "asset", "rmm_agent", … */
    const char *unit;       /* "share", "seconds", "machines", … */
    double low, mode, high; /* low = mode = high for an exact number */
    Provenance provenance;
    const char *source; /* fact key and publisher, or the reason of an assumption; never NULL */
    const char *where;  /* file:line in the scenario */
} Parameter;

typedef struct ParameterSet {
    Arena arena; /* owns the texts */
    Vec(Parameter) list;
} ParameterSet;

void parameters_init(ParameterSet *set);
void parameters_clear(ParameterSet *set);
/* Copies the texts; statement, unit and where may be NULL and are then empty. Sets the key. Two parameters of
 * one label get " (2)", " (3)" … behind it, in order of declaration. low <= mode <= high must hold. */
ParameterId parameters_add(ParameterSet *set, const Parameter *parameter);

/* A number that may be a parameter's. */
#define PARAMETER_NONE UINT32_MAX /* a plain number: the scale itself */
typedef struct Number {
    ParameterId parameter; /* the value times scale */
    double scale;
} Number;

/* A distribution whose arguments may be parameters. Which of a, b, c count depends on kind. */
typedef struct Quantity {
    DistributionKind kind;
    Number a, b, c;
    const double *values; /* empirical only: ascending, borrowed from the scenario's arena */
    uint32_t value_count;
} Quantity;

/* Which parameters vary between draws; the rest stay at their mode. For shares of variance. */
typedef enum ParameterScope {
    SCOPE_ALL,          /* everything varies */
    SCOPE_FIXED,        /* everything at its mode, control effects too */
    SCOPE_SWAP_ASSUMED, /* as SCOPE_ALL, but the assumed ones are taken from an independent second draw */
    SCOPE_SWAP_ALL,     /* all from the second draw */
} ParameterScope;

/* What a fill needs and no draw changes: the addresses of the uniforms and the shapes of the ranges. */
typedef struct ParameterKit ParameterKit;

typedef struct ParameterDraw {
    ParameterKit *kit; /* private; owned, or shared with other draws */
    double *values;    /* one per parameter of the set; owned */
    /* Strength per control, mechanism and level, 0 … 1: level L is the greatest of the quantiles of levels
     * 0 … L at one uniform, so that a higher level is never weaker. */
    double (*effects)[MECHANISM_COUNT][LEVELS]; /* [control]; owned */
} ParameterDraw;

/* Lays the tables out for exactly this set and this catalogue: later additions need a new draw. Takes about
 * 10 microseconds and 2 kB for each range that is not exact. */
void parameter_draw_init(ParameterDraw *draw, const ParameterSet *set, const Catalogue *catalogue);
/* Another draw of the same parameters at the cost of its values alone. Make and clear all of them on one
 * thread. */
void parameter_draw_share(ParameterDraw *draw, const ParameterDraw *other);
void parameter_draw_clear(ParameterDraw *draw);
/* Fills the draw. A pure function of (seed, index, scope): allocates nothing. */
void parameter_draw_fill(ParameterDraw *draw, const ParameterSet *set, const Catalogue *catalogue,
                         uint64_t seed, uint64_t index, ParameterScope scope);
/* Every parameter at its upper end and every effect at its lower: the largest world that any draw can ask
 * for. */
void parameter_draw_high(ParameterDraw *draw, const ParameterSet *set, const Catalogue *catalogue);

/* The inputs of a draw: every parameter of the set in order, then every effect of every control. A study that
 * chooses its own points (sensitivity) gives each a uniform of its own. */
typedef struct ParameterInput {
    const char *unit, *source, *where; /* borrowed from the set or the catalogue; where is "" for an effect */
    const char *label;                 /* of a parameter; of an effect, its control's title */
    double low, mode, high;            /* of an effect: at the highest level */
    Provenance provenance;
    uint32_t control; /* index in the catalogue, or UINT32_MAX for a parameter */
    Mechanism mechanism;
    bool varies; /* its range is not a single number */
} ParameterInput;

uint32_t parameter_input_count(const ParameterDraw *draw);
ParameterInput parameter_input(const ParameterDraw *draw, const ParameterSet *set, const Catalogue *catalogue,
                               uint32_t input);
/* Fills the draw at these uniforms[input count], each in (0, 1), or not-a-number for the most likely value.
 */
void parameter_draw_at(ParameterDraw *draw, const double *uniforms);

double number_value(Number number, const ParameterDraw *draw);
/* Ranges of two parameters may overlap, so that one draw crosses them; b and c are then raised to what comes
 * before them, and the distribution stays one. */
Distribution quantity_distribution(const Quantity *quantity, const ParameterDraw *draw);
