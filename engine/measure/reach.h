/* Where a lever can act in an attack, read from the rules and responses that list its control: so that a page
 * can say why a control is worth nothing here, in the scenario's own words. */
#pragma once

#include "race/adversary.h"
#include "world/lever.h"

typedef struct Reach {
    Vec(uint32_t) rules, responses; /* that list the control and look at organisations it is raised at */
    uint8_t mechanisms;             /* bit per Mechanism, of these */
    uint8_t kinds;                  /* bit per OrgKind: of organisations that it would raise and that count */
    bool listed;                    /* by any rule or response, whoever's level counts there */
    uint32_t unfixed; /* patching only: a rule whose flaw has no fix when the attack begins, or NONE */
} Reach;

/* `base` as in Study. False with an error when the set does not fit the world. */
bool reach_of(const Lever *lever, const World *world, const Adversary *adversary, const Catalogue *catalogue,
              const ControlSet *base, Reach *out, Error *error);
void reach_clear(Reach *reach);
/* It cannot change a single world: nothing that lists it sees another level. */
static inline bool reach_is_idle(const Reach *reach) {
    return reach->rules.count + reach->responses.count == 0 || !reach->kinds;
}
