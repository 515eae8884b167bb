#include "world/date.h"

#include <stdlib.h>
#include <string.h>

#define DAY 86400
#define ZONE_LIMIT (14 * 60)

static bool is_leap(int year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int month_length(int year, int month) {
    static const int LENGTHS[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return LENGTHS[month - 1] + (month == 2 && is_leap(year));
}

/* Days before a year, counted from year 1. */
static int64_t days_before(int64_t year) {
    int64_t past = year - 1;
    return past * 365 + past / 4 - past / 100 + past / 400;
}

/* Digits where the shape has '0', the shape's own characters elsewhere. */
static bool has_shape(const char *text, const char *shape) {
    if (strlen(text) != strlen(shape)) return false;
    for (; *shape; text++, shape++)
        if (*shape == '0' ? *text < '0' || *text > '9' : *text != *shape) return false;
    return true;
}

static int digits(const char *text, int from, int count) {
    int value = 0;
    for (int i = 0; i < count; i++) value = value * 10 + (text[from + i] - '0');
    return value;
}

/* Reads the ten characters of "2021-07-05"; false when the calendar has no such day. */
static bool read_day(const char *text, int64_t *days) {
    int year = digits(text, 0, 4), month = digits(text, 5, 2), day = digits(text, 8, 2);
    if (year < 1970 || month < 1 || month > 12 || day < 1 || day > month_length(year, month)) return false;
    *days = days_before(year) - days_before(1970) + day - 1;
    for (int before = 1; before < month; before++) *days += month_length(year, before);
    return true;
}

static bool fail_calendar(const char *text, Error *error) {
    return error_set(error, "\"%s\" is not on the calendar (years from 1970)", text);
}

bool date_parse_moment(const char *text, int64_t *seconds, Error *error) {
    bool second = has_shape(text, "0000-00-00T00:00:00Z"),
         timed = second || has_shape(text, "0000-00-00T00:00Z");
    int64_t days;
    if (!timed && !has_shape(text, "0000-00-00"))
        return error_set(error, "\"%.40s\" is no date; write \"2021-07-02T14:00Z\" (UTC) or \"2021-07-02\"",
                         text);
    int hour = timed ? digits(text, 11, 2) : 0, minute = timed ? digits(text, 14, 2) : 0;
    int rest = second ? digits(text, 17, 2) : 0;
    if (!read_day(text, &days) || hour > 23 || minute > 59 || rest > 59) return fail_calendar(text, error);
    *seconds = days * DAY + hour * 3600 + minute * 60 + rest;
    return true;
}

bool date_parse_day(const char *text, int32_t *days, Error *error) {
    int64_t read;
    if (!has_shape(text, "0000-00-00"))
        return error_set(error, "\"%.40s\" is no day; write \"2021-07-05\"", text);
    if (!read_day(text, &read)) return fail_calendar(text, error);
    *days = (int32_t)read;
    return true;
}

bool date_parse_zone(const char *text, int32_t *minutes, Error *error) {
    bool shaped = has_shape(text, "+00:00") || has_shape(text, "-00:00");
    int32_t offset = shaped ? digits(text, 1, 2) * 60 + digits(text, 4, 2) : 0;
    if (!shaped || digits(text, 4, 2) > 59 || offset > ZONE_LIMIT)
        return error_set(error, "\"%.40s\" is no offset from UTC; write \"-04:00\", at most 14 hours", text);
    *minutes = text[0] == '-' ? -offset : offset;
    return true;
}

void date_add_day(Text *out, int32_t days) {
    int64_t left = days + days_before(1970);
    int year = 1970 + days / 366, month = 1; /* at most the right one; the loop goes on from there */
    while (days_before(year + 1) <= left) year++;
    left -= days_before(year);
    while (left >= month_length(year, month)) left -= month_length(year, month++);
    text_add(out, "%04d-%02d-%02d", year, month, (int)left + 1);
}

void date_add_moment(Text *out, int64_t seconds) {
    int rest = (int)(seconds % DAY);
    date_add_day(out, (int32_t)(seconds / DAY));
    text_add(out, "T%02d:%02d", rest / 3600, rest / 60 % 60);
    if (rest % 60) text_add(out, ":%02d", rest % 60);
    text_add(out, "Z");
}

void date_add_zone(Text *out, int32_t minutes) {
    int size = abs(minutes);
    text_add(out, "%c%02d:%02d", minutes < 0 ? '-' : '+', size / 60, size % 60);
}
