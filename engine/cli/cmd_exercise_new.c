#include "base/file.h"
#include "base/sheet_csv.h"
#include "cli/cmd_exercise.h"
#include "cli/exercise_session.h"
#include "cli/terminal.h"
#include "report/figure.h"
#include "report/texts_sheet.h"

static const struct argp_option accepted[] = {
    {"out", KEY_OUT, "FILE", 0, "The journal to make (default: SCENARIO.exercise)", 0},
    OPTION_EXERCISE_VERSION,
    {"texts", KEY_TEXTS, "FILE", 0,
     "Texts to use instead: what `exercise texts` wrote, changed (XLSX or CSV)", 0},
    {"from", KEY_FROM, "SCENARIO", 0,
     "Instead of a journal, write the workbook of this scenario's texts (XLSX or CSV), for --texts", 0},
    {"teams", KEY_TEAMS, "NUMBER", 0, "Teams that play the same truth apart (default 1)", 0},
    OPTION_PICKED_WORLDS,
    OPTION_SEED,
    {0}};
static const struct argp parser = {
    accepted,
    exercise_parse_key,
    "SCENARIO",
    "Picks a world that hits the players and in which good play is worth it, and "
    "writes a journal for `keyfall exercise run`."
    "\vExample: keyfall exercise new kaseya-2021 --version short -o friday.exercise",
    NULL,
    NULL,
    NULL};

static void tell(const ExerciseSession *session, const char *path, Text *page) {
    const Definition *definition = &session->definition;
    const Setup *setup = &session->setup;
    const Probe *score = &race_adversary(session->race)->probes.items[definition->score];
    text_add(page, "%s: %s, %u minutes, %u team%s\n\n", path, wording_in(definition->title, LANGUAGE_en),
             definition->minutes, setup->teams, setup->teams == 1 ? "" : "s");
    page_wrap(page, 0,
              "The truth is world %u of seed %llu. It was picked: of %u worlds %u hit all who play; this is "
              "the %u%s "
              "tried from the middle outwards, and in it doing nothing is worse than in %s of them.",
              setup->truth.replication, (unsigned long long)setup->truth.seed, setup->looked_at, setup->hit,
              setup->tried,
              setup->tried == 1   ? "st"
              : setup->tried == 2 ? "nd"
              : setup->tried == 3 ? "rd"
                                  : "th",
              figure_share(setup->rank).text);
    page_wrap(page, 0, "%s: %s when nothing is done, %s with good play.", score->title,
              figure_metric(score, (double)setup->nothing).text,
              figure_metric(score, (double)setup->good).text);
    page_wrap(page, 0,
              "It was taken because good play beats doing nothing by %s; the exercise asks for %s or more.",
              figure_share((double)(setup->nothing - setup->good) / (double)setup->nothing).text,
              figure_share(definition->margin).text);
    text_add(page, "\nNext: keyfall exercise check %s\n", path);
}

/* Shows each text that differs, and puts it in its place. */
static bool take_texts(ExerciseSession *session, const char *path, Text *page, Error *error) {
    Sheet sheet;
    TextChangeVec changes = {0};
    if (!path) return true;
    if (!sheet_read(path, &sheet, error)) return false;
    bool good = texts_sheet_compare(&session->definition, &sheet, path, &session->arena, &changes, error);
    sheet_clear(&sheet);
    TextChange *kept = arena_new(&session->arena, TextChange, changes.count);
    for (uint32_t i = 0; good && i < changes.count; i++) {
        kept[i] = changes.items[i];
        text_add(page, "%s \"%s\", %s:\n", kept[i].kind, kept[i].id, kept[i].field);
        page_lines(page, 4, kept[i].in[LANGUAGE_en] ? kept[i].in[LANGUAGE_en] : kept[i].in[LANGUAGE_ja]);
        good = texts_apply(&session->definition, &kept[i], error);
    }
    session->setup.texts = kept;
    session->setup.text_count = changes.count;
    if (good) text_add(page, "%u texts differ from exercise.lua\n\n", changes.count);
    vec_clear(&changes);
    return good;
}

/* Looked at before the picking, which takes a while. */
static bool is_free(const char *path, Error *error) {
    return !file_exists(path) ||
           error_set(error, "%s: is there already; give another name, or remove it", path);
}

int cmd_exercise_new(int argc, char **argv) {
    ExerciseOptions options = exercise_options_default("which scenario?", 1, 1);
    argp_parse(&parser, argc, argv, 0, NULL, &options);
    if (options.from) return exercise_write_workbook(&options, options.from);
    ExerciseSession session;
    Error error = {{0}};
    Text page = {0}, path = {0};
    if (!exercise_session_open(&session, options.common.arguments[0], options.version, options.common.seed,
                               &error))
        return terminal_fail(&error);
    if (options.out)
        text_add(&path, "%s", options.out);
    else
        text_add(&path, "%s.exercise", session.scenario.name);
    int status;
    if (is_free(text_of(&path), &error) && take_texts(&session, options.texts, &page, &error) &&
        exercise_session_pick(&session, &options, &error) &&
        journal_create(text_of(&path), &session.setup, &session.journal, &error)) {
        tell(&session, text_of(&path), &page);
        status = terminal_print(text_of(&page), EXIT_GOOD);
    } else
        status = terminal_fail(&error);
    text_clear(&page);
    text_clear(&path);
    exercise_session_close(&session);
    return status;
}
