#include "report/mix_page.h"

#include "report/figure.h"
#include "report/frequency_page.h"
#include "report/table.h"

static double total(const MixRow *rows, uint32_t count) {
    double sum = 0;
    for (uint32_t i = 0; i < count; i++)
        sum += yearly_sum(&rows[i].frequency, rows[i].frequency.rate.mean, rows[i].customers);
    return sum;
}

static void row(Table *table, const MixRow *row, double all, Style style) {
    const Frequency *f = &row->frequency;
    double mean = yearly_sum(f, f->rate.mean, row->customers);
    table_cell(table, "%s", row->entry->scenario);
    table_cell(table, "%s %s %s", figure_amount(f->rate.low).text, page_to(style),
               figure_amount(f->rate.high).text);
    table_cell(table, "%s", figure_amount(row->customers / f->happened).text);
    table_cell(table, "%s %s %s", figure_amount(yearly_sum(f, f->rate.low, row->customers)).text,
               page_to(style), figure_amount(yearly_sum(f, f->rate.high, row->customers)).text);
    table_cell(table, "%s", figure_share(all > 0 ? mean / all : 0).text);
}

/* The whole mix beside the first published odds that a scenario gives, as if all of it fell on that world. */
static void check(const MixRow *rows, uint32_t count, Text *out) {
    const MixRow *with = NULL;
    double low = 0, high = 0;
    for (uint32_t i = 0; i < count; i++) {
        const Frequency *f = &rows[i].frequency;
        if (!with && f->has_published && f->customers > 0) with = &rows[i];
        low += yearly_sum(f, f->rate.low, rows[i].customers);
        high += yearly_sum(f, f->rate.high, rows[i].customers);
    }
    if (!with) return;
    double each = 1000 / with->frequency.customers;
    page_wrap(out, 0,
              "Were all of them in the world of %s, %.2g to %.2g of 1,000 customers would be hit in a year.",
              with->entry->scenario, low * each, high * each);
    frequency_check(&with->frequency, low * each, high * each, out);
}

void mix_page(const Mix *mix, const MixRow *rows, uint32_t worlds, uint64_t seed, Style style, Text *out) {
    static const char *const headings[] = {"scenario", "times a year", "customers each", "customers a year",
                                           "share"};
    uint32_t count = mix->entries.count;
    double all = total(rows, count);
    page_heading(out, style, "%s", mix->title);
    text_add(out, "%s worlds each, seed %llu, as it was\n\n", figure_whole(worlds).text,
             (unsigned long long)seed);
    Table table;
    table_init(&table, "wrrrr");
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++) table_cell(&table, "%s", headings[i]);
    for (uint32_t i = 0; i < count; i++) row(&table, &rows[i], all, style);
    table_write(&table, style, out);
    table_clear(&table);
    text_add(out, "\n");
    page_wrap(out, 0, "In all %s customers a year on average. Ranges are what nobody knows of the rates.",
              figure_whole(all).text);
    check(rows, count, out);
    page_wrap(out, 0, "%s", mix->note);
    for (uint32_t i = 0; i < count; i++) {
        text_add(out, "  ");
        Text line = {0};
        text_add(&line, "%s: %s", mix->entries.items[i].scenario, mix->entries.items[i].why);
        if (mix->entries.items[i].times != 1)
            text_add(&line, "; %s times its own rate", figure_amount(mix->entries.items[i].times).text);
        page_hang(out, 4, text_of(&line));
        text_clear(&line);
    }
}

static void write_row(const MixRow *row, JsonWriter *writer) {
    const YearlyRate *rate = &row->frequency.rate;
    json_begin_object(writer, NULL);
    json_write_text(writer, "scenario", row->entry->scenario);
    json_write_number(writer, "times", row->entry->times);
    json_begin_flat_array(writer, "events");
    json_write_number(writer, NULL, rate->low);
    json_write_number(writer, NULL, rate->mean);
    json_write_number(writer, NULL, rate->high);
    json_end_array(writer);
    json_write_number(writer, "share_happened", row->frequency.happened);
    json_begin_flat_array(writer, "customers");
    json_write_number(writer, NULL, yearly_sum(&row->frequency, rate->low, row->customers));
    json_write_number(writer, NULL, yearly_sum(&row->frequency, rate->mean, row->customers));
    json_write_number(writer, NULL, yearly_sum(&row->frequency, rate->high, row->customers));
    json_end_array(writer);
    json_end_object(writer);
}

void mix_json_write(const Mix *mix, const MixRow *rows, uint32_t worlds, uint64_t seed, JsonWriter *writer) {
    json_begin_object(writer, NULL);
    json_write_text(writer, "format", "keyfall.year");
    json_write_integer(writer, "version", 1);
    json_write_unsigned64(writer, "seed", seed);
    json_write_integer(writer, "replications", worlds);
    json_begin_array(writer, "scenarios");
    for (uint32_t i = 0; i < mix->entries.count; i++) write_row(&rows[i], writer);
    json_end_array(writer);
    json_end_object(writer);
}
