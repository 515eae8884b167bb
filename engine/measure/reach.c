#include "measure/reach.h"

#include <string.h>

typedef struct Looking {
    const Lever *lever;
    const World *world;
    const Adversary *adversary;
    PostureMap postures;
    Reach *reach;
} Looking;

/* Notes an organisation whose level counts; true when the lever takes its kind. */
static bool counts(const Looking *looking, OrgId org) {
    const Lever *lever = looking->lever;
    OrgKind kind = world_org_profile(looking->world, org)->kind;
    if (!lever_takes_kind(lever, kind)) return false;
    const Posture *posture = &looking->postures.postures[looking->postures.of_org[org]];
    if (posture->level[lever->control] < lever->level) looking->reach->kinds |= (uint8_t)(1u << kind);
    return true;
}

static bool any_owner_counts(const Looking *looking, const AssetSelector *selector) {
    bool any = false;
    for (AssetId asset = 0; asset < looking->world->asset_count; asset++)
        if (asset_selector_matches(selector, looking->world, asset))
            any |= counts(looking, looking->world->assets[asset].owner);
    return any;
}

static bool any_org_counts(const Looking *looking, const OrgSelector *selector) {
    bool any = false;
    for (OrgId org = 0; org < looking->world->org_count; org++)
        if (org_selector_matches(selector, looking->world, org)) any |= counts(looking, org);
    return any;
}

static void look_at_rule(const Looking *looking, uint32_t index) {
    const Rule *rule = &looking->adversary->rules.items[index];
    bool acts = false;
    for (uint32_t i = 0; i < rule->use_count; i++) {
        const ControlUse *use = &rule->uses[i];
        if (use->control != looking->lever->control) continue;
        looking->reach->listed = true;
        const AssetSelector *whose = use->of == EFFECT_OF_SOURCE ? &rule->from : &rule->to;
        if (!any_owner_counts(looking, whose)) continue;
        looking->reach->mechanisms |= (uint8_t)(1u << use->mechanism);
        acts = true;
    }
    if (acts) vec_push(&looking->reach->rules, index);
}

static void look_at_response(const Looking *looking, uint32_t index) {
    const Response *response = &looking->adversary->responses.items[index];
    bool lists = response->requires_control == looking->lever->control;
    uint8_t mechanisms = lists ? 1u << MECHANISM_REACT : 0;
    for (uint32_t i = 0; i < response->use_count; i++) {
        if (response->uses[i].control != looking->lever->control) continue;
        mechanisms |= (uint8_t)(1u << response->uses[i].mechanism);
        lists = true;
    }
    looking->reach->listed |= lists;
    if (!lists || !any_org_counts(looking, &response->by)) return;
    looking->reach->mechanisms |= mechanisms;
    vec_push(&looking->reach->responses, index);
}

static uint32_t unfixed_rule(const World *world, const Adversary *adversary) {
    for (uint32_t i = 0; i < adversary->rules.count; i++) {
        uint32_t flaw = adversary->rules.items[i].exploits;
        if (flaw == NONE) continue;
        if (!world->flaws[flaw].fixed || world->flaws[flaw].fixed_at > adversary->start) return i;
    }
    return NONE;
}

bool reach_of(const Lever *lever, const World *world, const Adversary *adversary, const Catalogue *catalogue,
              const ControlSet *base, Reach *out, Error *error) {
    Reach reach = {.unfixed = NONE};
    Looking looking = {lever, world, adversary, {0}, &reach};
    if (!posture_map_init(&looking.postures, world, base, error)) return false;
    for (uint32_t i = 0; i < adversary->rules.count; i++) look_at_rule(&looking, i);
    for (uint32_t i = 0; i < adversary->responses.count; i++) look_at_response(&looking, i);
    /* The race takes every control whose id begins so as one that patches (race/weights.c). */
    if (strncmp(catalogue->controls[lever->control].id, "patch", 5) == 0)
        reach.unfixed = unfixed_rule(world, adversary);
    posture_map_clear(&looking.postures);
    *out = reach;
    return true;
}

void reach_clear(Reach *reach) {
    vec_clear(&reach->rules);
    vec_clear(&reach->responses);
}
