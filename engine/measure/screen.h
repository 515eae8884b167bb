/* Which inputs of a function matter, by Morris's screening (1991): along trajectories through the unit cube
 * each input is moved by half of its range, one after the other, and the change of the answer is noted.
 * Cheap: trajectories × (inputs + 1) points. */
#pragma once

#include "base/error.h"
#include "measure/ratio.h"

/* A function of the unit cube: points[count × inputs] to values[count]. False when it must stop: with an
 * error for the user, or because the user stopped it. */
typedef bool Model(void *context, const double *points, uint32_t count, double *values, Error *error);

typedef struct Screened {
    double effect; /* μ*: mean size of the change when the input moves by half of its range */
    Interval ci95; /* of it, over trajectories */
    double spread; /* σ: standard deviation of the signed changes: other inputs decide how much it does */
    double drift;  /* μ: mean of the signed changes */
} Screened;

/* out[inputs]; at least 2 trajectories. A pure function of (model, seed, …). */
bool screen_run(Model *model, void *context, uint32_t inputs, uint32_t trajectories, uint64_t seed,
                Screened *out, Error *error);
