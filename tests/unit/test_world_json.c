/* Worlds as JSON: what was written reads back to the same bytes, and what is no world is refused with its
 * path. */
#include "base/draw.h"
#include "base/file.h"
#include "checks.h"
#include "fixture.h"
#include "scratch.h"
#include "world/world_json.h"

#include <stdlib.h>
#include <unistd.h>

static const char WORLD[] =
    "{\n"
    "  \"format\": \"keyfall.world\",\n"
    "  \"version\": 1,\n"
    "  \"seed\": \"18446744073709551615\",\n"
    "  \"flaws\": [{\"id\": \"CVE-1\", \"fixed\": \"2021-07-11T20:00Z\"}, {\"id\": \"CVE-2\", \"fixed\": "
    "null}],\n"
    "  \"organisations\": [\n"
    "    {\"id\": \"Vendor\", \"kind\": \"vendor\", \"posture\": {}, \"assets\": []},\n"
    "    {\"id\": \"Müller IT\", \"kind\": \"msp\", \"country\": \"DE\", \"sector\": \"IT\", \"size\": 12,\n"
    "     \"tags\": [\"small\"], \"time_zone\": \"+02:00\", \"working_hours\": [8, 17], \"night_rate\": "
    "0.25,\n"
    "     \"holidays\": [\"2021-10-03\"], \"posture\": {\"mfa\": 2},\n"
    "     \"assets\": [{\"id\": \"server\", \"kind\": \"rmm_server\", \"flaw\": \"CVE-1\",\n"
    "                 \"attributes\": {\"internet_facing\": true, \"hosting\": \"on_prem\"}}]},\n"
    "    {\"id\": \"Praxis\", \"kind\": \"customer\", \"posture\": {},\n"
    "     \"assets\": [{\"id\": \"machines\", \"kind\": \"endpoint_group\", \"count\": 40},\n"
    "                {\"id\": \"files\", \"kind\": \"data_store\", \"records\": 20000}]}\n"
    "  ],\n"
    "  \"access\": [{\"from\": \"Müller IT/server\", \"to\": \"Praxis/machines\", \"kind\": \"rmm_agent\", "
    "\"privilege\": \"system\", \"share\": 0.75}],\n"
    "  \"serves\": [{\"provider\": \"Vendor\", \"client\": \"Müller IT\"}, {\"provider\": \"Müller IT\", "
    "\"client\": \"Praxis\"}],\n"
    "  \"hosts\": [{\"asset\": \"Müller IT/server\", \"organisation\": \"Praxis\"}]\n"
    "}\n";

typedef struct Bench {
    Catalogue catalogue;
    QuantileKit *kit;
    ParameterSet parameters;
    ParameterDraw draw;
} Bench;

static void bench_init(Bench *bench) {
    Error error = {{0}};
    if (!catalogue_load(&bench->catalogue, KEYFALL_SOURCE_DIR "/engine/control/catalogue.json", &error))
        fail_msg("%s", error.text);
    bench->kit = quantile_kit_create();
    parameters_init(&bench->parameters);
    parameter_draw_init(&bench->draw, &bench->parameters, &bench->catalogue);
}

static void bench_clear(Bench *bench) {
    parameter_draw_clear(&bench->draw);
    parameters_clear(&bench->parameters);
    quantile_kit_destroy(bench->kit);
    catalogue_clear(&bench->catalogue);
    scratch_clear();
}

static World *read_world(const Bench *bench, const char *text) {
    World *world = NULL;
    Error error = {{0}};
    if (!world_json_load(scratch_file("world.json", text), &bench->catalogue, &world, &error))
        fail_msg("%s", error.text);
    return world;
}

/* The caller frees. */
static char *written(const Bench *bench, const World *world) {
    JsonWriter writer;
    json_writer_init(&writer, true);
    world_json_write(world, &bench->catalogue, bench->kit, &bench->draw, &writer);
    return writer.text;
}

static void every_field_arrives(void **state) {
    (void)state;
    Bench bench;
    bench_init(&bench);
    World *world = read_world(&bench, WORLD);
    assert_true(world->seed == UINT64_MAX);
    assert_int_equal(world->org_count, 3);
    const OrgProfile *msp = world_org_profile(world, 1);
    assert_string_equal(msp->label, "Müller IT");
    assert_string_equal(msp->country, "DE");
    assert_true(world_has_tag(msp, "small"));
    assert_int_equal(world->orgs[1].size, 12);
    assert_int_equal(msp->calendar.offset_minutes, 120);
    assert_int_equal(msp->calendar.rate[7], 250);
    assert_int_equal(msp->calendar.days_off[0], 18903);
    assert_int_equal(msp->posture.level[catalogue_find(&bench.catalogue, "mfa")], 2);
    const AssetProfile *server = world_asset_profile(world, 0);
    assert_string_equal(world_attribute(server, "internet_facing"), "true");
    assert_true(world->flaws[server->flaw].fixed && world->flaws[server->flaw].fixed_at == 1626033600);
    assert_false(world->flaws[1].fixed);
    assert_int_equal(world->assets[1].count, 40);
    assert_true(world_asset_profile(world, 1)->is_group);
    assert_true(world->assets[2].records == 20000);
    assert_true(world->access_profiles[world->accesses[0].profile].share.scale == 0.75);
    assert_int_equal(world->providers.items[world->providers.first[2]], 1);
    assert_int_equal(world->hosted.items[world->hosted.first[0]], 2);
    world_destroy(world);
    bench_clear(&bench);
}

static void a_world_reads_back_to_the_same_bytes(void **state) {
    (void)state;
    Bench bench;
    bench_init(&bench);
    World *once = read_world(&bench, WORLD);
    char *first = written(&bench, once);
    World *twice = read_world(&bench, first);
    char *second = written(&bench, twice);
    assert_string_equal(first, second);
    assert_int_equal(once->assets[2].name, twice->assets[2].name);
    world_destroy(once);
    world_destroy(twice);
    free(first);
    free(second);
    bench_clear(&bench);
}

/* A random world of the builder, labels with every awkward letter among them. */
static World *random_world(Fixture *fixture, uint64_t seed) {
    static const char *const stems[] = {"a/b",   "\"quoted\"",  "日本", "tab\there",
                                        "plain", "back\\slash", "same"};
    fixture_init(fixture);
    fixture_org(fixture, ORG_vendor, "top", NONE);
    for (uint32_t i = 1; i < 12; i++) {
        uint64_t bits = draw_bits(seed, i);
        OrgProfile profile = {.kind = (OrgKind)(bits % ORG_KIND_COUNT),
                              .label = i % 3 ? fixture_label(fixture, stems[i % 7], i) : stems[i % 7],
                              .country = bits & 64 ? "FR" : "",
                              .calendar = calendar_office((int32_t)(bits >> 8 & 511) - 256, bits >> 20 & 7,
                                                          12 + (bits >> 24 & 7), 1 + (bits >> 30 & 63),
                                                          (uint16_t)(bits >> 40 & 511), 3)};
        Organisation org = {.name = name_at(seed, i),
                            .profile = world_add_org_profile(fixture->builder, &profile),
                            .parent = (uint32_t)(bits >> 50) % i,
                            .population = NONE,
                            .size = i};
        world_add_org(fixture->builder, &org);
        AssetProfile data = {.kind = ASSET_data_store,
                             .label = "same",
                             .flaw = NONE,
                             .has_records = true,
                             .records = fixture_fixed((double)(bits >> 44))};
        world_add_asset(fixture->builder, name_at(org.name, 1),
                        world_add_asset_profile(fixture->builder, &data), 1, bits >> 44);
        AssetProfile group = {.kind = ASSET_endpoint_group,
                              .label = "same",
                              .flaw = NONE,
                              .is_group = true,
                              .count = fixture_fixed(i)};
        world_add_asset(fixture->builder, name_at(org.name, 2),
                        world_add_asset_profile(fixture->builder, &group), i, 0);
        if (i > 1) fixture_access(fixture, (AssetId)(bits % (2 * i - 2)), 2 * i - 1, ACCESS_rmm_agent);
        world_add_hosted(fixture->builder, 2 * i - 2, (OrgId)(bits % i));
    }
    Error error = {{0}};
    if (!world_build(fixture->builder, &fixture->world, &error)) fail_msg("%s", error.text);
    return fixture->world;
}

static void random_worlds_keep_their_names_and_their_bytes(void **state) {
    (void)state;
    Bench bench;
    bench_init(&bench);
    for (uint64_t seed = 1; seed <= 40; seed++) {
        Fixture fixture;
        World *world = random_world(&fixture, seed);
        char *first = written(&bench, world);
        World *back = read_world(&bench, first);
        char *second = written(&bench, back);
        assert_string_equal(first, second);
        assert_int_equal(back->org_count, world->org_count);
        for (OrgId org = 0; org < world->org_count; org++) {
            assert_true(back->orgs[org].name == world->orgs[org].name);
            assert_memory_equal(world_org_profile(back, org)->calendar.rate,
                                world_org_profile(world, org)->calendar.rate,
                                sizeof world_org_profile(back, org)->calendar.rate);
        }
        for (AssetId asset = 0; asset < world->asset_count; asset++)
            assert_true(back->assets[asset].name == world->assets[asset].name &&
                        back->assets[asset].count == world->assets[asset].count);
        assert_int_equal(back->access_count, world->access_count);
        for (AccessId i = 0; i < world->access_count; i++)
            assert_true(back->accesses[i].name == world->accesses[i].name);
        world_destroy(back);
        free(first);
        free(second);
        fixture_clear(&fixture);
    }
    bench_clear(&bench);
}

/* What somebody may get wrong: one piece of WORLD replaced, and the sentence behind the file's name. */
typedef struct Slip {
    const char *piece, *by, *sentence;
} Slip;

static const Slip slips[] = {
    {"\"version\": 1", "\"version\": 2",
     " $.version: was written by a newer Keyfall (version 2, this one reads up to 1); update Keyfall"},
    {"\"keyfall.world\"", "\"keyfall.result\"",
     " $.format: is \"keyfall.result\", but a file of the format \"keyfall.world\" is needed here"},
    {"\"seed\": \"18446744073709551615\"", "\"seed\": 7",
     " $.seed: must be a whole number in quotes, from \"0\" to \"18446744073709551615\", not 7"},
    {"\"seed\": \"18446744073709551615\"", "\"seed\": \"18446744073709551616\"",
     " $.seed: must be a whole number in quotes, from \"0\" to \"18446744073709551615\", not "
     "\"18446744073709551616\""},
    {"\"hosts\"", "\"host\"", " $.host: is not known here; did you mean \"hosts\"?"},
    {"{\"id\": \"CVE-2\", \"fixed\": null}", "{\"id\": \"CVE-1\"}",
     " $.flaws[1]: another flaw has the id \"CVE-1\"; give each an id of its own"},
    {"\"2021-07-11T20:00Z\"", "\"11 July\"",
     " $.flaws[0].fixed: \"11 July\" is no date; write \"2021-07-02T14:00Z\" (UTC) or \"2021-07-02\""},
    {"\"fixed\": null", "\"fixd\": null", " $.flaws[1].fixd: is not known here; did you mean \"fixed\"?"},
    {"\"kind\": \"vendor\"", "\"kind\": \"vender\"",
     " $.organisations[0].kind: unknown kind of organisation \"vender\"; did you mean \"vendor\"?"},
    {"\"id\": \"Vendor\", \"kind\"", "\"kind\"", " $.organisations[0].id: is missing; it must be a text"},
    {"\"id\": \"Vendor\"", "\"id\": \"\"",
     " $.organisations[0].id: is empty; give it an id that nothing else has"},
    {"\"id\": \"Vendor\"", "\"id\": \"Ven/dor\"",
     " $.organisations[0].id: must not contain \"/\", which stands between an organisation and its asset"},
    {"\"id\": \"Praxis\", \"kind\": \"customer\"", "\"id\": \"Vendor\", \"kind\": \"customer\"",
     " $.organisations[2]: another organisation has the id \"Vendor\"; give each an id of its own"},
    {"\"size\": 12", "\"size\": -1",
     " $.organisations[1].size: must be a whole number from 0 to 2147483647, not -1"},
    {"\"size\": 12", "\"size\": 1.5",
     " $.organisations[1].size: must be a whole number from 0 to 2147483647, not 1.5"},
    {"\"size\": 12", "\"size\": 1e99",
     " $.organisations[1].size: is beyond 9007199254740991, where whole numbers are no longer exact"},
    {"[\"small\"]", "[\"small\", 3]", " $.organisations[1].tags[1]: must be a text, not 3"},
    {"\"+02:00\"", "\"+25:00\"",
     " $.organisations[1].time_zone: \"+25:00\" is no offset from UTC; write \"-04:00\", at most 14 hours"},
    {"[8, 17]", "[17, 8]",
     " $.organisations[1].working_hours: begin at 17 and end at 8; the end comes after the beginning, on the "
     "same day"},
    {"[8, 17]", "[8]", " $.organisations[1].working_hours: must hold two hours, from and to, as in [9, 17]"},
    {"\"night_rate\": 0.25", "\"night_rate\": 2",
     " $.organisations[1].night_rate: must be a number from 0 to 1, not 2"},
    {"[\"2021-10-03\"]", "[\"2021-10-03\", \"2021-10-03\"]",
     " $.organisations[1].holidays[1]: comes before the one above it or twice; list holidays in order, each "
     "once"},
    {"\"working_hours\": [8, 17], ", "",
     " $.organisations[1].night_rate: needs \"working_hours\"; without them work goes on round the clock"},
    {"\"posture\": {\"mfa\": 2}", "\"posture\": {\"mfa\": 4}",
     " $.organisations[1].posture.mfa: must be a whole number from 0 to 3, not 4"},
    {"\"posture\": {\"mfa\": 2}", "\"posture\": {\"mfaa\": 2}",
     " $.organisations[1].posture.mfaa: unknown control \"mfaa\"; did you mean \"mfa\"?"},
    {"\"posture\": {\"mfa\": 2}", "\"posture\": [2]",
     " $.organisations[1].posture: must be an object, not an array"},
    {"\"kind\": \"rmm_server\"", "\"kind\": \"rmm_sever\"",
     " $.organisations[1].assets[0].kind: unknown kind of asset \"rmm_sever\"; did you mean \"rmm_server\"?"},
    {"\"flaw\": \"CVE-1\"", "\"flaw\": \"CVE-3\"",
     " $.organisations[1].assets[0].flaw: unknown flaw \"CVE-3\"; did you mean \"CVE-1\"?"},
    {"\"flaw\": \"CVE-1\"", "\"flaw\": 1", " $.organisations[1].assets[0].flaw: must be a text, not 1"},
    {"\"internet_facing\": true", "\"internet_facing\": 1",
     " $.organisations[1].assets[0].attributes.internet_facing: must be a text, true or false; attributes "
     "are compared as words"},
    {"\"id\": \"files\"", "\"id\": \"machines\"",
     " $.organisations[2].assets[1]: \"Praxis\" has another asset with the id \"machines\"; give each an id "
     "of its own"},
    {"\"count\": 40", "\"count\": 40.5",
     " $.organisations[2].assets[0].count: must be a whole number from 0 to 2147483647, not 40.5"},
    {"\"count\": 40", "\"count\": 3000000000",
     " $.organisations[2].assets[0].count: must be a whole number from 0 to 2147483647, not 3000000000"},
    {"\"count\": 40", "\"count\": \"forty\"",
     " $.organisations[2].assets[0].count: must be a whole number from 0 to 2147483647, not \"forty\""},
    {"\"records\": 20000", "\"records\": -1",
     " $.organisations[2].assets[1].records: must be a whole number from 0 to 1099511627776, not -1"},
    {"\"records\": 20000", "\"record\": 20000",
     " $.organisations[2].assets[1].record: is not known here; did you mean \"records\"?"},
    {"\"from\": \"Müller IT/server\"", "\"from\": \"Muller IT/server\"",
     " $.access[0].from: unknown organisation \"Muller IT\"; did you mean \"Müller IT\"?"},
    {"\"from\": \"Müller IT/server\"", "\"from\": \"Müller IT/sever\"",
     " $.access[0].from: \"Müller IT\" has no asset \"sever\"; did you mean \"server\"?"},
    {"\"from\": \"Müller IT/server\"", "\"from\": \"Müller IT\"",
     " $.access[0].from: \"Müller IT\" names no asset; write \"organisation/asset\""},
    {"\"from\": \"Müller IT/server\"", "\"from\": \"Praxis/machines\"",
     " $.access[0]: goes from an asset to itself; take it out, it adds nothing"},
    {"\"rmm_agent\"", "\"agent\"",
     " $.access[0].kind: unknown kind of access \"agent\"; there is: rmm_agent, remote_support, "
     "admin_credential, delegated_admin, vpn, software_update, domain_trust, local_admin_reuse, "
     "backup_admin"},
    {"\"privilege\": \"system\"", "\"privilege\": \"root\"",
     " $.access[0].privilege: unknown privilege \"root\"; there is: user, admin, system"},
    {"\"share\": 0.75", "\"share\": 75", " $.access[0].share: must be a number from 0 to 1, not 75"},
    {"\"share\": 0.75}]",
     "\"share\": 0.75}, {\"from\": \"Müller IT/server\", \"to\": \"Praxis/machines\", \"kind\": "
     "\"rmm_agent\", \"privilege\": \"admin\"}]",
     " $.access[1]: is there twice: $.access[0] says the same; keep one"},
    {"\"provider\": \"Vendor\"", "\"provider\": \"Vendr\"",
     " $.serves[0].provider: unknown organisation \"Vendr\"; did you mean \"Vendor\"?"},
    {"\"client\": \"Müller IT\"", "\"client\": \"Vendor\"",
     " $.serves[0]: makes an organisation serve itself; take it out"},
    {"{\"provider\": \"Vendor\", \"client\": \"Müller IT\"}",
     "{\"provider\": \"Müller IT\", \"client\": \"Praxis\"}",
     " $.serves[1]: is there twice: $.serves[0] says the same; keep one"},
    {"{\"provider\": \"Vendor\", \"client\": \"Müller IT\"}",
     "{\"provider\": \"Praxis\", \"client\": \"Müller IT\"}",
     " $: organisations serve each other in a loop: \"Müller IT\" → \"Praxis\" → \"Müller IT\"; take one of "
     "these links out"},
    {"\"organisation\": \"Praxis\"", "\"organisation\": \"Praxiss\"",
     " $.hosts[0].organisation: unknown organisation \"Praxiss\"; did you mean \"Praxis\"?"},
    {"\"asset\": \"Müller IT/server\", \"organisation\"", "\"organisation\"",
     " $.hosts[0].asset: is missing; it must be a text"},
    {"\"serves\": [{", "\"serves\": [7, {", " $.serves[0]: must be an object, not 7"},
    {"\"hosts\": [", "\"hosts\": [], \"hosts\": [",
     "19:16: $.hosts: stands twice in the same object; keep one"},
    {"\"flaw\": \"CVE-1\"", "\"flaw\": \"log4j\"",
     " $.organisations[1].assets[0].flaw: unknown flaw \"log4j\"; there is: CVE-1, CVE-2"},
};

static void refused(const Bench *bench, const char *text, Error *error) {
    World *world = NULL;
    *error = (Error){{0}};
    if (world_json_load(scratch_file("world.json", text), &bench->catalogue, &world, error))
        fail_msg("was read: %.300s", text);
    assert_null(world);
}

static void each_slip_has_its_sentence_and_its_path(void **state) {
    (void)state;
    Bench bench;
    Error error;
    bench_init(&bench);
    for (size_t i = 0; i < sizeof slips / sizeof *slips; i++) {
        const char *at = strstr(WORLD, slips[i].piece);
        if (!at) fail_msg("the world has no %s", slips[i].piece);
        Text text = {0};
        text_add_n(&text, WORLD, (size_t)(at - WORLD));
        text_add(&text, "%s%s", slips[i].by, at + strlen(slips[i].piece));
        refused(&bench, text_of(&text), &error);
        const char *sentence = strstr(error.text, "world.json:");
        assert_non_null(sentence);
        assert_string_equal(sentence + strlen("world.json:"), slips[i].sentence);
        text_clear(&text);
    }
    bench_clear(&bench);
}

static void a_world_cut_off_anywhere_is_refused_with_its_line(void **state) {
    (void)state;
    Bench bench;
    Error error;
    bench_init(&bench);
    for (size_t length = 0; length + 2 < sizeof WORLD; length += 7) {
        char *text = strndup(WORLD, length);
        refused(&bench, text, &error);
        assert_non_null(strstr(error.text, "world.json:"));
        free(text);
    }
    bench_clear(&bench);
}

static void what_is_no_file_is_refused(void **state) {
    (void)state;
    Bench bench;
    Error error = {{0}};
    World *world = NULL;
    bench_init(&bench);
    assert_false(world_json_load("/nowhere/world.json", &bench.catalogue, &world, &error));
    assert_non_null(strstr(error.text, "/nowhere/world.json"));
    assert_false(world_json_load(scratch_folder(), &bench.catalogue, &world, &error));
    assert_non_null(strstr(error.text, scratch_folder()));
    bench_clear(&bench);
}

/* A list of words in the schema is the one of world/kinds.h. */
static void assert_lists(Json schema, const char *of, const char *field, const char *const *words,
                         uint32_t count) {
    Json at = schema;
    const char *const path[] = {"$defs", of, "properties", field};
    Error error = {{0}};
    for (int i = 0; i < 4; i++)
        if (!json_object(at, path[i], &at, &error)) fail_msg("%s", error.text);
    if (!json_array(at, "enum", &at, &error)) fail_msg("%s", error.text);
    assert_int_equal(json_count(at), count);
    for (uint32_t i = 0; i < count; i++) {
        const char *word;
        assert_true(json_as_text(json_item(at, i), &word, &error));
        assert_string_equal(word, words[i]);
    }
}

static void the_schema_lists_the_words_of_the_code(void **state) {
    (void)state;
    JsonDocument *document;
    Error error = {{0}};
    if (!json_load(KEYFALL_SOURCE_DIR "/docs/formats/world.schema.json", &document, &error))
        fail_msg("%s", error.text);
    Json schema = json_root(document);
    assert_lists(schema, "organisation", "kind", org_kind_names, ORG_KIND_COUNT);
    assert_lists(schema, "asset", "kind", asset_kind_names, ASSET_KIND_COUNT);
    assert_lists(schema, "access", "kind", access_kind_names, ACCESS_KIND_COUNT);
    assert_lists(schema, "access", "privilege", privilege_names, PRIVILEGE_COUNT);
    json_destroy(document);
}

static void save(const Bench *bench, const World *world, const char *folder, uint64_t number) {
    Text path = {0};
    Error error = {{0}};
    char *text = written(bench, world);
    text_add(&path, "%s/%llu.json", folder, (unsigned long long)number);
    if (!file_write(text_of(&path), text, strlen(text), &error)) fail_msg("%s", error.text);
    text_clear(&path);
    free(text);
}

/* test_world_json FOLDER: the worlds of these tests as files, for a check against the schema. */
static int save_all(const char *folder) {
    Bench bench;
    bench_init(&bench);
    World *world = read_world(&bench, WORLD);
    save(&bench, world, folder, 0);
    world_destroy(world);
    for (uint64_t seed = 1; seed <= 40; seed++) {
        Fixture fixture;
        save(&bench, random_world(&fixture, seed), folder, seed);
        fixture_clear(&fixture);
    }
    bench_clear(&bench);
    return 0;
}

int main(int count, char **words) {
    if (count == 2) return save_all(words[1]);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_arrives),
        cmocka_unit_test(a_world_reads_back_to_the_same_bytes),
        cmocka_unit_test(random_worlds_keep_their_names_and_their_bytes),
        cmocka_unit_test(each_slip_has_its_sentence_and_its_path),
        cmocka_unit_test(a_world_cut_off_anywhere_is_refused_with_its_line),
        cmocka_unit_test(what_is_no_file_is_refused),
        cmocka_unit_test(the_schema_lists_the_words_of_the_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
