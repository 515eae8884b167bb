#include "cli/commands.h"
#include "cli/long_run.h"
#include "report/result_page.h"

static const struct argp_option accepted[] = {OPTIONS_OF_WORLDS, {0}};
static const struct argp parser = {
    accepted,
    options_parse_key,
    "SCENARIO",
    "Runs several control sets on the same luck and shows them side by side. Without --controls: every set "
    "of the "
    "scenario, against the incident as it was. The first one named is what the others are compared with."
    "\vExample: keyfall compare kaseya-2021 --controls as-it-was --controls my-plan.json",
    NULL,
    NULL,
    NULL};

static const LongRun verb = {&parser, OPTIONS_CONTROLS, SETS_ALL, compare_page, COMPARE_READS};

int cmd_compare(int argc, char **argv) {
    return long_run(&verb, argc, argv);
}
