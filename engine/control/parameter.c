#include "control/parameter.h"

#include "base/draw.h"
#include "base/exact.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* PERT(low, mode, high) is a beta distribution on [low, high] whose two exponents always add up to 4: with m
 * the mode's place in the range, its density at x is proportional to x^(4m) (1 − x)^(4 − 4m). So the
 * logarithms at the knots serve every shape, and one exponential per knot integrates a shape; no beta
 * function is needed. A fill then looks each range up in its distribution function. */
#define PERT_SHAPE 4.0
#define PERT_CELLS 256

typedef struct PertGrid {
    double x[PERT_CELLS + 1];
    double log_x[2 * PERT_CELLS + 1], log_rest[2 * PERT_CELLS + 1]; /* of x and 1 − x, midpoints between */
} PertGrid;

/* A range as the fill sees it. */
typedef struct Range {
    double low, mode, high;
    const double *share; /* distribution function at the grid's knots; NULL when the range is exact */
} Range;

/* One uniform in each of the two draws. */
typedef struct Address {
    uint64_t key[2];
    bool assumed;
} Address;

typedef struct ParameterPlan {
    Address address;
    Range range;
} ParameterPlan;

typedef struct EffectPlan {
    Address address;
    uint32_t control;
    Mechanism mechanism;
    Range range[LEVELS];
} EffectPlan;

struct ParameterKit {
    Arena arena;
    PertGrid *grid;
    ParameterPlan *parameters;
    EffectPlan *effects;
    uint32_t parameter_count, control_count, effect_count;
    uint32_t shares; /* draws that use it */
};

void parameters_init(ParameterSet *set) {
    arena_init(&set->arena);
    set->list.items = NULL;
    set->list.count = set->list.capacity = 0;
}

void parameters_clear(ParameterSet *set) {
    vec_clear(&set->list);
    arena_clear(&set->arena);
}

static bool label_is_taken(const ParameterSet *set, Name key, const char *label) {
    for (uint32_t i = 0; i < set->list.count; i++) {
        const Parameter *other = &set->list.items[i];
        if (other->key == key && strcmp(other->label, label) == 0) return true;
    }
    return false;
}

/* The label, or the first of "label (2)", "label (3)" … that is free. */
static const char *free_label(ParameterSet *set, const char *label) {
    if (!label_is_taken(set, name_of(label), label)) return arena_text(&set->arena, label);
    size_t size = strlen(label) + 16;
    char *numbered = arena_new(&set->arena, char, size);
    for (unsigned number = 2;; number++) {
        snprintf(numbered, size, "%s (%u)", label, number);
        if (!label_is_taken(set, name_of(numbered), numbered)) return numbered;
    }
}

ParameterId parameters_add(ParameterSet *set, const Parameter *parameter) {
    assert(parameter->label && parameter->source);
    assert(parameter->low <= parameter->mode && parameter->mode <= parameter->high);
    assert(isfinite(parameter->low) && isfinite(parameter->high));
    Parameter copy = *parameter;
    copy.label = free_label(set, parameter->label);
    copy.key = name_of(copy.label);
    copy.statement = arena_text(&set->arena, parameter->statement ? parameter->statement : "");
    copy.unit = arena_text(&set->arena, parameter->unit ? parameter->unit : "");
    copy.source = arena_text(&set->arena, parameter->source);
    copy.where = arena_text(&set->arena, parameter->where ? parameter->where : "");
    vec_push(&set->list, copy);
    return set->list.count - 1;
}

/* Knots lie closer towards both ends, where a lopsided shape bends most: x = t²(3 − 2t). */
static void grid_build(PertGrid *grid) {
    for (int i = 0; i <= PERT_CELLS; i++) {
        double t = (double)i / PERT_CELLS;
        grid->x[i] = t * t * (3 - 2 * t);
    }
    for (int i = 1; i < 2 * PERT_CELLS; i++) {
        double x = i % 2 ? (grid->x[i / 2] + grid->x[i / 2 + 1]) / 2 : grid->x[i / 2];
        grid->log_x[i] = exact_log(x);
        grid->log_rest[i] = exact_log(1 - x);
    }
}

/* Density at a knot or midpoint, not normalised. At the very ends the logarithm is minus infinity. */
static double pert_density(const PertGrid *grid, int point, double left, double right) {
    if (point == 0) return left > 0 ? 0 : 1;
    if (point == 2 * PERT_CELLS) return right > 0 ? 0 : 1;
    return exact_exp(left * grid->log_x[point] + right * grid->log_rest[point]);
}

/* The distribution function at the knots, by Simpson's rule in each cell; the last one is exactly 1. */
static const double *pert_shares(Arena *arena, const PertGrid *grid, double mode) {
    double *share = arena_new(arena, double, PERT_CELLS + 1);
    double left = PERT_SHAPE * mode, right = PERT_SHAPE - left;
    double before = pert_density(grid, 0, left, right);
    for (int i = 0; i < PERT_CELLS; i++) {
        double middle = pert_density(grid, 2 * i + 1, left, right);
        double after = pert_density(grid, 2 * i + 2, left, right);
        share[i + 1] = share[i] + (grid->x[i + 1] - grid->x[i]) * (before + 4 * middle + after) / 6;
        before = after;
    }
    double total = share[PERT_CELLS];
    for (int i = 1; i <= PERT_CELLS; i++) share[i] /= total;
    return share;
}

static Range range_build(ParameterKit *kit, double low, double mode, double high) {
    Range range = {.low = low, .mode = mode, .high = high};
    if (low < high) range.share = pert_shares(&kit->arena, kit->grid, (mode - low) / (high - low));
    return range;
}

/* The quantile of a range at a uniform in (0, 1); never falls when the uniform rises. */
static double range_at(const Range *range, const PertGrid *grid, double uniform) {
    if (!range->share) return range->mode;
    uint32_t cell = 0;
    for (uint32_t step = PERT_CELLS / 2; step > 0; step /= 2) {
        if (range->share[cell + step] <= uniform) cell += step;
    }
    double below = range->share[cell], width = range->share[cell + 1] - below;
    double along = width > 0 ? (uniform - below) / width : 0;
    double x = grid->x[cell] + (grid->x[cell + 1] - grid->x[cell]) * along;
    double value = range->low + (range->high - range->low) * x;
    return value < range->high ? value : range->high;
}

static Address address_of(Name name, DrawPurpose purpose, Provenance provenance) {
    return (Address){.key = {draw_key(name, purpose, 0), draw_key(name, purpose, 1)},
                     .assumed = provenance == PROVENANCE_ASSUMED};
}

static void plan_parameters(ParameterKit *kit, const ParameterSet *set) {
    kit->parameter_count = set->list.count;
    kit->parameters = arena_new(&kit->arena, ParameterPlan, set->list.count);
    for (uint32_t i = 0; i < set->list.count; i++) {
        const Parameter *parameter = &set->list.items[i];
        kit->parameters[i].address = address_of(parameter->key, DRAW_PARAMETER, parameter->provenance);
        kit->parameters[i].range = range_build(kit, parameter->low, parameter->mode, parameter->high);
    }
}

static void plan_effect(ParameterKit *kit, uint32_t control, const Control *of, const Effect *effect) {
    EffectPlan *plan = &kit->effects[kit->effect_count++];
    Name name = name_join(of->key, name_of(mechanism_name(effect->mechanism)));
    plan->address = address_of(name, DRAW_EFFECT, effect->provenance);
    plan->control = control;
    plan->mechanism = effect->mechanism;
    for (int level = 0; level < LEVELS; level++)
        plan->range[level] = range_build(kit, effect->low[level], effect->mode[level], effect->high[level]);
}

static void plan_effects(ParameterKit *kit, const Catalogue *catalogue) {
    kit->control_count = catalogue->count;
    kit->effects = arena_new(&kit->arena, EffectPlan, (size_t)catalogue->count * MECHANISM_COUNT);
    for (uint32_t i = 0; i < catalogue->count; i++) {
        const Control *control = &catalogue->controls[i];
        for (uint32_t k = 0; k < control->effect_count; k++)
            plan_effect(kit, i, control, &control->effects[k]);
    }
}

static void take_values(ParameterDraw *draw, ParameterKit *kit) {
    kit->shares++;
    draw->kit = kit;
    draw->values = heap_take(kit->parameter_count, sizeof *draw->values);
    draw->effects = heap_take(kit->control_count, sizeof *draw->effects);
}

void parameter_draw_init(ParameterDraw *draw, const ParameterSet *set, const Catalogue *catalogue) {
    ParameterKit *kit = heap_take(1, sizeof *kit);
    arena_init(&kit->arena);
    kit->grid = arena_new(&kit->arena, PertGrid, 1);
    grid_build(kit->grid);
    plan_parameters(kit, set);
    plan_effects(kit, catalogue);
    take_values(draw, kit);
}

void parameter_draw_share(ParameterDraw *draw, const ParameterDraw *other) {
    take_values(draw, other->kit);
}

void parameter_draw_clear(ParameterDraw *draw) {
    if (draw->kit && --draw->kit->shares == 0) {
        arena_clear(&draw->kit->arena);
        free(draw->kit);
    }
    free(draw->values);
    free(draw->effects);
    *draw = (ParameterDraw){0};
}

static double address_uniform(const Address *address, uint64_t context, ParameterScope scope) {
    if (scope == SCOPE_FIXED) return NAN;
    bool second = scope == SCOPE_SWAP_ALL || (scope == SCOPE_SWAP_ASSUMED && address->assumed);
    return draw_unit(draw_bits(context, address->key[second]));
}

/* A uniform that is not a number stands for the most likely value. */
static double range_or_mode(const Range *range, const PertGrid *grid, double uniform) {
    return isnan(uniform) ? range->mode : range_at(range, grid, uniform);
}

static void fill_effect(double strength[LEVELS], const EffectPlan *plan, const PertGrid *grid,
                        double uniform) {
    double greatest = 0;
    for (int level = 0; level < LEVELS; level++) {
        double value = range_or_mode(&plan->range[level], grid, uniform);
        if (value > greatest) greatest = value;
        strength[level] = greatest;
    }
}

void parameter_draw_fill(ParameterDraw *draw, const ParameterSet *set, const Catalogue *catalogue,
                         uint64_t seed, uint64_t index, ParameterScope scope) {
    const ParameterKit *kit = draw->kit;
    assert(kit->parameter_count == set->list.count && kit->control_count == catalogue->count);
    uint64_t context = draw_context(seed, index, 0);
    for (uint32_t i = 0; i < kit->parameter_count; i++) {
        const ParameterPlan *plan = &kit->parameters[i];
        draw->values[i] =
            range_or_mode(&plan->range, kit->grid, address_uniform(&plan->address, context, scope));
    }
    for (uint32_t i = 0; i < kit->effect_count; i++) {
        const EffectPlan *plan = &kit->effects[i];
        fill_effect(draw->effects[plan->control][plan->mechanism], plan, kit->grid,
                    address_uniform(&plan->address, context, scope));
    }
}

uint32_t parameter_input_count(const ParameterDraw *draw) {
    return draw->kit->parameter_count + draw->kit->effect_count;
}

ParameterInput parameter_input(const ParameterDraw *draw, const ParameterSet *set, const Catalogue *catalogue,
                               uint32_t input) {
    const ParameterKit *kit = draw->kit;
    assert(input < kit->parameter_count + kit->effect_count);
    if (input < kit->parameter_count) {
        const Parameter *p = &set->list.items[input];
        return (ParameterInput){.label = p->label,
                                .unit = p->unit,
                                .source = p->source,
                                .where = p->where,
                                .low = p->low,
                                .mode = p->mode,
                                .high = p->high,
                                .provenance = p->provenance,
                                .control = UINT32_MAX,
                                .varies = p->low < p->high};
    }
    const EffectPlan *plan = &kit->effects[input - kit->parameter_count];
    const Control *control = &catalogue->controls[plan->control];
    const Effect *effect = control_effect(control, plan->mechanism);
    ParameterInput result = {.label = control->title_en,
                             .unit = "share",
                             .source = effect->source,
                             .where = "",
                             .low = effect->low[LEVELS - 1],
                             .mode = effect->mode[LEVELS - 1],
                             .high = effect->high[LEVELS - 1],
                             .provenance = effect->provenance,
                             .control = plan->control,
                             .mechanism = plan->mechanism};
    for (int level = 1; level < LEVELS; level++) result.varies |= effect->low[level] < effect->high[level];
    return result;
}

void parameter_draw_at(ParameterDraw *draw, const double *uniforms) {
    const ParameterKit *kit = draw->kit;
    for (uint32_t i = 0; i < kit->parameter_count; i++)
        draw->values[i] = range_or_mode(&kit->parameters[i].range, kit->grid, uniforms[i]);
    for (uint32_t i = 0; i < kit->effect_count; i++) {
        const EffectPlan *plan = &kit->effects[i];
        fill_effect(draw->effects[plan->control][plan->mechanism], plan, kit->grid,
                    uniforms[kit->parameter_count + i]);
    }
}

void parameter_draw_high(ParameterDraw *draw, const ParameterSet *set, const Catalogue *catalogue) {
    const ParameterKit *kit = draw->kit;
    assert(kit->parameter_count == set->list.count && kit->control_count == catalogue->count);
    for (uint32_t i = 0; i < kit->parameter_count; i++) draw->values[i] = kit->parameters[i].range.high;
    for (uint32_t i = 0; i < kit->effect_count; i++) {
        const EffectPlan *plan = &kit->effects[i];
        for (int level = 0; level < LEVELS; level++)
            draw->effects[plan->control][plan->mechanism][level] = plan->range[level].low;
    }
}

double number_value(Number number, const ParameterDraw *draw) {
    if (number.parameter == PARAMETER_NONE) return number.scale;
    return draw->values[number.parameter] * number.scale;
}

static double number_at_least(Number number, const ParameterDraw *draw, double floor) {
    double value = number_value(number, draw);
    return value > floor ? value : floor;
}

Distribution quantity_distribution(const Quantity *quantity, const ParameterDraw *draw) {
    Distribution result = {.kind = quantity->kind};
    switch (quantity->kind) {
    case DISTRIBUTION_EMPIRICAL:
        result.values = quantity->values;
        result.count = quantity->value_count;
        break;
    case DISTRIBUTION_FIXED:
    case DISTRIBUTION_EXPONENTIAL:
        result.a = number_value(quantity->a, draw);
        break;
    case DISTRIBUTION_UNIFORM:
    case DISTRIBUTION_LOGNORMAL:
    case DISTRIBUTION_PERT:
        result.a = number_value(quantity->a, draw);
        result.b = number_at_least(quantity->b, draw, result.a);
        if (quantity->kind == DISTRIBUTION_PERT) result.c = number_at_least(quantity->c, draw, result.b);
        break;
    }
    return result;
}
