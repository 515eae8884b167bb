#include "control/costs.h"

#include "control/level_ranges.h"

#include <string.h>

static const char *const payer_names[PAYERS] = {"vendor", "msp", "customer"};
static const double MOST = 1e12; /* dollars: beyond it somebody mistyped */

static bool read_control(Json row, const Catalogue *catalogue, int *control, Error *error) {
    const char *id;
    if (!json_text(row, "control", &id, error)) return false;
    *control = catalogue_find(catalogue, id);
    if (*control >= 0) return true;
    const char *nearest = catalogue_nearest(catalogue, id);
    return json_fail(row, error, "unknown control \"%s\"%s%s%s", id, nearest ? "; did you mean \"" : "",
                     nearest ? nearest : "", nearest ? "\"?" : "");
}

static bool read_payer(Json row, int *payer, Error *error) {
    const char *word;
    if (!json_text(row, "kind", &word, error)) return false;
    for (*payer = 0; *payer < PAYERS; (*payer)++)
        if (strcmp(word, payer_names[*payer]) == 0) return true;
    return json_fail(row, error, "\"%s\" pays for nothing: use vendor, msp or customer", word);
}

static bool read_source(Json row, Arena *arena, const char **out, Error *error) {
    const char *text;
    if (!json_text(row, "source", &text, error)) return false;
    if (!*text) return json_fail(row, error, "\"source\" is empty: say who says so, or why you assume it");
    *out = arena_text(arena, text);
    return true;
}

static bool read_row(Costs *costs, Json row, const Catalogue *catalogue, bool (*seen)[PAYERS], Error *error) {
    int control, payer;
    Cost cost = {.given = true};
    if (json_kind(row) != JSON_OBJECT) return json_fail(row, error, "must be an object, one cost");
    if (!json_only(row, "control kind provenance source levels", error) ||
        !read_control(row, catalogue, &control, error) || !read_payer(row, &payer, error) ||
        !level_ranges_provenance(row, &cost.provenance, error) ||
        !read_source(row, &costs->arena, &cost.source, error) ||
        !level_ranges_read(row, MOST, "costs less than", cost.low, cost.mode, cost.high, error))
        return false;
    if (seen[control][payer])
        return json_fail(row, error, "the cost of %s at a %s is given twice", catalogue->controls[control].id,
                         payer_names[payer]);
    seen[control][payer] = true;
    costs->of[control][payer] = cost;
    return true;
}

static bool read_costs(Costs *costs, Json root, const Catalogue *catalogue, Error *error) {
    bool seen[CONTROLS_MAX][PAYERS] = {{false}};
    const char *currency;
    Json rows;
    if (!json_expect_format(root, "keyfall.costs", 1, error) ||
        !json_only(root, "format version currency note costs", error) ||
        !json_text(root, "currency", &currency, error) || !json_array(root, "costs", &rows, error))
        return false;
    if (strcmp(currency, "USD") != 0)
        return json_fail(root, error, "\"currency\" must be \"USD\", not \"%s\": convert first", currency);
    for (uint32_t i = 0; i < json_count(rows); i++)
        if (!read_row(costs, json_item(rows, i), catalogue, seen, error)) return false;
    return true;
}

static bool read_file(Costs *costs, const char *path, const Catalogue *catalogue, Error *error) {
    JsonDocument *document;
    if (!json_load(path, &document, error)) return false;
    bool good = read_costs(costs, json_root(document), catalogue, error);
    json_destroy(document);
    return good;
}

bool costs_load(Costs *costs, const char *path, const char *own, const Catalogue *catalogue, Error *error) {
    Costs loaded = {0};
    arena_init(&loaded.arena);
    bool good =
        read_file(&loaded, path, catalogue, error) && (!own || read_file(&loaded, own, catalogue, error));
    if (good)
        *costs = loaded;
    else
        costs_clear(&loaded);
    return good;
}

void costs_clear(Costs *costs) {
    arena_clear(&costs->arena);
    memset(costs, 0, sizeof *costs);
}
