#include "console/glance.h"
#include "console/run_internal.h"
#include "measure/comparison.h"

#include <string.h>

enum { FIRST_BATCH = 200, SECOND_BATCH = 1000, TIMELINE_WORLDS = 60, WORTH_FIRST = 80, WORTH_WORLDS = 200 };

/* The measures that the page shows. */
static const uint32_t shown[] = {METRIC_CUSTOMERS,        METRIC_MSPS,      METRIC_MACHINES,
                                 METRIC_RECORDS,          METRIC_DISRUPTED, METRIC_OPERATIONS_HOURS,
                                 METRIC_MANAGEMENT_HOURS, METRIC_MONEY};
enum { SHOWN = sizeof shown / sizeof *shown };

/* A run under way. */
typedef struct Course {
    Run *run;
    const RunRequest *request;
    Columns *now, *pinned; /* pinned: NULL when nothing is pinned, or the same */
    Error error;
} Course;

static Columns *hold(const Course *course, const Setting *setting) {
    const RunRequest *request = course->request;
    ColumnsKey key;
    memset(&key, 0, sizeof key);
    key.loaded = request->loaded;
    key.setting = *setting;
    key.seed = request->seed;
    key.response_off = request->response_off;
    return columns_hold(course->run->runs->cache, &key);
}

/* False when the run is over: stopped, or failed. */
static bool extend(Course *course, Columns *columns, uint32_t worlds) {
    return columns_extend(columns, worlds, &course->run->stop, &course->error) &&
           !atomic_load(&course->run->stop);
}

static bool batch(Course *course, uint32_t worlds) {
    if (worlds > course->request->worlds) worlds = course->request->worlds;
    if (!extend(course, course->now, worlds) || (course->pinned && !extend(course, course->pinned, worlds)))
        return false;
    Ensemble ensemble;
    run_gather(course->request, course->now, course->pinned, worlds, &ensemble);
    run_publish(course->run, RUN_RESULT, run_result_json(course->request, &ensemble));
    ensemble_clear(&ensemble);
    return true;
}

/* What is on the screen, as soon as it can be had; all of it where those worlds have been run before. */
static bool first(Course *course) {
    Run *run = course->run;
    Ensemble ensemble;
    if (columns_worlds(course->now) >= FIRST_BATCH) return batch(course, FIRST_BATCH);
    if (course->pinned && !extend(course, course->pinned, FIRST_BATCH)) return false;
    if (!glance_run(course->request, course->pinned, FIRST_BATCH, &run->stop, &ensemble, &course->error))
        return false;
    bool good = !ensemble.partial && !atomic_load(&run->stop);
    ensemble.partial = true; /* of its measures, whatever was asked for */
    if (good) run_publish(run, RUN_RESULT, run_result_json(course->request, &ensemble));
    ensemble_clear(&ensemble);
    return good;
}

static bool timeline(Course *course) {
    const RunRequest *request = course->request;
    const Loaded *loaded = request->loaded;
    const Scenario *s = &loaded->scenario;
    TimelineOptions options = {.seed = request->seed,
                               .worlds = TIMELINE_WORLDS,
                               .response_off = request->response_off,
                               .stop = &course->run->stop};
    Timeline line;
    ControlSet set;
    setting_control_set(&request->now, loaded, "now", &set);
    bool good = timeline_run(loaded->race, &s->parameters, &s->catalogue, &set, &options, loaded->window,
                             &line, &course->error) &&
                !atomic_load(&course->run->stop);
    control_set_clear(&set);
    if (good) run_publish(course->run, RUN_TIMELINE, run_timeline_json(&line));
    return good;
}

/* ------------------------------------------------------------------ what each control is worth */

/* Every control that the scenario reads, each at level 3 everywhere, raced in one walk: many sets cost little
 * more than a few. */
typedef struct Weighing {
    Course *course;
    uint32_t count, worlds; /* worlds done */
    ControlWorth worths[CONTROLS_MAX];
    ControlSet raised[CONTROLS_MAX];
    const ControlSet *sets[CONTROLS_MAX];
    int64_t *now;    /* [probe × WORTH_WORLDS] */
    int64_t *values; /* [control × shown × WORTH_WORLDS] */
} Weighing;

static void weighing_init(Weighing *weighing, Course *course) {
    const Loaded *loaded = course->request->loaded;
    *weighing = (Weighing){.course = course};
    for (uint32_t control = 0; control < loaded->scenario.catalogue.count; control++) {
        if (!loaded->used[control]) continue;
        uint32_t at = weighing->count++;
        Setting setting = setting_raised(&course->request->now, loaded, control);
        setting_control_set(&setting, loaded, "raised", &weighing->raised[at]);
        weighing->sets[at] = &weighing->raised[at];
        weighing->worths[at].control = control;
    }
    size_t probes = loaded->scenario.adversary.probes.count;
    weighing->now = heap_take(probes * WORTH_WORLDS, sizeof(int64_t));
    weighing->values = heap_take((size_t)SHOWN * WORTH_WORLDS * weighing->count, sizeof(int64_t));
}

static void weighing_clear(Weighing *weighing) {
    for (uint32_t i = 0; i < weighing->count; i++) control_set_clear(&weighing->raised[i]);
    free(weighing->now);
    free(weighing->values);
}

static void compare(Weighing *weighing, uint32_t control) {
    const int64_t *raised = weighing->values + (size_t)control * SHOWN * WORTH_WORLDS;
    ControlWorth *worth = &weighing->worths[control];
    worth->worlds = weighing->worlds;
    for (uint32_t probe = 0; probe <= METRIC_MONEY; probe++) {
        size_t column = (size_t)probe * WORTH_WORLDS;
        Comparison comparison =
            comparison_of(weighing->now + column, raised + column, weighing->worlds, COLUMNS_WORLDS_PER_DRAW);
        worth->difference[probe] = comparison.mean_difference;
        worth->ci95[probe] = comparison.ci95;
    }
}

/* Adds worlds up to `worlds` and publishes what they say. */
static bool weigh(Weighing *weighing, uint32_t worlds) {
    Course *course = weighing->course;
    const RunRequest *request = course->request;
    const Scenario *s = &request->loaded->scenario;
    EnsembleOptions options = {.seed = request->seed,
                               .first = weighing->worlds,
                               .replications = worlds - weighing->worlds,
                               .worlds_per_draw = COLUMNS_WORLDS_PER_DRAW,
                               .scope = SCOPE_ALL,
                               .response_off = request->response_off,
                               .no_hashes = true,
                               .wanted = shown,
                               .wanted_count = SHOWN,
                               .stop = &course->run->stop};
    Ensemble ensemble;
    if (!ensemble_run(request->loaded->race, &s->parameters, &s->catalogue, weighing->sets, weighing->count,
                      &options, &ensemble, &course->error))
        return false;
    bool good = !ensemble.partial && !atomic_load(&course->run->stop);
    for (uint32_t row = 0; good && row < weighing->count * SHOWN; row++) {
        memcpy(weighing->values + (size_t)row * WORTH_WORLDS + weighing->worlds,
               ensemble.values + (size_t)row * ensemble.stride, ensemble.replications * sizeof(int64_t));
    }
    ensemble_clear(&ensemble);
    if (!good) return false;
    weighing->worlds = worlds;
    for (uint32_t i = 0; i < weighing->count; i++) compare(weighing, i);
    run_publish(course->run, RUN_WORTH,
                run_worth_json(request, weighing->worths, weighing->count, worlds == WORTH_WORLDS));
    return true;
}

static bool worth(Course *course) {
    Weighing *weighing = heap_take(1, sizeof *weighing);
    weighing_init(weighing, course);
    bool good = extend(course, course->now, WORTH_WORLDS);
    if (good) columns_copy(course->now, WORTH_WORLDS, weighing->now, WORTH_WORLDS);
    if (good && weighing->count == 0)
        run_publish(course->run, RUN_WORTH, run_worth_json(course->request, NULL, 0, true));
    else
        good = good && weigh(weighing, WORTH_FIRST) && weigh(weighing, WORTH_WORLDS);
    weighing_clear(weighing);
    free(weighing);
    return good;
}

/* ------------------------------------------------------------------ the whole */

static bool go(Course *course) {
    if (!first(course) || !timeline(course)) return false;
    for (uint32_t worlds = SECOND_BATCH; worlds < course->request->worlds; worlds *= 4) {
        if (!batch(course, worlds)) return false;
    }
    if (!batch(course, course->request->worlds)) return false;
    return !course->request->worth || worth(course);
}

static void finish(Course *course, bool good) {
    bool stopped = atomic_load(&course->run->stop);
    RunState state = good ? RUN_DONE : stopped ? RUN_CANCELLED : RUN_FAILED;
    static const char *const words[] = {
        [RUN_DONE] = "done", [RUN_CANCELLED] = "cancelled", [RUN_FAILED] = "failed"};
    JsonWriter writer;
    json_writer_init(&writer, false);
    json_begin_object(&writer, NULL);
    json_write_text(&writer, "state", words[state]);
    json_write_text(&writer, "error", state == RUN_FAILED ? course->error.text : "");
    json_end_object(&writer);
    pthread_mutex_lock(&course->run->lock);
    course->run->state = state;
    pthread_mutex_unlock(&course->run->lock);
    run_publish(course->run, RUN_END, writer.text);
}

static bool race(Course *course) {
    const RunRequest *request = course->request;
    ColumnCache *cache = course->run->runs->cache;
    course->now = hold(course, &request->now);
    if (request->has_pinned && !setting_equal(&request->now, &request->pinned))
        course->pinned = hold(course, &request->pinned);
    bool good = go(course);
    columns_release(cache, course->now);
    if (course->pinned) columns_release(cache, course->pinned);
    return good;
}

void run_execute(Run *run) {
    Course course = {.run = run, .request = &run->request};
    bool good = !atomic_load(&run->stop) &&
                (run->request.diligence ? diligence_execute(run, &course.error) : race(&course));
    finish(&course, good);
}
