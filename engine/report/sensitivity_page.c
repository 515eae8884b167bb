#include "report/sensitivity_page.h"

#include "report/figure.h"
#include "report/table.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { DECIDING = 5, SCREENED_SHOWN = 10, LABEL = 40, BAR = 24 };

static const Probe *probe_of(const Sensed *s) {
    return &race_adversary(s->study->race)->probes.items[s->options->probe];
}

/* "push the fake update: odds", or "Application control: can block". */
static void add_label(const ParameterInput *input, Text *out) {
    text_add(out, "%s", input->label);
    if (input->control != UINT32_MAX) text_add(out, ": strength (%s)", mechanism_name(input->mechanism));
}

static void head_of_page(const Sensed *s, Style style, Text *out) {
    const Sensitivity *t = s->sensitivity;
    page_heading(out, style, "%s: the numbers that decide the answer", race_adversary(s->study->race)->title);
    page_wrap(
        out, 0,
        "The answer looked at: %s on average, under \"%s\"; %u numbers with a range that can matter; %s "
        "points of %u worlds each, the same luck at every point, seed %llu%s",
        probe_of(s)->title, s->base, t->count, figure_whole(t->points).text, s->options->worlds,
        (unsigned long long)s->study->options.seed,
        s->study->options.response_off ? "; nobody responds" : "");
    if (t->partial) page_wrap(out, 0, "PARTIAL: interrupted before the shares were known.");
    text_add(out, "\n");
}

/* ------------------------------------------------------------------ the five */

static void add_range(const ParameterInput *input, Style style, Text *out) {
    const char *unit = strcmp(input->unit, "share") == 0 ? "" : input->unit;
    text_add(out, "%g %s %g%s%s, most likely %g", input->low, page_to(style), input->high, *unit ? " " : "",
             unit, input->mode);
    if (input->control != UINT32_MAX) text_add(out, " (at level 3)");
}

/* The scenario's folder and file: where it lies on a machine says nothing. */
static const char *short_where(const char *where) {
    const char *at = where + strlen(where);
    for (int slashes = 0; at > where; at--)
        if (at[-1] == '/' && ++slashes == 2) break;
    return at;
}

static void add_origin(const ParameterInput *input, Text *out) {
    text_add(out, "%s: %s", provenance_name(input->provenance),
             *input->source ? input->source : "no reason given");
    if (*input->where) text_add(out, " (%s)", short_where(input->where));
}

static void deciding_lines(const Sensed *s, uint32_t place, Style style, Text *out) {
    const SensitiveInput *input = &s->sensitivity->inputs[place];
    Text line = {0};
    add_label(&input->info, &line);
    page_paint(out, style, HUE_STRONG, "%u  ", place + 1);
    page_hang(out, 3, text_of(&line));
    text_clear(&line);
    add_range(&input->info, style, &line);
    text_add(&line, ". From its 1-in-20 low to its 1-in-20 high: %s",
             figure_brief(probe_of(s), input->at_low).text);
    text_add(&line, " to %s. ", figure_brief(probe_of(s), input->at_high).text);
    text_add(&line, "Its hand in the variance: %s", figure_percent(input->index.total).text);
    text_add(&line, " (%s", figure_percent(input->index.total_ci95.low).text);
    text_add(&line, " %s %s), ", page_to(style), figure_percent(input->index.total_ci95.high).text);
    text_add(&line, "alone %s.", figure_percent(input->index.first).text);
    page_wrap(out, 3, "%s", text_of(&line));
    text_clear(&line);
    add_origin(&input->info, &line);
    page_wrap(out, 3, "%s", text_of(&line));
    text_clear(&line);
}

static void deciding(const Sensed *s, Style style, Text *out) {
    const Sensitivity *t = s->sensitivity;
    uint32_t count = t->analysed < DECIDING ? t->analysed : DECIDING;
    static const char *const words[] = {"",
                                        "The one number that decides",
                                        "The two numbers that decide",
                                        "The three numbers that decide",
                                        "The four numbers that decide",
                                        "The five numbers that decide"};
    if (count == 0) {
        if (!t->partial) page_wrap(out, 0, "No number with a range moves this answer.");
        return;
    }
    page_heading(out, style, "%s this answer", words[count]);
    for (uint32_t i = 0; i < count; i++) deciding_lines(s, i, style, out);
    text_add(out, "\n");
}

/* ------------------------------------------------------------------ tornado */

typedef struct Scale {
    double low, high;
} Scale;

static Scale scale_of(const Sensitivity *t) {
    Scale scale = {t->likely, t->likely};
    for (uint32_t i = 0; i < t->analysed; i++) {
        const SensitiveInput *input = &t->inputs[i];
        scale.low = fmin(scale.low, fmin(input->at_low, input->at_high));
        scale.high = fmax(scale.high, fmax(input->at_low, input->at_high));
    }
    return scale;
}

static int column_of(Scale scale, double value) {
    if (!(scale.high > scale.low)) return 0;
    return (int)((value - scale.low) / (scale.high - scale.low) * (BAR - 1) + 0.5);
}

/* The low end light, the high end dark, the most likely between them. */
static void add_bar(const Sensitivity *t, Scale scale, const SensitiveInput *input, Style style, Text *out) {
    int middle = column_of(scale, t->likely), low = column_of(scale, input->at_low);
    int high = column_of(scale, input->at_high);
    for (int c = 0; c < BAR; c++) {
        bool by_low = (low <= c && c < middle) || (middle < c && c <= low);
        bool by_high = (high <= c && c < middle) || (middle < c && c <= high);
        const char *mark = c == middle ? (style.ascii ? "|" : "│")
                           : by_high   ? (style.ascii ? "#" : "█")
                           : by_low    ? (style.ascii ? "-" : "░")
                                       : " ";
        text_add(out, "%s", mark);
    }
}

static void tornado_line(const Sensed *s, Scale scale, const SensitiveInput *input, Style style, Text *out) {
    Text label = {0};
    char cut[4 * LABEL + 1];
    add_label(&input->info, &label);
    size_t bytes = 0, columns = 0;
    const char *text = text_of(&label);
    while (text[bytes] && columns < LABEL) {
        unsigned step = text_code_point(text + bytes, label.length - bytes, NULL);
        bytes += step ? step : 1;
        columns++;
    }
    snprintf(cut, sizeof cut, "%.*s", (int)bytes, text);
    text_add(out, "%s", cut);
    text_pad(out, ' ', LABEL - columns + 1);
    text_add(out, "%6s ", figure_brief(probe_of(s), input->at_low).text);
    add_bar(s->sensitivity, scale, input, style, out);
    text_add(out, " %s\n", figure_brief(probe_of(s), input->at_high).text);
    text_clear(&label);
}

static void tornado(const Sensed *s, Style style, Text *out) {
    const Sensitivity *t = s->sensitivity;
    if (t->analysed == 0) return;
    Scale scale = scale_of(t);
    page_heading(out, style, "One at a time, from its 1-in-20 low to its 1-in-20 high");
    page_wrap(out, 0,
              "%s %s at its low (left figure), %s at its high (right); the line is %s, with every number "
              "most likely",
              style.ascii ? "-" : "░", probe_of(s)->title, style.ascii ? "#" : "█",
              figure_brief(probe_of(s), t->likely).text);
    for (uint32_t i = 0; i < t->analysed; i++) tornado_line(s, scale, &t->inputs[i], style, out);
    text_add(out, "\n");
}

/* ------------------------------------------------------------------ the rest */

static void rest_table(const Sensed *s, Style style, Text *out) {
    const Sensitivity *t = s->sensitivity;
    Table table;
    uint32_t end = t->analysed + SCREENED_SHOWN < t->count ? t->analysed + SCREENED_SHOWN : t->count;
    if (end <= t->analysed || t->inputs[t->analysed].screened.effect <= 0) return;
    page_heading(out, style, "Those that move it less (screening: moved by half of the range)");
    table_init(&table, "wrrl");
    static const char *const headings[] = {"number", "moves it by", "95 %", "number is"};
    for (size_t i = 0; i < sizeof headings / sizeof headings[0]; i++) table_cell(&table, "%s", headings[i]);
    for (uint32_t i = t->analysed; i < end; i++) {
        const SensitiveInput *input = &t->inputs[i];
        const Interval *ci = &input->screened.ci95;
        Text label = {0};
        add_label(&input->info, &label);
        table_cell(&table, "%s", text_of(&label));
        table_cell(&table, "%s", figure_brief(probe_of(s), input->screened.effect).text);
        table_cell(&table, "%s",
                   figure_range(probe_of(s), ci->low > 0 ? ci->low : 0, ci->high, style.ascii).text);
        table_cell(&table, "%s", provenance_name(input->info.provenance));
        text_clear(&label);
    }
    table_write(&table, style, out);
    if (end < t->count) text_add(out, "and %u that move it less than these\n", t->count - end);
    table_clear(&table);
    text_add(out, "\n");
}

static void how_to_read(const Sensed *s, Text *out) {
    const Sensitivity *t = s->sensitivity;
    if (t->analysed == 0) return;
    page_wrap(out, 0,
              "A number's hand in the variance is its total effect (Sobol): what the spread of the answer "
              "would lose if it were known, at most; \"alone\" is its own part without what it does together "
              "with others. Brackets hold 95 %%, by resampling the %u rows. The %u analysed were varied "
              "together, the rest most likely; with everything varying the variance is %s times as large.",
              s->options->rows, t->analysed, isnan(t->covered) ? "?" : figure_amount(1 / t->covered).text);
    page_wrap(out, 0, "Luck is averaged out here; `keyfall run` says how much of a world's spread it makes.");
}

void sensitivity_page(const Sensed *sensed, Style style, Text *out) {
    head_of_page(sensed, style, out);
    deciding(sensed, style, out);
    tornado(sensed, style, out);
    rest_table(sensed, style, out);
    how_to_read(sensed, out);
}

/* ------------------------------------------------------------------ JSON */

static void write_interval(JsonWriter *writer, const char *key, const Interval *interval) {
    json_begin_flat_array(writer, key);
    json_write_number(writer, NULL, interval->low);
    json_write_number(writer, NULL, interval->high);
    json_end_array(writer);
}

static void write_shares(JsonWriter *writer, const SensitiveInput *input) {
    json_begin_object(writer, "shares");
    json_write_number(writer, "first", input->index.first);
    write_interval(writer, "first_ci95", &input->index.first_ci95);
    json_write_number(writer, "total", input->index.total);
    write_interval(writer, "total_ci95", &input->index.total_ci95);
    json_end_object(writer);
    json_begin_object(writer, "tornado");
    json_write_number(writer, "at_p5", input->at_low);
    json_write_number(writer, "at_p95", input->at_high);
    json_end_object(writer);
}

static void write_input(const Sensed *s, uint32_t place, JsonWriter *writer) {
    const SensitiveInput *input = &s->sensitivity->inputs[place];
    Text label = {0};
    add_label(&input->info, &label);
    json_begin_object(writer, NULL);
    json_write_text(writer, "label", text_of(&label));
    json_write_text(writer, "unit", input->info.unit);
    json_write_number(writer, "low", input->info.low);
    json_write_number(writer, "mode", input->info.mode);
    json_write_number(writer, "high", input->info.high);
    json_write_text(writer, "provenance", provenance_name(input->info.provenance));
    json_write_text(writer, "source", input->info.source);
    json_write_text(writer, "where", short_where(input->info.where));
    json_begin_object(writer, "screening");
    json_write_number(writer, "effect", input->screened.effect);
    write_interval(writer, "ci95", &input->screened.ci95);
    json_write_number(writer, "spread", input->screened.spread);
    json_write_number(writer, "drift", input->screened.drift);
    json_end_object(writer);
    if (place < s->sensitivity->analysed) write_shares(writer, input);
    json_end_object(writer);
    text_clear(&label);
}

void sensitivity_json_write(const Sensed *s, JsonWriter *writer) {
    const Sensitivity *t = s->sensitivity;
    json_begin_object(writer, NULL);
    json_write_text(writer, "format", "keyfall.sensitivity");
    json_write_integer(writer, "version", 1);
    json_write_text(writer, "scenario", s->scenario);
    json_write_text(writer, "controls", s->base);
    json_write_unsigned64(writer, "seed", s->study->options.seed);
    json_write_text(writer, "response", s->study->options.response_off ? "off" : "on");
    json_write_text(writer, "metric", probe_of(s)->id);
    json_write_integer(writer, "worlds", s->options->worlds);
    json_write_integer(writer, "trajectories", s->options->trajectories);
    json_write_integer(writer, "rows", s->options->rows);
    json_write_integer(writer, "points", t->points);
    json_write_flag(writer, "partial", t->partial);
    json_write_number(writer, "likely", t->likely);
    json_write_number(writer, "mean", t->analysed ? t->whole.mean : NAN);
    json_write_number(writer, "variance", t->analysed ? t->whole.variance : NAN);
    json_write_number(writer, "covered", t->covered);
    json_begin_array(writer, "inputs");
    for (uint32_t i = 0; i < t->count; i++) write_input(s, i, writer);
    json_end_array(writer);
    json_end_object(writer);
}
