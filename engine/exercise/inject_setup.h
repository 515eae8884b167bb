/* What else than texts may change about an inject before an exercise begins, as text changes of kind "inject"
 * whose English says the value:
 *
 *   add         a new inject of this id; the value is its title. By hand, to everybody, in the first module
 *   when        "T+25" minutes after STARTEX, "H+1 M+30", "D+2 H+3 M+45" (day 1 is the first), or "by hand"
 *   to          ids or titles of roles with commas between, or "all"
 *   objectives  ids with commas between, or ""
 *   module      its id or title
 *   type        Standard, Contingency, Adaptive or Complexity */
#pragma once

#include "exercise/texts.h"

bool inject_setup_is(const TextChange *change);
/* Errors say what could stand there; the definition is unchanged then. */
bool inject_setup_apply(Definition *definition, const TextChange *change, Error *error);
