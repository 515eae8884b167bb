/* An exercise made ready: scenario and exercise.lua loaded, compiled with its sleeping actions, a stage for
 * it, and, for a journal, the room as its events left it. */
#pragma once

#include "cli/options.h"
#include "exercise/truth.h"
#include "report/page.h"
#include "script/exercise_file.h"

typedef struct ExerciseOptions {
    Options common; /* arguments, seed, json, ascii */
    uint32_t worlds, teams, tries, plays;
    const char *version, *out, *team_kinds, *texts, *from;
    Language language;
    bool force, final, without_names, apply, letter;
} ExerciseOptions;

enum {
    KEY_OUT = 'o',
    KEY_VERSION = 2000,
    KEY_TEAMS,
    KEY_WORLDS,
    KEY_PLAY,
    KEY_LANGUAGE,
    KEY_APPLY,
    KEY_FORCE,
    KEY_FINAL,
    KEY_WITHOUT_NAMES,
    KEY_PLAYS,
    KEY_TEXTS,
    KEY_FROM,
    KEY_PAPER,
};

#define OPTION_EXERCISE_VERSION                                                                              \
    { "version", KEY_VERSION, "NAME", 0, "A version that exercise.lua declares (default: full)", 0 }
#define OPTION_PICKED_WORLDS                                                                                 \
    { "worlds", KEY_WORLDS, "NUMBER", 0, "Worlds to pick the truth from (default 2000)", 0 }
#define OPTION_TEXTS_LANGUAGE                                                                                \
    { "language", KEY_LANGUAGE, "en|ja", 0, "The language of texts", 0 }

/* `missing` asks for the argument when there are too few. */
ExerciseOptions exercise_options_default(const char *missing, uint32_t least, uint32_t most);
error_t exercise_parse_key(int key, char *argument, struct argp_state *state);
Style exercise_style(const ExerciseOptions *options);

typedef struct ExerciseSession {
    Scenario scenario;
    Definition definition;
    Race *race;
    Stage stage;
    Arena arena;
    Setup setup;
    Journal *journal; /* NULL without one */
    Room room;        /* with a journal only */
} ExerciseSession;

/* A scenario's exercise, without a truth yet. */
bool exercise_session_open(ExerciseSession *session, const char *scenario, const char *version,
                           uint64_t cast_seed, Error *error);
/* A journal: the setup, the scenario it names, and every event played again. Refuses a world that has
 * changed. */
bool exercise_session_resume(ExerciseSession *session, const char *path, Error *error);
/* What every verb on a journal begins with: the command line is read and the journal it names is resumed. */
bool exercise_resume_command(ExerciseSession *session, ExerciseOptions *options, const struct argp *parser,
                             int argc, char **argv, Error *error);
/* What a verb begins with that takes either: a journal when the name ends in .exercise, else a scenario's
 * exercise, with a truth picked if asked for. */
bool exercise_either_command(ExerciseSession *session, ExerciseOptions *options, bool picks,
                             const struct argp *parser, int argc, char **argv, Error *error);
/* Every text of a scenario's exercise in a file, `options->out`; the status to exit with. */
int exercise_write_workbook(const ExerciseOptions *options, const char *scenario);
/* Picks a truth and fills the rest of the setup. */
bool exercise_session_pick(ExerciseSession *session, const ExerciseOptions *options, Error *error);
void exercise_session_close(ExerciseSession *session);
int64_t exercise_wall(void); /* milliseconds since 1970-01-01 UTC */
