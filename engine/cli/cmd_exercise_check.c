#include "cli/cmd_exercise.h"
#include "cli/exercise_session.h"
#include "cli/terminal.h"
#include "exercise/exercise_lint.h"
#include "report/figure.h"
#ifdef KEYFALL_CONSOLE
#include "console/lan.h"
#endif

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct argp_option accepted[] = {
    OPTION_EXERCISE_VERSION,
    {"worlds", KEY_WORLDS, "NUMBER", 0, "Worlds to look for such as hit the players (default 2000)", 0},
    {"plays", KEY_PLAYS, "NUMBER", 0, "Dry runs with random choices (default 1000)", 0},
    OPTION_SEED,
    OPTION_ASCII,
    OPTION_JSON,
    {0}};
static const struct argp parser = {
    accepted,
    exercise_parse_key,
    "SCENARIO|FILE",
    "Checks an exercise before the day: injects that never come, options that change "
    "nothing, objectives without injects, spoilers, and what this machine lacks. Exit "
    "status 1 when something is wrong."
    "\vExample: keyfall exercise check kaseya-2021 --plays 200",
    NULL,
    NULL,
    NULL};

static void tell_findings(const ExerciseLint *report, Text *page) {
    static const char *const levels[] = {"note", "warning", "error"};
    uint32_t notes = 0;
    for (uint32_t i = 0; i < report->findings.count; i++) {
        const ExerciseFinding *finding = &report->findings.items[i];
        notes += finding->level == EXERCISE_LINT_NOTE;
        if (finding->level == EXERCISE_LINT_NOTE && notes > 10) continue;
        const char *slash = strrchr(finding->where, '/');
        text_add(page, "%s: %s: ", slash ? slash + 1 : finding->where, levels[finding->level]);
        page_hang(page, 4, finding->text);
    }
    if (notes > 10) text_add(page, "... and %u more notes\n", notes - 10);
    uint32_t errors = exercise_lint_count(report, EXERCISE_LINT_ERROR);
    uint32_t warnings = exercise_lint_count(report, EXERCISE_LINT_WARNING);
    text_add(page, "%u dry runs on %u worlds that hit the players: %u error%s, %u warning%s, %u note%s\n\n",
             report->plays, report->worlds, errors, errors == 1 ? "" : "s", warnings,
             warnings == 1 ? "" : "s", notes, notes == 1 ? "" : "s");
}

static bool on_path(const char *program) {
    const char *path = getenv("PATH");
    char file[4096];
    while (path && *path) {
        size_t length = strcspn(path, ":");
        snprintf(file, sizeof file, "%.*s/%s", (int)length, path, program);
        if (access(file, X_OK) == 0) return true;
        path += length + (path[length] == ':');
    }
    return false;
}

#ifdef KEYFALL_CONSOLE

static void tell_addresses(const LanAddress *found, uint32_t count, Text *page) {
    for (uint32_t i = 0; i < count; i++)
        text_add(
            page,
            "phones      %s (%s): %s\n            `keyfall exercise serve FILE --listen %s --insecure-lan`\n",
            found[i].address, found[i].interface,
            found[i].heard ? "a listener there was reached from this machine"
                           : "NO listener was reached there",
            found[i].address);
    if (count == 0)
        text_add(page, "phones      cannot: this machine has no address but its own loop; join a network\n");
}

/* What can be seen from here; whether the access point lets devices talk to each other only a phone can tell.
 */
static void tell_phones(Text *page) {
    LanAddress found[LAN_ADDRESSES];
    uint32_t count = lan_addresses(found);
    const char *filter = lan_filter();
    tell_addresses(found, count, page);
    if (filter && strcmp(filter, "WSL") == 0) {
        text_pad(page, ' ', 12);
        page_hang(page, 12,
                  "Windows lies between: let port 8421 in there and forward it (netsh interface "
                  "portproxy), or use its mirrored network");
    } else if (filter)
        text_add(page, "            %s filters what comes in: open port 8421 for the day\n", filter);
    if (count) {
        text_pad(page, ' ', 12);
        page_hang(page, 12,
                  "guest networks often keep devices apart: open the page on one phone before "
                  "the day; if it does not load, a phone's hotspot does");
    }
}

#else

static void tell_phones(Text *page) {
    text_add(page, "phones      this build has no console\n");
}

#endif

static void tell_machine(Text *page) {
    static const struct {
        const char *program, *without;
    } tools[] = {{"weasyprint", "no PDF; print the HTML from a browser"}, {"pandoc", "no DOCX"}};
    for (size_t i = 0; i < sizeof tools / sizeof *tools; i++)
        text_add(page, "%-11s %s%s\n", tools[i].program, on_path(tools[i].program) ? "here" : "missing: ",
                 on_path(tools[i].program) ? "" : tools[i].without);
    tell_phones(page);
    text_add(page, "one laptop  `keyfall exercise run FILE` needs this terminal and nothing else\n");
    text_add(page, "paper       `keyfall exercise report FILE -o FOLDER` prints it all\n");
}

static void write_json(const ExerciseLint *report, JsonWriter *writer) {
    static const char *const levels[] = {"note", "warning", "error"};
    json_begin_object(writer, NULL);
    json_write_text(writer, "format", "keyfall.exercise.check");
    json_write_integer(writer, "version", 1);
    json_write_integer(writer, "plays", report->plays);
    json_write_integer(writer, "worlds", report->worlds);
    json_begin_array(writer, "findings");
    for (uint32_t i = 0; i < report->findings.count; i++) {
        json_begin_object(writer, NULL);
        json_write_text(writer, "level", levels[report->findings.items[i].level]);
        json_write_text(writer, "where", report->findings.items[i].where);
        json_write_text(writer, "text", report->findings.items[i].text);
        json_end_object(writer);
    }
    json_end_array(writer);
    json_end_object(writer);
}

static int tell(const ExerciseLint *report, const ExerciseOptions *options) {
    int status = exercise_lint_count(report, EXERCISE_LINT_ERROR) ? EXIT_NO : EXIT_GOOD;
    if (options->common.json) {
        JsonWriter writer;
        json_writer_init(&writer, true);
        write_json(report, &writer);
        return terminal_print_json(&writer, status);
    }
    Text page = {0};
    tell_findings(report, &page);
    tell_machine(&page);
    status = terminal_print(text_of(&page), status);
    text_clear(&page);
    return status;
}

int cmd_exercise_check(int argc, char **argv) {
    ExerciseOptions options = exercise_options_default("which scenario or journal?", 1, 1);
    ExerciseSession session;
    Error error = {{0}};
    ExerciseLint report;
    if (!exercise_either_command(&session, &options, false, &parser, argc, argv, &error))
        return terminal_fail(&error);
    Progress progress = progress_begin();
    ExerciseLintOptions lint = {options.common.seed, options.worlds, options.plays, progress_step, &progress};
    bool good = exercise_lint(&session.stage, &lint, &report, &error);
    progress_end(&progress);
    int status = good ? tell(&report, &options) : terminal_fail(&error);
    if (good) exercise_lint_clear(&report);
    exercise_session_close(&session);
    return status;
}
