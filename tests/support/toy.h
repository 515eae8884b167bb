/* A small attack whose answer can be worked out: a vendor that is always entered, an MSP, and CUSTOMERS
 * customers with a data store each. The step to the MSP's server and the push to each customer list as many
 * controls as asked for, every one of which stops a given share of it at level 3.
 *
 * With the response off, customers hit = CUSTOMERS × Π (1 − e) over the controls raised at the MSP × the same
 * over those raised at customers, on average. */
#pragma once

#include "fixture.h"
#include "measure/lattice.h"

#define TOY_CUSTOMERS 20

typedef struct Toy {
    Fixture fixture;
    LeverList levers;
    Study study;
} Toy;

/* Controls "c0", "c1" … of the given strengths: the first `at_msp` act on the step to the MSP's server, the
 * rest on the push. `words` are levers as a user writes them; NULL for all. */
void toy_init(Toy *toy, const double *strengths, uint32_t count, uint32_t at_msp, const char *words,
              uint32_t worlds);
void toy_clear(Toy *toy);
