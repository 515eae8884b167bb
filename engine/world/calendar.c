#include "world/calendar.h"

#include "base/arena.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define HOUR 3600
#define DAY 86400

Calendar calendar_always(void) {
    Calendar calendar;
    memset(&calendar, 0, sizeof calendar);
    for (int hour = 0; hour < HOURS_OF_WEEK; hour++) calendar.rate[hour] = 1000;
    calendar.rate_off = 1000;
    return calendar;
}

static uint16_t at_least_one(uint16_t rate) {
    return rate ? rate : 1;
}

Calendar calendar_office(int32_t offset_minutes, uint32_t from_hour, uint32_t to_hour, uint32_t workdays,
                         uint16_t night, uint16_t weekend) {
    Calendar calendar;
    memset(&calendar, 0, sizeof calendar);
    calendar.offset_minutes = offset_minutes;
    calendar.rate_off = at_least_one(weekend);
    for (uint32_t hour = 0; hour < HOURS_OF_WEEK; hour++) {
        bool working_day = workdays >> (hour / 24) & 1u;
        bool working_hour = hour % 24 >= from_hour && hour % 24 < to_hour;
        calendar.rate[hour] = !working_day   ? at_least_one(weekend)
                              : working_hour ? 1000
                                             : at_least_one(night);
    }
    return calendar;
}

static int64_t floor_divide(int64_t value, int64_t by) {
    return value >= 0 ? value / by : -((-value + by - 1) / by);
}

static uint16_t rate_at(const Calendar *calendar, int64_t local) {
    int64_t day = floor_divide(local, DAY);
    for (uint32_t i = 0; i < calendar->day_off_count; i++)
        if (calendar->days_off[i] == day) return at_least_one(calendar->rate_off);
    int64_t weekday = floor_divide(day + 3, 7) * -7 + day + 3; /* 1970-01-01 was a Thursday */
    return at_least_one(calendar->rate[weekday * 24 + (local - day * DAY) / HOUR]);
}

static void note_grains(Workload *load) {
    uint64_t count = load->done[load->hours] / WORKLOAD_GRAIN + 2;
    load->grains = heap_take(count, sizeof *load->grains);
    uint32_t hour = 0;
    for (uint64_t grain = 0; grain < count; grain++) {
        while (hour + 1 < load->hours && load->done[hour + 1] < grain * WORKLOAD_GRAIN) hour++;
        load->grains[grain] = hour;
    }
}

void workload_init(Workload *load, const Calendar *calendar, int64_t start, uint32_t horizon) {
    int64_t local = start + (int64_t)calendar->offset_minutes * 60;
    int64_t into = local - floor_divide(local, HOUR) * HOUR;
    load->first_second = (uint32_t)(into ? HOUR - into : 0);
    load->hours = horizon / HOUR + 2;
    load->done = heap_take(load->hours + 1, sizeof *load->done);
    /* done[0] is what the broken hour before the first full one gives; its rate holds from second 0. */
    load->done[0] = (uint64_t)load->first_second * rate_at(calendar, local);
    for (uint32_t hour = 0; hour < load->hours; hour++)
        load->done[hour + 1] =
            load->done[hour] +
            (uint64_t)HOUR * rate_at(calendar, local + load->first_second + (int64_t)hour * HOUR);
    note_grains(load);
}

void workload_clear(Workload *load) {
    free(load->done);
    free(load->grains);
    memset(load, 0, sizeof *load);
}

/* Thousandths of seconds of work done by a second. */
static uint64_t done_by(const Workload *load, uint32_t second) {
    if (second < load->first_second) return load->done[0] / load->first_second * second;
    uint32_t hour = (second - load->first_second) / HOUR, into = (second - load->first_second) % HOUR;
    if (hour >= load->hours) return load->done[load->hours];
    return load->done[hour] + (load->done[hour + 1] - load->done[hour]) / HOUR * into;
}

/* First second at which `wanted` is done, in the piece from `begin` that gives `rate` a second. */
static uint32_t within(uint32_t begin, uint64_t missing, uint64_t rate) {
    return begin + (uint32_t)((missing + rate - 1) / rate);
}

/* The last hour that begins with less done than is wanted. */
static uint32_t hour_of(const Workload *load, uint64_t wanted) {
    const uint32_t *grain = load->grains + wanted / WORKLOAD_GRAIN;
    uint32_t low = grain[0], high = grain[1] + 1;
    while (low + 1 < high) {
        uint32_t middle = low + (high - low) / 2;
        if (load->done[middle] < wanted)
            low = middle;
        else
            high = middle;
    }
    return low;
}

uint32_t workload_finish(const Workload *load, uint32_t from, uint64_t seconds, uint32_t horizon) {
    if (from > horizon || seconds > UINT64_MAX / 2000) return horizon + 1;
    uint64_t wanted = done_by(load, from) + seconds * 1000;
    uint32_t finish;
    if (wanted > load->done[load->hours]) return horizon + 1;
    if (wanted <= load->done[0] && load->first_second > 0) {
        finish = within(0, wanted, load->done[0] / load->first_second);
    } else {
        uint32_t hour = hour_of(load, wanted);
        uint64_t rate = (load->done[hour + 1] - load->done[hour]) / HOUR;
        finish = within(load->first_second + hour * HOUR, wanted - load->done[hour], rate);
    }
    if (finish <= from) finish = from + 1;
    return finish > horizon ? horizon + 1 : finish;
}
