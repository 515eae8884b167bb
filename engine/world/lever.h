/* A lever: one control that a study raises or leaves alone. What `attribute` and `plan` vary.
 *
 * Written NAME[@KIND[+KIND]][=LEVEL]: "mfa", "app_control@customer", "edr_mdr@vendor+msp=2". Without a kind
 * it is raised at whatever the caller's defaults say, without a level to their level. Raising never lowers:
 * who has more already keeps it. A list separates levers by commas. */
#pragma once

#include "world/control_set.h"

#define LEVERS_MAX 64 /* a choice of levers is a bit mask */

typedef struct Lever {
    uint32_t control;  /* index in the catalogue */
    uint8_t kinds;     /* bit per OrgKind; 0 means every kind */
    uint8_t level;     /* 1 … 3 */
    const char *label; /* as it would be written, without what is default: "app_control@customer" */
} Lever;

typedef struct LeverList {
    Arena arena; /* owns the labels */
    Vec(Lever) list;
} LeverList;

typedef struct LeverDefaults {
    uint8_t kinds, level;
    const char *option; /* what the user wrote them after, for errors: "--vary" */
} LeverDefaults;

/* `words` NULL stands for every control of the catalogue. Refuses unknown controls (with the nearest one),
 * kinds and levels, one control twice at the same organisations, and more than LEVERS_MAX. */
bool levers_parse(LeverList *out, const char *words, LeverDefaults defaults, const Catalogue *catalogue,
                  Error *error);
void levers_clear(LeverList *levers);
/* Raises a lever at these kinds only (not 0), and names it so. */
void lever_narrow(LeverList *levers, uint32_t index, uint8_t kinds, LeverDefaults defaults,
                  const Catalogue *catalogue);
/* Those of a comma-separated list, by label or by the control's name alone (all of its levers); NULL for
 * none. Refuses what is not among the levers. */
bool levers_mask(const LeverList *levers, const char *words, const char *option, const Catalogue *catalogue,
                 uint64_t *mask, Error *error);
/* Refuses a lever whose kinds the world does not have. */
bool levers_check(const LeverList *levers, const char *option, const World *world, Error *error);
/* One kind of organisation, one or many of it ("customer", "customers"), as bits; refuses others. */
bool lever_kinds_parse(const char *word, const char *option, uint8_t *kinds, Error *error);

static inline bool lever_takes_kind(const Lever *lever, OrgKind kind) {
    return lever->kinds == 0 || lever->kinds >> kind & 1;
}

/* A set that raises the levers whose bit is set, on top of `base` (or NULL); borrows the texts of both. */
void lever_set_init(ControlSet *set, const ControlSet *base, const LeverList *levers, uint64_t mask);
