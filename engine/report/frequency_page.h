/* What an attack costs in a year, and once in ten or a hundred: only for scenarios that state how often they
 * come, and only when asked for. */
#pragma once

#include "base/json.h"
#include "report/page.h"
#include "report/result.h"

/* So many of 1,000 organisations hit in a year, beside the published figure, if there is one. */
void frequency_check(const Frequency *frequency, double low, double high, Text *out);
void frequency_page(const Result *result, Style style, Text *out);
/* The member "per_year" of a result. */
void frequency_json_write(const Result *result, JsonWriter *writer);
