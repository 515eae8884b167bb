/* Figures as people read them. Each is a small text by value, ready for a format's %s. */
#pragma once

#include "measure/statistics.h"
#include "race/adversary.h"

typedef struct Figure {
    char text[64];
} Figure;

Figure figure_whole(double value);  /* 1,204 */
Figure figure_amount(double value); /* 0.25, 4.3, 1,204 */
Figure
figure_short(double value); /* as figure_amount; from a million 1.20 M, from a thousand million 1.20 bn */
Figure figure_duration(double seconds); /* 3 h 12 min, 24 days, 8 months, 3.2 years; −… for negative ones */
Figure figure_share(double share);      /* 12 %, 0.3 %, under 0.1 % */
Figure figure_percent(double share);    /* as figure_share, without "under" */
Figure figure_clock(int64_t unix_seconds); /* 16:32 */
Figure figure_day(int64_t unix_seconds);   /*  2 Jul 2021, always as wide */
Figure figure_date(int64_t unix_seconds);  /* Friday 2 July 2021 */
Figure figure_moment(int64_t unix_seconds);
/* "2021年7月2日 16:40 UTC" */
Figure figure_moment_ja(int64_t unix_seconds); /* 2 Jul 2021 16:32 UTC */

/* In the probe's unit: a time as a duration, anything else as an amount without its unit. */
Figure figure_metric(const Probe *probe, double value);
/* As figure_metric, 1h43, 9.3 d, 8 mo, 3.2 y, millions shortened, and money with its sign: for tables. */
Figure figure_brief(const Probe *probe, double value);
/* low … high of a metric, brief; "too few worlds to say" when it is not a number. */
Figure figure_range(const Probe *probe, double low, double high, bool ascii);
