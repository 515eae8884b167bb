#include "cli/commands.h"
#include "cli/long_run.h"
#include "report/result_page.h"

static const struct argp_option accepted[] = {OPTIONS_OF_WORLDS, {0}};
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

static const LongRun verb = {&parser, 1, SETS_AS_IT_WAS, run_page, 0};

int cmd_run(int argc, char **argv) {
    return long_run(&verb, argc, argv);
}
