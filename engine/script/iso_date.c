#include "script/iso_date.h"

#include <ctype.h>
#include <string.h>

/* Days since 1970-01-01 in the Gregorian calendar; years are counted from March, so that the leap day is
 * last. */
static int64_t days_from_civil(int64_t year, int month, int day) {
    if (month <= 2) year--;
    int64_t era = year / 400, of_era = year % 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static int month_length(int year, int month) {
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return lengths[month - 1] + (month == 2 && leap);
}

/* Digits at the places of '0' in the shape, the shape's own characters elsewhere. */
static bool has_shape(const char *text, const char *shape) {
    if (strlen(text) != strlen(shape)) return false;
    for (; *shape; text++, shape++)
        if (*shape == '0' ? !isdigit((unsigned char)*text) : *text != *shape) return false;
    return true;
}

static int digits(const char *text, int from, int count) {
    int value = 0;
    for (int i = 0; i < count; i++) value = value * 10 + (text[from + i] - '0');
    return value;
}

bool iso_date_parse(const char *text, int64_t *seconds, Error *error) {
    bool timed = has_shape(text, "0000-00-00T00:00Z"), second = has_shape(text, "0000-00-00T00:00:00Z");
    bool dayed = timed || second || has_shape(text, "0000-00-00");
    if (!dayed && !has_shape(text, "0000-00"))
        return error_set(error, "'%.40s' is no date; write \"2021-07-02T14:00Z\" (UTC) or \"2021-07-02\"",
                         text);
    int year = digits(text, 0, 4), month = digits(text, 5, 2), day = dayed ? digits(text, 8, 2) : 1;
    int hour = timed || second ? digits(text, 11, 2) : 0, minute = timed || second ? digits(text, 14, 2) : 0;
    int rest = second ? digits(text, 17, 2) : 0;
    if (year < 1970 || month < 1 || month > 12 || day < 1 || day > month_length(year, month) || hour > 23 ||
        minute > 59 || rest > 59)
        return error_set(error, "'%s' is not on the calendar (years from 1970, UTC)", text);
    *seconds = days_from_civil(year, month, day) * 86400 + hour * 3600 + minute * 60 + rest;
    return true;
}
