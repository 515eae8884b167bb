#include "cli/long_run.h"

#include "cli/terminal.h"
#include "cli/yearly.h"
#include "race/batches.h"
#include "report/result_json.h"

typedef struct Run {
    Session session;
    Options options;
    Ranks ranks;
    BatchFile file;
    const char **set_ids; /* owned */
    Until until;
    UntilState state;
    Progress progress;
} Run;

static bool is_enough(void *context, const Ensemble *so_far) {
    Run *run = context;
    run->state = until_look(&run->until, so_far);
    run->progress.expected = run->state.needed;
    return run->state.reached;
}

static bool open_file(Run *run, Error *error) {
    const Session *session = &run->session;
    const Options *options = &run->options;
    run->set_ids = heap_take(session->set_count, sizeof *run->set_ids);
    for (uint32_t i = 0; i < session->set_count; i++) run->set_ids[i] = session->names[i].id;
    BatchRun identity = {.scenario = session->scenario.name,
                         .sets = run->set_ids,
                         .set_count = session->set_count,
                         .adversary = &session->scenario.adversary,
                         .seed = options->seed,
                         .worlds_per_draw = options->worlds_per_draw,
                         .response_off = options->response_off,
                         .parameters_fixed = options->fix_parameters};
    if (!batch_file_open(&run->file, options->resume, &identity, error)) return false;
    run->progress.already = run->file.worlds;
    return true;
}

/* Rank 0 alone has the file; the others learn whether it could be opened. */
static bool open_on_first_rank(Run *run, Error *error) {
    bool good = true;
    if (run->options.resume && run->ranks.rank == 0) good = open_file(run, error);
    ranks_agree(run->ranks, &good, sizeof good);
    return good;
}

typedef Vec(uint32_t) WantedProbes;

/* What is kept or handed on is whole; a page needs what it prints. */
static void leave_out(const LongRun *verb, const Run *run, EnsembleOptions *options, WantedProbes *wanted) {
    const Options *asked = &run->options;
    if (!verb->page_reads || asked->json || asked->resume || asked->per_year) return;
    for (uint32_t probe = 0; probe < verb->page_reads; probe++) vec_push(wanted, probe);
    if (asked->until && run->until.probe >= verb->page_reads) vec_push(wanted, run->until.probe);
    options->wanted = wanted->items;
    options->wanted_count = wanted->count;
}

static bool play(const LongRun *verb, Run *run, Ensemble *out, Error *error) {
    const Session *session = &run->session;
    const Scenario *scenario = &session->scenario;
    const Options *asked = &run->options;
    if (asked->until && !until_parse(asked->until, &scenario->adversary, &run->until, error))
        return error_at(error, "--until");
    run->progress = progress_begin();
    if (!open_on_first_rank(run, error)) return false;
    EnsembleOptions options = session_ensemble_options(asked);
    options.context = &run->progress;
    if (run->ranks.count > 1 && options.threads == 0) options.threads = 1;
    WantedProbes wanted = {0};
    leave_out(verb, run, &options, &wanted);
    BatchOptions batches = {.ranks = run->ranks,
                            .file = run->file.lines.path ? &run->file : NULL,
                            .kept = asked->resume,
                            .enough = asked->until ? is_enough : NULL,
                            .context = run};
    bool good = batches_run(session->race, &scenario->parameters, &scenario->catalogue, session->sets,
                            session->set_count, &options, &batches, out, error);
    progress_end(&run->progress);
    vec_clear(&wanted);
    return good;
}

/* `until` may have been reached at no look: at the most, or where an interrupt left it. */
static Result measure(const Run *run, const Ensemble *ensemble) {
    Result result = session_result(&run->session, &run->options, ensemble);
    result.until = run->options.until;
    if (result.until) result.until_state = until_look(&run->until, ensemble);
    return result;
}

static int status_of(const Result *result) {
    if (result->ensemble->partial) return EXIT_INTERRUPTED;
    return result->until && !result->until_state.reached ? EXIT_NO : EXIT_GOOD;
}

static int print(const LongRun *verb, const Run *run, const Ensemble *ensemble) {
    Result result = measure(run, ensemble);
    Frequency frequency;
    Error error = {{0}};
    if (run->options.per_year) {
        if (!yearly_frequency(&run->session, ensemble, &frequency, &error)) {
            result_clear(&result);
            return terminal_fail(&error);
        }
        result.frequency = &frequency;
    }
    int status = status_of(&result);
    if (run->options.json) {
        JsonWriter writer;
        json_writer_init(&writer, true);
        result_json_write(&result, &writer);
        status = terminal_print_json(&writer, status);
    } else {
        Text page = {0};
        verb->page(&result, terminal_style(&run->options), &page);
        status = terminal_print(text_of(&page), status);
        text_clear(&page);
    }
    result_clear(&result);
    return status;
}

static int play_and_print(const LongRun *verb, Run *run) {
    Ensemble ensemble;
    Error error = {{0}};
    int status = EXIT_GOOD;
    if (!play(verb, run, &ensemble, &error)) return terminal_fail(&error);
    if (run->ranks.rank == 0) status = print(verb, run, &ensemble);
    ensemble_clear(&ensemble);
    return status;
}

int long_run(const LongRun *verb, int argc, char **argv) {
    double began = terminal_seconds();
    Run run = {.ranks = ranks_begin()};
    Error error = {{0}};
    if (run.ranks.rank > 0) terminal_silence();
    run.options = options_default(1, 1, verb->controls_most);
    argp_parse(verb->parser, argc, argv, 0, NULL, &run.options);
    if (!session_open(&run.session, run.options.arguments[0], &run.options, verb->sets, &error))
        return terminal_fail(&error);
    int status = play_and_print(verb, &run);
    terminal_tell_effort(began, run.options.effort);
    if (run.file.lines.path) batch_file_close(&run.file);
    free(run.set_ids);
    session_close(&run.session);
    return status;
}
