/* What drives the difference between MSPs, what a contract could still close, and what an answer would be
 * worth before signing. All of it is read off the tables of topics: figures by option, everything else as
 * ranked, on the same luck. */
#include "measure/assess_sums.h"

#include <math.h>
#include <string.h>

/* The shares of the lowest of a topic's questions, whose options are drawn at one uniform: the minimum of
 * quantiles, so that its cumulative share is the greatest of theirs. */
Belief assess_topic_belief(const AssessInput *input, uint32_t msp, uint32_t topic, OpenAs open_as) {
    const Questionnaire *questionnaire = input->questionnaire;
    double cumulative[OPTIONS_MAX] = {0};
    for (uint32_t q = 0; q < questionnaire->question_count; q++) {
        if (questionnaire->questions[q].topic != topic) continue;
        Belief belief = belief_of(questionnaire, input->msps[msp], q, open_as);
        double sum = 0;
        for (int i = 0; i < OPTIONS_MAX; i++) {
            sum += belief.share[i];
            if (sum > cumulative[i]) cumulative[i] = sum;
        }
    }
    Belief lowest;
    for (int i = 0; i < OPTIONS_MAX; i++) lowest.share[i] = cumulative[i] - (i ? cumulative[i - 1] : 0);
    return lowest;
}

double assess_topic_mean(const Assessment *assessment, uint32_t msp, uint32_t topic, const Belief *belief) {
    const double *at = assessment->msps[msp].topics[topic].at;
    double mean = 0;
    for (int i = 0; i < OPTIONS_MAX; i++)
        if (belief->share[i] > 0) mean += belief->share[i] * at[i];
    return mean;
}

static double ranked_mean(const Assessment *assessment, uint32_t msp, uint32_t topic) {
    Belief belief = assess_topic_belief(&assessment->input, msp, topic, OPEN_AS_LOWEST);
    return assess_topic_mean(assessment, msp, topic, &belief);
}

/* Keeps `list` sorted by the size of the change, `most` at most. */
static uint32_t insert(TopicChange *list, uint32_t count, uint32_t most, TopicChange change) {
    uint32_t at = count;
    while (at > 0 && fabs(list[at - 1].change) < fabs(change.change)) at--;
    if (at >= most) return count;
    uint32_t kept = count < most ? count : most - 1;
    memmove(&list[at + 1], &list[at], (kept - at) * sizeof *list);
    list[at] = change;
    return kept + 1;
}

static bool is_tried(const Assessment *assessment, uint32_t msp, uint32_t topic) {
    return !isnan(assessment->msps[msp].topics[topic].at[0]);
}

/* Below this share of an MSP's figure a topic is not worth a line. */
#define NEGLIGIBLE 0.01

uint32_t assess_drivers(const Assessment *assessment, uint32_t msp, uint32_t other, TopicChange *out,
                        uint32_t most) {
    uint32_t count = 0;
    for (uint32_t topic = 0; topic < assessment->input.questionnaire->topic_count; topic++) {
        if (!is_tried(assessment, msp, topic)) continue;
        Belief theirs = assess_topic_belief(&assessment->input, other, topic, OPEN_AS_LOWEST);
        double now = ranked_mean(assessment, msp, topic);
        double change = assess_topic_mean(assessment, msp, topic, &theirs) - now;
        if (fabs(change) > NEGLIGIBLE * now)
            count = insert(out, count, most, (TopicChange){.topic = topic, .change = change});
    }
    return count;
}

uint8_t assess_asked_for(const Questionnaire *questionnaire, uint32_t topic) {
    const Question *question = &questionnaire->questions[questionnaire->topics[topic].first_question];
    if (question->kind == QUESTION_LEVEL) return 2;
    return (uint8_t)(question->option_count > 2 ? question->option_count - 2 : question->option_count - 1);
}

uint32_t assess_gaps(const Assessment *assessment, uint32_t msp, TopicChange *out, uint32_t most) {
    const Questionnaire *questionnaire = assessment->input.questionnaire;
    uint32_t count = 0;
    for (uint32_t topic = 0; topic < questionnaire->topic_count; topic++) {
        if (!is_tried(assessment, msp, topic)) continue;
        if (!*questionnaire->questions[questionnaire->topics[topic].first_question].clause.en) continue;
        uint8_t wanted = assess_asked_for(questionnaire, topic);
        double now = ranked_mean(assessment, msp, topic);
        /* Never less than what they have: the better part of a belief stays as it is. */
        Belief kept = assess_topic_belief(&assessment->input, msp, topic, OPEN_AS_LOWEST);
        for (uint8_t i = 0; i < wanted; i++) {
            kept.share[wanted] += kept.share[i];
            kept.share[i] = 0;
        }
        double change = assess_topic_mean(assessment, msp, topic, &kept) - now;
        if (change < -NEGLIGIBLE * now)
            count = insert(out, count, most, (TopicChange){topic, wanted, change});
    }
    return count;
}

/* ------------------------------------------------------------------ the worth of an answer */

/* The lowest figure among the other candidates, and whether there is one. */
static bool best_of_others(const Assessment *assessment, uint32_t msp, double *best) {
    bool any = false;
    for (uint32_t i = 0; i < assessment->input.candidate_count; i++) {
        double figure = assessment->msps[i].ranked.mean;
        if (i == msp || (any && figure >= *best)) continue;
        *best = figure;
        any = true;
    }
    return any;
}

/* Hearing the answer, one chooses again: the expected minimum against the minimum now. The table's figures
 * are moved so that they agree with the full run at what is believed now. */
static Asking asking_of(const Assessment *assessment, uint32_t msp, uint32_t topic) {
    Asking asking = {.msp = msp, .topic = topic};
    const double *at = assessment->msps[msp].topics[topic].at;
    Belief truth = assess_topic_belief(&assessment->input, msp, topic, OPEN_AS_BASE);
    double now = assessment->msps[msp].ranked.mean, shift = now - ranked_mean(assessment, msp, topic);
    double best = 0, mean = 0, square = 0, after = 0;
    bool others = best_of_others(assessment, msp, &best);
    for (int i = 0; i < OPTIONS_MAX; i++) {
        if (truth.share[i] <= 0) continue;
        double figure = at[i] + shift;
        mean += truth.share[i] * figure;
        square += truth.share[i] * figure * figure;
        after += truth.share[i] * (others ? fmin(figure, best) : figure);
        if (others && (figure < best) != (now < best)) asking.turns += truth.share[i];
    }
    asking.spread = sqrt(fmax(0, square - mean * mean));
    /* An answer that cannot change the choice is worth nothing to it, but for rounding. */
    asking.worth = asking.turns > 0 ? fmax(0, fmin(now, best) - after) : 0;
    return asking;
}

static bool worth_more(const Asking *a, const Asking *b) {
    if (a->worth != b->worth) return a->worth > b->worth;
    return a->spread > b->spread;
}

void assess_find_askings(Assessment *assessment) {
    for (uint32_t msp = 0; msp < assessment->input.candidate_count; msp++) {
        for (uint32_t topic = 0; topic < assessment->input.questionnaire->topic_count; topic++) {
            if (!is_tried(assessment, msp, topic)) continue;
            Asking asking = asking_of(assessment, msp, topic);
            if (asking.spread <= 0) continue;
            uint32_t at = assessment->asking_count;
            while (at > 0 && worth_more(&asking, &assessment->asking[at - 1])) at--;
            if (at >= ASSESS_ASKED) continue;
            if (assessment->asking_count < ASSESS_ASKED) assessment->asking_count++;
            for (uint32_t i = assessment->asking_count - 1; i > at; i--)
                assessment->asking[i] = assessment->asking[i - 1];
            assessment->asking[at] = asking;
        }
    }
}
