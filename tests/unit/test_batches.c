/* A run in batches has the bytes of one that was not cut up, and goes on where it was. */
#include "checks.h"
#include "fixture.h"
#include "race/batches.h"
#include "scratch.h"

#include <string.h>

enum { WORLDS = 1300 };

typedef struct Setup {
    Fixture fixture;
    BatchRun run;
} Setup;

static void setup_init(Setup *setup) {
    static const char *const sets[] = {"as-it-is"};
    Fixture *fixture = &setup->fixture;
    fixture_init(fixture);
    fixture_org(fixture, ORG_customer, "customer", NONE);
    fixture_group(fixture, "machines", 40);
    fixture_entry(fixture, "break in", ASSET_endpoint_group, STATE_encrypted, 0.7, 60)->machine_odds =
        fixture_number(0.4);
    fixture_compile(fixture);
    setup->run = (BatchRun){"small", sets, 1, &fixture->adversary, 5, 4, false, false};
}

static bool run_batches(Setup *setup, uint32_t worlds, BatchOptions batches, Ensemble *out) {
    static const ControlSet *const as_it_is[] = {NULL};
    EnsembleOptions options = {.seed = 5, .replications = worlds, .threads = 1, .scope = SCOPE_ALL};
    Error error = {{0}};
    batches.ranks = (Ranks){0, 1};
    const Fixture *fixture = &setup->fixture;
    bool good = batches_run(fixture->race, &fixture->parameters, &fixture->catalogue, as_it_is, 1, &options,
                            &batches, out, &error);
    if (!good) fail_msg("%s", error.text);
    return good;
}

static void assert_same_worlds(const Ensemble *x, const Ensemble *y, uint32_t worlds) {
    for (uint32_t probe = 0; probe < x->probe_count; probe++)
        assert_memory_equal(ensemble_values(x, 0, probe), ensemble_values(y, 0, probe),
                            worlds * sizeof(int64_t));
}

static void open_file(BatchFile *file, const char *path, const Setup *setup) {
    Error error = {{0}};
    if (!batch_file_open(file, path, &setup->run, &error)) fail_msg("%s", error.text);
}

static void a_run_that_stopped_and_went_on_has_the_worlds_of_one_that_did_not(void **state) {
    (void)state;
    Setup setup;
    Ensemble whole, part, rest;
    BatchFile file;
    setup_init(&setup);
    run_batches(&setup, WORLDS, (BatchOptions){.kept = false}, &whole);
    assert_int_equal(whole.replications, WORLDS);
    const char *path = scratch_file("kept", "");
    open_file(&file, path, &setup);
    run_batches(&setup, 600, (BatchOptions){.file = &file, .kept = true}, &part);
    batch_file_close(&file);
    open_file(&file, path, &setup);
    assert_int_equal(file.worlds, 600);
    run_batches(&setup, WORLDS, (BatchOptions){.file = &file, .kept = true}, &rest);
    batch_file_close(&file);
    assert_int_equal(rest.replications, WORLDS);
    assert_same_worlds(&part, &whole, 600);
    assert_same_worlds(&rest, &whole, WORLDS);
    ensemble_clear(&whole);
    ensemble_clear(&part);
    ensemble_clear(&rest);
    fixture_clear(&setup.fixture);
    scratch_clear();
}

static bool count_looks(void *context, const Ensemble *so_far) {
    uint32_t *looks = context;
    (*looks)++;
    return so_far->replications >= 700;
}

static void it_is_looked_at_at_fixed_counts_and_ends_at_one(void **state) {
    (void)state;
    Setup setup;
    Ensemble ended;
    uint32_t looks = 0;
    setup_init(&setup);
    run_batches(&setup, WORLDS, (BatchOptions){.enough = count_looks, .context = &looks}, &ended);
    assert_int_equal(ended.replications, 768);
    assert_int_equal(looks, 4); /* after 256, 384, 512 and 768 */
    ensemble_clear(&ended);
    fixture_clear(&setup.fixture);
}

static void looks_come_at_powers_of_two_and_between_them(void **state) {
    (void)state;
    static const uint32_t looks[] = {256, 384, 512, 768, 1024, 1536, 2048};
    for (uint32_t i = 0, done = 0; i < sizeof looks / sizeof *looks; i++)
        assert_int_equal(done = batches_next_look(done, 4), looks[i]);
    assert_int_equal(batches_next_look(0, 100), 300); /* whole draws */
}

static void a_file_of_another_run_is_refused_by_what_differs(void **state) {
    (void)state;
    Setup setup;
    BatchFile file;
    Error error = {{0}};
    setup_init(&setup);
    const char *path = scratch_file("kept", "");
    open_file(&file, path, &setup);
    batch_file_close(&file);
    setup.run.seed = 6;
    assert_false(batch_file_open(&file, path, &setup.run, &error));
    assert_non_null(strstr(error.text, "seed"));
    fixture_clear(&setup.fixture);
    scratch_clear();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_run_that_stopped_and_went_on_has_the_worlds_of_one_that_did_not),
        cmocka_unit_test(it_is_looked_at_at_fixed_counts_and_ends_at_one),
        cmocka_unit_test(looks_come_at_powers_of_two_and_between_them),
        cmocka_unit_test(a_file_of_another_run_is_refused_by_what_differs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
