/* --per-year: how often the scenario's attack comes, for the pages that say what a year costs. */
#pragma once

#include "cli/session.h"

/* Fails when the scenario states no rate, or when nothing of what its rate counts happened in any world. */
bool yearly_frequency(const Session *session, const Ensemble *ensemble, Frequency *out, Error *error);
