/* Ranks: processes that share one run's replications, each with the whole world. Built with -DKEYFALL_MPI=ON
 * they are those of mpirun or srun; built without, there is one. Rank 0 decides and reports.
 *
 * Only the thread that called ranks_begin may call the others. A rank that dies ends all of them. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Ranks {
    uint32_t rank, count;
} Ranks;

/* May be called once; the end of the program, wherever it comes, takes leave of the other ranks. */
Ranks ranks_begin(void);

/* Every rank has rank 0's bytes afterwards. */
void ranks_agree(Ranks ranks, void *bytes, size_t size);

/* Each rank gives `count` numbers, a count that differs from rank to rank; rank 0 has those of all ranks one
 * after the other in `all`, and each rank's count in counts[ranks.count]. Both may be NULL elsewhere. */
void ranks_gather_counts(Ranks ranks, uint32_t count, uint32_t *counts);
void ranks_gather(Ranks ranks, const int64_t *numbers, uint32_t count, int64_t *all, const uint32_t *counts);
