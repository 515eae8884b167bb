/* What the user asked for. Every verb has its own argp parser, made of the options it takes; what an option
 * means is said once, here. Bad usage ends the program with status 2. */
#pragma once

#include "control/parameter.h"

#include <argp.h>
#include <stdbool.h>
#include <stdint.h>

enum { EXIT_GOOD = 0, EXIT_NO = 1, EXIT_USAGE = 2, EXIT_BUG = 70, EXIT_INTERRUPTED = 130 };
enum { OPTIONS_ARGUMENTS = 64, OPTIONS_CONTROLS = 64 };

typedef struct Options {
    const char *arguments[OPTIONS_ARGUMENTS]; /* scenarios or files */
    uint32_t argument_count, arguments_least, arguments_most;
    const char *missing; /* what to say when there are too few; NULL: a scenario is meant */
    const char *controls[OPTIONS_CONTROLS];
    uint32_t control_count, controls_most;
    const char *mix;
    uint64_t seed;
    uint32_t replications, worlds_per_draw, threads, world, most;
    const char *until, *resume; /* NULL: not asked for */
    bool replications_given, response_off, fix_parameters, leave_one_out, per_year, over_mix, effort,
        world_given, json, ascii;
    const char *vary, *on, *metric; /* attribute and plan: levers, where they are raised, what counts */
    uint32_t level, orders;
    const char *costs, *target, *must, *never; /* plan */
    double budget;                             /* dollars a year; infinity when not given */
    uint32_t choices;
    uint32_t trajectories, rows; /* sensitivity */
} Options;

enum {
    KEY_SEED = 's',
    KEY_REPS = 'n',
    KEY_THREADS = 'j',
    KEY_CONTROLS = 'c',
    KEY_JSON = 1000,
    KEY_ASCII,
    KEY_RESPONSE,
    KEY_WORLDS_PER_DRAW,
    KEY_WORLD,
    KEY_MOST,
    KEY_FIX_PARAMETERS,
    KEY_LEAVE_ONE_OUT,
    KEY_PER_YEAR,
    KEY_MIX,
    KEY_OVER_MIX,
    KEY_VARY,
    KEY_ON,
    KEY_METRIC,
    KEY_LEVEL,
    KEY_ORDERS,
    KEY_COSTS,
    KEY_BUDGET,
    KEY_TARGET,
    KEY_MUST,
    KEY_NEVER,
    KEY_CHOICES,
    KEY_TRAJECTORIES,
    KEY_ROWS,
    KEY_UNTIL,
    KEY_RESUME,
    KEY_EFFORT,
};

#define OPTION_SEED                                                                                          \
    { "seed", KEY_SEED, "NUMBER", 0, "The luck, 0 to 2^64 - 1 (default 1)", 0 }
#define OPTION_REPS                                                                                          \
    { "reps", KEY_REPS, "NUMBER", 0, "Worlds to run (default 2000)", 0 }
#define OPTION_THREADS                                                                                       \
    { "threads", KEY_THREADS, "NUMBER", 0, "Threads (default: one per processor); never changes a result", 0 }
#define OPTION_CONTROLS                                                                                      \
    { "controls", KEY_CONTROLS, "SET", 0, "A control set of the scenario, or a path to one", 0 }
#define OPTION_JSON                                                                                          \
    { "json", KEY_JSON, NULL, 0, "Print the result as JSON", 0 }
#define OPTION_ASCII                                                                                         \
    { "ascii", KEY_ASCII, NULL, 0, "Draw with ASCII only, without colour", 0 }
#define OPTION_RESPONSE                                                                                      \
    { "response", KEY_RESPONSE, "on|off", 0, "With off, nobody reacts (default on)", 0 }
#define OPTION_WORLDS_PER_DRAW                                                                               \
    {                                                                                                        \
        "worlds-per-draw", KEY_WORLDS_PER_DRAW, "NUMBER", 0,                                                 \
            "Worlds that share one draw of the unknowns (default 4)", 0                                      \
    }
#define OPTION_WORLD                                                                                         \
    { "world", KEY_WORLD, "NUMBER", 0, "Which world of the seed to tell, from 0 (default 0)", 0 }
#define OPTION_MOST                                                                                          \
    { "most", KEY_MOST, "NUMBER", 0, "Keys to show (default 20)", 0 }
#define OPTION_VARY                                                                                          \
    {                                                                                                        \
        "vary", KEY_VARY, "A,B,C", 0,                                                                        \
            "Controls to vary, each NAME[@KIND[+KIND]][=LEVEL] (default: all of the catalogue)", 0           \
    }
#define OPTION_ON                                                                                            \
    { "on", KEY_ON, "KIND", 0, "Where controls without @KIND are raised (default: everybody)", 0 }
#define OPTION_METRIC                                                                                        \
    { "metric", KEY_METRIC, "NAME", 0, "What counts, less is better (default customers)", 0 }
#define OPTION_LEVEL                                                                                         \
    { "level", KEY_LEVEL, "1-3", 0, "The level that controls are raised to (default 3)", 0 }
#define OPTION_ORDERS                                                                                        \
    { "orders", KEY_ORDERS, "NUMBER", 0, "Orders of joining to sample beyond 16 controls (default 32)", 0 }

#define OPTION_COSTS                                                                                         \
    { "costs", KEY_COSTS, "FILE", 0, "Costs of your own; they replace the shipped ones row by row", 0 }
#define OPTION_BUDGET                                                                                        \
    { "budget", KEY_BUDGET, "DOLLARS", 0, "The most a year, like 250000, 250k or 1.5M", 0 }
#define OPTION_TARGET                                                                                        \
    { "target", KEY_TARGET, "GOAL", 0, "Find the cheapest that reaches it, like 'p95(customers)<=20'", 0 }
#define OPTION_MUST                                                                                          \
    { "must", KEY_MUST, "A,B", 0, "Controls that are bought in any case", 0 }
#define OPTION_NEVER                                                                                         \
    { "never", KEY_NEVER, "A,B", 0, "Controls that are not bought", 0 }
#define OPTION_CHOICES                                                                                       \
    { "choices", KEY_CHOICES, "NUMBER", 0, "The most choices to run beyond 16 controls (default 2048)", 0 }

#define OPTION_POINT_WORLDS                                                                                  \
    { "reps", KEY_REPS, "NUMBER", 0, "Worlds at every point, the same luck at each (default 16)", 0 }
#define OPTION_SAMPLED_WORLDS                                                                                \
    { "reps", KEY_REPS, "NUMBER", 0, "Attacks to sample, for a scenario (default 400)", 0 }
#define OPTION_TRAJECTORIES                                                                                  \
    { "trajectories", KEY_TRAJECTORIES, "NUMBER", 0, "Of the screening (default 8)", 0 }
#define OPTION_ROWS                                                                                          \
    { "rows", KEY_ROWS, "NUMBER", 0, "Of the shares of variance (default 128)", 0 }

#define OPTION_FIX_PARAMETERS                                                                                \
    {                                                                                                        \
        "fix-parameters", KEY_FIX_PARAMETERS, NULL, 0,                                                       \
            "Hold what nobody knows exactly at its most likely values: luck alone is left", 0                \
    }

#define OPTION_LEAVE_ONE_OUT                                                                                 \
    {                                                                                                        \
        "leave-one-out", KEY_LEAVE_ONE_OUT, NULL, 0,                                                         \
            "Predict each incident with what it shares with others taken from the others", 0                 \
    }

#define OPTION_MIX                                                                                           \
    { "mix", KEY_MIX, "FILE", 0, "The scenarios that make a year (default scenarios/mix.json)", 0 }

#define OPTION_OVER_MIX                                                                                      \
    {                                                                                                        \
        "over-mix", KEY_OVER_MIX, NULL, 0,                                                                   \
            "Also say what each is worth over the mix of attacks that a year brings (takes longer)", 0       \
    }

#define OPTION_PER_YEAR                                                                                      \
    {                                                                                                        \
        "per-year", KEY_PER_YEAR, NULL, 0,                                                                   \
            "Also say what it costs in a year, if the scenario states a rate", 0                             \
    }

#define OPTION_UNTIL                                                                                         \
    {                                                                                                        \
        "until", KEY_UNTIL, "WHAT", 0,                                                                       \
            "Stop when the answer is good enough: \"ci(mean customers)<2%\"; --reps is then the most "       \
            "(default 100000)",                                                                              \
            0                                                                                                \
    }

#define OPTION_RESUME                                                                                        \
    {                                                                                                        \
        "resume", KEY_RESUME, "FILE", 0,                                                                     \
            "Keep finished worlds in FILE; begun again after a crash, the run goes on from them", 0          \
    }

#define OPTION_EFFORT                                                                                        \
    {                                                                                                        \
        "effort", KEY_EFFORT, NULL, 0,                                                                       \
            "Say on standard error what it took: time, processor time, memory (always at a terminal)", 0     \
    }
/* Of `run` and `compare`, which differ in what they show. */
#define OPTIONS_OF_WORLDS                                                                                    \
    OPTION_CONTROLS, OPTION_SEED, OPTION_REPS, OPTION_WORLDS_PER_DRAW, OPTION_RESPONSE, OPTION_THREADS,      \
        OPTION_FIX_PARAMETERS, OPTION_UNTIL, OPTION_RESUME, OPTION_PER_YEAR, OPTION_JSON, OPTION_ASCII,      \
        OPTION_EFFORT

Options options_default(uint32_t arguments_least, uint32_t arguments_most, uint32_t controls_most);
/* Which parameters vary: all, or none with --fix-parameters. */
ParameterScope options_scope(const Options *options);
/* The parser of every verb; its input is an Options. */
error_t options_parse_key(int key, char *argument, struct argp_state *state);
/* The whole number that was given to an option; anything else ends the program with status 2. */
uint64_t option_number(const struct argp_state *state, const char *option, const char *argument, uint64_t low,
                       uint64_t high);
