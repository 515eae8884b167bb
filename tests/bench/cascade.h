/* Cascades on the shared worlds, for the benches that set Keyfall beside a peer. */
#pragma once

#include "bench.h"
#include "network.h"

/* Every node that is taken takes each of its neighbours with these odds, after a second: an independent
 * cascade from node 0. Compiled. */
void cascade_plain(Fixture *fixture, const Network *network, double odds);
/* Infection at this rate, recovery at 1, from node 0. Compiled. */
void cascade_sir(Fixture *fixture, const Network *network, double rate);
/* From vendor 0 with delays, notices, reports, warnings and containment; groups lose machines. Compiled. */
void cascade_timed(Fixture *fixture, const Network *network);
/* Likewise, but one MSP is picked each time, and the vendor is left alone. */
void cascade_timed_msp(Fixture *fixture, const Network *network);

/* Worlds of a fixture through the entry of `keyfall run`, one probe read. values[world]. */
void cascade_run(const Fixture *fixture, uint32_t probe, uint32_t first, uint32_t worlds, uint32_t threads,
                 double *values);
