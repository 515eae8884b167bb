#include "base/file.h"
#include "base/sheet_csv.h"
#include "cli/cmd_exercise.h"
#include "cli/exercise_session.h"
#include "cli/terminal.h"
#include "report/texts_sheet.h"

#include <string.h>

static const struct argp_option accepted[] = {
    {"out", KEY_OUT, "FILE", 0, "Where to: .xlsx or .csv", 0},
    OPTION_EXERCISE_VERSION,
    {"force", KEY_FORCE, NULL, 0, "Replace a file that is there", 0},
    {0}};
static const struct argp parser = {
    accepted,
    exercise_parse_key,
    "SCENARIO",
    "Writes every text of an exercise as a sheet: names, roles, injects, questions, "
    "decisions, in English and Japanese. Change the last two columns and give it to "
    "`keyfall exercise new SCENARIO --texts FILE`."
    "\vExample: keyfall exercise texts kaseya-2021 -o ours.xlsx",
    NULL,
    NULL,
    NULL};

static bool write_texts(ExerciseSession *session, const ExerciseOptions *options, Error *error) {
    static const double widths[TEXTS_COLUMNS] = {12, 24, 12, 70, 70};
    const SheetLook look = {.name = "Texts", .widths = widths};
    if (!options->out) return error_set(error, "say where to: -o FILE.xlsx");
    if (!options->force && file_exists(options->out))
        return error_set(error, "%s: is there already; give --force to replace it, or another name",
                         options->out);
    Sheet sheet;
    sheet_init(&sheet, TEXTS_COLUMNS);
    texts_sheet_write(&session->definition, &sheet);
    size_t length = strlen(options->out);
    bool csv = length > 4 && strcmp(options->out + length - 4, ".csv") == 0;
    bool good = csv ? sheet_write_csv(&sheet, options->out, error)
                    : sheet_write_xlsx(&sheet, &look, options->out, error);
    sheet_clear(&sheet);
    return good;
}

int exercise_write_workbook(const ExerciseOptions *options, const char *scenario) {
    ExerciseSession session;
    Error error = {{0}};
    if (!exercise_session_open(&session, scenario, options->version, options->common.seed, &error))
        return terminal_fail(&error);
    int status = write_texts(&session, options, &error) ? EXIT_GOOD : terminal_fail(&error);
    exercise_session_close(&session);
    return status;
}

int cmd_exercise_texts(int argc, char **argv) {
    ExerciseOptions options = exercise_options_default("which scenario?", 1, 1);
    argp_parse(&parser, argc, argv, 0, NULL, &options);
    return exercise_write_workbook(&options, options.common.arguments[0]);
}
