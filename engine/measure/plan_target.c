#include "measure/plan.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const names[] = {"mean", "median", "p95", "cvar95"};
enum { NAMES = sizeof names / sizeof names[0] };

const char *target_name(TargetOf of) {
    return names[of];
}

double target_value(TargetOf of, const Statistics *statistics) {
    switch (of) {
    case TARGET_MEAN:
        return statistics->mean;
    case TARGET_MEDIAN:
        return (double)statistics->median;
    case TARGET_P95:
        return (double)statistics->p95;
    case TARGET_CVAR95:
        break;
    }
    return statistics->cvar95;
}

static bool unreadable(const char *words, Error *error) {
    return error_set(error,
                     "--target: \"%s\" cannot be read; write it like 'p95(customers)<=20', with mean, "
                     "median, p95 or cvar95 and a metric",
                     words);
}

static bool read_metric(const char *metric, const Adversary *adversary, Target *target, Error *error) {
    const char *ids[256];
    uint32_t count = 0;
    for (uint32_t i = 0; i < adversary->probes.count && count < 256; i++) {
        ids[count++] = adversary->probes.items[i].id;
        if (strcmp(ids[count - 1], metric) != 0) continue;
        target->probe = i;
        return true;
    }
    const char *near = text_nearest(metric, ids, count);
    return error_set(error, "--target: there is no metric \"%s\" in this scenario%s%s%s", metric,
                     near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
}

bool target_parse(const char *words, const Adversary *adversary, Target *out, Error *error) {
    char name[16], metric[64];
    double most;
    int end = 0;
    Target target = {0};
    int fields = sscanf(words, " %15[a-z0-9] ( %63[a-z0-9_] ) <= %lf %n", name, metric, &most, &end);
    if (fields != 3 || words[end] != '\0' || !isfinite(most) || most < 0) return unreadable(words, error);
    int of = 0;
    while (of < NAMES && strcmp(names[of], name) != 0) of++;
    if (of == NAMES) return unreadable(words, error);
    target.of = (TargetOf)of;
    target.most = most;
    if (!read_metric(metric, adversary, &target, error)) return false;
    *out = target;
    return true;
}
