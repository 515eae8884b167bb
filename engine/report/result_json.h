/* A result as JSON: format "keyfall.result", version 1 (docs/formats/result.schema.json). */
#pragma once

#include "base/json.h"
#include "report/result.h"

/* Times that never came make `none_share` greater than 0; a metric that no world has is null throughout.
 * Pairs set every later control set against the first, for every metric of which less is better. */
void result_json_write(const Result *result, JsonWriter *writer);
