/* What each control is worth in one attack, for the terminal and as JSON ("keyfall.attribution", version 1).
 */
#pragma once

#include "base/json.h"
#include "measure/attribution.h"
#include "measure/mix_worth.h"
#include "report/page.h"

typedef struct Attributed {      /* all borrowed */
    const char *scenario, *base; /* name of its folder; title of the set that the levers come on top of */
    const Study *study;
    const Attribution *attribution;
    const MixWorth *over_mix; /* or NULL: not asked for */
    uint8_t level;            /* the default, which titles leave out */
} Attributed;

void attribution_page(const Attributed *attributed, Style style, Text *out);
void attribution_json_write(const Attributed *attributed, JsonWriter *writer);
