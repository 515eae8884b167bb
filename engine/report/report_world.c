/* What is known of worlds and scenarios: exposure, back-tests, one world's map, assumptions and sources. */
#include "report/figure.h"
#include "report/report_read.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ------------------------------------------------------------------ exposure */

static void add_chokes(Document *document, Json root) {
    Json list = read_part(root, "choke_points");
    Table table;
    if (json_count(list) == 0) return;
    table_init(&table, "wrr");
    table_cell(&table, "choke point");
    table_cell(&table, "customers behind");
    table_cell(&table, "machines behind");
    for (uint32_t i = 0; i < json_count(list); i++) {
        Json one = json_item(list, i);
        table_cell(&table, "%s", read_text(one, "key"));
        table_cell(&table, "%s", figure_whole(read_number(one, "customers")).text);
        table_cell(&table, "%s", figure_whole(read_number(one, "machines")).text);
    }
    document_add_table(document, "Choke points: no way in leads round them", &table);
    document_add(document, BLOCK_PARAGRAPH,
                 "Of %s customers that can be reached. Whoever holds one of these assets shut keeps all that "
                 "lies behind it out of reach.",
                 figure_whole(read_number(root, "customers_reached")).text);
}

static void felt_row(RowVec *rows, Table *table, Json one, Figure *figure) {
    Json ci = read_part(one, "ci95");
    double value = read_number(one, "value");
    *figure = figure_whole(value);
    vec_push(rows, (SvgRow){read_text(one, "msp"), read_item(ci, 0), read_item(ci, 1), value, NAN,
                            figure->text, 0});
    table_cell(table, "%s", read_text(one, "msp"));
    table_cell(table, "%s", figure_whole(read_number(one, "falls")).text);
    table_cell(table, "%s", figure->text);
    table_cell(table, "%s … %s", figure_whole(read_item(ci, 0)).text, figure_whole(read_item(ci, 1)).text);
}

/* Whose fall is felt widest, in sampled attacks. */
static void add_felt(Document *document, Json sampled) {
    static const char *const heads[] = {"MSP", "fell", "customers hit behind it", "95 %"};
    Json list = read_part(sampled, "msps");
    RowVec rows = {0};
    Table table;
    Text title = {0}, subtitle = {0};
    if (json_count(list) == 0) return;
    Figure *figures = heap_take(json_count(list), sizeof *figures);
    table_init(&table, "wrrr");
    for (int i = 0; i < 4; i++) table_cell(&table, "%s", heads[i]);
    for (uint32_t i = 0; i < json_count(list); i++) felt_row(&rows, &table, json_item(list, i), &figures[i]);
    text_add(&title, "The fall of \"%s\" is felt widest: %s customers hit behind it", rows.items[0].label,
             figures[0].text);
    text_add(&subtitle,
             "Per fall, with its 95 %% interval, in %s sampled attacks; by the interval's lower end",
             figure_whole(read_number(sampled, "worlds")).text);
    SvgRows plot = {.rows = rows.items, .count = rows.count, .unit = "customers hit behind it"};
    report_rows(document, text_of(&title), text_of(&subtitle), &plot, &table);
    vec_clear(&rows);
    text_clear(&title);
    text_clear(&subtitle);
    free(figures);
}

bool report_exposure(Document *document, Json root, Error *error) {
    Json keys;
    RowVec rows = {0};
    Table table;
    Text title = {0};
    if (!json_array(root, "keys", &keys, error)) return false;
    if (json_count(keys) == 0) return json_fail(keys, error, "is empty: this world has no key");
    Figure *figures = heap_take(json_count(keys), sizeof *figures);
    table_init(&table, "wrrrr");
    const char *const heads[] = {"key", "customers", "MSPs", "machines", "records"};
    for (int i = 0; i < 5; i++) table_cell(&table, "%s", heads[i]);
    for (uint32_t i = 0; i < json_count(keys); i++) {
        Json key = json_item(keys, i);
        figures[i] = figure_whole(read_number(key, "customers"));
        vec_push(&rows, (SvgRow){read_text(key, "key"), NAN, NAN, read_number(key, "customers"), NAN,
                                 figures[i].text, 0});
        table_cell(&table, "%s", read_text(key, "key"));
        for (int c = 1; c < 5; c++) {
            const char *const columns[] = {"", "customers", "msps", "machines", "records"};
            table_cell(&table, "%s", figure_whole(read_number(key, columns[c])).text);
        }
    }
    text_add(&title, "%s customers lie downstream of \"%s\"", figures[0].text, rows.items[0].label);
    SvgRows plot = {.rows = rows.items, .count = rows.count, .unit = "customers downstream", .bars = true};
    report_rows(document, text_of(&title),
                "Who could be reached from each key, whatever happens: not a forecast", &plot, &table);
    add_chokes(document, root);
    add_felt(document, read_part(root, "sampled"));
    vec_clear(&rows);
    text_clear(&title);
    free(figures);
    return true;
}

/* ------------------------------------------------------------------ back-tests */

/* Figures have units of their own, so all is drawn relative to what was published. */
static void figure_row(RowVec *rows, Table *table, Json figure, Figure *words) {
    Json published = read_part(figure, "published"), interval = read_part(figure, "interval90");
    double low = read_item(published, 0), high = read_item(published, 1), middle = (low + high) / 2;
    bool inside = read_flag(figure, "inside");
    *words = (Figure){"inside"};
    if (!inside) *words = (Figure){"missed"};
    if (middle > 0)
        vec_push(rows, (SvgRow){read_text(figure, "title"), read_item(interval, 0) / middle,
                                read_item(interval, 1) / middle, read_number(figure, "median") / middle, NAN,
                                words->text, inside ? 1 : 0});
    table_cell(table, "%s", read_text(figure, "title"));
    table_cell(table, "%s", read_text(figure, "role"));
    table_cell(table, "%s … %s", figure_amount(low).text, figure_amount(high).text);
    table_cell(table, "%s … %s", figure_amount(read_item(interval, 0)).text,
               figure_amount(read_item(interval, 1)).text);
    table_cell(table, "%s", inside ? "inside" : "missed");
    table_cell(table, "%s", read_text(figure, "source"));
}

static void add_incident(Document *document, Json incident) {
    Json figures = read_part(incident, "figures");
    RowVec rows = {0};
    Table table;
    Figure *words = heap_take(json_count(figures), sizeof *words);
    const char *const heads[] = {"figure", "role", "published", "the model's 90 %", "verdict", "source"};
    table_init(&table, "wlrrlw");
    for (int i = 0; i < 6; i++) table_cell(&table, "%s", heads[i]);
    for (uint32_t i = 0; i < json_count(figures); i++)
        figure_row(&rows, &table, json_item(figures, i), &words[i]);
    SvgRows plot = {rows.items, rows.count, "times what was published", false, false, 1};
    report_rows(document, read_text(incident, "title"),
                "The model's 90 % interval and median, relative to the published figure (the line at 1)",
                &plot, &table);
    vec_clear(&rows);
    free(words);
}

bool report_backtest(Document *document, Json root, Error *error) {
    Json incidents;
    if (!json_array(root, "backtests", &incidents, error)) return false;
    for (uint32_t i = 0; i < json_count(incidents); i++) add_incident(document, json_item(incidents, i));
    return true;
}

/* ------------------------------------------------------------------ one world's map */

typedef Vec(SvgPlace) PlaceVec;

static void read_places(Json root, PlaceVec *places) {
    Json orgs = read_part(root, "organisations"), kinds = read_part(orgs, "kinds"),
         kind = read_part(orgs, "kind");
    Json x = read_part(orgs, "x"), y = read_part(orgs, "y");
    double radius = read_number(root, "radius");
    for (uint32_t i = 0; i < json_count(kind); i++) {
        const char *name = "";
        Error unused;
        double which = read_item(kind, i);
        if (which >= 0) json_as_text(json_item(kinds, (uint32_t)which), &name, &unused);
        SvgPlace place = {read_item(x, i) / radius, read_item(y, i) / radius, SVG_UNTOUCHED,
                          strcmp(name, "customer") != 0, UINT32_MAX};
        if (!(fabs(place.x) <= 1)) place.x = 0;
        if (!(fabs(place.y) <= 1)) place.y = 0;
        vec_push(places, place);
    }
}

static void mark_places(Json root, const char *key, SvgMark mark, PlaceVec *places, uint32_t *count) {
    Json list = read_part(root, key);
    for (uint32_t i = 0; i < json_count(list); i++) {
        double number = read_item(json_item(list, i), 0), from = read_item(json_item(list, i), 2);
        if (!(number >= 0) || number >= places->count) continue;
        SvgPlace *place = &places->items[(uint32_t)number];
        place->mark = mark;
        if (mark == SVG_TAKEN && from >= 0 && from < places->count) place->from = (uint32_t)from;
        ++*count;
    }
}

bool report_spread(Document *document, Json root, Error *error) {
    Json orgs;
    PlaceVec places = {0};
    uint32_t counts[SVG_MARKS] = {0};
    Text svg = {0}, title = {0};
    Table table;
    if (!json_object(root, "organisations", &orgs, error)) return false;
    read_places(root, &places);
    mark_places(root, "warned", SVG_WARNED, &places, &counts[SVG_WARNED]);
    mark_places(root, "contained", SVG_CONTAINED, &places, &counts[SVG_CONTAINED]);
    mark_places(root, "taken", SVG_TAKEN, &places, &counts[SVG_TAKEN]);
    text_add(&title, "%s of %s organisations fall in this world: %s customers",
             figure_whole(counts[SVG_TAKEN]).text, figure_whole(places.count).text,
             figure_whole(read_number(root, "customers")).text);
    svg_map(&svg, text_of(&title), places.items, places.count);
    table_init(&table, "wr");
    table_cell(&table, "organisations");
    table_cell(&table, "count");
    const char *const names[] = {"", "warned", "cut off in time or later", "taken"};
    table_cell(&table, "in this world");
    table_cell(&table, "%u", places.count);
    for (int mark = SVG_WARNED; mark < SVG_MARKS; mark++) {
        table_cell(&table, "%s", names[mark]);
        table_cell(&table, "%u", counts[mark]);
    }
    document_add_figure(document, text_of(&title),
                        "Vendor in the middle, MSPs around it, their customers behind; filled: "
                        "taken; ringed: cut off; outlined: warned",
                        text_of(&svg), &table);
    document_add(document, BLOCK_PARAGRAPH, "World %s of seed %s, told by `keyfall replay`%s.",
                 figure_whole(read_number(root, "world")).text, read_text(root, "seed"),
                 strcmp(read_text(root, "response"), "off") == 0 ? "; nobody responds" : "");
    vec_clear(&places);
    text_clear(&svg);
    text_clear(&title);
    return true;
}

/* ------------------------------------------------------------------ assumptions and sources */

static void add_numbers(Document *document, Json parameters) {
    Table table;
    const char *const heads[] = {"number", "low", "most likely", "high", "unit", "is", "source"};
    table_init(&table, "wrrrllw");
    for (int i = 0; i < 7; i++) table_cell(&table, "%s", heads[i]);
    for (uint32_t i = 0; i < json_count(parameters); i++) {
        Json one = json_item(parameters, i);
        table_cell(&table, "%s", read_text(one, "name"));
        table_cell(&table, "%.4g", read_number(one, "low"));
        table_cell(&table, "%.4g", read_number(one, "mode"));
        table_cell(&table, "%.4g", read_number(one, "high"));
        table_cell(&table, "%s", read_text(one, "unit"));
        table_cell(&table, "%s", read_text(one, "provenance"));
        table_cell(&table, "%s", read_text(one, "source"));
    }
    document_add_table(document, "Every number, and where it comes from", &table);
}

bool report_scenario(Document *document, Json root, Error *error) {
    Json parameters;
    if (!json_array(root, "parameters", &parameters, error)) return false;
    Json numbers = read_part(root, "numbers");
    document_add(document, BLOCK_HEADING, "Assumptions and sources: %s", read_text(root, "title"));
    document_add(document, BLOCK_PARAGRAPH, "%s", read_text(root, "summary"));
    for (uint32_t i = 0; i < json_count(numbers); i++)
        document_add(document, BLOCK_PARAGRAPH, "%s: %s", json_key(json_item(numbers, i)),
                     figure_whole(read_item(numbers, i)).text);
    add_numbers(document, parameters);
    return true;
}
