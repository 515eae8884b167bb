#include "measure/assess.h"

#include "base/exact.h"
#include "measure/assess_sums.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ------------------------------------------------------------------ what is run */

typedef enum Variant { AS_EXPECTED, AS_RANKED, LESS_ACCESS, EVERYTHING, VARIANTS } Variant;

enum { TABLE_SHARE = 8 }; /* tables of topics take an eighth of the draws */

typedef struct Job {
    Trial trial;
    TrialResult result;
    uint32_t msp, family, topic; /* topic NONE: a variant */
    uint8_t option;
} Job;
typedef Vec(Job) JobVec;

/* An access that we would grant: one that some option takes away. */
static bool is_grant(const Question *question) {
    for (uint32_t i = 0; i < question->option_count; i++)
        for (uint32_t k = 0; k < question->options[i].effect_count; k++)
            if (strcmp(question->options[i].effects[k].act, "remove") == 0) return true;
    return false;
}

static void fix_topics(const Questionnaire *questionnaire, Variant variant, uint8_t *fixed) {
    for (uint32_t q = 0; q < questionnaire->question_count; q++) {
        const Question *question = &questionnaire->questions[q];
        if (variant == LESS_ACCESS && is_grant(question))
            fixed[question->topic] = assess_asked_for(questionnaire, question->topic);
        if (variant == EVERYTHING && question->kind == QUESTION_LEVEL) fixed[question->topic] = LEVELS - 1;
    }
}

static Job job_of(const AssessInput *input, uint32_t msp, uint32_t family) {
    Job job = {.msp = msp, .family = family, .topic = NONE};
    trial_init(&job.trial);
    job.trial.questionnaire = input->questionnaire;
    job.trial.family = &input->families[family];
    job.trial.msp = input->msps[msp];
    job.trial.company = input->company;
    job.trial.seed = input->seed;
    job.trial.draws = input->draws;
    job.trial.worlds = input->worlds_per_draw;
    return job;
}

static void add_variants(const AssessInput *input, uint32_t msp, JobVec *jobs) {
    for (int variant = 0; variant < VARIANTS; variant++) {
        for (uint32_t family = 0; family < input->family_count; family++) {
            Job job = job_of(input, msp, family);
            job.option = (uint8_t)variant;
            job.trial.open_as = variant == AS_RANKED ? OPEN_AS_LOWEST : OPEN_AS_BASE;
            fix_topics(input->questionnaire, (Variant)variant, job.trial.fixed);
            vec_push(jobs, job);
        }
    }
}

static bool is_asked(const Questionnaire *questionnaire, uint32_t topic) {
    const Question *question = &questionnaire->questions[questionnaire->topics[topic].first_question];
    return question->part == PART_MSP && question->kind != QUESTION_TEXT;
}

static void add_topic(const AssessInput *input, uint32_t msp, uint32_t topic, JobVec *jobs) {
    for (uint8_t option = 0; option < input->questionnaire->topics[topic].option_count; option++) {
        for (uint32_t family = 0; family < input->family_count; family++) {
            if (!assess_family_uses(&input->families[family], input->questionnaire, topic)) continue;
            Job job = job_of(input, msp, family);
            job.topic = topic;
            job.option = option;
            job.trial.open_as = OPEN_AS_LOWEST;
            job.trial.fixed[topic] = option;
            job.trial.draws = assess_table_draws(input);
            vec_push(jobs, job);
        }
    }
}

uint32_t assess_table_draws(const AssessInput *input) {
    uint32_t draws = input->draws / TABLE_SHARE;
    return draws < 1 ? 1 : draws;
}

static void add_jobs(const AssessInput *input, JobVec *jobs) {
    for (uint32_t msp = 0; msp < input->msp_count; msp++) add_variants(input, msp, jobs);
    for (uint32_t msp = 0; msp < input->candidate_count; msp++)
        for (uint32_t topic = 0; topic < input->questionnaire->topic_count; topic++)
            if (is_asked(input->questionnaire, topic)) add_topic(input, msp, topic, jobs);
}

static bool run_jobs(const AssessInput *input, JobVec *jobs, Error *error) {
    CrewOptions options = {.threads = input->threads, .progress = input->progress, .context = input->context};
    Trial *trials = heap_take(jobs->count, sizeof *trials);
    TrialResult *results = heap_take(jobs->count, sizeof *results);
    for (uint32_t i = 0; i < jobs->count; i++) trials[i] = jobs->items[i].trial;
    bool good = trials_run(trials, jobs->count, &options, results, error);
    for (uint32_t i = 0; good && i < jobs->count; i++) jobs->items[i].result = results[i];
    free(trials);
    free(results);
    return good;
}

/* ------------------------------------------------------------------ from results to figures */

/* The results of one variant of one MSP, by family. */
static void find_results(const JobVec *jobs, uint32_t msp, Variant variant,
                         const TrialResult *results[ASSESS_FAMILIES_MAX]) {
    for (uint32_t i = 0; i < jobs->count; i++) {
        const Job *job = &jobs->items[i];
        if (job->msp == msp && job->topic == NONE && job->option == variant)
            results[job->family] = &job->result;
    }
}

static void sum_msp(const JobVec *jobs, const AssessInput *input, uint32_t msp, Assessed *out) {
    const TrialResult *results[ASSESS_FAMILIES_MAX];
    uint32_t families = input->family_count;
    out->answers = input->msps[msp];
    out->given = answers_given(input->msps[msp], input->questionnaire);
    out->asked = answers_asked(input->questionnaire, PART_MSP);
    find_results(jobs, msp, AS_RANKED, results);
    out->ranked = sums_odds(results, families);
    find_results(jobs, msp, LESS_ACCESS, results);
    out->less_access = sums_odds(results, families);
    find_results(jobs, msp, EVERYTHING, results);
    out->everything = sums_odds(results, families);
    find_results(jobs, msp, AS_EXPECTED, results);
    out->total = sums_odds(results, families);
    for (uint32_t family = 0; family < families; family++)
        out->family[family] = sums_odds(&results[family], 1);
    out->days = sums_days(results, families);
}

/* A topic's table is a sum over families; families that do not read the topic add the same to every option.
 */
static void sum_topics(const JobVec *jobs, const AssessInput *input, Assessment *out) {
    uint32_t draws = assess_table_draws(input);
    for (uint32_t msp = 0; msp < input->candidate_count; msp++) {
        const TrialResult *ranked[ASSESS_FAMILIES_MAX];
        find_results(jobs, msp, AS_RANKED, ranked);
        for (uint32_t topic = 0; topic < input->questionnaire->topic_count; topic++) {
            double *at = out->msps[msp].topics[topic].at;
            for (int option = 0; option < OPTIONS_MAX; option++) at[option] = NAN;
            if (!is_asked(input->questionnaire, topic)) continue;
            for (uint32_t option = 0; option < input->questionnaire->topics[topic].option_count; option++) {
                at[option] = 0;
                for (uint32_t family = 0; family < input->family_count; family++)
                    if (!assess_family_uses(&input->families[family], input->questionnaire, topic))
                        at[option] += sums_mean(ranked[family], draws);
            }
        }
    }
    for (uint32_t i = 0; i < jobs->count; i++) {
        const Job *job = &jobs->items[i];
        if (job->topic == NONE) continue;
        out->msps[job->msp].topics[job->topic].at[job->option] += sums_mean(&job->result, draws);
    }
}

static Standing standing_of(const JobVec *jobs, const AssessInput *input, uint32_t a, uint32_t b) {
    const TrialResult *of_a[ASSESS_FAMILIES_MAX], *of_b[ASSESS_FAMILIES_MAX];
    find_results(jobs, a, AS_RANKED, of_a);
    find_results(jobs, b, AS_RANKED, of_b);
    Difference difference = sums_difference(of_a, of_b, input->family_count);
    Standing standing = {.better = a, .worse = b};
    bool swap = difference.mean > 0;
    if (swap) standing = (Standing){.better = b, .worse = a};
    standing.difference = swap ? difference.mean : -difference.mean;
    standing.ci95 = swap ? difference.ci95 : (Interval){-difference.ci95.high, -difference.ci95.low};
    standing.chance = swap ? 1 - difference.chance_less : difference.chance_less;
    standing.apart = standing.ci95.low > 0 && standing.chance >= ASSESS_APART;
    return standing;
}

static void rank(const JobVec *jobs, const AssessInput *input, Assessment *out) {
    for (uint32_t i = 0; i < input->candidate_count; i++) {
        uint32_t at = i;
        for (; at > 0 && out->msps[out->order[at - 1]].ranked.mean > out->msps[i].ranked.mean; at--)
            out->order[at] = out->order[at - 1];
        out->order[at] = i;
    }
    for (uint32_t i = 0; i + 1 < input->candidate_count; i++)
        out->standing[i] = standing_of(jobs, input, out->order[i], out->order[i + 1]);
    for (uint32_t i = input->candidate_count; i < input->msp_count; i++)
        out->beside_today[i] = standing_of(jobs, input, out->order[0], i);
}

bool assess_run(const AssessInput *input, Assessment *out, Error *error) {
    JobVec jobs = {0};
    add_jobs(input, &jobs);
    bool good = run_jobs(input, &jobs, error);
    if (good) {
        *out = (Assessment){.input = *input};
        for (uint32_t msp = 0; msp < input->msp_count; msp++) sum_msp(&jobs, input, msp, &out->msps[msp]);
        sum_topics(&jobs, input, out);
        rank(&jobs, input, out);
        assess_find_askings(out);
    }
    for (uint32_t i = 0; i < jobs.count; i++) trial_clear(&jobs.items[i].result);
    vec_clear(&jobs);
    return good;
}
