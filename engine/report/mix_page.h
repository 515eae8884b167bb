/* A year of attacks through providers: scenario by scenario, and in all. */
#pragma once

#include "base/json.h"
#include "measure/frequency.h"
#include "measure/mix.h"
#include "report/page.h"

typedef struct MixRow {
    const MixEntry *entry;
    Frequency frequency; /* the rate already times the entry's `times` */
    double customers;    /* hit, mean over all worlds */
} MixRow;

void mix_page(const Mix *mix, const MixRow *rows, uint32_t worlds, uint64_t seed, Style style, Text *out);
void mix_json_write(const Mix *mix, const MixRow *rows, uint32_t worlds, uint64_t seed, JsonWriter *writer);
