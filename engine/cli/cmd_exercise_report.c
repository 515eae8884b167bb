/* keyfall exercise report: the paper of an exercise in a folder: HTML always, PDF and DOCX where the programs
 * that make them are installed, the list of events as CSV and XLSX. Files that are there are not replaced
 * unasked. */
#include "base/docx.h"
#include "base/file.h"
#include "base/sheet_csv.h"
#include "cli/cmd_exercise.h"
#include "cli/convert.h"
#include "cli/exercise_session.h"
#include "cli/terminal.h"
#include "report/debrief_page.h"
#include "report/msel.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const struct argp_option accepted[] = {
    {"out", KEY_OUT, "FOLDER", 0, "Where to put it (default: the journal's name without its ending)", 0},
    OPTION_TEXTS_LANGUAGE,
    {"final", KEY_FINAL, NULL, 0, "The After-Action Meeting has agreed the plan; else the report is a draft",
     0},
    {"without-names", KEY_WITHOUT_NAMES, NULL, 0, "Leave out who was there", 0},
    {"force", KEY_FORCE, NULL, 0, "Replace files that are there", 0},
    {"paper", KEY_PAPER, "a4|letter", 0, "The paper's size (default: a4)", 0},
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

static void tell_made(const Folder *folder, const char *path, bool made, const Error *why) {
    if (made)
        text_add(folder->page, "%s\n", path);
    else
        text_add(folder->page, "%s not made: %s\n", path, why->text);
}

static void convert(const Folder *folder, const Paper *paper, PaperKind kind, const char *html) {
    char path[PATH_BYTES];
    Error why = {{0}};
    path_in(folder, paper_files[kind], ".pdf", path);
    tell_made(folder, path, convert_to_pdf(html, path, &why), &why);
    if (kind != PAPER_AAR) return;
    Arena arena;
    arena_init(&arena);
    path_in(folder, paper_files[kind], ".docx", path);
    DocxLook look = {paper_marking(paper, &arena), paper->letter};
    tell_made(folder, path, convert_to_docx(html, path, &why) && docx_dress(path, look, &why), &why);
    arena_clear(&arena);
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
    convert(folder, paper, kind, path);
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
    Paper paper = {.view = &view,
                   .final = options->final,
                   .without_names = options->without_names,
                   .letter = options->letter};
    Debrief debrief;
    bool has_debrief = session->room.ended;
    if (has_debrief &&
        !debrief_make(&session->room, &session->setup, DEBRIEF_LUCKS, (Watch){0}, &debrief, error))
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

static bool make_folder(const char *path, Error *error) {
    return mkdir(path, 0777) == 0 || errno == EEXIST ||
           error_set(error, "%s: cannot be made: %s", path, strerror(errno));
}

static bool report(const ExerciseSession *session, const ExerciseOptions *options, Text *page, Error *error) {
    char path[PATH_MAX];
    const char *from = options->common.arguments[0], *dot = strrchr(from, '.');
    snprintf(path, sizeof path, "%.*s", (int)(dot ? dot - from : (ptrdiff_t)strlen(from)), from);
    if (options->out) snprintf(path, sizeof path, "%s", options->out);
    Folder folder = {path, options->force, page};
    return make_folder(path, error) && write_all(&folder, session, options, error);
}

int cmd_exercise_report(int argc, char **argv) {
    ExerciseOptions options = exercise_options_default("which journal?", 1, 1);
    ExerciseSession session;
    Error error = {{0}};
    Text page = {0};
    if (!exercise_resume_command(&session, &options, &parser, argc, argv, &error))
        return terminal_fail(&error);
    bool good = report(&session, &options, &page, &error);
    int status = terminal_print(text_of(&page), EXIT_GOOD);
    if (!good) status = terminal_fail(&error);
    text_clear(&page);
    exercise_session_close(&session);
    return status;
}
