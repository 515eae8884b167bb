/* When a row of a list of events says that an inject comes. */
#include "report/msel_internal.h"
#include "script/iso_date.h"

#include <stdio.h>
#include <string.h>

enum { DAY = 86400, DAYS_MOST = 10000 };

static bool is_new(const char *is, const char *was) {
    return *is && strcmp(is, was) != 0;
}

/* "Day 2", "D+2", "2". */
static bool read_day(const char *text, int64_t *day) {
    text += strcspn(text, "0123456789");
    int number = 0;
    if (sscanf(text, "%6d", &number) != 1 || number < 1 || number > DAYS_MOST) return false;
    *day = number;
    return true;
}

/* The clock in a text: "16:40", "2 Jul 2021 16:40 UTC". */
static bool read_clock(const char *text, int64_t *seconds) {
    const char *colon = strchr(text, ':');
    int hour, minute;
    if (!colon) return false;
    while (colon > text && colon[-1] >= '0' && colon[-1] <= '9') colon--;
    if (sscanf(colon, "%2d:%2d", &hour, &minute) != 2 || hour > 23 || minute > 59) return false;
    *seconds = hour * 3600 + minute * 60;
    return true;
}

/* "2021-07-02T16:40Z", or as this program writes it: "2 Jul 2021 16:40 UTC". */
static bool read_moment(const char *text, int64_t *unix_seconds) {
    static const char *const months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    char month[4], iso[32];
    int day, year;
    int64_t clock;
    Error ignored;
    if (iso_date_parse(text, unix_seconds, &ignored)) return true;
    if (sscanf(text, "%2d %3[A-Za-z] %4d", &day, month, &year) != 3 || !read_clock(text, &clock))
        return false;
    const char *at = strstr(months, month);
    if (!at || strlen(month) != 3 || (at - months) % 3) return false;
    snprintf(iso, sizeof iso, "%04d-%02d-%02dT%02d:%02dZ", year, (int)(at - months) / 3 + 1, day,
             (int)(clock / 3600), (int)(clock / 60 % 60));
    return iso_date_parse(iso, unix_seconds, &ignored);
}

/* Day 1 is the calendar day of STARTEX. */
static bool read_scenario_time(const MselWhen *is, const MselWhen *was, int64_t startex,
                               int64_t *unix_seconds) {
    int64_t clock, day = 1;
    const char *when = *is->scenario ? is->scenario : was->scenario;
    const char *on = *is->day ? is->day : was->day;
    bool dated = is_new(is->scenario, was->scenario) || !*on;
    if (dated && read_moment(when, unix_seconds)) return true;
    if (!read_clock(when, &clock) || (*on && !read_day(on, &day))) return false;
    *unix_seconds = startex - startex % DAY + (day - 1) * DAY + clock;
    return true;
}

static bool is_by_hand(const MselWhen *is, const MselWhen *was) {
    static const char *const words[] = {"manual", "manually", "controller", "on request"};
    bool timed = *is->scheduled || *is->day || *is->scenario;
    if (!is_new(is->trigger, was->trigger)) return false;
    if (strcasecmp(is->trigger, MSEL_BY_HAND) == 0) return true;
    for (size_t i = 0; !timed && i < sizeof words / sizeof *words; i++)
        if (strcasecmp(is->trigger, words[i]) == 0) return true;
    return false;
}

bool msel_when(const MselWhen *is, const MselWhen *was, int64_t startex, MselTime *out) {
    int64_t at;
    *out = (MselTime){COLUMN_SCHEDULED, ""};
    if (is_new(is->scheduled, was->scheduled)) {
        snprintf(out->text, sizeof out->text, "%s", is->scheduled);
        return true;
    }
    out->column = COLUMN_TRIGGER;
    snprintf(out->text, sizeof out->text, "%s", MSEL_BY_HAND);
    if (is_by_hand(is, was)) return true;
    bool moved = is_new(is->scenario, was->scenario);
    out->column = moved ? COLUMN_SCENARIO : COLUMN_DAY;
    if (!moved && !is_new(is->day, was->day)) return false;
    if (read_scenario_time(is, was, startex, &at) && at >= startex)
        snprintf(out->text, sizeof out->text, "T+%lld", (long long)((at - startex) / 60));
    else
        snprintf(out->text, sizeof out->text, "%s", moved ? is->scenario : is->day);
    return true;
}
