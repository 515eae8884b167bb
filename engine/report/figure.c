#include "report/figure.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

Figure figure_whole(double value) {
    if (isnan(value)) return (Figure){"no value"};
    char digits[40];
    snprintf(digits, sizeof digits, "%.0f", floor(fabs(value) + 0.5));
    Figure figure = {{0}};
    size_t length = strlen(digits), at = 0;
    if (value < 0 && strcmp(digits, "0") != 0) figure.text[at++] = '-';
    for (size_t i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0) figure.text[at++] = ',';
        figure.text[at++] = digits[i];
    }
    return figure;
}

Figure figure_amount(double value) {
    double size = fabs(value);
    if (isnan(value) || size >= 100 || floor(value) == value) return figure_whole(value);
    Figure figure;
    snprintf(figure.text, sizeof figure.text, "%.*f", size < 1 ? 2 : 1, value);
    return figure;
}

static void two_units(Figure *figure, const char *sign, uint64_t great, const char *greater, uint64_t small,
                      const char *smaller) {
    int length =
        snprintf(figure->text, sizeof figure->text, "%s%llu %s", sign, (unsigned long long)great, greater);
    if (small == 0) return;
    snprintf(figure->text + length, sizeof figure->text - (size_t)length, " %llu %s",
             (unsigned long long)small, smaller);
}

/* From two weeks on nobody counts hours, from four months on nobody counts days. */
static void long_duration(Figure *figure, const char *sign, uint64_t seconds) {
    enum { DAY = 86400, MONTH = 2629746, YEAR = 31556952 };
    if (seconds < 120 * DAY) {
        two_units(figure, sign, (seconds + DAY / 2) / DAY, "days", 0, "");
    } else if (seconds < 3 * (uint64_t)YEAR) {
        two_units(figure, sign, (seconds + MONTH / 2) / MONTH, "months", 0, "");
    } else {
        uint64_t tenths = (10 * seconds + YEAR / 2) / YEAR;
        snprintf(figure->text, sizeof figure->text, tenths % 10 ? "%s%llu.%llu years" : "%s%llu years", sign,
                 (unsigned long long)(tenths / 10), (unsigned long long)(tenths % 10));
    }
}

Figure figure_duration(double seconds) {
    if (isnan(seconds)) return (Figure){"no value"};
    Figure figure = {{0}};
    const char *sign = seconds <= -0.5 ? "-" : "";
    uint64_t s = (uint64_t)floor(fabs(seconds) + 0.5);
    if (s >= 14 * 86400) {
        long_duration(&figure, sign, s);
    } else if (s >= 172800) {
        uint64_t hours = (s + 1800) / 3600;
        two_units(&figure, sign, hours / 24, "days", hours % 24, "h");
    } else if (s >= 3570) {
        uint64_t minutes = (s + 30) / 60;
        two_units(&figure, sign, minutes / 60, "h", minutes % 60, "min");
    } else if (s >= 60) {
        two_units(&figure, sign, (s + 30) / 60, "min", 0, "");
    } else {
        two_units(&figure, sign, s, "s", 0, "");
    }
    return figure;
}

Figure figure_percent(double share) {
    Figure figure = {"no value"};
    if (isnan(share)) return figure;
    double percent = 100 * share;
    bool fine = percent != 0 && fabs(percent) < 9.95 && floor(percent) != percent;
    snprintf(figure.text, sizeof figure.text, "%.*f %%", fine ? 1 : 0, percent);
    return figure;
}

Figure figure_share(double share) {
    if (share > 0 && share < 0.001) return (Figure){"under 0.1 %"};
    if (share < 1 && share > 0.995) return (Figure){"over 99.5 %"};
    return figure_percent(share);
}

typedef struct Date {
    int64_t year;
    int month, day, weekday; /* month 0 … 11, weekday 0 is Thursday, as 1970-01-01 was */
} Date;

static int64_t day_of(int64_t unix_seconds) {
    return unix_seconds / 86400 - (unix_seconds % 86400 < 0);
}

/* The proleptic Gregorian calendar, in eras of 400 years that begin in March. */
static Date date_of(int64_t unix_seconds) {
    int64_t day = day_of(unix_seconds), z = day + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097, of_era = z - era * 146097;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100), march = (5 * of_year + 2) / 153;
    int month = (int)(march < 10 ? march + 2 : march - 10);
    int weekday = (int)((day % 7 + 7) % 7);
    return (Date){year + era * 400 + (month < 2), month, (int)(of_year - (153 * march + 2) / 5 + 1), weekday};
}

static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
                                     "July",    "August",   "September", "October", "November", "December"};
static const char *const weekdays[] = {"Thursday", "Friday",  "Saturday", "Sunday",
                                       "Monday",   "Tuesday", "Wednesday"};

Figure figure_clock(int64_t unix_seconds) {
    int minutes = (int)((unix_seconds - day_of(unix_seconds) * 86400) / 60);
    Figure figure;
    snprintf(figure.text, sizeof figure.text, "%02d:%02d", minutes / 60, minutes % 60);
    return figure;
}

Figure figure_date(int64_t unix_seconds) {
    Date date = date_of(unix_seconds);
    Figure figure;
    snprintf(figure.text, sizeof figure.text, "%s %d %s %lld", weekdays[date.weekday], date.day,
             months[date.month], (long long)date.year);
    return figure;
}

Figure figure_day(int64_t unix_seconds) {
    Date date = date_of(unix_seconds);
    Figure figure;
    snprintf(figure.text, sizeof figure.text, "%2d %.3s %lld", date.day, months[date.month],
             (long long)date.year);
    return figure;
}

Figure figure_moment(int64_t unix_seconds) {
    Date date = date_of(unix_seconds);
    Figure figure;
    snprintf(figure.text, sizeof figure.text, "%d %.3s %lld %.5s UTC", date.day, months[date.month],
             (long long)date.year, figure_clock(unix_seconds).text);
    return figure;
}

Figure figure_moment_ja(int64_t unix_seconds) {
    Date date = date_of(unix_seconds);
    Figure figure;
    snprintf(figure.text, sizeof figure.text, "%lld年%d月%d日 %.5s UTC", (long long)date.year, date.month + 1,
             date.day, figure_clock(unix_seconds).text);
    return figure;
}

static bool is_time(const Probe *probe) {
    return strcmp(probe->unit, "seconds") == 0;
}

Figure figure_metric(const Probe *probe, double value) {
    return is_time(probe) ? figure_duration(value) : figure_amount(value);
}

Figure figure_short(double value) {
    double size = fabs(value);
    if (isnan(value) || size < 1e6) return figure_amount(value);
    Figure figure;
    bool thousand_millions = size >= 1e9;
    double scaled = value / (thousand_millions ? 1e9 : 1e6), places = fabs(scaled);
    snprintf(figure.text, sizeof figure.text, "%.*f %s",
             places >= 100  ? 0
             : places >= 10 ? 1
                            : 2,
             scaled, thousand_millions ? "bn" : "M");
    return figure;
}

/* "9.3 d", "33 mo", "3.7 y": the units of figure_duration, in fewer columns. */
static Figure brief_long(double seconds) {
    Figure figure;
    if (fabs(seconds) < 14 * 86400.0) {
        snprintf(figure.text, sizeof figure.text, "%.1f d", seconds / 86400);
        return figure;
    }
    figure = figure_duration(seconds);
    char *unit = strchr(figure.text, ' ') + 1;
    memcpy(unit, *unit == 'd' ? "d" : *unit == 'm' ? "mo" : "y", *unit == 'm' ? 3 : 2);
    return figure;
}

static Figure brief_duration(double seconds) {
    double minutes = floor(fabs(seconds) / 60 + 0.5);
    if (isnan(seconds) || minutes < 60) return figure_duration(seconds);
    if (fabs(seconds) >= 172800) return brief_long(seconds);
    Figure figure;
    snprintf(figure.text, sizeof figure.text, "%s%.0fh%02.0f", seconds < 0 ? "-" : "", floor(minutes / 60),
             minutes - 60 * floor(minutes / 60));
    return figure;
}

Figure figure_brief(const Probe *probe, double value) {
    if (is_time(probe)) return brief_duration(value);
    Figure figure = figure_short(value);
    if (strcmp(probe->unit, "dollars") == 0 && !isnan(value)) {
        memmove(figure.text + 1, figure.text, sizeof figure.text - 2);
        figure.text[0] = '$';
    }
    return figure;
}

Figure figure_range(const Probe *probe, double low, double high, bool ascii) {
    if (isnan(low) || isnan(high)) return (Figure){"too few to say"};
    Figure figure;
    snprintf(figure.text, sizeof figure.text, "%.28s %s %.28s", figure_brief(probe, low).text,
             ascii ? ".." : "…", figure_brief(probe, high).text);
    return figure;
}
