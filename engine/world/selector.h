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
} OrgSelector;

OrgSelector org_selector_all(void);
/* Everything but the share, which is per organisation. */
bool org_selector_matches_profile(const OrgSelector *selector, const OrgProfile *profile);
/* Whether the share takes this one; which profile it has does not matter here. */
bool org_selector_in_share(const OrgSelector *selector, const World *world, OrgId org);
bool org_selector_matches(const OrgSelector *selector, const World *world, OrgId org);
