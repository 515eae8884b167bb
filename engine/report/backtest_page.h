/* History beside the model, for the terminal and as one object of a "keyfall.backtest" (version 1). */
#pragma once

#include "base/json.h"
#include "measure/backtest.h"
#include "report/page.h"

void backtest_page(const Backtest *backtest, const Adversary *adversary, uint64_t seed, Style style,
                   Text *out);
void backtest_json_write(const Backtest *backtest, const Adversary *adversary, const char *scenario,
                         uint64_t seed, JsonWriter *writer);
