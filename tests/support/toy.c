#include "toy.h"

#include <assert.h>
#include <stdio.h>

static void make_catalogue(Toy *toy, const double *strengths, uint32_t count) {
    Arena *arena = &toy->fixture.catalogue.arena;
    Control *controls = arena_new(arena, Control, count);
    for (uint32_t i = 0; i < count; i++) {
        Effect *effect = arena_new(arena, Effect, 1);
        *effect = (Effect){.mechanism = MECHANISM_BLOCK, .source = "a test"};
        for (int level = 1; level < LEVELS; level++)
            effect->low[level] = effect->mode[level] = effect->high[level] = strengths[i] * level / 3;
        char id[16];
        snprintf(id, sizeof id, "c%u", i);
        const char *text = arena_text(arena, id);
        controls[i] = (Control){.key = name_of(text),
                                .id = text,
                                .title_en = text,
                                .title_ja = text,
                                .relevance = "a test",
                                .effects = effect,
                                .effect_count = 1};
    }
    toy->fixture.catalogue.controls = controls;
    toy->fixture.catalogue.count = count;
}

static void use(Toy *toy, Rule *rule, uint32_t first, uint32_t end) {
    ControlUse *uses = arena_new(&toy->fixture.adversary.arena, ControlUse, end - first);
    for (uint32_t i = first; i < end; i++)
        uses[i - first] = (ControlUse){.control = i, .mechanism = MECHANISM_BLOCK, .share = 1};
    rule->uses = uses;
    rule->use_count = end - first;
}

static void make_world(Fixture *fixture) {
    OrgId vendor = fixture_org(fixture, ORG_vendor, "vendor", NONE);
    AssetId update = fixture_asset(fixture, ASSET_update_server, "update");
    OrgId msp = fixture_org(fixture, ORG_msp, "msp", vendor);
    AssetId server = fixture_asset(fixture, ASSET_rmm_server, "server");
    fixture_access(fixture, update, server, ACCESS_software_update);
    for (uint32_t i = 0; i < TOY_CUSTOMERS; i++) {
        fixture_org(fixture, ORG_customer, fixture_label(fixture, "customer", i), msp);
        AssetId data = fixture_asset(fixture, ASSET_data_store, fixture_label(fixture, "data", i));
        fixture_access(fixture, server, data, ACCESS_rmm_agent);
    }
}

void toy_init(Toy *toy, const double *strengths, uint32_t count, uint32_t at_msp, const char *words,
              uint32_t worlds) {
    Fixture *fixture = &toy->fixture;
    Error error = {{0}};
    fixture_init(fixture);
    make_catalogue(toy, strengths, count);
    make_world(fixture);
    fixture_entry(fixture, "break in", ASSET_update_server, STATE_control, 1, 60);
    Rule *update = fixture_via(fixture, "update", ASSET_update_server, STATE_control, ACCESS_software_update,
                               ASSET_rmm_server, STATE_control, 1, 60);
    use(toy, update, 0, at_msp);
    Rule *push = fixture_via(fixture, "push", ASSET_rmm_server, STATE_control, ACCESS_rmm_agent,
                             ASSET_data_store, STATE_encrypted, 1, 60);
    use(toy, push, at_msp, count);
    fixture_compile(fixture);
    bool good = levers_parse(&toy->levers, words, (LeverDefaults){.level = 3, .option = "--vary"},
                             &fixture->catalogue, &error);
    assert(good);
    toy->study = (Study){
        .race = fixture->race,
        .parameters = &fixture->parameters,
        .catalogue = &fixture->catalogue,
        .levers = &toy->levers,
        .options = {
            .seed = 1, .replications = worlds, .worlds_per_draw = 4, .threads = 1, .response_off = true}};
}

void toy_clear(Toy *toy) {
    levers_clear(&toy->levers);
    fixture_clear(&toy->fixture);
}
