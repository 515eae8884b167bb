/* One world as a map: where every organisation lies, and when it was taken, warned and cut off; and how one
 * of them was taken or what saved it. For the console's map; positions say who hangs from whom, nothing more.
 */
#pragma once

#include "base/json.h"
#include "report/played.h"

enum { SPREAD_RADIUS = 10000 };

/* Positions of the present organisations, within a circle of SPREAD_RADIUS: vendors in the middle, those they
 * serve on a ring in order of size, whoever hangs from one of these as a fan behind it. x and y are by
 * organisation; those of absent ones are untouched. */
void spread_layout(const World *world, const bool *present, int32_t *x, int32_t *y);

/* Format "keyfall.spread", version 1. `window` is the second until which there is much to see. */
void spread_json_write(const Played *played, const char *scenario, uint32_t window, JsonWriter *writer);
/* Format "keyfall.fate", version 1: how this organisation was taken, step by step, or by how much it escaped.
 */
void fate_json_write(const Played *played, OrgId org, JsonWriter *writer);
