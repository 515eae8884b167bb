/* Reading results for plots; internal to the room. A number that is absent or null is not-a-number and is
 * then not drawn; a list that is absent is an error. */
#pragma once

#include "report/report.h"
#include "report/svg.h"

double read_number(Json object, const char *key);
const char *read_text(Json object, const char *key); /* "" when absent; borrowed */
bool read_flag(Json object, const char *key);        /* false when absent */
Json read_part(Json object, const char *key);        /* one that is not there when absent */
double read_item(Json list, uint32_t index);

typedef Vec(SvgRow) RowVec;
/* Adds a figure of rows and frees nothing of theirs; the table is taken. */
void report_rows(Document *document, const char *title, const char *subtitle, const SvgRows *rows,
                 const Table *table);

bool report_result(Document *document, Json root, Error *error);
bool report_assessment(Document *document, Json root, Error *error);
bool report_attribution(Document *document, Json root, Error *error);
bool report_plan(Document *document, Json root, Error *error);
bool report_sensitivity(Document *document, Json root, Error *error);
bool report_exposure(Document *document, Json root, Error *error);
bool report_backtest(Document *document, Json root, Error *error);
bool report_spread(Document *document, Json root, Error *error);
bool report_scenario(Document *document, Json root, Error *error);
