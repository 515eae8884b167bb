/* bench ROOT OUT.json [SCENARIO]: prints the tables of all benches and writes their rows as JSON. */
#include "bench.h"

#include "base/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double seconds_of(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

double cpu_seconds(void) {
    return seconds_of(CLOCK_PROCESS_CPUTIME_ID);
}

double wall_seconds(void) {
    return seconds_of(CLOCK_MONOTONIC);
}

int compare_doubles(const void *x, const void *y) {
    double a = *(const double *)x, b = *(const double *)y;
    return a < b ? -1 : a > b;
}

void bench_title(Bench *bench, const char *title) {
    printf("\n%s\n", title);
    json_begin_object(&bench->json, NULL);
    json_write_text(&bench->json, "bench", title);
    json_end_object(&bench->json);
    fflush(stdout);
}

static void write_row(Bench *bench, const char *what, const char *unit, double median, double low,
                      double high) {
    json_begin_object(&bench->json, NULL);
    json_write_text(&bench->json, "what", what);
    json_write_text(&bench->json, "unit", unit);
    json_write_number(&bench->json, "median", median);
    json_write_number(&bench->json, "low", low);
    json_write_number(&bench->json, "high", high);
    json_end_object(&bench->json);
    fflush(stdout);
}

void bench_row(Bench *bench, const char *what, const char *unit, double values[ROUNDS]) {
    qsort(values, ROUNDS, sizeof *values, compare_doubles);
    double low = values[0], median = values[ROUNDS / 2], high = values[ROUNDS - 1];
    printf("  %-48s %10.4g  (%.4g to %.4g) %s\n", what, median, low, high, unit);
    write_row(bench, what, unit, median, low, high);
}

void bench_fact(Bench *bench, const char *what, const char *unit, double value) {
    printf("  %-48s %10.4g  %s\n", what, value, unit);
    write_row(bench, what, unit, value, value, value);
}

static bool write_json(Bench *bench, const char *path) {
    Error error = {{0}};
    json_end_array(&bench->json);
    json_end_object(&bench->json);
    bool good = file_write(path, bench->json.text, bench->json.length, &error);
    if (!good) fprintf(stderr, "%s\n", error.text);
    json_writer_clear(&bench->json);
    return good;
}

int main(int count, char **words) {
    if (count < 3) {
        fprintf(stderr, "usage: bench ROOT OUT.json [SCENARIO]\n");
        return 2;
    }
    Bench bench = {.root = words[1], .scenario = count > 3 ? words[3] : "kaseya-2021"};
    json_writer_init(&bench.json, true);
    json_begin_object(&bench.json, NULL);
    json_write_text(&bench.json, "format", "keyfall.bench");
    json_write_integer(&bench.json, "version", 1);
    json_begin_array(&bench.json, "rows");
    bool (*const benches[])(Bench *) = {bench_memory, bench_speed, bench_sets, bench_size, bench_sir};
    bool good = true;
    for (size_t i = 0; i < sizeof benches / sizeof *benches; i++) good &= benches[i](&bench);
    good &= write_json(&bench, words[2]);
    return good ? 0 : 1;
}
