/* bench ROOT OUT.json [KEYFALL_WITH_MPI|- [ONLY…]]: prints the tables of all benches, or of those named, and
 * writes their rows as JSON. */
#include "bench.h"

#include "base/arena.h"
#include "base/file.h"
#include "base/json.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

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

double process_mebibytes(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss / 1024;
}

int compare_doubles(const void *x, const void *y) {
    double a = *(const double *)x, b = *(const double *)y;
    return a < b ? -1 : a > b;
}

/* ------------------------------------------------------------------ rows */

static void send_row(Bench *bench, JsonWriter *row) {
    json_end_object(row);
    dprintf(bench->rows, "%s\n", row->text);
    json_writer_clear(row);
    fflush(stdout);
}

static JsonWriter begin_row(void) {
    JsonWriter row;
    json_writer_init(&row, false);
    json_begin_object(&row, NULL);
    return row;
}

void bench_title(Bench *bench, const char *title) {
    printf("\n%s\n", title);
    JsonWriter row = begin_row();
    json_write_text(&row, "bench", title);
    send_row(bench, &row);
}

static void write_row(Bench *bench, const char *what, const char *unit, double median, double low,
                      double high) {
    JsonWriter row = begin_row();
    json_write_text(&row, "what", what);
    json_write_text(&row, "unit", unit);
    json_write_number(&row, "median", median);
    json_write_number(&row, "low", low);
    json_write_number(&row, "high", high);
    send_row(bench, &row);
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

/* ------------------------------------------------------------------ all of them */

typedef struct Entry {
    const char *name;
    bool (*run)(Bench *);
} Entry;

static const Entry entries[] = {{"memory", bench_memory}, {"speed", bench_speed}, {"sets", bench_sets},
                                {"worlds", bench_worlds}, {"size", bench_size},   {"cascade", bench_cascade},
                                {"timed", bench_timed},   {"sir", bench_sir}};

/* All rows so far, so that whatever was measured is kept. */
static bool save(const Text *rows, const char *path) {
    Error error = {{0}};
    Text whole = {0};
    text_add(&whole, "{\"format\": \"keyfall.bench\", \"version\": 1, \"rows\": [\n%s]}\n", text_of(rows));
    bool good = file_write(path, whole.items, whole.length, &error);
    if (!good) fprintf(stderr, "%s\n", error.text);
    text_clear(&whole);
    return good;
}

static void add_rows(Text *rows, FILE *from) {
    char *line = NULL;
    size_t room = 0;
    while (getline(&line, &room, from) > 0) {
        line[strcspn(line, "\n")] = 0;
        text_add(rows, "%s%s\n", rows->length ? "," : "", line);
    }
    free(line);
}

static bool run_apart(Bench *bench, const Entry *entry, Text *rows) {
    int ends[2], status;
    if (pipe(ends) != 0) return false;
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        bench->rows = ends[1];
        _exit(entry->run(bench) ? 0 : 1);
    }
    close(ends[1]);
    FILE *from = fdopen(ends[0], "r");
    add_rows(rows, from);
    fclose(from);
    bool good = child > 0 && waitpid(child, &status, 0) == child && status == 0;
    if (!good)
        printf("\nThe bench \"%s\" FAILED: its last rows are missing or two answers differ.\n", entry->name);
    return good;
}

static bool is_asked_for(const Entry *entry, int count, char **words) {
    for (int i = 4; i < count; i++)
        if (strcmp(words[i], entry->name) == 0) return true;
    return count <= 4;
}

int main(int count, char **words) {
    if (count < 3) {
        fprintf(stderr, "usage: bench ROOT OUT.json [KEYFALL_WITH_MPI|- [ONLY…]]\n");
        return 2;
    }
    Bench bench = {.root = words[1], .scenario = "kaseya-2021"};
    if (count > 3 && strcmp(words[3], "-") != 0) bench.ranks = words[3];
    Text rows = {0};
    bool good = true;
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
        if (!is_asked_for(&entries[i], count, words)) continue;
        good &= run_apart(&bench, &entries[i], &rows);
        good &= save(&rows, words[2]);
    }
    text_clear(&rows);
    return good ? 0 : 1;
}
