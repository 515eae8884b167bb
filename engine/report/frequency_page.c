#include "report/frequency_page.h"

#include "report/figure.h"
#include "report/table.h"

#include <math.h>
#include <stdio.h>

static const double return_years[] = {1, 10, 100};
enum { RETURNS = sizeof return_years / sizeof *return_years };

static double mean_of(const Result *result, uint32_t set, uint32_t probe) {
    return result_statistics(result, set, probe)->mean;
}

static Figure yearly_range(const Result *result, uint32_t set, uint32_t probe, Style style) {
    const Frequency *frequency = result->frequency;
    const Probe *what = &result->adversary->probes.items[probe];
    double mean = mean_of(result, set, probe);
    Figure low = figure_brief(what, yearly_sum(frequency, frequency->rate.low, mean)), range;
    Figure high = figure_brief(what, yearly_sum(frequency, frequency->rate.high, mean));
    snprintf(range.text, sizeof range.text, "%.25s %s %.25s", low.text, page_to(style), high.text);
    return range;
}

static Figure level_of(const Result *result, uint32_t set, double years) {
    const Frequency *frequency = result->frequency;
    const Sample *sample = result_sample(result, set, result_subject(result));
    YearlyLevel level = yearly_level(frequency, frequency->rate.mean, sample, years);
    if (level.never) return (Figure){"none"};
    Figure figure = figure_short((double)level.value);
    if (!level.beyond) return figure;
    Figure beyond;
    snprintf(beyond.text, sizeof beyond.text, ">%.60s", figure.text);
    return beyond;
}

static void per_set(const Result *result, Style style, Text *out) {
    const Probe *subject = &result->adversary->probes.items[result_subject(result)];
    Table table;
    table_init(&table, "lwrrrrr");
    static const char *const ends[] = {"money lost", "in 1 y", "in 10 y", "in 100 y"};
    table_cell(&table, "%s", "");
    table_cell(&table, "%s", "a year, under");
    table_cell(&table, "%s", subject->title);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) table_cell(&table, "%s", ends[i]);
    for (uint32_t set = 0; set < result->ensemble->set_count; set++) {
        table_cell(&table, "%c", (char)('A' + set % 26));
        table_cell(&table, "%s", result->sets[set].title);
        table_cell(&table, "%s", yearly_range(result, set, result_subject(result), style).text);
        table_cell(&table, "%s", yearly_range(result, set, METRIC_MONEY, style).text);
        for (int i = 0; i < RETURNS; i++)
            table_cell(&table, "%s", level_of(result, set, return_years[i]).text);
    }
    table_write(&table, style, out);
    table_clear(&table);
}

/* One significant digit, as odds in a population are told. */
static double one_digit(double value) {
    if (!(value > 0)) return 0;
    double unit = pow(10, floor(log10(value)));
    return floor(value / unit + 0.5) * unit;
}

void frequency_check(const Frequency *f, double low, double high, Text *out) {
    if (!f->has_published) return;
    double least = 1000 * f->published_low, most = 1000 * f->published_high;
    const char *verdict =
        low > most     ? "The model says more than that: the rate is too high."
        : high > least ? "A provider is only one kind of third party, so the model should stay below; at its "
                         "upper end it does not, if the lower of the published figures holds."
                       : "A provider is only one kind of third party, so the model should stay below, and "
                         "does.";
    page_wrap(out, 0,
              "Published: %g to %g of 1,000 organisations a year have an incident with a third party of any "
              "kind in it. %s",
              one_digit(least), one_digit(most), verdict);
}

static void against_published(const Result *result, Text *out) {
    const Frequency *f = result->frequency;
    if (f->customers <= 0) return;
    double mean = mean_of(result, 0, METRIC_CUSTOMERS), each = 1000 / f->customers;
    if (!(mean > 0)) return;
    double low = yearly_sum(f, f->rate.low, mean) * each, high = yearly_sum(f, f->rate.high, mean) * each;
    page_wrap(out, 0, "Of 1,000 customers in this world %g to %g are hit in a year, under A.", one_digit(low),
              one_digit(high));
    frequency_check(f, low, high, out);
}

void frequency_page(const Result *result, Style style, Text *out) {
    const YearlyRate *rate = &result->frequency->rate;
    page_heading(out, style, "Per year");
    page_wrap(
        out, 0,
        "Attacks like this are known to come %s to %s times a year over all providers (mean %s): "
        "the range is what nobody knows, and no number of worlds narrows it. It holds at the posture of "
        "A; the other sets meet the same attempts.",
        figure_amount(rate->low).text, figure_amount(rate->high).text, figure_amount(rate->mean).text);
    text_add(out, "\n");
    per_set(result, style, out);
    text_add(out, "\n");
    page_wrap(out, 0,
              "\"in 10 y\": one event in ten years is worse than that, at the mean rate; > means rarer than "
              "any of these worlds. Years are taken as independent; criminals repeat what worked, so real "
              "years are lumpier.");
    against_published(result, out);
}

static void write_set(const Result *result, uint32_t set, JsonWriter *writer) {
    static const uint32_t probes[] = {METRIC_CUSTOMERS, METRIC_DISRUPTED, METRIC_RECORDS, METRIC_MONEY};
    const Frequency *frequency = result->frequency;
    json_begin_object(writer, NULL);
    json_write_text(writer, "name", result->sets[set].id);
    for (size_t i = 0; i < sizeof probes / sizeof *probes; i++) {
        double mean = mean_of(result, set, probes[i]);
        if (isnan(mean)) continue;
        json_begin_flat_array(writer, result->adversary->probes.items[probes[i]].id);
        json_write_number(writer, NULL, yearly_sum(frequency, frequency->rate.low, mean));
        json_write_number(writer, NULL, yearly_sum(frequency, frequency->rate.mean, mean));
        json_write_number(writer, NULL, yearly_sum(frequency, frequency->rate.high, mean));
        json_end_array(writer);
    }
    json_end_object(writer);
}

void frequency_json_write(const Result *result, JsonWriter *writer) {
    const Frequency *frequency = result->frequency;
    json_begin_object(writer, "per_year");
    json_begin_flat_array(writer, "events");
    json_write_number(writer, NULL, frequency->rate.low);
    json_write_number(writer, NULL, frequency->rate.mean);
    json_write_number(writer, NULL, frequency->rate.high);
    json_end_array(writer);
    json_write_number(writer, "share_happened", frequency->happened);
    json_begin_array(writer, "control_sets");
    for (uint32_t set = 0; set < result->ensemble->set_count; set++) write_set(result, set, writer);
    json_end_array(writer);
    json_end_object(writer);
}
