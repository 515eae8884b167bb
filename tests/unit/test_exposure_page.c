#include "fixture.h"
#include "page_checks.h"
#include "report/exposure_page.h"

#include <stdio.h>

/* A server over two customers, a jump host over one of them, and a store of records that nobody can reach. */
static const World *small(Fixture *fixture) {
    fixture_init(fixture);
    OrgId msp = fixture_org(fixture, ORG_msp, "Northwind", NONE);
    AssetId jump = fixture_asset(fixture, ASSET_jump_host, "jump host"),
            server = fixture_asset(fixture, ASSET_rmm_server, "server");
    fixture_org(fixture, ORG_customer, "Bakery", msp);
    AssetId tills = fixture_group(fixture, "tills", 1200);
    fixture_org(fixture, ORG_customer, "Clinic", msp);
    AssetId wards = fixture_group(fixture, "wards", 30);
    fixture_access(fixture, server, tills, ACCESS_rmm_agent);
    fixture_access(fixture, server, wards, ACCESS_rmm_agent);
    fixture_access(fixture, jump, wards, ACCESS_vpn);
    Error error;
    assert_true(world_build(fixture->builder, &fixture->world, &error));
    return fixture->world;
}

static void the_widest_key_comes_first_with_what_lies_below_it(void **state) {
    (void)state;
    Fixture fixture;
    const World *world = small(&fixture);
    Text page = {0};
    exposure_page(world, NULL, "a test", 3, (Style){.ascii = true}, &page);
    assert_says(&page, "Exposure: a test\n");
    assert_says(&page, "Not a forecast");
    const char *server = strstr(text_of(&page), "server of Northwind"),
               *jump = strstr(text_of(&page), "jump host of Northwind");
    assert_non_null(server);
    assert_true(jump > server);
    unsigned customers, machines;
    assert_int_equal(sscanf(server, "server of Northwind %u 1,%u", &customers, &machines), 2);
    assert_int_equal(customers, 2);
    assert_int_equal(machines, 230);
    assert_says(&page, "No MSPs and no records lie downstream of them."); /* no columns of zeros */
    assert_says(&page, "tills of Bakery");     /* no customer below it, but 1,200 machines: third */
    assert_says_not(&page, "wards of Clinic"); /* the fourth */
    assert_page_fits(&page, true);
    text_clear(&page);
    fixture_clear(&fixture);
}

static void the_json_holds_the_same_rows(void **state) {
    (void)state;
    Fixture fixture;
    const World *world = small(&fixture);
    JsonWriter writer;
    JsonDocument *document;
    Json keys;
    Error error;
    int64_t machines;
    const char *key;
    json_writer_init(&writer, true);
    exposure_json_write(world, NULL, "a test", 2, &writer);
    json_end_object(&writer);
    assert_true(json_parse(writer.text, writer.length, "e.json", &document, &error));
    assert_true(json_array(json_root(document), "keys", &keys, &error));
    assert_int_equal(json_count(keys), 2);
    assert_true(json_text(json_item(keys, 0), "key", &key, &error));
    assert_string_equal(key, "server of Northwind");
    assert_true(json_integer(json_item(keys, 0), "machines", 0, 9999, &machines, &error));
    assert_int_equal(machines, 1230);
    json_destroy(document);
    json_writer_clear(&writer);
    fixture_clear(&fixture);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_widest_key_comes_first_with_what_lies_below_it),
        cmocka_unit_test(the_json_holds_the_same_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
