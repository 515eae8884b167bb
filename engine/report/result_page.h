/* One control set's distribution, and several side by side, for the terminal. */
#pragma once

#include "measure/uncertainty.h"
#include "report/page.h"
#include "report/result.h"

/* `uncertainty` may be NULL. */
void run_page(const Result *result, const Uncertainty *uncertainty, Style style, Text *out);
void compare_page(const Result *result, Style style, Text *out);
