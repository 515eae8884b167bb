/* What every test program of measure and report begins with: cmocka, whose header needs four others before
 * it, and a check for doubles. */
#pragma once

// clang-format off
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
// clang-format on

#define assert_close(actual, expected, tolerance)                                                            \
    do {                                                                                                     \
        double actual_ = (actual), expected_ = (expected);                                                   \
        if (!(fabs(actual_ - expected_) <= (tolerance))) {                                                   \
            fail_msg("%s is %.12g, not %.12g within %g", #actual, actual_, expected_, (double)(tolerance));  \
        }                                                                                                    \
    } while (0)
