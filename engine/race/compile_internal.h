/* Steps of race_compile; one file each. Internal to the room. */
#pragma once

#include "race/compiled.h"

typedef Vec(uint32_t) IdVec;

/* match.c: selectors laid out by profile, so that matching an asset is two table look-ups. */
Matcher matcher_make(Race *race, const AssetSelector *selector, const Attribute *changed);
uint8_t *match_org_profiles(Race *race, const OrgSelector *selector);
uint8_t *match_asset_profiles(Race *race, const AssetSelector *selector);
uint32_t *match_assets(Race *race, const AssetSelector *selector, uint32_t *count);
uint32_t *match_orgs(Race *race, const OrgSelector *selector, uint32_t *count);

/* A sorted copy of pairs (row, item) as compressed rows. */
typedef struct RowItem {
    uint32_t row, item;
} RowItem;
typedef Vec(RowItem) RowItemVec;
Edges edges_make(Arena *arena, RowItemVec *pairs, uint32_t rows);

/* arcs.c */
bool compile_arcs(Race *race, Error *error);
void compile_arc_keys(Race *race); /* once the arcs have their places */
/* choices.c */
bool compile_choices(Race *race, Error *error);
uint32_t choice_candidate(const Race *race, uint32_t choice, AssetId target);
void compile_candidate_arcs(Race *race);
/* plans.c */
bool compile_plans(Race *race, Error *error);
/* leaves.c: after all else, for it looks at all else. */
void compile_leaves(Race *race);
/* quantities.c */
void compile_quantities(Race *race);
