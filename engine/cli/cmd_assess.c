/* Due diligence: an empty questionnaire to send, and what the answers mean. */
#include "base/file.h"
#include "cli/commands.h"
#include "cli/session.h"
#include "cli/terminal.h"
#include "control/answers.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

enum { KEY_BLANK = 2000, KEY_PART };

typedef struct AssessOptions {
    Options common;
    const char *blank;
    Part part;
} AssessOptions;

static const struct argp_option accepted[] = {
    {"blank", KEY_BLANK, "OUT", 0, "Write an empty questionnaire to OUT.json or OUT.xlsx and stop", 0},
    {"part", KEY_PART, "msp|company", 0, "Which part --blank writes (default msp)", 0},
    {0}};

static error_t parse_key(int key, char *argument, struct argp_state *state) {
    AssessOptions *options = state->input;
    switch (key) {
    case KEY_BLANK:
        options->blank = argument;
        break;
    case KEY_PART:
        options->part = strcmp(argument, "company") == 0 ? PART_COMPANY : PART_MSP;
        if (strcmp(argument, part_name(options->part)) != 0)
            argp_error(state, "--part must be msp or company, not '%s'", argument);
        break;
    case ARGP_KEY_END:
        if (!options->blank) argp_error(state, "say what to do: --blank OUT.xlsx");
        break;
    default:
        return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static const struct argp parser = {accepted,
                                   parse_key,
                                   "",
                                   "Due diligence of managed service providers: writes the questionnaire."
                                   "\vExample: keyfall assess --blank questions.xlsx",
                                   NULL,
                                   NULL,
                                   NULL};

static bool load_questionnaire(Catalogue *catalogue, Questionnaire *questionnaire, Error *error) {
    char root[PATH_MAX], path[PATH_MAX + 64];
    session_root(root);
    snprintf(path, sizeof path, "%s/engine/control/catalogue.json", root);
    if (!catalogue_load(catalogue, path, error)) return false;
    snprintf(path, sizeof path, "%s/engine/control/questionnaire.json", root);
    if (questionnaire_load(questionnaire, path, catalogue, error)) return true;
    catalogue_clear(catalogue);
    return false;
}

static bool ends_with(const char *text, const char *end) {
    size_t length = strlen(text), tail = strlen(end);
    return length > tail && strcmp(text + length - tail, end) == 0;
}

static bool write_blank(const Questionnaire *questionnaire, const AssessOptions *options, Error *error) {
    if (ends_with(options->blank, ".xlsx"))
        return answers_blank_xlsx(questionnaire, options->part, options->blank, error);
    if (!ends_with(options->blank, ".json"))
        return error_set(error, "--blank %s: the name must end in .json or .xlsx", options->blank);
    JsonWriter writer;
    json_writer_init(&writer, true);
    answers_blank_json(questionnaire, options->part, &writer);
    bool good = file_write(options->blank, writer.text, writer.length, error);
    json_writer_clear(&writer);
    return good;
}

int cmd_assess(int argc, char **argv) {
    AssessOptions options = {.common = options_default(0, 0, 0)};
    argp_parse(&parser, argc, argv, 0, NULL, &options);
    Catalogue catalogue;
    Questionnaire questionnaire;
    Error error = {{0}};
    if (!load_questionnaire(&catalogue, &questionnaire, &error)) return terminal_fail(&error);
    bool good = write_blank(&questionnaire, &options, &error);
    questionnaire_clear(&questionnaire);
    catalogue_clear(&catalogue);
    return good ? EXIT_GOOD : terminal_fail(&error);
}
