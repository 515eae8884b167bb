#include "cli/commands.h"
#include "cli/long_run.h"
#include "report/result_page.h"

static const struct argp_option accepted[] = {OPTION_CONTROLS,       OPTION_SEED,
                                              OPTION_REPS,           OPTION_WORLDS_PER_DRAW,
                                              OPTION_RESPONSE,       OPTION_THREADS,
                                              OPTION_FIX_PARAMETERS, OPTION_UNTIL,
                                              OPTION_RESUME,         OPTION_PER_YEAR,
                                              OPTION_JSON,           OPTION_ASCII,
                                              OPTION_EFFORT,         {0}};
static const struct argp parser = {
    accepted,
    options_parse_key,
    "SCENARIO",
    "Runs many worlds and shows how far the attack goes: the distribution, what "
    "makes worlds differ, and what is assumed."
    "\vExample: keyfall run kaseya-2021 --reps 10000 --seed 1",
    NULL,
    NULL,
    NULL};

static const LongRun verb = {&parser, 1, SETS_AS_IT_WAS, run_page};

int cmd_run(int argc, char **argv) {
    return long_run(&verb, argc, argv);
}
