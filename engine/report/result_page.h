/* One control set's distribution, and several side by side, for the terminal. */
#pragma once

#include "report/page.h"
#include "report/result.h"

void run_page(const Result *result, Style style, Text *out);
#define COMPARE_READS METRIC_DEPTH /* it reads the measures before this one */
void compare_page(const Result *result, Style style, Text *out);
