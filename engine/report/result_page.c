#include "report/result_page.h"

#include "report/figure.h"
#include "report/frequency_page.h"
#include "report/plot.h"
#include "report/table.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const Probe *subject_of(const Result *result) {
    return &result->adversary->probes.items[result_subject(result)];
}

static const Statistics *subject_statistics(const Result *result, uint32_t set) {
    return result_statistics(result, set, result_subject(result));
}

static const Sample *subject_sample(const Result *result, uint32_t set) {
    return result_sample(result, set, result_subject(result));
}

static void head_of_page(const Result *result, Style style, Text *out) {
    const Ensemble *ensemble = result->ensemble;
    page_heading(out, style, "%s", result->adversary->title);
    text_add(out, "%s worlds, seed %llu%s%s%s\n", figure_whole(ensemble->replications).text,
             (unsigned long long)result->seed, result->response_off ? ", nobody responds" : "",
             result->parameters_fixed ? ", parameters fixed" : "",
             ensemble->partial ? "; PARTIAL: interrupted before the end" : "");
    if (!result->until) return;
    double width = result->until_state.width;
    text_add(out, "%s: %s", result->until, result->until_state.reached ? "reached" : "NOT reached");
    if (!isnan(width))
        text_add(out, ", it is %s",
                 strchr(result->until, '%') ? figure_percent(width).text : figure_amount(width).text);
    text_add(out, "\n");
}

static void headline(const Result *result, uint32_t set, Style style, Text *out) {
    const Statistics *s = subject_statistics(result, set);
    bool customers = result_subject(result) == METRIC_CUSTOMERS;
    text_add(out, "\n");
    page_paint(out, style, HUE_STRONG, "1 world in 20 is worse than %s %s.",
               figure_whole((double)s->p95).text, subject_of(result)->title);
    text_add(out, "\nThe average of the worst 1 in 20 is %s.\n", figure_whole(s->cvar95).text);
    page_wrap(out, 0, "Half of the worlds stay at %s or below; the chance %s is %s.",
              figure_whole((double)s->median).text, customers ? "that anybody is hit" : "of any",
              figure_share(sample_above(subject_sample(result, set), 0)).text);
}

/* The mean, and half the width of its interval. */
static void mean_cell(Table *table, const Probe *probe, const Statistics *s, Style style) {
    if (isnan(s->ci95.low)) {
        table_cell(table, "%s", figure_brief(probe, s->mean).text);
        return;
    }
    table_cell(table, "%s %s%s", figure_brief(probe, s->mean).text, style.ascii ? "+-" : "±",
               figure_brief(probe, (s->ci95.high - s->ci95.low) / 2).text);
}

static void metric_row(Table *table, const Result *result, uint32_t set, uint32_t index, Style style) {
    const Probe *probe = &result->adversary->probes.items[index];
    const Statistics *s = result_statistics(result, set, index);
    const Layers *layers = result_layers(result, set, index);
    if (s->none > 0) {
        table_cell(table, "%s (never: %s)", probe->title, figure_share(s->share_none).text);
    } else {
        table_cell(table, "%s", probe->title);
    }
    if (s->count == 0) {
        for (int i = 0; i < 5; i++) table_cell(table, "%s", "");
        return;
    }
    mean_cell(table, probe, s, style);
    table_cell(table, "%s", figure_brief(probe, (double)s->median).text);
    table_cell(table, "%s", figure_range(probe, (double)s->p5, (double)s->p95, style.ascii).text);
    table_cell(table, "%s", figure_brief(probe, s->cvar95).text);
    table_cell(table, "%s", isnan(layers->luck.value) ? "" : figure_share(layers->luck.value).text);
}

static bool is_all_zero(const Sample *sample) {
    return sample->count > 0 && sample->none == 0 && sample->sorted[0] == 0 &&
           sample->sorted[sample->count - 1] == 0;
}

static void metric_table(const Result *result, uint32_t set, Style style, Text *out) {
    Table table;
    Text zero = {0};
    table_init(&table, "wrrrrr");
    static const char *const headings[] = {"", "mean", "median", "P5 to P95", "worst 1/20", "luck"};
    for (size_t i = 0; i < sizeof headings / sizeof headings[0]; i++) table_cell(&table, "%s", headings[i]);
    for (uint32_t i = 0; i < result->ensemble->probe_count; i++) {
        const Probe *probe = &result->adversary->probes.items[i];
        if (is_all_zero(result_sample(result, set, i))) {
            text_add(&zero, "%s%s", zero.length ? ", " : "", probe->title);
        } else {
            metric_row(&table, result, set, i, style);
        }
    }
    table_write(&table, style, out);
    if (zero.length) page_wrap(out, 0, "0 in every world: %s.", text_of(&zero));
    text_clear(&zero);
    table_clear(&table);
}

static void spread_line(const Result *result, Style style, Text *out) {
    const Sample *sample = subject_sample(result, 0);
    if (sample->count == 0) return;
    text_add(out, "worlds by %s: %s ", subject_of(result)->title,
             figure_whole((double)sample->sorted[0]).text);
    plot_spread(out, style, sample, 32);
    text_add(out, " %s\n", figure_whole((double)sample->sorted[sample->count - 1]).text);
}

/* 62 % (58 % … 66 %), or without the interval when there are too few draws to say. */
static Figure share_between(const Ratio *share, Style style) {
    Figure figure = figure_percent(share->value);
    if (isnan(share->ci95.low)) return figure;
    snprintf(figure.text, sizeof figure.text, "%.12s (%.12s %s %.12s)", figure_percent(share->value).text,
             figure_percent(share->ci95.low).text, page_to(style), figure_percent(share->ci95.high).text);
    return figure;
}

static void layers_lines(const Result *result, Style style, Text *out) {
    const Layers *layers = result_layers(result, 0, result_subject(result));
    if (result->parameters_fixed) {
        page_wrap(out, 0,
                  "What nobody knows exactly is held at its most likely values (--fix-parameters): all of "
                  "this spread is luck, and what can happen reaches further.");
    } else if (!isnan(layers->luck.value)) {
        page_wrap(
            out, 0,
            "Why worlds differ: of the variance of %s, luck makes %s, what nobody knows exactly %s. If every "
            "number were known, the first would be left.",
            subject_of(result)->title, share_between(&layers->luck, style).text,
            share_between(&layers->unknown, style).text);
    } else if (result->ensemble->worlds_per_draw < 2) {
        page_wrap(out, 0,
                  "Luck and what nobody knows exactly cannot be told apart with one world per draw: see "
                  "--worlds-per-draw.");
    }
}

static void yearly_part(const Result *result, Style style, Text *out) {
    if (!result->frequency) return;
    frequency_page(result, style, out);
    text_add(out, "\n");
}

static void assumptions_line(const Result *result, Text *out) {
    ProvenanceCount count = provenance_count(result->parameters);
    page_wrap(
        out, 0,
        "Assumptions: %u numbers sourced, %u assumed, %u fitted. The mean's 95 %% interval is simulation "
        "error alone: more worlds narrow it, and it says nothing about whether the model is right.",
        count.of[PROVENANCE_SOURCED], count.of[PROVENANCE_ASSUMED], count.of[PROVENANCE_FITTED]);
}

void run_page(const Result *result, Style style, Text *out) {
    head_of_page(result, style, out);
    text_add(out, "controls: %s\n", result->sets[0].title);
    if (result->ensemble->replications == 0) return;
    headline(result, 0, style, out);
    text_add(out, "\n");
    Curve curve = {subject_sample(result, 0), '*'};
    plot_exceedance(out, style, &curve, 1, subject_of(result)->unit);
    spread_line(result, style, out);
    text_add(out, "\n");
    metric_table(result, 0, style, out);
    text_add(out, "\n");
    yearly_part(result, style, out);
    layers_lines(result, style, out);
    assumptions_line(result, out);
}

static char letter_of(uint32_t set) {
    return (char)('A' + set % 26);
}

static Figure difference_of(const Comparison *comparison, bool ascii) {
    Figure figure;
    const Interval *ci = &comparison->ci95;
    if (isnan(ci->low)) {
        snprintf(figure.text, sizeof figure.text, "%s", figure_amount(comparison->mean_difference).text);
        return figure;
    }
    snprintf(figure.text, sizeof figure.text, "%.18s (%.18s %s %.18s)",
             figure_amount(comparison->mean_difference).text, figure_amount(ci->low).text, ascii ? ".." : "…",
             figure_amount(ci->high).text);
    return figure;
}

/* As figure_share, in fewer columns. */
static Figure brief_share(double share) {
    if (share > 0 && share < 0.001) return (Figure){"<0.1 %"};
    if (share < 1 && share > 0.995) return (Figure){">99.5 %"};
    return figure_percent(share);
}

static void set_row(Table *table, const Result *result, uint32_t set, Style style) {
    const Statistics *s = subject_statistics(result, set);
    char interval[64] = "";
    if (!isnan(s->ci95.low)) {
        snprintf(interval, sizeof interval, " (%.20s %s %.20s)", figure_amount(s->ci95.low).text,
                 page_to(style), figure_amount(s->ci95.high).text);
    }
    table_cell(table, "%c", letter_of(set));
    table_cell(table, "%s", result->sets[set].title);
    table_cell(table, "%s%s", figure_amount(s->mean).text, interval);
    table_cell(table, "%s", figure_whole((double)s->p95).text);
    if (set == 0) {
        for (int i = 0; i < 3; i++) table_cell(table, "%s", "");
        return;
    }
    Comparison comparison = result_compare(result, 0, set, result_subject(result));
    table_cell(table, "%s", difference_of(&comparison, style.ascii).text);
    table_cell(table, "%s", brief_share(comparison.better_share).text);
    table_cell(table, "%s", brief_share(comparison.worse_share).text);
}

static void set_table(const Result *result, Style style, Text *out) {
    Table table;
    table_init(&table, "lwrrrrr");
    const char *const headings[] = {"",       "controls", subject_of(result)->title, "P95", "against A",
                                    "better", "worse"};
    for (size_t i = 0; i < sizeof headings / sizeof headings[0]; i++) table_cell(&table, "%s", headings[i]);
    for (uint32_t set = 0; set < result->ensemble->set_count; set++) set_row(&table, result, set, style);
    table_write(&table, style, out);
    table_clear(&table);
}

/* The set with the least mean among those that were asked for; ties go to the earlier one. */
static uint32_t best_set(const Result *result) {
    uint32_t best = 0;
    for (uint32_t set = 1; set < result->ensemble->set_count - result->beside; set++) {
        if (subject_statistics(result, set)->mean < subject_statistics(result, best)->mean) best = set;
    }
    return best;
}

static void compare_headline(const Result *result, Style style, Text *out) {
    uint32_t best = best_set(result);
    Comparison comparison = result_compare(result, 0, best, result_subject(result));
    text_add(out, "\n");
    if (best == 0) {
        page_paint(out, style, HUE_STRONG, "In this attack no set does better on average than \"%s\".",
                   result->sets[0].title);
        text_add(out, "\n");
        return;
    }
    page_paint(out, style, HUE_STRONG, "In this attack \"%s\" saves %s %s on average.",
               result->sets[best].title, figure_amount(-comparison.mean_difference).text,
               subject_of(result)->unit);
    text_add(out, "\n");
    page_wrap(out, 0, "It is better than \"%s\" in %s of the worlds, tied in %s.", result->sets[0].title,
              figure_share(comparison.better_share).text, figure_share(comparison.tied_share).text);
}

static void what_remains(const Result *result, Text *out) {
    for (uint32_t set = 0; set < result->ensemble->set_count; set++) {
        if (strcmp(result->sets[set].id, "everything-level-3") != 0) continue;
        const Statistics *s = subject_statistics(result, set);
        const Sample *sample = subject_sample(result, set);
        page_wrap(
            out, 0,
            "What remains with everything at level 3: %s %s on average, 1 world in 20 worse than %s, and a "
            "%s chance %s.",
            figure_amount(s->mean).text, subject_of(result)->unit, figure_whole((double)s->p95).text,
            figure_share(sample_above(sample, 0)).text,
            result_subject(result) == METRIC_CUSTOMERS ? "that anybody is hit" : "of any");
    }
}

/* What a control changes beside the subject: hours and records, say. Means of whatever differs between sets.
 */
static bool differs(const Result *result, uint32_t probe) {
    double first = result_statistics(result, 0, probe)->mean;
    for (uint32_t set = 1; set < result->ensemble->set_count; set++) {
        double mean = result_statistics(result, set, probe)->mean;
        if (!isnan(first) && !isnan(mean) && mean != first) return true;
    }
    return false;
}

static void means_table(const Result *result, Style style, Text *out) {
    enum { SETS_MAX = 7 };
    uint32_t sets = result->ensemble->set_count < SETS_MAX ? result->ensemble->set_count : SETS_MAX;
    Table table;
    char alignment[SETS_MAX + 2] = "wrrrrrrr";
    alignment[sets + 1] = '\0';
    table_init(&table, alignment);
    table_cell(&table, "%s", "means of the rest");
    for (uint32_t set = 0; set < sets; set++) table_cell(&table, "%c", letter_of(set));
    for (uint32_t probe = 0; probe < COMPARE_READS; probe++) {
        if (probe == result_subject(result) || !differs(result, probe)) continue;
        const Probe *what = &result->adversary->probes.items[probe];
        table_cell(&table, "%s", what->title);
        for (uint32_t set = 0; set < sets; set++)
            table_cell(&table, "%s", figure_brief(what, result_statistics(result, set, probe)->mean).text);
    }
    table_write(&table, style, out);
    table_clear(&table);
}

static void overlay(const Result *result, Style style, Text *out) {
    Curve curves[PLOT_CURVES];
    uint32_t count = result->ensemble->set_count < PLOT_CURVES ? result->ensemble->set_count : PLOT_CURVES;
    for (uint32_t set = 0; set < count; set++) {
        curves[set] = (Curve){subject_sample(result, set), letter_of(set)};
    }
    plot_exceedance(out, style, curves, count, subject_of(result)->unit);
    if (count < result->ensemble->set_count) {
        text_add(out, "        (the first %u sets; the table has all)\n", count);
    }
}

void compare_page(const Result *result, Style style, Text *out) {
    head_of_page(result, style, out);
    if (result->ensemble->replications == 0) return;
    compare_headline(result, style, out);
    text_add(out, "\n");
    overlay(result, style, out);
    text_add(out, "\n");
    set_table(result, style, out);
    text_add(out, "\n");
    means_table(result, style, out);
    text_add(out, "\n");
    yearly_part(result, style, out);
    page_wrap(
        out, 0,
        "Every set met the same luck, world by world. \"better\" and \"worse\" are the shares of worlds "
        "with strictly less or more than under A; the rest tie. All of it is about this "
        "attack: a control that is worth "
        "nothing here may be worth much in another.");
    what_remains(result, out);
    assumptions_line(result, out);
}
