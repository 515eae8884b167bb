/* Memory bandwidth by a triad, a = b + s·c, on arrays far larger than any cache: what reads and writes cost
 * at best on this machine, one thread. */
#include "base/arena.h"
#include "bench.h"

#include <stdlib.h>

enum { DOUBLES = 1 << 23 };

bool bench_memory(Bench *bench) {
    double *a = heap_take(DOUBLES, sizeof *a), *b = heap_take(DOUBLES, sizeof *b);
    double *c = heap_take(DOUBLES, sizeof *c), speed[ROUNDS];
    for (size_t i = 0; i < DOUBLES; i++) a[i] = 1, b[i] = (double)i, c[i] = 1;
    for (int round = 0; round < ROUNDS; round++) {
        double begin = cpu_seconds(), scale = round + 1;
        for (size_t i = 0; i < DOUBLES; i++) a[i] = b[i] + scale * c[i];
        speed[round] = 3.0 * DOUBLES * sizeof *a / (cpu_seconds() - begin) / 1e9;
    }
    bool good = a[DOUBLES - 1] == b[DOUBLES - 1] + ROUNDS;
    bench_title(bench, "Memory, triad of three arrays of 64 MiB, one thread");
    bench_row(bench, "read and written", "GB a second", speed);
    free(a);
    free(b);
    free(c);
    return good;
}
