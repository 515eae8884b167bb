#include "cli/options.h"

#include "control/catalogue.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define UNTIL_MOST 100000 /* worlds, when nobody says how many at most */

Options options_default(uint32_t arguments_least, uint32_t arguments_most, uint32_t controls_most) {
    return (Options){.arguments_least = arguments_least,
                     .arguments_most = arguments_most,
                     .controls_most = controls_most,
                     .seed = 1,
                     .replications = 2000,
                     .worlds_per_draw = 4,
                     .most = 20,
                     .level = LEVELS - 1,
                     .orders = 32,
                     .budget = INFINITY,
                     .choices = 2048,
                     .trajectories = 8,
                     .rows = 128};
}

ParameterScope options_scope(const Options *options) {
    return options->fix_parameters ? SCOPE_FIXED : SCOPE_ALL;
}

/* Digits only: strtoull alone would take a sign and spaces. */
uint64_t option_number(const struct argp_state *state, const char *option, const char *argument, uint64_t low,
                       uint64_t high) {
    errno = 0;
    uint64_t number = strtoull(argument, NULL, 10);
    bool digits = *argument && strspn(argument, "0123456789") == strlen(argument);
    if (!digits || errno == ERANGE || number < low || number > high) {
        argp_error(state, "--%s must be a whole number from %llu to %llu, not '%s'", option,
                   (unsigned long long)low, (unsigned long long)high, argument);
    }
    return number;
}

/* Dollars, with k or M for thousands and millions. */
static double money_of(const struct argp_state *state, const char *option, const char *argument) {
    char *end = NULL;
    double money = *argument && strchr("0123456789.", *argument) ? strtod(argument, &end) : NAN;
    if (end && *end == 'k') money *= 1e3, end++;
    if (end && *end == 'M') money *= 1e6, end++;
    if (!end || *end || !isfinite(money))
        argp_error(state, "--%s must be dollars like 250000, 250k or 1.5M, not '%s'", option, argument);
    return money;
}

static void add_controls(Options *options, const char *argument, struct argp_state *state) {
    if (options->control_count >= options->controls_most) {
        argp_error(state, "--controls can be given %u time%s here; `keyfall compare` takes more",
                   options->controls_most, options->controls_most == 1 ? "" : "s");
    }
    options->controls[options->control_count++] = argument;
}

static void add_argument(Options *options, const char *argument, struct argp_state *state) {
    if (options->argument_count >= options->arguments_most)
        argp_error(state, "'%s' is one too many", argument);
    options->arguments[options->argument_count++] = argument;
}

static void set_response(Options *options, const char *argument, struct argp_state *state) {
    options->response_off = strcmp(argument, "off") == 0;
    if (!options->response_off && strcmp(argument, "on") != 0) {
        argp_error(state, "--response must be on or off, not '%s'", argument);
    }
}

error_t options_parse_key(int key, char *argument, struct argp_state *state) {
    Options *options = state->input;
    switch (key) {
    case KEY_SEED:
        options->seed = option_number(state, "seed", argument, 0, UINT64_MAX);
        break;
    case KEY_REPS:
        options->replications = (uint32_t)option_number(state, "reps", argument, 1, 100000000);
        options->replications_given = true;
        break;
    case KEY_THREADS:
        options->threads = (uint32_t)option_number(state, "threads", argument, 1, 1024);
        break;
    case KEY_WORLD:
        options->world = (uint32_t)option_number(state, "world", argument, 0, 99999999);
        options->world_given = true;
        break;
    case KEY_MOST:
        options->most = (uint32_t)option_number(state, "most", argument, 1, 1000000);
        break;
    case KEY_WORLDS_PER_DRAW:
        options->worlds_per_draw = (uint32_t)option_number(state, "worlds-per-draw", argument, 1, 1000000);
        break;
    case KEY_VARY:
        options->vary = argument;
        break;
    case KEY_ON:
        options->on = argument;
        break;
    case KEY_METRIC:
        options->metric = argument;
        break;
    case KEY_LEVEL:
        options->level = (uint32_t)option_number(state, "level", argument, 1, LEVELS - 1);
        break;
    case KEY_ORDERS: /* in pairs, and at least two of them */
        options->orders = (uint32_t)(option_number(state, "orders", argument, 4, 10000) + 1) / 2 * 2;
        break;
    case KEY_COSTS:
        options->costs = argument;
        break;
    case KEY_BUDGET:
        options->budget = money_of(state, "budget", argument);
        break;
    case KEY_TARGET:
        options->target = argument;
        break;
    case KEY_MUST:
        options->must = argument;
        break;
    case KEY_NEVER:
        options->never = argument;
        break;
    case KEY_CHOICES:
        options->choices = (uint32_t)option_number(state, "choices", argument, 100, 1000000);
        break;
    case KEY_TRAJECTORIES:
        options->trajectories = (uint32_t)option_number(state, "trajectories", argument, 2, 1000);
        break;
    case KEY_ROWS:
        options->rows = (uint32_t)option_number(state, "rows", argument, 8, 100000);
        break;
    case KEY_CONTROLS:
        add_controls(options, argument, state);
        break;
    case KEY_RESPONSE:
        set_response(options, argument, state);
        break;
    case KEY_FIX_PARAMETERS:
        options->fix_parameters = true;
        break;
    case KEY_LEAVE_ONE_OUT:
        options->leave_one_out = true;
        break;
    case KEY_MIX:
        options->mix = argument;
        break;
    case KEY_OVER_MIX:
        options->over_mix = true;
        break;
    case KEY_PER_YEAR:
        options->per_year = true;
        break;
    case KEY_UNTIL:
        options->until = argument;
        break;
    case KEY_RESUME:
        options->resume = argument;
        break;
    case KEY_EFFORT:
        options->effort = true;
        break;
    case KEY_JSON:
        options->json = true;
        break;
    case KEY_ASCII:
        options->ascii = true;
        break;
    case ARGP_KEY_ARG:
        add_argument(options, argument, state);
        break;
    case ARGP_KEY_END:
        if (options->until && !options->replications_given) options->replications = UNTIL_MOST;
        if (options->argument_count < options->arguments_least) {
            argp_error(state, "%s",
                       options->missing ? options->missing : "which scenario? `keyfall list` shows them");
        }
        break;
    default:
        return ARGP_ERR_UNKNOWN;
    }
    return 0;
}
