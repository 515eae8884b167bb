/* What `run` and `compare` share: many worlds, on one machine or over ranks, kept in a file if asked for,
 * ended when the answer is good enough, and printed as a page or as JSON. */
#pragma once

#include "cli/session.h"
#include "report/page.h"

typedef struct LongRun {
    const struct argp *parser;
    uint32_t controls_most;
    DefaultSets sets;
    void (*page)(const Result *result, Style style, Text *out);
    uint32_t page_reads; /* so many of the first measures; 0: all */
} LongRun;

/* The status to exit with. */
int long_run(const LongRun *verb, int argc, char **argv);
