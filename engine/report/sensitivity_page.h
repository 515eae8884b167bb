/* The numbers that decide an answer, for the terminal and as JSON ("keyfall.sensitivity", version 1). */
#pragma once

#include "base/json.h"
#include "measure/sensitivity.h"
#include "report/page.h"

typedef struct Sensed {          /* all borrowed */
    const char *scenario, *base; /* name of its folder; title of the set that is looked at */
    const Study *study;
    const SensitivityOptions *options;
    const Sensitivity *sensitivity;
} Sensed;

void sensitivity_page(const Sensed *sensed, Style style, Text *out);
void sensitivity_json_write(const Sensed *sensed, JsonWriter *writer);
