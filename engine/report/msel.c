#include "report/msel.h"

#include "report/figure.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The columns, and the headers under which others write them. */
typedef enum Column {
    COLUMN_NUMBER,
    COLUMN_TITLE,
    COLUMN_TYPE,
    COLUMN_SCHEDULED,
    COLUMN_DAY,
    COLUMN_SCENARIO,
    COLUMN_FROM,
    COLUMN_TO,
    COLUMN_METHOD,
    COLUMN_DESCRIPTION,
    COLUMN_EXPECTED,
    COLUMN_NOTES,
    COLUMN_OBJECTIVES,
    COLUMN_CONTROLLER,
    COLUMN_TRIGGER,
    COLUMN_PHASE,
    COLUMN_STATUS,
    COLUMN_RELEASED_AT,
    COLUMN_RELEASED_BY,
    COLUMNS = MSEL_COLUMNS
} Column;

static const struct {
    const char *header, *synonyms; /* parted by | */
} columns[COLUMNS] = {
    {"Inject #", "#|inject number|inj #|msel number|id|control number|seq no|event #"},
    {"Title", "event|subject|inject name"},
    {"Inject Type", "type|category"},
    {"Scheduled Time", "time|wall clock|dtg|inject dtg|delivery time|horaire"},
    {"Scenario Day", "day|sim day"},
    {"Scenario Time", "sim time|story time|exercise time"},
    {"From", "source|sender|originator|initiated by|from org|emetteur"},
    {"To", "target|recipient|receiver|send to|player|to org|destinataire"},
    {"Delivery Method", "method|means|inject mode|modality|mode"},
    {"Description", "details|narrative|script|detailed statement|message|stimuli"},
    {"Expected Action", "expected response|expected outcome|reaction attendue"},
    {"Controller Notes", "notes|comments|remarks"},
    {"Objectives", "objective"},
    {"Responsible Controller", "controller|assigned to|owner|injected by|poc"},
    {"Trigger", "activation|fire mode"},
    {"Phase", "move|module"},
    {"Status", ""},
    {"Released At", ""},
    {"Released By", ""},
};

/* ------------------------------------------------------------------ out */

static const Definition *definition_of(const ExerciseView *view) {
    return view->room->definition;
}

static void set_words(const ExerciseView *view, Sheet *out, uint32_t row, Column column, Wording wording) {
    Text text = {0};
    wording_fill(definition_of(view), wording, (Filling){0, "__:__", view->language}, &text);
    sheet_set(out, row, column, text_of(&text));
    text_clear(&text);
}

static void set_roles(const ExerciseView *view, Sheet *out, uint32_t row, uint32_t roles) {
    Text text = {0};
    for (uint32_t i = 0; i < definition_of(view)->roles.count; i++)
        if (roles >> i & 1u)
            text_add(&text, "%s%s", text.length ? ", " : "", definition_of(view)->roles.items[i].id);
    sheet_set(out, row, COLUMN_TO, text.length ? text_of(&text) : "all");
    text_clear(&text);
}

static void set_objectives(const ExerciseView *view, Sheet *out, uint32_t row, uint32_t objectives) {
    Text text = {0};
    for (uint32_t i = 0; i < definition_of(view)->objectives.count; i++)
        if (objectives >> i & 1u)
            text_add(&text, "%s%s", text.length ? ", " : "", definition_of(view)->objectives.items[i].id);
    sheet_set(out, row, COLUMN_OBJECTIVES, text_of(&text));
    text_clear(&text);
}

static void set_times(const ExerciseView *view, Sheet *out, uint32_t row, uint32_t inject) {
    const Definition *definition = definition_of(view);
    uint32_t due = room_inject_due(view->room, 0, inject, (uint32_t)definition->endex);
    char text[64];
    sheet_set(out, row, COLUMN_TRIGGER, due == NEVER ? "by hand" : "as things stand");
    if (due == NEVER) return;
    int64_t minutes = ((int64_t)due - definition->startex) / 60;
    snprintf(text, sizeof text, "T+%lld", (long long)minutes);
    sheet_set(out, row, COLUMN_SCHEDULED, text);
    snprintf(text, sizeof text, "%lld", (long long)(minutes / 1440 + 1));
    sheet_set(out, row, COLUMN_DAY, text);
    sheet_set(out, row, COLUMN_SCENARIO,
              figure_moment(race_adversary(view->room->stage->race)->start + due).text);
}

static void set_status(const ExerciseView *view, Sheet *out, uint32_t row, uint32_t inject) {
    uint32_t at = view->room->teams[0].released_at[inject];
    const char *status = view->room->skipped[inject] ? "Obsolete"
                         : view->room->held[inject]  ? "Deferred"
                                                     : "Approved";
    sheet_set(out, row, COLUMN_STATUS, at == NEVER ? status : "Released");
    if (at == NEVER) return;
    sheet_set(out, row, COLUMN_RELEASED_AT,
              figure_moment(race_adversary(view->room->stage->race)->start + at).text);
    sheet_set(out, row, COLUMN_RELEASED_BY, "facilitator");
}

static void write_inject(const ExerciseView *view, uint32_t index, Sheet *out) {
    static const char *const types[INJECT_TYPE_COUNT] = {"Standard", "Contingency", "Adaptive", "Complexity"};
    const Inject *inject = &definition_of(view)->injects.items[index];
    uint32_t row = index + 1;
    char number[16];
    snprintf(number, sizeof number, "%u", index + 1);
    sheet_set(out, row, COLUMN_NUMBER, number);
    set_words(view, out, row, COLUMN_TITLE, inject->title);
    sheet_set(out, row, COLUMN_TYPE, types[inject->type]);
    set_times(view, out, row, index);
    set_words(view, out, row, COLUMN_FROM, inject->from);
    set_roles(view, out, row, inject->to);
    set_words(view, out, row, COLUMN_METHOD, inject->method);
    set_words(view, out, row, COLUMN_DESCRIPTION, inject->text);
    set_words(view, out, row, COLUMN_EXPECTED, inject->expected);
    set_words(view, out, row, COLUMN_NOTES, inject->notes);
    set_objectives(view, out, row, inject->objectives);
    sheet_set(out, row, COLUMN_CONTROLLER, "facilitator");
    set_words(view, out, row, COLUMN_PHASE, definition_of(view)->modules.items[inject->module].title);
    set_status(view, out, row, index);
}

void msel_write(const ExerciseView *view, Sheet *out) {
    for (uint32_t i = 0; i < COLUMNS; i++) sheet_set(out, 0, i, columns[i].header);
    for (uint32_t i = 0; i < definition_of(view)->injects.count; i++) write_inject(view, i, out);
}

/* ------------------------------------------------------------------ in */

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
    size_t own = strlen(columns[column].header);
    if (same_word(header, columns[column].header, own)) return 3;
    int best = contains(header, columns[column].header, own) ? 1 : 0;
    for (const char *at = columns[column].synonyms; *at;) {
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

static uint32_t match_row(const Sheet *before, const Sheet *sheet, uint32_t row, const uint32_t *places) {
    const char *number = cell(sheet, row, places, COLUMN_NUMBER),
               *title = cell(sheet, row, places, COLUMN_TITLE);
    for (uint32_t i = 1; i < before->rows.count; i++)
        if (*number && strcmp(sheet_at(before, i, COLUMN_NUMBER), number) == 0) return i - 1;
    for (uint32_t i = 1; i < before->rows.count; i++)
        if (*title && strcasecmp(sheet_at(before, i, COLUMN_TITLE), title) == 0) return i - 1;
    return NONE;
}

/* What a room decides is not read back. */
static bool is_kept(Column column) {
    return column != COLUMN_NUMBER && column != COLUMN_STATUS && column != COLUMN_RELEASED_AT &&
           column != COLUMN_RELEASED_BY && column != COLUMN_CONTROLLER;
}

static void compare_row(const Sheet *before, const Sheet *sheet, uint32_t row, const uint32_t *places,
                        MselChanges *out) {
    uint32_t inject = match_row(before, sheet, row, places);
    if (inject == NONE) {
        const char *title = cell(sheet, row, places, COLUMN_TITLE);
        vec_push(&out->list, (MselChange){row + 1, NONE, "row", "", arena_text(&out->arena, title)});
        return;
    }
    for (uint32_t column = 0; column < COLUMNS; column++) {
        if (places[column] == NONE || !is_kept((Column)column)) continue;
        const char *was = sheet_at(before, inject + 1, column),
                   *is = cell(sheet, row, places, (Column)column);
        if (strcmp(was, is) != 0)
            vec_push(&out->list, (MselChange){row + 1, inject, columns[column].header,
                                              arena_text(&out->arena, was), arena_text(&out->arena, is)});
    }
}

bool msel_compare(const ExerciseView *view, const Sheet *sheet, const char *path, MselChanges *out,
                  Error *error) {
    uint32_t places[COLUMNS];
    memset(out, 0, sizeof *out);
    arena_init(&out->arena);
    match_headers(sheet, places, out);
    if (places[COLUMN_NUMBER] == NONE && places[COLUMN_TITLE] == NONE) {
        msel_changes_clear(out);
        return error_set(error, "%s: no column is an inject's number or title; name one \"Inject #\"", path);
    }
    Sheet before;
    sheet_init(&before, COLUMNS);
    msel_write(view, &before);
    for (uint32_t row = 1; row < sheet->rows.count; row++) compare_row(&before, sheet, row, places, out);
    sheet_clear(&before);
    return true;
}

void msel_changes_clear(MselChanges *changes) {
    vec_clear(&changes->list);
    vec_clear(&changes->unread);
    arena_clear(&changes->arena);
    memset(changes, 0, sizeof *changes);
}
