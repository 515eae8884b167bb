#include "report/exposure_page.h"

#include "report/figure.h"
#include "report/table.h"

#include <stdlib.h>

/* One key, and the name that settles ties. */
typedef struct Key {
    Exposure exposure;
    Name name;
} Key;

static int compare_keys(const void *a, const void *b) {
    const Key *x = a, *y = b;
    if (x->exposure.customers != y->exposure.customers)
        return x->exposure.customers > y->exposure.customers ? -1 : 1;
    if (x->exposure.machines != y->exposure.machines)
        return x->exposure.machines > y->exposure.machines ? -1 : 1;
    return (x->name > y->name) - (x->name < y->name);
}

static Key *widest(const World *world, const uint32_t *sizes) {
    Exposure *rows = heap_take(world->asset_count, sizeof(Exposure));
    Key *keys = heap_take(world->asset_count, sizeof(Key));
    exposure_of_assets(world, sizes, rows);
    for (uint32_t i = 0; i < world->asset_count; i++) keys[i] = (Key){rows[i], world->assets[i].name};
    qsort(keys, world->asset_count, sizeof(Key), compare_keys);
    free(rows);
    return keys;
}

typedef struct Shown { /* columns that are 0 in every row say nothing and cost width */
    bool msps, records;
} Shown;

static Shown shown_of(const Key *keys, uint32_t count) {
    Shown shown = {false, false};
    for (uint32_t i = 0; i < count; i++) {
        shown.msps |= keys[i].exposure.msps > 0;
        shown.records |= keys[i].exposure.records > 0;
    }
    return shown;
}

static void key_row(Table *table, const World *world, const Exposure *exposure, Shown shown) {
    Text label = {0};
    world_asset_label(world, exposure->asset, &label);
    table_cell(table, "%s", text_of(&label));
    table_cell(table, "%s", figure_whole(exposure->customers).text);
    if (shown.msps) table_cell(table, "%s", figure_whole(exposure->msps).text);
    table_cell(table, "%s", figure_whole((double)exposure->machines).text);
    if (shown.records) table_cell(table, "%s", figure_whole((double)exposure->records).text);
    text_clear(&label);
}

static void key_headings(Table *table, Shown shown) {
    table_init(table, shown.msps && shown.records ? "wrrrr" : shown.msps || shown.records ? "wrrr" : "wrr");
    table_cell(table, "key");
    table_cell(table, "customers");
    if (shown.msps) table_cell(table, "MSPs");
    table_cell(table, "machines");
    if (shown.records) table_cell(table, "records");
}

void exposure_table(const World *world, const uint32_t *sizes, uint32_t most, Style style, Text *out) {
    Table table;
    Key *keys = widest(world, sizes);
    uint32_t count = most < world->asset_count ? most : world->asset_count;
    Shown shown = shown_of(keys, count);
    key_headings(&table, shown);
    for (uint32_t i = 0; i < count; i++) key_row(&table, world, &keys[i].exposure, shown);
    table_write(&table, style, out);
    if (!shown.msps || !shown.records)
        page_wrap(out, 0, "No %s lie downstream of them.",
                  shown.records ? "MSPs"
                  : shown.msps  ? "records"
                                : "MSPs and no records");
    free(keys);
    table_clear(&table);
}

void exposure_page(const World *world, const uint32_t *sizes, const char *title, uint32_t most, Style style,
                   Text *out) {
    page_heading(out, style, "Exposure: %s", title);
    page_wrap(
        out, 0,
        "What lies downstream of each key, whatever happens: who could be reached by somebody who holds "
        "it. Not a forecast; `keyfall run` says what the race leaves.");
    text_add(out, "\n");
    exposure_table(world, sizes, most, style, out);
}

void exposure_json_write(const World *world, const uint32_t *sizes, const char *source, uint32_t most,
                         JsonWriter *writer) {
    Key *keys = widest(world, sizes);
    json_begin_object(writer, NULL);
    json_write_text(writer, "format", "keyfall.exposure");
    json_write_integer(writer, "version", 1);
    json_write_text(writer, "source", source);
    json_begin_array(writer, "keys");
    for (uint32_t i = 0; i < world->asset_count && i < most; i++) {
        const Exposure *exposure = &keys[i].exposure;
        Text label = {0};
        world_asset_label(world, exposure->asset, &label);
        json_begin_object(writer, NULL);
        json_write_text(writer, "key", text_of(&label));
        json_write_integer(writer, "customers", exposure->customers);
        json_write_integer(writer, "msps", exposure->msps);
        json_write_integer(writer, "machines", (int64_t)exposure->machines);
        json_write_integer(writer, "records", (int64_t)exposure->records);
        json_end_object(writer);
        text_clear(&label);
    }
    json_end_array(writer);
    free(keys);
}
