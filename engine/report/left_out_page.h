/* Each incident with its own numbers beside the same incident with what it shares taken from the others: for
 * the terminal, and as "left_out" of an incident in a "keyfall.backtest". */
#pragma once

#include "report/backtest_page.h"
#include "script/scenario.h"

typedef struct LeftOut {          /* one incident; all borrowed, until the call returns */
    const Scenario *scenario;     /* with the pooled numbers */
    const Backtest *own, *pooled; /* of the same figures, in the same order */
} LeftOut;

typedef struct LeftOutPage {
    Style style;
    Table figures, numbers;
    Text alone; /* incidents that share nothing the others know */
    BacktestTotals own, pooled;
    uint32_t fitted; /* numbers that stay fitted to the incident itself */
} LeftOutPage;

void left_out_page_init(LeftOutPage *page, Style style);
void left_out_page_clear(LeftOutPage *page);
void left_out_page_add(LeftOutPage *page, const LeftOut *one);
void left_out_page_alone(LeftOutPage *page, const char *scenario);
void left_out_page_write(const LeftOutPage *page, Text *out);

/* NULL: nothing is shared. */
void left_out_json_write(const LeftOut *one, JsonWriter *writer);
