/* What levers are worth alone over a mix of attacks: customers a year that are not hit, because multi-factor
 * authentication that is worth nothing against one entry is not useless. Filled by whoever loads scenarios,
 * one after the other. */
#pragma once

#include "measure/frequency.h"
#include "measure/lattice.h"
#include "measure/mix.h"

typedef struct YearlyWorth { /* customers a year */
    double low, mean, high;  /* P5, mean and P95 of what nobody knows of the rates */
} YearlyWorth;

typedef struct MixWorth {
    const Mix *mix;          /* borrowed */
    YearlyWorth as_it_was;   /* hit in a year */
    YearlyWorth *alone;      /* [lever] fewer when it alone is raised; owned */
    double *most;            /* [lever] the largest part of it, at the mean rate, and … */
    uint32_t *most_in;       /* [lever] … the entry that it comes from; NONE when there is none; owned */
    uint32_t levers, worlds; /* worlds of each scenario */
} MixWorth;

void mix_worth_init(MixWorth *worth, const Mix *mix, uint32_t levers, uint32_t worlds);
void mix_worth_clear(MixWorth *worth);

/* The masks to run of a study on one scenario of the mix: nothing raised, then each lever that can act there;
 * masks[levers + 1]. Returns how many. */
uint32_t mix_worth_masks(const Study *study, uint64_t *masks);
/* Adds that scenario: `sets` of the ensemble are in the order of the masks; its rate is already times the
 * entry's. */
void mix_worth_add(MixWorth *worth, uint32_t entry, const Frequency *frequency, const uint64_t *masks,
                   const Ensemble *ensemble);
