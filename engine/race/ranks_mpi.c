/* The ranks of mpirun or srun. The only file that knows MPI, built with -DKEYFALL_MPI=ON. */
#include "race/ranks.h"

#include <assert.h>
#include <mpi.h>
#include <stdlib.h>

/* Bad usage ends a program where it is found; a rank that left without a word would be taken for a crash. */
static void leave(void) {
    int finalized = 0;
    MPI_Finalized(&finalized);
    if (!finalized) MPI_Finalize();
}

Ranks ranks_begin(void) {
    int given, rank, count;
    MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &given);
    assert(given >= MPI_THREAD_FUNNELED);
    atexit(leave);
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Comm_size(MPI_COMM_WORLD, &count);
    return (Ranks){(uint32_t)rank, (uint32_t)count};
}

void ranks_agree(Ranks ranks, void *bytes, size_t size) {
    if (ranks.count > 1) MPI_Bcast(bytes, (int)size, MPI_BYTE, 0, MPI_COMM_WORLD);
}

void ranks_gather_counts(Ranks ranks, uint32_t count, uint32_t *counts) {
    (void)ranks;
    MPI_Gather(&count, 1, MPI_UINT32_T, counts, 1, MPI_UINT32_T, 0, MPI_COMM_WORLD);
}

/* One rank after the other: what is gathered may be longer than MPI's int displacements reach. */
void ranks_gather(Ranks ranks, const int64_t *numbers, uint32_t count, int64_t *all, const uint32_t *counts) {
    if (ranks.rank > 0) {
        MPI_Send(numbers, (int)count, MPI_INT64_T, 0, 0, MPI_COMM_WORLD);
        return;
    }
    for (uint32_t i = 0; i < count; i++) all[i] = numbers[i];
    all += count;
    for (uint32_t rank = 1; rank < ranks.count; rank++) {
        MPI_Recv(all, (int)counts[rank], MPI_INT64_T, (int)rank, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
        all += counts[rank];
    }
}
