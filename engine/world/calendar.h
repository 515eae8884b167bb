/* When people work. A calendar is a rate of work for each hour of the week, in thousandths, with days off;
 * reaction is an amount of work integrated over it, so that a later alert never overtakes an earlier one. */
#pragma once

#include <stdint.h>

#define HOURS_OF_WEEK 168
#define CALENDAR_DAYS_OFF 64

typedef struct Calendar {
    int32_t offset_minutes;       /* local time − UTC */
    uint16_t rate[HOURS_OF_WEEK]; /* thousandths of full speed; hour 0 is Monday 00:00 local; at least 1 */
    uint16_t rate_off;            /* the rate on a day off, all day */
    int32_t days_off[CALENDAR_DAYS_OFF]; /* days since 1970-01-01, local, ascending */
    uint32_t day_off_count;
} Calendar;

/* Round the clock at full speed. */
Calendar calendar_always(void);
/* Office hours on the given days (bit 0 Monday) at full speed, `night` at other hours of those days,
 * `weekend` on the others and on days off. Rates in thousandths. */
Calendar calendar_office(int32_t offset_minutes, uint32_t from_hour, uint32_t to_hour, uint32_t workdays,
                         uint16_t night, uint16_t weekend);

#define WORKLOAD_GRAIN (UINT64_C(1) << 21) /* thousandths of seconds: half an hour of full speed */

/* A calendar laid out over one scenario: work done by the start of every hour since the scenario's start. */
typedef struct Workload {
    uint64_t *done; /* thousandths of seconds of work, one more entry than hours; owned */
    /* Where to look for an amount: [amount / WORKLOAD_GRAIN] the last hour that begins with less done than
     * the grain's own beginning, or 0; one more entry than grains; owned. */
    uint32_t *grains;
    uint32_t hours;
    uint32_t first_second; /* seconds from the scenario's start to the first full local hour */
} Workload;

/* `start` is in seconds since 1970-01-01 UTC, `horizon` in seconds. */
void workload_init(Workload *load, const Calendar *calendar, int64_t start, uint32_t horizon);
void workload_clear(Workload *load);
/* The second at which work that begins at `from` and needs `seconds` at full speed is done; at least one
 * second later; `horizon + 1` when it is not done by the horizon. Non-decreasing in from and in seconds. */
uint32_t workload_finish(const Workload *load, uint32_t from, uint64_t seconds, uint32_t horizon);
