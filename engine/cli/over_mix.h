/* --over-mix: what levers are worth over the mix of attacks that a year brings. */
#pragma once

#include "cli/session.h"
#include "measure/mix_worth.h"

/* Loads and runs every scenario of the mix; the caller clears both. False with an empty error when
 * interrupted. */
bool over_mix_run(const Options *options, const LeverList *levers, Mix *mix, MixWorth *out, Error *error);
/* The list that --mix gives, or scenarios/mix.json. */
bool over_mix_load(const Options *options, Mix *mix, Error *error);
