/* One grammar of selection for control sets, rules, responses, actions and measures: by kind, label, tag,
 * country, sector, list and share. */
#pragma once

#include "world/world.h"

typedef struct OrgSelector {
    uint8_t kinds;       /* bit per OrgKind; 0 means every kind */
    const char *label;   /* statement's sentence, organisation's id, or NULL */
    const char *tag;     /* or NULL */
    const char *country; /* or NULL */
    const char *sector;  /* or NULL */
    double share;        /* 0 … 1: those with u(organisation, share_key) < share; 1 for all */
    Name share_key;
    Name only;          /* this organisation alone; 0: any */
    Name under;         /* those nested under this organisation, however deep; 0: any */
    const Name *except; /* never these; borrowed */
    uint32_t except_count;
} OrgSelector;

OrgSelector org_selector_all(void);
/* Everything but what is per organisation. */
bool org_selector_matches_profile(const OrgSelector *selector, const OrgProfile *profile);
/* Whether a selector that matches a profile takes every organisation of it. */
static inline bool org_selector_takes_whole_profiles(const OrgSelector *selector) {
    return selector->share >= 1 && !selector->only && !selector->under && selector->except_count == 0;
}
/* Whether only, under, except and the share take this one; which profile it has does not matter here. */
bool org_selector_takes_by_name(const OrgSelector *selector, const World *world, OrgId org);
static inline bool org_selector_in_share(const OrgSelector *selector, const World *world, OrgId org) {
    return org_selector_takes_whole_profiles(selector) || org_selector_takes_by_name(selector, world, org);
}
bool org_selector_matches(const OrgSelector *selector, const World *world, OrgId org);
