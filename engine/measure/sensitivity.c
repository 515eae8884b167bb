#include "measure/sensitivity.h"

#include "base/draw.h"
#include "base/pcg.h"
#include "measure/stages.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { TORNADO_WORLDS = 4, STREAM_ALL = 5 }; /* times as many worlds: a tornado has few points */

/* The answer as a function of some inputs' uniforms; the others are at their most likely values. */
typedef struct Answer {
    const Study *study;
    const SensitivityOptions *options;
    const uint32_t *inputs; /* of the draw, that a point gives */
    uint32_t count;
    uint32_t worlds, points; /* a point; run so far */
    Stages stages;
    bool stopped;
} Answer;

typedef struct Points { /* what threads read */
    const double *points;
    const uint32_t *inputs;
    uint32_t count;
} Points;

static void fill_point(const void *context, uint64_t draw, ParameterDraw *out) {
    const Points *points = context;
    uint32_t all = parameter_input_count(out);
    double *uniforms = heap_take(all, sizeof *uniforms);
    for (uint32_t i = 0; i < all; i++) uniforms[i] = NAN;
    for (uint32_t i = 0; i < points->count; i++)
        uniforms[points->inputs[i]] = points->points[draw * points->count + i];
    parameter_draw_at(out, uniforms);
    free(uniforms);
}

/* Without luck's own spread: the same worlds for every point. */
static void take_means(const Ensemble *ensemble, uint32_t probe, uint32_t count, double *values) {
    const int64_t *metric = ensemble_values(ensemble, 0, probe);
    for (uint32_t p = 0; p < count; p++) {
        double sum = 0;
        for (uint32_t w = 0; w < ensemble->worlds_per_draw; w++)
            sum += (double)metric[(size_t)p * ensemble->worlds_per_draw + w];
        values[p] = sum / ensemble->worlds_per_draw;
    }
}

static bool answer_at(void *context, const double *points, uint32_t count, double *values, Error *error) {
    Answer *answer = context;
    Ensemble ensemble;
    Points given = {points, answer->inputs, answer->count};
    EnsembleOptions options = stages_next(&answer->stages, 1);
    options.worlds_per_draw = answer->worlds;
    options.replications = count * answer->worlds;
    options.same_luck = true;
    options.fill = fill_point;
    options.points = &given;
    options.wanted = &answer->options->probe;
    options.wanted_count = 1;
    const Study *study = answer->study;
    if (!ensemble_run(study->race, study->parameters, study->catalogue, &study->base, 1, &options, &ensemble,
                      error))
        return false;
    stages_done(&answer->stages, options.replications);
    answer->stopped |= ensemble.partial || answer->stages.asked_to_stop;
    answer->points += count;
    if (!answer->stopped) take_means(&ensemble, answer->options->probe, count, values);
    ensemble_clear(&ensemble);
    return !answer->stopped;
}

/* ------------------------------------------------------------------ what can matter */

typedef struct Listed { /* controls by mechanism that a rule or response lists */
    uint8_t mechanisms[CONTROLS_MAX];
    bool has_level[CONTROLS_MAX]; /* somebody has more than level 0, or an action gives it */
} Listed;

static void list_uses(Listed *listed, const ControlUse *uses, uint32_t count) {
    for (uint32_t i = 0; i < count; i++)
        listed->mechanisms[uses[i].control] |= (uint8_t)(1u << uses[i].mechanism);
}

static bool list_controls(Listed *listed, const Study *study, Error *error) {
    const Adversary *adversary = race_adversary(study->race);
    PostureMap map;
    *listed = (Listed){{0}, {false}};
    if (!posture_map_init(&map, race_world(study->race), study->base, error)) return false;
    for (uint32_t p = 0; p < map.posture_count; p++)
        for (uint32_t c = 0; c < study->catalogue->count; c++)
            listed->has_level[c] |= map.postures[p].level[c] > 0;
    posture_map_clear(&map);
    for (uint32_t i = 0; i < adversary->rules.count; i++)
        list_uses(listed, adversary->rules.items[i].uses, adversary->rules.items[i].use_count);
    for (uint32_t i = 0; i < adversary->responses.count; i++)
        list_uses(listed, adversary->responses.items[i].uses, adversary->responses.items[i].use_count);
    for (uint32_t i = 0; i < adversary->actions.count; i++)
        if (adversary->actions.items[i].kind == ACTION_SET_CONTROL)
            listed->has_level[adversary->actions.items[i].control] |= adversary->actions.items[i].level > 0;
    return true;
}

static bool can_matter(const Listed *listed, const ParameterInput *input) {
    if (!input->varies || input->control == UINT32_MAX) return input->varies;
    return listed->has_level[input->control] && listed->mechanisms[input->control] >> input->mechanism & 1;
}

static bool find_inputs(const Study *study, Sensitivity *out, Error *error) {
    Listed listed;
    if (!list_controls(&listed, study, error)) return false;
    ParameterDraw draw;
    parameter_draw_init(&draw, study->parameters, study->catalogue);
    uint32_t all = parameter_input_count(&draw);
    out->inputs = heap_take(all, sizeof *out->inputs);
    for (uint32_t i = 0; i < all; i++) {
        SensitiveInput input = {.input = i};
        input.info = parameter_input(&draw, study->parameters, study->catalogue, i);
        if (can_matter(&listed, &input.info)) out->inputs[out->count++] = input;
    }
    parameter_draw_clear(&draw);
    return true;
}

/* ------------------------------------------------------------------ the steps */

static int by_effect(const void *a, const void *b) {
    const SensitiveInput *x = a, *y = b;
    if (x->screened.effect != y->screened.effect) return x->screened.effect > y->screened.effect ? -1 : 1;
    return (x->input > y->input) - (x->input < y->input);
}

static int by_share(const void *a, const void *b) {
    const SensitiveInput *x = a, *y = b;
    double xt = isnan(x->index.total) ? -1 : x->index.total, yt = isnan(y->index.total) ? -1 : y->index.total;
    if (xt != yt) return xt > yt ? -1 : 1;
    return by_effect(a, b);
}

static uint32_t *ids_of(const Sensitivity *sensitivity, uint32_t count) {
    uint32_t *ids = heap_take(count, sizeof *ids);
    for (uint32_t i = 0; i < count; i++) ids[i] = sensitivity->inputs[i].input;
    return ids;
}

static bool screen(Answer *answer, Sensitivity *out, Error *error) {
    Screened *screened = heap_take(out->count, sizeof *screened);
    uint32_t *ids = ids_of(out, out->count);
    answer->inputs = ids;
    answer->count = out->count;
    bool good = screen_run(answer_at, answer, out->count, answer->options->trajectories,
                           answer->study->options.seed, screened, error);
    for (uint32_t i = 0; good && i < out->count; i++) out->inputs[i].screened = screened[i];
    if (good) qsort(out->inputs, out->count, sizeof *out->inputs, by_effect);
    free(screened);
    free(ids);
    return good;
}

/* Those that move the answer at all, at most SENSITIVITY_MOST. */
static uint32_t how_many(const Sensitivity *sensitivity) {
    uint32_t count = 0;
    while (count < sensitivity->count && count < SENSITIVITY_MOST &&
           sensitivity->inputs[count].screened.effect > 0)
        count++;
    return count;
}

static bool share_out(Answer *answer, Sensitivity *out, uint32_t count, Error *error) {
    SobolIndex index[SENSITIVITY_MOST];
    uint32_t *ids = ids_of(out, count);
    answer->inputs = ids;
    answer->count = count;
    bool good = sobol_run(answer_at, answer, count, answer->options->rows, answer->study->options.seed, index,
                          &out->whole, error);
    for (uint32_t i = 0; good && i < count; i++) out->inputs[i].index = index[i];
    free(ids);
    return good;
}

/* The variance with everything varying, from as many points. */
static bool measure_covered(Answer *answer, Sensitivity *out, Error *error) {
    uint32_t rows = answer->options->rows;
    uint32_t *ids = ids_of(out, out->count);
    double *points = heap_take((size_t)rows * out->count, sizeof *points);
    double *values = heap_take(rows, sizeof *values), sum = 0, squares = 0;
    Pcg64 pcg;
    pcg64_seed(&pcg, answer->study->options.seed, STREAM_ALL);
    for (size_t i = 0; i < (size_t)rows * out->count; i++) points[i] = draw_unit(pcg64_next(&pcg));
    answer->inputs = ids;
    answer->count = out->count;
    bool good = answer_at(answer, points, rows, values, error);
    for (uint32_t i = 0; good && i < rows; i++) sum += values[i];
    for (uint32_t i = 0; good && i < rows; i++)
        squares += (values[i] - sum / rows) * (values[i] - sum / rows);
    out->covered = squares > 0 ? out->whole.variance * (rows - 1) / squares : NAN;
    free(ids);
    free(points);
    free(values);
    return good;
}

/* Point 0 has everything most likely; then each low and high. */
static bool tornado(Answer *answer, Sensitivity *out, uint32_t count, Error *error) {
    double points[(1 + 2 * SENSITIVITY_MOST) * SENSITIVITY_MOST], values[1 + 2 * SENSITIVITY_MOST];
    uint32_t *ids = ids_of(out, count);
    for (uint32_t i = 0; i < (1 + 2 * count) * count; i++) points[i] = NAN;
    for (uint32_t i = 0; i < count; i++) {
        points[(size_t)(1 + 2 * i) * count + i] = 0.05;
        points[(size_t)(2 + 2 * i) * count + i] = 0.95;
    }
    answer->inputs = ids;
    answer->count = count;
    answer->worlds = answer->options->worlds * TORNADO_WORLDS;
    bool good = answer_at(answer, points, 1 + 2 * count, values, error);
    answer->worlds = answer->options->worlds;
    if (good) out->likely = values[0];
    for (uint32_t i = 0; good && i < count; i++) {
        out->inputs[i].at_low = values[1 + 2 * i];
        out->inputs[i].at_high = values[2 + 2 * i];
    }
    free(ids);
    return good;
}

static uint64_t worlds_ahead(const SensitivityOptions *options, uint32_t inputs) {
    uint64_t most = inputs < SENSITIVITY_MOST ? inputs : SENSITIVITY_MOST;
    uint64_t points = (uint64_t)options->trajectories * (inputs + 1) + options->rows * (most + 3);
    return options->worlds * (points + TORNADO_WORLDS * (1 + 2 * most));
}

static bool run_steps(Answer *answer, Sensitivity *out, Error *error) {
    if (!screen(answer, out, error)) return false;
    uint32_t count = how_many(out);
    if (count > 0 && !share_out(answer, out, count, error)) return false;
    if (count > 0 && !measure_covered(answer, out, error)) return false;
    if (!tornado(answer, out, count, error)) return false;
    out->analysed = count;
    qsort(out->inputs, count, sizeof *out->inputs, by_share);
    return true;
}

bool sensitivity_run(const Study *study, const SensitivityOptions *options, Sensitivity *out, Error *error) {
    Sensitivity made = {.covered = NAN, .likely = NAN};
    Answer answer = {.study = study, .options = options, .worlds = options->worlds};
    bool good = find_inputs(study, &made, error);
    if (good) {
        answer.stages = stages_begin(&study->options, worlds_ahead(options, made.count));
        good = run_steps(&answer, &made, error);
        made.partial = answer.stopped;
        made.points = answer.points;
    }
    if (good || answer.stopped)
        *out = made;
    else
        sensitivity_clear(&made);
    return good || answer.stopped;
}

void sensitivity_clear(Sensitivity *sensitivity) {
    free(sensitivity->inputs);
    *sensitivity = (Sensitivity){0};
}
