#include "world/selector.h"

#include "base/draw.h"

#include <string.h>

OrgSelector org_selector_all(void) {
    OrgSelector selector;
    memset(&selector, 0, sizeof selector);
    selector.share = 1;
    return selector;
}

bool org_selector_matches_profile(const OrgSelector *selector, const OrgProfile *profile) {
    if (selector->kinds && !(selector->kinds >> profile->kind & 1u)) return false;
    if (selector->label && strcmp(selector->label, profile->label) != 0) return false;
    if (selector->tag && !world_has_tag(profile, selector->tag)) return false;
    if (selector->country && strcmp(selector->country, profile->country) != 0) return false;
    return !selector->sector || strcmp(selector->sector, profile->sector) == 0;
}

static bool is_under(const World *world, OrgId org, Name above) {
    for (OrgId parent = world->orgs[org].parent; parent != NONE; parent = world->orgs[parent].parent)
        if (world->orgs[parent].name == above) return true;
    return false;
}

static bool is_named(const OrgSelector *selector, const World *world, OrgId org) {
    for (uint32_t i = 0; i < selector->except_count; i++)
        if (selector->except[i] == world->orgs[org].name) return false;
    if (selector->only && selector->only != world->orgs[org].name) return false;
    return !selector->under || is_under(world, org, selector->under);
}

bool org_selector_takes_by_name(const OrgSelector *selector, const World *world, OrgId org) {
    if (!is_named(selector, world, org)) return false;
    if (selector->share >= 1) return true;
    uint64_t bits = draw_bits(draw_context(world->seed, 0, 0),
                              draw_key(name_join(world->orgs[org].name, selector->share_key), DRAW_SHARE, 0));
    return draw_coin(bits, odds_of(selector->share));
}

bool org_selector_matches(const OrgSelector *selector, const World *world, OrgId org) {
    return org_selector_matches_profile(selector, world_org_profile(world, org)) &&
           org_selector_in_share(selector, world, org);
}
