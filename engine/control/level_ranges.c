#include "control/level_ranges.h"

#include <string.h>

bool level_ranges_provenance(Json object, Provenance *out, Error *error) {
    const char *text;
    if (!json_text(object, "provenance", &text, error)) return false;
    bool sourced = strcmp(text, "sourced") == 0;
    if (!sourced && strcmp(text, "assumed") != 0)
        return json_fail(object, error, "provenance must be \"sourced\" or \"assumed\", not \"%s\"", text);
    *out = sourced ? PROVENANCE_SOURCED : PROVENANCE_ASSUMED;
    return true;
}

static bool check_range(Json range, int level, const char *falls, const double *low, const double *mode,
                        const double *high, Error *error) {
    if (low[level] > mode[level] || mode[level] > high[level])
        return json_fail(range, error, "must be low <= mode <= high, not %g, %g, %g", low[level], mode[level],
                         high[level]);
    if (low[level] < low[level - 1] || mode[level] < mode[level - 1] || high[level] < high[level - 1])
        return json_fail(range, error, "level %d %s level %d: raise its low, mode or high", level, falls,
                         level - 1);
    return true;
}

static bool read_range(Json range, int level, double most, double *low, double *mode, double *high,
                       Error *error) {
    int64_t given;
    if (json_kind(range) != JSON_OBJECT)
        return json_fail(range, error, "must be an object with level, low, mode and high");
    if (!json_only(range, "level low mode high", error) ||
        !json_integer(range, "level", 1, LEVELS - 1, &given, error) ||
        !json_number(range, "low", 0, most, &low[level], error) ||
        !json_number(range, "mode", 0, most, &mode[level], error) ||
        !json_number(range, "high", 0, most, &high[level], error))
        return false;
    return given == level ||
           json_fail(range, error, "levels come in order: level %d is expected here, not %d", level,
                     (int)given);
}

bool level_ranges_read(Json object, double most, const char *falls, double low[LEVELS], double mode[LEVELS],
                       double high[LEVELS], Error *error) {
    Json levels;
    if (!json_array(object, "levels", &levels, error)) return false;
    if (json_count(levels) != LEVELS - 1)
        return json_fail(levels, error, "must hold the levels 1, 2 and 3, not %u of them",
                         (unsigned)json_count(levels));
    for (int level = 1; level < LEVELS; level++) {
        Json range = json_item(levels, (uint32_t)level - 1);
        if (!read_range(range, level, most, low, mode, high, error) ||
            !check_range(range, level, falls, low, mode, high, error))
            return false;
    }
    return true;
}
