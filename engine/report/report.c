#include "report/report.h"

#include "report/report_read.h"

#include <math.h>
#include <string.h>

double read_number(Json object, const char *key) {
    Json value;
    double number;
    Error unused;
    if (json_get(object, key, &value) && json_as_number(value, -1e300, 1e300, &number, &unused))
        return number;
    return NAN;
}

const char *read_text(Json object, const char *key) {
    Json value;
    const char *text;
    Error unused;
    return json_get(object, key, &value) && json_as_text(value, &text, &unused) ? text : "";
}

bool read_flag(Json object, const char *key) {
    Json value;
    bool flag;
    Error unused;
    return json_get(object, key, &value) && json_as_flag(value, &flag, &unused) && flag;
}

Json read_part(Json object, const char *key) {
    Json value = {0};
    json_get(object, key, &value);
    return value;
}

double read_item(Json list, uint32_t index) {
    double number;
    Error unused;
    return json_as_number(json_item(list, index), -1e300, 1e300, &number, &unused) ? number : NAN;
}

void report_rows(Document *document, const char *title, const char *subtitle, const SvgRows *rows,
                 const Table *table) {
    Text svg = {0};
    svg_rows(&svg, title, rows);
    document_add_figure(document, title, subtitle, text_of(&svg), table);
    text_clear(&svg);
}

/* ------------------------------------------------------------------ formats */

static const struct {
    const char *format;
    bool (*add)(Document *document, Json root, Error *error);
    const char *title; /* takes the scenario or source behind it */
} formats[] = {
    {"keyfall.result", report_result, "How far it goes"},
    {"keyfall.assessment", report_assessment, "Choice of a managed service provider"},
    {"keyfall.attribution", report_attribution, "What each control is worth"},
    {"keyfall.plan", report_plan, "What to buy"},
    {"keyfall.sensitivity", report_sensitivity, "The numbers that decide this answer"},
    {"keyfall.exposure", report_exposure, "The keys with the widest exposure"},
    {"keyfall.backtest", report_backtest, "The model beside history"},
    {"keyfall.spread", report_spread, "The spread as a map"},
    {"keyfall.scenario", report_scenario, "Assumptions and sources"},
};
enum { FORMATS = sizeof formats / sizeof *formats };

static int find_format(Json root) {
    const char *format = read_text(root, "format");
    for (int i = 0; i < FORMATS; i++)
        if (strcmp(formats[i].format, format) == 0) return i;
    return -1;
}

bool report_add(Document *document, Json root, Error *error) {
    int found = find_format(root);
    if (found < 0)
        return json_fail(root, error,
                         "\"format\" is \"%.60s\"; a report is made of what --json prints, of: %s",
                         read_text(root, "format"), REPORT_FORMATS);
    if (!json_expect_format(root, formats[found].format, 1, error)) return false;
    return formats[found].add(document, root, error);
}

void report_title(Json root, Text *out) {
    int found = find_format(root);
    const char *scenario = read_text(root, "scenario");
    if (!*scenario) scenario = read_text(root, "source");
    text_add(out, "%s", found < 0 ? "Keyfall" : formats[found].title);
    if (*scenario) text_add(out, ": %s", scenario);
}
