#include "cli/commands.h"
#include "cli/over_mix.h"
#include "cli/session.h"
#include "cli/terminal.h"
#include "cli/yearly.h"
#include "report/mix_page.h"

static const struct argp_option accepted[] = {OPTION_MIX,  OPTION_SEED,  OPTION_REPS, OPTION_THREADS,
                                              OPTION_JSON, OPTION_ASCII, {0}};
static const struct argp parser = {accepted,
                                   options_parse_key,
                                   "",
                                   "Shows what a year of attacks through providers brings: every scenario of "
                                   "a mix at the rate that it states, "
                                   "and in all. The mix is scenarios/mix.json unless --mix gives another."
                                   "\vExample: keyfall year --mix my-mix.json",
                                   NULL,
                                   NULL,
                                   NULL};

static bool measure(MixRow *row, const Options *options, Error *error) {
    Session session;
    Ensemble ensemble;
    if (!session_open(&session, row->entry->scenario, options, SETS_AS_IT_WAS, error)) return false;
    bool good = session_ensemble(&session, options, &ensemble, error);
    if (good) {
        good = yearly_frequency(&session, &ensemble, &row->frequency, error);
        Statistics customers = statistics_of(ensemble_values(&ensemble, 0, METRIC_CUSTOMERS),
                                             ensemble.replications, ensemble.worlds_per_draw);
        row->customers = customers.mean;
        ensemble_clear(&ensemble);
    }
    session_close(&session);
    row->frequency.rate.low *= row->entry->times;
    row->frequency.rate.mean *= row->entry->times;
    row->frequency.rate.high *= row->entry->times;
    return good;
}

static int print_year(const Mix *mix, const MixRow *rows, const Options *options) {
    if (options->json) {
        JsonWriter writer;
        json_writer_init(&writer, true);
        mix_json_write(mix, rows, options->replications, options->seed, &writer);
        return terminal_print_json(&writer, EXIT_GOOD);
    }
    Text page = {0};
    mix_page(mix, rows, options->replications, options->seed, terminal_style(options), &page);
    int status = terminal_print(text_of(&page), EXIT_GOOD);
    text_clear(&page);
    return status;
}

int cmd_year(int argc, char **argv) {
    Options options = options_default(0, 0, 0);
    argp_parse(&parser, argc, argv, 0, NULL, &options);
    Mix mix;
    Error error = {{0}};
    if (!over_mix_load(&options, &mix, &error)) return terminal_fail(&error);
    MixRow *rows = heap_take(mix.entries.count, sizeof *rows);
    bool good = true;
    for (uint32_t i = 0; good && i < mix.entries.count && !terminal_interrupted(); i++) {
        rows[i].entry = &mix.entries.items[i];
        good = measure(&rows[i], &options, &error);
    }
    int status = !good                    ? terminal_fail(&error)
                 : terminal_interrupted() ? EXIT_INTERRUPTED
                                          : print_year(&mix, rows, &options);
    free(rows);
    mix_clear(&mix);
    return status;
}
