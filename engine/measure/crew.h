/* Independent jobs over threads. Each job has its place by index, so that threads never change a result. */
#pragma once

#include "base/error.h"

#include <stdint.h>

typedef struct CrewOptions {
    uint32_t threads; /* 0 means one per processor */
    /* Called from the calling thread only, a few times a second and at the end; may be NULL. Returning false
     * stops the crew after the jobs under way. */
    bool (*progress)(void *context, uint32_t done, uint32_t total);
    void *context;
    uint32_t each; /* how much of the progress a job counts for; 0 means 1 */
} CrewOptions;

/* Runs job(jobs, i, error) for i from 0 to count − 1. False with the error of the first job that failed, or
 * with an empty error when it was stopped. */
bool crew_run(bool (*job)(void *jobs, uint32_t index, Error *error), void *jobs, uint32_t count,
              const CrewOptions *options, Error *error);
