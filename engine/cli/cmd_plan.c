#include "cli/commands.h"
#include "cli/session.h"
#include "cli/terminal.h"
#include "measure/reach.h"
#include "report/plan_page.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

static const struct argp_option accepted[] = {OPTION_BUDGET,
                                              OPTION_TARGET,
                                              OPTION_MUST,
                                              OPTION_NEVER,
                                              OPTION_COSTS,
                                              OPTION_VARY,
                                              OPTION_LEVEL,
                                              OPTION_ON,
                                              OPTION_METRIC,
                                              OPTION_CONTROLS,
                                              OPTION_SEED,
                                              OPTION_REPS,
                                              OPTION_WORLDS_PER_DRAW,
                                              OPTION_RESPONSE,
                                              OPTION_CHOICES,
                                              OPTION_THREADS,
                                              OPTION_JSON,
                                              OPTION_ASCII,
                                              {0}};
static const struct argp parser = {
    accepted,
    options_parse_key,
    "SCENARIO",
    "Says what to buy against an attack: for every cost the controls that leave the least, on average and in "
    "the worst 1 in 20, proven on the worlds it was chosen on and run again on fresh ones. Exits with 1 when "
    "no choice reaches the target."
    "\vExample: keyfall plan kaseya-2021 --vary restrict_mgmt,edr_mdr@msp,app_control@customer "
    "--target 'p95(customers)<=500' --reps 400",
    NULL,
    NULL,
    NULL};

typedef struct Wanted { /* what a plan is made from; owned */
    LeverList levers;
    Costs costs;
    Price *prices;
    PlanOptions options;
} Wanted;

static bool load_costs(const Session *session, const Options *options, Costs *costs, Error *error) {
    char root[PATH_MAX], path[PATH_MAX + 64];
    session_root(root);
    snprintf(path, sizeof path, "%s/engine/control/costs.json", root);
    return costs_load(costs, path, options->costs, &session->scenario.catalogue, error);
}

static bool load_prices(const Session *session, Wanted *wanted, Error *error) {
    const Scenario *s = &session->scenario;
    uint32_t *sizes = session_likely_sizes(session);
    wanted->prices = heap_take(wanted->levers.list.count, sizeof *wanted->prices);
    bool good = prices_of(&wanted->levers, &wanted->costs, &s->catalogue, s->world, sizes, session->sets[0],
                          wanted->prices, error);
    wanted->options.prices = wanted->prices;
    free(sizes);
    return good;
}

/* Which levers cannot act; and when the user named none, each is bought only where it acts. */
static bool find_reach(const Session *session, const Options *options, Wanted *wanted, Error *error) {
    const Scenario *s = &session->scenario;
    LeverDefaults defaults;
    if (!session_lever_defaults(options, &defaults, error)) return false;
    for (uint32_t i = 0; i < wanted->levers.list.count; i++) {
        Reach reach;
        if (!reach_of(&wanted->levers.list.items[i], s->world, &s->adversary, &s->catalogue, session->sets[0],
                      &reach, error))
            return false;
        if (reach_is_idle(&reach))
            wanted->options.idle |= UINT64_C(1) << i;
        else if (!options->vary)
            lever_narrow(&wanted->levers, i, reach.kinds, defaults, &s->catalogue);
        reach_clear(&reach);
    }
    return true;
}

static bool read_limits(const Session *session, const Options *options, Wanted *wanted, Error *error) {
    const Catalogue *catalogue = &session->scenario.catalogue;
    PlanOptions *plan = &wanted->options;
    if (!levers_mask(&wanted->levers, options->must, "--must", catalogue, &plan->must, error) ||
        !levers_mask(&wanted->levers, options->never, "--never", catalogue, &plan->never, error))
        return false;
    uint64_t both = plan->must & plan->never;
    if (both)
        return error_set(error, "%s is in --must and in --never: take it out of one of them",
                         wanted->levers.list.items[__builtin_ctzll(both)].label);
    plan->has_target = options->target != NULL;
    return !options->target ||
           target_parse(options->target, &session->scenario.adversary, &plan->target, error);
}

static bool want(const Session *session, const Options *options, Wanted *wanted, Error *error) {
    wanted->options = (PlanOptions){
        .budget = options->budget, .most_choices = options->choices, .enumerated = PLAN_ENUMERATED};
    return session_probe(session, options, &wanted->options.probe, error) &&
           session_levers(session, options, &wanted->levers, error) &&
           find_reach(session, options, wanted, error) &&
           load_costs(session, options, &wanted->costs, error) && load_prices(session, wanted, error) &&
           read_limits(session, options, wanted, error);
}

static int print(const Planned *planned, const Options *options) {
    int status = planned->plan->partial                                     ? EXIT_INTERRUPTED
                 : planned->options->has_target && !planned->plan->answered ? EXIT_NO
                                                                            : EXIT_GOOD;
    if (options->json) {
        JsonWriter writer;
        json_writer_init(&writer, true);
        plan_json_write(planned, &writer);
        return terminal_print_json(&writer, status);
    }
    Text page = {0};
    plan_page(planned, terminal_style(options), &page);
    status = terminal_print(text_of(&page), status);
    text_clear(&page);
    return status;
}

static int make_plan(const Session *session, const Options *options, const Wanted *wanted, Error *error) {
    Progress progress = progress_begin();
    Study study = session_study(session, options, &wanted->levers, &progress);
    Plan plan;
    bool good = plan_run(&study, &wanted->options, &plan, error);
    progress_end(&progress);
    if (!good) return terminal_fail(error);
    Planned planned = {.scenario = session->scenario.name,
                       .base = session->names[0].title,
                       .costs = options->costs,
                       .study = &study,
                       .options = &wanted->options,
                       .plan = &plan,
                       .level = (uint8_t)options->level};
    int status = print(&planned, options);
    plan_clear(&plan);
    return status;
}

int cmd_plan(int argc, char **argv) {
    Options options = options_default(1, 1, 1);
    argp_parse(&parser, argc, argv, 0, NULL, &options);
    Session session;
    Wanted wanted = {.levers = {.list = {0}}};
    Error error = {{0}};
    if (!session_open(&session, options.arguments[0], &options, SETS_AS_IT_WAS, &error))
        return terminal_fail(&error);
    int status = want(&session, &options, &wanted, &error) ? make_plan(&session, &options, &wanted, &error)
                                                           : terminal_fail(&error);
    levers_clear(&wanted.levers);
    costs_clear(&wanted.costs);
    free(wanted.prices);
    session_close(&session);
    return status;
}
