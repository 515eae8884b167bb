/* Has memory fetched that will be looked at soon. The empty statement is there because gcc takes a function
 * that does nothing but fetch for one without effect, and drops its calls. */
#pragma once

static inline void prefetch(const void *place) {
    __builtin_prefetch(place);
    __asm__ volatile("");
}
static inline void prefetch_to_write(void *place) {
    __builtin_prefetch(place, 1);
    __asm__ volatile("");
}
