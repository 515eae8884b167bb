/* Due diligence: an empty questionnaire to send, and what the answers mean. */
#include "base/file.h"
#include "cli/assess_session.h"
#include "cli/commands.h"
#include "cli/terminal.h"
#include "report/assess_page.h"

#include <stdio.h>
#include <string.h>

enum {
    KEY_QUESTIONNAIRE = 'q',
    KEY_OUT = 'o',
    KEY_COMPANY = 2000,
    KEY_BLANK,
    KEY_PART,
    KEY_TODAY,
    KEY_SINCE,
    KEY_MEMO,
    KEY_LANGUAGE,
    KEY_FAMILY
};

static const struct argp_option accepted[] = {
    {"questionnaire", KEY_QUESTIONNAIRE, "FILE", 0, "What an MSP answered, JSON or XLSX; up to 6 of them", 0},
    {"company", KEY_COMPANY, "FILE", 0, "What you say of yourself (default: a company at large)", 0},
    {"today", KEY_TODAY, "FILE", 0, "Who works for you today, to set the candidates beside", 0},
    {"since", KEY_SINCE, "FILE", 0, "Last year's answers of the first MSP: what changed", 0},
    {"memo", KEY_MEMO, NULL, 0, "One page for the board instead of the whole page", 0},
    {"output", KEY_OUT, "FILE", 0, "Write the memo there; a name in .html gives HTML", 0},
    {"language", KEY_LANGUAGE, "en|ja", 0, "Of the page and the memo (default en)", 0},
    {"family", KEY_FAMILY, "SCENARIO", 0, "A family of attacks (default: the three that ship)", 0},
    {"blank", KEY_BLANK, "OUT", 0, "Write an empty questionnaire to OUT.json or OUT.xlsx and stop", 0},
    {"part", KEY_PART, "msp|company", 0, "Which part --blank writes (default msp)", 0},
    OPTION_SEED,
    OPTION_REPS,
    OPTION_WORLDS_PER_DRAW,
    OPTION_THREADS,
    OPTION_JSON,
    OPTION_ASCII,
    {0}};

static void add(const char **list, uint32_t *count, uint32_t most, const char *argument,
                const struct argp_state *state) {
    if (*count == most) argp_error(state, "at most %u of them: '%s' is one too many", most, argument);
    list[(*count)++] = argument;
}

static void check_usage(const AssessOptions *options, const struct argp_state *state) {
    if (options->blank) return;
    if (options->msp_count == 0)
        argp_error(state, "whom to assess? --questionnaire FILE, or --blank OUT.xlsx for an empty one");
    if (options->common.worlds_per_draw > TRIAL_WORLDS_MAX)
        argp_error(state, "--worlds-per-draw must be at most %d here", TRIAL_WORLDS_MAX);
    if (options->output && !options->memo) argp_error(state, "--output writes a memo: add --memo");
    if (options->memo && options->common.json) argp_error(state, "--memo or --json, not both");
}

static void set_language(AssessOptions *options, const char *argument, const struct argp_state *state) {
    options->language = strcmp(argument, "ja") == 0 ? LANGUAGE_JA : LANGUAGE_EN;
    if (options->language == LANGUAGE_EN && strcmp(argument, "en") != 0)
        argp_error(state, "--language must be en or ja, not '%s'", argument);
}

static void set_part(AssessOptions *options, const char *argument, const struct argp_state *state) {
    options->part = strcmp(argument, "company") == 0 ? PART_COMPANY : PART_MSP;
    if (strcmp(argument, part_name(options->part)) != 0)
        argp_error(state, "--part must be msp or company, not '%s'", argument);
}

static error_t parse_key(int key, char *argument, struct argp_state *state) {
    AssessOptions *options = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        break;
    case KEY_QUESTIONNAIRE:
    case ARGP_KEY_ARG: /* files without --questionnaire are questionnaires too */
        add(options->msps, &options->msp_count, ASSESS_CANDIDATES, argument, state);
        break;
    case KEY_FAMILY:
        add(options->families, &options->family_count, ASSESS_FAMILIES_MAX, argument, state);
        break;
    case KEY_COMPANY:
        options->company = argument;
        break;
    case KEY_TODAY:
        options->today = argument;
        break;
    case KEY_SINCE:
        options->since = argument;
        break;
    case KEY_MEMO:
        options->memo = true;
        break;
    case KEY_OUT:
        options->output = argument;
        break;
    case KEY_LANGUAGE:
        set_language(options, argument, state);
        break;
    case KEY_BLANK:
        options->blank = argument;
        break;
    case KEY_PART:
        set_part(options, argument, state);
        break;
    case ARGP_KEY_END:
        check_usage(options, state);
        break;
    default:
        state->input = &options->common;
        error_t status = options_parse_key(key, argument, state);
        state->input = options;
        return status;
    }
    return 0;
}

static const struct argp parser = {
    accepted,
    parse_key,
    "[FILE...]",
    "Due diligence of one or several managed service providers: how likely you are to be hit through each, "
    "for how long, why, what to ask and what to put into the contract."
    "\vExample: keyfall assess harbour-it.json cedar-cloud.xlsx --company our-company.json\n"
    "An empty questionnaire to send: keyfall assess --blank questions.xlsx",
    NULL,
    NULL,
    NULL};

/* ------------------------------------------------------------------ an empty form */

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

/* ------------------------------------------------------------------ an assessment */

static int print_json(const AssessView *view) {
    JsonWriter writer;
    json_writer_init(&writer, true);
    assess_json_write(view, &writer);
    return terminal_print_json(&writer, EXIT_GOOD);
}

static void write_page(const AssessView *view, const AssessOptions *options, Text *page) {
    Style style =
        options->output ? (Style){.ascii = options->common.ascii} : terminal_style(&options->common);
    if (options->output && ends_with(options->output, ".html"))
        assess_memo_html(view, page);
    else if (options->memo)
        assess_memo(view, style, page);
    else
        assess_page(view, style, page);
}

static int print_page(const AssessView *view, const AssessOptions *options) {
    Text page = {0};
    Error error = {{0}};
    int status = EXIT_GOOD;
    write_page(view, options, &page);
    if (!options->output)
        status = terminal_print(text_of(&page), EXIT_GOOD);
    else if (!file_write(options->output, text_of(&page), page.length, &error))
        status = terminal_fail(&error);
    text_clear(&page);
    return status;
}

static int assess(const AssessSession *session, const AssessOptions *options) {
    Assessment assessment;
    Error error = {{0}};
    AssessInput input = assess_session_input(session, options);
    Progress progress = progress_begin();
    input.context = &progress;
    bool good = assess_run(&input, &assessment, &error);
    progress_end(&progress);
    if (!good) return *error.text ? terminal_fail(&error) : EXIT_INTERRUPTED;
    AssessView view = {&assessment, options->today != NULL, options->since != NULL, options->language};
    return options->common.json ? print_json(&view) : print_page(&view, options);
}

int cmd_assess(int argc, char **argv) {
    AssessOptions options = {.common = options_default(0, 0, 0)};
    options.common.replications = 4000;
    options.common.worlds_per_draw = 16;
    argp_parse(&parser, argc, argv, 0, NULL, &options);
    AssessSession session;
    Error error = {{0}};
    if (!assess_session_open(&session, &options, &error)) return terminal_fail(&error);
    int status = EXIT_GOOD;
    if (!options.blank)
        status = assess(&session, &options);
    else if (!write_blank(&session.questionnaire, &options, &error))
        status = terminal_fail(&error);
    assess_session_close(&session);
    return status;
}
