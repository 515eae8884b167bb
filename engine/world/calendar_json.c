#include "world/calendar_json.h"

#include "world/date.h"

#include <string.h>

#define DAYS_OF_WEEK 7
#define HOURS_OF_DAY 24
#define FULL_SPEED 1000
#define MONDAY_TO_FRIDAY 0x1fu

typedef struct Office {
    uint32_t from, to, workdays; /* hours; bit 0 Monday */
    uint16_t night, weekend;     /* thousandths */
} Office;

/* Reading. */

static bool fail_sentence(Json value, const Error *sentence, Error *error) {
    return json_fail(value, error, "%s", sentence->text);
}

static bool read_zone(Json organisation, int32_t *minutes, Error *error) {
    Json value;
    const char *text;
    Error sentence;
    *minutes = 0;
    if (!json_get(organisation, "time_zone", &value)) return true;
    if (!json_as_text(value, &text, error)) return false;
    return date_parse_zone(text, minutes, &sentence) || fail_sentence(value, &sentence, error);
}

static bool read_whole(Json value, double low, double high, uint32_t *out, Error *error) {
    double number;
    if (!json_as_number(value, low, high, &number, error)) return false;
    *out = (uint32_t)number;
    return *out == number || json_fail(value, error, "must be a whole number, not %g", number);
}

static bool read_hours(Json organisation, Office *office, Error *error) {
    Json hours;
    if (!json_array(organisation, "working_hours", &hours, error)) return false;
    if (json_count(hours) != 2)
        return json_fail(hours, error, "must hold two hours, from and to, as in [9, 17]");
    if (!read_whole(json_item(hours, 0), 0, HOURS_OF_DAY, &office->from, error) ||
        !read_whole(json_item(hours, 1), 0, HOURS_OF_DAY, &office->to, error))
        return false;
    return office->from <= office->to ||
           json_fail(hours, error,
                     "begin at %u and end at %u; the end comes after the beginning, on the same day",
                     office->from, office->to);
}

static bool read_workdays(Json organisation, uint32_t *workdays, Error *error) {
    Json days;
    *workdays = MONDAY_TO_FRIDAY;
    if (!json_has(organisation, "workdays")) return true;
    if (!json_array(organisation, "workdays", &days, error)) return false;
    *workdays = 0;
    for (uint32_t i = 0; i < json_count(days); i++) {
        uint32_t day;
        if (!read_whole(json_item(days, i), 1, DAYS_OF_WEEK, &day, error)) return false;
        if (*workdays >> (day - 1) & 1u)
            return json_fail(json_item(days, i), error, "is given twice; keep one");
        *workdays |= 1u << (day - 1);
    }
    return true;
}

static bool read_rate(Json organisation, const char *key, uint16_t *thousandths, Error *error) {
    double rate = 0;
    if (json_has(organisation, key) && !json_number(organisation, key, 0, 1, &rate, error)) return false;
    *thousandths = (uint16_t)(rate * FULL_SPEED + 0.5);
    return true;
}

static bool read_day_off(Json value, Calendar *calendar, Error *error) {
    const char *text;
    Error sentence;
    int32_t day;
    if (!json_as_text(value, &text, error)) return false;
    if (!date_parse_day(text, &day, &sentence)) return fail_sentence(value, &sentence, error);
    if (calendar->day_off_count && calendar->days_off[calendar->day_off_count - 1] >= day)
        return json_fail(value, error,
                         "comes before the one above it or twice; list holidays in order, each once");
    calendar->days_off[calendar->day_off_count++] = day;
    return true;
}

static bool read_days_off(Json organisation, Calendar *calendar, Error *error) {
    Json days;
    if (!json_has(organisation, "holidays")) return true;
    if (!json_array(organisation, "holidays", &days, error)) return false;
    if (json_count(days) > CALENDAR_DAYS_OFF)
        return json_fail(days, error, "holds %u days; at most %d fit", json_count(days), CALENDAR_DAYS_OFF);
    for (uint32_t i = 0; i < json_count(days); i++)
        if (!read_day_off(json_item(days, i), calendar, error)) return false;
    return true;
}

static bool read_no_office(Json organisation, Error *error) {
    static const char *const NEED_HOURS[] = {"workdays", "night_rate", "weekend_rate"};
    for (size_t i = 0; i < sizeof NEED_HOURS / sizeof *NEED_HOURS; i++) {
        Json value;
        if (json_get(organisation, NEED_HOURS[i], &value))
            return json_fail(value, error,
                             "needs \"working_hours\"; without them work goes on round the clock");
    }
    return true;
}

static bool read_office(Json organisation, int32_t offset, Calendar *calendar, Error *error) {
    Office office;
    if (!read_hours(organisation, &office, error) || !read_workdays(organisation, &office.workdays, error) ||
        !read_rate(organisation, "night_rate", &office.night, error) ||
        !read_rate(organisation, "weekend_rate", &office.weekend, error))
        return false;
    *calendar =
        calendar_office(offset, office.from, office.to, office.workdays, office.night, office.weekend);
    return true;
}

bool calendar_json_read(Json organisation, Calendar *out, Error *error) {
    Calendar calendar = calendar_always();
    int32_t offset;
    if (!read_zone(organisation, &offset, error)) return false;
    calendar.offset_minutes = offset;
    if (json_has(organisation, "working_hours")) {
        if (!read_office(organisation, offset, &calendar, error)) return false;
    } else if (!read_no_office(organisation, error)) {
        return false;
    }
    if (!read_days_off(organisation, &calendar, error)) return false;
    *out = calendar;
    return true;
}

/* Writing. */

static bool is_round_the_clock(const Calendar *calendar) {
    for (uint32_t hour = 0; hour < HOURS_OF_WEEK; hour++)
        if (calendar->rate[hour] != FULL_SPEED) return false;
    return calendar->rate_off == FULL_SPEED;
}

/* A day on which every hour has the weekend's rate is as good as a weekend. */
static bool is_workday(const Calendar *calendar, uint32_t day) {
    for (uint32_t hour = 0; hour < HOURS_OF_DAY; hour++)
        if (calendar->rate[day * HOURS_OF_DAY + hour] != calendar->rate_off) return true;
    return false;
}

static void find_hours(const uint16_t *day, Office *office) {
    office->from = office->to = 0;
    office->night = 0;
    for (uint32_t hour = HOURS_OF_DAY; hour-- > 0;) {
        if (day[hour] != FULL_SPEED)
            office->night = day[hour];
        else
            office->from = hour;
    }
    for (uint32_t hour = 0; hour < HOURS_OF_DAY; hour++)
        if (day[hour] == FULL_SPEED) office->to = hour + 1;
}

static Office office_of(const Calendar *calendar) {
    Office office = {.weekend = calendar->rate_off};
    for (uint32_t day = 0; day < DAYS_OF_WEEK; day++) {
        if (!is_workday(calendar, day)) continue;
        office.workdays |= 1u << day;
        find_hours(&calendar->rate[day * HOURS_OF_DAY], &office);
    }
    return office;
}

static void write_office(const Office *office, JsonWriter *writer) {
    json_begin_flat_array(writer, "working_hours");
    json_write_integer(writer, NULL, office->from);
    json_write_integer(writer, NULL, office->to);
    json_end_array(writer);
    json_begin_flat_array(writer, "workdays");
    for (uint32_t day = 0; day < DAYS_OF_WEEK; day++)
        if (office->workdays >> day & 1u) json_write_integer(writer, NULL, day + 1);
    json_end_array(writer);
    json_write_number(writer, "night_rate", office->night / (double)FULL_SPEED);
    json_write_number(writer, "weekend_rate", office->weekend / (double)FULL_SPEED);
}

static void write_days_off(const Calendar *calendar, JsonWriter *writer) {
    Text text = {0};
    json_begin_flat_array(writer, "holidays");
    for (uint32_t i = 0; i < calendar->day_off_count; i++) {
        text_clear(&text);
        date_add_day(&text, calendar->days_off[i]);
        json_write_text(writer, NULL, text_of(&text));
    }
    json_end_array(writer);
    text_clear(&text);
}

void calendar_json_write(const Calendar *calendar, JsonWriter *writer) {
    Text zone = {0};
    date_add_zone(&zone, calendar->offset_minutes);
    json_write_text(writer, "time_zone", text_of(&zone));
    text_clear(&zone);
    Office office = office_of(calendar);
    if (!is_round_the_clock(calendar)) write_office(&office, writer);
    if (calendar->day_off_count) write_days_off(calendar, writer);
}
