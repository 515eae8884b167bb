#include "report/lint_page.h"

#include "report/figure.h"

static void add_count(Text *out, uint32_t count, const char *what) {
    text_add(out, "%s %s%s", figure_whole(count).text, what, count == 1 ? "" : "s");
}

static void head(const Lint *lint, const char *scenario, Style style, Text *out) {
    Text line = {0};
    text_add(&line, "%s: ", scenario);
    add_count(&line, lint->count[LINT_ERROR], "error");
    text_add(&line, ", ");
    add_count(&line, lint->count[LINT_WARNING], "warning");
    text_add(&line, ", ");
    add_count(&line, lint->count[LINT_NOTE], "note");
    text_add(&line, "; ");
    add_count(&line, lint->worlds, "dry run");
    page_heading(out, style, "%s%s", text_of(&line), lint->partial ? "; PARTIAL: interrupted" : "");
    text_clear(&line);
}

static void write_finding(const Finding *finding, Style style, Text *out) {
    text_add(out, "%s:%u: ", finding->file, finding->line);
    page_paint(out, style, finding->severity == LINT_NOTE ? HUE_CONTAINED : HUE_ATTACK, "%s",
               lint_severity_name(finding->severity));
    text_add(out, " [%s]\n", finding->check);
    page_wrap(out, 4, "%s", finding->text);
    if (finding->because) page_wrap(out, 4, "Meant, because %s.", finding->because);
}

void lint_page(const Lint *lint, const char *scenario, Style style, Text *out) {
    head(lint, scenario, style, out);
    for (uint32_t i = 0; i < lint->list.count; i++) write_finding(&lint->list.items[i], style, out);
}

static void write_json(const Finding *finding, JsonWriter *writer) {
    json_begin_object(writer, NULL);
    json_write_text(writer, "severity", lint_severity_name(finding->severity));
    json_write_text(writer, "check", finding->check);
    json_write_text(writer, "subject", finding->subject);
    json_write_text(writer, "file", finding->file);
    json_write_integer(writer, "line", finding->line);
    json_write_text(writer, "text", finding->text);
    if (finding->because)
        json_write_text(writer, "because", finding->because);
    else
        json_write_null(writer, "because");
    json_end_object(writer);
}

void lint_json_write(const Lint *lint, const char *scenario, JsonWriter *writer) {
    json_begin_object(writer, NULL);
    json_write_text(writer, "scenario", scenario);
    json_write_integer(writer, "dry_runs", lint->worlds);
    json_write_integer(writer, "errors", lint->count[LINT_ERROR]);
    json_write_integer(writer, "warnings", lint->count[LINT_WARNING]);
    json_write_integer(writer, "notes", lint->count[LINT_NOTE]);
    json_begin_array(writer, "findings");
    for (uint32_t i = 0; i < lint->list.count; i++) write_json(&lint->list.items[i], writer);
    json_end_array(writer);
    json_end_object(writer);
}
