/* Control sets: read, laid over postures in order, and refused with the path of what is wrong. */
#include "checks.h"
#include "fixture.h"
#include "scratch.h"
#include "world/control_set.h"

#include <stdio.h>

#define HEAD "{\"format\": \"keyfall.control_set\", \"version\": 1, \"title\": \"t\", \"overlays\": "

static Catalogue shipped(void) {
    Catalogue catalogue;
    Error error = {{0}};
    if (!catalogue_load(&catalogue, KEYFALL_SOURCE_DIR "/engine/control/catalogue.json", &error))
        fail_msg("%s", error.text);
    return catalogue;
}

static ControlSet loaded(const Catalogue *catalogue, const char *overlays) {
    ControlSet set;
    Error error = {{0}};
    Text text = {0};
    text_add(&text, HEAD "%s}", overlays);
    if (!control_set_load(&set, scratch_file("my-set.json", text_of(&text)), catalogue, &error))
        fail_msg("%s", error.text);
    text_clear(&text);
    scratch_clear();
    return set;
}

static void assert_refused(const Catalogue *catalogue, const char *json, const char *sentence) {
    ControlSet set = {.id = "untouched"};
    Error error = {{0}};
    if (control_set_load(&set, scratch_file("set.json", json), catalogue, &error)) fail_msg("read: %s", json);
    const char *place = strstr(error.text, "set.json:");
    assert_non_null(place);
    assert_string_equal(place + strlen("set.json:"), sentence);
    assert_string_equal(set.id, "untouched");
    scratch_clear();
}

/* An MSP with mfa 2 and a hundred customers. */
static World *world_of(Fixture *fixture, const Catalogue *catalogue) {
    fixture_init(fixture);
    fixture->posture.level[catalogue_find(catalogue, "mfa")] = 2;
    OrgId msp = fixture_org(fixture, ORG_msp, "msp", NONE);
    fixture->posture = (Posture){{0}};
    for (uint32_t i = 0; i < 100; i++)
        fixture_org(fixture, ORG_customer, fixture_label(fixture, "customer", i), msp);
    Error error;
    assert_true(world_build(fixture->builder, &fixture->world, &error));
    return fixture->world;
}

static uint8_t level(const PostureMap *map, OrgId org, int control) {
    return map->postures[map->of_org[org]].level[control];
}

static void overlays_apply_in_order_and_at_least_never_lowers(void **state) {
    (void)state;
    Fixture fixture;
    Catalogue catalogue = shipped();
    World *world = world_of(&fixture, &catalogue);
    int mfa = catalogue_find(&catalogue, "mfa"), backup = catalogue_find(&catalogue, "backup");
    ControlSet set =
        loaded(&catalogue,
               "[{\"who\": {\"kind\": \"msp\"}, \"controls\": {\"mfa\": 1, \"backup\": 3}},"
               " {\"controls\": {\"backup\": 1}},"
               " {\"who\": {\"label\": \"customer 7\"}, \"mode\": \"set\", \"controls\": {\"backup\": 0}}]");
    assert_string_equal(set.id, "my-set");
    PostureMap map;
    Error error;
    assert_true(posture_map_init(&map, world, &set, &error));
    assert_int_equal(level(&map, 0, mfa), 2);
    assert_int_equal(level(&map, 0, backup), 3);
    assert_int_equal(level(&map, 1, backup), 1);
    assert_int_equal(level(&map, 8, backup), 0);
    assert_int_equal(map.posture_count, 3);
    posture_map_clear(&map);
    control_set_clear(&set);
    fixture_clear(&fixture);
    catalogue_clear(&catalogue);
}

static void a_star_stands_for_every_control(void **state) {
    (void)state;
    Fixture fixture;
    Catalogue catalogue = shipped();
    World *world = world_of(&fixture, &catalogue);
    ControlSet set = loaded(&catalogue, "[{\"controls\": {\"*\": 2, \"mfa\": 3}}]");
    PostureMap map;
    Error error;
    assert_true(posture_map_init(&map, world, &set, &error));
    for (uint32_t control = 0; control < catalogue.count; control++)
        assert_int_equal(level(&map, 5, (int)control),
                         strcmp(catalogue.controls[control].id, "mfa") == 0 ? 3 : 2);
    posture_map_clear(&map);
    control_set_clear(&set);
    fixture_clear(&fixture);
    catalogue_clear(&catalogue);
}

static void some_organisations_have_the_postures_they_have_among_all(void **state) {
    (void)state;
    Fixture fixture;
    Catalogue catalogue = shipped();
    World *world = world_of(&fixture, &catalogue);
    int mfa = catalogue_find(&catalogue, "mfa"), backup = catalogue_find(&catalogue, "backup");
    ControlSet set = loaded(&catalogue, "[{\"who\": {\"share\": 0.5}, \"controls\": {\"mfa\": 3}},"
                                        " {\"who\": {\"kind\": \"msp\"}, \"controls\": {\"backup\": 2}}]");
    const OrgId some[] = {0, 3, 8, 21};
    PostureMap all, few;
    Error error;
    assert_true(posture_map_init(&all, world, &set, &error));
    assert_true(posture_map_init_of(&few, world, &set, some, 4, &error));
    for (uint32_t i = 0; i < 4; i++) {
        assert_int_equal(level(&few, i, mfa), level(&all, some[i], mfa));
        assert_int_equal(level(&few, i, backup), level(&all, some[i], backup));
    }
    assert_false(control_set_takes_whole_profiles(&set));
    assert_true(control_set_takes_whole_profiles(NULL));
    posture_map_clear(&all);
    posture_map_clear(&few);
    control_set_clear(&set);
    fixture_clear(&fixture);
    catalogue_clear(&catalogue);
}

/* Who is in a share is a matter of the organisation and the control: not of the set, its order, or its level.
 */
static void a_share_is_drawn_by_organisation_and_control(void **state) {
    (void)state;
    Fixture fixture;
    Catalogue catalogue = shipped();
    World *world = world_of(&fixture, &catalogue);
    int mfa = catalogue_find(&catalogue, "mfa"), backup = catalogue_find(&catalogue, "backup");
    ControlSet one =
        loaded(&catalogue, "[{\"who\": {\"share\": 0.5}, \"controls\": {\"mfa\": 3, \"backup\": 3}}]");
    ControlSet two = loaded(
        &catalogue, "[{\"who\": {\"kind\": \"customer\", \"share\": 0.7}, \"controls\": {\"mfa\": 1}}]");
    PostureMap first, second;
    Error error;
    assert_true(posture_map_init(&first, world, &one, &error));
    assert_true(posture_map_init(&second, world, &two, &error));
    uint32_t with_mfa = 0, differ = 0;
    for (OrgId org = 1; org < world->org_count; org++) {
        with_mfa += level(&first, org, mfa) == 3;
        differ += level(&first, org, mfa) != level(&first, org, backup);
        if (level(&first, org, mfa)) assert_int_equal(level(&second, org, mfa), 1);
    }
    assert_in_range(with_mfa, 35, 65);
    assert_in_range(differ, 35, 65);
    posture_map_clear(&first);
    posture_map_clear(&second);
    control_set_clear(&one);
    control_set_clear(&two);
    fixture_clear(&fixture);
    catalogue_clear(&catalogue);
}

static void a_set_for_nobody_is_refused(void **state) {
    (void)state;
    Fixture fixture;
    Catalogue catalogue = shipped();
    World *world = world_of(&fixture, &catalogue);
    ControlSet set =
        loaded(&catalogue,
               "[{\"controls\": {\"mfa\": 1}}, {\"who\": {\"tag\": \"lagre\"}, \"controls\": {\"mfa\": 1}}]");
    PostureMap map;
    Error error;
    assert_false(posture_map_init(&map, world, &set, &error));
    assert_string_equal(
        error.text, "control set \"my-set\": this world has no organisation with the tag \"lagre\"; `keyfall "
                    "show` lists what there is");
    control_set_clear(&set);
    fixture_clear(&fixture);
    catalogue_clear(&catalogue);
}

static void what_is_no_set_is_refused_with_its_path(void **state) {
    (void)state;
    Catalogue c = shipped();
    static const char *const cases[][2] = {
        {"{\"format\": \"keyfall.control_set\", \"version\": 1, \"title\": \"t\", \"overlays\": "
         "[{\"controls\": {\"mfa\": 9}}]}",
         " $.overlays[0].controls.mfa: must be a whole number from 0 to 3, not 9"},
        {HEAD "[{\"controls\": {\"mfa\": 1.5}}]}",
         " $.overlays[0].controls.mfa: must be a whole number from 0 to 3, not 1.5"},
        {HEAD "[{\"controls\": {\"mfaa\": 1}}]}",
         " $.overlays[0].controls.mfaa: unknown control \"mfaa\"; did you mean \"mfa\"?"},
        {HEAD "[{\"controls\": {\"quantum\": 1}}]}",
         " $.overlays[0].controls.quantum: unknown control \"quantum\""},
        {HEAD "[{\"who\": {\"kind\": \"mps\"}, \"controls\": {}}]}",
         " $.overlays[0].who.kind: unknown kind of organisation \"mps\": use vendor, msp, customer or "
         "observer"},
        {HEAD "[{\"who\": {\"kind\": [\"msp\", 3]}, \"controls\": {}}]}",
         " $.overlays[0].who.kind[1]: must be a text, not 3"},
        {HEAD "[{\"who\": {\"share\": 1.01}, \"controls\": {}}]}",
         " $.overlays[0].who.share: must be a number from 0 to 1, not 1.01"},
        {HEAD "[{\"mode\": \"raise\", \"controls\": {}}]}",
         " $.overlays[0]: \"mode\" must be \"at_least\" or \"set\", not \"raise\""},
        {HEAD "{}}", " $.overlays: must be an array, not an object"},
        {HEAD "[{\"who\": {}}]}", " $.overlays[0].controls: is missing; it must be an object"},
        {"{\"format\": \"keyfall.world\", \"version\": 1}",
         " $.format: is \"keyfall.world\", but a file of the format \"keyfall.control_set\" is needed here"},
        {"{\"format\": \"keyfall.control_set\", \"version\": 1, \"overlays\": []}",
         " $.title: is missing; it must be a text"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) assert_refused(&c, cases[i][0], cases[i][1]);
    catalogue_clear(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(overlays_apply_in_order_and_at_least_never_lowers),
        cmocka_unit_test(a_star_stands_for_every_control),
        cmocka_unit_test(some_organisations_have_the_postures_they_have_among_all),
        cmocka_unit_test(a_share_is_drawn_by_organisation_and_control),
        cmocka_unit_test(a_set_for_nobody_is_refused),
        cmocka_unit_test(what_is_no_set_is_refused_with_its_path),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
