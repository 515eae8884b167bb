#include "report/choke_page.h"

#include "report/figure.h"
#include "report/table.h"

#include <math.h>

static void asset_cell(Table *table, const Choked *c, AssetId asset) {
    Text label = {0};
    world_asset_label(c->world, asset, &label);
    table_cell(table, "%s", text_of(&label));
    text_clear(&label);
}

static void headings(Table *table, const char *const *words) {
    for (uint32_t i = 0; i < table->columns; i++) table_cell(table, "%s", words[i]);
}

static void structure(const Choked *c, Style style, Text *out) {
    static const char *const words[] = {"choke point", "customers behind", "machines behind"};
    Table table;
    page_heading(out, style, "Choke points: no way in leads round them");
    if (c->chokes->count == 0) {
        page_wrap(out, 0, "None: there are several ways to everything.");
        return;
    }
    table_init(&table, "wrr");
    headings(&table, words);
    for (uint32_t i = 0; i < c->chokes->count && i < c->most; i++) {
        asset_cell(&table, c, c->chokes->items[i].asset);
        table_cell(&table, "%s", figure_whole(c->chokes->items[i].customers).text);
        table_cell(&table, "%s", figure_whole((double)c->chokes->items[i].machines).text);
    }
    table_write(&table, style, out);
    table_clear(&table);
    page_wrap(out, 0,
              "Of %s customers that can be reached. Whoever holds one of these assets shut keeps all that "
              "lies behind it out of reach.",
              figure_whole(c->reached).text);
}

static void percent_cell(Table *table, const Ratio *ratio, Style style) {
    if (isnan(ratio->ci95.low)) {
        table_cell(table, "%s", figure_percent(ratio->value).text);
        return;
    }
    double low = ratio->ci95.low > 0 ? ratio->ci95.low : 0,
           high = ratio->ci95.high < 1 ? ratio->ci95.high : 1;
    table_cell(table, "%s (%s %s %s)", figure_percent(ratio->value).text, figure_percent(low).text,
               page_to(style), figure_percent(high).text);
}

static void statement_cell(Table *table, const Choked *c, uint32_t profile) {
    const World *world = c->world;
    AssetId asset = 0;
    while (world->assets[asset].profile != profile) asset++;
    const OrgProfile *owner = world_org_profile(world, world->assets[asset].owner);
    table_cell(table, "the %s of each %s", world->asset_profiles[profile].label, owner->title);
}

static void kinds(const Choked *c, Style style, Text *out) {
    static const char *const words[] = {"on every path", "customers hit that lie behind one"};
    Table table;
    table_init(&table, "wr");
    headings(&table, words);
    for (uint32_t i = 0; i < c->felt->kinds.count && i < c->most; i++) {
        statement_cell(&table, c, c->felt->kinds.items[i].profile);
        percent_cell(&table, &c->felt->kinds.items[i].behind, style);
    }
    table_write(&table, style, out);
    table_clear(&table);
}

static void single_chokes(const Choked *c, Text *out) {
    uint32_t every = 0;
    for (uint32_t i = 0; i < c->felt->chokes.count && every < c->most; i++) {
        const FeltChoke *choke = &c->felt->chokes.items[i];
        if (choke->every < 0.05) continue;
        Text label = {0};
        world_asset_label(c->world, choke->asset, &label);
        page_wrap(out, 0, "On every path to everybody hit in %s of the attacks: %s.",
                  figure_share(choke->every).text, text_of(&label));
        text_clear(&label);
        every++;
    }
    if (every == 0) page_wrap(out, 0, "No single asset lies on every path of 5 %% of the attacks or more.");
}

static void msps(const Choked *c, Style style, Text *out) {
    static const char *const words[] = {"MSP whose fall is felt widest", "fell", "customers hit behind it"};
    Table table;
    if (c->felt->msps.count == 0) return;
    table_init(&table, "wrr");
    headings(&table, words);
    for (uint32_t i = 0; i < c->felt->msps.count && i < c->most; i++) {
        const FeltMsp *msp = &c->felt->msps.items[i];
        Text label = {0};
        world_org_label(c->world, msp->org, &label);
        table_cell(&table, "%s", text_of(&label));
        text_clear(&label);
        table_cell(&table, "%s times", figure_whole(msp->falls).text);
        if (isnan(msp->customers.ci95.low))
            table_cell(&table, "%s", figure_amount(msp->customers.value).text);
        else
            table_cell(&table, "%s (%s %s %s)", figure_amount(msp->customers.value).text,
                       figure_amount(msp->customers.ci95.low > 0 ? msp->customers.ci95.low : 0).text,
                       page_to(style), figure_amount(msp->customers.ci95.high).text);
    }
    table_write(&table, style, out);
    table_clear(&table);
}

static void sampled(const Choked *c, Style style, Text *out) {
    text_add(out, "\n");
    page_heading(out, style, "In %s sampled attacks (seed %llu), %s of which hit a customer",
                 figure_whole(c->felt->worlds).text, (unsigned long long)c->seed,
                 figure_whole(c->felt->attacks).text);
    if (c->felt->attacks == 0) return;
    kinds(c, style, out);
    single_chokes(c, out);
    text_add(out, "\n");
    msps(c, style, out);
    page_wrap(
        out, 0,
        "A way counts when it led from what was taken earlier to what was taken later, whether it was the "
        "one used or not. An MSP stands by the lower end of its interval (95 %%, by parameter draw): by what "
        "is sure, not by one lucky world.");
}

void choke_page(const Choked *choked, Style style, Text *out) {
    text_add(out, "\n");
    structure(choked, style, out);
    if (choked->felt) sampled(choked, style, out);
}

/* ------------------------------------------------------------------ JSON */

static void write_asset(const Choked *c, AssetId asset, JsonWriter *writer) {
    Text label = {0};
    world_asset_label(c->world, asset, &label);
    json_write_text(writer, "key", text_of(&label));
    text_clear(&label);
}

static void write_ratio(JsonWriter *writer, const Ratio *ratio) {
    json_write_number(writer, "value", ratio->value);
    json_begin_flat_array(writer, "ci95");
    json_write_number(writer, NULL, ratio->ci95.low);
    json_write_number(writer, NULL, ratio->ci95.high);
    json_end_array(writer);
}

static void write_structure(const Choked *c, JsonWriter *writer) {
    json_write_integer(writer, "customers_reached", c->reached);
    json_begin_array(writer, "choke_points");
    for (uint32_t i = 0; i < c->chokes->count && i < c->most; i++) {
        json_begin_object(writer, NULL);
        write_asset(c, c->chokes->items[i].asset, writer);
        json_write_integer(writer, "customers", c->chokes->items[i].customers);
        json_write_integer(writer, "machines", (int64_t)c->chokes->items[i].machines);
        json_end_object(writer);
    }
    json_end_array(writer);
}

static void write_sampled_chokes(const Choked *c, JsonWriter *writer) {
    json_begin_array(writer, "choke_points");
    for (uint32_t i = 0; i < c->felt->chokes.count && i < c->most; i++) {
        const FeltChoke *choke = &c->felt->chokes.items[i];
        json_begin_object(writer, NULL);
        write_asset(c, choke->asset, writer);
        json_write_number(writer, "every", choke->every);
        write_ratio(writer, &choke->behind);
        json_end_object(writer);
    }
    json_end_array(writer);
}

static void write_sampled(const Choked *c, JsonWriter *writer) {
    json_begin_object(writer, "sampled");
    json_write_unsigned64(writer, "seed", c->seed);
    json_write_integer(writer, "worlds", c->felt->worlds);
    json_write_integer(writer, "attacks", c->felt->attacks);
    write_sampled_chokes(c, writer);
    json_begin_array(writer, "statements");
    for (uint32_t i = 0; i < c->felt->kinds.count && i < c->most; i++) {
        json_begin_object(writer, NULL);
        json_write_text(writer, "asset", c->world->asset_profiles[c->felt->kinds.items[i].profile].label);
        write_ratio(writer, &c->felt->kinds.items[i].behind);
        json_end_object(writer);
    }
    json_end_array(writer);
    json_begin_array(writer, "msps");
    for (uint32_t i = 0; i < c->felt->msps.count && i < c->most; i++) {
        Text label = {0};
        world_org_label(c->world, c->felt->msps.items[i].org, &label);
        json_begin_object(writer, NULL);
        json_write_text(writer, "msp", text_of(&label));
        json_write_integer(writer, "falls", c->felt->msps.items[i].falls);
        write_ratio(writer, &c->felt->msps.items[i].customers);
        json_end_object(writer);
        text_clear(&label);
    }
    json_end_array(writer);
    json_end_object(writer);
}

void choke_json_write(const Choked *choked, JsonWriter *writer) {
    write_structure(choked, writer);
    if (choked->felt) write_sampled(choked, writer);
}
