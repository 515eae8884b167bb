#include "console/diligence.h"

#include "console/run_internal.h"
#include "report/assess_page.h"

#include <stdlib.h>
#include <string.h>

enum { WORLDS = 4000, WORLDS_MAX = 16000, PROGRESS_STEPS = 50 };

/* ------------------------------------------------------------------ what was asked */

static bool read_answers(Json item, const Papers *papers, Part part, Answers *out, Error *error) {
    if (!answers_read(out, item, &papers->questionnaire, error)) return false;
    if (out->part == part) return true;
    answers_clear(out);
    return json_fail(item, error, "is of the part \"%s\"; here one of the part \"%s\" is read",
                     part_name(part == PART_MSP ? PART_COMPANY : PART_MSP), part_name(part));
}

static bool is_new_name(const Diligence *diligence, const char *name) {
    for (uint32_t i = 0; i < diligence->msp_count; i++)
        if (strcmp(diligence->msps[i].name, name) == 0) return false;
    return true;
}

static bool read_msps(Json root, Diligence *diligence, Error *error) {
    Json list;
    if (!json_array(root, "msps", &list, error)) return false;
    if (json_count(list) == 0 || json_count(list) > DILIGENCE_CANDIDATES)
        return json_fail(list, error, "must hold 1 to %d candidates", DILIGENCE_CANDIDATES);
    for (uint32_t i = 0; i < json_count(list); i++) {
        Answers answers;
        if (!read_answers(json_item(list, i), diligence->papers, PART_MSP, &answers, error)) return false;
        bool fresh = is_new_name(diligence, answers.name);
        diligence->msps[diligence->msp_count++] = answers;
        if (!fresh)
            return json_fail(json_item(list, i), error, "has the name \"%s\" like another; give each its own",
                             answers.name);
    }
    return true;
}

static bool read_company(Json root, Diligence *diligence, Error *error) {
    Json company;
    if (!json_get(root, "company", &company) || json_kind(company) == JSON_NULL) return true;
    diligence->has_company =
        read_answers(company, diligence->papers, PART_COMPANY, &diligence->company, error);
    return diligence->has_company;
}

bool diligence_read(Json root, const Papers *papers, Diligence **out, Error *error) {
    Diligence *diligence = heap_take(1, sizeof *diligence);
    int64_t worlds = WORLDS;
    diligence->papers = papers;
    diligence->seed = 1;
    if (read_msps(root, diligence, error) && read_company(root, diligence, error) &&
        (!json_has(root, "seed") || json_unsigned64(root, "seed", &diligence->seed, error)) &&
        (!json_has(root, "worlds") ||
         json_integer(root, "worlds", DILIGENCE_WORLDS_PER_DRAW, WORLDS_MAX, &worlds, error))) {
        diligence->worlds = (uint32_t)worlds;
        *out = diligence;
        return true;
    }
    diligence_destroy(diligence);
    return false;
}

void diligence_destroy(Diligence *diligence) {
    if (!diligence) return;
    for (uint32_t i = 0; i < diligence->msp_count; i++) answers_clear(&diligence->msps[i]);
    if (diligence->has_company) answers_clear(&diligence->company);
    free(diligence);
}

/* ------------------------------------------------------------------ the run */

typedef struct Playing {
    Run *run;
    uint32_t told; /* of PROGRESS_STEPS */
} Playing;

static bool tell_progress(void *context, uint32_t done, uint32_t total) {
    Playing *playing = context;
    uint32_t step = total ? (uint32_t)((uint64_t)done * PROGRESS_STEPS / total) : 0;
    if (step != playing->told) {
        playing->told = step;
        JsonWriter writer;
        json_writer_init(&writer, false);
        json_begin_object(&writer, NULL);
        json_write_integer(&writer, "done", done);
        json_write_integer(&writer, "total", total);
        json_end_object(&writer);
        run_publish(playing->run, RUN_PROGRESS, writer.text);
    }
    return !atomic_load(&playing->run->stop);
}

static AssessInput input_of(const Diligence *diligence, uint32_t worlds, Playing *playing) {
    AssessInput input = {.questionnaire = &diligence->papers->questionnaire,
                         .families = diligence->papers->families.items,
                         .family_count = diligence->papers->families.count,
                         .msp_count = diligence->msp_count,
                         .candidate_count = diligence->msp_count,
                         .company = diligence->has_company ? &diligence->company : NULL,
                         .seed = diligence->seed,
                         .draws = (worlds + DILIGENCE_WORLDS_PER_DRAW - 1) / DILIGENCE_WORLDS_PER_DRAW,
                         .worlds_per_draw = DILIGENCE_WORLDS_PER_DRAW,
                         .progress = tell_progress,
                         .context = playing};
    for (uint32_t i = 0; i < diligence->msp_count; i++) input.msps[i] = &diligence->msps[i];
    return input;
}

static bool play(Run *run, uint32_t worlds, Error *error) {
    Playing playing = {run, 0};
    Assessment *assessment = heap_take(1, sizeof *assessment);
    AssessInput input = input_of(run->request.diligence, worlds, &playing);
    bool good = assess_run(&input, assessment, error) && !atomic_load(&run->stop);
    if (good) {
        AssessView view = {.assessment = assessment, .language = LANGUAGE_EN};
        JsonWriter writer;
        json_writer_init(&writer, false);
        assess_json_write(&view, &writer);
        run_publish(run, RUN_ASSESSMENT, writer.text);
    }
    free(assessment);
    return good;
}

bool diligence_execute(Run *run, Error *error) {
    uint32_t worlds = run->request.diligence->worlds;
    return (worlds <= DILIGENCE_ROUGH || play(run, DILIGENCE_ROUGH, error)) && play(run, worlds, error);
}
