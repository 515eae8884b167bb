/* Dates as scenarios write them, in UTC: "2021-07-02T14:00Z", "2021-07-02", "2017-11" (its first day). */
#pragma once

#include "base/error.h"

#include <stdint.h>

/* Seconds since 1970-01-01. The sentence has no place; the caller adds it. */
bool iso_date_parse(const char *text, int64_t *seconds, Error *error);
