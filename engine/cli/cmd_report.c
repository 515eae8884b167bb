/* Results as one document: HTML that needs nothing else, and from it PDF and DOCX where the tools are there.
 */
#include "base/file.h"
#include "cli/commands.h"
#include "cli/convert.h"
#include "cli/options.h"
#include "cli/terminal.h"
#include "report/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { KEY_OUT = 'o', KEY_PDF = 3000, KEY_DOCX, KEY_MARKING };

typedef struct ReportOptions {
    const char *files[OPTIONS_ARGUMENTS];
    uint32_t file_count;
    const char *output, *pdf, *docx, *marking;
} ReportOptions;

static const struct argp_option accepted[] = {
    {"output", KEY_OUT, "FILE.html", 0, "Write there (default: standard output)", 0},
    {"pdf", KEY_PDF, "FILE.pdf", 0, "Also as PDF, through weasyprint", 0},
    {"docx", KEY_DOCX, "FILE.docx", 0, "Also as DOCX, through pandoc", 0},
    {"marking", KEY_MARKING, "TLP", 0, "Marking on every page (default TLP:AMBER)", 0},
    {0}};

static void set_marking(ReportOptions *options, const char *argument, const struct argp_state *state) {
    static const char *const markings[] = {"TLP:RED", "TLP:AMBER+STRICT", "TLP:AMBER", "TLP:GREEN",
                                           "TLP:CLEAR"};
    for (int i = 0; i < 5; i++)
        if (strcmp(argument, markings[i]) == 0) options->marking = markings[i];
    if (!options->marking || strcmp(argument, options->marking) != 0)
        argp_error(state,
                   "--marking must be TLP:RED, TLP:AMBER+STRICT, TLP:AMBER, TLP:GREEN or TLP:CLEAR, not '%s'",
                   argument);
}

static error_t parse_key(int key, char *argument, struct argp_state *state) {
    ReportOptions *options = state->input;
    switch (key) {
    case KEY_OUT:
        options->output = argument;
        break;
    case KEY_PDF:
        options->pdf = argument;
        break;
    case KEY_DOCX:
        options->docx = argument;
        break;
    case KEY_MARKING:
        set_marking(options, argument, state);
        break;
    case ARGP_KEY_ARG:
        if (options->file_count == OPTIONS_ARGUMENTS) argp_error(state, "'%s' is one too many", argument);
        options->files[options->file_count++] = argument;
        break;
    case ARGP_KEY_END:
        if (options->file_count == 0) argp_error(state, "of what? a file that some verb printed with --json");
        break;
    default:
        return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static const struct argp parser = {
    accepted,
    parse_key,
    "RESULT.json...",
    "Makes one HTML file of results: plots, a table behind each, no script, good on "
    "paper. It takes what --json prints, of: " REPORT_FORMATS "."
    "\vExample: keyfall compare kaseya-2021 --json > compare.json; keyfall report "
    "compare.json -o compare.html --pdf compare.pdf",
    NULL,
    NULL,
    NULL};

/* ------------------------------------------------------------------ the document */

static bool add_file(Document *document, const ReportOptions *options, const char *path, Error *error) {
    JsonDocument *file = NULL;
    if (!json_load(path, &file, error)) return false;
    if (path == options->files[0]) {
        Text title = {0};
        report_title(json_root(file), &title);
        document_init(document, text_of(&title), options->marking, "en");
        text_clear(&title);
    } else {
        Text title = {0};
        report_title(json_root(file), &title);
        document_add(document, BLOCK_HEADING, "%s", text_of(&title));
        text_clear(&title);
    }
    bool good = report_add(document, json_root(file), error);
    json_destroy(file);
    return good;
}

static bool build(const ReportOptions *options, Text *html, Error *error) {
    Document document = {0};
    bool good = true;
    for (uint32_t i = 0; good && i < options->file_count; i++)
        good = add_file(&document, options, options->files[i], error);
    if (good) document_html(&document, html);
    document_clear(&document);
    return good;
}

/* ------------------------------------------------------------------ other programs */

/* The HTML lies in a file of its own while other programs read it. */
static bool convert(const ReportOptions *options, const Text *html, Error *error) {
    char path[] = "/tmp/keyfall-report-XXXXXX.html";
    int file = mkstemps(path, 5);
    if (file < 0) return error_set(error, "a temporary file cannot be made in /tmp");
    close(file);
    bool good = file_write(path, text_of(html), html->length, error);
    if (good && options->pdf) good = convert_to_pdf(path, options->pdf, error);
    if (good && options->docx) good = convert_to_docx(path, options->docx, error);
    unlink(path);
    return good;
}

int cmd_report(int argc, char **argv) {
    ReportOptions options = {.marking = "TLP:AMBER"};
    argp_parse(&parser, argc, argv, 0, NULL, &options);
    Text html = {0};
    Error error = {{0}};
    bool good = build(&options, &html, &error);
    if (good && options.output) good = file_write(options.output, text_of(&html), html.length, &error);
    if (good && (options.pdf || options.docx)) good = convert(&options, &html, &error);
    int status = good ? EXIT_GOOD : terminal_fail(&error);
    if (good && !options.output && !options.pdf && !options.docx)
        status = terminal_print(text_of(&html), EXIT_GOOD);
    text_clear(&html);
    return status;
}
