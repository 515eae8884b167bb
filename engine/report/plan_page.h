/* Which controls to buy, for the terminal and as JSON ("keyfall.plan", version 1). */
#pragma once

#include "base/json.h"
#include "measure/plan.h"
#include "report/page.h"

typedef struct Planned {         /* all borrowed */
    const char *scenario, *base; /* name of its folder; title of the set that the levers come on top of */
    const char *costs;           /* the user's own file, or NULL */
    const Study *study;
    const PlanOptions *options;
    const Plan *plan;
    uint8_t level; /* the default, which titles leave out */
} Planned;

void plan_page(const Planned *planned, Style style, Text *out);
void plan_json_write(const Planned *planned, JsonWriter *writer);
