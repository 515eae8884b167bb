/* keyfall exercise report: the paper of an exercise in a folder: HTML always, PDF and DOCX where the programs
 * that make them are installed, the list of events as CSV and XLSX. Files that are there are not replaced
 * unasked. */
#define _GNU_SOURCE
#include "base/file.h"
#include "base/sheet_csv.h"
#include "cli/cmd_exercise.h"
#include "cli/exercise_session.h"
#include "cli/terminal.h"
#include "report/debrief_page.h"
#include "report/msel.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct argp_option accepted[] = {
    {"out", KEY_OUT, "FOLDER", 0, "Where to put it (default: the journal's name without its ending)", 0},
    {"language", KEY_LANGUAGE, "en|ja", 0, "The language of texts", 0},
    {"final", KEY_FINAL, NULL, 0, "The After-Action Meeting has agreed the plan; else the report is a draft",
     0},
    {"without-names", KEY_WITHOUT_NAMES, NULL, 0, "Leave out who was there", 0},
    {"force", KEY_FORCE, NULL, 0, "Replace files that are there", 0},
    {"compare-msel", KEY_MSEL, "FILE", 0, "Read a list of events (CSV or XLSX) and show what it would change",
     0},
    {0}};
static const struct argp parser = {
    accepted,
    exercise_parse_key,
    "FILE",
    "Writes manuals, inject cards, evaluation guides, a feedback form, the list of "
    "events, and once it has been played the after-action report."
    "\vExample: keyfall exercise report friday.exercise -o friday",
    NULL,
    NULL,
    NULL};

extern char **environ;

#define PATH_BYTES (PATH_MAX + 64) /* a folder, and a name of ours in it */

typedef struct Folder {
    const char *path;
    bool force;
    Text *page;
} Folder;

static void path_in(const Folder *folder, const char *name, const char *ending, char out[PATH_BYTES]) {
    snprintf(out, PATH_BYTES, "%.*s/%.40s%.20s", PATH_MAX - 1, folder->path, name, ending);
}

static bool may_write(const Folder *folder, const char *path, Error *error) {
    return folder->force || !file_exists(path) ||
           error_set(error, "%s: is there already; give --force to replace it, or another folder", path);
}

/* Runs a program on two files; what it says goes nowhere. 127 when it is not installed. */
static int run_program(const char *const *arguments) {
    pid_t child;
    int status;
    posix_spawn_file_actions_t quiet;
    posix_spawn_file_actions_init(&quiet);
    posix_spawn_file_actions_addopen(&quiet, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&quiet, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    int failed = posix_spawnp(&child, arguments[0], &quiet, NULL, (char *const *)arguments, environ);
    posix_spawn_file_actions_destroy(&quiet);
    if (failed) return 127;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

static void convert(const Folder *folder, const char *html, const char *name, const char *ending,
                    const char *program) {
    char path[PATH_BYTES];
    path_in(folder, name, ending, path);
    const char *const weasyprint[] = {"weasyprint", "-q", html, path, NULL};
    const char *const pandoc[] = {"pandoc", "--from=html", "--to=docx", "-o", path, html, NULL};
    int status = run_program(strcmp(program, "pandoc") == 0 ? pandoc : weasyprint);
    if (status == 0)
        text_add(folder->page, "%s\n", path);
    else
        text_add(folder->page, "%s not made: %s %s\n", path, program,
                 status == 127 ? "is not installed" : "failed");
}

static bool write_paper(const Folder *folder, const Paper *paper, PaperKind kind, Error *error) {
    char path[PATH_BYTES];
    path_in(folder, paper_files[kind], ".html", path);
    if (!may_write(folder, path, error)) return false;
    Text html = {0};
    paper_write(paper, kind, &html);
    bool good = file_write(path, text_of(&html), html.length, error);
    text_clear(&html);
    if (!good) return false;
    text_add(folder->page, "%s\n", path);
    convert(folder, path, paper_files[kind], ".pdf", "weasyprint");
    if (kind == PAPER_AAR) convert(folder, path, paper_files[kind], ".docx", "pandoc");
    return true;
}

static bool write_msel(const Folder *folder, const ExerciseView *view, Error *error) {
    static const double widths[MSEL_COLUMNS] = {8,  28, 12, 12, 8,  20, 20, 18, 14, 60,
                                                40, 30, 20, 18, 16, 20, 12, 20, 14};
    const SheetLook look = {.name = "MSEL", .widths = widths};
    char csv[PATH_BYTES], xlsx[PATH_BYTES];
    path_in(folder, "msel", ".csv", csv);
    path_in(folder, "msel", ".xlsx", xlsx);
    if (!may_write(folder, csv, error) || !may_write(folder, xlsx, error)) return false;
    Sheet sheet;
    sheet_init(&sheet, MSEL_COLUMNS);
    msel_write(view, &sheet);
    bool good = sheet_write_csv(&sheet, csv, error) && sheet_write_xlsx(&sheet, &look, xlsx, error);
    sheet_clear(&sheet);
    if (good) text_add(folder->page, "%s\n%s\n", csv, xlsx);
    return good;
}

static bool write_all(const Folder *folder, const ExerciseSession *session, const ExerciseOptions *options,
                      Error *error) {
    ExerciseView view = {&session->room, &session->setup, options->language, {.colour = false}};
    Paper paper = {.view = &view, .final = options->final, .without_names = options->without_names};
    Debrief debrief;
    bool has_debrief = session->room.ended;
    if (has_debrief && !debrief_make(&session->room, &session->setup, DEBRIEF_LUCKS, &debrief, error))
        return false;
    if (has_debrief) paper.debrief = &debrief;
    bool good = true;
    for (int kind = 0; good && kind < PAPER_KINDS; kind++)
        if (kind != PAPER_AAR || has_debrief) good = write_paper(folder, &paper, (PaperKind)kind, error);
    good = good && write_msel(folder, &view, error);
    if (has_debrief) debrief_clear(&debrief);
    if (good && !has_debrief) text_add(folder->page, "The report comes once the exercise has ended.\n");
    return good;
}

/* ------------------------------------------------------------------ a list of events, read */

static void tell_change(const MselChange *change, const Definition *definition, Text *page) {
    if (change->inject == NONE) {
        text_add(page, "row %u: no inject has this number or title: %s\n", change->row, change->after);
        return;
    }
    text_add(page, "row %u, inject %s, %s:\n  - ", change->row, definition->injects.items[change->inject].id,
             change->column);
    page_hang(page, 4, change->before);
    text_add(page, "  + ");
    page_hang(page, 4, change->after);
}

static bool compare_msel(const ExerciseSession *session, const ExerciseOptions *options, Text *page,
                         Error *error) {
    ExerciseView view = {&session->room, &session->setup, options->language, {.colour = false}};
    Sheet sheet;
    MselChanges changes;
    if (!sheet_read(options->msel, &sheet, error)) return false;
    bool good = msel_compare(&view, &sheet, options->msel, &changes, error);
    if (good) {
        for (uint32_t i = 0; i < changes.unread.count; i++)
            text_add(page, "column \"%s\" is not read\n", changes.unread.items[i]);
        for (uint32_t i = 0; i < changes.list.count; i++)
            tell_change(&changes.list.items[i], &session->definition, page);
        text_add(page, "%u changes; nothing was written\n", changes.list.count);
        msel_changes_clear(&changes);
    }
    sheet_clear(&sheet);
    return good;
}

static bool make_folder(const char *path, Error *error) {
    return mkdir(path, 0777) == 0 || errno == EEXIST ||
           error_set(error, "%s: cannot be made: %s", path, strerror(errno));
}

static bool report(const ExerciseSession *session, const ExerciseOptions *options, Text *page, Error *error) {
    if (options->msel) return compare_msel(session, options, page, error);
    char path[PATH_MAX];
    const char *from = options->arguments[0], *dot = strrchr(from, '.');
    snprintf(path, sizeof path, "%.*s", (int)(dot ? dot - from : (ptrdiff_t)strlen(from)), from);
    if (options->out) snprintf(path, sizeof path, "%s", options->out);
    Folder folder = {path, options->force, page};
    return make_folder(path, error) && write_all(&folder, session, options, error);
}

int cmd_exercise_report(int argc, char **argv) {
    ExerciseOptions options = exercise_options_default("journal", 1, 1);
    argp_parse(&parser, argc, argv, 0, NULL, &options);
    ExerciseSession session;
    Error error = {{0}};
    Text page = {0};
    if (!exercise_session_resume(&session, options.arguments[0], &error)) return terminal_fail(&error);
    bool good = report(&session, &options, &page, &error);
    int status = terminal_print(text_of(&page), EXIT_GOOD);
    if (!good) status = terminal_fail(&error);
    text_clear(&page);
    exercise_session_close(&session);
    return status;
}
