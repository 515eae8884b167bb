/* Working hours: who works when, in local time. */
#include "script/reader.h"

#include <stdio.h>
#include <string.h>

/* "-04:00" or "+09:00": minutes that local time is ahead of UTC. */
static int32_t read_zone(const Reader *reader, const char *field) {
    const char *zone = reader_text(reader, field, "+00:00");
    int hours = 0, minutes = 0;
    bool shaped = strlen(zone) == 6 && (zone[0] == '+' || zone[0] == '-') && zone[3] == ':';
    for (int i = 1; shaped && i < 6; i++) shaped = i == 3 || (zone[i] >= '0' && zone[i] <= '9');
    if (shaped) {
        hours = (zone[1] - '0') * 10 + zone[2] - '0';
        minutes = (zone[4] - '0') * 10 + zone[5] - '0';
    }
    if (!shaped || hours > 14 || minutes > 59)
        reader_fail(reader, field, "'%.20s' is no offset from UTC; write \"-04:00\"", zone);
    return (zone[0] == '-' ? -1 : 1) * (hours * 60 + minutes);
}

static uint16_t thousandths(const Reader *reader, const char *field, double fallback) {
    double rate = reader_exact(reader, field, RULE_SHARE, fallback);
    return rate * 1000 < 1 ? 1 : (uint16_t)(rate * 1000 + 0.5);
}

static void read_days_off(const Reader *reader, Calendar *calendar) {
    lua_State *L = reader->L;
    if (!reader_has(reader, "holidays")) return;
    Reader nested = reader_open_field(reader, "holidays", "holidays.");
    for (uint32_t i = 1, count = (uint32_t)lua_rawlen(L, nested.table); i <= count; i++) {
        if (i > CALENDAR_DAYS_OFF) reader_fail(reader, "holidays", "at most %d days", CALENDAR_DAYS_OFF);
        lua_rawgeti(L, nested.table, i);
        lua_setfield(L, nested.table, "day");
        int32_t day = (int32_t)(reader_date(&nested, "day", 0) / 86400);
        if (i > 1 && day <= calendar->days_off[i - 2])
            reader_fail(reader, "holidays", "list days in order, each once");
        calendar->days_off[calendar->day_off_count++] = day;
    }
    lua_pushnil(L);
    lua_setfield(L, nested.table, "day");
    reader_close(&nested);
}

Calendar reader_calendar(const Reader *reader, const char *zone_field, const char *hours_field) {
    int32_t zone = read_zone(reader, zone_field);
    Calendar calendar = calendar_always();
    calendar.offset_minutes = zone;
    reader_push(reader, hours_field);
    if (value_is(reader->L, -1, "office")) {
        Reader office = *reader;
        lua_pushliteral(reader->L, "fields");
        lua_rawget(reader->L, -2);
        office.table = lua_gettop(reader->L);
        char inside[64];
        snprintf(inside, sizeof inside, "%s.", hours_field);
        office.inside = inside;
        uint32_t days = (uint32_t)reader_integer(&office, "days", 1, 127, 31);
        calendar = calendar_office(zone, (uint32_t)reader_integer(&office, "from", 0, 23, 9),
                                   (uint32_t)reader_integer(&office, "to", 1, 24, 17), days,
                                   thousandths(&office, "night", 0), thousandths(&office, "weekend", 0));
        lua_pop(reader->L, 1);
    } else if (!lua_isnil(reader->L, -1))
        reader_fail(reader, hours_field, "write office(9, 17, { night = …, weekend = … })");
    lua_pop(reader->L, 1);
    read_days_off(reader, &calendar);
    return calendar;
}
