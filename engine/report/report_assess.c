/* What `assess` prints. */
#include "report/assess_words.h"
#include "report/report_read.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Log scales have no 0. */
static double thousand(Json odds, const char *key) {
    double value = 1000 * read_number(odds, key);
    return value > 0.001 ? value : 0.001;
}

static void odds_row(RowVec *rows, Table *table, Json odds, const char *label, Figure *figure, uint32_t hue) {
    YearlyOdds read = {read_number(odds, "mean"), read_number(odds, "p5"), read_number(odds, "p95")};
    *figure = assess_thousand_range(&read, false);
    SvgRow row = {
        label, thousand(odds, "p5"), thousand(odds, "p95"), thousand(odds, "mean"), NAN, figure->text, hue};
    vec_push(rows, row);
    table_cell(table, "%s", label);
    table_cell(table, "%s", assess_thousand(read.mean).text);
    table_cell(table, "%s", figure->text);
}

static void odds_heads(Table *table) {
    table_init(table, "wrr");
    table_cell(table, "through");
    table_cell(table, "of 1,000 a year");
    table_cell(table, "5 to 95 %%");
}

/* Candidates by rank, then the others: today's arrangement and last year's. */
static Json ranked_msp(Json root, uint32_t place) {
    Json msps = read_part(root, "msps"), ranking = read_part(root, "ranking");
    const char *name;
    Error unused;
    if (place >= json_count(ranking) || !json_as_text(json_item(ranking, place), &name, &unused))
        return json_item(msps, place);
    for (uint32_t i = 0; i < json_count(msps); i++)
        if (strcmp(read_text(json_item(msps, i), "name"), name) == 0) return json_item(msps, i);
    return json_item(msps, place);
}

/* Kept by the document. */
static const char *label_of(Document *document, Json msp) {
    const char *role = read_text(msp, "role");
    Text label = {0};
    text_add(&label, "%s%s", read_text(msp, "name"),
             strcmp(role, "today") == 0       ? " (today)"
             : strcmp(role, "last_year") == 0 ? " (last year)"
                                              : "");
    const char *kept = arena_text(&document->arena, text_of(&label));
    text_clear(&label);
    return kept;
}

/* One row an MSP: over all families, or of one. */
static void odds_figure(Document *document, Json root, const char *family, const char *title,
                        const char *subtitle) {
    RowVec rows = {0};
    Table table;
    uint32_t count = json_count(read_part(root, "msps"));
    Figure *figures = heap_take(count, sizeof *figures);
    odds_heads(&table);
    for (uint32_t i = 0; i < count; i++) {
        Json msp = ranked_msp(root, i);
        Json odds = family ? read_part(read_part(msp, "families"), family) : read_part(msp, "expected");
        bool candidate = strcmp(read_text(msp, "role"), "candidate") == 0;
        odds_row(&rows, &table, odds, label_of(document, msp), &figures[i], candidate ? 1 : 2);
        if (!family) rows.items[i].other = thousand(read_part(msp, "everything_at_3"), "mean");
    }
    SvgRows plot = {
        rows.items, rows.count, "of 1,000 companies, a year (each line is ten times the one before)",
        false,      true,       NAN};
    report_rows(document, title, subtitle, &plot, &table);
    vec_clear(&rows);
    free(figures);
}

static void add_odds(Document *document, Json root, const char *verdict) {
    Json families = read_part(root, "families");
    odds_figure(document, root, NULL, verdict,
                "Hit through this MSP in a year: expected and 5 to 95 % of what nobody knows; hollow, what "
                "remains with "
                "everything at level 3");
    for (uint32_t f = 0; f < json_count(families); f++)
        odds_figure(document, root, read_text(json_item(families, f), "id"),
                    read_text(json_item(families, f), "title"), "Of those, in this family of attacks");
}

static void changes_figure(Document *document, Json msp, const char *key, const char *title,
                           const char *subtitle) {
    Json list = read_part(msp, key);
    RowVec rows = {0};
    Table table;
    Figure figures[12];
    if (json_count(list) == 0) return;
    table_init(&table, "wr");
    table_cell(&table, "what");
    table_cell(&table, "of 1,000 a year");
    for (uint32_t i = 0; i < json_count(list) && i < 12; i++) {
        Json item = json_item(list, i);
        double change = 1000 * read_number(item, "change");
        snprintf(figures[i].text, sizeof figures[i].text, "%+.*f",
                 fabs(change) < 0.095  ? 2
                 : fabs(change) < 9.95 ? 1
                                       : 0,
                 change);
        SvgRow row = {read_text(item, "title"), NAN, NAN, change, NAN, figures[i].text, change > 0 ? 0 : 1};
        vec_push(&rows, row);
        table_cell(&table, "%s", read_text(item, *read_text(item, "en") ? "en" : "title"));
        table_cell(&table, "%+.2g", change);
    }
    SvgRows plot = {
        .rows = rows.items, .count = rows.count, .unit = "of 1,000 companies, a year", .bars = true};
    report_rows(document, title, subtitle, &plot, &table);
    vec_clear(&rows);
}

static void add_msp(Document *document, Json msp, const char *first) {
    Text title = {0};
    const char *name = read_text(msp, "name");
    if (strcmp(read_text(msp, "role"), "candidate") != 0) return;
    text_add(&title, "What sets %s apart from %s", name, first);
    changes_figure(document, msp, "drivers", text_of(&title), "Change if it had the other's answer");
    text_clear(&title);
    text_add(&title, "What clauses would close at %s", name);
    changes_figure(document, msp, "clauses", text_of(&title),
                   "Change if the clause were kept; its words are in the table");
    text_clear(&title);
}

static void add_days(Document *document, Json root) {
    Table table;
    const char *const heads[] = {"through", "half are back by", "1 in 20 takes over",
                                 "days lost a year, on average"};
    table_init(&table, "wrrr");
    for (int i = 0; i < 4; i++) table_cell(&table, "%s", heads[i]);
    for (uint32_t i = 0; i < json_count(read_part(root, "msps")); i++) {
        Json msp = ranked_msp(root, i), days = read_part(msp, "days_down");
        table_cell(&table, "%s", label_of(document, msp));
        table_cell(&table, "%.0f days", read_number(days, "median"));
        table_cell(&table, "%.0f days", read_number(days, "p95"));
        table_cell(&table, "%.2f", read_number(days, "lost_a_year"));
    }
    document_add_table(document, "Days of work lost, when it happens", &table);
}

static void add_askings(Document *document, Json list) {
    if (json_count(list) == 0) return;
    document_add(document, BLOCK_HEADING, "Ask before signing");
    for (uint32_t i = 0; i < json_count(list); i++)
        document_add(document, BLOCK_ITEM, "%s: %s", read_text(json_item(list, i), "msp"),
                     read_text(json_item(list, i), "en"));
}

bool report_assessment(Document *document, Json root, Error *error) {
    Json msps;
    const char *verdict;
    if (!json_text(root, "verdict", &verdict, error) || !json_array(root, "msps", &msps, error)) return false;
    if (json_count(msps) == 0) return json_fail(msps, error, "is empty: nobody was assessed");
    const char *first = "";
    Error unused;
    Json ranking = read_part(root, "ranking");
    if (json_count(ranking)) json_as_text(json_item(ranking, 0), &first, &unused);
    add_odds(document, root, verdict);
    add_days(document, root);
    for (uint32_t i = 0; i < json_count(msps); i++) add_msp(document, ranked_msp(root, i), first);
    add_askings(document, read_part(root, "ask_first"));
    return true;
}
