/* What the benches share: rounds, CPU time, rows that are printed and kept as JSON.
 *
 * Where two things are compared they run in one process, rounds interleaved, and the ratio of a round is what
 * counts. Nothing is asserted but that two things that are compared give the same answer. */
#pragma once

#include "base/json.h"

#include <stdbool.h>
#include <stdint.h>

enum { ROUNDS = 7 };

typedef struct Bench {
    const char *root, *scenario;
    JsonWriter json; /* an array of rows is open */
} Bench;

double cpu_seconds(void); /* of the process, all threads */
double wall_seconds(void);
int compare_doubles(const void *x, const void *y);

/* A title in the table, and "bench" of the rows that follow. */
void bench_title(Bench *bench, const char *title);
/* Median and range of a figure of each round; sorts them. */
void bench_row(Bench *bench, const char *what, const char *unit, double values[ROUNDS]);
void bench_fact(Bench *bench, const char *what, const char *unit, double value);

/* Each prints its table; false when something could not be run or two answers differ. */
bool bench_speed(Bench *bench);
bool bench_sets(Bench *bench);
bool bench_sir(Bench *bench);
bool bench_size(Bench *bench);
bool bench_memory(Bench *bench);
