#include "race/adversary.h"

#include <string.h>

static const Probe built_in[METRICS_BUILT_IN] = {
    [METRIC_CUSTOMERS] = {.id = "customers",
                          .title = "customers hit",
                          .title_ja = "被害を受けた顧客",
                          .unit = "customers",
                          .kind = PROBE_ORGS_HIT,
                          .orgs.kinds = 1u << ORG_customer},
    [METRIC_MSPS] = {.id = "msps",
                     .title = "MSPs hit",
                     .unit = "MSPs",
                     .kind = PROBE_ORGS_HIT,
                     .orgs.kinds = 1u << ORG_msp},
    [METRIC_MACHINES] = {.id = "machines",
                         .title = "machines hit",
                         .title_ja = "被害を受けた端末",
                         .unit = "machines",
                         .kind = PROBE_MACHINES},
    [METRIC_RECORDS] = {.id = "records", .title = "records taken", .unit = "records", .kind = PROBE_RECORDS},
    [METRIC_DISRUPTED] = {.id = "disrupted",
                          .title = "others disrupted",
                          .unit = "organisations",
                          .kind = PROBE_ORGS_DISRUPTED},
    [METRIC_OPERATIONS_HOURS] = {.id = "operations_hours",
                                 .title = "hours of operations lost",
                                 .unit = "hours",
                                 .kind = PROBE_OPERATIONS_HOURS},
    [METRIC_MANAGEMENT_HOURS] = {.id = "management_hours",
                                 .title = "hours of management lost",
                                 .unit = "hours",
                                 .kind = PROBE_MANAGEMENT_HOURS},
    [METRIC_MONEY] = {.id = "money", .title = "money lost", .unit = "dollars", .kind = PROBE_MONEY},
    [METRIC_FIRST_NOTICE] = {.id = "first_notice",
                             .title = "from first foothold to first notice",
                             .unit = "seconds",
                             .kind = PROBE_FIRST_NOTICE},
    [METRIC_FIRST_CONTAINED] = {.id = "first_contained",
                                .title = "from first foothold to first containment",
                                .unit = "seconds",
                                .kind = PROBE_FIRST_CONTAINED},
    [METRIC_DWELL] = {.id = "dwell",
                      .title = "attacker's stay before containment",
                      .unit = "seconds",
                      .kind = PROBE_DWELL},
    [METRIC_DEPTH] = {.id = "depth", .title = "longest chain", .unit = "steps", .kind = PROBE_DEPTH},
};

void adversary_init(Adversary *adversary) {
    memset(adversary, 0, sizeof *adversary);
    arena_init(&adversary->arena);
    adversary->id = adversary->title = adversary->summary = "";
    adversary->horizon = 30u * 86400u;
    adversary->world_seed = 1;
    adversary->hours = calendar_always();
    for (int kind = 0; kind < ORG_KIND_COUNT; kind++) adversary->hit[kind] = STATE_IMPACTS;
    adversary->hit[ORG_msp] |= STATE_BIT(STATE_control);
    for (uint32_t i = 0; i < METRICS_BUILT_IN; i++) {
        Probe probe = built_in[i];
        probe.orgs.share = 1;
        probe.assets = asset_selector_all();
        probe.at = -1;
        vec_push(&adversary->probes, probe);
    }
}

void adversary_clear(Adversary *adversary) {
    vec_clear(&adversary->rules);
    vec_clear(&adversary->choices);
    vec_clear(&adversary->shocks);
    vec_clear(&adversary->responses);
    vec_clear(&adversary->false_alarms);
    vec_clear(&adversary->actions);
    vec_clear(&adversary->probes);
    vec_clear(&adversary->history);
    arena_clear(&adversary->arena);
}

bool rule_is_exempt(const Adversary *adversary, uint32_t rule) {
    const Rule *r = &adversary->rules.items[rule];
    if (r->hours != HOURS_ANY || r->has_lasting) return true;
    if (r->among == NONE) return false;
    const Choice *choice = &adversary->choices.items[r->among];
    return choice->has_read || choice->displacement || choice->has_waves;
}

AssetSelector asset_selector_all(void) {
    AssetSelector selector;
    memset(&selector, 0, sizeof selector);
    selector.owner = org_selector_all();
    return selector;
}

static bool test_holds(const AttributeTest *test, const AssetProfile *profile, const Attribute *changed) {
    const char *value = world_attribute(profile, test->key);
    if (changed && strcmp(changed->key, test->key) == 0) value = changed->value;
    bool equal = value && strcmp(value, test->value) == 0;
    return equal != test->differs;
}

bool asset_selector_matches_profile(const AssetSelector *selector, const AssetProfile *profile,
                                    const Attribute *changed) {
    if (selector->kinds && !(selector->kinds >> profile->kind & 1u)) return false;
    if (selector->label && strcmp(selector->label, profile->label) != 0) return false;
    for (uint32_t i = 0; i < selector->test_count; i++)
        if (!test_holds(&selector->tests[i], profile, changed)) return false;
    return true;
}

bool asset_selector_matches_changed(const AssetSelector *selector, const World *world, AssetId asset,
                                    const Attribute *changed) {
    return asset_selector_matches_profile(selector, world_asset_profile(world, asset), changed) &&
           org_selector_matches(&selector->owner, world, world->assets[asset].owner);
}

bool asset_selector_matches(const AssetSelector *selector, const World *world, AssetId asset) {
    return asset_selector_matches_changed(selector, world, asset, NULL);
}
