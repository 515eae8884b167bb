#include "base/draw.h"
#include "checks.h"
#include "race/queue.h"

#include <stdlib.h>

static Event event_at(uint32_t second, EventClass class_, uint32_t rank, uint64_t tie) {
    return (Event){.key = queue_key(second, class_, rank), .tie = tie};
}

static void assert_first_comes_out_first(Event first, Event second) {
    Queue queue = {0};
    Event out;
    queue_push(&queue, second);
    queue_push(&queue, first);
    assert_true(queue_pop(&queue, &out));
    assert_true(out.key == first.key && out.tie == first.tie);
    assert_true(queue_pop(&queue, &out));
    assert_true(out.key == second.key && out.tie == second.tie);
    assert_false(queue_pop(&queue, &out));
    queue_clear(&queue);
}

static void an_earlier_second_comes_first_whatever_its_class(void **state) {
    (void)state;
    assert_first_comes_out_first(event_at(6, CLASS_ACTION, 900, 9), event_at(7, CLASS_CONTAIN, 0, 0));
}

static void containment_comes_before_attack_before_reports_before_actions(void **state) {
    (void)state;
    for (int class_ = CLASS_CONTAIN; class_ < CLASS_ACTION; class_++)
        assert_first_comes_out_first(event_at(7, (EventClass)class_, 900, 9),
                                     event_at(7, (EventClass)(class_ + 1), 0, 0));
}

static void at_equal_seconds_the_targets_name_decides_then_the_arcs(void **state) {
    (void)state;
    assert_first_comes_out_first(event_at(7, CLASS_ATTACK, 3, 9), event_at(7, CLASS_ATTACK, 4, 0));
    assert_first_comes_out_first(event_at(7, CLASS_ATTACK, 3, 1), event_at(7, CLASS_ATTACK, 3, UINT64_MAX));
}

static void the_last_second_and_the_last_rank_keep_their_places(void **state) {
    (void)state;
    Event last = event_at(UINT32_MAX, CLASS_ACTION, (1u << 30) - 1, 0);
    assert_int_equal(event_second(&last), UINT32_MAX);
    assert_first_comes_out_first(event_at(UINT32_MAX, CLASS_ACTION, (1u << 30) - 2, 5), last);
}

static int compare_events(const void *x, const void *y) {
    return event_before(x, y) ? -1 : event_before(y, x);
}

/* Half of them within seconds, half over weeks. */
static Event random_event(uint64_t i) {
    uint64_t bits = draw_bits(7, draw_key(name_of("event"), DRAW_STAGE, (uint32_t)i));
    uint32_t unit = bits >> 63 ? 1 : 100000;
    return event_at((uint32_t)(bits & 31) * unit, (EventClass)(bits >> 5 & 3), (uint32_t)(bits >> 7 & 3), i);
}

static void thousands_of_random_events_come_out_as_qsort_orders_them(void **state) {
    (void)state;
    enum { EVENTS = 20000 };
    Event *sorted = heap_take(EVENTS, sizeof *sorted);
    Queue queue = {0};
    for (uint32_t i = 0; i < EVENTS; i++) queue_push(&queue, sorted[i] = random_event(i));
    qsort(sorted, EVENTS, sizeof *sorted, compare_events);
    for (uint32_t i = 0; i < EVENTS; i++) {
        Event out;
        assert_true(queue_pop(&queue, &out));
        assert_true(out.key == sorted[i].key && out.tie == sorted[i].tie);
    }
    Event none;
    assert_false(queue_pop(&queue, &none));
    free(sorted);
    queue_clear(&queue);
}

/* The race pushes while it pops, never into the past. */
static void events_pushed_between_pops_keep_the_order(void **state) {
    (void)state;
    Queue queue = {0};
    Event out, before = {0};
    for (uint32_t i = 0; i < 50; i++) queue_push(&queue, random_event(i));
    uint32_t popped = 0;
    for (uint32_t pushed = 50; queue_pop(&queue, &out); popped++) {
        assert_false(event_before(&out, &before));
        before = out;
        for (int k = 0; k < 2 && pushed < 5000; k++, pushed++) {
            Event next = random_event(pushed);
            next.key += (uint64_t)(event_second(&out) + 1) << 32;
            queue_push(&queue, next);
        }
    }
    assert_int_equal(popped, 5000);
    queue_clear(&queue);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_earlier_second_comes_first_whatever_its_class),
        cmocka_unit_test(containment_comes_before_attack_before_reports_before_actions),
        cmocka_unit_test(at_equal_seconds_the_targets_name_decides_then_the_arcs),
        cmocka_unit_test(the_last_second_and_the_last_rank_keep_their_places),
        cmocka_unit_test(thousands_of_random_events_come_out_as_qsort_orders_them),
        cmocka_unit_test(events_pushed_between_pops_keep_the_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
