#include "world/selector.h"

#include "base/draw.h"

#include <string.h>

OrgSelector org_selector_all(void) {
    return (OrgSelector){.share = 1};
}

static bool matches_text(const char *wanted, const char *text) {
    return !wanted || strcmp(wanted, text) == 0;
}

bool org_selector_matches_profile(const OrgSelector *selector, const OrgProfile *profile) {
    if (selector->kinds && !(selector->kinds >> profile->kind & 1u)) return false;
    if (selector->tag && !world_has_tag(profile, selector->tag)) return false;
    return matches_text(selector->label, profile->label) && matches_text(selector->country, profile->country) &&
           matches_text(selector->sector, profile->sector);
}

static bool in_share(const OrgSelector *selector, const World *world, OrgId org) {
    if (selector->share >= 1) return true;
    Name name = name_join(world->orgs[org].name, selector->share_key);
    uint64_t bits = draw_bits(draw_context(world->seed, 0, 0), draw_key(name, DRAW_SHARE, 0));
    return draw_coin(bits, odds_of(selector->share));
}

bool org_selector_matches(const OrgSelector *selector, const World *world, OrgId org) {
    return org_selector_matches_profile(selector, world_org_profile(world, org)) && in_share(selector, world, org);
}
