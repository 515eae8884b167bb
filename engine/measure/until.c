#include "measure/until.h"

#include "base/text.h"
#include "measure/statistics.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *skip(const char *at) {
    return at + strspn(at, " ");
}

/* Past the word, which may have blanks before it; NULL when it is not there. */
static const char *past(const char *at, const char *word) {
    if (!at) return NULL;
    at = skip(at);
    return strncmp(at, word, strlen(word)) == 0 ? at + strlen(word) : NULL;
}

static bool unreadable(const char *text, Error *error) {
    return error_set(error,
                     "'%s' is not understood; write \"ci(mean MEASURE)<LIMIT\", the limit as a share of the "
                     "mean or in the measure's own unit: \"ci(mean customers)<2%%\", \"ci(mean msps)<0.5\"",
                     text);
}

static bool find_probe(const char *word, size_t length, const Adversary *adversary, uint32_t *out,
                       Error *error) {
    Text known = {0};
    for (uint32_t i = 0; i < adversary->probes.count; i++) {
        const char *id = adversary->probes.items[i].id;
        *out = i;
        if (strlen(id) == length && strncmp(id, word, length) == 0) {
            text_clear(&known);
            return true;
        }
        text_add(&known, "%s%s", i ? ", " : "", id);
    }
    error_set(error, "there is no measure '%.*s' in this scenario; it has: %s", (int)length, word,
              text_of(&known));
    text_clear(&known);
    return false;
}

static bool parse_limit(const char *at, const char *text, Until *out, Error *error) {
    char *end;
    errno = 0;
    out->limit = strtod(at, &end);
    if (end == at || !strchr("0123456789.", *skip(at))) return unreadable(text, error);
    const char *rest = skip(end);
    out->relative = *rest == '%';
    if (out->relative) rest = skip(rest + 1);
    if (*rest) return unreadable(text, error);
    if (errno || !isfinite(out->limit) || out->limit <= 0)
        return error_set(error, "'%s': the limit must be above 0; no number of worlds reaches 0", text);
    if (out->relative) out->limit /= 100;
    return true;
}

bool until_parse(const char *text, const Adversary *adversary, Until *out, Error *error) {
    const char *word = past(past(past(text, "ci"), "("), "mean ");
    if (!word) return unreadable(text, error);
    word = skip(word);
    size_t length = strcspn(word, " )<");
    const char *limit = past(past(word + length, ")"), "<");
    Until made;
    if (length == 0 || !limit) return unreadable(text, error);
    if (!find_probe(word, length, adversary, &made.probe, error) || !parse_limit(limit, text, &made, error))
        return false;
    *out = made;
    return true;
}

static double width_of(const Until *until, const Statistics *statistics) {
    double half = (statistics->ci95.high - statistics->ci95.low) / 2;
    if (statistics->count == 0 || (statistics->mean == 0 && half == 0)) return NAN;
    return until->relative ? half / fabs(statistics->mean) : half;
}

UntilState until_look(const Until *until, const Ensemble *ensemble) {
    double widest = 0;
    for (uint32_t set = 0; set < ensemble->set_count; set++) {
        Statistics statistics = statistics_of(ensemble_values(ensemble, set, until->probe),
                                              ensemble->replications, ensemble->worlds_per_draw);
        double width = width_of(until, &statistics);
        if (!(width <= widest)) widest = width;
        if (isnan(widest)) return (UntilState){.width = NAN};
    }
    double times = widest / until->limit; /* an interval is as wide as 1 / √worlds */
    return (UntilState){widest <= until->limit, widest, ensemble->replications * times * times};
}
