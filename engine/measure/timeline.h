/* The two cascades over time: how many organisations were taken, warned and contained by each moment, over
 * some worlds: the median and a band. */
#pragma once

#include "race/ensemble.h"

typedef enum TimelineSeries {
    TIMELINE_TAKEN,     /* customers hit */
    TIMELINE_WARNED,    /* organisations that noticed, were told or were warned, whichever came first */
    TIMELINE_CONTAINED, /* organisations of which something was cut off */
    TIMELINE_SERIES
} TimelineSeries;

enum { TIMELINE_MOMENTS = 96 };

typedef struct TimelineOptions {
    uint64_t seed;
    uint32_t worlds;
    uint32_t worlds_per_draw; /* 0 means the default, 4 */
    bool response_off;
    const atomic_bool *stop; /* may be NULL */
} TimelineOptions;

typedef struct Timeline {
    uint32_t at[TIMELINE_MOMENTS]; /* seconds from the start, evenly from 0 to the window's end */
    uint32_t low[TIMELINE_SERIES][TIMELINE_MOMENTS]; /* P5 */
    uint32_t median[TIMELINE_SERIES][TIMELINE_MOMENTS];
    uint32_t high[TIMELINE_SERIES][TIMELINE_MOMENTS]; /* P95 */
    uint32_t worlds;                                  /* run; fewer than asked for when stopped */
} Timeline;

/* The second by which 95 of 100 of everything that happens has happened, over the worlds; at least an hour
 * and at most the horizon. `set` may be NULL. */
bool timeline_window(const Race *race, const ParameterSet *parameters, const Catalogue *catalogue,
                     const ControlSet *set, const TimelineOptions *options, uint32_t *window, Error *error);
bool timeline_run(const Race *race, const ParameterSet *parameters, const Catalogue *catalogue,
                  const ControlSet *set, const TimelineOptions *options, uint32_t window, Timeline *out,
                  Error *error);

/* When each series first counts an organisation, or NEVER; also what was released again later. */
typedef struct OrgMoments {
    uint32_t at[TIMELINE_SERIES];
} OrgMoments;
/* Of the replication just run, with its log; moments[org_count]. */
void timeline_moments(const Race *race, const RaceState *state, const HappeningVec *log, OrgMoments *moments);
