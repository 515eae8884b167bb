/* Calendars as the fields of an organisation in JSON: time_zone, working_hours, workdays, night_rate,
 * weekend_rate and holidays; internal to the room. */
#pragma once

#include "base/json.h"
#include "world/calendar.h"

bool calendar_json_read(Json organisation, Calendar *out, Error *error);
/* Into the object that is open. Every calendar of calendar_always and calendar_office, with days off or
 * without, reads back as it was. */
void calendar_json_write(const Calendar *calendar, JsonWriter *writer);
