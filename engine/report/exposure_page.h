/* Exposure: the keys with the most downstream, whatever happens. */
#pragma once

#include "base/json.h"
#include "report/page.h"
#include "world/exposure.h"

/* The `most` widest keys, by customers, then machines, then name; text of the page, the bare table, and JSON
 * ("keyfall.exposure", version 1). `sizes` as in world_population_sizes, or NULL for the whole world. */
void exposure_page(const World *world, const uint32_t *sizes, const char *title, uint32_t most, Style style,
                   Text *out);
void exposure_table(const World *world, const uint32_t *sizes, uint32_t most, Style style, Text *out);
/* Leaves the object open for what else there is to say (choke_page.h). */
void exposure_json_write(const World *world, const uint32_t *sizes, const char *source, uint32_t most,
                         JsonWriter *writer);
