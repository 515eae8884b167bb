/* What a Lua pattern will cost on a subject, found by matching it under a budget.
 *
 * The stock matcher backtracks and cannot be interrupted: ".-.-.-b" on 64 KiB of "a" would run for years.
 * This one walks the same way, counts, and gives up; the guards in sandbox_string.c ask it first. It decides
 * cost and nothing else: the result is the stock matcher's, so malformed patterns simply end the count here.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum PatternUse {
    PATTERN_FIRST, /* find, match: to the first match; ^ anchors */
    PATTERN_ALL,   /* gsub: every match; ^ anchors */
    PATTERN_EACH,  /* gmatch: every match; ^ is a character */
} PatternUse;

/* Comparisons made, or budget + 1 when it is not enough. Searches from subject + start; start <= length. */
uint64_t pattern_cost(const char *subject, size_t length, size_t start, const char *pattern,
                      size_t pattern_length, PatternUse use, uint64_t budget);
