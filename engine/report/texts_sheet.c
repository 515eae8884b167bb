#include "report/texts_sheet.h"

#include <string.h>

static const char *const headers[TEXTS_COLUMNS] = {"Kind", "Name", "Field", "English", "Japanese"};

void texts_sheet_write(Definition *definition, Sheet *out) {
    TextPlaceVec places = {0};
    texts_list(definition, &places);
    for (uint32_t i = 0; i < TEXTS_COLUMNS; i++) sheet_set(out, 0, i, headers[i]);
    for (uint32_t i = 0; i < places.count; i++) {
        const TextPlace *at = &places.items[i];
        const char *cells[TEXTS_COLUMNS] = {at->kind, at->id, at->field, at->wording->in[LANGUAGE_en],
                                            at->wording->in[LANGUAGE_ja]};
        for (uint32_t k = 0; k < TEXTS_COLUMNS; k++) sheet_set(out, i + 1, k, cells[k] ? cells[k] : "");
    }
    vec_clear(&places);
}

static bool check_headers(const Sheet *sheet, const char *path, Error *error) {
    for (uint32_t i = 0; i < TEXTS_COLUMNS; i++)
        if (strcmp(sheet_at(sheet, 0, i), headers[i]) != 0)
            return error_set(error,
                             "%s: column %u is not \"%s\"; begin with what `keyfall exercise texts` wrote",
                             path, i + 1, headers[i]);
    return true;
}

static const TextPlace *find_place(const TextPlaceVec *places, const Sheet *sheet, uint32_t row) {
    for (uint32_t i = 0; i < places->count; i++)
        if (strcmp(places->items[i].kind, sheet_at(sheet, row, 0)) == 0 &&
            strcmp(places->items[i].id, sheet_at(sheet, row, 1)) == 0 &&
            strcmp(places->items[i].field, sheet_at(sheet, row, 2)) == 0)
            return &places->items[i];
    return NULL;
}

/* NULL when the cell says what is there already. */
static const char *changed(const char *was, const char *is, Arena *arena) {
    return strcmp(was ? was : "", is) == 0 ? NULL : arena_text(arena, is);
}

static bool compare_row(const TextPlaceVec *places, const Sheet *sheet, uint32_t row, const char *path,
                        Arena *arena, TextChangeVec *out, Error *error) {
    const char *english = sheet_at(sheet, row, 3), *japanese = sheet_at(sheet, row, 4);
    if (!*sheet_at(sheet, row, 0) && !*english && !*japanese) return true;
    const TextPlace *at = find_place(places, sheet, row);
    if (!at)
        return error_set(
            error,
            "%s:%u: there is no %.40s \"%.80s\" with a %.40s; leave the first three columns as they are",
            path, row + 1, sheet_at(sheet, row, 0), sheet_at(sheet, row, 1), sheet_at(sheet, row, 2));
    bool had_one = *wording_in(*at->wording, LANGUAGE_en);
    if (had_one && !*english && !*japanese)
        return error_set(error, "%s:%u: this text may not be empty in both languages", path, row + 1);
    TextChange change = {at->kind,
                         at->id,
                         at->field,
                         {changed(at->wording->in[LANGUAGE_en], english, arena),
                          changed(at->wording->in[LANGUAGE_ja], japanese, arena)}};
    if (change.in[LANGUAGE_en] || change.in[LANGUAGE_ja]) vec_push(out, change);
    return true;
}

bool texts_sheet_compare(Definition *definition, const Sheet *sheet, const char *path, Arena *arena,
                         TextChangeVec *out, Error *error) {
    TextPlaceVec places = {0};
    bool good = check_headers(sheet, path, error);
    texts_list(definition, &places);
    for (uint32_t row = 1; good && row < sheet->rows.count; row++)
        good = compare_row(&places, sheet, row, path, arena, out, error);
    vec_clear(&places);
    if (!good) vec_clear(out);
    return good;
}
