#include "console/run_internal.h"
#include "measure/comparison.h"

#include <string.h>

enum { FIRST_BATCH = 200, SECOND_BATCH = 1000, TIMELINE_WORLDS = 60, WORTH_WORLDS = 200 };

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
    run_publish(course->run, RUN_RESULT,
                run_result_json(course->request, course->now, course->pinned, worlds));
    return true;
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

static void compare(const Course *course, Columns *raised, ControlWorth *worth) {
    uint32_t probes = course->request->loaded->scenario.adversary.probes.count;
    int64_t *values = heap_take((size_t)2 * probes * WORTH_WORLDS, sizeof *values);
    int64_t *other = values + (size_t)probes * WORTH_WORLDS;
    columns_copy(course->now, WORTH_WORLDS, values, WORTH_WORLDS);
    columns_copy(raised, WORTH_WORLDS, other, WORTH_WORLDS);
    worth->worlds = WORTH_WORLDS;
    for (uint32_t probe = 0; probe <= METRIC_MONEY; probe++) {
        Comparison comparison =
            comparison_of(values + (size_t)probe * WORTH_WORLDS, other + (size_t)probe * WORTH_WORLDS,
                          WORTH_WORLDS, COLUMNS_WORLDS_PER_DRAW);
        worth->difference[probe] = comparison.mean_difference;
        worth->ci95[probe] = comparison.ci95;
    }
    free(values);
}

static bool weigh(Course *course, uint32_t control, ControlWorth *worth) {
    Setting setting = setting_raised(&course->request->now, course->request->loaded, control);
    Columns *raised = hold(course, &setting);
    bool good = extend(course, raised, WORTH_WORLDS);
    worth->control = control;
    if (good) compare(course, raised, worth);
    columns_release(course->run->runs->cache, raised);
    return good;
}

static bool worth(Course *course) {
    const Loaded *loaded = course->request->loaded;
    ControlWorth worths[CONTROLS_MAX];
    uint32_t count = 0;
    bool good = extend(course, course->now, WORTH_WORLDS);
    for (uint32_t control = 0; good && control < loaded->scenario.catalogue.count; control++) {
        if (!loaded->used[control]) continue;
        good = weigh(course, control, &worths[count]);
        if (good)
            run_publish(course->run, RUN_WORTH, run_worth_json(course->request, worths, ++count, false));
    }
    if (good) run_publish(course->run, RUN_WORTH, run_worth_json(course->request, worths, count, true));
    return good;
}

/* ------------------------------------------------------------------ the whole */

static bool go(Course *course) {
    if (!batch(course, FIRST_BATCH) || !timeline(course)) return false;
    for (uint32_t worlds = SECOND_BATCH; worlds < course->request->worlds; worlds *= 4) {
        if (!batch(course, worlds)) return false;
    }
    if (course->request->worlds > FIRST_BATCH && !batch(course, course->request->worlds)) return false;
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

void run_execute(Run *run) {
    Course course = {.run = run, .request = &run->request};
    course.now = hold(&course, &run->request.now);
    if (run->request.has_pinned && !setting_equal(&run->request.now, &run->request.pinned))
        course.pinned = hold(&course, &run->request.pinned);
    finish(&course, !atomic_load(&run->stop) && go(&course));
    columns_release(run->runs->cache, course.now);
    if (course.pinned) columns_release(run->runs->cache, course.pinned);
}
