/* Why a control does what it does in this attack, in the scenario's own sentences. */
#pragma once

#include "base/text.h"
#include "measure/reach.h"
#include "report/page.h"

/* "Application control at customers, level 2": the kinds and the level only where they are not the default
 * of every kind and `level`. */
void lever_title(const Lever *lever, const Catalogue *catalogue, uint8_t level, Text *out);

typedef struct Why { /* all borrowed */
    const World *world;
    const Adversary *adversary;
    const Catalogue *catalogue;
} Why;

/* A sentence or two: why it cannot act, or on what it acts; then what the catalogue says of other attacks.
 * `changed` is the share of worlds in which it alone changes anything; not-a-number when not known. */
void why_write(const Why *why, const Lever *lever, const Reach *reach, double changed, const char *metric,
               Text *out);
/* "enter through the login flaw" (T1190): the steps that need nothing before them. */
void why_way_in(const Adversary *adversary, Text *out);
