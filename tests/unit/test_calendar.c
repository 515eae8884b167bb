/* Work on a calendar of rates, against the same sum taken second by second. */
#include "base/draw.h"
#include "checks.h"
#include "world/calendar.h"

#include <stdlib.h>

#define FRIDAY INT64_C(1625234400) /* 2 July 2021, 14:00 UTC */
#define HOUR 3600
#define DAY 86400

/* What the calendar says of one second, from its fields alone. */
static uint32_t rate_of(const Calendar *calendar, int64_t utc) {
    int64_t local = utc + calendar->offset_minutes * 60, day = local / DAY;
    for (uint32_t i = 0; i < calendar->day_off_count; i++)
        if (calendar->days_off[i] == day) return calendar->rate_off ? calendar->rate_off : 1;
    uint32_t rate = calendar->rate[(day + 3) % 7 * 24 + local % DAY / HOUR];
    return rate ? rate : 1;
}

static uint32_t finish_by_hand(const Calendar *calendar, int64_t start, uint32_t from, uint64_t seconds,
                               uint32_t horizon) {
    uint64_t left = seconds * 1000;
    for (uint32_t at = from; at < horizon; at++) {
        uint32_t rate = rate_of(calendar, start + at);
        if (rate >= left) return at + 1;
        left -= rate;
    }
    return horizon + 1;
}

static uint32_t finish(const Calendar *calendar, int64_t start, uint32_t from, uint64_t seconds,
                       uint32_t horizon) {
    Workload load;
    workload_init(&load, calendar, start, horizon);
    uint32_t at = workload_finish(&load, from, seconds, horizon);
    workload_clear(&load);
    return at;
}

static void round_the_clock_work_takes_what_it_takes(void **state) {
    (void)state;
    Calendar always = calendar_always();
    assert_int_equal(finish(&always, FRIDAY, 100, 5000, 30 * DAY), 5100);
    assert_int_equal(finish(&always, FRIDAY + 17, 0, 1, 30 * DAY), 1);
    assert_int_equal(finish(&always, FRIDAY, 100, 0, 30 * DAY), 101); /* at least a second later */
}

/* Office hours 9 to 17 in New York, nothing to speak of at night or on the weekend: from Friday 16:00 local,
 * two hours of work end on Monday at 10:00, and on Tuesday when Monday is a holiday. */
static void work_waits_for_the_night_the_weekend_and_the_holiday(void **state) {
    (void)state;
    Calendar office = calendar_office(-4 * 60, 9, 17, 0x1f, 1, 1);
    uint32_t at = finish(&office, FRIDAY, 6 * HOUR, 2 * HOUR, 30 * DAY); /* Friday 20:00 UTC, 16:00 local */
    uint32_t monday_ten = 2 * DAY + 24 * HOUR;                           /* Monday 14:00 UTC */
    assert_in_range(at, monday_ten - 300, monday_ten); /* less what one thousandth gives meanwhile */
    office.days_off[0] = 18813;                        /* 5 July 2021 */
    office.day_off_count = 1;
    at = finish(&office, FRIDAY, 6 * HOUR, 2 * HOUR, 30 * DAY);
    assert_in_range(at, monday_ten + DAY - 400, monday_ten + DAY);
}

static void at_half_speed_a_night_gives_half(void **state) {
    (void)state;
    Calendar office = calendar_office(0, 9, 17, 0x7f, 500, 500);
    assert_int_equal(finish(&office, FRIDAY + 3 * HOUR, 0, 2 * HOUR, 30 * DAY),
                     4 * HOUR); /* from 17:00 UTC */
}

static Calendar random_calendar(uint64_t bits) {
    Calendar calendar = calendar_always();
    calendar.offset_minutes = (int32_t)(bits % 1681) - 840;
    for (int hour = 0; hour < HOURS_OF_WEEK; hour++)
        calendar.rate[hour] = (uint16_t)(draw_bits(bits, (uint64_t)hour) % 1001);
    calendar.rate_off = (uint16_t)(bits >> 20 & 511);
    for (int32_t day = 18809; day < 18840; day += 4) calendar.days_off[calendar.day_off_count++] = day;
    return calendar;
}

static void finishes_are_those_of_a_sum_second_by_second(void **state) {
    (void)state;
    uint32_t horizon = 9 * DAY + 777;
    for (uint64_t i = 0; i < 60; i++) {
        Calendar calendar = random_calendar(draw_bits(3, i));
        int64_t start = FRIDAY + (int64_t)(draw_bits(4, i) % HOUR);
        Workload load;
        workload_init(&load, &calendar, start, horizon);
        for (uint64_t k = 0; k < 12; k++) {
            uint64_t bits = draw_bits(i, k);
            uint32_t from = (uint32_t)(bits % (k < 3 ? HOUR : horizon)); /* also in the first, broken hour */
            uint64_t seconds = (bits >> 32) % (k % 2 ? 4 * HOUR : 4 * DAY);
            assert_int_equal(workload_finish(&load, from, seconds, horizon),
                             finish_by_hand(&calendar, start, from, seconds, horizon));
        }
        workload_clear(&load);
    }
}

static void a_later_alert_never_overtakes_an_earlier_one(void **state) {
    (void)state;
    uint32_t horizon = 20 * DAY;
    for (uint64_t i = 0; i < 40; i++) {
        Calendar calendar = i % 2 ? calendar_office(-240, 9, 17, 0x1f, (uint16_t)(i * 3), 1)
                                  : random_calendar(draw_bits(9, i));
        Workload load;
        workload_init(&load, &calendar, FRIDAY + (int64_t)i, horizon);
        uint64_t work = draw_bits(10, i) % (2 * DAY);
        uint32_t before = 0;
        for (uint32_t from = 0; from < horizon; from += 613) {
            uint32_t at = workload_finish(&load, from, work, horizon);
            assert_true(at >= before && at > from);
            assert_true(workload_finish(&load, from, work + 1, horizon) >= at);
            before = at;
        }
        workload_clear(&load);
    }
}

static void work_beyond_the_horizon_is_never_done(void **state) {
    (void)state;
    Calendar always = calendar_always();
    assert_int_equal(finish(&always, FRIDAY, 0, DAY, DAY), DAY);
    assert_int_equal(finish(&always, FRIDAY, 1, DAY, DAY), DAY + 1);
    assert_int_equal(finish(&always, FRIDAY, 0, UINT64_MAX, DAY), DAY + 1);
    assert_int_equal(finish(&always, FRIDAY, DAY + 5, 1, DAY), DAY + 1);
}

static void office_hours_are_laid_over_the_week(void **state) {
    (void)state;
    Calendar office = calendar_office(0, 8, 18, 0x3f, 200, 0); /* Monday to Saturday */
    assert_int_equal(office.rate[8], 1000);
    assert_int_equal(office.rate[7], 200);
    assert_int_equal(office.rate[18], 200);
    assert_int_equal(office.rate[5 * 24 + 12], 1000); /* Saturday noon */
    assert_int_equal(office.rate[6 * 24 + 12], 1);    /* Sunday: a rate of nothing would never end */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(round_the_clock_work_takes_what_it_takes),
        cmocka_unit_test(work_waits_for_the_night_the_weekend_and_the_holiday),
        cmocka_unit_test(at_half_speed_a_night_gives_half),
        cmocka_unit_test(finishes_are_those_of_a_sum_second_by_second),
        cmocka_unit_test(a_later_alert_never_overtakes_an_earlier_one),
        cmocka_unit_test(work_beyond_the_horizon_is_never_done),
        cmocka_unit_test(office_hours_are_laid_over_the_week),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
