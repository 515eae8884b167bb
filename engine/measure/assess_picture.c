#include "measure/assess_picture.h"

#include "base/draw.h"
#include "base/exact.h"

#include <stdlib.h>
#include <string.h>

/* ------------------------------------------------------------------ options */

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
        uint8_t option = trial->fixed[topic];
        if (option == TRIAL_AS_DRAWN)
            option = belief_at(&beliefs[q], topic_uniform(trial, topic, picture->draw));
        if (option < lowest[topic]) lowest[topic] = option;
    }
    for (uint32_t q = 0; q < questionnaire->question_count; q++)
        picture->option[q] = lowest[questionnaire->questions[q].topic];
}

/* ------------------------------------------------------------------ who shares with whom */

typedef struct Reading {        /* what a family reads of a picture, by question */
    bool world[QUESTIONS_MAX];  /* its option changes the world */
    bool levels[QUESTIONS_MAX]; /* its option is a level that some rule or response looks at */
} Reading;

static bool changes_world(const Question *question) {
    for (uint32_t i = 0; i < question->option_count; i++)
        for (uint32_t k = 0; k < question->options[i].effect_count; k++) {
            const char *act = question->options[i].effects[k].act;
            if (strcmp(act, "level") != 0 && strcmp(act, "dependence") != 0 && strcmp(act, "size") != 0)
                return true;
        }
    return false;
}

static bool raises_control(const Question *question) {
    for (uint32_t i = 0; i < question->option_count; i++)
        for (uint32_t k = 0; k < question->options[i].effect_count; k++)
            if (question->options[i].effects[k].control != QUESTION_NONE) return true;
    return false;
}

static Reading reading_of(const Trial *trial) {
    Reading reading = {{false}, {false}};
    for (uint32_t q = 0; q < trial->questionnaire->question_count; q++) {
        const Question *question = &trial->questionnaire->questions[q];
        reading.world[q] = changes_world(question);
        reading.levels[q] = raises_control(question) ||
                            (question->kind == QUESTION_LEVEL &&
                             assess_family_uses(trial->family, trial->questionnaire, question->topic));
    }
    return reading;
}

static void name_picture(const Trial *trial, const Reading *reading, Picture *picture) {
    picture->arrangement = 0;
    picture->levels = 1;
    for (uint32_t q = 0; q < trial->questionnaire->question_count; q++) {
        if (reading->world[q]) picture->arrangement = picture->arrangement * OPTIONS_MAX + picture->option[q];
        if (reading->levels[q]) picture->levels = name_join(picture->levels, picture->option[q]);
    }
}

static void draw_trial(const Trial *trial, Picture picture, PictureVec *out) {
    Belief beliefs[QUESTIONS_MAX];
    Reading reading = reading_of(trial);
    for (uint32_t q = 0; q < trial->questionnaire->question_count; q++) beliefs[q] = belief_in(trial, q);
    for (picture.draw = 0; picture.draw < trial->draws; picture.draw++) {
        fill_options(trial, beliefs, &picture);
        name_picture(trial, &reading, &picture);
        vec_push(out, picture);
    }
}

static int compare_pictures(const void *a, const void *b) {
    const Picture *x = a, *y = b;
    if (x->family != y->family) return x->family < y->family ? -1 : 1;
    if (x->arrangement != y->arrangement) return x->arrangement < y->arrangement ? -1 : 1;
    if (x->draw != y->draw) return x->draw < y->draw ? -1 : 1;
    if (x->levels != y->levels) return x->levels < y->levels ? -1 : 1;
    return (x->trial > y->trial) - (x->trial < y->trial);
}

static uint32_t family_number(const Trial *trials, uint32_t trial) {
    uint32_t number = 0;
    for (uint32_t i = 0;; i++) {
        if (trials[i].family == trials[trial].family) return number;
        bool first = true;
        for (uint32_t k = 0; k < i; k++) first &= trials[k].family != trials[i].family;
        number += first;
    }
}

void pictures_draw(const Trial *trials, uint32_t count, PictureVec *out) {
    for (uint32_t i = 0; i < count; i++)
        draw_trial(&trials[i], (Picture){.trial = i, .family = family_number(trials, i)}, out);
    if (out->count) qsort(out->items, out->count, sizeof *out->items, compare_pictures);
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

/* At most one overlay a question and effect. */
uint32_t picture_overlays(const Questionnaire *questionnaire, const Picture *picture, Overlay *overlays) {
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

/* ------------------------------------------------------------------ numbers of options */

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

double picture_rate(const Trial *trial, const Picture *picture, const ParameterDraw *draw) {
    double reference = trial->questionnaire->attraction.reference;
    double customers = number_of(trial, picture, draw, "size", reference);
    double exponent = draw->values[trial->family->attraction];
    return number_value(trial->family->per_year, draw) *
           exact_exp(exponent * exact_log(customers / reference));
}

double picture_work(const Trial *trial, const Picture *picture, const ParameterDraw *draw) {
    return number_of(trial, picture, draw, "dependence", 1);
}
