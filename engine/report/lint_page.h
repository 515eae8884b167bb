/* Findings of the linter: for the terminal, and as an object of "keyfall.lint" (version 1). */
#pragma once

#include "base/json.h"
#include "report/page.h"
#include "script/lint.h"

void lint_page(const Lint *lint, const char *scenario, Style style, Text *out);
void lint_json_write(const Lint *lint, const char *scenario, JsonWriter *writer);
