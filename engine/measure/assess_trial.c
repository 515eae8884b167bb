#include "measure/assess_trial.h"

#include "measure/assess_picture.h"

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

/* ------------------------------------------------------------------ worlds of one arrangement */

enum {
    UNIT_DRAWS = 16,  /* of one arrangement, to one thread at a time */
    SETS_TOGETHER = 8 /* levels differ in clocks, and sets whose clocks differ share little of a walk */
};

typedef struct Unit { /* pictures of one family and arrangement, whole draws */
    uint32_t first, end;
} Unit;

typedef struct Pool { /* what the threads share */
    const Trial *trials;
    TrialResult *results; /* each picture has its own place */
    PictureVec pictures;
    Vec(Unit) units;
    ParameterDraw *draws[TRIAL_FAMILIES_MAX]; /* [family][draw] */
    uint32_t draw_count[TRIAL_FAMILIES_MAX];
} Pool;

typedef struct Stage { /* what the draws of one arrangement share */
    const Pool *pool;
    const Trial *trial; /* of the first picture: all agree in what is used here */
    Blueprint blueprint;
    World *world;
    Race *race;
    RaceState *state;
    int64_t *metrics;
} Stage;

static void stage_close(Stage *stage) {
    if (stage->state) race_state_destroy(stage->state);
    if (stage->race) race_destroy(stage->race);
    world_destroy(stage->world);
    blueprint_clear(&stage->blueprint);
    free(stage->metrics);
}

static bool stage_open(Stage *stage, const Pool *pool, const Picture *picture, Error *error) {
    const Trial *trial = &pool->trials[picture->trial];
    const AssessFamily *family = trial->family;
    *stage = (Stage){.pool = pool, .trial = trial};
    if (!arrangement_apply(trial->questionnaire, &family->numbers, picture->option, family->blueprint,
                           &stage->blueprint, error))
        return false;
    bool good = blueprint_expand(&stage->blueprint, family->parameters, family->catalogue, family->kit,
                                 family->adversary->world_seed, &stage->world, error) &&
                race_compile(stage->world, family->adversary, family->parameters, family->catalogue,
                             family->kit, &stage->race, error);
    if (!good) {
        stage_close(stage);
        return false;
    }
    stage->state = race_state_create(stage->race);
    stage->metrics = heap_take((size_t)SETS_TOGETHER * family->adversary->probes.count, sizeof(int64_t));
    return true;
}

/* ------------------------------------------------------------------ one walk */

typedef struct Together { /* pictures of one draw that walk together: set i is that of from[i] … from[i + 1]
                           */
    const Picture *from[SETS_TOGETHER + 1];
    uint32_t count;
} Together;

/* As many as walk together, of those left. */
static Together gather(const Picture *first, const Picture *end) {
    Together together = {.from = {first}};
    for (const Picture *picture = first + 1; picture <= end; picture++) {
        if (picture < end && picture->levels == picture[-1].levels) continue;
        together.from[++together.count] = picture;
        if (together.count == SETS_TOGETHER) break;
    }
    return together;
}

static void keep_world(const Stage *stage, const Together *together, uint32_t world) {
    const AssessFamily *family = stage->trial->family;
    for (uint32_t set = 0; set < together->count; set++) {
        const int64_t *metrics = stage->metrics + (size_t)set * family->adversary->probes.count;
        if (metrics[family->hit_probe] <= 0) continue;
        for (const Picture *picture = together->from[set]; picture < together->from[set + 1]; picture++) {
            TrialResult *result = &stage->pool->results[picture->trial];
            result->hit[picture->draw] |= UINT64_C(1) << world;
            if (result->days)
                result->days[picture->draw * result->worlds + world] =
                    (double)metrics[family->hours_probe] / 24;
        }
    }
}

static void race_worlds(const Stage *stage, const Weights *weights, const Together *together) {
    const Trial *trial = stage->trial;
    uint32_t draw = together->from[0]->draw;
    for (uint32_t world = 0; world < trial->worlds; world++) {
        RaceOptions options = {
            .seed = trial->seed, .draw = draw, .replication = (uint64_t)draw * trial->worlds + world};
        race_run(stage->race, weights, stage->state, options, stage->metrics);
        keep_world(stage, together, world);
    }
}

static Weights *weigh(const Stage *stage, const Together *together, Error *error) {
    Overlay overlays[SETS_TOGETHER][2 * QUESTIONS_MAX];
    ControlSet sets[SETS_TOGETHER];
    const ControlSet *pointers[SETS_TOGETHER];
    for (uint32_t i = 0; i < together->count; i++) {
        sets[i] = (ControlSet){.id = "answers", .title = "", .summary = "", .overlays = overlays[i]};
        sets[i].overlay_count = picture_overlays(stage->trial->questionnaire, together->from[i], overlays[i]);
        pointers[i] = &sets[i];
    }
    return weights_create_sets(stage->race, pointers, together->count, error);
}

static void keep_rates(const Stage *stage, const Picture *first, const Picture *end,
                       const ParameterDraw *draw) {
    for (const Picture *picture = first; picture < end; picture++) {
        const Trial *trial = &stage->pool->trials[picture->trial];
        TrialResult *result = &stage->pool->results[picture->trial];
        result->rate[picture->draw] = picture_rate(trial, picture, draw);
        double work = picture_work(trial, picture, draw);
        for (uint32_t world = 0; result->days && world < result->worlds; world++)
            result->days[picture->draw * result->worlds + world] *= work;
    }
}

/* All pictures of one draw. What no set changes (delays, counts) is made once. */
static bool run_draw(const Stage *stage, const Picture *first, const Picture *end, Error *error) {
    const ParameterDraw *draw = &stage->pool->draws[first->family][first->draw];
    Weights *shared = NULL;
    bool good = true;
    for (const Picture *next = first; good && next < end;) {
        Together together = gather(next, end);
        Weights *weights = weigh(stage, &together, error);
        good = weights != NULL;
        if (!good) break;
        if (shared)
            weights_evaluate_like(weights, draw, shared);
        else
            weights_evaluate(weights, draw);
        race_worlds(stage, weights, &together);
        if (shared)
            weights_destroy(weights);
        else
            shared = weights;
        next = together.from[together.count];
    }
    weights_destroy(shared);
    keep_rates(stage, first, end, draw);
    return good;
}

/* ------------------------------------------------------------------ all of them */

static bool run_unit(void *jobs, uint32_t index, Error *error) {
    const Pool *pool = jobs;
    const Picture *first = pool->pictures.items + pool->units.items[index].first;
    const Picture *last = pool->pictures.items + pool->units.items[index].end;
    Stage stage;
    if (!stage_open(&stage, pool, first, error)) return false;
    bool good = true;
    for (const Picture *end = first; good && first < last; first = end) {
        while (end < last && end->draw == first->draw) end++;
        good = run_draw(&stage, first, end, error);
    }
    stage_close(&stage);
    return good;
}

static void cut_units(Pool *pool) {
    const PictureVec *all = &pool->pictures;
    uint32_t draws = 0;
    for (uint32_t i = 0; i < all->count; i++) {
        const Picture *picture = &all->items[i], *before = picture - 1;
        bool same = i > 0 && before->family == picture->family && before->arrangement == picture->arrangement;
        draws = same ? draws + (before->draw != picture->draw) : 1;
        if (!same || draws > UNIT_DRAWS) {
            draws = 1;
            vec_push(&pool->units, (Unit){i, i});
        }
        pool->units.items[pool->units.count - 1].end = i + 1;
    }
}

/* The shapes of the ranges are laid out once for a family, and its draws are filled once for all trials. */
static void fill_draws(Pool *pool, const Trial *trial, uint32_t family, uint32_t count) {
    pool->draw_count[family] = count;
    pool->draws[family] = heap_take(count, sizeof(ParameterDraw));
    for (uint32_t d = 0; d < count; d++) {
        ParameterDraw *draw = &pool->draws[family][d];
        if (d == 0)
            parameter_draw_init(draw, trial->family->parameters, trial->family->catalogue);
        else
            parameter_draw_share(draw, &pool->draws[family][0]);
        parameter_draw_fill(draw, trial->family->parameters, trial->family->catalogue, trial->seed, d,
                            SCOPE_ALL);
    }
}

static void pool_fill(Pool *pool) {
    for (uint32_t i = 0; i < pool->pictures.count;) {
        uint32_t family = pool->pictures.items[i].family, first = i, most = 0;
        assert(family < TRIAL_FAMILIES_MAX);
        for (; i < pool->pictures.count && pool->pictures.items[i].family == family; i++)
            if (pool->pictures.items[i].draw > most) most = pool->pictures.items[i].draw;
        fill_draws(pool, &pool->trials[pool->pictures.items[first].trial], family, most + 1);
    }
    cut_units(pool);
}

static void pool_clear(Pool *pool) {
    for (uint32_t family = 0; family < TRIAL_FAMILIES_MAX; family++) {
        for (uint32_t d = 0; d < pool->draw_count[family]; d++) parameter_draw_clear(&pool->draws[family][d]);
        free(pool->draws[family]);
    }
    vec_clear(&pool->pictures);
    vec_clear(&pool->units);
}

static TrialResult result_of(const Trial *trial) {
    assert(trial->worlds >= 1 && trial->worlds <= TRIAL_WORLDS_MAX);
    TrialResult result = {.draws = trial->draws, .worlds = trial->worlds};
    result.hit = heap_take(trial->draws, sizeof *result.hit);
    result.rate = heap_take(trial->draws, sizeof *result.rate);
    if (trial->family->hours_probe != NONE)
        result.days = heap_take((size_t)trial->draws * trial->worlds, sizeof *result.days);
    return result;
}

/* Worlds told of by a unit: those of all trials, evenly. */
static uint32_t progress_each(const Pool *pool, uint32_t count) {
    uint64_t worlds = 0;
    for (uint32_t i = 0; i < count; i++) worlds += (uint64_t)pool->trials[i].draws * pool->trials[i].worlds;
    return (uint32_t)(worlds / pool->units.count);
}

void trial_init(Trial *trial) {
    *trial = (Trial){0};
    memset(trial->fixed, TRIAL_AS_DRAWN, sizeof trial->fixed);
}

bool trials_run(const Trial *trials, uint32_t count, const CrewOptions *options, TrialResult *results,
                Error *error) {
    Pool pool = {.trials = trials, .results = results};
    for (uint32_t i = 0; i < count; i++) results[i] = result_of(&trials[i]);
    pictures_draw(trials, count, &pool.pictures);
    pool_fill(&pool);
    CrewOptions crew = *options;
    crew.each = progress_each(&pool, count);
    bool good = crew_run(run_unit, &pool, pool.units.count, &crew, error);
    pool_clear(&pool);
    for (uint32_t i = 0; !good && i < count; i++) trial_clear(&results[i]);
    return good;
}

void trial_clear(TrialResult *result) {
    free(result->hit);
    free(result->rate);
    free(result->days);
    *result = (TrialResult){0};
}
