/* keyfall exercise import: a list of events from another tool, held against an exercise: what it would
 * change, and with --apply the change itself, kept in the journal. */
#include "base/sheet_csv.h"
#include "cli/cmd_exercise.h"
#include "cli/exercise_session.h"
#include "cli/terminal.h"
#include "report/msel.h"

#include <string.h>

static const struct argp_option accepted[] = {
    {"apply", KEY_APPLY, NULL, 0, "Make the changes; only before the exercise begins", 0},
    {"language", KEY_LANGUAGE, "en|ja", 0, "The language of the list", 0},
    OPTION_JSON,
    {0}};
static const struct argp parser = {
    accepted,
    exercise_parse_key,
    "FILE LIST",
    "Reads a list of events (MSEL; CSV or XLSX) and shows what it would change: texts, times, roles, new "
    "injects. Headers of other tools are understood; rows are matched by title, then by number; empty cells "
    "change nothing. Nothing is written without --apply."
    "\vExample: keyfall exercise import friday.exercise theirs.xlsx",
    NULL,
    NULL,
    NULL};

static const char *inject_id(const MselChange *change) {
    return change->change.id;
}

static void tell_change(const MselChange *change, Text *page) {
    if (strcmp(change->change.field, "add") == 0) {
        text_add(page, "row %u, a new inject, %s:\n  + ", change->row, inject_id(change));
        page_hang(page, 4, change->after);
        return;
    }
    text_add(page, "row %u, inject %s, %s:\n", change->row, inject_id(change), change->column);
    if (*change->before) {
        text_add(page, "  - ");
        page_hang(page, 4, change->before);
    }
    text_add(page, "  + ");
    page_hang(page, 4, change->after);
}

static void tell(const MselChanges *changes, bool applied, Text *page) {
    for (uint32_t i = 0; i < changes->unread.count; i++)
        text_add(page, "column \"%s\" is not read\n", changes->unread.items[i]);
    for (uint32_t i = 0; i < changes->list.count; i++) tell_change(&changes->list.items[i], page);
    text_add(page, "%u change%s; %s\n", changes->list.count, changes->list.count == 1 ? "" : "s",
             applied               ? "written"
             : changes->list.count ? "nothing was written: --apply makes them"
                                   : "nothing was written");
}

static void write_json(const MselChanges *changes, bool applied, JsonWriter *writer) {
    json_begin_object(writer, NULL);
    json_write_text(writer, "format", "keyfall.exercise.import");
    json_write_integer(writer, "version", 1);
    json_write_flag(writer, "applied", applied);
    json_begin_flat_array(writer, "unread");
    for (uint32_t i = 0; i < changes->unread.count; i++)
        json_write_text(writer, NULL, changes->unread.items[i]);
    json_end_array(writer);
    json_begin_array(writer, "changes");
    for (uint32_t i = 0; i < changes->list.count; i++) {
        const MselChange *change = &changes->list.items[i];
        json_begin_object(writer, NULL);
        json_write_integer(writer, "row", change->row);
        json_write_text(writer, "inject", inject_id(change));
        json_write_text(writer, "field", change->change.field);
        json_write_text(writer, "before", change->before);
        json_write_text(writer, "after", change->after);
        json_end_object(writer);
    }
    json_end_array(writer);
    json_end_object(writer);
}

/* The changes are tried on the definition, which is thrown away afterwards; a journal is only ever opened
 * with changes that fit. */
static bool try_changes(ExerciseSession *session, const MselChanges *changes, const char *path, bool keep,
                        Error *error) {
    Setup *setup = &session->setup;
    TextChange *all = arena_new(&session->arena, TextChange, setup->text_count + changes->list.count);
    if (!msel_apply(&session->definition, changes, path, error)) return false;
    for (uint32_t i = 0; i < setup->text_count; i++) all[i] = setup->texts[i];
    for (uint32_t i = 0; i < changes->list.count; i++)
        all[setup->text_count + i] = changes->list.items[i].change;
    setup->texts = all;
    setup->text_count += changes->list.count;
    return !keep || !changes->list.count || journal_set_up(session->journal, setup, error);
}

static bool import(ExerciseSession *session, const ExerciseOptions *options, MselChanges *changes,
                   Error *error) {
    ExerciseView view = {&session->room, &session->setup, options->language, {.colour = false}};
    const char *path = options->common.arguments[1];
    Sheet sheet;
    if (!sheet_read(path, &sheet, error)) return false;
    bool good = msel_compare(&view, &sheet, path, changes, error);
    sheet_clear(&sheet);
    if (!good) return false;
    if (try_changes(session, changes, path, options->apply, error)) return true;
    msel_changes_clear(changes);
    return false;
}

static int answer(const MselChanges *changes, const ExerciseOptions *options) {
    Text page = {0};
    if (options->common.json) {
        JsonWriter writer;
        json_writer_init(&writer, true);
        write_json(changes, options->apply, &writer);
        return terminal_print_json(&writer, EXIT_GOOD);
    }
    tell(changes, options->apply, &page);
    int status = terminal_print(text_of(&page), EXIT_GOOD);
    text_clear(&page);
    return status;
}

int cmd_exercise_import(int argc, char **argv) {
    ExerciseOptions options = exercise_options_default("which journal and list of events?", 2, 2);
    ExerciseSession session;
    Error error = {{0}};
    MselChanges changes;
    if (!exercise_resume_command(&session, &options, &parser, argc, argv, &error))
        return terminal_fail(&error);
    bool good = import(&session, &options, &changes, &error);
    int status = good ? answer(&changes, &options) : terminal_fail(&error);
    if (good) msel_changes_clear(&changes);
    exercise_session_close(&session);
    return status;
}
