/* Dates and time zones as texts, both ways: "2021-07-02T14:00Z", "2021-07-05" and "-04:00". */
#pragma once

#include "base/error.h"
#include "base/text.h"

/* Seconds since 1970-01-01 UTC of a moment, in UTC, or of a day's beginning. Years from 1970 to 9999. */
bool date_parse_moment(const char *text, int64_t *seconds, Error *error);
/* Days since 1970-01-01. */
bool date_parse_day(const char *text, int32_t *days, Error *error);
/* Minutes that local time is ahead of UTC, at most 14 hours either way. */
bool date_parse_zone(const char *text, int32_t *minutes, Error *error);

/* Add to `out`. A moment is written with its seconds only when it has some. */
void date_add_moment(Text *out, int64_t seconds);
void date_add_day(Text *out, int32_t days);
void date_add_zone(Text *out, int32_t minutes);
