#include "measure/assess_trial.h"

#include "base/draw.h"
#include "base/exact.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* ------------------------------------------------------------------ families */

static uint32_t find_probe(const Adversary *adversary, const char *id) {
    for (uint32_t i = 0; i < adversary->probes.count; i++)
        if (strcmp(adversary->probes.items[i].id, id) == 0) return i;
    return NONE;
}

bool assess_family_init(AssessFamily *family, const Questionnaire *questionnaire, Error *error) {
    const Attraction *attraction = &questionnaire->attraction;
    family->hit_probe = find_probe(family->adversary, "hit");
    family->hours_probe = find_probe(family->adversary, "hours_down");
    if (family->hit_probe == NONE)
        return error_set(error, "scenario %s: assess needs its measure \"hit\"", family->id);
    Parameter exponent = {.label = "larger providers attract attackers",
                          .unit = "exponent",
                          .low = attraction->low,
                          .mode = attraction->mode,
                          .high = attraction->high,
                          .provenance = PROVENANCE_ASSUMED,
                          .source = attraction->source,
                          .where = "engine/control/questionnaire.json"};
    family->attraction = parameters_add(family->parameters, &exponent);
    return arrangement_prepare(questionnaire, family->parameters, &family->numbers, error);
}

static bool lists_control(const ControlUse *uses, uint32_t count, uint32_t control) {
    for (uint32_t i = 0; i < count; i++)
        if (uses[i].control == control) return true;
    return false;
}

bool assess_family_uses(const AssessFamily *family, const Questionnaire *questionnaire, uint32_t topic) {
    const Adversary *adversary = family->adversary;
    uint32_t control = questionnaire->topics[topic].control;
    if (control == QUESTION_NONE) return true;
    for (uint32_t i = 0; i < adversary->rules.count; i++)
        if (lists_control(adversary->rules.items[i].uses, adversary->rules.items[i].use_count, control))
            return true;
    for (uint32_t i = 0; i < adversary->responses.count; i++) {
        const Response *response = &adversary->responses.items[i];
        if (response->requires_control == control ||
            lists_control(response->uses, response->use_count, control))
            return true;
    }
    return false;
}

/* ------------------------------------------------------------------ options per draw */

typedef struct Picture { /* what one draw believes */
    uint32_t draw;
    uint64_t arrangement;          /* equal for draws of one world */
    uint8_t option[QUESTIONS_MAX]; /* by question: that of its topic */
} Picture;

static Belief belief_in(const Trial *trial, uint32_t question) {
    const Questionnaire *questionnaire = trial->questionnaire;
    bool ours = questionnaire->questions[question].part == PART_COMPANY;
    if (!ours) return belief_of(questionnaire, trial->msp, question, trial->open_as);
    static const Answers silent = {.name = ""};
    return belief_of(questionnaire, trial->company ? trial->company : &silent, question, OPEN_AS_BASE);
}

static double topic_uniform(const Trial *trial, uint32_t topic, uint32_t draw) {
    uint64_t key = draw_key(trial->questionnaire->topics[topic].key, DRAW_PARAMETER, 0);
    return draw_unit(draw_bits(draw_context(trial->seed, draw, 0), key));
}

/* Questions of one topic share its uniform, and the lowest counts. */
static void fill_options(const Trial *trial, const Belief *beliefs, Picture *picture) {
    const Questionnaire *questionnaire = trial->questionnaire;
    uint8_t lowest[QUESTIONS_MAX];
    memset(lowest, UINT8_MAX, sizeof lowest);
    for (uint32_t q = 0; q < questionnaire->question_count; q++) {
        uint32_t topic = questionnaire->questions[q].topic;
        uint8_t option = belief_at(&beliefs[q], topic_uniform(trial, topic, picture->draw));
        if (trial->fixed[topic] != TRIAL_AS_DRAWN) option = trial->fixed[topic];
        if (option < lowest[topic]) lowest[topic] = option;
    }
    for (uint32_t q = 0; q < questionnaire->question_count; q++)
        picture->option[q] = lowest[questionnaire->questions[q].topic];
}

static bool changes_world(const Question *question) {
    for (uint32_t i = 0; i < question->option_count; i++)
        for (uint32_t k = 0; k < question->options[i].effect_count; k++) {
            const char *act = question->options[i].effects[k].act;
            if (strcmp(act, "level") != 0 && strcmp(act, "dependence") != 0 && strcmp(act, "size") != 0)
                return true;
        }
    return false;
}

static uint64_t arrangement_of(const Questionnaire *questionnaire, const Picture *picture) {
    uint64_t code = 0;
    for (uint32_t q = 0; q < questionnaire->question_count; q++)
        if (changes_world(&questionnaire->questions[q])) code = code * OPTIONS_MAX + picture->option[q];
    return code;
}

static int by_arrangement(const void *a, const void *b) {
    const Picture *x = a, *y = b;
    if (x->arrangement != y->arrangement) return x->arrangement < y->arrangement ? -1 : 1;
    return x->draw < y->draw ? -1 : x->draw > y->draw;
}

static Picture *draw_pictures(const Trial *trial) {
    Belief beliefs[QUESTIONS_MAX];
    Picture *pictures = heap_take(trial->draws, sizeof *pictures);
    for (uint32_t q = 0; q < trial->questionnaire->question_count; q++) beliefs[q] = belief_in(trial, q);
    for (uint32_t d = 0; d < trial->draws; d++) {
        pictures[d].draw = d;
        fill_options(trial, beliefs, &pictures[d]);
        pictures[d].arrangement = arrangement_of(trial->questionnaire, &pictures[d]);
    }
    qsort(pictures, trial->draws, sizeof *pictures, by_arrangement);
    return pictures;
}

/* ------------------------------------------------------------------ levels as a control set */

static const char *label_of(Party party) {
    static const char *const labels[PARTY_COUNT] = {ARRANGEMENT_MSP, ARRANGEMENT_VENDOR, ARRANGEMENT_COMPANY};
    return labels[party];
}

static Overlay overlay_of(const char *label, uint32_t control, uint8_t level, bool at_least) {
    Overlay overlay = {.who = org_selector_all(), .control = control, .level = level, .at_least = at_least};
    overlay.who.label = label;
    return overlay;
}

/* At most one overlay a question and effect; overlays[] has room for them. */
static uint32_t write_overlays(const Questionnaire *questionnaire, const Picture *picture,
                               Overlay *overlays) {
    uint32_t count = 0;
    for (uint32_t q = 0; q < questionnaire->question_count; q++) {
        const Question *question = &questionnaire->questions[q];
        if (question->kind == QUESTION_LEVEL)
            overlays[count++] =
                overlay_of(label_of(question->about), question->control, picture->option[q], false);
    }
    for (uint32_t q = 0; q < questionnaire->question_count; q++) { /* what is granted raises, last */
        const QuestionOption *option = &questionnaire->questions[q].options[picture->option[q]];
        for (uint32_t k = 0; k < option->effect_count; k++)
            if (option->effects[k].control != QUESTION_NONE)
                overlays[count++] = overlay_of(ARRANGEMENT_COMPANY, option->effects[k].control,
                                               option->effects[k].level, true);
    }
    return count;
}

/* ------------------------------------------------------------------ worlds of one arrangement */

typedef struct Stage { /* what the draws of one arrangement share */
    const Trial *trial;
    Blueprint blueprint;
    World *world;
    Race *race;
    RaceState *state;
} Stage;

static void stage_close(Stage *stage) {
    if (stage->state) race_state_destroy(stage->state);
    if (stage->race) race_destroy(stage->race);
    world_destroy(stage->world);
    blueprint_clear(&stage->blueprint);
}

static bool stage_open(Stage *stage, const Trial *trial, const Picture *picture, Error *error) {
    const AssessFamily *family = trial->family;
    *stage = (Stage){.trial = trial};
    if (!arrangement_apply(trial->questionnaire, &family->numbers, picture->option, family->blueprint,
                           &stage->blueprint, error))
        return false;
    bool good = blueprint_expand(&stage->blueprint, family->parameters, family->catalogue, family->kit,
                                 family->adversary->world_seed, &stage->world, error) &&
                race_compile(stage->world, family->adversary, family->parameters, family->catalogue,
                             family->kit, &stage->race, error);
    if (good)
        stage->state = race_state_create(stage->race);
    else
        stage_close(stage);
    return good;
}

/* The value of the one ranged number with this act among the chosen options; `otherwise` when there is none.
 */
static double number_of(const Trial *trial, const Picture *picture, const ParameterDraw *draw,
                        const char *act, double otherwise) {
    const Questionnaire *questionnaire = trial->questionnaire;
    for (uint32_t q = 0; q < questionnaire->question_count; q++) {
        const QuestionOption *option = &questionnaire->questions[q].options[picture->option[q]];
        ParameterId number = trial->family->numbers.of[q][picture->option[q]];
        for (uint32_t k = 0; k < option->effect_count; k++)
            if (number != PARAMETER_NONE && strcmp(option->effects[k].act, act) == 0)
                return draw->values[number];
    }
    return otherwise;
}

static double rate_of(const Trial *trial, const Picture *picture, const ParameterDraw *draw) {
    double reference = trial->questionnaire->attraction.reference;
    double customers = number_of(trial, picture, draw, "size", reference);
    double exponent = draw->values[trial->family->attraction];
    return number_value(trial->family->per_year, draw) *
           exact_exp(exponent * exact_log(customers / reference));
}

static void run_worlds(const Stage *stage, const Weights *weights, const ParameterDraw *draw,
                       const Picture *picture, int64_t *metrics, TrialResult *out) {
    const Trial *trial = stage->trial;
    const AssessFamily *family = trial->family;
    double rate = rate_of(trial, picture, draw), work = number_of(trial, picture, draw, "dependence", 1);
    out->rate[picture->draw] = rate;
    for (uint32_t world = 0; world < trial->worlds; world++) {
        RaceOptions options = {.seed = trial->seed,
                               .draw = picture->draw,
                               .replication = (uint64_t)picture->draw * trial->worlds + world};
        race_run(stage->race, weights, stage->state, options, metrics);
        if (metrics[family->hit_probe] <= 0) continue;
        out->hit[picture->draw] |= UINT64_C(1) << world;
        if (family->hours_probe != NONE)
            vec_push(&out->days, (TrialDay){.days = (double)metrics[family->hours_probe] / 24 * work,
                                            .weight = rate / (trial->worlds * (double)trial->draws)});
    }
}

static bool run_draw(const Stage *stage, ParameterDraw *draw, const Picture *picture, int64_t *metrics,
                     TrialResult *out, Error *error) {
    const Trial *trial = stage->trial;
    Overlay overlays[2 * QUESTIONS_MAX];
    ControlSet set = {.id = "answers", .title = "", .summary = "", .overlays = overlays};
    set.overlay_count = write_overlays(trial->questionnaire, picture, overlays);
    Weights *weights = weights_create(stage->race, &set, error);
    if (!weights) return false;
    parameter_draw_fill(draw, trial->family->parameters, trial->family->catalogue, trial->seed, picture->draw,
                        SCOPE_ALL);
    weights_evaluate(weights, draw);
    run_worlds(stage, weights, draw, picture, metrics, out);
    weights_destroy(weights);
    return true;
}

/* ------------------------------------------------------------------ a trial */

void trial_init(Trial *trial) {
    *trial = (Trial){0};
    memset(trial->fixed, TRIAL_AS_DRAWN, sizeof trial->fixed);
}

static bool run_pictures(const Trial *trial, const Picture *pictures, ParameterDraw *draw, int64_t *metrics,
                         TrialResult *out, Error *error) {
    bool good = true;
    for (uint32_t first = 0, end; good && first < trial->draws; first = end) {
        Stage stage;
        end = first;
        if (!stage_open(&stage, trial, &pictures[first], error)) return false;
        for (; good && end < trial->draws && pictures[end].arrangement == pictures[first].arrangement; end++)
            good = run_draw(&stage, draw, &pictures[end], metrics, out, error);
        stage_close(&stage);
    }
    return good;
}

bool trial_run(const Trial *trial, TrialResult *out, Error *error) {
    assert(trial->worlds >= 1 && trial->worlds <= TRIAL_WORLDS_MAX);
    const AssessFamily *family = trial->family;
    TrialResult result = {.draws = trial->draws, .worlds = trial->worlds};
    result.hit = heap_take(trial->draws, sizeof *result.hit);
    result.rate = heap_take(trial->draws, sizeof *result.rate);
    int64_t *metrics = heap_take(family->adversary->probes.count, sizeof *metrics);
    Picture *pictures = draw_pictures(trial);
    ParameterDraw draw;
    parameter_draw_init(&draw, family->parameters, family->catalogue);
    bool good = run_pictures(trial, pictures, &draw, metrics, &result, error);
    parameter_draw_clear(&draw);
    free(pictures);
    free(metrics);
    if (good)
        *out = result;
    else
        trial_clear(&result);
    return good;
}

void trial_clear(TrialResult *result) {
    free(result->hit);
    free(result->rate);
    vec_clear(&result->days);
    *result = (TrialResult){0};
}
