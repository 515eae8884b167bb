/* What the files of this room share: a range per level with where it comes from. */
#pragma once

#include "base/json.h"
#include "control/catalogue.h"

/* "levels": [{level, low, mode, high} for 1, 2 and 3], from 0 to `most`, low <= mode <= high, none lower than
 * the level below; `falls` is what is said then: "level 2 is weaker than level 1: raise …". Fills [1 … 3]. */
bool level_ranges_read(Json object, double most, const char *falls, double low[LEVELS], double mode[LEVELS],
                       double high[LEVELS], Error *error);
/* "provenance": "sourced" or "assumed". Such data holds for every scenario, so nothing can be fitted to one.
 */
bool level_ranges_provenance(Json object, Provenance *out, Error *error);
