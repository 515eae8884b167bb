#include "report/figure.h"
#include "report/msel_internal.h"

#include <stdio.h>

const ColumnWords msel_columns[MSEL_COLUMNS] = {
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

static const Definition *definition_of(const ExerciseView *view) {
    return view->room->definition;
}

static void set_words(const ExerciseView *view, Sheet *out, uint32_t row, Column column, Wording wording) {
    Text text = {0};
    wording_fill(definition_of(view), wording, (Filling){NONE, NULL, view->language}, &text);
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
    sheet_set(out, row, COLUMN_TRIGGER, due == NEVER ? MSEL_BY_HAND : "as things stand");
    if (due == NEVER) return;
    int64_t start = race_adversary(view->room->stage->race)->start;
    int64_t days = (start + due) / 86400 - (start + definition->startex) / 86400;
    snprintf(text, sizeof text, "T+%lld", (long long)(((int64_t)due - definition->startex) / 60));
    sheet_set(out, row, COLUMN_SCHEDULED, text);
    snprintf(text, sizeof text, "%lld", (long long)(days + 1));
    sheet_set(out, row, COLUMN_DAY, text);
    sheet_set(out, row, COLUMN_SCENARIO, figure_moment(start + due).text);
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
    for (uint32_t i = 0; i < COLUMNS; i++) sheet_set(out, 0, i, msel_columns[i].header);
    for (uint32_t i = 0; i < definition_of(view)->injects.count; i++) write_inject(view, i, out);
}
