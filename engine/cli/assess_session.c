#include "cli/assess_session.h"

#include "cli/session.h"
#include "cli/terminal.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

static bool open_questionnaire(AssessSession *session, const char *root, Error *error) {
    char path[PATH_MAX + 64];
    snprintf(path, sizeof path, "%s/engine/control/catalogue.json", root);
    if (!catalogue_load(&session->catalogue, path, error)) return false;
    snprintf(path, sizeof path, "%s/engine/control/questionnaire.json", root);
    return questionnaire_load(&session->questionnaire, path, &session->catalogue, error);
}

/* ------------------------------------------------------------------ answers */

static bool open_answers(AssessSession *session, const char *path, Part part, Answers *out, Error *error) {
    if (!answers_load(out, path, &session->questionnaire, error)) return false;
    if (out->part == part) return true;
    answers_clear(out);
    return error_set(error, "%s: is of the part \"%s\"; here one of the part \"%s\" is read", path,
                     part_name(part == PART_MSP ? PART_COMPANY : PART_MSP), part_name(part));
}

static bool open_msp(AssessSession *session, const char *path, Error *error) {
    if (!open_answers(session, path, PART_MSP, &session->msps[session->msp_count], error)) return false;
    session->msp_count++;
    return true;
}

/* Two candidates of one name could not be told apart in any table. */
static bool check_names(const AssessSession *session, const AssessOptions *options, Error *error) {
    for (uint32_t i = 0; i < options->msp_count; i++)
        for (uint32_t k = 0; k < i; k++)
            if (strcmp(session->msps[i].name, session->msps[k].name) == 0)
                return error_set(error, "%s: has the name \"%s\" like %s; give each candidate its own",
                                 options->msps[i], session->msps[i].name, options->msps[k]);
    return true;
}

static bool open_all_answers(AssessSession *session, const AssessOptions *options, Error *error) {
    for (uint32_t i = 0; i < options->msp_count; i++)
        if (!open_msp(session, options->msps[i], error)) return false;
    session->candidate_count = session->msp_count;
    if (!check_names(session, options, error)) return false;
    if (options->today && !open_msp(session, options->today, error)) return false;
    if (options->since && !open_msp(session, options->since, error)) return false;
    if (!options->company) return true;
    session->has_company = open_answers(session, options->company, PART_COMPANY, &session->company, error);
    return session->has_company;
}

bool assess_session_open(AssessSession *session, const AssessOptions *options, Error *error) {
    char root[PATH_MAX];
    *session = (AssessSession){0};
    session_root(root);
    bool good = open_questionnaire(session, root, error) &&
                (options->blank || (open_all_answers(session, options, error) &&
                                    families_load(&session->families, root, options->families,
                                                  options->family_count, &session->questionnaire, error)));
    if (!good) assess_session_close(session);
    return good;
}

void assess_session_close(AssessSession *session) {
    families_clear(&session->families);
    for (uint32_t i = 0; i < session->msp_count; i++) answers_clear(&session->msps[i]);
    if (session->has_company) answers_clear(&session->company);
    questionnaire_clear(&session->questionnaire);
    catalogue_clear(&session->catalogue);
    *session = (AssessSession){0};
}

AssessInput assess_session_input(const AssessSession *session, const AssessOptions *options) {
    uint32_t worlds = options->common.worlds_per_draw;
    AssessInput input = {.questionnaire = &session->questionnaire,
                         .families = session->families.items,
                         .family_count = session->families.count,
                         .msp_count = session->msp_count,
                         .candidate_count = session->candidate_count,
                         .company = session->has_company ? &session->company : NULL,
                         .seed = options->common.seed,
                         .draws = (options->common.replications + worlds - 1) / worlds,
                         .worlds_per_draw = worlds,
                         .threads = options->common.threads,
                         .progress = progress_step};
    for (uint32_t i = 0; i < session->msp_count; i++) input.msps[i] = &session->msps[i];
    return input;
}
