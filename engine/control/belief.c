#include "control/belief.h"

/* Trust comes only from what somebody has seen: a claimed audit proves nothing. */
static double trust_of(const Answers *answers, uint32_t question, const double by_level[LEVELS]) {
    if (question == QUESTION_NONE) return 0;
    const Answer *answer = &answers->items[question];
    return answer->given && answer->status != STATUS_CLAIMED ? by_level[answer->option] : 0;
}

static double trust(const Questionnaire *questionnaire, const Answers *answers, uint32_t question) {
    const Claims *claims = &questionnaire->claims;
    /* They do not vouch for themselves. */
    if (question == claims->audit || question == claims->certification) return 0;
    double left = (1 - trust_of(answers, claims->audit, claims->trust_audit)) *
                  (1 - trust_of(answers, claims->certification, claims->trust_certification));
    return 1 - left;
}

static Belief spread(uint32_t option, const double lower[OPTIONS_MAX], double trusted) {
    Belief belief = {{0}};
    double taken = 0;
    for (uint32_t k = 1; k < OPTIONS_MAX; k++) {
        double share = lower[k] * (1 - trusted);
        belief.share[k > option ? 0 : option - k] += share;
        taken += share;
    }
    belief.share[option] += 1 - taken;
    return belief;
}

Belief belief_of(const Questionnaire *questionnaire, const Answers *answers, uint32_t question,
                 OpenAs open_as) {
    const Question *asked = &questionnaire->questions[question];
    const Answer *answer = &answers->items[question];
    const Claims *claims = &questionnaire->claims;
    Belief belief = {{0}};
    if (answer->given) {
        bool level = asked->kind == QUESTION_LEVEL;
        return spread(answer->option, level ? claims->level[answer->status] : claims->choice[answer->status],
                      trust(questionnaire, answers, question));
    }
    if (open_as == OPEN_AS_LOWEST) return (Belief){{1}};
    for (uint32_t i = 0; i < asked->option_count; i++) belief.share[i] = asked->base[i];
    return belief;
}

int belief_certain(const Belief *belief) {
    for (int i = 0; i < OPTIONS_MAX; i++)
        if (belief->share[i] > 1 - 1e-12) return i;
    return -1;
}

uint8_t belief_at(const Belief *belief, double uniform) {
    double sum = 0;
    uint8_t last = 0;
    for (uint8_t i = 0; i < OPTIONS_MAX; i++) {
        if (belief->share[i] <= 0) continue;
        last = i;
        sum += belief->share[i];
        if (uniform <= sum) break;
    }
    return last;
}
