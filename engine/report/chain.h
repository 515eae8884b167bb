/* How one customer was taken, step by step, and by how little another was saved. Internal to the room. */
#pragma once

#include "report/story.h"

enum { CHAIN_STEPS_MAX = 12 };

/* The steps by which an organisation was hit, the last one first, up to CHAIN_STEPS_MAX; 0 when it was not.
 * `taken` is from beats_taken, and the links point into it. */
uint32_t chain_to(const Told *told, const TakenVec *taken, OrgId org, const Taken *links[CHAIN_STEPS_MAX]);
/* Hit through nothing but what is its own: no provider and no vendor on the way. */
bool chain_is_direct(const Told *told, const TakenVec *taken, OrgId org);
/* By how many seconds an attack on this organisation came too late, at the closest; false when none came. */
bool chain_escape(const Told *told, OrgId org, uint32_t *spare);

void chain_write(const Told *told, Style style, Text *out);
