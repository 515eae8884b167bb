/* What the benches share: rounds, CPU time, rows that are printed and kept as JSON.
 *
 * Where two things are compared they run in one process, rounds interleaved, and the ratio of a round is what
 * counts. Nothing is asserted but that two things that are compared give the same answer. Each bench is a
 * process of its own, so that one that ends badly takes no other with it and memory is its own. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { ROUNDS = 7 };

typedef struct Bench {
    const char *root, *scenario;
    const char *ranks; /* the program built for MPI, or NULL */
    int rows;          /* the pipe that takes rows, one JSON object a line */
} Bench;

double cpu_seconds(void); /* of the process, all threads */
double wall_seconds(void);
double process_mebibytes(void); /* the most that the process ever held */
int compare_doubles(const void *x, const void *y);

/* A title in the table, and "bench" of the rows that follow. */
void bench_title(Bench *bench, const char *title);
/* Median and range of a figure of each round; sorts them. */
void bench_row(Bench *bench, const char *what, const char *unit, double values[ROUNDS]);
void bench_fact(Bench *bench, const char *what, const char *unit, double value);

/* Each prints its table; false when something could not be run or two answers differ. */
bool bench_memory(Bench *bench);  /* what the memory gives, and what of it the race takes */
bool bench_speed(Bench *bench);   /* Kaseya: worlds a second, threads, ranks */
bool bench_sets(Bench *bench);    /* many control sets at once */
bool bench_worlds(Bench *bench);  /* north-america and L: one vendor, one MSP */
bool bench_size(Bench *bench);    /* cost against size */
bool bench_cascade(Bench *bench); /* against the Boost Graph Library */
bool bench_timed(Bench *bench);
bool bench_sir(Bench *bench); /* against igraph */
