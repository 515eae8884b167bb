#include "report/msel_internal.h"

#include <stdio.h>
#include <string.h>

/* ------------------------------------------------------------------ headers */

static bool same_word(const char *a, const char *b, size_t length) {
    return strlen(a) == length && strncasecmp(a, b, length) == 0;
}

static bool contains(const char *whole, const char *part, size_t length) {
    for (; *whole; whole++)
        if (strncasecmp(whole, part, length) == 0) return true;
    return false;
}

/* How well a header fits a column: 3 its own name, 2 a synonym, 1 its name or a synonym is contained, 0 not.
 */
static int fit(const char *header, Column column) {
    size_t own = strlen(msel_columns[column].header);
    if (same_word(header, msel_columns[column].header, own)) return 3;
    int best = contains(header, msel_columns[column].header, own) ? 1 : 0;
    for (const char *at = msel_columns[column].synonyms; *at;) {
        size_t length = strcspn(at, "|");
        if (same_word(header, at, length)) return 2;
        if (length > 2 && contains(header, at, length)) best = 1;
        at += length + (at[length] == '|');
    }
    return best;
}

/* Each column takes the header that fits it best; a header serves one column. */
static void match_headers(const Sheet *sheet, uint32_t *places, MselChanges *out) {
    bool used[SHEET_COLUMNS_MAX] = {false};
    for (uint32_t i = 0; i < COLUMNS; i++) places[i] = NONE;
    for (int wanted = 3; wanted > 0; wanted--)
        for (uint32_t column = 0; column < COLUMNS; column++)
            for (uint32_t at = 0; at < sheet->columns && places[column] == NONE; at++) {
                if (used[at] || fit(sheet_at(sheet, 0, at), (Column)column) != wanted) continue;
                places[column] = at;
                used[at] = true;
            }
    for (uint32_t at = 0; at < sheet->columns; at++)
        if (!used[at] && *sheet_at(sheet, 0, at))
            vec_push(&out->unread, arena_text(&out->arena, sheet_at(sheet, 0, at)));
}

static const char *cell(const Sheet *sheet, uint32_t row, const uint32_t *places, Column column) {
    return places[column] == NONE ? "" : sheet_at(sheet, row, places[column]);
}

/* ------------------------------------------------------------------ rows */

typedef struct Reading {
    const ExerciseView *view;
    const Sheet *sheet, *before;
    const char *path;
    uint32_t places[COLUMNS];
    uint32_t *rows; /* [inject] the row that speaks of it, or NONE */
    MselChanges *out;
} Reading;

static uint32_t by_cell(const Reading *reading, Column column, const char *value) {
    if (!*value) return NONE;
    for (uint32_t i = 1; i < reading->before->rows.count; i++)
        if (strcasecmp(sheet_at(reading->before, i, column), value) == 0) return i - 1;
    return NONE;
}

/* By title, else by number: somebody else's number 3 is not ours when ours stands elsewhere in the list. */
static bool match_row(const Reading *reading, uint32_t row, uint32_t *inject, Error *error) {
    *inject = by_cell(reading, COLUMN_TITLE, cell(reading->sheet, row, reading->places, COLUMN_TITLE));
    if (*inject == NONE) {
        *inject = by_cell(reading, COLUMN_NUMBER, cell(reading->sheet, row, reading->places, COLUMN_NUMBER));
        if (*inject != NONE && reading->rows[*inject] != NONE) *inject = NONE;
    }
    if (*inject == NONE) return true;
    uint32_t other = reading->rows[*inject];
    reading->rows[*inject] = row;
    return other == NONE || other == row ||
           error_set(error, "%s: rows %u and %u are about the same inject, \"%s\"; leave one", reading->path,
                     other + 1, row + 1, reading->view->room->definition->injects.items[*inject].id);
}

/* The field of a change, for a column that is read by itself; NULL for the others. */
static const char *field_of(Column column) {
    static const char *const fields[COLUMNS] = {[COLUMN_TITLE] = "title",
                                                [COLUMN_TYPE] = "type",
                                                [COLUMN_FROM] = "from",
                                                [COLUMN_TO] = "to",
                                                [COLUMN_METHOD] = "method",
                                                [COLUMN_DESCRIPTION] = "text",
                                                [COLUMN_EXPECTED] = "expected",
                                                [COLUMN_NOTES] = "notes",
                                                [COLUMN_OBJECTIVES] = "objectives",
                                                [COLUMN_PHASE] = "module"};
    return fields[column];
}

static bool is_text(Column column) {
    const char *field = field_of(column);
    return column == COLUMN_TITLE || column == COLUMN_FROM || column == COLUMN_METHOD ||
           (field &&
            (strcmp(field, "text") == 0 || strcmp(field, "expected") == 0 || strcmp(field, "notes") == 0));
}

static void add_change(const Reading *reading, uint32_t row, uint32_t inject, const char *id,
                       const char *field, Column column, const char *before, const char *after) {
    Arena *arena = &reading->out->arena;
    after = arena_text(arena, after);
    TextChange change = {"inject", id, field, {NULL}};
    change.in[is_text(column) ? reading->view->language : LANGUAGE_en] = after;
    vec_push(&reading->out->list, (MselChange){row + 1, inject, msel_columns[column].header,
                                               arena_text(arena, before), after, change});
}

static MselWhen when_of(const Sheet *sheet, uint32_t row, const uint32_t *places) {
    return (MselWhen){cell(sheet, row, places, COLUMN_SCHEDULED), cell(sheet, row, places, COLUMN_DAY),
                      cell(sheet, row, places, COLUMN_SCENARIO), cell(sheet, row, places, COLUMN_TRIGGER)};
}

/* Several columns say when. */
static void compare_when(const Reading *reading, uint32_t row, uint32_t inject, const char *id) {
    const Room *room = reading->view->room;
    MselWhen is = when_of(reading->sheet, row, reading->places), was = {"", "", "", ""};
    MselTime time;
    int64_t startex = race_adversary(room->stage->race)->start + room->definition->startex;
    if (inject != NONE)
        was = (MselWhen){sheet_at(reading->before, inject + 1, COLUMN_SCHEDULED),
                         sheet_at(reading->before, inject + 1, COLUMN_DAY),
                         sheet_at(reading->before, inject + 1, COLUMN_SCENARIO),
                         sheet_at(reading->before, inject + 1, COLUMN_TRIGGER)};
    if (!msel_when(&is, &was, startex, &time)) return;
    const char *before = inject == NONE ? "" : sheet_at(reading->before, inject + 1, COLUMN_SCHEDULED);
    if (strcmp(before, time.text) != 0)
        add_change(reading, row, inject, id, "when", time.column, before, time.text);
}

/* Cells that are empty say nothing. */
static void compare_row(const Reading *reading, uint32_t row, uint32_t inject, const char *id) {
    for (uint32_t column = 0; column < COLUMNS; column++) {
        const char *is = cell(reading->sheet, row, reading->places, (Column)column);
        const char *was = inject == NONE ? "" : sheet_at(reading->before, inject + 1, column);
        bool told = inject == NONE && column == COLUMN_TITLE;
        if (!field_of((Column)column) || !*is || told || strcmp(was, is) == 0) continue;
        add_change(reading, row, inject, id, field_of((Column)column), (Column)column, was, is);
    }
    compare_when(reading, row, inject, id);
}

static const char *fresh_id(const Reading *reading, uint32_t row) {
    char id[64];
    const char *number = cell(reading->sheet, row, reading->places, COLUMN_NUMBER);
    snprintf(id, sizeof id, "msel-%.20s", number);
    bool taken = definition_inject(reading->view->room->definition, id) != NONE;
    for (uint32_t i = 0; i < reading->out->list.count; i++)
        taken |= strcmp(reading->out->list.items[i].change.id, id) == 0;
    if (!*number || taken) snprintf(id, sizeof id, "msel-row-%u", row + 1);
    return arena_text(&reading->out->arena, id);
}

static void add_row(const Reading *reading, uint32_t row) {
    const char *title = cell(reading->sheet, row, reading->places, COLUMN_TITLE);
    if (!*title) title = cell(reading->sheet, row, reading->places, COLUMN_DESCRIPTION);
    if (!*title) return;
    const char *id = fresh_id(reading, row);
    add_change(reading, row, NONE, id, "add", COLUMN_NUMBER, "", title);
    compare_row(reading, row, NONE, id);
}

static bool compare_rows(const Reading *reading, Error *error) {
    for (uint32_t row = 1; row < reading->sheet->rows.count; row++) {
        uint32_t inject;
        if (!match_row(reading, row, &inject, error)) return false;
        if (inject == NONE)
            add_row(reading, row);
        else
            compare_row(reading, row, inject, reading->view->room->definition->injects.items[inject].id);
    }
    return true;
}

bool msel_compare(const ExerciseView *view, const Sheet *sheet, const char *path, MselChanges *out,
                  Error *error) {
    Reading reading = {.view = view, .sheet = sheet, .path = path, .out = out};
    uint32_t count = view->room->definition->injects.count;
    memset(out, 0, sizeof *out);
    arena_init(&out->arena);
    match_headers(sheet, reading.places, out);
    if (reading.places[COLUMN_NUMBER] == NONE && reading.places[COLUMN_TITLE] == NONE) {
        msel_changes_clear(out);
        return error_set(error, "%s: no column is an inject's number or title; name one \"Inject #\"", path);
    }
    Sheet before;
    sheet_init(&before, COLUMNS);
    msel_write(view, &before);
    reading.before = &before;
    reading.rows = arena_new(&out->arena, uint32_t, count);
    for (uint32_t i = 0; i < count; i++) reading.rows[i] = NONE;
    bool good = compare_rows(&reading, error);
    sheet_clear(&before);
    if (!good) msel_changes_clear(out);
    return good;
}

bool msel_apply(Definition *definition, const MselChanges *changes, const char *path, Error *error) {
    for (uint32_t i = 0; i < changes->list.count; i++)
        if (!texts_apply(definition, &changes->list.items[i].change, error))
            return error_at(error, "%s:%u: ", path, changes->list.items[i].row);
    return true;
}

void msel_changes_clear(MselChanges *changes) {
    vec_clear(&changes->list);
    vec_clear(&changes->unread);
    arena_clear(&changes->arena);
    memset(changes, 0, sizeof *changes);
}
