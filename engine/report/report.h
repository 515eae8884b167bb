/* Result JSON of ours as a document with plots, a table behind each: what `keyfall report` writes. */
#pragma once

#include "base/json.h"
#include "report/document.h"

#define REPORT_FORMATS                                                                                       \
    "result, assessment, attribution, plan, sensitivity, exposure, backtest, spread, scenario"

/* Adds what one file says. False when it is of no format that a report knows, or lacks what it needs. */
bool report_add(Document *document, Json root, Error *error);
/* The title that a report of this file takes. */
void report_title(Json root, Text *out);
